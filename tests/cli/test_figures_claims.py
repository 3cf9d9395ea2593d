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
    assert said.startswith("Same count, different measure (not read by a person yet)\n")
    assert "9,000" not in said
    assert "No letter: nobody read both sides" in said


def test_what_a_person_decided_is_kept_in_the_ledger(reports: list[str], tmp_path: Path) -> None:
    """By lines as they were printed; then there is a letter, in the outlet's words and ours."""
    ledger = tmp_path / "claims.json"
    kept = ("--ledger", str(ledger))
    outlet = ("--outlet", "ru.txt=Эхо", "--outlet", "en.html=The Bulletin")
    _, printed = _run(*reports, *kept, *_SAME, *outlet)
    decided = tmp_path / "decided.txt"
    first, second = printed.replace("State: proposed", "State: confirmed", 1).split("\nState: p")
    mended = f"{first}\nState: mended\nReason: The unit.{second.removeprefix('roposed')}"
    decided.write_text(f"{mended.rstrip()}\nAs mended: +\n{_mended(second)}")
    code, said = _run(*kept, "--decided", str(decided), "--by", "alice", "--letters", *_OURS)
    assert code == 0, said
    assert "Здравствуйте, уважаемая редакция «Эхо»." in said
    assert "более 6 500 человек; сколько из них сдались" in said.replace("\u00a0", " ")
    after = read_ledger(ledger.read_bytes())
    assert [(c.state.value, c.by) for c in after.claims] == [
        ("confirmed", "alice"),
        ("mended", "alice"),
    ]
    assert after.claims[1].proposed.unit == "солдата"
    assert after.claims[1].statement.unit == "солдат"
    before = ledger.read_bytes()
    assert _run(*reports, *kept, "--decided", str(decided))[0] == 0
    assert ledger.read_bytes() == before, "the same again changes nothing"
    decided.write_text(printed.replace("State: proposed", "State: refused"))
    code, said = _run(*kept, "--decided", str(decided))
    assert (code, "it was decided before" in said) == (2, True)
    decided.write_text(printed.replace("Measure: contacted", "Measure: surrendered"))
    assert "mend it below" in _run(*kept, "--decided", str(decided))[1]
    decided.write_text(printed.replace("Amount: 6500", "Amount: many"))
    assert "is no line of a claim" in _run(*kept, "--decided", str(decided))[1]
    assert ledger.read_bytes() == before


_OURS = ("--programme", "surrender")


def _mended(lines: str) -> str:
    """The statement once more, its unit another."""
    statement = lines[lines.index("Amount: ") :]
    return statement.replace("Unit: солдата", "Unit: солдат")


def test_a_ledger_that_was_changed_by_hand_is_refused(reports: list[str], tmp_path: Path) -> None:
    ledger = tmp_path / "claims.json"
    _run(*reports, "--ledger", str(ledger))
    ledger.write_bytes(ledger.read_bytes() + b"\n")
    code, said = _run("--ledger", str(ledger))
    assert (code, "no ledger of claims" in said) == (2, True)
    Path(reports[1]).write_text("Another text under a name that is there.")
    ledger.unlink()
    _run(reports[0], "--ledger", str(ledger))
    other = tmp_path / "other.html"
    other.write_bytes(Path(reports[0]).read_bytes())
    assert "as en.html" in _run(str(other), "--ledger", str(ledger))[1]
    assert "no report x.txt" in _run("--ledger", str(ledger), "--outlet", "x.txt=Echo")[1]
    assert _run()[0] == 2


def test_names_are_asked_about_when_nobody_tied_them(reports: list[str]) -> None:
    _, said = _run(*reports)
    assert said.startswith("Unresolved from these documents (not read by a person yet)\n")
    assert "Do these name one? Way Home = Путь домой" in said


def test_the_ledger_as_json(reports: list[str]) -> None:
    _, said = _run(*reports, "--json", *_SAME, "--day", "ru.txt=2023-01-20")
    ledger = read_ledger(said.strip().encode())
    assert [claim.statement.number for claim in ledger.claims] == [6500, 6543]
    assert {each.name: each.day for each in ledger.reports} == {
        "en.html": "",
        "ru.txt": "2023-01-20",
    }
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
