"""Cutting keeps every second of a road, counts what is inside, and closes what is closed."""

from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from aman.roads.graph import FORBIDDEN, Mode, RoadGraph
from aman.roads.network import NO_CROSSING, Network, cut
from aman.roads.shapes import Shape, around, as_areas
from roads.drawn import draw

ROAD = {"highway": "residential"}
WEST, EAST = 9.5, 9.51
NO_DATA = "no data"


def box(west: float, south: float, east: float, north: float, *, closed: bool = False) -> Shape:
    """A rectangle."""
    return Shape(as_areas(shapely.box(west, south, east, north)), closed=closed)


def line(*places: tuple[float, float]) -> Shape:
    """A line that is crossed."""
    return Shape(shapely.MultiLineString([list(places)]))


def straight() -> RoadGraph:
    """One road from west to east."""
    return draw([(WEST, 47.0), (EAST, 47.0)], [((0, 1), ROAD)])


def members(network: Network, row: int) -> frozenset[object]:
    """The zones of a row that adds, or the sets of one that takes the least."""
    base = len(network.zone_set_first) - 1
    if row >= base:
        begin, end = network.least_first[row - base : row - base + 2]
        return frozenset(members(network, each) for each in network.least_sets[begin:end].tolist())
    begin, end = network.zone_set_first[row : row + 2]
    zones = network.zone_set_zones[begin:end].tolist()
    return frozenset(NO_DATA if each == network.n_zones else each for each in zones)


def crossed(network: Network, arc: int) -> set[int]:
    """The lines that entering the arc crosses."""
    row = int(network.crossing_set[arc])
    if row == NO_CROSSING:
        return set()
    begin, end = network.crossing_first[row : row + 2]
    return set(network.crossing_zones[begin:end].tolist())


def seconds_in(network: Network, edge: int) -> Counter[frozenset[object]]:
    """Seconds of an edge by what covers them."""
    found: Counter[frozenset[object]] = Counter()
    for arc in np.flatnonzero(network.edge == edge).tolist():
        found[members(network, int(network.zone_set[arc]))] += int(network.seconds[arc])
    return found


@pytest.mark.parametrize("share", [0.5, 0.25, 0.1, 0.9])
def test_half_of_an_edge_in_a_zone_counts_half(share: float) -> None:
    """And a quarter a quarter, both ways, to the second."""
    graph = straight()
    border = WEST + (EAST - WEST) * share
    network = cut(graph, Mode.FOOT, [box(WEST - 1, 46, border, 48)])
    for edge in range(2):
        whole = int(graph.seconds[Mode.FOOT][edge])
        found = seconds_in(network, edge)
        assert found[frozenset({0})] == pytest.approx(whole * share, abs=0.51)
        assert found.total() == whole
    assert network.n_nodes == 3
    assert (network.lon[2], network.lat[2]) == pytest.approx((border, 47.0), abs=1e-9)


def test_without_shapes_the_network_is_the_graph() -> None:
    """Everything is "no data", and shown as such."""
    graph = straight()
    network = cut(graph, Mode.FOOT, [])
    assert network.n_arcs == graph.n_edges
    assert network.seconds.tolist() == graph.seconds[Mode.FOOT].tolist()
    assert members(network, int(network.zone_set[0])) == {NO_DATA}
    assert members(network, int(network.node_zone_set[0])) == {NO_DATA}


def test_zones_that_overlap_are_one_set() -> None:
    """What two areas cover has both, what none covers has "no data"."""
    third = (EAST - WEST) / 3
    graph = straight()
    zones = [box(WEST - 1, 46, WEST + 2 * third, 48), box(WEST + third, 46, EAST + 1, 48)]
    assert seconds_in(cut(graph, Mode.FOOT, zones), 0).keys() == {
        frozenset({0}),
        frozenset({0, 1}),
        frozenset({1}),
    }


