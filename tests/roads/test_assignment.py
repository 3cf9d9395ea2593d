"""Many groups at once: whole, within every capacity, with a bound that holds and true reasons."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aman.roads import assignment
from aman.roads.assignment import Assignment, Because, assign
from aman.roads.groups import STAY, Groups, Options, no_options
from roads.markets import made

often = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TINY = 1e-6


class Tiny(NamedTuple):
    """A market so small that everything can be tried."""

    groups: Groups
    options: Options
    capacity: NDArray[np.float64]
    unlooked: Options


def options_of(rows: list[tuple[int, float, dict[int, float]]]) -> Options:
    """Options written down as group, harm, and what is used of each capacity."""
    rows = sorted(rows, key=lambda row: row[0])
    uses = [sorted(each.items()) for _, _, each in rows]
    return Options(
        np.array([group for group, _, _ in rows], np.int64),
        np.array([harm for _, harm, _ in rows], np.float64),
        np.cumsum([0, *map(len, uses)], dtype=np.int64),
        np.array([row for each in uses for row, _ in each], np.int32),
        np.array([amount for each in uses for _, amount in each], np.float64),
    )


def groups_of(people: list[int], wounded: list[int], staying: list[float]) -> Groups:
    """Groups written down."""
    return Groups(np.array(people), np.array(wounded), np.array(staying, np.float64))


@st.composite
def tiny_markets(draw: st.DrawFn) -> Tiny:
    """Up to four groups, three capacities and three options a group."""
    n = draw(st.integers(1, 4))
    people = draw(st.lists(st.integers(1, 6), min_size=n, max_size=n))
    wounded = [draw(st.integers(0, each)) for each in people]
    harms = st.sampled_from([0.0, 0.01, 0.05, 0.2, 0.4, 0.9, 1.0])
    staying = draw(st.lists(harms, min_size=n, max_size=n))
    uses = st.dictionaries(st.integers(0, 2), st.sampled_from([1.0, 2.0, 5.0, 6.5]))
    row = st.tuples(st.integers(0, n - 1), harms, uses)
    known = draw(st.lists(row, max_size=3 * n))
    other = draw(st.lists(row, max_size=n))
    capacity = draw(st.lists(st.sampled_from([0.0, 1.0, 4.0, 7.0, 12.0]), min_size=3, max_size=3))
    groups = groups_of(people, wounded, staying)
    return Tiny(groups, options_of(known), np.array(capacity), options_of(other))


def harm_of(groups: Groups, options: Options, choice: tuple[int, ...]) -> float:
    """Summed anew, person by person."""
    total = 0.0
    for group, option in enumerate(choice):
        harm = groups.staying[group] if option == STAY else options.harm[option]
        total += (groups.people[group] + 2 * groups.wounded[group]) * harm
    return total


def loads(options: Options, choice: tuple[int, ...], capacities: int) -> NDArray[np.float64]:
    """What a choice takes of each capacity, summed anew."""
    load = np.zeros(capacities)
    for option in choice:
        if option != STAY:
            for at in range(options.first[option], options.first[option + 1]):
                load[options.capacity[at]] += options.amount[at]
    return load


def least(groups: Groups, options: Options, capacity: NDArray[np.float64]) -> float:
    """The least harm: everything tried."""
    each = [
        [STAY, *np.flatnonzero(options.group == group).tolist()] for group in range(len(groups))
    ]
    return min(
        harm_of(groups, options, choice)
        for choice in product(*each)
        if (loads(options, choice, len(capacity)) <= capacity + TINY).all()
    )


def together(some: Options, more: Options) -> Options:
    """The options of both."""
    rows = [
        (
            int(options.group[k]),
            float(options.harm[k]),
            {
                int(options.capacity[at]): float(options.amount[at])
                for at in range(options.first[k], options.first[k + 1])
            },
        )
        for options in (some, more)
        for k in range(len(options))
    ]
    return options_of(rows)


def times(number: int) -> Callable[[], bool]:
    """So many stages, then no more."""
    asked = count(1)
    return lambda: next(asked) <= number


def check(market: Tiny, found: Assignment) -> None:
    """What holds of every assignment."""
    groups, options, capacity, unlooked = market
    choice = tuple(found.choice.tolist())
    for group, option in enumerate(choice):
        assert option == STAY or options.group[option] == group
    assert (loads(options, choice, len(capacity)) <= capacity + TINY).all()
    assert found.harm == pytest.approx(harm_of(groups, options, choice), abs=TINY)
    assert 0 <= found.at_least <= found.harm
    assert {each.group for each in found.left_out} == set(np.flatnonzero(found.choice == STAY))
    check_reasons(market, found)
    for left in found.left_out:
        if not (options.group == left.group).any():
            # Nothing was kept for it: only what is known of the others can say that it is safer.
            other = unlooked.harm[unlooked.group == left.group]
            safer = len(other) > 0 and bool((other >= groups.staying[left.group]).all())
            assert left.because is (Because.STAYING_IS_SAFER if safer else Because.NO_WAY)


def check_reasons(market: Tiny, found: Assignment) -> None:
    """Who stays does so for the reason that is told, if it has options."""
    groups, options, capacity, _ = market
    room = capacity - loads(options, tuple(found.choice.tolist()), len(capacity))
    for left in found.left_out:
        own = np.flatnonzero(options.group == left.group)
        if len(own) == 0:
            continue
        safer = own[options.harm[own] < groups.staying[left.group]]
        uses = {
            int(k): slice(int(options.first[k]), int(options.first[k + 1])) for k in safer.tolist()
        }
        alone = {
            k: options.capacity[use][options.amount[use] > capacity[options.capacity[use]] + TINY]
            for k, use in uses.items()
        }
        full = {
            k: options.capacity[use][options.amount[use] > room[options.capacity[use]] + TINY]
            for k, use in uses.items()
        }
        assert left.because is not Because.NO_WAY
        if left.because is Because.STAYING_IS_SAFER:
            assert len(safer) == 0
        elif left.because is Because.TOO_MANY:
            assert all(len(rows) for rows in alone.values())
            best = min(safer.tolist(), key=lambda k: options.harm[k])
            assert left.capacities == tuple(alone[best].tolist())
        else:
            assert all(len(rows) for rows in full.values())
            fits = [k for k in safer.tolist() if len(alone[k]) == 0]
            best = min(fits, key=lambda k: options.harm[k])
            assert left.capacities == tuple(full[best].tolist()) != ()


@often
@given(tiny_markets())
def test_the_best_of_everything_that_can_be_tried_is_found_and_proved(market: Tiny) -> None:
    """What is small is decided exactly, and what nobody looked at counts in the bound alone."""
    groups, options, capacity, unlooked = market
    best = least(groups, options, capacity)
    found = assign(groups, options, capacity, gap=0.0, go_on=lambda: True, seed=1)
    check(market._replace(unlooked=no_options()), found)
    assert found.harm == pytest.approx(best, abs=TINY)
    assert found.at_least <= best + TINY
    assert found.at_least == pytest.approx(best, abs=1e-4)
    wider = assign(groups, options, capacity, unlooked, gap=0.0, go_on=lambda: True, seed=1)
    check(market, wider)
    of_all = least(groups, together(options, unlooked), capacity)
    assert wider.at_least <= of_all + TINY
    assert wider.at_least == pytest.approx(of_all, abs=1e-4)


@settings(often, max_examples=60)
@given(tiny_markets(), st.integers(0, 30), st.integers(0, 3))
def test_chance_and_prices_keep_every_promise(market: Tiny, stages: int, seed: int) -> None:
    """The same without proofs, interrupted after any stage."""
    groups, options, capacity, unlooked = market
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "EXACT_OPTIONS", -1)
        patch.setattr(assignment, "_FIRST_STAGE", 100)
        found = assign(groups, options, capacity, unlooked, gap=0.0, go_on=times(stages), seed=seed)
    check(market, found)
    assert found.harm >= least(groups, options, capacity) - TINY
    assert found.at_least <= least(groups, together(options, unlooked), capacity) + TINY


@pytest.fixture(scope="module")
def crowded() -> Tiny:
    """Sixty groups and places for a bit more than half of their people."""
    market = made(60, 3, load=1.6)
    return Tiny(market.groups, market.options, market.capacity, no_options())


def test_a_crowd_is_assigned_within_the_gap_and_who_is_left_out_is_told_why(crowded: Tiny) -> None:
    """At more than there is room for, somebody stays, and the capacities named are full."""
    groups, options, capacity, _ = crowded
    found = assign(groups, options, capacity, gap=0.03, go_on=lambda: True, seed=5)
    check(crowded, found)
    assert found.gap <= 0.03
    assert any(left.because is Because.FULL for left in found.left_out)


@pytest.mark.parametrize("seed", range(2))
def test_two_hundred_groups_are_assigned_within_two_percent(seed: int) -> None:
    """At 85 % load, by so many stages and no clock."""
    market = made(200, seed)
    tiny = Tiny(market.groups, market.options, market.capacity, no_options())
    found = assign(*tiny[:3], gap=0.02, go_on=times(60), seed=seed)
    check(tiny, found)
    assert found.gap <= 0.02


def test_what_harms_are_off_by_is_in_the_bound(crowded: Tiny) -> None:
    """So that a search that is nearly exact proves no more than it knows."""
    groups, options, capacity, _ = crowded
    sure, unsure = (
        assign(groups, options, capacity, within=within, gap=0.0, go_on=times(3), seed=1)
        for within in (0.0, 1e-3)
    )
    doubt = 1e-3 * float(groups.weight.sum())
    assert unsure.at_least == pytest.approx(sure.at_least - doubt, abs=TINY)
    assert unsure.harm == sure.harm


def test_the_same_seed_and_stages_give_the_same_answer(crowded: Tiny) -> None:
    """And another seed goes another way, or there would be no chance in it."""
    groups, options, capacity, _ = crowded

    def choice(seed: int, stages: int) -> list[int]:
        found = assign(groups, options, capacity, gap=0.0, go_on=times(stages), seed=seed)
        return [int(each) for each in found.choice]

    assert choice(7, 12) == choice(7, 12)
    assert len({tuple(choice(seed, 12)) for seed in range(5)}) > 1


def test_more_stages_are_never_worse(crowded: Tiny) -> None:
    """The best so far is kept."""
    groups, options, capacity, _ = crowded
    harms = [
        assign(groups, options, capacity, gap=0.0, go_on=times(stages), seed=2).harm
        for stages in (5, 6, 9, 20)
    ]
    assert harms == sorted(harms, reverse=True)
    assert harms[-1] < harms[0]


@pytest.mark.parametrize("seed", range(3))
def test_more_capacity_never_raises_harm_beyond_the_gap(crowded: Tiny, seed: int) -> None:
    """What is shown as the gap covers what chance may lose."""
    groups, options, capacity, _ = crowded
    chance = np.random.default_rng(seed)
    found = assign(groups, options, capacity, gap=0.02, go_on=times(20), seed=seed)
    for _ in range(3):
        capacity = capacity + chance.integers(0, 9, len(capacity))
        wider = assign(groups, options, capacity, gap=0.02, go_on=times(20), seed=seed)
        assert wider.harm * (1 - wider.gap) <= found.harm + TINY
        assert wider.at_least <= found.at_least * (1 + 2e-2)
        found = wider


def test_pairs_that_nobody_looked_at_widen_the_gap_and_nothing_else(crowded: Tiny) -> None:
    """A way that may be safer than any known makes the bound lower, not the choice."""
    groups, options, capacity, _ = crowded
    free = options_of([(group, 0.0, {}) for group in range(len(groups))])
    found = assign(groups, options, capacity, free, gap=0.0, go_on=times(3), seed=1)
    check(crowded._replace(unlooked=free), found)
    assert found.at_least == pytest.approx(0.0, abs=TINY)
    assert found.gap == pytest.approx(1.0)


def test_a_wounded_person_counts_three_times() -> None:
    """Two people, one of them wounded, go before three who are not."""
    groups = groups_of([3, 2], [0, 1], [0.5, 0.5])
    options = options_of([(0, 0.1, {0: 3}), (1, 0.1, {0: 2})])
    found = assign(groups, options, np.array([4.0]), gap=0.0, go_on=lambda: True, seed=1)
    assert found.choice.tolist() == [STAY, 1]
    assert found.harm == pytest.approx(3 * 0.5 + 4 * 0.1)
    (left,) = found.left_out
    assert (left.group, left.because, left.capacities) == (0, Because.FULL, (0,))


def test_why_somebody_stays() -> None:
    """Safer where he is; no way; more people than the point takes at all."""
    groups = groups_of([1, 1, 9], [0, 0, 0], [0.01, 0.5, 0.5])
    options = options_of([(0, 0.2, {0: 1}), (2, 0.1, {0: 9}), (2, 0.2, {0: 9, 1: 9})])
    found = assign(groups, options, np.array([8.0, 1.0]), gap=0.0, go_on=lambda: True, seed=1)
    assert [(left.because, left.capacities) for left in found.left_out] == [
        (Because.STAYING_IS_SAFER, ()),
        (Because.NO_WAY, ()),
        (Because.TOO_MANY, (0,)),
    ]


def test_nobody_and_nothing() -> None:
    """No groups, or no options at all, is an answer too."""
    nobody = assign(
        groups_of([], [], []), no_options(), np.zeros(0), gap=0.0, go_on=lambda: True, seed=1
    )
    assert (nobody.harm, nobody.gap, nobody.left_out) == (0.0, 0.0, ())
    alone = assign(
        groups_of([2], [0], [0.25]), no_options(), np.zeros(1), gap=0.0, go_on=lambda: True, seed=1
    )
    assert (alone.harm, alone.at_least) == (0.5, 0.5)


def test_who_has_no_option_because_none_is_better_than_staying_is_told_so() -> None:
    """There are ways, and they were not kept: that is not the same as no way."""
    groups = groups_of([2, 2], [0, 0], [0.25, 0.25])
    known = options_of([(0, 0.25, {})])
    found = assign(groups, no_options(), np.zeros(1), known, gap=0.0, go_on=lambda: True, seed=1)
    assert [left.because for left in found.left_out] == [
        Because.STAYING_IS_SAFER,
        Because.NO_WAY,
    ]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"group": np.array([1, 0])}, "order of their groups"),
        ({"group": np.array([0, 2])}, "order of their groups"),
        ({"harm": np.array([0.1, 1.5])}, "from 0 to 1"),
        ({"harm": np.array([0.1, np.nan])}, "from 0 to 1"),
        ({"capacity": np.array([1, 0, 1], np.int32)}, "ascend"),
        ({"capacity": np.array([0, 2, 1], np.int32)}, "ascend"),
        ({"amount": np.array([1.0, -1.0, 1.0])}, "more than nothing"),
        ({"amount": np.array([1.0, np.inf, 1.0])}, "more than nothing"),
        ({"first": np.array([0, 2], np.int64)}, "rows of uses"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    broken: dict[str, NDArray[np.int64]], message: str
) -> None:
    """Compiled code would read beside its arrays."""
    groups = groups_of([1, 1], [0, 0], [0.5, 0.5])
    right = options_of([(0, 0.1, {0: 1, 1: 1}), (1, 0.1, {1: 1})])
    right.check(2, 2)
    with pytest.raises(ValueError, match=message):
        assign(groups, replace(right, **broken), np.ones(2), gap=0.1, go_on=lambda: True, seed=1)


def test_groups_and_capacities_that_make_no_sense_are_refused() -> None:
    """More wounded than people; a probability beyond 1; an endless capacity."""
    with pytest.raises(ValueError, match="more wounded"):
        groups_of([1], [2], [0.5])
    with pytest.raises(ValueError, match="at least one person"):
        groups_of([0], [0], [0.5])
    with pytest.raises(ValueError, match="from 0 to 1"):
        groups_of([1], [0], [1.5])
    with pytest.raises(ValueError, match="capacity"):
        assign(
            groups_of([1], [0], [0.5]),
            no_options(),
            np.array([np.inf]),
            gap=0.1,
            go_on=lambda: True,
            seed=1,
        )
