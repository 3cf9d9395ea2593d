"""A claim: what a report says was counted, in its own words, and what a person made of it.

Promises: the words of the report stay verbatim; a person's mending keeps what rules proposed.
Refuses to know: whether a claim is true, and that two names mean one thing unless a person said so.
"""

from enum import StrEnum

import msgspec


class Precision(StrEnum):
    """How a number is meant."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    UP_TO = "up_to"


class Vague(StrEnum):
    """An amount without a number."""

    DOZENS = "dozens"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"
    TENS_OF_THOUSANDS = "tens_of_thousands"
    HUNDREDS_OF_THOUSANDS = "hundreds_of_thousands"
    MILLIONS = "millions"
    INCREASE = "increase"


class Worded(StrEnum):
    """What a report says was counted; from turning to a hotline to being out."""

    CONTACTED = "contacted"
    CALLS = "calls"
    MESSAGES = "messages"
    VISITED = "visited"
    REGISTERED = "registered"
    APPLIED = "applied"
    EVACUATED = "evacuated"
    RESCUED = "rescued"
    ARRIVED = "arrived"
    SURRENDERED = "surrendered"
    OTHER = "other"


OUTCOMES = frozenset((Worded.EVACUATED, Worded.RESCUED, Worded.ARRIVED, Worded.SURRENDERED))
"""What happened to people, as opposed to what they asked for."""


class State(StrEnum):
    """What a person made of a proposed claim."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MENDED = "mended"
    REFUSED = "refused"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One count as a report words it. Texts are verbatim; empty where the report says nothing.

    `number` or `vague`, never both. `chain`: who said it first, then through whom it came, the
    report last. `hotline`: its name or noun in sight; empty: the subject is unclear.
    """

    number: int | None = None
    vague: Vague | None = None
    precision: Precision = Precision.EXACT
    measure: Worded
    wording: str = ""
    unit: str = ""
    period: str = ""
    hotline: str = ""
    speaker: str = ""
    relays: tuple[str, ...] = ()
    is_negated: bool = False
    quote: str
    start: int = 0
    lang: str
    document: str

    def __post_init__(self) -> None:
        if (self.number is None) == (self.vague is None):
            message = "a claim has a number or a vague amount"
            raise ValueError(message)

    @property
    def chain(self) -> tuple[str, ...]:
        """From the speaker to the report; a speaker who is not named leaves it shorter."""
        return tuple(each for each in (self.speaker, *self.relays, self.document) if each)

    @property
    def is_subject_clear(self) -> bool:
        """Whether a hotline is in sight."""
        return bool(self.hotline)


class AlreadyDecided(Exception):  # noqa: N818 - what it says
    """A person decided on this claim before."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A statement proposed by rules, with what a person made of it and why."""

    proposed: Statement
    state: State = State.PROPOSED
    mended: Statement | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.mended is not None) != (self.state is State.MENDED):
            message = "a mended claim, and no other, has a mended statement"
            raise ValueError(message)

    @property
    def statement(self) -> Statement:
        """As mended, else as proposed."""
        return self.mended or self.proposed

    def confirm(self) -> "Claim":
        """A person read it in the report as it stands here."""
        return self._decided(State.CONFIRMED, None, "")

    def mend(self, statement: Statement, reason: str = "") -> "Claim":
        """A person read it otherwise; what was proposed stays beside."""
        return self._decided(State.MENDED, statement, reason)

    def refuse(self, reason: str) -> "Claim":
        """A person found no claim there."""
        return self._decided(State.REFUSED, None, reason)

    def _decided(self, state: State, mended: Statement | None, reason: str) -> "Claim":
        if self.state is not State.PROPOSED:
            raise AlreadyDecided
        return Claim(proposed=self.proposed, state=state, mended=mended, reason=reason)


class Alias(msgspec.Struct, frozen=True):
    """Names that a person ties: one hotline, outlet or speaker in several scripts."""

    names: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was printed. `day`: when, as 2023-01-20, empty if not known."""

    name: str
    text: str
    lang: str
    day: str = ""
