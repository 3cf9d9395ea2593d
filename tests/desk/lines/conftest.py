"""These tests run on SQLite and on PostgreSQL."""

import pytest

from aman.core.programme import Programme
from aman.core.strength import Strength
from aman.desk.reading import line_talk
from aman.desk.talk.steps import Heard, Say, Step, TalkState
from desk_caller.fixtures import front, reopen
from desk_caller.front import Front
from desk_caller.stores import postgres_folder, var
from desk_lines.line import Line

__all__ = ["front", "postgres_folder", "reopen", "var"]


@pytest.fixture
def telegram(front: Front) -> Line:
    """A line that the desk knows."""
    return Line(front).known()


@pytest.fixture
def sms(front: Front) -> Line:
    """Another one, weaker."""
    return Line(front, "sms", Strength.NETWORK).known()


@pytest.fixture(autouse=True)
def one_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case is told once how strong its line is, and asked nothing."""

    def step(state: TalkState | None, heard: Heard, programme: Programme) -> Step:
        lang = heard.lang_hint or programme.languages[0]
        says = (Say("", lang, (), notice=True),) if state is None else ()
        return Step(state or TalkState(), says, {}, lang, wants_words=False)

    monkeypatch.setattr(line_talk, "step", step)
