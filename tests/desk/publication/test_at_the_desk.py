"""Figures published from a desk: its own sealed book, its own counting events."""

# ruff: noqa: D103 - a test is named after what it protects

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from django.db import connections
from typer.testing import CliRunner

from aman.cli import main
from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action
from aman.desk.audit.models import AuditEntry
from aman.desk.counting.noting import note
from aman.desk.keys.vault import Vault, VaultLocked
from aman.desk.publication import opendp_noise
from aman.desk.publication.desk_book import DeskBook, DeskEvents
from aman.desk.publication.models import SealedBook
from aman.desk.publication.publisher import Publisher
from aman.desk.publication.ssh_signing import SshSigner
from aman.desk.running import Desk
from aman.figures.log.entries import Closed, Release
from aman.figures.log.reading import read_log
from aman.figures.measures import MeasureId
from aman.figures.publishing import OlderBook
from desk_cast import password_of
from figures.hotline import shipped
from figures.published import START, PublishingHotline, make_key, people
from figures.seeded import SeededNoise

FIRST_RELEASE = START + timedelta(days=14)


def silent_noise() -> SeededNoise:
    return SeededNoise(is_silent=True)


@dataclass
class DeskHotline(PublishingHotline):
    """A hotline whose book and events are a desk's."""

    vault: Vault | None = None
    hotline: str = ""

    def publisher(self) -> Publisher:
        """As after a restart."""
        assert self.vault is not None
        return Publisher(self.public, DeskBook(self.vault, self.hotline), SshSigner(self.key))


@pytest.fixture
def hotline(open_vault: Desk, tmp_path: Path) -> DeskHotline:
    """Three people a day came for eight weeks; nothing is published."""
    for day in range(56):
        note(MeasureId.PEOPLE, (START - date(1970, 1, 1)).days + day, 3)
        note(MeasureId.CONTACTS, (START - date(1970, 1, 1)).days + day, 5)
    vault, named = open_vault.vault, open_vault.settings.hotline
    noise, events = silent_noise(), DeskEvents()
    return DeskHotline(tmp_path, make_key(tmp_path), noise, events, vault=vault, hotline=named)  # type: ignore[arg-type] # the port


@pytest.fixture
def opened(hotline: DeskHotline) -> DeskHotline:
    """With a series; its first releases were announced before it began."""
    hotline.open(people(), START - timedelta(days=21))
    return hotline


def test_what_the_desk_counted_is_what_is_published(opened: DeskHotline) -> None:
    """Without noise, so that the sum can be seen: 21 a week, to the nearest five."""
    log = opened.weeks(FIRST_RELEASE, 4)
    totals = [each.total for each in log.history.entries if isinstance(each, Release)]
    assert totals == [20, 40, 65, 85]
    assert read_log(opened.public.files()).entries == log.entries


def test_the_book_is_sealed_and_opens_with_the_vault_alone(opened: DeskHotline, desk: Desk) -> None:
    opened.weeks(FIRST_RELEASE, 1)
    connections.close_all()
    files = b"".join(path.read_bytes() for path in desk.folder.glob("desk.sqlite3*"))
    assert not any(word in files for word in (b'"noise"', b'"counts"', b"people-1"))
    length = len(SealedBook.objects.get().content)
    opened.weeks(FIRST_RELEASE + timedelta(weeks=1), 1)
    assert len(SealedBook.objects.get().content) == length
    desk.vault.lock()
    with pytest.raises(VaultLocked):
        DeskBook(desk.vault, opened.hotline).book()


