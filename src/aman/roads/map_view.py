"""A map as SVG: roads, zones and places in one view, and the look that all pictures share.

Promises: text is text; each part has a title for who does not see it; light and dark follow the
reader's choice, or are fixed for who can't ask; nothing is fetched from anywhere.
Refuses to know: ways, groups, languages.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from math import cos, radians
from typing import Final, NamedTuple
from unicodedata import bidirectional

WIDTH: Final = 760.0
EDGE: Final = 12.0
MAP_HEIGHT: Final = (300.0, 760.0)
STYLE: Final = """
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

CLOSED: Final = (
    '<defs><pattern id="closed" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V8" stroke="#a3211b" stroke-width="3"/>'
    "</pattern></defs>"
)
_ASKED: Final = re.compile(r"@media[^{]*\{\s*svg \{[^}]*\}\s*\}\n?")
_NAMED: Final = re.compile(r"--(\w+): (#\w+);\s*")
_FONTS: Final = re.compile(r"font-family:[^;]*;")
_USED: Final = re.compile(r"var\(--(\w+)\)")

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


def in_light(svg: str) -> str:
    """The same picture for who knows no reader: light, each colour in its place, one font."""
    plain = _FONTS.sub("font-family: sans-serif;", _ASKED.sub("", svg, count=1), count=1)
    colours = dict(_NAMED.findall(plain))
    return _USED.sub(lambda found: colours[found[1]], _NAMED.sub("", plain))


class View:
    """From degrees to the picture: the places that it is about fill it."""

    def __init__(self, roads: Sequence[Road], zones: Sequence[DrawnZone], places: Places) -> None:
        self.roads, self.zones = roads, zones
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

    def ground(self) -> Iterator[str]:
        """Roads and zones, from the ground up."""
        yield f'<rect class="surface" width="{WIDTH:g}" height="{self.height:.0f}"/>'
        for is_big in (False, True):
            lines = (self.path(road.places) for road in self.roads
                     if road.is_big == is_big and self.sees(road.places))  # fmt: skip
            kind = "road big" if is_big else "road"
            yield f'<path class="{kind}" d="{"".join(lines)}"/>'
        for zone in self.zones:
            yield from self._zone(zone)

    def named(self, points: Sequence[DrawnPoint]) -> Iterator[str]:
        """The names of zones and points, above everything that is drawn."""
        for zone in self.zones:
            lons, lats = zip(*zone.outlines[0], strict=True)
            top = max(lats)
            if self.sees([(sum(lons) / len(lons), top)]):
                x, y = self.at(sum(lons) / len(lons), top)
                yield self.label(zone.name, x, y - 8, "soft")
        for point in points:
            x, y = self.at(point.lon, point.lat)
            yield f'<path class="mark" d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z"/>'
            yield self.label(point.name, x, y + 24, "name")

    def _zone(self, zone: DrawnZone) -> Iterator[str]:
        if not any(self.sees(each) for each in zone.outlines):
            return
        kind = "crossed" if zone.is_line else "zone closed" if zone.is_closed else "zone"
        paths = "".join(self.path(each) + ("" if zone.is_line else "z") for each in zone.outlines)
        yield f'<path class="{kind}" fill-rule="evenodd" d="{paths}">'
        yield f"<title>{escape(zone.name)}</title></path>"

    def label(self, text: str, x: float, y: float, kind: str) -> str:
        """A text in the middle of a place, within the picture."""
        half = 3.6 * len(text)
        x = min(max(x, half + 6), WIDTH - half - 6)
        y = min(max(y, 14), self.height - 8)
        return said(x, y, f"label {kind}", text, "middle")


def said(x: float, y: float, kind: str, text: str, anchor: str) -> str:
    """A text."""
    where = f'class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f"<text {where}>{written(text)}</text>"


def written(text: str) -> str:
    """A text for a picture: who reads from the right has its numbers in their places."""
    is_rtl = any(bidirectional(each) in {"R", "AL"} for each in text)
    return escape(f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if is_rtl else text)
