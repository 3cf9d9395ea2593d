"""From ways to a market: turns are kept, waiting for them is paid, no road is crowded."""

from collections import Counter

import numpy as np
import pytest

from aman.roads.answers import Goal, Way, probability
from aman.roads.assignment import Because, assign
from aman.roads.bottlenecks import FEW, Journey, Narrow, narrows, spread
from aman.roads.graph import Mode
from aman.roads.groups import STAY, Groups
from aman.roads.market import Bottleneck, Market, Of, Point, market
from aman.roads.network import Network, cut
from aman.roads.rates import Table
from aman.roads.receiving import WITHIN, Looked, reach, toward, turns_of
from aman.roads.search import Question, front
from roads.drawn import draw as drawn_graph
from roads.recounting import recounted
from roads.seeded import SIX_HOURS, Arc, drawn, network_of, table_of

HOUR = 3600


def looked_at(  # noqa: PLR0913, PLR0917 - the parts of a question
    network: Network,
    table: Table,
    origin: int,
    goals: list[Goal],
    until: int,
    most: int | None = None,
) -> Looked:
    """What one search finds."""
    question = Question(network, table, origin, (), 0, until, 10)
    return reach(question, toward(network, table, goals, until), most)


def seeded_market(
    seed: int, most: int | None = None
) -> tuple[Groups, list[Point], Bottleneck, Market]:
    """Five groups and two points on a drawn network, with two edges as a narrow."""
    chance = np.random.default_rng(seed)
    base = drawn(seed)
    origins, nodes = chance.integers(0, base.network.n_nodes, (2, 5))
    windows = (((3000, 7200),), ((600, 4000), (9000, 12000)))
    points = [
        Point(Goal(int(node), when, 600), hands=1, people=12)
        for node, when in zip(nodes, windows, strict=False)
    ]
    goals = [each.goal for each in points]
    looked = [
        looked_at(base.network, base.table, int(origin), goals, SIX_HOURS, most)
        for origin in origins
    ]
    staying = np.array([probability(each.staying) for each in looked])
    groups = Groups(chance.integers(1, 7, 5), np.zeros(5, np.int64), staying)
    arcs = Counter(
        int(base.network.edge[arc])
        for each in looked
        for way in each.ways
        for arc in set(way.legs[:, 0].tolist())
    )
    narrow = Bottleneck(frozenset(edge for edge, _ in arcs.most_common(2)), people_per_hour=6)
    teams = np.full((2, 6), 3, np.int32)
    made = market(groups, points, looked, end_s=SIX_HOURS, teams=teams, bottlenecks=[narrow])
    return groups, points, narrow, made


@pytest.mark.parametrize("seed", range(6))
def test_an_option_is_a_real_way_with_a_turn_and_its_harm_counts_the_waiting(seed: int) -> None:
    """Summed anew from the table."""
    groups, points, _, made = seeded_market(seed)
    made.options.check(len(groups), len(made.capacities))
    for option in range(len(made.options)):
        each = made.chosen(option)
        goal = points[each.point].goal
        question = made.looked[int(made.options.group[option])].question
        way = each.way
        assert any(
            opens + goal.service_s <= each.received_s <= closes
            and (each.received_s - opens) % goal.service_s == 0
            for opens, closes in goal.windows
        )
        received = Way(0, way.legs, way.reached_s, each.received_s, 0.0)
        hazard = recounted(question._replace(goals=(goal,)), received)
        assert made.options.harm[option] == pytest.approx(probability(hazard), abs=1e-9)


