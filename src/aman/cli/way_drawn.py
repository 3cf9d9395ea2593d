"""What the picture of an answer is drawn from."""

from typing import Final

import numpy as np
import shapely

from aman.cli.way_asked import Asked
from aman.cli.way_assigned import middle, summary
from aman.cli.way_groups import Assigned
from aman.cli.way_told import LONG_WAIT_S, line_of
from aman.cli.way_words import in_words, language, say
from aman.roads.answers import Front, Way, probability
from aman.roads.draws import Draws
from aman.roads.exposure import exposures
from aman.roads.graph import RoadGraph
from aman.roads.group_picture import DrawnGroups, Flow, GroupLabels, groups_picture
from aman.roads.map_view import DrawnPoint, DrawnZone, Places, Road
from aman.roads.picture import Drawing, Labels, Route, picture
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
        roads=roads(asked.graph),
        zones=[drawn_zone(each) for each in asked.zones],
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
        labels=labels(),
    )
    return picture(drawing)


def labels() -> Labels:
    """The words of a picture."""
    return Labels(
        language=language(),
        ways=say("drawn_ways"),
        way=say("drawn_way"),
        none=say("drawn_none"),
        start=say("drawn_start"),
        wait=say("drawn_wait"),
        front=say("drawn_front"),
        received=say("drawn_received", clock="{clock}"),
        staying=say("staying"),
        certain=say("drawn_certain"),
        one_in=say("one_in", n="{n}"),
    )


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
        says=say(
            "drawn_says",
            point=asked.points[way.goal or 0].name,
            time=f"{asked.at(way.arrival_s):%H:%M}",
            band=in_words(judged.band),
        ),
        places=[(lon, lat) for lon, lat in line_of(asked, way)],
        arrival_s=way.arrival_s,
        probability=harm,
        waits=[(float(network.lon[each]), float(network.lat[each])) for each in at],
    )


def roads(graph: RoadGraph) -> list[Road]:
    """Each road once, whichever way it is gone."""
    once = np.flatnonzero((graph.twin < 0) | (graph.twin > np.arange(graph.n_edges)))
    return [
        Road(_places(graph, edge), LOOKS[int(graph.way_kind[edge])] == RoadLook.MAIN_ROAD)
        for edge in once.tolist()
    ]


def drawn_zone(zone: Zone) -> DrawnZone:
    """Its outlines, and what it is called."""
    outlines: list[Places] = []
    for part in shapely.get_parts(zone.shape.geometry):
        rings = [part.exterior, *part.interiors] if not zone.shape.is_line else [part]
        outlines += [[(x, y) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]
    return DrawnZone(
        zone.name or say("drawn_hazard"), outlines, zone.shape.is_line, zone.shape.closed
    )


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


def draw_groups(answer: Assigned) -> str:
    """The SVG of many groups; `says` of it are the lines of its summary."""
    people: dict[int, int] = {}
    going: list[tuple[float, float]] = []
    staying: list[tuple[float, float]] = []
    for number, group in enumerate(answer.asked.groups):
        chosen = answer.chosen(number)
        (staying if chosen is None else going).append((group.lon, group.lat))
        if chosen is not None:
            edges = answer.network(number).edge
            for edge in {int(edges[leg.arc]) for leg in chosen.way.legs}:
                twin = int(answer.graph.twin[edge])
                road = min(edge, twin) if twin >= 0 else edge
                people[road] = people.get(road, 0) + group.people
    received = dict.fromkeys(range(len(answer.asked.points)), 0)
    for number, group in enumerate(answer.asked.groups):
        chosen = answer.chosen(number)
        if chosen is not None:
            received[chosen.point] += group.people
    points = [
        DrawnPoint(say("drawn_point", point=each.name, people=received[number]), each.lon, each.lat)
        for number, each in enumerate(answer.asked.points)
    ]
    return groups_picture(
        DrawnGroups(
            roads=roads(answer.graph),
            zones=[drawn_zone(each) for each in answer.asked.zones],
            points=points,
            flows=[Flow(_places(answer.graph, road), count) for road, count in people.items()],
            going=going,
            staying=staying,
            narrows=[middle(answer, each) for each in answer.narrows],
            labels=GroupLabels(
                language=language(),
                heading=say("drawn_groups"),
                goes=say("drawn_goes"),
                stays=say("drawn_stays"),
                wide=say("drawn_wide"),
                says=" ".join(summary(answer)),
            ),
        )
    )


def _places(graph: RoadGraph, edge: int) -> Places:
    rows = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
    return list(zip(graph.shape_lon[rows].tolist(), graph.shape_lat[rows].tolist(), strict=True))
