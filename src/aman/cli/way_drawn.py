"""What the picture of an answer is drawn from."""

from typing import Final

import numpy as np
import shapely

from aman.cli.way_asked import Asked
from aman.cli.way_told import LONG_WAIT_S, band_in_words, line_of
from aman.roads.answers import Front, Way, probability
from aman.roads.draws import Draws
from aman.roads.exposure import exposures
from aman.roads.picture import Drawing, DrawnPoint, DrawnZone, Places, Road, Route, picture
from aman.roads.rates import rates_of
from aman.roads.robust import Examined, Judged
from aman.roads.steps import LOOKS, RoadLook
from aman.roads.zones import Level, Zone

_TICK_MINUTES: Final = (5, 10, 15, 30, 60, 120, 240, 480)
_TICKS: Final = 8


def draw(asked: Asked, front: Front, examined: Examined) -> str:
    """The SVG."""
    graph, question = asked.graph, asked.question
    chosen = [*examined.shown, examined.staying]
    *harms, staying = _likely(asked, [each.way for each in chosen])
    shown = [_route(asked, each, harm) for each, harm in zip(examined.shown, harms, strict=True)]
    origin = (float(graph.lon[question.origin]), float(graph.lat[question.origin]))
    few = front.few(1e-4)
    drawing = Drawing(
        roads=_roads(asked),
        zones=[_zone(each) for each in asked.zones],
        points=[DrawnPoint(each.name, each.lon, each.lat) for each in asked.points],
        origin=origin,
        routes=shown,
        front=[
            (int(front.arrival_s[each]), probability(float(front.hazard[each]))) for each in few
        ],
        staying=staying,
        until_s=question.end_s,
        ticks=_ticks(asked, [*(each.arrival_s for each in shown), *front.arrival_s.tolist()]),
        clock=asked.phases.start.tzname() or "",
    )
    return picture(drawing)


def _likely(asked: Asked, ways: list[Way]) -> list[float]:
    """Under the likely rates, as the front is."""
    rates = rates_of(asked.zones, asked.no_data, Level.LIKELY)
    likely = Draws(rates.per_second[None], -np.log1p(-rates.crossing[None]))
    hazards = exposures(asked.question, asked.phases, ways).hazards(likely)
    return [probability(each) for each in hazards[0].tolist()]


def _route(asked: Asked, judged: Judged, harm: float) -> Route:
    way, network = judged.way, asked.question.network
    at = (network.source[leg.arc] for leg in way.legs if leg.wait_s >= LONG_WAIT_S)
    return Route(
        says=f"{asked.points[way.goal or 0].name}, by {asked.at(way.arrival_s):%H:%M}, "
        f"harm {band_in_words(judged.band)}",
        places=[(lon, lat) for lon, lat in line_of(asked, way)],
        arrival_s=way.arrival_s,
        probability=harm,
        waits=[(float(network.lon[each]), float(network.lat[each])) for each in at],
    )


def _roads(asked: Asked) -> list[Road]:
    """Each road once, whichever way it is gone."""
    graph = asked.graph
    once = np.flatnonzero((graph.twin < 0) | (graph.twin > np.arange(graph.n_edges)))
    found = []
    for edge in once.tolist():
        rows = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
        places = list(
            zip(graph.shape_lon[rows].tolist(), graph.shape_lat[rows].tolist(), strict=True)
        )
        found.append(Road(places, LOOKS[int(graph.way_kind[edge])] == RoadLook.MAIN_ROAD))
    return found


def _zone(zone: Zone) -> DrawnZone:
    outlines: list[Places] = []
    for part in shapely.get_parts(zone.shape.geometry):
        rings = [part.exterior, *part.interiors] if not zone.shape.is_line else [part]
        outlines += [[(x, y) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]
    return DrawnZone(zone.name or "hazard", outlines, zone.shape.is_line, zone.shape.closed)


def _ticks(asked: Asked, arrivals: list[int]) -> list[tuple[int, str]]:
    """Whole times by the clock, from before the first arrival to after the last."""
    start = asked.phases.start
    into = start.hour * 3600 + start.minute * 60 + start.second
    first, last = min(arrivals, default=0), max(arrivals, default=asked.question.end_s)
    minutes = next(
        (each for each in _TICK_MINUTES if (last - first) / 60 / each <= _TICKS - 2),
        _TICK_MINUTES[-1],
    )
    step = minutes * 60
    begin = (into + first) // step * step
    end = -(-(into + last + 1) // step) * step
    return [
        (clock - into, f"{asked.at(clock - into):%H:%M}") for clock in range(begin, end + 1, step)
    ]
