"""Latitude and longitude as people write them.

Decimal or with minutes and seconds, with the letters of four languages before or after them, with
points or commas.

Promises: Arabic, Persian and other digits are digits; what can be read in two ways is refused.
Refuses to know: grids, codes, links.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from .measure import METRES_PER_DEGREE
from .place_types import Reason, UnreadablePlace, WrittenPlace, place

_SIGNS: Final = {
    **dict.fromkeys("−–—‒﹣－", "-"),
    **dict.fromkeys("’‘′ʹˊ`´ʼ‵", "'"),
    **dict.fromkeys("”“″ʺ〃‶", '"'),
    **dict.fromkeys("º˚∘ᵒ", "°"),
    "٫": ".",
    "،": ",",
    "؛": ";",
}
_WORDS: Final = {
    "N": "n north northern с сев север северная северной северный сш пн північ північна північної "
    "пнш ش شمال شمالا شمالي",
    "S": "s south southern ю юж юг южная южной южный юш пд південь південна південної пдш "
    "ج جنوب جنوبا جنوبي",
    "E": "e east eastern е в вост восток восточная восточной вд сх схід східна східної схд "
    "ق شرق شرقا شرقي",
    "W": "w west western з зап запад западная западной зд зх захід західна західної зхд "
    "غ غرب غربا غربي",
    "LAT": "lat latitude широта широты широти шир عرض",
    "LON": "lon lng long longitude долгота долготы дол довгота довготи дов طول",
    "": "ш д خط دائرة deg degrees min sec",
}  # fmt: skip
_NAMED: Final = {word: axis for axis, words in _WORDS.items() for word in words.split()}
_FILLER: Final = {"العرض": "LAT", "الطول": "LON"}
_TOKEN: Final = re.compile(
    r"(?P<number>[-+]?[0-9]+(?:\.[0-9]*)?)|(?P<mark>°|'|\"|:)|(?P<gap>[,;/])|(?P<word>[^\W\d_]+)|(?P<rest>\S)"
)
_DECIMAL_COMMA: Final = re.compile(r"(?<![0-9.,])([-+]?[0-9]{1,3}),([0-9]+)(?![0-9.])")
_RUN_TOGETHER: Final = re.compile(r"[0-9°'\"][-+]")
"""A dash between two numbers may be a minus."""
_ISO: Final = re.compile(r"^([-+][0-9]{1,2}\.[0-9]+)([-+][0-9]{1,3}\.[0-9]+)/?$")
"""ISO 6709: there both signs are signs."""
_DATE: Final = re.compile(r"[0-9]\.[0-9]+\.[0-9]")
"""A date, or a version: no number has two points."""
_NOTHING: Final = frozenset(".()[]=")
_FOUR: Final = re.compile(r"([-+]?[0-9]{1,3}),([0-9]{3,}) *, *([-+]?[0-9]{1,3}),([0-9]{3,})")
_MARK_PLACES: Final = {"°": 0, "'": 1, '"': 2}
_DMS: Final = 3
_SIXTY: Final = 60
_AXES: Final = {"N": "lat", "S": "lat", "LAT": "lat", "E": "lon", "W": "lon", "LON": "lon"}


def plain(text: str) -> str:
    """One way of writing digits, signs and spaces; marks of direction and joining removed."""
    composed = unicodedata.normalize("NFKC", "".join(_SIGNS.get(each, each) for each in text))
    letters = []
    for letter in composed:
        category = unicodedata.category(letter)
        if category == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif category == "Zs" or letter.isspace():
            letters.append(" ")
        elif category not in {"Cf", "Cc", "Mn", "Lm"}:
            letters.append(_SIGNS.get(letter, letter))
    return "".join(letters).replace("''", '"').strip()


@dataclass(slots=True)
class _Axis:
    """One coordinate while its tokens come."""

    name: str = ""
    numbers: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def value(self) -> tuple[float, float]:
        """Degrees, and half of the last digit's step in degrees."""
        numbers = self.numbers
        if not 1 <= len(numbers) <= _DMS or self.marks != list(range(len(self.marks))):
            raise UnreadablePlace(Reason.UNKNOWN)
        negative = numbers[0].startswith("-")
        if any(each[0] in "+-" for each in numbers[1:]) or any(
            "." in each for each in numbers[:-1]
        ):
            raise UnreadablePlace(Reason.UNKNOWN)
        if negative and self.name in set("NSEW"):
            raise UnreadablePlace(Reason.AMBIGUOUS)
        degrees, step = 0.0, 1.0
        for place_in, number in enumerate(numbers):
            figure = abs(float(number))
            if place_in and figure >= _SIXTY:
                raise UnreadablePlace(Reason.BEYOND)
            step = 1 / _SIXTY**place_in
            degrees += figure * step
        digits = len(numbers[-1].partition(".")[2])
        negative |= self.name in {"S", "W"}
        return (-degrees if negative else degrees), step / 10**digits / 2