def test_who_waits_on_a_boundary_is_on_its_better_side() -> None:
    """Of two areas that touch, the better by the hour; of one in another, the outer alone."""
    middle = (EAST + WEST) / 2
    beside = [box(WEST - 1, 46, middle, 48), box(middle, 46, EAST + 1, 48)]
    network = cut(straight(), Mode.FOOT, beside)
    assert members(network, int(network.node_zone_set[2])) == {frozenset({0}), frozenset({1})}
    within = [box(WEST - 1, 46, EAST + 1, 48), box(middle, 46, EAST + 1, 48)]
    network = cut(straight(), Mode.FOOT, within)
    assert members(network, int(network.node_zone_set[2])) == {0}
    assert members(network, int(network.node_zone_set[1])) == {0, 1}


def test_a_line_is_charged_once_to_whoever_crosses_it() -> None:
    """The road is cut there; each way one arc of two pays."""
    middle = (EAST + WEST) / 2
    network = cut(straight(), Mode.FOOT, [line((middle, 46.9), (middle, 47.1))])
    assert network.n_nodes == 3
    for edge in range(2):
        arcs = np.flatnonzero(network.edge == edge).tolist()
        arcs.sort(key=lambda arc: float(network.part[arc, 0]))
        assert [crossed(network, arc) for arc in arcs] == [set(), {0}]


def test_a_line_through_a_junction_is_charged_to_whoever_leaves_it() -> None:
    """Also when the crossing lies exactly on the junction, for every road."""
    middle = (EAST + WEST) / 2
    places = [(WEST, 47.0), (middle, 47.0), (EAST, 47.0), (middle + 0.001, 47.01)]
    graph = draw(places, [((0, 1, 2), ROAD), ((1, 3), ROAD)])
    network = cut(graph, Mode.FOOT, [line((middle, 46.9), (middle, 47.1))])
    paying = {int(network.source[arc]) for arc in range(network.n_arcs) if crossed(network, arc)}
    assert [network.lon[node] for node in paying] == [middle]
    assert sum(bool(crossed(network, arc)) for arc in range(network.n_arcs)) == 3


def test_a_line_along_a_road_is_charged_at_its_ends_only() -> None:
    """Somebody traced the road: its corners are no crossings."""
    places = [(WEST + n / 1000, 47.0 + n % 2 / 5000) for n in range(11)]
    graph = draw(places, [(tuple(range(11)), ROAD)])
    network = cut(graph, Mode.FOOT, [line(*places[2:9])])
    arcs = [arc for arc in range(network.n_arcs) if crossed(network, arc)]
    assert network.n_nodes == 4
    assert len(arcs) == 4


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
)
def test_a_road_that_is_too_short_is_not_cut_but_counts_all_that_covers_it(
    order: tuple[int, int, int],
) -> None:
    """Five pieces in two seconds: every area that touches it counts, and every line is crossed."""
    graph = draw([(WEST, 47.0), (WEST + 0.000036, 47.0)], [((0, 1), ROAD)])
    assert graph.seconds[Mode.FOOT].tolist() == [2, 2]
    step = 0.000007
    begins = [WEST + step * (1 + 1.5 * place) for place in order]
    shapes = [
        box(begins[0], 46, begins[0] + step, 48),
        box(begins[1], 46, begins[1] + step / 2, 48),
        line((begins[2] + step / 2, 46), (begins[2] + step / 2, 48)),
    ]
    network = cut(graph, Mode.FOOT, shapes)
    for edge in (0, 1):
        arcs = np.flatnonzero(network.edge == edge).tolist()
        covers = [members(network, int(network.zone_set[arc])) for arc in arcs]
        assert network.seconds[arcs].sum() == 2
        assert {0, 1} <= set().union(*covers)
        assert any(crossed(network, arc) == {2} for arc in arcs)


def test_a_line_through_the_end_of_a_road_is_charged_there() -> None:
    """Whoever leaves its first or its last point pays."""
    for lon in (WEST, EAST):
        network = cut(straight(), Mode.FOOT, [line((lon, 46.9), (lon, 47.1))])
        paying = [arc for arc in range(network.n_arcs) if crossed(network, arc)]
        assert [float(network.lon[network.source[arc]]) for arc in paying] == [lon]


