"""What a pasted report says of itself: title, day, outlet. Guesses, for a person to correct.

Promises: what is not found is empty. Refuses to know: whether a guess is right.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import get_month_names

from aman.figures.folding import fold
from aman.figures.wording import LANGUAGES

MOST_TITLE_LETTERS: Final = 160
_HEAD: Final = 600
_ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d\d)[-/.](\d\d)(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})\.? ([^\W\d]+),? ((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST: Final = re.compile(r"([^\W\d]+) (\d{1,2}),? ((?:19|20)\d\d)(?!\d)")
_ADDRESS: Final = re.compile(r"https?://(?:www\.|m\.)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_SOURCE: Final = re.compile(
    r"^\s*(?:source|published by|источник|джерело|المصدر)\s*:\s*(\S.{0,80}?)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Guesses; empty where there is none."""

    title: str = ""
    outlet: str = ""
    day: str = ""


def heading_of(text: str) -> Heading:
    """From the first line, a day near the top, a line that names a source, or an address."""
    first = next((line.strip(" #*•\t") for line in text.splitlines() if line.strip()), "")
    named = _SOURCE.search(text)
    address = _ADDRESS.search(text[:_HEAD]) or _ADDRESS.search(text[-_HEAD:])
    outlet = named.group(1) if named else address.group(1).lower() if address else ""
    return Heading(_cut(first), outlet, _day_in(fold(text[:_HEAD])))


def _cut(line: str) -> str:
    if len(line) <= MOST_TITLE_LETTERS:
        return line
    return line[:MOST_TITLE_LETTERS].rpartition(" ")[0] + "…"


def _day_in(folded: str) -> str:
    for year, month, day in _ISO.findall(folded):
        found = _written(year, int(month), day)
        if found:
            return found
    for day, month, year in _DAY_FIRST.findall(folded):
        found = _written(year, _MONTHS.get(month, 0), day)
        if found:
            return found
    for month, day, year in _MONTH_FIRST.findall(folded):
        found = _written(year, _MONTHS.get(month, 0), day)
        if found:
            return found
    return ""


def _written(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


_MONTHS: Final = {
    fold(name): number
    for lang in LANGUAGES
    for context in ("format", "stand-alone")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, context, lang).items()
}
