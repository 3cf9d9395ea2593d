"""An epoch's secret is never destroyed early, and always by the fourteenth day."""

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.desk.keys.epoch_life import (
    COLLECTED_SECONDS,
    EPOCH_SECONDS,
    LATEST_SECONDS,
    LIFE,
    SETTLING_SECONDS,
    STEP_SECONDS,
    DestroySecret,
    Epoch,
    EpochBook,
    MakeEpoch,
    Stage,
    begin,
    diagram,
    listed,
    look,
    resume,
)

START = 1_800_000_000.0
DAY = 86_400
DOCS = Path(__file__).parents[3] / "docs"


@dataclass(slots=True)
class Driven:
    """A book driven by commands, with a note of when which secret went."""

    book: EpochBook = field(default_factory=lambda: begin(EpochBook(), START))
    now: float = START
    made: dict[str, Epoch] = field(default_factory=dict)
    gone: dict[str, float] = field(default_factory=dict)

    def look(self, now: float, handed_over: float | None) -> None:
        """Look once and do what is asked."""
        self.now = now
        self.book, commands = look(self.book, now, handed_over)
        for command in commands:
            match command:
                case MakeEpoch(valid_from, valid_to):
                    epoch = Epoch(f"key {len(self.made)}", valid_from, valid_to)
                    self.made[epoch.pk] = epoch
                    grown = (*self.book.epochs, epoch)
                    self.book = msgspec.structs.replace(self.book, epochs=grown)
                case DestroySecret(pk):
                    self.gone[pk] = now


steps = st.floats(min_value=0, max_value=STEP_SECONDS)


@settings(deadline=None)
@given(
    st.lists(st.tuples(steps, st.one_of(st.none(), st.integers(0, 3 * DAY))), max_size=60),
    st.integers(0, 20 * DAY),
)
def test_never_early(looks: list[tuple[float, int | None]], away: int) -> None:
    """Whatever fronts say and whenever the desk was off: two hours after, or fourteen days."""
    driven = Driven()
    driven.look(START, None)
    driven.book = begin(driven.book, START + away)
    driven.now = START + away
    first_evidence: dict[str, float] = {}
    for step, late in looks:
        now = driven.now + step
        handed_over = None if late is None else now - late
        for pk, epoch in driven.made.items():
            ended = epoch.valid_to <= now
            if ended and handed_over is not None and handed_over >= epoch.valid_to:
                first_evidence.setdefault(pk, now)
        driven.look(now, handed_over)
    for pk, at in driven.gone.items():
        end = driven.made[pk].valid_to
        collected = at >= first_evidence.get(pk, float("inf")) + COLLECTED_SECONDS
        assert collected or at >= end + LATEST_SECONDS


@settings(deadline=None)
@given(st.floats(min_value=400, max_value=STEP_SECONDS), st.booleans())
def test_always_by_fourteen_days(step: float, some_front: bool) -> None:  # noqa: FBT001 - drawn
    """A desk that runs destroys each secret in time, with an alarm when a front never came."""
    driven = Driven()
    driven.look(START, None)
    now = START
    while now < START + 1.2 * DAY:
        now += step
        driven.look(now, now - DAY if some_front else None)
    # the days between, in which nothing happens, are jumped over as a restart would
    now = START + DAY + LATEST_SECONDS
    driven.book = begin(driven.book, now)
    while now < START + DAY + LATEST_SECONDS + SETTLING_SECONDS + step:
        now += step
        driven.look(now, None)
    ended = [pk for pk, epoch in driven.made.items() if epoch.valid_to + LATEST_SECONDS <= now]
    assert ended
    assert set(ended) <= set(driven.gone)
    assert driven.book.overdue >= 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40 * DAY), st.booleans()), max_size=12))
def test_three_are_always_listed(jumps: list[tuple[int, bool]]) -> None:
    """After every look the manifest has three epochs, the first of which has not ended."""
    driven = Driven()
    for jump, restart in jumps:
        now = driven.now + jump
        if restart:
            driven.book = begin(driven.book, now)
        driven.look(now, None)
        there = listed(driven.book, now)
        assert len(there) == 3
        assert there[0].valid_from <= now < there[0].valid_to
        assert all(a.valid_to == b.valid_from for a, b in pairwise(there))


def run_to(driven: Driven, end: float, *, handed_over: bool) -> None:
    """Look every ten minutes until `end`."""
    while driven.now < end:
        now = min(end, driven.now + STEP_SECONDS)
        driven.look(now, now if handed_over else None)


