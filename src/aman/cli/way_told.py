"""What `aman way find` answers: in words for people, in figures for programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import numpy as np
from rich.markup import escape

from aman.cli.way_asked import Asked
from aman.roads.answers import Forbids, Way, probability
from aman.roads.bands import SAID, Band
from aman.roads.plan import GuideOnly
from aman.roads.robust import Examined, Judged
from aman.roads.tellable import ToldWay

LONG_WAIT_S: Final = 120
"""Shorter waits are not worth a word."""
NOTHING: Final = {
    Forbids.UNREACHABLE: "No road of the map leads from there to a reception point.",
    Forbids.CLOSED_AREA: "All roads to the reception points lead through closed areas.",
    Forbids.WINDOW: "Every point closes before anybody could be received there.",
    Forbids.HORIZON: "There is a way, but it takes longer than --horizon.",
}


def in_words(asked: Asked, examined: Examined, told: ToldWay | GuideOnly | None) -> Iterator[str]:
    """Lines for the console: bands and ranks, no figures that nobody can know."""
    yield "[bold]Ways, the best of those examined first[/bold]"
    staying = examined.staying
    for number, each in enumerate(examined.shown, 1):
        yield from _way_in_words(asked, number, each)
        if each.rank > staying.rank:
            yield "     more dangerous than staying"
    yield f"  [bold]Staying[/bold], until {_time(asked.at(asked.question.end_s))}"
    yield f"     harm {band_in_words(staying.band)}"
    if staying.rank == 1:
        yield "     of all that was examined, the least dangerous"
    yield "\nWhere no layer says anything is not safe: it has a rate of its own (--no-data)."
    if isinstance(told, GuideOnly):
        yield "No way that is hardly more dangerous can be told in seven steps: guide only."
    elif told is not None:
        yield f"A way as safe, or hardly less, can be told in {len(told.steps)} steps."


def _way_in_words(asked: Asked, number: int, judged: Judged) -> Iterator[str]:
    way = judged.way
    point = asked.points[way.goal or 0]
    metres = round(sum(_metres(asked, way)) / 100) / 10
    yield f"  [bold]{number}. {escape(point.name)}[/bold]"
    yield f"     harm {band_in_words(judged.band)}"
    first = way.legs[0].depart_s if way.legs else way.reached_s
    yield (
        f"     go at {_time(asked.at(first))}, there at {_time(asked.at(way.reached_s))}, "
        f"received by {_time(asked.at(way.arrival_s))}"
    )
    halts = "".join(
        f", wait on the way until {_time(asked.at(leg.depart_s))}"
        for leg in way.legs[1:]
        if leg.wait_s >= LONG_WAIT_S
    )
    people = "" if point.people is None else f"; room for {point.people}"
    yield f"     {metres:g} km{halts}{people}"


def band_in_words(band: Band) -> str:
    """Such as "between 1 in 200 and 1 in 30"."""
    rarest, often = band
    if rarest == often:
        if rarest == SAID[-1]:
            return f"in 1 of {rarest:,} cases or fewer"
        return "in more than 1 of 2 cases" if rarest == 1 else f"about 1 in {rarest}"
    least = "less than 1 in 1,000" if rarest == SAID[-1] else f"1 in {rarest}"
    most = "nearly every case" if often == 1 else f"1 in {often}"
    return f"between {least} and {most}"


def as_json(asked: Asked, examined: Examined, front: Any, told: ToldWay | GuideOnly | None) -> Any:  # noqa: ANN401
    """All figures."""
    return {
        "start": asked.phases.start.isoformat(),
        "horizon_seconds": asked.question.horizon_s,
        "mode": asked.question.network.mode.value,
        "no_data_per_minute": [asked.no_data.low, asked.no_data.likely, asked.no_data.high],
        "exact": front.exact,
        "at_most": front.at_most,
        "front": {
            "arrival": [asked.at(int(each)).isoformat() for each in front.arrival_s],
            "probability": [probability(float(each)) for each in front.hazard],
        },
        "examined": len(examined.ways),
        "ways": [_judged(asked, each) for each in examined.shown],
        "staying": _judged(asked, examined.staying),
        "told_in_steps": _told(asked, told),
    }


def as_geojson(asked: Asked, examined: Examined) -> Any:  # noqa: ANN401 - JSON
    """The ways as lines, the points as points."""
    lines = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": line_of(asked, each.way)},
            "properties": _judged(asked, each),
        }
        for each in examined.shown
    ]
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {"name": point.name, "people": point.people},
        }
        for point in asked.points
    ]
    return {"type": "FeatureCollection", "features": [*lines, *points]}


def line_of(asked: Asked, way: Way) -> list[list[float]]:
    """Longitude and latitude along a way, bends included."""
    graph, network = asked.graph, asked.question.network
    found: list[list[float]] = []
    for leg in way.legs:
        edge = int(network.edge[leg.arc])
        rows = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
        places = np.stack([graph.shape_lon[rows], graph.shape_lat[rows]], axis=1)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
        begin, end = (network.part[leg.arc] * along[-1]).tolist()
        inner = places[(along > begin) & (along < end)].tolist()
        for node, bends in ((network.source, inner), (network.target, [])):
            at = int(node[leg.arc])
            here = [float(network.lon[at]), float(network.lat[at])]
            if not found or found[-1] != here:
                found.append(here)
            found += bends
    return found


def _judged(asked: Asked, judged: Judged) -> dict[str, Any]:
    way = judged.way
    waits = [
        {"until": asked.at(leg.depart_s).isoformat(), "seconds": leg.wait_s,
         "lon": float(asked.question.network.lon[asked.question.network.source[leg.arc]]),
         "lat": float(asked.question.network.lat[asked.question.network.source[leg.arc]])}
        for leg in way.legs if leg.wait_s
    ]  # fmt: skip
    return {
        "point": None if way.goal is None else asked.points[way.goal].name,
        "rank": judged.rank,
        "band_one_in": list(judged.band),
        "probability_mean": judged.mean,
        "probability_worst_tenth": judged.worst_tenth,
        "probability_where_found": way.probability,
        "start": asked.at(way.legs[0].depart_s if way.legs else 0).isoformat(),
        "reached": asked.at(way.reached_s).isoformat(),
        "arrival": asked.at(way.arrival_s).isoformat(),
        "metres": round(sum(_metres(asked, way))),
        "waits": waits,
    }


def _metres(asked: Asked, way: Way) -> Iterator[float]:
    network = asked.question.network
    for leg in way.legs:
        begin, end = network.part[leg.arc].tolist()
        yield float(asked.graph.metres[network.edge[leg.arc]]) * (end - begin)


def _told(asked: Asked, told: ToldWay | GuideOnly | None) -> dict[str, Any] | str | None:
    if told is None:
        return None
    if isinstance(told, GuideOnly):
        return "guide only"
    return {
        "steps": len(told.steps),
        "point": asked.points[told.goal].name,
        "start": asked.at(told.departure.start_s).isoformat(),
        "arrival": asked.at(told.arrival_s).isoformat(),
        "probability": probability(told.hazard),
    }


def _time(time: datetime) -> str:
    return f"{time:%H:%M}"
