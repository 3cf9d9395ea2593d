"""Rules of telling on small maps: people arrive by each, and are lost without it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aman.roads.graph import Landmarks, Mode, RoadGraph
from aman.roads.junction_views import JunctionViews
from aman.roads.landmarks import KIND_NAMES
from aman.roads.steps import (
    AtDistance,
    AtPoint,
    AtTurning,
    Bend,
    Compass,
    Departure,
    Manner,
    RoadLook,
    Step,
    Street,
    Turn,
)  # fmt: skip
from aman.roads.telling import Exit, Telling
from roads.drawn import Way, draw
from roads.walker import Walker

ROAD = {"highway": "residential"}
NAMED = ROAD | {"name": "Feldweg"}
PEOPLE = 40
EAST = Departure(0, None, Compass.EAST, RoadLook.ROAD)
LAST = Step(152, 110, AtPoint(), None, None)


def comb(ways: Sequence[Way]) -> RoadGraph:
    """A road to the east over places 0 to 6, each 76 metres from the next.

    Place 10 + n lies to the left of place n, 20 + n to its right.
    """
    rows = (47.0, 47.001, 46.999)
    places = [(9.5 + column / 1000, lat) for lat in rows for column in range(10)]
    return draw(places, [(range(7), ROAD), *ways])


def with_church(graph: RoadGraph, lon: float) -> RoadGraph:
    """One, beside the road to the east."""
    church = Landmarks(
        kind=np.array([KIND_NAMES.index("church")], np.uint8),
        lon=np.array([lon]),
        lat=np.array([47.0001]),
        node=np.array([at(graph, lon)], np.int32),
        name_first=np.zeros(6, np.int64),
        name_bytes=np.zeros(0, np.uint8),
    )
    return replace(graph, landmarks=church)


def at(graph: RoadGraph, lon: float, lat: float = 47.0) -> int:
    """The junction there."""
    return int(np.argmin(np.hypot(graph.lon - lon, graph.lat - lat)))


def eastward(graph: RoadGraph) -> int:
    """The edge with which the road to the east begins."""
    begin, end = at(graph, 9.5), at(graph, 9.501)
    rows = range(int(graph.first[begin]), int(graph.first[begin + 1]))
    return next(edge for edge in rows if graph.target[edge] == end)


def who_arrive(graph: RoadGraph, goal: int, departure: Departure, steps: Sequence[Step]) -> int:
    """Of forty people."""
    people = [Walker(graph, Mode.FOOT, np.random.default_rng(each)) for each in range(PEOPLE)]
    return sum(each.arrives(at(graph, 9.5), goal, departure, steps) for each in people)


def exits_to(graph: RoadGraph, goal: int) -> list[Exit]:
    """Those from the road to the east."""
    exits = Telling(JunctionViews(graph, Mode.FOOT), passes=True).exits(
        eastward(graph), Manner.KEEP
    )
    return [each for each in exits if int(graph.target[each.branch.edge]) == goal]


def corner(onward: dict[str, str], aside: dict[str, str]) -> RoadGraph:
    """A street with a name that goes on, and a road that goes off to the left."""
    places = [(9.5, 47.0), (9.501, 47.0), (9.502, 47.0), (9.501, 47.001)]
    return draw(places, [((0, 1), NAMED), ((1, 2), onward), ((1, 3), aside)])


def test_a_name_that_goes_elsewhere_is_not_said() -> None:
    """Who reads signs would follow the street round the corner; who was told none goes on."""
    graph = corner(ROAD, NAMED)
    goal = at(graph, 9.502)
    telling = Telling(JunctionViews(graph, Mode.FOOT))
    walk = telling.walk(eastward(graph), Manner.KEEP)
    assert walk.nodes[-1] == goal
    assert telling.street(walk, 1) == Street(("Feldweg", "", "", "", ""), "")
    assert telling.street(walk, 2) is None
    assert who_arrive(graph, goal, EAST, [LAST]) == PEOPLE
    wrong = replace(EAST, street=telling.street(walk, 1))
    assert 0 < who_arrive(graph, goal, wrong, [LAST]) < 0.8 * PEOPLE


def test_a_name_that_ends_is_said() -> None:
    """Nobody is led astray by a sign that does not come."""
    graph = corner(ROAD, ROAD)
    telling = Telling(JunctionViews(graph, Mode.FOOT))
    street = telling.street(telling.walk(eastward(graph), Manner.KEEP), 2)
    assert street is not None
    goal = at(graph, 9.502)
    assert who_arrive(graph, goal, replace(EAST, street=street), [LAST]) == PEOPLE


def test_one_counts_from_a_landmark_that_one_passes() -> None:
    """The fourth turning is too many to count; from the church it is the first."""
    left = [((n, 10 + n), ROAD) for n in (1, 2, 3, 5)]
    graph = with_church(comb([*left, ((4, 24), ROAD)]), 9.504)
    goal = at(graph, 9.505, 47.001)
    (found,) = exits_to(graph, goal)
    assert found.cue == AtTurning(1, is_left=True, look=RoadLook.ROAD)
    assert found.passed is not None
    assert found.passed.sight.kind == "church"
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    step = Step(380, 270, found.cue, None, turn, Manner.KEEP, found.passed)
    assert who_arrive(graph, goal, EAST, [step, LAST]) >= 0.95 * PEOPLE
    assert who_arrive(graph, goal, EAST, [replace(step, passed=None), LAST]) == 0


def test_without_a_landmark_the_fourth_turning_is_not_told() -> None:
    """No other cue finds it."""
    left = [((n, 10 + n), ROAD) for n in (1, 2, 3, 5)]
    graph = comb([*left, ((4, 24), ROAD)])
    assert not exits_to(graph, at(graph, 9.505, 47.001))


def test_nothing_is_counted_from_a_landmark_at_which_one_could_turn() -> None:
    """Some would count the turning beside the church itself."""
    graph = with_church(comb([((n, 10 + n), ROAD) for n in (1, 2, 3, 4, 5)]), 9.504)
    found = exits_to(graph, at(graph, 9.505, 47.001))
    assert not [each for each in found if isinstance(each.cue, AtTurning)]


def test_straight_on_leads_off_a_road_that_bends() -> None:
    """Along the road one would come somewhere else."""
    places = [(9.5, 47.0), (9.501, 47.0), (9.502, 47.0), (9.502, 47.0008)]
    ways = [((0, 1), ROAD), ((1, 3), ROAD), ((1, 2), {"highway": "track"})]
    graph = draw(places, ways)
    begin = eastward(graph)
    telling = Telling(JunctionViews(graph, Mode.FOOT), manners=tuple(Manner))
    ends = {manner: telling.walk(begin, manner).nodes[-1] for manner in telling.manners_from(begin)}
    goal = at(graph, 9.502)
    assert ends == {Manner.KEEP: at(graph, 9.502, 47.0008), Manner.STRAIGHT: goal}
    straight = replace(LAST, manner=Manner.STRAIGHT)
    assert who_arrive(graph, goal, EAST, [straight]) >= 0.95 * PEOPLE
    assert who_arrive(graph, goal, EAST, [LAST]) == 0


def test_nobody_waits_where_he_could_only_guess_the_place() -> None:
    """A distance is no place to wait at."""
    assert AtDistance not in Telling(JunctionViews(comb([]), Mode.FOOT)).waits_at
