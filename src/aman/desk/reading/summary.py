"""What the queue shows of a case, kept sealed beside it, so that a queue needs no conversation."""

import msgspec

from aman.core.dialogue import Answer
from aman.core.keys import Secret
from aman.desk.casebook.content import read_content, write_content
from aman.desk.keys.vault import DamagedRecord
from aman.desk.talk.steps import CALLED

from .written import Written, way_of

EXCERPT_LETTERS = 160
FILLED_TO = 2048
MOST_ANSWERS = 32
ANSWER_LETTERS = 64
"""Far more than a programme asks; whoever invents questions does not slow the queue down."""


class Gist(msgspec.Struct, frozen=True, omit_defaults=True):
    """Language, newest text's beginning, its way, and the newest answer to each question.

    `called`: the item of the conversation in which he last called for a person.
    """

    lang: str = ""
    excerpt: str = ""
    answers: dict[str, Answer] = {}
    via: str = ""
    called: int = 0

    def __repr__(self) -> str:
        return "<Gist>"

    def answered_upto(self, item: int) -> "Gist":
        """The gist where all up to `item` is answered: a call from before is none any more."""
        if CALLED not in self.answers or item < max(self.called, 1):
            return self
        left = {name: said for name, said in self.answers.items() if name != CALLED}
        return msgspec.structs.replace(self, answers=left)

    def after(self, message: Written, item: int) -> "Gist":
        """The gist when `message` has come too."""
        excerpt = " ".join(message.text[: 4 * EXCERPT_LETTERS].split())[:EXCERPT_LETTERS]
        new = {name: said for name, said in message.answers.items() if _is_short(name, said)}
        kept = {name: said for name, said in self.answers.items() if name not in new}
        newest = [*kept.items(), *new.items()][-MOST_ANSWERS:]
        lang, said = message.lang or self.lang, excerpt or self.excerpt
        called = item if CALLED in message.answers else self.called
        return Gist(lang, said, dict(newest), way_of(message), called)


def _is_short(name: str, said: Answer) -> bool:
    """Whether it may be an option or a number; a long text stands in the conversation."""
    text = said if isinstance(said, str) else ",".join(said) if isinstance(said, tuple) else ""
    return len(name) <= ANSWER_LETTERS and len(text) <= ANSWER_LETTERS


def _place(number: int) -> bytes:
    return b"aman/1 gist" + number.to_bytes(8, "big")


def write_gist(case_key: Secret, number: int, gist: Gist) -> bytes:
    """Seal it under the case key."""
    return write_content(case_key, _place(number), msgspec.json.encode(gist), filled_to=FILLED_TO)


def read_gist(case_key: Secret, number: int, sealed: bytes) -> Gist:
    """Open it."""
    try:
        return msgspec.json.decode(read_content(case_key, _place(number), sealed), type=Gist)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None
