"""Whether a text says where or when: times, dates, coordinates, roads, houses, landmarks.

Promises: pure; written to find too much rather than too little, in Arabic, English, Russian and
Ukrainian, with digits of any script. It finds what is written as such. What two people have agreed
("the usual place") and names of places it can't know. Refuses to know: who writes, and through
what it will go. What it knows stands in `sensitive.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Kind(StrEnum):
    """What was found; an operator is told this word and nothing of the text."""

    TIME = "time"
    DATE = "date"
    COORDINATES = "coordinates"
    NUMBER = "number"
    """Of a road, a house, a square of a map, a distance, a telephone."""
    LANDMARK = "landmark"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in the text, from `start` to before `end`."""

    start: int
    end: int
    kind: Kind

    def __repr__(self) -> str:
        return f"<Finding {self.kind}>"


def is_sensitive(text: str) -> bool:
    """Whether anything was found."""
    return bool(findings(text))


def findings(text: str) -> tuple[Finding, ...]:
    """Everything found, in the order of the text; findings may overlap."""
    folded, places = _folded(text)
    found = {
        Finding(places[match.start()], places[match.end() - 1] + 1, kind)
        for kind, pattern in _patterns()
        for match in pattern.finditer(folded)
    }
    return tuple(sorted(found))


_PART = re.compile("<(?P<name>[a-z_]+)>")
_SPELLINGS = str.maketrans("أإآٱىکیةё٫،’ʼ`′″", "ااااىكيهе.,''''\"")


def _folded(text: str) -> tuple[str, list[int]]:
    """Small letters without marks, digits as 0-9; and where each letter stood."""
    folded, places = [], []
    for place, letter in enumerate(text):
        for each in unicodedata.normalize("NFKC", letter.translate(_SPELLINGS)).lower():
            if unicodedata.category(each) in {"Mn", "Me", "Cf"} or each == "ـ":
                continue
            digit = unicodedata.decimal(each, None)
            folded.append(each.translate(_SPELLINGS) if digit is None else str(digit))
            places.append(place)
    return "".join(folded), places


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[Kind, re.Pattern[str]]]:
    known = tomllib.loads((files(__package__) / "sensitive.toml").read_text("utf-8"))
    for kind in Kind:
        for lang, listed in known[kind].items():
            yield kind, _any_of(listed.split(), arabic=lang == "ar")
        for form in known["forms"][kind]:
            yield kind, re.compile(_PART.sub(lambda part: known["parts"][part["name"]], form))


def _any_of(words: list[str], *, arabic: bool) -> re.Pattern[str]:
    written = "|".join(
        re.escape(word.translate(_SPELLINGS)).replace(r"\*", r"\w*").replace("_", " ")
        for word in words
    )
    # "And", "in", "for" and the article are written together with the word.
    before = "[وف]?(?:ال|بال|لل|كال|عال|ب|ل|ع)?" if arabic else ""
    return re.compile(rf"(?<![\w-]){before}(?:{written})(?![\w])")
