"""What `aman way find` answers: in words for people, in figures for programs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from rich.markup import escape

from aman.cli.way_asked import Asked
from aman.cli.way_steps import Told, in_steps, steps_as_json
from aman.cli.way_words import in_words, language, say
from aman.roads.answers import Forbids, Way, probability
from aman.roads.bands import one_in
from aman.roads.graph import RoadGraph
from aman.roads.network import Network
from aman.roads.plan_words import landmark_in_words
from aman.roads.robust import Examined, Judged, Looked

LONG_WAIT_S: Final = 120
"""Shorter waits are not worth a word."""
NOTHING: Final = {
    Forbids.UNREACHABLE: "forbids_unreachable",
    Forbids.CLOSED_AREA: "forbids_closed",
    Forbids.WINDOW: "forbids_window",
    Forbids.HORIZON: "forbids_horizon",
}
"""The text that says it."""


def ways_in_words(asked: Asked, examined: Examined, told: Sequence[Told]) -> Iterator[str]:
    """Lines for the console: bands and ranks, no figures that nobody can know."""
    yield f"[bold]{say('heading')}[/bold]"
    yield from _gathering_in_words(asked)
    staying = examined.staying
    for number, each in enumerate(examined.shown, 1):
        yield from _way_in_words(asked, number, each)
        if each.rank > staying.rank:
            yield f"     {say('worse_than_staying')}"
        yield from (line for one in told[number - 1 : number] for line in in_steps(asked, one))
    end = clock_at(asked.at(asked.question.end_s))
    yield "  " + say("until", what=f"[bold]{say('staying')}[/bold]", time=end)
    yield f"     {say('harm', band=in_words(staying.band))}"
    if staying.rank == 1:
        yield f"     {say('staying_best')}"
    yield "\n" + say("not_safe")
    yield from _approximate_in_words(examined.looked)


def _gathering_in_words(asked: Asked) -> Iterator[str]:
    gathered = asked.lead.gathered
    if gathered is not None:
        landmark = landmark_in_words(asked.graph.landmarks, gathered.landmark, language())
        time = clock_at(asked.at(gathered.until_s))
        yield "  " + say("gather", landmark=escape(landmark), time=time)


def _approximate_in_words(looked: Looked) -> Iterator[str]:
    if looked.exact:
        return
    yield say("approximate", under=looked.under, of=looked.of)
    if looked.at_most > 0:
        n = one_in(looked.at_most)
        yield say("may_spare_all") if n == 1 else say("may_spare", n=f"{n:,}")


def _way_in_words(asked: Asked, number: int, judged: Judged) -> Iterator[str]:
    way = judged.way
    point = asked.points[way.goal or 0]
    metres = round(sum(_metres(asked, way)) / 100) / 10
    yield f"  [bold]{number}. {escape(point.name)}[/bold]"
    yield f"     {say('harm', band=in_words(judged.band))}"
    first = way.legs[0].depart_s if way.legs else way.reached_s
    times = (clock_at(asked.at(each)) for each in (first, way.reached_s, way.arrival_s))
    yield "     " + say("go_at", **dict(zip(("go", "there", "received"), times, strict=True)))
    halts = "".join(
        say("wait_until", until=clock_at(asked.at(leg.depart_s)))
        for leg in way.legs[1:]
        if leg.wait_s >= LONG_WAIT_S
    )
    people = "" if point.people is None else say("room_for", people=point.people)
    yield f"     {say('kilometres', km=f'{metres:g}')}{halts}{people}"


def as_json(asked: Asked, examined: Examined, front: Any, told: Sequence[Told]) -> Any:  # noqa: ANN401
    """All figures, here alone; of each way how it can be told, where that was asked."""
    spoken = [{"told": steps_as_json(asked, each)} for each in told] or [{}] * len(examined.shown)
    return {
        "start": asked.phases.start.isoformat(),
        "horizon_seconds": asked.question.horizon_s,
        "mode": asked.question.network.mode.value,
        "no_data_per_minute": [asked.no_data.low, asked.no_data.likely, asked.no_data.high],
        "begins": _gathering(asked),
        "exact": examined.looked.exact,
        "at_most": examined.looked.at_most,
        "guesses_looked_at": examined.looked.under,
        "guesses": examined.looked.of,
        "front": {
            "arrival": [asked.at(int(each)).isoformat() for each in front.arrival_s],
            "probability": [probability(float(each)) for each in front.hazard],
        },
        "examined": len(examined.ways),
        "ways": [
            _judged(asked, each) | _figures(each) | one
            for each, one in zip(examined.shown, spoken, strict=True)
        ],
        "staying": _judged(asked, examined.staying) | _figures(examined.staying),
    }


def _gathering(asked: Asked) -> dict[str, Any]:
    """The junction where ways begin; of an area until when all are there, and whose harm it is."""
    graph, gathered = asked.graph, asked.lead.gathered
    here = {"place": _place(graph, asked.lead.onward.origin)}
    if gathered is None:
        return here
    return here | {
        "landmark": landmark_in_words(graph.landmarks, gathered.landmark, language()),
        "until": asked.at(gathered.until_s).isoformat(),
        "worst_place": _place(graph, gathered.worst),
    }


def _place(graph: RoadGraph, junction: int) -> list[float]:
    return [float(graph.lon[junction]), float(graph.lat[junction])]


def as_geojson(asked: Asked, examined: Examined) -> Any:  # noqa: ANN401 - JSON
    """The ways as lines with their bands, the points as points."""
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
    return line_along(asked.graph, asked.question.network, way)


def line_along(graph: RoadGraph, network: Network, way: Way) -> list[list[float]]:
    """The same of a way on any network."""
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
        "start": asked.at(way.legs[0].depart_s if way.legs else 0).isoformat(),
        "reached": asked.at(way.reached_s).isoformat(),
        "arrival": asked.at(way.arrival_s).isoformat(),
        "metres": round(sum(_metres(asked, way))),
        "waits": waits,
    }


def _figures(judged: Judged) -> dict[str, float]:
    """What nobody can know so exactly: for programs that ask for it, never on a map."""
    return {
        "probability_mean": judged.mean,
        "probability_worst_tenth": judged.worst_tenth,
        "probability_where_found": judged.way.probability,
    }


def _metres(asked: Asked, way: Way) -> Iterator[float]:
    network = asked.question.network
    for leg in way.legs:
        begin, end = network.part[leg.arc].tolist()
        yield float(asked.graph.metres[network.edge[leg.arc]]) * (end - begin)


def clock_at(time: datetime) -> str:
    """By the clock that was asked in."""
    return f"{time:%H:%M}"
