"""Rules of telling on small maps: people arrive by each, and are lost without it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aman.roads.graph import NAME_LANGUAGES, Landmarks, Mode, RoadGraph
from aman.roads.junction_views import JunctionViews
from aman.roads.landmarks import KIND_NAMES
from aman.roads.steps import (
    AtDistance,
    AtPoint,
    AtSight,
    AtTurning,
    Bend,
    Compass,
    Cue,
    Departure,
    RoadLook,
    Step,
    Street,
    Turn,
)  # fmt: skip
from aman.roads.telling import BEGUN_M, Exit, Telling
from roads.drawn import Way, draw
from roads.walker import Walker

ROAD = {"highway": "residential"}
NAMED = ROAD | {"name": "Feldweg"}
PEOPLE = 40
METRES_OF_A_DEGREE = 75_835.0
"""By longitude, at 47 degrees."""
EAST = Departure(0, None, Compass.EAST, RoadLook.ROAD)
LAST = Step(152, 110, AtPoint(), None, None)


def comb(ways: Sequence[Way]) -> RoadGraph:
    """A road to the east over places 0 to 6, each 76 metres from the next.

    Place 10 + n lies to the left of place n, 20 + n to its right.
    """
    rows = (47.0, 47.001, 46.999)
    places = [(9.5 + column / 1000, lat) for lat in rows for column in range(10)]
    return draw(places, [(range(7), ROAD), *ways])


def with_churches(graph: RoadGraph, *lons: float) -> RoadGraph:
    """Each beside the road to the east."""
    churches = Landmarks(
        kind=np.full(len(lons), KIND_NAMES.index("church"), np.uint8),
        lon=np.array(lons),
        lat=np.full(len(lons), 47.0001),
        node=np.array([at(graph, lon) for lon in lons], np.int32),
        name_first=np.zeros(len(lons) * len(NAME_LANGUAGES) + 1, np.int64),
        name_bytes=np.zeros(0, np.uint8),
    )
    return replace(graph, landmarks=churches)


def at(graph: RoadGraph, lon: float, lat: float = 47.0) -> int:
    """The junction there."""
    return int(np.argmin(np.hypot(graph.lon - lon, graph.lat - lat)))


def eastward(graph: RoadGraph) -> int:
    """The edge with which the road to the east begins."""
    begin = at(graph, 9.5)
    (edge,) = range(int(graph.first[begin]), int(graph.first[begin + 1]))
    return edge


def who_arrive(graph: RoadGraph, goal: int, departure: Departure, steps: Sequence[Step]) -> int:
    """Of forty people."""
    people = [Walker(graph, Mode.FOOT, np.random.default_rng(each)) for each in range(PEOPLE)]
    return sum(each.arrives(at(graph, 9.5), goal, departure, steps) for each in people)


def exits_to(graph: RoadGraph, goal: int) -> list[Exit]:
    """Those from the road to the east."""
    exits = Telling(JunctionViews(graph, Mode.FOOT)).exits(eastward(graph))
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
    walk = telling.walk(eastward(graph))
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
    street = telling.street(telling.walk(eastward(graph)), 2)
    assert street is not None
    goal = at(graph, 9.502)
    assert who_arrive(graph, goal, replace(EAST, street=street), [LAST]) == PEOPLE


def turnings(*metres: float) -> RoadGraph:
    """A road of 600 metres to the east, and roads that go off to the left after so many."""
    ends = [0.0, *metres, 600.0]
    places = [(9.5 + each / METRES_OF_A_DEGREE, 47.0) for each in ends]
    aside = [(lon, 47.001) for lon, _ in places[1:-1]]
    left = [((n, len(places) + n - 1), ROAD) for n in range(1, len(places) - 1)]
    return draw([*places, *aside], [(range(len(places)), ROAD), *left])


def cues_to_turning(graph: RoadGraph, metres: float) -> set[type[Cue]]:
    """By which one finds the road on the left after so many."""
    goal = at(graph, 9.5 + metres / METRES_OF_A_DEGREE, 47.001)
    return {type(each.cue) for each in exits_to(graph, goal)}


def test_a_turning_right_at_the_beginning_is_not_told() -> None:
    """To some it is part of the place they come from: they neither count it nor look for it."""
    assert cues_to_turning(turnings(BEGUN_M + 5), BEGUN_M + 5) == {AtTurning}
    assert cues_to_turning(turnings(5), 5) == set()
    assert AtTurning not in cues_to_turning(turnings(5, 200), 200)


def test_a_distance_is_told_only_where_nothing_fits_from_half_of_it() -> None:
    """Who walks fast takes an earlier one."""
    far = turnings(50, 100, 150, 320)
    assert cues_to_turning(far, 320) == {AtDistance}
    near = turnings(50, 100, 170, 320)
    assert cues_to_turning(near, 320) == set()
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    steps = [Step(320, 230, AtDistance(), None, turn), LAST]
    goal = 9.5 + 320 / METRES_OF_A_DEGREE
    assert who_arrive(far, at(far, goal, 47.001), EAST, steps) >= 0.95 * PEOPLE
    near = turnings(50, 100, 220, 320)
    assert who_arrive(near, at(near, goal, 47.001), EAST, steps) < 0.95 * PEOPLE


def test_a_landmark_marks_no_place_if_the_next_is_nearer_to_one_like_it() -> None:
    """Who comes to a crossing and sees a nearer one ahead goes on to that."""
    graph = comb([((2, 12), ROAD), ((3, 13), ROAD)])
    goal = at(graph, 9.502, 47.001)
    one, two = (with_churches(graph, *lons) for lons in ((9.5018,), (9.5018, 9.503)))
    (church,) = [each for each in exits_to(one, goal) if isinstance(each.cue, AtSight)]
    assert not [each for each in exits_to(two, goal) if isinstance(each.cue, AtSight)]
    steps = [Step(152, 110, church.cue, None, Turn(Bend.LEFT, -90, RoadLook.ROAD)), LAST]
    assert who_arrive(one, goal, EAST, steps) >= 0.95 * PEOPLE
    assert who_arrive(two, goal, EAST, steps) < 0.8 * PEOPLE
