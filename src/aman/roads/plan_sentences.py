"""The sentences of plans in four languages, and how they say moments and whose clock it is.

Promises: every text stands in every language; a moment is a day in words and hours by the clock it
is given in, never before the very second. Refuses to know: roads, plans, whose plan it is.
"""

import tomllib
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, get_timezone_location

from .graph import NAME_LANGUAGES

LANGUAGES: Final = tuple(each for each in NAME_LANGUAGES if each)
ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
ISOLATED: Final = "\N{POP DIRECTIONAL ISOLATE}"


@cache
def tables() -> dict[str, dict[str, Any]]:
    """All words, by table and name; those of a name by language."""
    return tomllib.loads((files(__package__) / "plan_words.toml").read_text("utf-8"))


def word(table: str, name: str, language: str) -> str:
    """A word of a table."""
    return str(tables()[table][name][language])


def sentence(name: str, language: str, **filled: str) -> str:
    """A sentence, its places filled in."""
    return word("sentence", name, language).format(**filled)


def moment(time: datetime, language: str) -> str:
    """Such as "Saturday, 14 March, 20:00", by the clock that `time` is in."""
    return word("moment", "whole", language).format(day=day(time, language), clock=clock(time))


def day(time: datetime, language: str) -> str:
    """Such as "Saturday, 14 March"."""
    pattern = word("moment", "day", language)
    return format_date(_whole(time).date(), pattern, Locale.parse(language))


def clock(time: datetime) -> str:
    """Rounded up: who waits until then does not go before the hazard ends."""
    return f"{_whole(time):%H:%M}"


def whose_clock(time: datetime, language: str) -> str:
    """The city by whose clock `time` is, as the language calls it; else the hours from UTC."""
    zone = str(time.tzinfo)
    if "/" not in zone or zone.startswith("Etc/"):
        return apart(f"UTC{time:%z}", language)
    named = tables()["city"].get(zone)
    if named is not None:
        return str(named[language])
    city = get_timezone_location(zone, locale=Locale.parse(language), return_city=True)
    return apart(city.rpartition("/")[2], language)


def apart(name: str, language: str) -> str:
    """A name that runs against the language's sentences is kept apart from them."""
    runs_left = any(unicodedata.bidirectional(each) in {"R", "AL"} for each in name)
    return name if runs_left == (language == "ar") else f"{ISOLATE}{name}{ISOLATED}"


def _whole(time: datetime) -> datetime:
    return (
        time
        if time.second == time.microsecond == 0
        else (time.replace(second=0, microsecond=0) + timedelta(minutes=1))
    )
