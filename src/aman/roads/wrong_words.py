"""What is wrong with a file, a map or a place, in four languages.

Promises: every fault stands in every language; names of members stay as the file has them.
Refuses to know: how faults are found, who reads this.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from .faults import Doubt, Fault, MapFault
from .place_types import Reason

_TABLES: Final[dict[str, dict[str, dict[str, str]]]] = tomllib.loads(
    (files(__package__) / "wrong_words.toml").read_text("utf-8")
)
Values = Mapping[str, object]
NOTHING: Final[Values] = {}


def of_fault(fault: Fault, language: str, values: Values = NOTHING) -> str:
    """What is wrong with a value; a place that can't be read says why."""
    inner = values.get("place")
    if isinstance(inner, Reason):
        return of_place(inner, language)
    return _said("fault", fault, language, values)


def of_file(  # noqa: PLR0913, PLR0917 - where and what
    language: str, feature: int | None, line: int | None, field: str, fault: Fault, values: Values
) -> str:
    """Where in a file, and what is wrong there."""
    place = [] if field else [_said("where", "file", language, {})]
    if line is not None:
        place = [_said("where", "line", language, {"number": line})]
    elif feature is not None:
        place = [_said("where", "feature", language, {"number": feature})]
    between = "، " if language == "ar" else ", "
    return f"{between.join([*place, field] if field else place)}: " + of_fault(
        fault, language, values
    )


def of_map(fault: MapFault, language: str, values: Values = NOTHING) -> str:
    """Why a map can't be used."""
    return _said("map", fault, language, values)


def of_doubt(doubt: Doubt, language: str, values: Values = NOTHING) -> str:
    """What is doubtful in a map."""
    return _said("doubt", doubt, language, values)


def of_place(reason: Reason, language: str) -> str:
    """Why what was written is no place."""
    return _said("place", reason, language, {})


def _said(table: str, name: str, language: str, values: Values) -> str:
    return _TABLES[table][name][language].format(**values)