def test_a_place_with_a_radius_covers_its_circle() -> None:
    """Nothing inside the radius is left out, and nothing beyond 2 % of it is in."""
    centre = shapely.Point(37.8, 48.0)
    area = around(centre, 1000)
    edges = shapely.get_coordinates(shapely.boundary(area))
    north = (edges[:, 1] - 48.0) * 111_195.08
    east = (edges[:, 0] - 37.8) * 111_195.08 * np.cos(np.radians(48.0))
    away = np.hypot(north, east)
    middles = np.hypot(*((np.stack([east, north])[:, 1:] + np.stack([east, north])[:, :-1]) / 2))
    assert away.max() < 1020
    assert middles.min() > 999.9


def test_nobody_enters_a_closed_area_and_whoever_is_inside_gets_out() -> None:
    """On one road: from the middle both ways out, from the ends nothing in."""
    middle = (EAST + WEST) / 2
    places = [(WEST, 47.0), (middle, 47.0), (EAST, 47.0), (middle, 47.0001)]
    graph = draw(places, [((0, 1, 2), ROAD), ((1, 3), ROAD)])
    network = cut(graph, Mode.FOOT, [box(middle - 0.001, 46, middle + 0.001, 48, closed=True)])
    inside = int(np.flatnonzero((network.lon == middle) & (network.lat == 47.0))[0])
    west, east = (int(np.flatnonzero(network.lon == lon)[0]) for lon in (WEST, EAST))
    assert {west, east} <= reached(network, inside)
    assert inside not in reached(network, west) | reached(network, east)
    assert members(network, int(network.node_zone_set[inside])) == {0}


def middle_of(graph: RoadGraph, network: Network, arc: int) -> shapely.Point:
    """The place halfway along an arc."""
    edge = int(network.edge[arc])
    points = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
    plane = np.array([np.cos(np.radians(47.003)), 1])
    shape = np.stack([graph.shape_lon[points], graph.shape_lat[points]], axis=1) * plane
    half = float(network.part[arc].mean())
    found = shapely.line_interpolate_point(shapely.LineString(shape), half, normalized=True)
    return shapely.Point(shapely.get_coordinates(found)[0] / plane)


def reached(network: Network, origin: int) -> set[int]:
    """All nodes that one can get to."""
    found, ahead = {origin}, [origin]
    while ahead:
        node = ahead.pop()
        arcs = slice(int(network.first[node]), int(network.first[node + 1]))
        ahead += [each for each in network.target[arcs].tolist() if each not in found]
        found.update(ahead)
    return found


COORDINATES = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda at: (9.5 + at[0] / 4000, 47.0 + at[1] / 6000)
)
PLACES = st.lists(COORDINATES, min_size=3, max_size=9, unique=True)
PAIRS = st.sets(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda each: each[0] < each[1]),
    min_size=2,
    max_size=14,
)
CORNERS = st.lists(
    st.tuples(st.floats(9.499, 9.511), st.floats(46.999, 47.008)), min_size=3, max_size=7
)


def hull(corners: list[tuple[float, float]]) -> shapely.Geometry:
    """The convex hull."""
    return shapely.convex_hull(shapely.MultiPoint(corners))


AREAS = CORNERS.map(hull).filter(lambda each: each.geom_type == "Polygon" and each.area > 1e-9)
SHAPES = st.lists(
    AREAS.map(lambda each: Shape(as_areas(each)))
    | st.tuples(COORDINATES, COORDINATES)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: line(*ends)),
    max_size=5,
)


def built(places: list[tuple[float, float]], pairs: set[tuple[int, int]]) -> RoadGraph:
    """A graph of straight roads, some of them one-way for cars."""
    chosen = sorted(each for each in pairs if each[1] < len(places))
    assume(chosen)
    tags = [ROAD | ({"oneway": "yes"} if number % 3 == 0 else {}) for number in range(len(chosen))]
    return draw(places, list(zip(chosen, tags, strict=True)))


