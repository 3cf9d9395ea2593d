"""What can be pressed: buttons, and what each of them brings back.

Promises: a payload is at most 64 bytes of ASCII whatever the ids are, and means the same however
old the button is. A line without buttons numbers them, so only one list is open at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from aman.core.dialogue import Answer
from aman.core.line_dialogue import Button
from aman.core.programme import LANGUAGE_NAMES, Option, Programme, Question

from .texts import Texts

PAYLOAD_BYTES = 64
LABEL_LETTERS = 64
_STOP = "stop"
_LANGUAGES = "lang"
_BETWEEN_NAMES = " · "


class Wish(StrEnum):
    """What somebody wants of the talk."""

    NOTHING = "nothing"
    CALL = "call"
    LANGUAGE = "language"
    LANGUAGES = "languages"
    WORDS = "words"
    ANSWER = "answer"
    SKIP = "skip"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Meant:
    """A wish and what belongs to it."""

    wish: Wish
    lang: str = ""
    question: Question | None = None
    answer: Answer | None = None

    def __repr__(self) -> str:
        return f"<Meant {self.wish}>"


NOTHING = Meant(Wish.NOTHING)


def question_buttons(
    question: Question, programme: Programme, texts: Texts, *, presses: bool
) -> tuple[Button, ...]:
    """The buttons under a question.

    Where a number or a text is asked for, only for somebody who has pressed one before (`presses`):
    a line without buttons would number them, and "2" would mean both two people and a button.
    """
    if question.kind != "choice" and not presses:
        return ()
    options = (
        Button(_label(option.text[texts.lang]), _answer_payload(question, option))
        for option in question.options
    )
    buttons = [
        *options,
        Button(texts("skip"), _skip_payload(question)),
        Button(texts("stop"), _STOP),
    ]
    if question == programme.questions[0] and question.kind == "choice":
        names = other_names(programme, texts.lang)
        buttons += [Button(names, _LANGUAGES)] if names else []
    return tuple(buttons)


def other_names(programme: Programme, lang: str) -> str:
    """The other languages' names, each as those who speak it write it."""
    return _BETWEEN_NAMES.join(LANGUAGE_NAMES[each] for each in programme.languages if each != lang)


def language_buttons(programme: Programme) -> tuple[Button, ...]:
    """A button for each language."""
    return tuple(
        Button(LANGUAGE_NAMES[lang], _language_payload(lang)) for lang in programme.languages
    )


def pressed(payload: str, programme: Programme) -> Meant:
    """What a button means; nothing when this programme has no such button."""
    return dict(_everything(programme)).get(payload, NOTHING)


def _everything(programme: Programme) -> Iterator[tuple[str, Meant]]:
    yield _STOP, Meant(Wish.STOP)
    yield _LANGUAGES, Meant(Wish.LANGUAGES)
    for lang in programme.languages:
        yield _language_payload(lang), Meant(Wish.LANGUAGE, lang=lang)
    for question in programme.questions:
        yield _skip_payload(question), Meant(Wish.SKIP, question=question)
        for option in question.options:
            meant = Meant(Wish.ANSWER, question=question, answer=option.id)
            yield _answer_payload(question, option), meant


def _answer_payload(question: Question, option: Option) -> str:
    return _short(f"q:{question.id}:{option.id}")


def _skip_payload(question: Question) -> str:
    return _short(f"s:{question.id}")


def _language_payload(lang: str) -> str:
    return f"{_LANGUAGES}:{lang}"


def _short(payload: str) -> str:
    if len(payload) <= PAYLOAD_BYTES:
        return payload
    return f"q:{sha256(payload.encode()).hexdigest()[:32]}"


def _label(text: str) -> str:
    return text if len(text) <= LABEL_LETTERS else f"{text[: LABEL_LETTERS - 1]}…"
