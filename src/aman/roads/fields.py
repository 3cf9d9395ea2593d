"""Takes a value out of a layer's JSON, or says which feature and which field is wrong, and why.

Promises: no value of the file is ever in a refusal, only where it stands.
Refuses to know: what the fields mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import Final, NoReturn, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo

_TEXT: Final = 500
_SHOWN: Final = 40
_NO_TEXT: Final = frozenset({"Cc", "Cs"})
"""Control characters, and halves of pairs that no file can hold."""
_YEARS: Final = range(1990, 2200)
Chosen = TypeVar("Chosen")


class MalformedLayer(Exception):  # noqa: N818 - what it is
    """A hazard layer that can't be used as it is."""

    def __init__(self, feature: int | None, field: str, reason: str) -> None:
        self.feature = feature
        """1 is the first; None: the file itself."""
        self.field = field
        self.reason = reason
        place = [] if feature is None else [f"Feature {feature}"]
        super().__init__(
            f"{', '.join([*place, field] if field else place or ['The file'])}: {reason}"
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A value and where it stands."""

    feature: int | None
    name: str
    value: object

    def refuse(self, reason: str) -> NoReturn:
        """Raise MalformedLayer."""
        raise MalformedLayer(self.feature, self.name, reason)

    @property
    def is_absent(self) -> bool:
        """Whether there is no value, or null."""
        return self.value is None

    def needed(self) -> "Field":
        """Itself, if there is a value."""
        return self.refuse("is missing.") if self.is_absent else self

    def members(self, known: frozenset[str]) -> "Mapping[str, object]":
        """The members of an object that has no others than the known ones."""
        value = self.value
        if not isinstance(value, dict):
            self.refuse("must be an object.")
        for key in value:
            if key not in known:
                shown = key[:_SHOWN].encode("ascii", "replace").decode()
                self.refuse(f'"{shown}" is not known. Known are: {", ".join(sorted(known))}.')
        return value

    def member(self, key: str) -> "Field":
        """The field inside; absent if there is none. Only for objects."""
        name = f"{self.name}.{key}" if self.name else key
        value = self.value if isinstance(self.value, dict) else self.refuse("must be an object.")
        return Field(self.feature, name, value.get(key))

    def items(self) -> "list[Field]":
        """The fields of a list."""
        value = self.value if isinstance(self.value, list) else self.refuse("must be a list.")
        return [
            Field(self.feature, f"{self.name}[{number}]", each)
            for number, each in enumerate(value, 1)
        ]

    def text(self) -> str:
        """Not empty, and fit to be shown in one line."""
        value = self.value if isinstance(self.value, str) else self.refuse("must be a text.")
        stripped = value.strip()
        if not stripped:
            self.refuse("must not be empty.")
        if len(stripped) > _TEXT:
            self.refuse(f"must have at most {_TEXT} letters.")
        if any(category(each) in _NO_TEXT for each in stripped):
            self.refuse("has signs that no text has.")
        return stripped

    def number(self) -> float:
        """Finite."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse("must be a number.")
        try:
            number = float(value)
        except OverflowError:
            self.refuse("is too large.")
        return number if isfinite(number) else self.refuse("must be a finite number.")

    def truth(self) -> bool:
        """True or false."""
        return self.value if isinstance(self.value, bool) else self.refuse("must be true or false.")

    def one_of(self, choices: Mapping[str, Chosen]) -> Chosen:
        """What one of the words stands for."""
        if not isinstance(self.value, str) or self.value not in choices:
            self.refuse(f"must be one of: {', '.join(choices)}.")
        return choices[self.value]

    def moment(self) -> datetime:
        """A time with its zone."""
        moment = self._parsed(datetime.fromisoformat, "a time such as 2026-03-01T22:00:00+02:00")
        if moment.tzinfo is None or moment.utcoffset() is None:
            self.refuse("must say its zone, as in 2026-03-01T22:00:00+02:00.")
        self._check_year(moment)
        return moment.astimezone(UTC)

    def day(self) -> date:
        """A date."""
        day = self._parsed(date.fromisoformat, "a date such as 2026-03-01")
        self._check_year(day)
        return day

    def clock(self) -> time:
        """A local time without zone."""
        clock = self._parsed(time.fromisoformat, "a time of day such as 22:00")
        if clock.tzinfo is not None:
            self.refuse("must be a local time; the zone stands in `zone`.")
        return clock

    def zone(self) -> ZoneInfo:
        """A zone of the tz database."""
        name = self.value if isinstance(self.value, str) else ""
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.refuse("must name a time zone, such as Europe/Kyiv.")

    def _parsed(self, parse: Callable[[str], Chosen], like: str) -> Chosen:
        try:
            return (
                parse(self.value)
                if isinstance(self.value, str)
                else self.refuse(f"must be {like}.")
            )
        except ValueError:
            self.refuse(f"must be {like}.")

    def _check_year(self, day: date) -> None:
        if day.year not in _YEARS:
            self.refuse(f"must be in the years {_YEARS[0]} to {_YEARS[-1]}.")
