"""A text and its answers as the messages that carry them; pure.

Promises: what is sent again unchanged has the same message id, what was changed has another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from aman.core.dialogue import Answer, Message, cut_text, write_body
from aman.core.envelope import BODY_BYTES

MOST_PARTS = 9
_ID_BYTES = 16


class TooMuch(Exception):  # noqa: N818 - what the person is told
    """The text is longer than nine envelopes, or the answers than one."""

    person = "This is too long. Please send it in two messages."
    operator = "A message to the form was too long."


@dataclass(frozen=True, slots=True)
class Part:
    """One envelope's worth: its id, and its body as it is sealed."""

    message_id: bytes
    body: bytes

    def __repr__(self) -> str:
        return "<Part>"


@dataclass(frozen=True, slots=True)
class Written:
    """What the person wrote, and where in the conversation; `draft` is random for each form."""

    draft: bytes
    session: str
    n: int
    lang: str
    text: str
    answers: Mapping[str, Answer]
    upto: int

    def __repr__(self) -> str:
        return "<Written>"

    def parts(self) -> list[Part]:
        """Cut the text so that each body fits its envelope; the answers ride in the first."""
        texts = self._cut()
        bodies = [
            write_body(self._message(text, number, len(texts)))
            for number, text in enumerate(texts, 1)
        ]
        return [
            Part(sha256(b"aman form message" + self.draft + body).digest()[:_ID_BYTES], body)
            for body in bodies
        ]

    def _message(self, text: str, part: int, parts: int) -> Message:
        return Message(
            session=self.session,
            n=self.n,
            text=text,
            lang=self.lang,
            part=part,
            parts=parts,
            ack=self.upto,
            again=self.upto,
            answers=dict(self.answers) if part == 1 else {},
            via="form",
        )

    def _cut(self) -> list[str]:
        pieces = cut_text(self.text, self._room(1), self._room(2))
        if len(pieces) > MOST_PARTS:
            raise TooMuch
        return pieces

    def _room(self, part: int) -> int:
        room = BODY_BYTES - len(write_body(self._message("", part, MOST_PARTS))) - len('"text":"",')
        if room < BODY_BYTES // 4:
            raise TooMuch
        return room