@settings(max_examples=80, deadline=None)
@given(PLACES, PAIRS, SHAPES, st.sampled_from([Mode.FOOT, Mode.CAR]))
def test_arcs_are_their_edges_again(
    places: list[tuple[float, float]],
    pairs: set[tuple[int, int]],
    shapes: list[Shape],
    mode: Mode,
) -> None:
    """Seconds sum, parts join without a gap, both rows of arcs are the same arcs."""
    graph = built(places, pairs)
    network = cut(graph, mode, shapes)
    assert (network.seconds >= 1).all()
    sums = np.bincount(network.edge, network.seconds, minlength=graph.n_edges)
    usable = graph.seconds[mode] != FORBIDDEN
    assert sums[usable].tolist() == graph.seconds[mode][usable].tolist()
    assert not sums[~usable].any()
    ends = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))
    for edge in np.flatnonzero(usable).tolist():
        arcs = np.flatnonzero(network.edge == edge)
        arcs = arcs[np.argsort(network.part[arcs, 0])]
        assert network.part[arcs[0], 0] == 0
        assert network.part[arcs[-1], 1] == 1
        assert network.part[arcs[1:], 0] == pytest.approx(network.part[arcs[:-1], 1], abs=1e-12)
        assert network.source[arcs].tolist() == [ends[edge], *network.target[arcs[:-1]].tolist()]
        assert network.target[arcs[-1]] == graph.target[edge]
    assert (
        network.source.tolist()
        == np.repeat(np.arange(network.n_nodes), np.diff(network.first)).tolist()
    )
    assert sorted(network.reverse_arc.tolist()) == list(range(network.n_arcs))
    assert (
        network.target[network.reverse_arc].tolist()
        == np.repeat(np.arange(network.n_nodes), np.diff(network.reverse_first)).tolist()
    )


def reached_at(network: Network) -> dict[tuple[int, float], int]:
    """Of each edge, at which second of it each of its cuts is reached."""
    found = {}
    for edge in set(network.edge.tolist()):
        arcs = np.flatnonzero(network.edge == edge)
        arcs = arcs[np.argsort(network.part[arcs, 0])]
        seconds = np.cumsum(network.seconds[arcs]).tolist()
        for at, second in zip(network.part[arcs, 1].tolist(), seconds, strict=True):
            found[edge, round(at, 6)] = second
    return found


@settings(max_examples=60, deadline=None)
@given(PLACES, PAIRS, SHAPES.filter(len), st.sampled_from([Mode.FOOT, Mode.CAR]))
def test_another_shape_moves_no_second_from_one_piece_to_another(
    places: list[tuple[float, float]],
    pairs: set[tuple[int, int]],
    shapes: list[Shape],
    mode: Mode,
) -> None:
    """A cut is reached at the same second, unless pieces of less than a second crowd there."""
    graph = built(places, pairs)
    before, after = (cut(graph, mode, each) for each in (shapes[:-1], shapes))
    short = set(before.edge[before.seconds == 1].tolist() + after.edge[after.seconds == 1].tolist())
    now = reached_at(after)
    for (edge, at), second in reached_at(before).items():
        if edge not in short:
            # A cut less than 5 cm from the new one may have become one with it.
            assert now.get((edge, at), second) == second


@settings(max_examples=60, deadline=None)
@example(
    places=[(9.50025, 47.0002), (9.5, 47.0005), (9.5005, 47.0002), (9.5, 47.0002)],
    pairs={(0, 1), (0, 2), (2, 3)},
    shapes=[box(9.5, 47.0, 9.51, 47.01)],
)
@given(PLACES, PAIRS, SHAPES)
def test_what_is_cut_counts_as_geometry_says(
    places: list[tuple[float, float]], pairs: set[tuple[int, int]], shapes: list[Shape]
) -> None:
    """For every edge and zone: the length inside, by shapely, is the seconds inside."""
    graph = built(places, pairs)
    network = cut(graph, Mode.FOOT, shapes)
    for edge, (number, shape) in product(range(graph.n_edges), enumerate(shapes)):
        if shape.is_line:
            continue
        points = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
        corners = np.stack([graph.shape_lon[points], graph.shape_lat[points]], axis=1)
        # One by one: where a road runs back over itself, shapely would count it once.
        roads = [shapely.LineString(each) for each in pairwise(corners)]
        outline = shapely.boundary(shape.geometry)
        if any(shapely.length(shapely.intersection(each, outline)) for each in roads):
            continue
        inside = sum(metres(shapely.intersection(each, shape.geometry)) for each in roads)
        share = inside / sum(metres(each) for each in roads)
        counted = sum(
            seconds for zones, seconds in seconds_in(network, edge).items() if number in zones
        )
        pieces = len(np.flatnonzero(network.edge == edge))
        whole = int(graph.seconds[Mode.FOOT][edge])
        assert counted == pytest.approx(whole * share, abs=pieces + 0.2)