def test_the_usual_day() -> None:
    """Ended, handed over, two hours, gone; and no alarm."""
    driven = Driven()
    driven.look(START, START)
    first = next(iter(driven.made))
    run_to(driven, driven.made[first].valid_to, handed_over=True)
    assert driven.book.epochs[0].stage is Stage.COLLECTED
    run_to(driven, driven.now + COLLECTED_SECONDS - 1, handed_over=True)
    assert driven.gone == {}
    run_to(driven, driven.now + 1, handed_over=True)
    assert list(driven.gone) == [first]
    assert driven.book.overdue == 0


@pytest.mark.parametrize("jump", [STEP_SECONDS + 1, 30 * DAY, -STEP_SECONDS - 1, -30 * DAY])
def test_a_clock_step_suspends_destruction_until_somebody_says_so(jump: float) -> None:
    """A wrong clock destroys nothing, for as long as it takes."""
    driven = Driven()
    driven.look(START, START)
    run_to(driven, START + DAY + 100, handed_over=True)
    driven.look(driven.now + jump, driven.now + jump)
    assert driven.book.suspended
    run_to(driven, driven.now + 20 * DAY, handed_over=True)
    assert driven.gone == {}
    driven.book = resume(driven.book, driven.now)
    run_to(driven, driven.now + COLLECTED_SECONDS - 1, handed_over=True)
    after_the_jump = {pk for pk, at in driven.gone.items() if at}
    overdue = {
        pk for pk, epoch in driven.made.items() if epoch.valid_to + LATEST_SECONDS <= driven.now
    }
    assert after_the_jump <= overdue
    run_to(driven, driven.now + DAY, handed_over=True)
    assert driven.gone


def test_the_two_hours_count_anew_when_the_clock_is_put_right() -> None:
    """A clock three hours ahead has not let two hours pass."""
    driven = Driven()
    driven.look(START, START)
    run_to(driven, driven.book.epochs[0].valid_to, handed_over=True)
    assert driven.book.epochs[0].stage is Stage.COLLECTED
    driven.look(driven.now + 3 * 3600, driven.now)
    driven.book = resume(driven.book, driven.now)
    run_to(driven, driven.now + COLLECTED_SECONDS - 1, handed_over=True)
    assert driven.gone == {}
    run_to(driven, driven.now + 1, handed_over=True)
    assert len(driven.gone) == 1


def test_keys_made_while_the_clock_was_ahead_end_when_it_is_put_right() -> None:
    """No epoch for next year stays in the list, nor for ever in the folder."""
    driven = Driven()
    driven.look(START, None)
    driven.look(START + 365 * DAY, None)
    driven.look(START + 60, None)
    assert listed(driven.book, driven.now)[0].valid_from <= driven.now
    driven.book = resume(driven.book, driven.now)
    run_to(driven, driven.now + COLLECTED_SECONDS + STEP_SECONDS, handed_over=True)
    assert len(driven.gone) == 3
    assert len(driven.book.epochs) >= 3


def test_a_restart_with_the_clock_put_back_is_noticed() -> None:
    """Time never runs backwards over a restart; forwards it may, the desk was off."""
    book = begin(EpochBook(), START)
    assert not begin(book, START + 30 * DAY).suspended
    assert begin(book, START - STEP_SECONDS - 1).suspended


def test_a_time_that_has_not_come_is_no_evidence() -> None:
    """What was noted while the clock was ahead says nothing about today."""
    driven = Driven()
    driven.look(START, None)
    run_to(driven, START + DAY, handed_over=False)
    driven.look(driven.now + 60, driven.now + 30 * DAY)
    assert driven.book.epochs[0].stage is Stage.ENDED


def test_after_days_off_the_fronts_hand_over_before_anything_overdue_goes() -> None:
    """Sixteen days off: the first minutes belong to the courier."""
    driven = Driven()
    driven.look(START, None)
    back = START + 16 * DAY
    driven.book = begin(driven.book, back)
    driven.look(back, None)
    driven.look(back + SETTLING_SECONDS - 1, None)
    assert driven.gone == {}
    driven.look(back + SETTLING_SECONDS, None)
    assert driven.gone


def test_no_way_leads_out_of_destroyed() -> None:
    """And every other stage has one."""
    left = {stage for stage, _ in LIFE}
    assert left == set(Stage) - {Stage.DESTROYED}


def test_the_documentation_shows_the_table() -> None:
    """The diagram in the decision is drawn from the table in the code."""
    assert diagram() in (DOCS / "decisions" / "0005-desk-keys.md").read_text()


def test_an_epoch_lasts_a_day() -> None:
    """As the protocol says."""
    driven = Driven()
    driven.look(START, None)
    lengths = {epoch.valid_to - epoch.valid_from for epoch in driven.made.values()}
    assert lengths == {EPOCH_SECONDS} == {DAY}
