"""Pictures of an answer, as SVG: the routes over the roads, and the front of arrival and harm.

Promises: text is text; each part has a title for who does not see it; light and dark follow the
reader's choice; no meaning is carried by colour alone; nothing is fetched from anywhere.
Refuses to know: files, searches, languages other than the labels it is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, log10, radians
from typing import Final, NamedTuple

WIDTH: Final = 760.0
EDGE: Final = 12.0
MAP_HEIGHT: Final = (300.0, 760.0)
FRONT_HEIGHT: Final = 340.0
LEFT, RIGHT, TOP, BOTTOM = 118.0, 24.0, 46.0, 56.0
LEAST, MOST = 1e-4, 1.0
_MARKS: Final = ((1.0, "certain"), (0.1, "1 in 10"), (0.01, "1 in 100"), (0.001, "1 in 1,000"),
                 (0.0001, "1 in 10,000"))  # fmt: skip
_APART: Final = 20.0
"""Numbers nearer to each other could not be read."""
_DASHES: Final = ("", "12 5", "2 5")
_STYLE: Final = """
svg { --ground: #f4f5f3; --ink: #1b2124; --soft: #4d575c; --line: #c3cac8; --accent: #0c5a66;
  --danger: #a3211b; --wait: #74500a; --surface: #ffffff;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic",
  Arial, sans-serif; font-size: 13px }
