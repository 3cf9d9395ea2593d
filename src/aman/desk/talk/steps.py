"""One step of a talk: what was heard goes in, what to say and what was understood come out (pure).

A stub: it says the line's notice once and asks nothing.
"""

from dataclasses import dataclass, field

import msgspec

from aman.core.dialogue import Answer
from aman.core.line_dialogue import Button
from aman.core.programme import Programme
from aman.core.strength import Strength


class TalkState(msgspec.Struct, frozen=True):
    """How far a talk has come; only this package reads it."""

    noticed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<TalkState>"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came through a line. `other`: a file, a place or a contact came.

    `operator_answered`: a person at the desk has taken over, or how far the talk had come is lost.
    """

    line: str
    strength: Strength
    text: str = field(repr=False)
    pressed: str | None = field(repr=False)
    other: bool
    lang_hint: str
    operator_answered: bool


@dataclass(frozen=True, slots=True)
class Say:
    """One automatic message. `notice`: the line puts its own words on its strength before it."""

    text: str
    lang: str
    buttons: tuple[Button, ...] = ()
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a step leads to. `wants_words`: the person asked for nine words."""

    state: TalkState
    says: tuple[Say, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    lang: str = ""
    wants_words: bool = False


def step(state: TalkState | None, heard: Heard, programme: Programme) -> Step:
    """Hear something; without a `state` the talk begins."""
    before = state or TalkState()
    known = programme.languages
    lang = heard.lang_hint if heard.lang_hint in known else known[0]
    if heard.line in before.noticed:
        return Step(before, lang=lang)
    after = TalkState((*before.noticed, heard.line))
    return Step(after, (Say("", lang, notice=True),), lang=lang)