def test_a_desk_that_was_restored_closes_what_it_can_not_go_on_with(
    opened: DeskHotline, desk: Desk
) -> None:
    """The public log knows two weeks more: refused, then closed on demand; nothing drawn again."""
    opened.weeks(FIRST_RELEASE, 2)
    connections.close_all()
    copy = shutil.copyfile(desk.folder / "desk.sqlite3", desk.folder / "copy")
    opened.weeks(FIRST_RELEASE + timedelta(weeks=2), 2)
    connections.close_all()
    for log in desk.folder.glob("desk.sqlite3-*"):
        log.unlink()
    shutil.copyfile(copy, desk.folder / "desk.sqlite3")
    day = FIRST_RELEASE + timedelta(weeks=4)
    before = opened.public.files()
    with pytest.raises(OlderBook):
        opened.publish(day)
    assert opened.public.files() == before
    closed = opened.publish(day, close_older=True).history.entries[-1]
    assert isinstance(closed, Closed)
    assert (closed.series, closed.why) == ("people-1", "stopped")
    assert not opened.publish(day + timedelta(weeks=1)).history.running()
    assert len(opened.noise.drawn) == 1  # type: ignore[attr-defined] # the stub's


def test_events_that_were_taken_away_stop_publishing(opened: DeskHotline, desk: Desk) -> None:
    opened.weeks(FIRST_RELEASE, 2)
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM counting_counted")
    size = opened.publisher().log().history.size
    history = opened.weeks(FIRST_RELEASE + timedelta(weeks=2), 1).history
    assert not [each for each in history.entries[size:] if isinstance(each, Release)]
    del desk


def test_an_administrator_publishes_with_the_command_alone(
    desk: Desk,
    alice: Operator,
    operator: Callable[[str], Operator],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Opened by a password, dry first; neither somebody else nor a wrong password opens it."""
    monkeypatch.setattr(opendp_noise, "OpenDPNoise", SeededNoise)
    Operator.objects.filter(pk=operator("bob").pk).update(is_administrator=False)
    public, key = tmp_path / "public", make_key(tmp_path)
    common = public, "--book", desk.folder, "--key", key
    today = datetime.now(UTC).date().isoformat()
    series = ("--start", today)
    for name, password in (("bob", password_of("bob")), ("alice", "is it this one")):
        refused = aman(f"{name}\n{password}\n", "open-series", *common, *series)
        assert refused.exit_code == 2
        assert "not the name and password of an administrator" in refused.stderr
    as_alice = f"alice\n{password_of('alice')}\n"
    opened = aman(as_alice, "open-series", *common, *series)
    assert opened.exit_code == 0, opened.stderr
    before = {path.name: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    roles = ("--early-access", "spokesperson=24")
    dry = aman(as_alice, "publish", *common, *roles, "--dry-run")
    assert "This would be published:" in dry.stdout
    assert before == {path.name: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    done = aman(as_alice, "publish", *common, *roles)
    assert "24 h earlier for spokesperson" in done.stdout, done.stderr
    looked = aman(as_alice, "preview", *common, "--role", "spokesperson")
    assert "Nothing is due so soon." in looked.stdout, looked.stderr
    look = AuditEntry.objects.get(action=Action.SAW_EARLY)
    assert (look.operator_name, look.about) == ("alice", "spokesperson")
    # Pages have the words of the desk's own programme; nobody names it.
    named = shipped("surrender").figures["arrived"].name["ru"]
    assert named in (public / "ru" / "index.html").read_text("utf-8")
    out = tmp_path / "auditor.json"
    audited = aman(as_alice, "open-commitment", *common[:3], "--series", "people-1", "--out", out)
    assert audited.exit_code == 0, audited.stderr
    assert out.stat().st_mode & 0o777 == 0o600
    assert AuditEntry.objects.get(action=Action.OPENED_COUNTS).about == "people-1, 0 releases"
    SealedBook.objects.all().delete()
    lost = aman(as_alice, "publish", *common)
    assert "private book is missing" in lost.stderr
    actions = list(AuditEntry.objects.values_list("action", "operator_name"))
    assert actions.count(("opened the book of figures", "alice")) == 6
    assert ("failed to sign in", "bob") in actions
    del alice


def aman(typed: str, *words: object) -> Result:
    """The command within this process, with what is typed."""
    return CliRunner().invoke(main, ["figures", *map(str, words)], input=typed)
