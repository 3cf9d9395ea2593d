"""`aman line test` looks at the name that a locked telephone shows."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from aman.cli.line_name import look_at_name, programme_of
from aman.lines.connector import Connection, LastingFault, PassingFault, UnknownOutcome
from aman.programmes import programme_path
from cli.command import aman
from cli.test_line import hotline_with_desk

PROGRAMME = programme_path("surrender")


def desk_in(var: Path, programme: str = str(PROGRAMME)) -> Path:
    var.joinpath("desk").mkdir(parents=True, exist_ok=True)
    var.joinpath("desk", "desk.json").write_text(json.dumps({"programme": programme}))
    return var


def said_of(var: Path, names: Sequence[str]) -> str:
    said: list[str] = []
    look_at_name(Connection(names=lambda: names), programme_of(var), said.append)
    (only,) = said
    return only


def test_a_name_that_gives_the_hotline_away_is_warned_of_in_plain_words(tmp_path: Path) -> None:
    said = said_of(desk_in(tmp_path), ["Notes", "aman_exit_bot"])
    assert said.startswith("WARNING: people see “Notes”, “aman_exit_bot”.")
    assert "gives the hotline away: Aman." in said
    assert "Give the account another name" in said


def test_a_name_that_tells_nothing_is_said_to(tmp_path: Path) -> None:
    said = said_of(desk_in(tmp_path), ["Notes"])
    assert said == "Name: people see “Notes”. Nothing of the hotline's name is in it."


def test_a_providers_word_turns_nothing_in_the_terminal(tmp_path: Path) -> None:
    said = said_of(desk_in(tmp_path), ["No\u202etes\x1b[2J\n" + "x" * 500])
    assert "\u202e" not in said
    assert "\x1b" not in said
    assert len(said) < 200


@pytest.mark.parametrize("programme", ["", "nowhere.toml", None])
def test_without_the_programme_the_administrator_is_asked_to_look(
    tmp_path: Path, programme: str | None
) -> None:
    var = tmp_path if programme is None else desk_in(tmp_path, programme)
    assert "look yourself" in said_of(var, ["Aman"])


@pytest.mark.parametrize("fault", [PassingFault("away"), LastingFault("refused"), UnknownOutcome()])
def test_a_name_that_could_not_be_asked_is_said_to(tmp_path: Path, fault: Exception) -> None:
    def ask() -> Sequence[str]:
        raise fault

    said: list[str] = []
    look_at_name(Connection(names=ask), programme_of(tmp_path), said.append)
    assert "could not be asked" in said[0]


@pytest.mark.enable_socket
def test_the_command_says_it_and_the_test_goes_on(tmp_path: Path) -> None:
    with hotline_with_desk(tmp_path) as (here, _):
        done = aman("line", "test", "null", "--var", here.var)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "does not tell by what name" in done.stdout
        assert "The line works." in done.stdout
