"""Takes a value out of a layer's JSON, or says which feature and which field is wrong, and why.

Promises: no value of the file is ever in a refusal, only where it stands.
Refuses to know: what the fields mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import inf, isfinite
from typing import Final, NoReturn, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo

from .faults import Fault
from .wrong_words import NOTHING, Values, of_fault, of_file

_TEXT: Final = 500
_SHOWN: Final = 40
_NO_TEXT: Final = frozenset({"Cc", "Cs"})
"""Control characters, and halves of pairs that no file can hold."""
_MOMENT: Final = "2026-03-01T22:00:00+02:00"
_YEARS: Final = range(1990, 2200)
Chosen = TypeVar("Chosen")


class MalformedLayer(Exception):  # noqa: N818 - what it is
    """A hazard layer, or another file that somebody wrote, that can't be used as it is."""

    def __init__(
        self,
        feature: int | None,
        field: str,
        fault: Fault,
        values: Values = NOTHING,
        line: int | None = None,
    ) -> None:
        self.feature = feature
        """1 is the first; None: the file itself, or a line of it."""
        self.line = line
        """Of a table; 1 is the line of names."""
        self.field = field
        self.fault = fault
        self.values = values
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Where and what, in a language."""
        return of_file(language, self.feature, self.line, self.field, self.fault, self.values)

    def reason(self, language: str) -> str:
        """What alone, in a language."""
        return of_fault(self.fault, language, self.values)


@dataclass(frozen=True, slots=True)
class Field:
    """A value and where it stands."""

    feature: int | None
    name: str
    value: object
    line: int | None = None

    def refuse(self, fault: Fault, **values: object) -> NoReturn:
        """Raise MalformedLayer."""
        raise MalformedLayer(self.feature, self.name, fault, values, self.line)

    @property
    def is_absent(self) -> bool:
        """Whether there is no value, or null."""
        return self.value is None

    def needed(self) -> "Field":
        """Itself, if there is a value."""
        return self.refuse(Fault.MISSING) if self.is_absent else self

    def members(self, known: frozenset[str]) -> "Mapping[str, object]":
        """The members of an object that has no others than the known ones."""
        value = self.value
        if not isinstance(value, dict):
            self.refuse(Fault.NOT_OBJECT)
        for key in value:
            if key not in known:
                shown = key[:_SHOWN].encode("ascii", "replace").decode()
                self.refuse(Fault.UNKNOWN_MEMBER, member=shown, known=", ".join(sorted(known)))
        return value

    def member(self, key: str) -> "Field":
        """The field inside; absent if there is none. Only for objects."""
        name = f"{self.name}.{key}" if self.name else key
        value = self.value if isinstance(self.value, dict) else self.refuse(Fault.NOT_OBJECT)
        return Field(self.feature, name, value.get(key), self.line)

    def items(self) -> "list[Field]":
        """The fields of a list."""
        value = self.value if isinstance(self.value, list) else self.refuse(Fault.NOT_LIST)
        return [
            Field(self.feature, f"{self.name}[{number}]", each)
            for number, each in enumerate(value, 1)
        ]

    def text(self) -> str:
        """Not empty, and fit to be shown in one line."""
        value = self.value if isinstance(self.value, str) else self.refuse(Fault.NOT_TEXT)
        stripped = value.strip()
        if not stripped:
            self.refuse(Fault.EMPTY_TEXT)
        if len(stripped) > _TEXT:
            self.refuse(Fault.LONG_TEXT, most=_TEXT)
        if any(category(each) in _NO_TEXT for each in stripped):
            self.refuse(Fault.CONTROLS)
        return stripped

    def number(self) -> float:
        """Finite."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(Fault.NOT_NUMBER)
        try:
            number = float(value)
        except OverflowError:
            number = inf
        return number if isfinite(number) else self.refuse(Fault.NOT_FINITE)

    def whole(self, least: int, most: int) -> int:
        """Without a part, and not beyond."""
        number = self.number()
        if number != int(number) or not least <= number <= most:
            self.refuse(Fault.NOT_WHOLE, least=least, most=most)
        return int(number)

    def truth(self) -> bool:
        """True or false."""
        return self.value if isinstance(self.value, bool) else self.refuse(Fault.NOT_TRUTH)

    def one_of(self, choices: Mapping[str, Chosen]) -> Chosen:
        """What one of the words stands for."""
        if not isinstance(self.value, str) or self.value not in choices:
            self.refuse(Fault.NOT_ONE_OF, choices=", ".join(choices))
        return choices[self.value]

    def moment(self) -> datetime:
        """A time with its zone, as UTC has it."""
        return self.moment_there().astimezone(UTC)

    def moment_there(self) -> datetime:
        """A time as the clock has it by which it was written."""
        moment = self._parsed(datetime.fromisoformat, Fault.NOT_MOMENT, _MOMENT)
        if moment.tzinfo is None or moment.utcoffset() is None:
            self.refuse(Fault.MOMENT_WITHOUT_ZONE, example=_MOMENT)
        self._check_year(moment)
        return moment

    def day(self) -> date:
        """A date."""
        day = self._parsed(date.fromisoformat, Fault.NOT_DAY, "2026-03-01")
        self._check_year(day)
        return day

    def clock(self) -> time:
        """A local time without zone."""
        clock = self._parsed(time.fromisoformat, Fault.NOT_CLOCK, "22:00")
        if clock.tzinfo is not None:
            self.refuse(Fault.CLOCK_WITH_ZONE)
        return clock

    def zone(self) -> ZoneInfo:
        """A zone of the tz database."""
        name = self.value if isinstance(self.value, str) else ""
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.refuse(Fault.UNKNOWN_ZONE)

    def _parsed(self, parse: Callable[[str], Chosen], fault: Fault, example: str) -> Chosen:
        try:
            return (
                parse(self.value)
                if isinstance(self.value, str)
                else self.refuse(fault, example=example)
            )
        except ValueError:
            self.refuse(fault, example=example)

    def _check_year(self, day: date) -> None:
        if day.year not in _YEARS:
            self.refuse(Fault.YEAR, first=_YEARS[0], last=_YEARS[-1])
