"""What `aman way assign` answers: in words for people, in figures for programs.

Promises: who stays is told with the reason, and what is full by its name and hour; what nobody can
know is a band in words.
"""

from collections.abc import Iterator
from typing import Any, Final

from rich.markup import escape

from aman.cli.way_groups import Assigned, Judged
from aman.cli.way_told import LONG_WAIT_S, clock_at, line_along
from aman.cli.way_words import in_words, say
from aman.roads.assignment import Because, LeftOut
from aman.roads.bottlenecks import Narrow
from aman.roads.market import Capacity, Chosen, Of
from aman.roads.receiving import HOUR_S

_BECAUSE: Final = {
    Because.STAYING_IS_SAFER: "because_safer",
    Because.NO_WAY: "because_no_way",
    Because.TOO_MANY: "because_too_many",
    Because.FULL: "because_full",
}
_OF: Final = {Of.PLACES: "of_places", Of.TURN: "of_turn", Of.TEAM: "of_team", Of.ROAD: "of_road"}


def assigned_in_words(answer: Assigned) -> Iterator[str]:
    """Lines for the console: who goes where and when, who stays and why, how good it is."""
    yield from summary(answer)
    going = [each for each in range(len(answer.groups)) if answer.chosen(each) is not None]
    if going:
        yield f"\n[bold]{say('who_goes')}[/bold]"
    for group in sorted(going, key=lambda each: _sets_out(answer, each)):
        yield from _goes(answer, group)
    if answer.assignment.left_out:
        yield f"\n[bold]{say('who_stays')}[/bold]"
    for left in answer.assignment.left_out:
        yield "  " + _called(answer, left.group)
        yield "     " + _because(answer, left)
        yield "     " + say("harm", band=in_words(answer.judged[left.group].band))
    yield from _narrows(answer)
    yield "\n" + say("not_safe")


def summary(answer: Assigned) -> Iterator[str]:
    """How many go, and how good that is."""
    going = [each for each in range(len(answer.groups)) if answer.chosen(each) is not None]
    people = answer.groups.people
    yield say(
        "all_go",
        groups=len(going),
        all=len(people),
        people=int(people[going].sum()),
        everybody=int(people.sum()),
    )
    if answer.mean > 0 and answer.staying_mean / answer.mean >= 2:  # noqa: PLR2004 - worth a word
        yield say("spared", times=f"{answer.staying_mean / answer.mean:.2g}")
    yield say("gap", percent=f"{answer.assignment.gap * 100:.1f}")


def _goes(answer: Assigned, group: int) -> Iterator[str]:
    chosen = answer.chosen(group)
    if chosen is None:
        return
    asked, way = answer.asked, chosen.way
    point = escape(asked.points[chosen.point].name)
    yield f"  {_called(answer, group)} [bold]{say('goes_to', point=point)}[/bold]"
    times = (_sets_out(answer, group), way.reached_s, chosen.received_s)
    said = [clock_at(asked.at(each)) for each in times]
    waits = "".join(
        say("wait_until", until=clock_at(asked.at(leg.depart_s)))
        for leg in way.legs[1:]
        if leg.wait_s >= LONG_WAIT_S
    )
    yield "     " + say("go_at", go=said[0], there=said[1], received=said[2]) + waits
    yield "     " + say("harm", band=in_words(answer.judged[group].band))


def _called(answer: Assigned, group: int) -> str:
    each = answer.asked.groups[group]
    name = escape(each.name)
    return say("group", name=name, people=each.people, wounded=each.wounded)


def _sets_out(answer: Assigned, group: int) -> int:
    chosen = answer.chosen(group)
    if chosen is None or not chosen.way.legs:
        return 0 if chosen is None else chosen.way.reached_s
    return chosen.way.legs[0].depart_s


def _because(answer: Assigned, left: LeftOut) -> str:
    named = "; ".join(_named(answer, answer.market.capacities[each]) for each in left.capacities)
    return say(_BECAUSE[left.because], what=named)


def _named(answer: Assigned, capacity: Capacity) -> str:
    at = answer.asked.at
    point = "" if capacity.of is Of.ROAD else escape(answer.asked.points[capacity.number].name)
    return say(
        _OF[capacity.of],
        point=point,
        number=capacity.number + 1,
        since=clock_at(at(capacity.since_s)),
        until=clock_at(at(capacity.until_s)),
    )


def _narrows(answer: Assigned) -> Iterator[str]:
    """Those that anybody passes; their numbers are those that reasons name."""
    passing = answer.passing()
    if not any(passing):
        return
    yield f"\n[bold]{say('narrows')}[/bold]"
    for number, (narrow, hours) in enumerate(zip(answer.narrows, passing, strict=True), 1):
        if not hours:
            continue
        lon, lat = middle(answer, narrow)
        yield "  " + say("narrow", number=number, place=f"{lat:.5f}, {lon:.5f}")
        for hour, people in sorted(hours.items()):
            at = answer.asked.at
            times = {
                "since": clock_at(at(hour * HOUR_S)),
                "until": clock_at(at((hour + 1) * HOUR_S)),
            }
            most = answer.per_hour[number - 1]
            yield "     " + say("hourly_capped", people=people, most=most, **times)
    if answer.asked.per_hour is None:
        yield "  " + say("capped")


