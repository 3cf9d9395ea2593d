"""Many groups and points: the least hazard of each turn by one search for each place."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest

from aman.roads import receiving
from aman.roads.answers import Goal
from aman.roads.graph import Mode
from aman.roads.group_reading import read_groups
from aman.roads.oracle import least_hazard
from aman.roads.pairs import Priced, Waiting, look
from aman.roads.receiving import WITHIN, Looked, reach, toward, turns_of
from aman.roads.search import Question
from roads.layers import SPOT, feature, layer
from roads.recounting import hazard_between
from roads.seeded import SIX_HOURS, drawn


def by_the_oracle(question: Question, goal: Goal, latest: int, until: int) -> float:
    """The least hazard of being received until then, of who is there at `latest` at least."""
    network, table = question.network, question.table
    at = least_hazard(
        network, table, question.origin, [goal.node], question.start_s, question.horizon_s, 10
    )[:, 0]
    row = int(network.node_zone_set[goal.node])
    times = range(question.start_s, latest + 1, 10)
    return min(
        (at[step] + hazard_between(table, row, time, until) for step, time in enumerate(times)),
        default=np.inf,
    )


@pytest.mark.parametrize("seed", range(4))
def test_each_turn_s_least_hazard_is_the_oracle_s_and_a_way_has_it(seed: int) -> None:
    """Whoever had better set out later does; what is not better than staying is not looked for."""
    chance = np.random.default_rng(seed)
    base = drawn(seed, waiting=0.8)
    network, table = base.network, base.table
    spots = chance.integers(0, network.n_nodes, 6).tolist()
    windows = ((1200, 9000),), ((600, 3000), (14_000, SIX_HOURS)), ((9000, 9500),)
    goals = [Goal(spot, when, 300) for spot, when in zip(spots[:3], windows, strict=True)]
    to = toward(network, table, goals, SIX_HOURS)
    better = 0
    for spot in spots[3:]:
        start = 10 * int(chance.integers(0, 300))
        question = Question(network, table, spot, (), start, SIX_HOURS - start, 10)
        found = reach(question, to)
        for goal, ways in zip(goals, found.ways, strict=True):
            row = int(network.node_zone_set[goal.node])
            for turn, least in zip(turns_of(goal, SIX_HOURS), ways.least, strict=True):
                latest = turn.until_s - goal.service_s
                exact = by_the_oracle(question, goal, latest, turn.until_s)
                assert least == pytest.approx(min(exact, found.staying), abs=WITHIN)
                known = [
                    float(ways.hazard[index])
                    + hazard_between(table, row, int(ways.reached_s[index]), turn.until_s)
                    for index in range(len(ways))
                    if ways.reached_s[index] <= latest
                ]
                if exact < found.staying - WITHIN:
                    better += 1
                    assert min(known) == pytest.approx(exact, abs=WITHIN)
    assert better


def test_a_search_without_room_says_less_and_nothing_false(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has not looked at may be had for less than what it found."""
    base = drawn(1)
    goal = Goal(base.goals[0].node, ((0, SIX_HOURS),), 600)
    question = base._replace(goals=())
    to = toward(base.network, base.table, [goal], base.end_s)
    (whole,) = reach(question, to).ways
    for room in (1, 40, 400):
        monkeypatch.setattr(receiving, "LABEL_CAP", room)
        (part,) = reach(question, to).ways
        assert (part.least <= whole.least + WITHIN).all()
        assert room > 1 or not len(part)


def test_points_that_are_farther_are_kept_by_their_least_hazard_alone() -> None:
    """The bound needs no ways."""
    base = drawn(3)
    goals = [Goal(spot, ((0, SIX_HOURS),), 600) for spot in (7, 60, 150)]
    question = base._replace(goals=())
    to = toward(base.network, base.table, goals, base.end_s)
    all_of_them, nearest = reach(question, to), reach(question, to, 1)
    kept = [number for number, each in enumerate(nearest.ways) if len(each)]
    assert len(kept) == 1
    assert min(each.least.min() for each in all_of_them.ways) == nearest.ways[kept[0]].least.min()
    for some, every in zip(nearest.ways, all_of_them.ways, strict=True):
        assert (some.least == every.least).all()


def test_who_is_at_one_place_with_the_same_means_is_searched_once() -> None:
    """And everybody gets what was found for him, in the order of the groups."""
    base = drawn(2)
    here, there = base.origin, base.goals[0].node
    priced = {Mode.FOOT: Priced(base.network, base.table)}
    waiting = [Waiting(*each) for each in ((here, Mode.FOOT, 0), (there, Mode.FOOT, 600)) * 3]
    asked: list[Question] = []

    def noting(
        search: Callable[[Question], Looked], questions: Iterable[Question]
    ) -> Iterator[Looked]:
        asked.extend(questions)
        return map(search, asked)

    told: list[tuple[int, int]] = []
    found = look(
        priced, waiting, [Goal(there, ((0, SIX_HOURS),), 300)], SIX_HOURS,
        side_by_side=noting, searched=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert [each.origin for each in asked] == [here, there]
    assert told == [(1, 2), (2, 2)]
    assert [(each.question.origin, each.question.start_s) for each in found] == [
        (each.node, each.start_s) for each in waiting
    ]


def test_a_table_and_a_layer_say_the_same() -> None:
    """Numbers as texts, a place as coordinates; a wounded group goes slowly unless it is said."""
    table = "place;name;people;wounded\n47.0, 9.5;mill;4;1\n\n9.5;x;1;\n"
    spot = feature(SPOT, {"name": "mill", "people": 4, "wounded": 1})
    (one,) = read_groups(table.partition("9.5;x")[0].encode("utf-8-sig"))
    (other,) = read_groups(layer(spot))
    assert (one.lon, one.lat) == (other.lon, other.lat) == (9.5, 47.0)
    assert one.mode is other.mode is Mode.FOOT_SLOW
    assert (one.line, other.feature) == (2, 1)
    assert "47" not in repr(one)
