"""What rides from one screen to the next in hidden fields, since the form itself keeps nothing."""

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

from aman.core.keys import from_base64url, to_base64url
from aman.core.phrase import PHRASE_DIGITS, Phrase, WrongPhrase

SESSION_BYTES = 16
_ID_BYTES = 16
_MOST_SENT = 6
_MOST_REPLY_BYTES = 8000
_MOST_NUMBER = 1 << 32
_NUMBER = re.compile(r"[0-9]{1,10}")


class BrokenVisit(Exception):  # noqa: N818 - the fields are broken, not the form
    """The hidden fields are not as they were written; the visit starts again."""

    person = "Please begin again."
    operator = "A form came back changed."


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message of this visit: its number and the ids of its parts."""

    n: int
    ids: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ShownReply:
    """A reply on the screen; `text` None when it could not be read."""

    at: int
    text: str | None

    def __repr__(self) -> str:
        return "<ShownReply>"


@dataclass(frozen=True, slots=True)
class Visit:
    """Language, phrase, the session that the desk sees, and what this visit sent and read."""

    lang: str
    phrase: Phrase
    session: str
    n: int = 1
    upto: int = 0
    sent: tuple[SentMessage, ...] = ()
    replies: tuple[ShownReply, ...] = ()
    new: bool = False

    def __repr__(self) -> str:
        return "<Visit>"

    @classmethod
    def begin(cls, lang: str, phrase: Phrase, *, new: bool = False) -> Self:
        """Begin a visit with a session of its own; `new`: nobody has seen the phrase yet."""
        return cls(lang, phrase, to_base64url(os.urandom(SESSION_BYTES)), new=new)

    @classmethod
    def read(cls, lang: str, fields: Mapping[str, str]) -> Self:
        """Read the hidden fields; `BrokenVisit` for anything that was not written here."""
        try:
            digits = fields["phrase"]
            if len(digits) != PHRASE_DIGITS or not digits.isascii() or not digits.isdigit():
                raise BrokenVisit
            from_base64url(fields["session"], SESSION_BYTES)
            return cls(
                lang,
                Phrase.from_number(int(digits)),
                fields["session"],
                max(1, _number(fields["n"])),
                _number(fields["upto"]),
                tuple(_sent(each) for each in fields["sent"].split()),
                tuple(ShownReply(*_reply(each)) for each in json.loads(fields["replies"])),
                fields["new"] == "1",
            )
        except (KeyError, ValueError, TypeError, WrongPhrase):
            raise BrokenVisit from None

    def fields(self) -> dict[str, str]:
        """Write the hidden fields."""
        return {
            "phrase": f"{self.phrase.number():0{PHRASE_DIGITS}}",
            "session": self.session,
            "n": str(self.n),
            "upto": str(self.upto),
            "sent": " ".join(
                ":".join((str(each.n), *map(to_base64url, each.ids))) for each in self.sent
            ),
            "replies": self._replies(),
            "new": "1" if self.new else "",
        }

    def _replies(self) -> str:
        kept = [[each.at, each.text] for each in self.replies]
        while len(written := json.dumps(kept, ensure_ascii=False)) > 2 and (  # noqa: PLR2004 - "[]"
            len(written.encode()) > _MOST_REPLY_BYTES
        ):
            del kept[0]
        return written

    def with_sent(self, ids: tuple[bytes, ...]) -> Self:
        """The visit after a message is on the front's disk."""
        sent = (*self.sent, SentMessage(self.n, ids))
        return replace(self, n=self.n + 1, sent=sent[-_MOST_SENT:], new=False)

    def begun_anew(self, delivered: Collection[int]) -> Self:
        """The visit without the messages that the desk destroyed; the newest is on its way."""
        kept = (each for each in self.sent if each.n in delivered or each.n == self.n - 1)
        return replace(self, sent=tuple(kept))


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or (number := int(text)) >= _MOST_NUMBER:
        raise BrokenVisit
    return number


def _sent(text: str) -> SentMessage:
    n, *ids = text.split(":")
    return SentMessage(_number(n), tuple(from_base64url(each, _ID_BYTES) for each in ids))


def _reply(pair: list[object]) -> tuple[int, str | None]:
    at, text = pair
    if not isinstance(at, int) or not (text is None or isinstance(text, str)):
        raise BrokenVisit
    return at, text
