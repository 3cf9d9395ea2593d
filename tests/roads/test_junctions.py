"""Nothing between two junctions is lost: neither length, nor time, nor who may use it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.roads.graph import FORBIDDEN, NO_EDGE, Mode, RoadGraph
from aman.roads.measure import metres_between
from aman.roads.speeds import barrier_stops, way_class
from roads.drawn import draw

ROAD = {"highway": "residential"}
ROW = [(9.5 + n / 1000, 47.0) for n in range(10)]


def edges(graph: RoadGraph, mode: Mode = Mode.FOOT) -> list[tuple[int, int, int]]:
    """(source, target, seconds) of what the mode may use."""
    source = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))
    rows = zip(source.tolist(), graph.target.tolist(), graph.seconds[mode].tolist(), strict=True)
    return sorted(row for row in rows if row[2] != FORBIDDEN)


def test_a_way_becomes_one_edge_each_way() -> None:
    """Nodes of degree two go; length and time are the sum."""
    graph = draw(ROW, [((0, 1, 2), ROAD), ((4, 3, 2), ROAD)])
    assert graph.n_nodes == 2
    metres = float(metres_between(*(np.asarray([each]) for each in (9.5, 47, 9.504, 47)))[0])
    assert graph.metres.tolist() == [np.float32(metres)] * 2
    seconds = round(metres * 3.6 / 5)
    assert edges(graph) == [(0, 1, seconds), (1, 0, seconds)]
    assert graph.twin.tolist() == [1, 0]
    assert graph.shape_lon[graph.shape_first[1] :].tolist() == [9.504, 9.503, 9.502, 9.501, 9.5]


def test_a_node_stays_where_three_meet_or_the_kind_changes() -> None:
    """Also where access changes within one kind."""
    fork = draw(ROW, [((0, 1, 2), ROAD), ((1, 5), ROAD)])
    assert fork.n_nodes == 4
    change = draw(ROW, [((0, 1), ROAD), ((1, 2), {"highway": "track"})])
    assert change.n_nodes == 3
    private = draw(ROW, [((0, 1), ROAD), ((1, 2), ROAD | {"motor_vehicle": "no"})])
    assert private.n_nodes == 3
    slower = draw(ROW, [((0, 1), ROAD), ((1, 2), ROAD | {"maxspeed": "10"})])
    assert slower.n_nodes == 2


def test_one_way_roads_join_only_in_their_direction() -> None:
    """Head to tail they are one edge; head to head a junction stays."""
    one_way = ROAD | {"oneway": "yes"}
    joined = draw(ROW, [((0, 1), one_way), ((1, 2), one_way)])
    assert joined.n_nodes == 2
    assert [row[:2] for row in edges(joined, Mode.CAR)] == [(0, 1)]
    assert [row[:2] for row in edges(joined, Mode.FOOT)] == [(0, 1), (1, 0)]
    turned = draw(ROW, [((0, 1), one_way), ((2, 1), one_way | {"oneway": "-1"})[:2]])
    assert turned.n_nodes == 2
    facing = draw(ROW, [((0, 1), one_way), ((2, 1), one_way)])
    assert facing.n_nodes == 3


def test_a_one_way_road_has_no_twin() -> None:
    """On a motorway nobody goes back, and nobody waits."""
    graph = draw(ROW, [((0, 1), {"highway": "motorway"})])
    assert graph.twin.tolist() == [NO_EDGE]
    assert not graph.may_wait.any()
    assert graph.seconds[Mode.FOOT].tolist() == [FORBIDDEN]


def test_rings_keep_a_node() -> None:
    """A ring that meets nothing, and one that hangs on a junction."""
    alone = draw(ROW, [((0, 1, 2), ROAD), ((2, 5, 0), ROAD)])
    assert alone.n_nodes == 1
    assert [row[:2] for row in edges(alone)] == [(0, 0), (0, 0)]
    hanging = draw(ROW, [((0, 1), ROAD), ((1, 2, 5, 1), ROAD)])
    assert hanging.n_nodes == 2
    assert len(edges(hanging)) == 4


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=14),
    st.permutations(range(10)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_nodes_and_ways_does_not_matter(
    pairs: list[tuple[int, int]], order: list[int], chance: st.DataObject
) -> None:
    """The same roads, told in another order and direction, are the same graph."""
    places = [(9.5 + n % 4 / 700, 47 + n / 900) for n in range(10)]
    ways = [((a, b), ROAD) for a, b in {tuple(sorted(each)) for each in pairs} if a != b]
    if not ways:
        return
    told = [((order[b], order[a]), tags) for (a, b), tags in ways]
    chance.shuffle(told)
    moved = [places[order.index(n)] for n in range(10)]
    one, other = draw(places, ways), draw(moved, told)
    assert located(one) == located(other)
    total = sum(
        metres_between(*(np.asarray([x]) for x in (*places[a], *places[b])))[0]
        for (a, b), _ in ways
    )
    assert np.isclose(one.metres.sum(), 2 * total, rtol=1e-6)


def located(graph: RoadGraph) -> list[tuple[object, ...]]:
    """Edges by the shape of their geometry; a ring may begin anywhere."""
    found: list[tuple[object, ...]] = []
    for edge in range(graph.n_edges):
        points = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
        shape = list(
            zip(graph.shape_lon[points].tolist(), graph.shape_lat[points].tolist(), strict=True)
        )
        shape = sorted(shape[1:]) if shape[0] == shape[-1] else shape
        found.append((tuple(shape), *(int(graph.seconds[mode][edge]) for mode in Mode)))
    return sorted(found)


def speeds(**tags: str) -> dict[str, float]:
    """km/h along and against a way with the tags."""
    found = way_class({key.replace("__", ":"): value for key, value in tags.items()}.get)
    if found is None:
        return {}
    names = [mode.value for mode in Mode] + [f"-{mode.value}" for mode in Mode]
    return {name: speed for name, speed in zip(names, found[1], strict=True) if speed}


def test_tags_open_and_close_ways() -> None:
    """The most particular tag decides, and what is not known decides nothing."""
    assert speeds(highway="residential")["car"] == 25
    assert speeds(highway="residential", maxspeed="10 mph")["car"] == 10 * 1.609344
    assert speeds(highway="residential", maxspeed="walk")["car"] == 25
    assert "car" not in speeds(highway="track", motor_vehicle="agricultural")
    assert "foot" not in speeds(highway="path", access="private")
    assert speeds(highway="path", access="no", foot="yes")["foot"] == 5
    assert speeds(highway="footway", bicycle="yes")["bicycle"] == 8
    assert "car" not in speeds(highway="footway", motor_vehicle="yes")
    assert speeds(highway="steps")["foot_slow"] == 1
    assert "-car" not in speeds(highway="residential", oneway="yes")
    assert "car" not in speeds(highway="residential", oneway="-1")
    assert "-bicycle" in speeds(highway="residential", oneway="yes", oneway__bicycle="no")
    assert "-bicycle" not in speeds(highway="residential", junction="roundabout")
    assert "-foot" in speeds(highway="residential", junction="roundabout")
    assert speeds(highway="proposed") == {}
    assert speeds(highway="motorway", access="no") == {}


def test_barriers_stop_whom_they_stop() -> None:
    """A bollard stops cars; a locked gate everybody; a gate nobody."""
    assert barrier_stops({"barrier": "bollard"}.get) == (False, False, False, True)
    assert barrier_stops({"barrier": "gate", "access": "private"}.get) == (True,) * 4
    assert not any(barrier_stops({"barrier": "gate"}.get))
    assert not any(barrier_stops({"barrier": "bollard", "motor_vehicle": "yes"}.get))
