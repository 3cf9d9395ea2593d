"""Pictures of an answer, as SVG: the routes over the roads, and the front of arrival and harm.

Promises: text is text; each part has a title for who does not see it; no meaning is carried by
colour alone.
Refuses to know: files, searches, languages other than the labels it is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Final, NamedTuple

from .map_view import (
    CLOSED,
    EDGE,
    STYLE,
    WIDTH,
    DrawnPoint,
    DrawnZone,
    Places,
    Road,
    View,
    said,
    written,
)

FRONT_HEIGHT: Final = 340.0
LEFT, RIGHT, TOP, BOTTOM = 118.0, 24.0, 46.0, 56.0
LEAST, MOST = 1e-4, 1.0
_MARKS: Final = (1, 10, 100, 1_000, 10_000)
"""N of "1 in N"."""
_APART: Final = 20.0
"""Numbers nearer to each other could not be read."""
_DASHES: Final = ("", "12 5", "2 5")


class Route(NamedTuple):
    """A way that is shown, with the line that says what it is."""

    says: str
    places: Places
    arrival_s: int
    probability: float
    waits: Places


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a picture, in one language."""

    language: str = "en"
    ways: str = "Ways to reception points"
    way: str = "way"
    none: str = "There is no way."
    start: str = "start"
    wait: str = "wait"
    front: str = "Later arrival, less harm"
    received: str = "received by ({clock})"
    staying: str = "staying"
    certain: str = "certain"
    one_in: str = "1 in {n}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn."""

    roads: Sequence[Road]
    zones: Sequence[DrawnZone]
    points: Sequence[DrawnPoint]
    origin: tuple[float, float]
    routes: Sequence[Route]
    front: Sequence[tuple[int, float]]
    """Arrival in seconds, probability of harm; the earliest first."""
    staying: float
    until_s: int
    ticks: Sequence[tuple[int, str]]
    """Seconds, and the clock there."""
    clock: str
    """What the clock is called."""
    labels: Labels = Labels()


def picture(drawing: Drawing) -> str:
    """The whole file."""
    labels = drawing.labels
    places = [drawing.origin, *((each.lon, each.lat) for each in drawing.points)]
    places += [place for route in drawing.routes for place in route.places]
    view = View(drawing.roads, drawing.zones, places)
    height = view.height + FRONT_HEIGHT + 3 * EDGE + 20 * len(drawing.routes) + 44
    says = "; ".join(_titled(drawing, number + 1) for number in range(len(drawing.routes)))
    body = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" '
            f'role="img" lang="{labels.language}" aria-labelledby="title about">'
            f'<title id="title">{escape(labels.ways)}</title>'
        ),
        f'<desc id="about">{says or escape(labels.none)}</desc>',
        f"<style>{STYLE}</style>",
        CLOSED,
        f'<rect class="ground" width="{WIDTH:g}" height="{height:.0f}"/>',
        *_legend(drawing),
        (
            f'<svg y="{36 + 20 * len(drawing.routes):g}" width="{WIDTH:g}" '
            f'height="{view.height:.0f}" viewBox="0 0 {WIDTH:g} {view.height:.0f}">'
        ),
        *_on_map(view, drawing),
        "</svg>",
        f'<g transform="translate(0 {view.height + 20 * len(drawing.routes) + 36 + EDGE:.0f})">',
        *_front(drawing),
        "</g></svg>",
    ]
    return "\n".join(body) + "\n"


def _legend(drawing: Drawing) -> Iterator[str]:
    yield f'<text class="heading" x="{EDGE:g}" y="24">{written(drawing.labels.ways)}</text>'
    for number, route in enumerate(drawing.routes, 1):
        y = 24 + 20 * number
        yield _dashed("route", number, f"M{EDGE:g} {y - 4:g}h44")
        yield f'<text x="{EDGE + 54:g}" y="{y:g}">{written(f"{number}. {route.says}")}</text>'


