"""The picture of many groups, as SVG: the roads they take, as wide as the people on them.

Promises: as `map_view`; who goes and who stays differ in shape, not in colour alone.
Refuses to know: searches, languages other than the labels it is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
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

_WIDEST: Final = 8.0
_THINNEST: Final = 1.6
_LEGEND: Final = 96.0
_FLOW: Final = """.flow { fill: none; stroke: var(--accent); stroke-linecap: round }
.stays { fill: none; stroke: var(--wait); stroke-width: 2.4 }
"""


class Flow(NamedTuple):
    """A stretch of road and how many people take it."""

    places: Places
    people: int


@dataclass(frozen=True, slots=True)
class GroupLabels:
    """The words of the picture, in one language."""

    language: str
    heading: str
    goes: str
    stays: str
    wide: str
    says: str
    """All of it in a few sentences, for who does not see it."""


@dataclass(frozen=True, slots=True)
class DrawnGroups:
    """All that is drawn."""

    roads: Sequence[Road]
    zones: Sequence[DrawnZone]
    points: Sequence[DrawnPoint]
    flows: Sequence[Flow]
    going: Places
    staying: Places
    narrows: Places
    """In the order of their numbers."""
    labels: GroupLabels


def groups_picture(drawing: DrawnGroups) -> str:
    """The whole file."""
    places = [*drawing.going, *drawing.staying]
    places += [(each.lon, each.lat) for each in drawing.points]
    places += [place for flow in drawing.flows for place in flow.places]
    view = View(drawing.roads, drawing.zones, places)
    labels = drawing.labels
    height = view.height + _LEGEND + EDGE
    body = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" '
            f'role="img" lang="{labels.language}" aria-labelledby="title about">'
            f'<title id="title">{escape(labels.heading)}</title>'
        ),
        f'<desc id="about">{escape(labels.says)}</desc>',
        f"<style>{STYLE}{_FLOW}</style>",
        CLOSED,
        f'<rect class="ground" width="{WIDTH:g}" height="{height:.0f}"/>',
        f'<text class="heading" x="{EDGE:g}" y="24">{written(labels.heading)}</text>',
        _goes(EDGE + 8, 42),
        said(EDGE + 26, 46, "soft", labels.goes, "start"),
        _stays(EDGE + 8, 62),
        said(EDGE + 26, 66, "soft", labels.stays, "start"),
        f'<path class="flow" stroke-width="6" d="M{EDGE:g} 82h16"/>',
        said(EDGE + 26, 86, "soft", labels.wide, "start"),
        (
            f'<svg y="{_LEGEND:g}" width="{WIDTH:g}" height="{view.height:.0f}" '
            f'viewBox="0 0 {WIDTH:g} {view.height:.0f}">'
        ),
        *_on_map(view, drawing),
        "</svg></svg>",
    ]
    return "\n".join(body) + "\n"


def _on_map(view: View, drawing: DrawnGroups) -> Iterator[str]:
    yield from view.ground()
    most = max((flow.people for flow in drawing.flows), default=1)
    for flow in sorted(drawing.flows, key=lambda each: each.people):
        # As wide as the root: a road of a hundred must not hide one of three.
        width = max(_THINNEST, _WIDEST * sqrt(flow.people / most))
        yield f'<path class="flow" stroke-width="{width:.1f}" d="{view.path(flow.places)}">'
        yield f"<title>{flow.people}</title></path>"
    for lon, lat in drawing.staying:
        yield _stays(*view.at(lon, lat))
    for lon, lat in drawing.going:
        yield _goes(*view.at(lon, lat))
    for number, (lon, lat) in enumerate(drawing.narrows, 1):
        x, y = view.at(lon, lat)
        yield f'<rect class="mark" x="{x - 9:.1f}" y="{y - 9:.1f}" width="18" height="18"/>'
        yield said(x, y + 4.5, "name", str(number), "middle")
    yield from view.named(drawing.points)


def _goes(x: float, y: float) -> str:
    return f'<circle class="here" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _stays(x: float, y: float) -> str:
    return f'<path class="stays" d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"/>'
