"""`aman figures claims`: what reports say was counted, from text and from saved pages."""

# ruff: noqa: D103 - a test is named after what it protects

import builtins
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aman.cli import main
from aman.figures.claims.ledger import read_ledger

_CONTACTED = "More than 6,500 soldiers contacted the “Way Home” hotline, according to The Guardian."
_SURRENDERED = "«Путь домой» — горячая линия. Сдались 6543 солдата, пишет газета «Гардиан»."
_SAME = ("--same", "Way Home=Путь домой", "--same", "The Guardian=Гардиан")


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    page = tmp_path / "en.html"
    page.write_text(
        f"<html><body><nav>9,000 calls</nav><article><h1>Hotline</h1><p>{_CONTACTED}</p>"
        f"<p>{'The hotline is open day and night. ' * 9}</p></article></body></html>"
    )
    text = tmp_path / "ru.txt"
    text.write_text(_SURRENDERED)
    return [str(page), str(text)]


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["figures", "claims", *arguments])
    return result.exit_code, result.output


def test_a_saved_page_and_a_text_contradict_each_other(reports: list[str]) -> None:
    code, said = _run(*reports, *_SAME, "--letters")
    assert code == 0
    assert said.startswith("Same count, different measure\n")
    assert "9,000" not in said
    assert "Уважаемая редакция" in said or "уважаемая редакция" in said


def test_names_are_asked_about_when_nobody_tied_them(reports: list[str]) -> None:
    _, said = _run(*reports)
    assert said.startswith("Unresolved from these documents\n")
    assert "Do these name one? Way Home = Путь домой" in said


def test_the_ledger_as_json(reports: list[str]) -> None:
    _, said = _run(*reports, "--json", *_SAME, "--day", "ru.txt=2023-01-20")
    ledger = read_ledger(said.strip().encode())
    assert [claim.statement.number for claim in ledger.claims] == [6500, 6543]
    assert ledger.days == {"ru.txt": "2023-01-20"}
    assert len(ledger.aliases) == 2


def test_without_the_extra_it_says_what_is_missing(
    reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:  # noqa: ANN401 - as the built-in has it
        if name == "trafilatura":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    code, said = _run(*reports)
    assert (code, "make setup-reports" in said) == (2, True)


def test_what_is_no_report_is_refused_in_words(tmp_path: Path) -> None:
    binary = tmp_path / "x.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    assert _run(str(binary))[0] == 2
    assert "no text in UTF-8" in _run(str(binary))[1]
    assert "can't be read" in _run(str(tmp_path / "none.txt"))[1]
    binary.write_text("long " * 20_001)
    assert "cut out the report" in _run(str(binary))[1]
    assert "--same" in _run(str(binary), "--same", "one")[1]