def read_degrees(text: str) -> WrittenPlace:
    """From text that `plain` made. Raises UnreadablePlace."""
    first, second = _axes(_tokens(text))
    if first.name and second.name and _AXES[first.name] == _AXES[second.name]:
        raise UnreadablePlace(Reason.AMBIGUOUS)
    if _AXES.get(first.name) == "lon" or _AXES.get(second.name) == "lat":
        first, second = second, first
    (lat, rough), (lon, _) = first.value(), second.value()
    return place(lat, lon, rough * METRES_PER_DEGREE)


def _tokens(text: str) -> list[tuple[str, str]]:
    text = _with_points(_ISO.sub(r"\1 \2", text.casefold()))
    if _RUN_TOGETHER.search(text):
        raise UnreadablePlace(Reason.AMBIGUOUS)
    if _DATE.search(text):
        raise UnreadablePlace(Reason.UNKNOWN)
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(text):
        kind, sign = str(found.lastgroup), found.group()
        if kind == "word":
            tokens += _words(sign)
        elif kind != "rest":
            tokens.append((kind, sign))
        elif sign not in _NOTHING:
            raise UnreadablePlace(Reason.UNKNOWN)
    return _without_split_names(tokens)


def _words(word: str) -> list[tuple[str, str]]:
    """A word, or letters run together as in "сш"."""
    bare = word.removeprefix("ال") if word not in _FILLER else word
    axis = _FILLER.get(word) or _NAMED.get(word, _NAMED.get(bare))
    if axis is None:
        raise UnreadablePlace(Reason.UNKNOWN)
    return [("axis", axis)] if axis else []


def _without_split_names(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where both "latitude" and "N" name one axis, the letter counts."""
    letters = [axis for kind, axis in tokens if kind == "axis" and axis in set("NSEW")]
    if not letters:
        return tokens
    return [each for each in tokens if each not in {("axis", "LAT"), ("axis", "LON")}]


def _with_points(text: str) -> str:
    """Decimal commas become points, where they can be nothing else."""
    if re.search(r"[0-9]\.[0-9]", text):
        return text
    four = _FOUR.fullmatch(text)
    if four:
        return f"{four[1]}.{four[2]} {four[3]}.{four[4]}"
    return _DECIMAL_COMMA.sub(r"\1.\2", text)


def _axes(tokens: list[tuple[str, str]]) -> tuple[_Axis, _Axis]:
    numbers = sum(kind == "number" for kind, _ in tokens)
    names = [at for at, (kind, _) in enumerate(tokens) if kind == "axis"]
    if numbers < 2 or len(names) not in {0, 2}:  # noqa: PLR2004 - two axes
        raise UnreadablePlace(Reason.UNKNOWN)
    exact = numbers == 2 * _DMS or any(sign == "°" or "." in sign for _, sign in tokens)
    if not names and not exact:
        # Whole numbers alone are a time, a date or a house sooner than a degree.
        raise UnreadablePlace(Reason.AMBIGUOUS)
    cut = _cut(tokens, names, numbers)
    return _axis(tokens[:cut]), _axis(tokens[cut:])


def _cut(tokens: list[tuple[str, str]], names: list[int], numbers: int) -> int:
    """Where the second axis begins."""
    if names:
        if names[0] and any(kind == "number" for kind, _ in tokens[names[1] :]):
            raise UnreadablePlace(Reason.UNKNOWN)
        return names[1] if names[0] == 0 else names[0] + 1
    degrees = [at for at, token in enumerate(tokens) if token == ("mark", "°")]
    if len(degrees) > 1:
        return degrees[1] - 1
    gaps = [at for at, (kind, _) in enumerate(tokens) if kind == "gap"]
    if len(gaps) == 1:
        return gaps[0]
    if numbers != 2:  # noqa: PLR2004 - decimal degrees
        raise UnreadablePlace(Reason.AMBIGUOUS)
    return [at for at, (kind, _) in enumerate(tokens) if kind == "number"][1]


def _axis(tokens: list[tuple[str, str]]) -> _Axis:
    axis = _Axis()
    for kind, token in tokens:
        if kind == "axis":
            axis.name = token
        elif kind == "number":
            axis.numbers.append(token)
        elif kind == "mark" and token in _MARK_PLACES:
            axis.marks.append(_MARK_PLACES[token])
    return axis
