"""From ways to a market: turns are kept, waiting for them is paid, no road is crowded."""

from collections import Counter

import numpy as np
import pytest

from aman.roads.answers import Goal, probability
from aman.roads.assignment import Because, assign
from aman.roads.bottlenecks import FEW, Journey, Narrow, narrows, spread
from aman.roads.graph import Mode
from aman.roads.groups import STAY, Groups
from aman.roads.market import Bottleneck, Looked, Market, Of, Point, market
from aman.roads.network import Network, cut
from aman.roads.rates import Table
from aman.roads.search import Question, front, stay
from roads.drawn import draw as drawn_graph
from roads.recounting import hazard_between, recounted
from roads.seeded import SIX_HOURS, Arc, drawn, network_of, table_of

HOUR = 3600


def looked_at(network: Network, table: Table, origin: int, goal: Goal, until: int) -> Looked:
    """The front of one pair."""
    question = Question(network, table, origin, (goal,), 0, until, 10)
    return Looked(question, front(question))


def seeded_market(seed: int) -> tuple[Groups, list[Point], dict[tuple[int, int], Looked], Market]:
    """Five groups and two points on a drawn network, one pair of which nobody looked at."""
    chance = np.random.default_rng(seed)
    base = drawn(seed)
    origins, nodes = chance.integers(0, base.network.n_nodes, (2, 5))
    windows = (((3000, 7200),), ((600, 4000), (9000, 12000)))
    points = [
        Point(Goal(int(node), when, 600), hands=1, people=12)
        for node, when in zip(nodes, windows, strict=False)
    ]
    looked = {
        (group, number): looked_at(base.network, base.table, int(origin), point.goal, SIX_HOURS)
        for group, origin in enumerate(origins)
        for number, point in enumerate(points)
        if (group, number) != (0, 1)
    }
    staying = [
        looked[group, 0].front.staying.probability if (group, 0) in looked else 0.5
        for group in range(5)
    ]
    groups = Groups(chance.integers(1, 7, 5), np.zeros(5, np.int64), np.array(staying))
    teams = np.full((2, 6), 3, np.int32)
    return groups, points, looked, market(groups, points, looked, end_s=SIX_HOURS, teams=teams)


@pytest.mark.parametrize("seed", range(6))
def test_an_option_is_a_real_way_with_a_turn_and_its_harm_counts_the_waiting(seed: int) -> None:
    """Summed anew from the table."""
    groups, points, looked, made = seeded_market(seed)
    made.options.check(len(groups), len(made.capacities))
    for option, each in enumerate(made.chosen):
        question = looked[int(made.options.group[option]), each.point].question
        goal = points[each.point].goal
        assert each.way.arrival_s <= each.received_s
        assert any(
            opens + goal.service_s <= each.received_s <= closes
            and (each.received_s - opens) % goal.service_s == 0
            for opens, closes in goal.windows
        )
        row = int(question.network.node_zone_set[goal.node])
        hazard = recounted(question, each.way)
        hazard += hazard_between(question.table, row, each.way.arrival_s, each.received_s)
        assert made.options.harm[option] == pytest.approx(probability(hazard), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_what_was_not_looked_at_is_never_dearer_than_what_was(seed: int) -> None:
    """For each group, point and turn; a pair without a search costs nothing but its place."""
    groups, _, looked, made = seeded_market(seed)
    made.unlooked.check(len(groups), len(made.capacities))

    def by_turn(which: str) -> dict[tuple[int, int, int], float]:
        options = getattr(made, which)
        found: dict[tuple[int, int, int], float] = {}
        for option in range(len(options)):
            uses = options.capacity[options.first[option] : options.first[option + 1]]
            turn = next(made.capacities[row] for row in uses if made.capacities[row].of is Of.TURN)
            key = (int(options.group[option]), turn.number, turn.until_s)
            found[key] = min(found.get(key, 1.0), float(options.harm[option]))
        return found

    known, unlooked = by_turn("options"), by_turn("unlooked")
    for turn, harm in known.items():
        assert unlooked[turn] <= harm
    assert [harm for (group, point, _), harm in unlooked.items() if (group, point) not in looked]
    assert not any(
        harm for (group, point, _), harm in unlooked.items() if (group, point) not in looked
    )


@pytest.mark.parametrize("seed", range(6))
def test_an_assignment_keeps_every_turn_and_every_place(seed: int) -> None:
    """One group at a time, and in no window more people than there are places."""
    groups, points, _, made = seeded_market(seed)
    found = assign(
        groups, made.options, made.capacity, made.unlooked, gap=0.0, go_on=lambda: True, seed=1
    )
    taken = [made.chosen[option] for option in found.choice if option != STAY]
    turns = Counter((each.point, each.received_s) for each in taken)
    assert max(turns.values(), default=0) <= 1
    for number, point in enumerate(points):
        for opens, closes in point.goal.windows:
            people = sum(
                int(groups.people[group])
                for group, option in enumerate(found.choice)
                if option != STAY
                and made.chosen[option].point == number
                and opens < made.chosen[option].received_s <= closes
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
    looked = {(group, 0): looked_at(network, table, 0, goal, 3000) for group in range(2)}
    stays = stay(looked[0, 0].question).probability
    groups = Groups(np.array([2, 3]), np.array([0, 0]), np.full(2, stays))
    made = market(groups, [Point(goal, 1, 10)], looked, end_s=3000)
    found = assign(groups, made.options, made.capacity, gap=0.0, go_on=lambda: True, seed=1)
    received = [made.chosen[option].received_s for option in found.choice]
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
    looked = {(group, 0): looked_at(network, table, 0, goal, 2 * HOUR) for group in range(count)}
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
            for leg in made.chosen[option].way.legs
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
