"""What a field team tells the desk: signed words, the body of kind 5 (protocol section 4).

Promises: a word counts only for the key, the hotline and the message id it was signed for; its
bytes are the record, and its signature travels in front of them. Refuses to know: which teams
there are, and what the desk sends them (`handover`).
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from .dialogue import Label, Number
from .envelope import BODY_BYTES, MalformedEnvelope
from .handover import HandoverId, People, Revision
from .keys import CallerKeys, Secret, from_base64url, hkdf
from .signing import SIGNATURE_BYTES, SigningSeed, verified

MESSAGE_ID_BYTES = 16
HOTLINE_ID_BYTES = 32
TEXT_LETTERS = 2000
Key = Annotated[
    str, Meta(pattern="^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$", min_length=43, max_length=43)
]
"""32 bytes, base64url."""


class UnprovenWord(Exception):  # noqa: N818 - what the operator is told
    """The signature is not this team's for this message: it joins nothing, and is counted."""

    person = "This word could not be checked."
    operator = "A team's word carried a wrong signature."


class RefusalReason(StrEnum):
    """Why a team can't take a hand-over."""

    PLACE = "place"
    TIME = "time"
    DANGER = "danger"
    MEANS = "means"
    OTHER = "other"


class Outcome(StrEnum):
    """How a hand-over ended, by the word of the team that was there."""

    ARRIVED = "arrived"
    DID_NOT_COME = "did_not_come"
    ABORTED = "aborted"
    CHANGED = "changed"
    LOST_CONTACT = "lost_contact"
    HARMED = "harmed"


class _Word(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="say"):
    """What every word says beside its own: as a caller's `Message`."""

    session: Label
    n: Number
    ack: Number = 0
    again: Number | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Enrol(_Word, frozen=True, tag="enrol"):
    """The first word: this is our key, and the one-time code that the desk gave us."""

    key: Key
    code: Annotated[str, Meta(pattern="^[0-9]{20}$", max_length=20)]


class Accept(_Word, frozen=True, tag="accept"):
    """We take it."""

    handover: HandoverId
    revision: Revision


class Refuse(_Word, frozen=True, tag="refuse"):
    """We can't."""

    handover: HandoverId
    revision: Revision
    reason: RefusalReason


class TeamOutcome(_Word, frozen=True, tag="outcome"):
    """What became of it, at `at` (Unix seconds, by the team); `people`: how many it is true of."""

    handover: HandoverId
    revision: Revision
    outcome: Outcome
    at: Number
    people: People = 0

    def __post_init__(self) -> None:
        if self.outcome is Outcome.ARRIVED and not self.people:
            reason = "somebody arrived, or nobody did"
            raise ValueError(reason)


class TeamText(_Word, frozen=True, tag="text"):
    """Free words to the desk, in one envelope."""

    text: Annotated[str, Meta(min_length=1, max_length=TEXT_LETTERS)]
    lang: Label = ""


class Seen(_Word, frozen=True, tag="seen"):
    """This revision has stood on the team's screen."""

    handover: HandoverId
    revision: Revision


TeamWord = Enrol | Accept | Refuse | TeamOutcome | TeamText | Seen


@dataclass(frozen=True, slots=True)
class TeamKeys:
    """All that a team has: a caller's keys, and one to sign with, from the same nine words."""

    caller: CallerKeys
    sign: SigningSeed

    @classmethod
    def derive(cls, mk: Secret) -> Self:
        """Derive them from `mk`, the phrase's stretched key (protocol section 3)."""
        seed = hkdf(mk.reveal(), salt=b"aman/1", info=b"team-sign")
        return cls(CallerKeys.derive(mk), SigningSeed(seed))


def team_statement(hotline: bytes, message_id: bytes, said: bytes) -> bytes:
    """What a team signs; `said` is the word's JSON as it travels."""
    if len(hotline) != HOTLINE_ID_BYTES or len(message_id) != MESSAGE_ID_BYTES:
        reason = "a hotline id has 32 bytes, a message id 16"
        raise ValueError(reason)
    return b"aman/1 team" + hotline + message_id + sha256(said).digest()


def sign_word(seed: SigningSeed, hotline: bytes, message_id: bytes, word: TeamWord) -> bytes:
    """A body of kind 5: `signature(64) ‖ JSON`; ValueError when it does not fit an envelope."""
    said = msgspec.json.encode(word)
    if SIGNATURE_BYTES + len(said) > BODY_BYTES:
        reason = "a team's word fits one envelope"
        raise ValueError(reason)
    return seed.sign(team_statement(hotline, message_id, said)) + said


def read_word(body: bytes, *, key: bytes, hotline: bytes, message_id: bytes) -> TeamWord:
    """A known team's word: `UnprovenWord` before anything is parsed, then `MalformedEnvelope`."""
    _prove(body, key, hotline, message_id)
    word = _parse(body)
    if isinstance(word, Enrol) and from_base64url(word.key) != key:
        raise MalformedEnvelope
    return word


def read_enrolment(body: bytes, *, hotline: bytes, message_id: bytes) -> Enrol:
    """A word by nobody known yet: an `Enrol` that is signed by the very key it brings."""
    word = _parse(body)
    if not isinstance(word, Enrol):
        raise MalformedEnvelope
    _prove(body, from_base64url(word.key), hotline, message_id)
    return word


def _prove(body: bytes, key: bytes, hotline: bytes, message_id: bytes) -> None:
    if not SIGNATURE_BYTES < len(body) <= BODY_BYTES:
        raise MalformedEnvelope
    signature, said = body[:SIGNATURE_BYTES], body[SIGNATURE_BYTES:]
    if not verified(key, signature, team_statement(hotline, message_id, said)):
        raise UnprovenWord


def _parse(body: bytes) -> TeamWord:
    try:
        word: TeamWord = msgspec.json.decode(body[SIGNATURE_BYTES:], type=TeamWord)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedEnvelope from None
    return word
