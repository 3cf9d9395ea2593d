"""A claim: what a report says was counted, in its own words, and what a person made of it.

Promises: the words of the report stay verbatim; a person's mending keeps what rules proposed, and
every decision that others took before.
Refuses to know: whether a claim is true, and that two names mean one thing unless a person said so.
"""

from enum import StrEnum
from hashlib import sha256
from typing import Final

import msgspec

from aman.figures.log.canonical import written


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

    `number` or `vague`, never both; it stands in the report from `start` to before `end`.
    `hotline`: its name or noun in sight; empty: the subject is unclear. `document`: the report's
    name in the ledger.
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
    end: int = 0
    lang: str
    document: str

    def __post_init__(self) -> None:
        if (self.number is None) == (self.vague is None):
            message = "a claim has a number or a vague amount"
            raise ValueError(message)

    def chain(self, report: "Report") -> tuple[str, ...]:
        """From the speaker to the outlet of its report; nobody named leaves it shorter."""
        return chained(self.speaker, *self.relays, report.outlet_or_name)

    @property
    def is_subject_clear(self) -> bool:
        """Whether a hotline is in sight."""
        return bool(self.hotline)


_LATEST: Final = 1 << 34
"""Unix seconds that a calendar can write."""


class AlreadyDecided(Exception):  # noqa: N818 - what it says
    """A person decided on this claim before."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What one person made of a claim, why and when; in the state `proposed` he opened it anew."""

    state: State
    mended: Statement | None = None
    reason: str = ""
    by: str = ""
    at: int = 0

    def __post_init__(self) -> None:
        _check(self.state, self.mended, self.at)


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A statement proposed by rules, with what a person made of it, why, who and when.

    `by`: what colleagues call him. `at`: Unix seconds. `is_by_hand`: rules missed it, and a person
    wrote it down as he read it. `earlier`: decisions that stand no more, the oldest first; not
    written where there is none, as in files from before they were kept.
    """

    proposed: Statement
    state: State = State.PROPOSED
    mended: Statement | None = None
    reason: str = ""
    by: str = ""
    at: int = 0
    is_by_hand: bool = False
    earlier: tuple[Decision, ...] | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        _check(self.state, self.mended, self.at)
        if self.state is State.PROPOSED and (self.reason or self.by or self.at):
            message = "nobody decided on a proposed claim yet"
            raise ValueError(message)
        if self.earlier == ():
            message = "a claim without earlier decisions has no list of them"
            raise ValueError(message)

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by in a ledger: its report and where the amount stands."""
        return self.proposed.document, self.proposed.start

    @property
    def is_read(self) -> bool:
        """Whether a person read it in its report and found a claim there."""
        return self.state in {State.CONFIRMED, State.MENDED}

    @property
    def statement(self) -> Statement:
        """As mended, else as proposed."""
        return self.mended or self.proposed

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that persons decided on it, the oldest first; the last one stands."""
        if self.state is State.PROPOSED:
            return self.earlier or ()
        standing = Decision(
            state=self.state, mended=self.mended, reason=self.reason, by=self.by, at=self.at
        )
        return (*(self.earlier or ()), standing)

    @property
    def digest(self) -> str:
        """A hash of all of it: two who name the same one saw the same claim."""
        return digest_of(self)

    def since(self, digest: str) -> tuple[Decision, ...]:
        """What was decided after it had this digest; all, if it never had."""
        decided = self.decisions
        for seen in reversed(range(len(decided) + 1)):
            if self._after(decided[:seen]).digest == digest:
                return decided[seen:]
        return decided

    def confirm(self, by: str = "", at: int = 0) -> "Claim":
        """A person read it in the report as it stands here."""
        return self._decided(Decision(state=State.CONFIRMED, by=by, at=at))

    def mend(self, statement: Statement, reason: str = "", by: str = "", at: int = 0) -> "Claim":
        """A person read it otherwise; what was proposed stays beside."""
        return self._decided(
            Decision(state=State.MENDED, mended=statement, reason=reason, by=by, at=at)
        )

    def refuse(self, reason: str, by: str = "", at: int = 0) -> "Claim":
        """A person found no claim there."""
        return self._decided(Decision(state=State.REFUSED, reason=reason, by=by, at=at))

    def reopened(self, by: str = "", at: int = 0) -> "Claim":
        """To be decided anew, as it was proposed; what was decided before stays readable."""
        if self.state is State.PROPOSED:
            return self
        return self._after((*self.decisions, Decision(state=State.PROPOSED, by=by, at=at)))

    def _decided(self, decision: Decision) -> "Claim":
        if self.state is not State.PROPOSED:
            raise AlreadyDecided
        return self._after((*self.decisions, decision))

    def _after(self, decisions: tuple[Decision, ...]) -> "Claim":
        """As it is when these were taken."""
        blank = Claim(proposed=self.proposed, is_by_hand=self.is_by_hand)
        if not decisions:
            return blank
        *earlier, last = decisions
        if last.state is State.PROPOSED:
            return msgspec.structs.replace(blank, earlier=decisions)
        return msgspec.structs.replace(
            blank, earlier=tuple(earlier) or msgspec.UNSET, **msgspec.structs.asdict(last)
        )


def _check(state: State, mended: Statement | None, at: int) -> None:
    if (mended is not None) != (state is State.MENDED):
        message = "a mended claim, and no other, has a mended statement"
        raise ValueError(message)
    if not 0 <= at < _LATEST:
        message = "a claim is decided in this age"
        raise ValueError(message)


class Alias(msgspec.Struct, frozen=True):
    """Names that a person ties: one hotline, outlet or speaker in several scripts."""

    names: tuple[str, ...]
    by: str = ""
    at: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A text as an outlet printed it; what is not known is empty.

    `name`: what it is known by in a ledger. `day`: when it was printed, as 2023-01-20.
    """

    name: str
    text: str
    lang: str
    outlet: str = ""
    title: str = ""
    day: str = ""

    @property
    def outlet_or_name(self) -> str:
        """Where chains end: the outlet; the report's title or name while nobody said which."""
        return self.outlet or self.title or self.name

    def place_of(self, quote: str, amount: str) -> tuple[int, int] | None:
        """From where to where the amount of a quote stands in the text; None if it does not."""
        first, within = self.text.find(quote), quote.find(amount)
        if not (quote and amount) or first < 0 or within < 0:
            return None
        return first + within, first + within + len(amount)

    def around(self, said: Statement) -> tuple[str, str, str]:
        """The quote of a statement in three parts: before its amount, the amount, behind it."""
        first = self.text.rfind(said.quote, 0, said.start + len(said.quote))
        is_there = 0 <= first <= said.start < said.end <= first + len(said.quote)
        if not is_there:
            return said.quote, "", ""
        start, end = said.start - first, said.end - first
        return said.quote[:start], said.quote[start:end], said.quote[end:]


def digest_of(what: object) -> str:
    """A hash of all of a claim, a report, or several of them."""
    return sha256(written(what)).hexdigest()


def chained(*names: str) -> tuple[str, ...]:
    """A chain: each name once, in order, without empty ones."""
    return tuple(dict.fromkeys(each for each in names if each))
