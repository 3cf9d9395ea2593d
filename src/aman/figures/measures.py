"""What is counted: each measure a class of its own, so that one is never taken for another.

Promises: counts of measures are not added, not summed, not compared with another measure's, and
not printed; a number leaves as a `Row` with its measure and its definition, or in a sentence.
Refuses to know: who was counted, how, and what noise was drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final, Generic, Self, TypeVar

from .disclosure import BELOW


class MeasureId(StrEnum):
    """The measures by their ids, in the order of a case's life."""

    CONTACTS = "contacts"
    PEOPLE = "people"
    APPLICATIONS = "applications"
    VERIFIED = "verified"
    PLANS_AGREED = "plans_agreed"
    SET_OUT = "set_out"
    HANDED_OVER = "handed_over"
    ARRIVED = "arrived"


class Unit(StrEnum):
    """What one of a count is."""

    PERSON = "person"
    PERSON_WEEK = "person's week"
    APPLICATION = "application"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure means, in sentences of one language."""

    counts: str
    unit: str
    population: str
    window: str
    event: str
    revision: str
    unsaid: tuple[str, ...]
    """What the figure does not say."""


_WINDOW: Final = "From the first day of the series to the period's end."
_ONCE: Final = "One person, counted once ever, as far as we know."
_REVISION: Final = "Revisions come on announced days; corrections give a reason; the old stays."


class Measure:
    """A count of one measure; made by a subclass, opened by `Published.row` alone."""

    __slots__ = ("_count",)
    id: ClassVar[MeasureId]
    unit: ClassVar[Unit]
    definition: ClassVar[Definition]

    def __init__(self, count: int) -> None:
        if type(self) is Measure:
            message = "a count is of a measure"
            raise TypeError(message)
        if type(count) is not int or count < 0:
            message = "a count is a whole number from 0"
            raise ValueError(message)
        self._count = count

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measure) and (self.id, self._count) == (other.id, other._count)

    def __hash__(self) -> int:
        return hash((self.id, self._count))

    def __lt__(self, other: Self) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._count < other._count

    def __le__(self, other: Self) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._count <= other._count


class Contacts(Measure):
    """How often people turned to the hotline."""

    __slots__ = ()
    id = MeasureId.CONTACTS
    unit = Unit.PERSON_WEEK
    definition = Definition(
        counts="Weeks in which people turned to the hotline, over all people.",
        unit="One person in one week, however often the person wrote.",
        population="Everybody who wrote or called, callers and relatives alike.",
        window=_WINDOW,
        event="The first message of a person's case in a week was opened.",
        revision=_REVISION,
        unsaid=(
            "It is not a number of people.",
            "Hoaxes and test messages are counted too.",
            "It does not say what people asked for.",
            "It does not say how many came out safely.",
        ),
    )


class People(Measure):
    """How many people turned to the hotline."""

    __slots__ = ()
    id = MeasureId.PEOPLE
    unit = Unit.PERSON
    definition = Definition(
        counts="People who turned to the hotline at least once.",
        unit=_ONCE,
        population="Everybody who wrote or called, callers and relatives alike.",
        window=_WINDOW,
        event="The first message of a person's case was opened.",
        revision=_REVISION,
        unsaid=(
            "It does not say how many asked for a way out.",
            "It does not say how many came out safely.",
            "Somebody who came under several names may count several times.",
            "Hoaxes and test messages are counted too.",
        ),
    )


class Applications(Measure):
    """How many requests for a way out were made."""

    __slots__ = ()
    id = MeasureId.APPLICATIONS
    unit = Unit.APPLICATION
    definition = Definition(
        counts="Requests for a safe way out.",
        unit="One request, for one person or for several.",
        population="Cases in which somebody asked to be brought out.",
        window=_WINDOW,
        event="An operator began to look for a way.",
        revision=_REVISION,
        unsaid=(
            "It does not say how many people would come out.",
            "It does not say that the requests were checked.",
            "It does not say how many came out safely.",
        ),
    )


class Verified(Measure):
    """How many people's requests were found to be genuine."""

    __slots__ = ()
    id = MeasureId.VERIFIED
    unit = Unit.PERSON
    definition = Definition(
        counts="People whose request an operator found to be genuine.",
        unit=_ONCE,
        population="People who asked to be brought out.",
        window=_WINDOW,
        event="An operator noted that the request is genuine.",
        revision=_REVISION,
        unsaid=(
            "It does not say that others were not genuine.",
            "It does not say how many came out safely.",
        ),
    )