def middle(answer: Assigned, narrow: Narrow) -> tuple[float, float]:
    """A place on a narrow: the middle of its longest edge."""
    graph = answer.graph
    edge = max(sorted(narrow.edges), key=lambda each: float(graph.metres[each]))
    begin, end = graph.shape_first[edge : edge + 2].tolist()
    spot = (begin + end) // 2
    return float(graph.shape_lon[spot]), float(graph.shape_lat[spot])


def assigned_as_json(answer: Assigned) -> Any:  # noqa: ANN401 - JSON
    """All figures, here alone."""
    asked = answer.asked
    return {
        "start": asked.start.isoformat(),
        "horizon_seconds": asked.horizon_s,
        "no_data_per_minute": [asked.no_data.low, asked.no_data.likely, asked.no_data.high],
        "weighted_harm": answer.assignment.harm,
        "weighted_harm_at_least": answer.assignment.at_least,
        "gap": answer.assignment.gap,
        "weighted_harm_mean": answer.mean,
        "weighted_harm_worst_tenth": answer.worst_tenth,
        "weighted_harm_if_all_stay": answer.staying_mean,
        "searches": len(set(map(id, answer.looked))),
        "groups": [
            _group_as_json(answer, group) | _figures(judged)
            for group, judged in enumerate(answer.judged)
        ],
        "narrows": [
            {
                "place": list(middle(answer, narrow)),
                "people_per_hour_at_most": most,
                "people": {
                    asked.at(hour * HOUR_S).isoformat(): people
                    for hour, people in sorted(hours.items())
                },
            }
            for narrow, most, hours in zip(
                answer.narrows, answer.per_hour, answer.passing(), strict=True
            )
        ],
    }


def _group_as_json(answer: Assigned, group: int) -> dict[str, Any]:
    each, judged = answer.asked.groups[group], answer.judged[group]
    found: dict[str, Any] = {
        "name": each.name,
        "people": each.people,
        "wounded": each.wounded,
        "mode": each.mode.value,
        "band_one_in": list(judged.band),
    }
    chosen = answer.chosen(group)
    if chosen is not None:
        return found | _chosen(answer, group, chosen)
    left = next(one for one in answer.assignment.left_out if one.group == group)
    capacities = [answer.market.capacities[one] for one in left.capacities]
    return found | {
        "point": None,
        "stays_because": left.because.value,
        "lacking": [
            {
                "of": one.of.value,
                "number": one.number,
                "since": answer.asked.at(one.since_s).isoformat(),
                "until": answer.asked.at(one.until_s).isoformat(),
                "most": one.most,
            }
            for one in capacities
        ],
    }


def _figures(judged: Judged) -> dict[str, float]:
    """What nobody can know so exactly: for programs that ask for it, never on a map."""
    return {
        "probability_mean": judged.mean,
        "probability_worst_tenth": judged.worst_tenth,
    }


def _chosen(answer: Assigned, group: int, chosen: Chosen) -> dict[str, Any]:
    at = answer.asked.at
    return {
        "point": answer.asked.points[chosen.point].name,
        "start": at(_sets_out(answer, group)).isoformat(),
        "reached": at(chosen.way.reached_s).isoformat(),
        "received": at(chosen.received_s).isoformat(),
        "waits": [
            {"until": at(leg.depart_s).isoformat(), "seconds": leg.wait_s}
            for leg in chosen.way.legs
            if leg.wait_s
        ],
    }


def assigned_as_geojson(answer: Assigned) -> Any:  # noqa: ANN401 - JSON
    """A line for who goes, a point for who stays, with bands; points and narrows as points."""
    features = []
    for number, group in enumerate(answer.asked.groups):
        chosen = answer.chosen(number)
        line = [] if chosen is None else way_line(answer, number, chosen)
        shape = (
            {"type": "LineString", "coordinates": line}
            if len(line) > 1
            else {"type": "Point", "coordinates": [group.lon, group.lat]}
        )
        features.append(_feature(shape, _group_as_json(answer, number)))
    features += [
        _feature(
            {"type": "Point", "coordinates": [point.lon, point.lat]},
            {"name": point.name, "people": point.people},
        )
        for point in answer.asked.points
    ]
    features += [
        _feature({"type": "Point", "coordinates": narrow.pop("place")}, narrow)
        for narrow in assigned_as_json(answer)["narrows"]
    ]
    return {"type": "FeatureCollection", "features": features}


def way_line(answer: Assigned, group: int, chosen: Chosen) -> list[list[float]]:
    """Longitude and latitude along a group's way."""
    return line_along(answer.graph, answer.network(group), chosen.way)


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