def roads_of(made: Market, option: int) -> set[tuple[int, int]]:
    """Which narrow an option takes in which hour, as its capacities say."""
    options = made.options
    uses = options.capacity[options.first[option] : options.first[option + 1]].tolist()
    rows = [made.capacities[row] for row in uses]
    return {(row.number, row.since_s // HOUR) for row in rows if row.of is Of.ROAD}


def test_who_passes_a_narrow_takes_of_its_hours() -> None:
    """Counted anew, leg by leg."""
    passed = 0
    for seed in range(6):
        _, _, narrow, made = seeded_market(seed)
        for option in range(len(made.options)):
            network = made.looked[int(made.options.group[option])].question.network
            took = roads_of(made, option)
            legs = made.chosen(option).way.legs
            hours = {leg.depart_s // HOUR for leg in legs if network.edge[leg.arc] in narrow.edges}
            assert hours <= {hour for _, hour in took}
            assert bool(hours) == bool(took)
            passed += bool(took)
    assert passed


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_counts_every_turn_with_its_least_harm(seed: int) -> None:
    """By any road, also at points among which a group can't choose."""
    groups, points, _, made = seeded_market(seed, most=1)
    made.unlooked.check(len(groups), len(made.capacities))
    priced: dict[tuple[int, int, int], float] = {}
    for options in (made.options, made.unlooked):
        for option in range(len(options)):
            uses = options.capacity[options.first[option] : options.first[option + 1]].tolist()
            rows = [made.capacities[row] for row in uses]
            if any(row.of is Of.ROAD for row in rows) or not rows:
                continue
            turn = next(row for row in rows if row.of is Of.TURN)
            key = (int(options.group[option]), turn.number, turn.until_s)
            priced[key] = min(priced.get(key, 1.0), float(options.harm[option]))
    for group, each in enumerate(made.looked):
        chosen_from = {
            made.chosen(int(o)).point for o in np.flatnonzero(made.options.group == group)
        }
        assert len(chosen_from) <= 1
        for number, way in enumerate(each.ways):
            turns = turns_of(points[number].goal, SIX_HOURS)
            for turn, least in zip(turns, way.least, strict=True):
                if probability(least) < groups.staying[group] - WITHIN:
                    assert priced[group, number, turn.until_s] <= probability(least) + 2 * WITHIN


@pytest.mark.parametrize("seed", range(6))
def test_an_assignment_keeps_every_turn_and_every_place(seed: int) -> None:
    """One group at a time, and in no window more people than there are places."""
    groups, points, _, made = seeded_market(seed)
    found = assign(
        groups, made.options, made.capacity, made.unlooked, gap=0.0, go_on=lambda: True, seed=1
    )
    taken = [made.chosen(option) for option in found.choice if option != STAY]
    turns = Counter((each.point, each.received_s) for each in taken)
    assert max(turns.values(), default=0) <= 1
    for number, point in enumerate(points):
        for opens, closes in point.goal.windows:
            people = sum(
                int(groups.people[group])
                for group, option in enumerate(found.choice)
                if option != STAY
                and made.chosen(option).point == number
                and opens < made.chosen(option).received_s <= closes
            )
            assert people <= point.people
    for left in found.left_out:
        if left.because is Because.FULL:
            assert all(made.capacities[row].most >= 0 for row in left.capacities)


def test_who_waits_for_a_turn_pays_for_it() -> None:
    """Two groups, one pair of hands, and waiting is dangerous: one turn after the other."""
    network = network_of([Arc(0, 1, 600)], [0, 1], [True, True])
    table = table_of([0, SIX_HOURS], [[1e-4], [5e-5]])
    goal = Goal(1, ((600, 3000),), 1200)
    looked = [looked_at(network, table, 0, [goal], 3000)] * 2
    stays = probability(looked[0].staying)
    groups = Groups(np.array([2, 3]), np.array([0, 0]), np.full(2, stays))
    made = market(groups, [Point(goal, 1, 10)], looked, end_s=3000)
    found = assign(groups, made.options, made.capacity, gap=0.0, go_on=lambda: True, seed=1)
    received = [made.chosen(option).received_s for option in found.choice]
    assert received == [3000, 1800]
    first, second = (made.options.harm[option] for option in found.choice[::-1])
    assert first == pytest.approx(probability(600e-4 + 1200 * 5e-5))
    assert second > first


def test_not_everybody_takes_the_one_safe_road() -> None:
    """A cap on the pass sends some over the dangerous road, and others an hour later."""
    arcs = [Arc(0, 1, 600, 0), Arc(0, 1, 900, 1)]
    network = network_of(arcs, [2, 2], [True, True])
    table = table_of([0, SIX_HOURS], [[1e-6], [1e-4], [2e-5]])
    goal = Goal(1, ((0, 2 * HOUR),), 60)
    count = 6
    looked = [looked_at(network, table, 0, [goal], 2 * HOUR)] * count
    groups = Groups(np.full(count, 5), np.zeros(count, np.int64), np.full(count, 0.9))
    point = Point(goal, hands=6, people=100)
    free = market(groups, [point], looked, end_s=2 * HOUR)
    capped = market(
        groups,
        [point],
        looked,
        end_s=2 * HOUR,
        bottlenecks=[Bottleneck(frozenset({0}), people_per_hour=10)],
    )
    for made, most in ((free, 6), (capped, 2)):
        found = assign(
            groups, made.options, made.capacity, made.unlooked, gap=0.0, go_on=lambda: True, seed=1
        )
        hours = Counter(
            leg.depart_s // HOUR
            for option in found.choice
            if option != STAY
            for leg in made.chosen(option).way.legs
            if leg.arc == 0
        )
        assert max(hours.values()) == most


def test_a_bridge_is_found_as_the_bottleneck() -> None:
    """Two towns, one bridge of two edges, and a long way round."""
    street = {"highway": "residential"}
    places = [
        (0, 0),
        (0, 0.002),
        (0.01, 0.001),
        (0.015, 0.001),
        (0.02, 0.001),
        (0.03, 0),
        (0.03, 0.002),
    ]
    places += [(0.015, 0.03), (0.015, 0.0011), (-0.001, 0), (0.031, 0.002)]
    ways = [
        ([0, 2], street),
        ([1, 2], street),
        ([2, 3], street),
        ([3, 4], street),
        ([3, 8], street),
    ]
    ways += [
        ([4, 5], street),
        ([4, 6], street),
        ([0, 7, 6], street),
        ([0, 9], street),
        ([6, 10], street),
    ]
    graph = drawn_graph(places, ways)
    network = cut(graph, Mode.FOOT, [])
    table = table_of([0, SIX_HOURS], np.full((network.n_sets, 1), 1e-5))

    def node(place: tuple[float, float]) -> int:
        return int(np.argmin(np.hypot(network.lon - place[0], network.lat - place[1])))

    journeys = []
    for origin, target in ((places[0], places[5]), (places[1], places[6]), (places[0], places[6])):
        goal = Goal(node(target), ((0, SIX_HOURS),))
        question = Question(network, table, node(origin), (goal,), 0, SIX_HOURS)
        journeys.append(Journey(4, node(origin), goal.node, front(question)[0]))
    worst, *others = narrows(graph, network, journeys, SIX_HOURS, 3)
    ends = {
        (int(each), int(graph.target[edge]))
        for edge in worst.edges
        for each in [np.searchsorted(graph.first, edge, side="right") - 1]
    }
    bridge = {node(places[2]), node(places[3]), node(places[4])}
    assert {each for pair in ends for each in pair} == bridge
    assert len(worst.edges) == 4
    assert worst.people == 12
    assert all(each.detour_s <= worst.detour_s for each in others)


def test_who_says_no_cap_gets_one_that_spreads_and_keeps_nobody_back() -> None:
    """In all hours together everybody may pass; a few, or one group, are never divided."""
    many, few = (Narrow(frozenset({0}), people, 1) for people in (1_200, 12))
    assert spread(many, hours=4, largest=9) == 600
    assert 4 * spread(many, hours=4, largest=9) >= 1_200
    assert spread(few, hours=4, largest=9) == FEW
    assert spread(few, hours=4, largest=70) == 70
    assert spread(many, hours=0, largest=9) >= 1_200