class PlansAgreed(Measure):
    """With how many groups a plan was agreed."""

    __slots__ = ()
    id = MeasureId.PLANS_AGREED
    unit = Unit.GROUP
    definition = Definition(
        counts="Groups with whom a plan for the way out was agreed.",
        unit="One group: people who go together, or one person alone.",
        population="Groups that asked to be brought out.",
        window=_WINDOW,
        event="The caller had repeated every step of the plan.",
        revision=_REVISION,
        unsaid=(
            "It does not say how many people a group has.",
            "It does not say that anybody set out.",
            "It does not say how many came out safely.",
        ),
    )


class SetOut(Measure):
    """How many people set out."""

    __slots__ = ()
    id = MeasureId.SET_OUT
    unit = Unit.PERSON
    definition = Definition(
        counts="People who set out by an agreed plan.",
        unit=_ONCE,
        population="People with an agreed plan and a field team that waits.",
        window=_WINDOW,
        event="An operator noted that the caller had set out.",
        revision=_REVISION,
        unsaid=(
            "It does not say that anybody reached the field team.",
            "It does not say how many came out safely.",
        ),
    )


class HandedOver(Measure):
    """How many people were passed on to a field team."""

    __slots__ = ()
    id = MeasureId.HANDED_OVER
    unit = Unit.PERSON
    definition = Definition(
        counts="People whom a field team was asked to fetch.",
        unit=_ONCE,
        population="People with an agreed plan that two operators released.",
        window=_WINDOW,
        event="A second operator passed the plan on to a field team.",
        revision=_REVISION,
        unsaid=(
            "It does not say that the team met them.",
            "It does not say how many came out safely.",
        ),
    )


class ArrivedSafe(Measure):
    """How many people arrived safely."""

    __slots__ = ()
    id = MeasureId.ARRIVED
    unit = Unit.PERSON
    definition = Definition(
        counts="People who arrived safely, confirmed by a field team's signature.",
        unit=_ONCE,
        population="People who were passed on to a field team.",
        window=_WINDOW,
        event="The field team signed that it ended well.",
        revision=_REVISION,
        unsaid=(
            "It does not say what became of them afterwards.",
            "It does not count people who came out without us.",
            "It does not say how many asked and could not come.",
        ),
    )


MEASURES: Final[dict[MeasureId, type[Measure]]] = {
    measure.id: measure
    for measure in (
        *(Contacts, People, Applications, Verified),
        *(PlansAgreed, SetOut, HandedOver, ArrivedSafe),
    )
}
M = TypeVar("M", bound=Measure)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are counted, the last one included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = "a window ends on its first day or later"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Row:
    """What leaves for a table or a file: a number beside what it means."""

    COLUMNS: ClassVar = (
        *("measure", "definition", "unit", "one_is", "population", "does_not_say"),
        *("from", "to", "as_of", "value", "within", "at_least", "at_most", "entry"),
    )
    measure: MeasureId
    definition: Definition
    unit: Unit
    first: date
    last: date
    as_of: date
    value: int | None
    """None: what came out with noise is below ten. The exact count may be more."""
    within: int
    entry: str

    @property
    def least(self) -> int:
        """The exact count is not less, nineteen times in twenty."""
        return 0 if self.value is None else max(0, self.value - self.within)

    @property
    def most(self) -> int:
        """Nor more."""
        return (BELOW if self.value is None else self.value) + self.within

    def cells(self) -> Iterator[tuple[str, str]]:
        """Each column's name and text, for CSV and for JSON alike."""
        values = (
            self.measure.value,
            self.definition.counts,
            self.unit.value,
            self.definition.unit,
            self.definition.population,
            " ".join(self.definition.unsaid),
            self.first.isoformat(),
            self.last.isoformat(),
            self.as_of.isoformat(),
            FEW if self.value is None else str(self.value),
            str(self.within),
            str(self.least),
            str(self.most),
            self.entry,
        )
        return zip(self.COLUMNS, values, strict=True)


FEW: Final = "<10"
"""What stands where a value was left out: with its noise it is below ten."""


@dataclass(frozen=True, slots=True)
class Published(Generic[M]):
    """A figure as it was released; `count` None: with its noise below ten.

    `within`: nineteen times in twenty the true count is no farther away (noise and rounding).
    `as_of`: the day of the release. `entry`: its entry in the log. `is_new`: what was new in these
    days, after all that was counted before; else all since the first day.
    """

    measure: type[M]
    count: M | None
    within: int
    window: Window
    as_of: date
    entry: str
    is_new: bool = False

    def __post_init__(self) -> None:
        if self.count is not None and type(self.count) is not self.measure:
            message = "a figure's count is of its own measure"
            raise TypeError(message)

    def row(self) -> Row:
        """The figure as a row: the one way in which its number leaves."""
        return Row(
            self.measure.id,
            self.measure.definition,
            self.measure.unit,
            self.window.first,
            self.window.last,
            self.as_of,
            None if self.count is None else self.count._count,  # noqa: SLF001 - the one door
            self.within,
            self.entry,
        )