@media (prefers-color-scheme: dark) {
  svg { --ground: #14191b; --ink: #e9eded; --soft: #b0babd; --line: #3d484c; --accent: #7cc7d3;
    --danger: #f0958d; --wait: #e3b866; --surface: #1d2427 }
}
.ground { fill: var(--ground) } .surface { fill: var(--surface) }
text { fill: var(--ink) } .soft { fill: var(--soft) }
.heading { font-size: 16px; font-weight: 600 }
.road { fill: none; stroke: var(--line); stroke-width: 1 }
.big { stroke-width: 2.2 }
.zone { fill: var(--danger); fill-opacity: .16; stroke: var(--danger); stroke-width: 1.2 }
.closed { fill: url(#closed) }
.crossed { fill: none; stroke: var(--danger); stroke-width: 3; stroke-dasharray: 2 3 }
.halo { fill: none; stroke: var(--ground); stroke-width: 8; stroke-linejoin: round }
.route { fill: none; stroke: var(--accent); stroke-width: 3.6; stroke-linejoin: round }
.mark { fill: var(--surface); stroke: var(--accent); stroke-width: 2 }
.here { fill: var(--ink) }
.front { fill: none; stroke: var(--accent); stroke-width: 2 }
.staying { stroke: var(--wait); stroke-width: 2; stroke-dasharray: 6 4 }
.axis { stroke: var(--soft); stroke-width: 1 } .grid { stroke: var(--line); stroke-width: 1 }
.label { paint-order: stroke; stroke: var(--ground); stroke-width: 4; stroke-linejoin: round }
.name { font-weight: 600 }
"""

Places = Sequence[tuple[float, float]]
"""Longitude, latitude."""


class Road(NamedTuple):
    """A line of the map."""

    places: Places
    is_big: bool


class DrawnZone(NamedTuple):
    """An area, as its outlines, or a line that is crossed."""

    name: str
    outlines: Sequence[Places]
    is_line: bool
    is_closed: bool


class DrawnPoint(NamedTuple):
    """A reception point."""

    name: str
    lon: float
    lat: float


class Route(NamedTuple):
    """A way that is shown, with the line that says what it is."""

    says: str
    places: Places
    arrival_s: int
    probability: float
    waits: Places


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


def picture(drawing: Drawing) -> str:
    """The whole file."""
    view = _View(drawing)
    height = view.height + FRONT_HEIGHT + 3 * EDGE + 20 * len(drawing.routes) + 44
    says = "; ".join(
        f"way {number}: {route.says}" for number, route in enumerate(drawing.routes, 1)
    )
    body = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" '
            f'role="img" aria-labelledby="title about">'
            '<title id="title">Ways to reception points</title>'
        ),
        f'<desc id="about">{escape(says or "There is no way.")}</desc>',
        f"<style>{_STYLE}</style>",
        (
            '<defs><pattern id="closed" width="8" height="8" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path d="M0 0V8" stroke="#a3211b" stroke-width="3"/>'
            "</pattern></defs>"
        ),
        f'<rect class="ground" width="{WIDTH:g}" height="{height:.0f}"/>',
        *_legend(drawing),
        (
            f'<svg y="{36 + 20 * len(drawing.routes):g}" width="{WIDTH:g}" '
            f'height="{view.height:.0f}" viewBox="0 0 {WIDTH:g} {view.height:.0f}">'
        ),
        *view.drawn(),
        "</svg>",
        f'<g transform="translate(0 {view.height + 20 * len(drawing.routes) + 36 + EDGE:.0f})">',
        *_front(drawing),
        "</g></svg>",
    ]
    return "\n".join(body) + "\n"


def _legend(drawing: Drawing) -> Iterator[str]:
    yield f'<text class="heading" x="{EDGE:g}" y="24">Ways to reception points</text>'
    for number, route in enumerate(drawing.routes, 1):
        y = 24 + 20 * number
        yield _dashed("route", number, f"M{EDGE:g} {y - 4:g}h44")
        yield f'<text x="{EDGE + 54:g}" y="{y:g}">{number}. {escape(route.says)}</text>'


class _View:
    """From degrees to the picture: what is asked about fills it."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        places = [drawing.origin, *((each.lon, each.lat) for each in drawing.points)]
        places += [place for route in drawing.routes for place in route.places]
        lons, lats = zip(*places, strict=True)
        middle = (min(lats) + max(lats)) / 2
        self.shrink = cos(radians(middle))
        wide = max((max(lons) - min(lons)) * self.shrink, 0.005) * 1.2
        high = max(max(lats) - min(lats), 0.005) * 1.2
        least, most = MAP_HEIGHT
        self.height = min(max(WIDTH * high / wide, least), most)
        self.scale = min(WIDTH / wide, self.height / high)
        self.lon, self.lat = (min(lons) + max(lons)) / 2, middle

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Across and down."""
        x = WIDTH / 2 + (lon - self.lon) * self.shrink * self.scale
        return x, self.height / 2 - (lat - self.lat) * self.scale

    def path(self, places: Places) -> str:
        """A line; what lies within half a unit of the last place is left out."""
        found: list[str] = []
        last = (-1e9, -1e9)
        for number, (lon, lat) in enumerate(places):
            x, y = self.at(lon, lat)
            is_end = number in {0, len(places) - 1}
            if is_end or abs(x - last[0]) + abs(y - last[1]) > 0.5:  # noqa: PLR2004
                found.append(f"{x:.1f} {y:.1f}")
                last = x, y
        return "M" + "L".join(found)

    def sees(self, places: Places) -> bool:
        """Whether any of it is in the picture."""
        return any(
            -20 < x < WIDTH + 20 and -20 < y < self.height + 20  # noqa: PLR2004 - a little beyond
            for x, y in (self.at(lon, lat) for lon, lat in places)
        )

    def drawn(self) -> Iterator[str]:
        """The map, from the ground up."""
        yield f'<rect class="surface" width="{WIDTH:g}" height="{self.height:.0f}"/>'
        for is_big in (False, True):
            lines = (self.path(road.places) for road in self.drawing.roads
                     if road.is_big == is_big and self.sees(road.places))  # fmt: skip
            kind = "road big" if is_big else "road"
            yield f'<path class="{kind}" d="{"".join(lines)}"/>'
        for zone in self.drawing.zones:
            yield from self._zone(zone)
        for number, route in reversed(list(enumerate(self.drawing.routes, 1))):
            yield f"<g><title>way {number}: {escape(route.says)}</title>"
            path = self.path(route.places)
            yield f'<path class="halo" d="{path}"/>' + _dashed("route", number, path)
            for x, y in (self.at(lon, lat) for lon, lat in route.waits):
                yield f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="5">'
                yield "<title>wait</title></circle>"
            yield "</g>"
        taken: list[tuple[float, float]] = []
        for number, route in enumerate(self.drawing.routes, 1):
            # Ways that share a road are told apart by where their numbers stand.
            share = number / (len(self.drawing.routes) + 1)
            x, y = self.at(*route.places[int(share * (len(route.places) - 1))])
            yield _numbered(number, *_beside(x, y, taken))
        yield from self._labels()

    def _labels(self) -> Iterator[str]:
        """Above everything that is drawn."""
        for zone in self.drawing.zones:
            lons, lats = zip(*zone.outlines[0], strict=True)
            top = max(lats)
            if self.sees([(sum(lons) / len(lons), top)]):
                x, y = self.at(sum(lons) / len(lons), top)
                yield self._label(zone.name, x, y - 8, "soft")
        for point in self.drawing.points:
            x, y = self.at(point.lon, point.lat)
            yield f'<path class="mark" d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z"/>'
            yield self._label(point.name, x, y + 24, "name")
        x, y = self.at(*self.drawing.origin)
        yield f'<circle class="here" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
        yield self._label("start", x, y - 12, "name")

    def _zone(self, zone: DrawnZone) -> Iterator[str]:
        if not any(self.sees(each) for each in zone.outlines):
            return
        kind = "crossed" if zone.is_line else "zone closed" if zone.is_closed else "zone"
        paths = "".join(self.path(each) + ("" if zone.is_line else "z") for each in zone.outlines)
        yield f'<path class="{kind}" fill-rule="evenodd" d="{paths}">'
        yield f"<title>{escape(zone.name)}</title></path>"

    def _label(self, text: str, x: float, y: float, kind: str) -> str:
        half = 3.6 * len(text)
        x = min(max(x, half + 6), WIDTH - half - 6)
        y = min(max(y, 14), self.height - 8)
        return _said(x, y, f"label {kind}", text, "middle")


def _said(x: float, y: float, kind: str, text: str, anchor: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )


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
    ticks = drawing.ticks
    begin, end = (ticks[0][0], ticks[-1][0]) if ticks else (0, drawing.until_s)
    span = max(1, end - begin)

    def across(second: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (second - begin) / span

    def down(probability: float) -> float:
        share = log10(min(max(probability, LEAST), MOST) / LEAST) / log10(MOST / LEAST)
        return FRONT_HEIGHT - BOTTOM - (FRONT_HEIGHT - TOP - BOTTOM) * share

    yield "<title>Harm against arrival</title>"
    yield f'<text class="heading" x="{EDGE:g}" y="24">Later arrival, less harm</text>'
    for probability, words in _MARKS:
        y = down(probability)
        yield f'<path class="grid" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>'
        yield _said(LEFT - 8, y + 4, "soft", words, "end")
    floor = FRONT_HEIGHT - BOTTOM
    yield f'<path class="axis" d="M{LEFT:g} {floor:g}H{WIDTH - RIGHT:g}"/>'
    for second, words in ticks:
        x = across(second)
        yield f'<path class="axis" d="M{x:.1f} {floor:g}v5"/>'
        yield _said(x, floor + 20, "soft", words, "middle")
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield _said(middle, floor + 42, "soft", f"received by ({drawing.clock})", "middle")
    y = down(drawing.staying)
    yield f'<path class="staying" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}">'
    yield "<title>staying</title></path>"
    yield _said(WIDTH - RIGHT, y - 6, "label", "staying", "end")
    if drawing.front:
        first, harm = drawing.front[0]
        path = f"M{across(first):.1f} {down(harm):.1f}"
        for second, harm in drawing.front[1:]:
            path += f"H{across(second):.1f}V{down(harm):.1f}"
        yield f'<path class="front" d="{path}H{WIDTH - RIGHT:g}">'
        yield "<title>front of ways</title></path>"
    taken: list[tuple[float, float]] = []
    for number, route in enumerate(drawing.routes, 1):
        x, y = _beside(across(route.arrival_s), down(route.probability), taken)
        yield f"<g><title>way {number}: {escape(route.says)}</title>"
        yield _numbered(number, x, y) + "</g>"
