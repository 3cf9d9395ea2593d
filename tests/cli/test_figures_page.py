"""`aman figures page`: pages stand beside the log, and say nothing that it does not."""

# ruff: noqa: D103 - a test is named after what it protects

from pathlib import Path

import pytest
from typer.testing import CliRunner

from aman.cli import main
from figures.conftest import fill
from figures.published import PublishingHotline, make_key


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder."""
    where = tmp_path_factory.mktemp("page")
    hotline = PublishingHotline(where, make_key(where))
    fill(hotline)
    return hotline.public.path


def test_pages_are_named_before_they_are_written(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    done = CliRunner().invoke(main, ["figures", "page", str(folder), "--dry-run"])
    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [
        *("style.css", "index.html", "ar/index.html", "en/index.html"),
        *("ru/index.html", "uk/index.html"),
    ]
    assert sorted(folder.rglob("*")) == before


def test_pages_are_written_beside_a_log_that_still_holds(folder: Path) -> None:
    done = CliRunner().invoke(main, ["figures", "page", str(folder), "--programme", "evacuation"])
    assert done.exit_code == 0, done.output
    page = (folder / "uk" / "index.html").read_text("utf-8")
    assert "Люди, які звернулися" in page
    verified = CliRunner().invoke(main, ["figures", "verify", str(folder)])
    assert verified.exit_code == 0, verified.output


def test_an_empty_folder_has_no_page(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["figures", "page", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "no page" in done.stdout
