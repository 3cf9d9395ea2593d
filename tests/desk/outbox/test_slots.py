"""Who gets which slot, as pure state."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.bucket import SLOTS, SLOTS_PER_CALLER
from aman.desk.outbox.slots import (
    CALM_SECONDS,
    LIVE_SECONDS,
    LOOKING_SECONDS,
    STATUS,
    Chosen,
    Spread,
    Waiting,
    choose,
    live_slots,
)

NOW = 1_800_000_000
WAITING = st.builds(
    Waiting,
    case=st.integers(1, 60),
    bucket=st.integers(0, 3),
    heard_at=st.integers(NOW - 2 * LIVE_SECONDS, NOW),
    seqs=st.lists(st.integers(1, 50), unique=True, max_size=6).map(
        lambda seqs: tuple(sorted(seqs))
    ),
)
CROWD = st.lists(WAITING, max_size=60, unique_by=lambda each: each.case)


def chance(seed: int) -> Callable[[int], bytes]:
    """Random bytes by seed."""
    return random.Random(seed).randbytes  # noqa: S311 - a test's chance


def given_to(chosen: Chosen) -> list[tuple[int, int]]:
    """All pairs."""
    return [pair for bucket in chosen.buckets.values() for pair in bucket]


@given(CROWD, st.integers(0, 100))
def test_no_bucket_overflows_and_nobody_has_more_than_four(crowd: list[Waiting], seed: int) -> None:
    """Each gets his status, then his lowest replies, in his own bucket."""
    chosen = choose(crowd, NOW, {}, chance(seed))
    assert all(len(bucket) <= SLOTS for bucket in chosen.buckets.values())
    for each in crowd:
        own = [seq for case, seq in chosen.buckets.get(each.bucket, []) if case == each.case]
        assert own == list((STATUS, *each.seqs)[: len(own)])
        assert len(own) <= SLOTS_PER_CALLER
    assert len(given_to(chosen)) == len(set(given_to(chosen)))


@given(CROWD, st.integers(0, 100))
def test_who_was_heard_of_late_comes_before_who_was_not(crowd: list[Waiting], seed: int) -> None:
    """Others' replies only fill what the callers who are there leave free."""
    chosen = choose(crowd, NOW, {}, chance(seed))
    served = given_to(chosen)
    for away in crowd:
        if away.is_live(NOW) or (away.case, STATUS) not in served:
            continue
        for there in crowd:
            if there.is_live(NOW) and there.bucket == away.bucket:
                assert all((there.case, seq) in served for seq in there.wanted())


@pytest.mark.parametrize("beat_ticks", [3, 6, 12])
@pytest.mark.parametrize("seed", range(5))
def test_more_replies_than_slots_reach_everybody_whatever_the_rhythm(
    beat_ticks: int, seed: int
) -> None:
    """Forty callers in one bucket, each looking once a beat, eight seconds after it."""
    tick_seconds, drawn = 5, chance(seed)
    phase = {case: case % beat_ticks for case in range(40)}
    unread = {case: list(range(1, 8)) for case in range(40)}
    heard = dict.fromkeys(range(40), NOW)
    turns: dict[int, int] = {}
    rounds = 0
    while any(unread.values()):
        rounds += 1
        assert rounds < 4000
        now = NOW + rounds * tick_seconds
        beating = [case for case in phase if rounds % beat_ticks == phase[case]]
        heard |= dict.fromkeys(beating, now)
        crowd = [Waiting(case, 0, heard[case], tuple(unread[case])) for case in phase]
        chosen = choose(crowd, now, turns, drawn)
        turns = dict(chosen.served_at)
        looking = [case for case in phase if rounds % beat_ticks == (phase[case] + 1) % beat_ticks]
        for case, seq in given_to(chosen):
            if case in looking and seq in unread[case]:
                unread[case].remove(seq)


def test_in_turn_nobody_is_served_twice_before_everybody_once() -> None:
    """Twelve callers who are away and four places a tick: three ticks for all."""
    crowd = [Waiting(case, 0, NOW - 2 * LIVE_SECONDS, (1, 2, 3)) for case in range(12)]
    drawn = chance(1)
    turns: dict[int, int] = {}
    served: list[int] = []
    for tick in range(3):
        chosen = choose(crowd, NOW + tick, turns, drawn)
        turns = dict(chosen.served_at)
        served += [case for case, seq in given_to(chosen) if seq == STATUS]
    assert sorted(served) == list(range(12))


def test_live_slots_count_a_callers_four_at_most_and_nobody_who_is_away() -> None:
    """What k is reckoned from."""
    crowd = [
        Waiting(1, 0, NOW - LOOKING_SECONDS, tuple(range(1, 9))),
        Waiting(2, 0, NOW, ()),
        Waiting(3, 0, NOW - LIVE_SECONDS, (1,)),
    ]
    assert live_slots(crowd, NOW) == 5


def test_more_buckets_come_at_once_and_one_tick_after_they_were_announced() -> None:
    """The k of a tick is what the last manifest called k_next."""
    spread = Spread().advanced(live=8, tick=NOW)
    assert (spread.k, spread.k_next) == (0, 0)
    spread = spread.advanced(live=64, tick=NOW + 5)
    assert (spread.k, spread.k_next) == (0, 3)
    spread = spread.advanced(live=64, tick=NOW + 10)
    assert (spread.k, spread.k_next) == (3, 3)


def test_fewer_buckets_come_after_five_calm_minutes() -> None:
    """Buckets do not hop when a few callers come and go."""
    spread = Spread(3, 3)
    for tick in range(NOW, NOW + CALM_SECONDS, 5):
        spread = spread.advanced(live=9, tick=tick)
        assert (spread.k, spread.k_next) == (3, 3)
    spread = spread.advanced(live=9, tick=NOW + CALM_SECONDS)
    assert (spread.k, spread.k_next) == (3, 1)
    spread = spread.advanced(live=9, tick=NOW + CALM_SECONDS + 5)
    assert (spread.k, spread.k_next) == (1, 1)


@given(st.lists(st.integers(0, 20_000), max_size=80))
def test_k_is_always_what_was_announced_before(lives: list[int]) -> None:
    """Whatever comes, no tick has another k than the manifest before it promised."""
    spread = Spread()
    for number, live in enumerate(lives):
        announced = spread.k_next
        spread = spread.advanced(live, NOW + 5 * number)
        assert spread.k == announced
        assert live <= 8 << spread.k_next or spread.k_next == 10
