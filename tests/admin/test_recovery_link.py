"""`aman admin recovery-link`: back in when nobody knows a password any more."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from django.db import connections
from typer.testing import CliRunner

from aman.admin import ceremony
from aman.cli import main
from aman.desk import provision
from aman.programmes import programme_path

NOW = 1_800_000_000.0


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A ceremony's folder and a desk's."""
    provision.prepare(
        tmp_path / "desk",
        ceremony.hold(tmp_path / "admin"),
        programme_path("surrender"),
        listen="127.0.0.1:8555",
        fronts=["one"],
        certify=partial(ceremony.certify, tmp_path / "admin"),
        now=NOW,
    )
    connections.close_all()
    return tmp_path


def asked(admin: Path, desk: Path) -> tuple[int, str]:
    """Run the verb; gives its code and all it said."""
    words = ["admin", "recovery-link", "--admin", str(admin), "--desk", str(desk)]
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.output


def test_a_link_is_printed_as_the_browser_needs_it(var: Path) -> None:
    """With the desk's own name and port; it works once, and says for how long."""
    code, said = asked(var / "admin", var / "desk")
    assert code == 0
    assert "http://desk.localhost:8555/first/" in said
    assert "works once, for one day" in said
    from aman.desk.accounts.models import LinkWrap  # noqa: PLC0415 - Django is ready only now

    link = LinkWrap.objects.get()
    assert link.expires_at is not None
    assert link.makes_administrator
    connections.close_all()


def test_what_is_missing_or_foreign_is_told_in_words(var: Path, tmp_path: Path) -> None:
    """No traceback for somebody whose night is bad enough."""
    stranger = tmp_path / "stranger"
    ceremony.hold(stranger)
    for admin, desk, why in (
        (tmp_path / "nowhere", var / "desk", "missing"),
        (var / "admin", tmp_path / "nowhere", "nowhere"),
        (stranger, var / "desk", "not that of this desk"),
    ):
        code, said = asked(admin, desk)
        assert code == 2
        assert why in said
        assert "Nothing was changed" in said
        assert "Traceback" not in said
    shutil.rmtree(stranger)
    connections.close_all()