def _on_map(view: View, drawing: Drawing) -> Iterator[str]:
    yield from view.ground()
    labels = drawing.labels
    for number, route in reversed(list(enumerate(drawing.routes, 1))):
        yield f"<g><title>{_titled(drawing, number)}</title>"
        path = view.path(route.places)
        yield f'<path class="halo" d="{path}"/>' + _dashed("route", number, path)
        for x, y in (view.at(lon, lat) for lon, lat in route.waits):
            yield f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="5">'
            yield f"<title>{escape(labels.wait)}</title></circle>"
        yield "</g>"
    taken: list[tuple[float, float]] = []
    for number, route in enumerate(drawing.routes, 1):
        # Ways that share a road are told apart by where their numbers stand.
        share = number / (len(drawing.routes) + 1)
        x, y = view.at(*route.places[int(share * (len(route.places) - 1))])
        yield _numbered(number, *_beside(x, y, taken))
    yield from view.named(drawing.points)
    x, y = view.at(*drawing.origin)
    yield f'<circle class="here" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    yield view.label(labels.start, x, y - 12, "name")


def _titled(drawing: Drawing, number: int) -> str:
    return escape(f"{drawing.labels.way} {number}: {drawing.routes[number - 1].says}")


def _beside(x: float, y: float, taken: list[tuple[float, float]]) -> tuple[float, float]:
    """The place, or the next above it where no number stands yet; it is taken then."""
    while any(abs(x - a) < _APART and abs(y - b) < _APART for a, b in taken):
        y -= _APART
    taken.append((x, y))
    return x, y


def _numbered(number: int, x: float, y: float) -> str:
    return (
        f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" class="name">{number}</text>'
    )


def _dashed(kind: str, number: int, path: str) -> str:
    dash = _DASHES[(number - 1) % len(_DASHES)]
    drawn = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path class="{kind}"{drawn} d="{path}"/>'


def _front(drawing: Drawing) -> Iterator[str]:
    """Harm against arrival; a step means that somebody who arrives later can be safer."""
    ticks, labels = drawing.ticks, drawing.labels
    begin, end = (ticks[0][0], ticks[-1][0]) if ticks else (0, drawing.until_s)
    span = max(1, end - begin)

    def across(second: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (second - begin) / span

    def down(probability: float) -> float:
        share = log10(min(max(probability, LEAST), MOST) / LEAST) / log10(MOST / LEAST)
        return FRONT_HEIGHT - BOTTOM - (FRONT_HEIGHT - TOP - BOTTOM) * share

    yield f"<title>{escape(labels.front)}</title>"
    yield f'<text class="heading" x="{EDGE:g}" y="24">{written(labels.front)}</text>'
    for n in _MARKS:
        y = down(1 / n)
        words = labels.certain if n == 1 else labels.one_in.format(n=f"{n:,}")
        yield f'<path class="grid" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>'
        yield said(LEFT - 8, y + 4, "soft", words, "end")
    floor = FRONT_HEIGHT - BOTTOM
    yield f'<path class="axis" d="M{LEFT:g} {floor:g}H{WIDTH - RIGHT:g}"/>'
    for second, words in ticks:
        x = across(second)
        yield f'<path class="axis" d="M{x:.1f} {floor:g}v5"/>'
        yield said(x, floor + 20, "soft", words, "middle")
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield said(middle, floor + 42, "soft", labels.received.format(clock=drawing.clock), "middle")
    y = down(drawing.staying)
    yield f'<path class="staying" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}">'
    yield f"<title>{escape(labels.staying)}</title></path>"
    yield said(WIDTH - RIGHT, y - 6, "label", labels.staying, "end")
    if drawing.front:
        first, harm = drawing.front[0]
        path = f"M{across(first):.1f} {down(harm):.1f}"
        for second, harm in drawing.front[1:]:
            path += f"H{across(second):.1f}V{down(harm):.1f}"
        yield f'<path class="front" d="{path}H{WIDTH - RIGHT:g}">'
        yield f"<title>{escape(labels.front)}</title></path>"
    taken: list[tuple[float, float]] = []
    for number, route in enumerate(drawing.routes, 1):
        x, y = _beside(across(route.arrival_s), down(route.probability), taken)
        yield f"<g><title>{_titled(drawing, number)}</title>"
        yield _numbered(number, x, y) + "</g>"
