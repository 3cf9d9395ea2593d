"""A series drawn: a line, its uncertainty as a band, labels where the line ends (SVG).

Promises: the line stays inside its band; what was left out is hatched as high as it may be, never
a point; a language that runs from right to left has its time run so too. What is drawn stands in a
table beside it.
Refuses to know: what is counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from aman.figures.measures import Row

from .markup import Markup, element, joined

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 46, 30
_MOST_STEPS: Final = 4
_DOTS: Final = 30
"""More points than these are a line alone."""


@dataclass(frozen=True, slots=True)
class Size:
    """A width for which a chart is drawn, so that its letters keep their size."""

    width: int
    height: int
    class_: str


NARROW: Final = Size(288, 220, "narrow")
WIDE: Final = Size(600, 250, "wide")


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written in a chart; numbers and days in the page's language."""

    whole: str
    """What somebody hears who does not see it."""
    name: str
    end: str
    first: str
    last: str
    steps: Sequence[tuple[int, str]]
    is_mirrored: bool
    id: str


def steps_to(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, at most five of them."""
    factor = 1
    while True:
        for each in (1, 2, 5):
            step = each * factor
            if step * _MOST_STEPS >= most:
                return [step * at for at in range(-(-max(most, 1) // step) + 1)]
        factor *= 10


def most_of(rows: Sequence[Row]) -> int:
    """The highest number that the band of these rows reaches."""
    return max((row.most for row in rows), default=1)


def chart(rows: Sequence[Row], labels: Labels, size: Size) -> Markup:
    """Draw the values of rows at the last days of their windows."""
    return _Chart(rows, labels, size).drawn()


class _Chart:
    def __init__(self, rows: Sequence[Row], labels: Labels, size: Size) -> None:
        self._rows, self._labels, self._size = rows, labels, size
        self._top = labels.steps[-1][0]
        self._first, self._last = rows[0].last, rows[-1].last

    def drawn(self) -> Markup:
        size = self._size
        return element(
            "svg",
            element("defs", self._hatching()),
            *self._grid(),
            *self._parts(),
            *self._ends(),
            class_=f"chart {size.class_}",
            viewBox=f"0 0 {size.width} {size.height}",
            role="img",
            aria_label=self._labels.whole,
            direction="rtl" if self._labels.is_mirrored else "ltr",
        )

    def _x(self, day: date) -> float:
        days = (self._last - self._first).days
        share = (day - self._first).days / days if days else 1.0
        return self._across(_LEFT + 8 + share * (self._size.width - _LEFT - _RIGHT - 16))

    def _across(self, x: float) -> float:
        return round(self._size.width - x if self._labels.is_mirrored else x, 1)

    def _y(self, value: float) -> float:
        height = self._size.height - _TOP - _BOTTOM
        return round(self._size.height - _BOTTOM - height * value / self._top, 1)

    def _hatching(self) -> Markup:
        stripe = element("path", d="M0 6 6 0", class_="stripe")
        where = f"{self._labels.id}-{self._size.class_}"
        return element(
            "pattern", stripe, id=where, width=6, height=6, patternUnits="userSpaceOnUse"
        )

    def _grid(self) -> Iterator[Markup]:
        start, end = self._across(_LEFT), self._across(self._size.width - _RIGHT)
        for value, written in self._labels.steps:
            y = self._y(value)
            yield element("line", x1=start, x2=end, y1=y, y2=y, class_="grid")
            yield element(
                "text",
                written,
                x=self._across(_LEFT - 6),
                y=y + 4,
                class_="step",
                text_anchor="end",
            )
        below = self._size.height - 10
        for x, written, anchor in (
            (_LEFT, self._labels.first, "start"),
            (self._size.width - _RIGHT, self._labels.last, "end"),
        ):
            yield element("text", written, x=self._across(x), y=below, text_anchor=anchor)

    def _parts(self) -> Iterator[Markup]:
        for is_few, group in groupby(self._rows, key=lambda row: row.value is None):
            rows = list(group)
            yield from self._few(rows) if is_few else self._stretch(rows)

    def _few(self, rows: Sequence[Row]) -> Iterator[Markup]:
        tops = sorted((self._x(row.last), self._y(row.most)) for row in rows)
        (first, left), (last, right) = tops[0], tops[-1]
        ends = round(first - 3, 1), round(last + 3, 1)
        above = [(ends[0], left), *tops, (ends[1], right)]
        below = [(x, self._y(0)) for x in reversed(ends)]
        yield element(
            "polygon",
            points=_points([*above, *below]),
            class_="few",
            fill=f"url(#{self._labels.id}-{self._size.class_})",
        )

    def _stretch(self, rows: Sequence[Row]) -> Iterator[Markup]:
        xs = [self._x(row.last) for row in rows]
        values = [self._y(row.value or 0) for row in rows]
        high = [(x, self._y(row.most)) for x, row in zip(xs, rows, strict=True)]
        low = [(x, self._y(row.least)) for x, row in zip(xs, rows, strict=True)]
        if len(rows) == 1:
            ((x, top),), ((_, bottom),) = high, low
            height = round(bottom - top, 1)
            yield element("rect", x=x - 4, y=top, width=8, height=height, class_="band")
        else:
            yield element("polygon", points=_points([*high, *reversed(low)]), class_="band")
            yield element(
                "polyline", points=_points(list(zip(xs, values, strict=True))), class_="line"
            )
        if len(self._rows) <= _DOTS:
            for x, y in zip(xs, values, strict=True):
                yield element("circle", cx=x, cy=y, r=2.5, class_="dot")

    def _ends(self) -> Iterator[Markup]:
        """Measure and number above the line's end: a picture cut out still says what it counts."""
        x = self._across(self._size.width - _RIGHT)
        for y, written, class_ in ((14, self._labels.name, "name"), (32, self._labels.end, "end")):
            yield element("text", written, x=x, y=y, class_=class_, text_anchor="end")


def _points(points: Sequence[tuple[float, float]]) -> str:
    return joined(" ".join(f"{x},{y}" for x, y in points))
