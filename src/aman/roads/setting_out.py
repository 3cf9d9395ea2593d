"""Setting out as late as the same reception allows: who has to wait does so where he is hidden.

Promises: no more hazard, the same roads, the same reception; a wait moves to the beginning only
where one may wait there, and as far as that costs no more.
Refuses to know: how ways are found, who walks them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .graph import Floats, Longs
from .network import NO_CROSSING
from .rates import Table
from .sending import ROUNDING


class Course(NamedTuple):
    """Stretches one after another: what each costs, and what waiting before it does."""

    rows: Sequence[int]
    """[legs], of the hazard table."""
    crossings: Sequence[int]
    seconds: Sequence[int]
    halts: Sequence[int]
    """[legs + 1], rows for waiting before each, and at the end until reception ends."""


class Later(NamedTuple):
    """How one waits then, and by how much the hazard changes: never up."""

    waits: list[int]
    change: float


class _Moved(NamedTuple):
    """Ends of stretches that move: the hazard is that up to each, added or taken away."""

    rows: Longs
    at: Longs
    sign: Longs
    crossings: Longs
    """Crossing sets of the stretches that move, and when each is entered."""
    enters: Longs


def put_off(  # noqa: PLR0913, PLR0917 - where, when, how exactly
    table: Table,
    course: Course,
    start_s: int,
    waits: Sequence[int],
    step: int = 1,
    spare: float = 0.0,
) -> Later:
    """Move waits on the way, and the one at its end, to the beginning, in whole steps.

    `waits` [legs + 1] are those before each stretch, and before reception begins. Of each stays
    at least the share `spare` of the seconds that were walked before it.
    """
    new, change = list(waits), 0.0
    walked = np.cumsum([0, *course.seconds])
    for halt in range(1, len(new)):
        most = new[halt] - int(np.ceil(spare * walked[halt]))
        if most < step:
            continue
        by, less = _latest(table, _moved(course, start_s, new, halt), most, step)
        new[0], new[halt], change = new[0] + by, new[halt] - by, change + less
    return Later(new, change)


def _moved(course: Course, start_s: int, waits: Sequence[int], halt: int) -> _Moved:
    """What moves when all up to a halt is later: its wait begins later, and the first ends so."""
    took = np.asarray([waits[:halt], course.seconds[:halt]], np.int64)
    ends = start_s + np.cumsum(took.T.ravel()).reshape(-1, 2)
    enters, leaves = ends.T
    rows, halts = np.asarray(course.rows[:halt]), np.asarray(course.halts[: halt + 1])
    crossings = np.asarray(course.crossings[:halt])
    crosses = crossings != NO_CROSSING
    return _Moved(
        np.concatenate([halts[:-1], rows, rows, halts[1:]]),
        np.concatenate([enters, enters, leaves, leaves]),
        np.repeat([1, -1, 1, -1], halt),
        crossings[crosses],
        enters[crosses],
    )


def _latest(table: Table, moved: _Moved, most: int, step: int) -> tuple[int, float]:
    """By how much, at most, all of it can be later for no more hazard; and what that changes."""
    for since, until, hazard, slope in reversed(list(_pieces(table, moved, most))):
        first, last = -(-since // step) * step, until // step * step
        if slope > 0 and hazard <= ROUNDING:
            last = min(last, since + int((ROUNDING - hazard) / slope))
            last = last // step * step
        if last < first:
            continue
        change = hazard + slope * (last - since)
        if change <= ROUNDING:
            return last, change if change < -ROUNDING else 0.0
    return 0, 0.0


def _pieces(table: Table, moved: _Moved, most: int) -> Iterator[tuple[int, int, float, float]]:
    """From one delay to another, the change of hazard at the first, and how fast it rises."""
    starts = np.asarray(table.phase_start[1:-1], np.int64)
    phase = np.searchsorted(starts, moved.at, side="right")
    tilt = np.diff(table.rate, axis=1)[moved.rows] * moved.sign[:, None]
    begins = starts - moved.at[:, None]
    enters = starts - moved.enters[:, None]
    jump = np.diff(table.crossing, axis=1)[moved.crossings]
    bent, jumped = ((each > 0) & (each <= most) for each in (begins, enters))
    delays = np.unique(np.concatenate([[0], begins[bent], enters[jumped]]))
    tilts = _summed(delays, begins[bent], tilt[bent])
    jumps = _summed(delays, enters[jumped], jump[jumped])
    tilts[0] += (table.rate[moved.rows, phase] * moved.sign).sum()
    slopes = np.cumsum(tilts)
    hazards = np.cumsum(jumps + np.concatenate([[0.0], slopes[:-1] * np.diff(delays)]))
    untils = np.append(delays[1:] - 1, most)
    yield from zip(delays.tolist(), untils.tolist(), hazards.tolist(), slopes.tolist(), strict=True)


def _summed(delays: Longs, at: Longs, figures: Floats) -> Floats:
    return np.bincount(np.searchsorted(delays, at), figures, len(delays)).astype(np.float64)