def metres(geometry: shapely.Geometry) -> float:
    """Length on a plane true at the latitude of these tests."""
    return float(
        shapely.length(shapely.transform(geometry, lambda at: at * [np.cos(np.radians(47.003)), 1]))
    )


def told(network: Network, names: list[int]) -> Counter[object]:
    """A network without its numbers: arcs and nodes by place, zones by name."""

    def named(zones: frozenset[object]) -> frozenset[object]:
        return frozenset(
            named(each) if isinstance(each, frozenset) else names[each] if each != NO_DATA else each
            for each in zones
        )

    def at(node: int) -> tuple[float, float]:
        return round(float(network.lon[node]), 10), round(float(network.lat[node]), 10)

    found: Counter[object] = Counter()
    for arc in range(network.n_arcs):
        found[
            at(int(network.source[arc])),
            at(int(network.target[arc])),
            int(network.seconds[arc]),
            named(members(network, int(network.zone_set[arc]))),
            frozenset(names[each] for each in crossed(network, arc)),
        ] += 1
    for node in range(network.n_nodes):
        found[at(node), named(members(network, int(network.node_zone_set[node])))] += 1
    return found


@settings(max_examples=60, deadline=None)
@given(PLACES, PAIRS, SHAPES, st.data())
def test_the_order_of_layers_changes_nothing(
    places: list[tuple[float, float]],
    pairs: set[tuple[int, int]],
    shapes: list[Shape],
    data: st.DataObject,
) -> None:
    """The same shapes in another order make the same network."""
    graph = built(places, pairs)
    order = data.draw(st.permutations(range(len(shapes))))
    one = cut(graph, Mode.FOOT, shapes)
    other = cut(graph, Mode.FOOT, [shapes[each] for each in order])
    assert told(one, list(range(len(shapes)))) == told(other, order)


@settings(max_examples=60, deadline=None)
@given(PLACES, PAIRS, AREAS, SHAPES, st.sampled_from([Mode.FOOT, Mode.CAR]))
def test_closed_areas_are_left_and_never_entered(
    places: list[tuple[float, float]],
    pairs: set[tuple[int, int]],
    area: shapely.Geometry,
    others: list[Shape],
    mode: Mode,
) -> None:
    """From outside nothing inside is reached; from inside the outside is, if roads lead there.

    By geometry, whatever else is cut.
    """
    graph = built(places, pairs)
    shut = Shape(as_areas(area), closed=True)
    network = cut(graph, mode, [shut, *others])
    points = shapely.points(network.lon, network.lat)
    slack = 1e-6  # degrees, 10 cm: what a cut may be off, and more
    deep = shapely.contains(shapely.buffer(area, -slack), points)
    outside = ~shapely.dwithin(points, area, slack)
    for origin in np.flatnonzero(outside).tolist():
        assert not deep[list(reached(network, origin))].any()
    inner = shapely.buffer(area, -slack)
    for arc in np.flatnonzero(outside[network.source]).tolist():
        assert not shapely.contains(inner, middle_of(graph, network, arc))
    free = cut(graph, mode, [])
    for origin in np.flatnonzero(deep[: graph.n_nodes]).tolist():
        ends = [each for each in reached(free, origin) if outside[each]]
        if ends:
            assert not deep[list(reached(network, origin))].all()
