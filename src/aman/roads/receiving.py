"""The ways of one group to many points by one search, and what being received at each turn costs.

Promises: for each turn of each point the least hazard, the wait for the turn included: whoever had
better wait on the way, or set out later, does. What costs as much as staying is not looked for.
Refuses to know: who else wants the turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from .answers import Goal, Leg, Way
from .bounds import UNREACHED, hazard_to_goals, seconds_to_goals
from .compiled import compiled
from .gathering import trace
from .graph import Floats, Ints, Longs
from .kernel import least_open, run
from .labels import (
    BEGIN,
    HAZARD,
    LAST,
    N_HITS,
    N_LABELS,
    NODE,
    NONE,
    PHASE,
    SLOPE,
    Aim,
    Search,
    State,
)
from .network import Network
from .pricing import Prices, Roads, accrued, prices_of, roads_of
from .rates import Table
from .search import Question, stay

HOUR_S: Final = 3600
TURN_S: Final = 60
"""No turn is shorter."""
EPSILON: Final = 1e-8
"""What is given up, at most twice at each arc."""
WITHIN: Final = 1e-5
"""What the least hazard of a turn may be off by: five hundred arcs."""
LABEL_CAP: Final = 4_000_000
_NO_LIMIT: Final = 1 << 62


class Turn(NamedTuple):
    """A stretch of a window in which a point receives as many groups as it has hands."""

    since_s: int
    until_s: int
    window: tuple[int, int]


def turns_of(goal: Goal, end_s: int) -> list[Turn]:
    """One after the other, from the opening of each window on."""
    length = max(goal.service_s, TURN_S)
    return [
        Turn(since, since + length, (opens, closes))
        for opens, closes in goal.windows
        for since in range(opens, min(closes, end_s) - length + 1, length)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Ways of a group to a point, the earliest there first.

    For each turn the best is among them, and of each hour the best that is there in it: who passes
    a narrow in another hour may have room.
    """

    reached_s: Ints
    """[W], when one is there."""
    hazard: Floats
    """[W], until then."""
    least: Floats
    """[T], the least hazard of being received at each turn, whatever the way, within WITHIN; but
    not above staying's, which says that no way is better than staying."""
    first: Longs
    """[W + 1], where the legs of each way begin in the next."""
    legs: Ints
    """[legs, 3], arc, second of entering it, seconds waited before."""

    def __len__(self) -> int:
        """W."""
        return len(self.reached_s)

    def __getitem__(self, index: int) -> Way:
        """A way, put together only now; it ends when one is there."""
        when = int(self.reached_s[index])
        legs = self.legs[self.first[index] : self.first[index + 1]].tolist()
        return Way(0, tuple(Leg(*leg) for leg in legs), when, when, float(self.hazard[index]))


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What one search found."""

    question: Question
    """Without goals of its own."""
    staying: float
    """The hazard of staying until the end."""
    reachable: bool
    """Whether anybody could be in time at any point, whatever it costs."""
    ways: tuple[Reached, ...]
    """[Q], to each point."""

    def safest(self) -> tuple[int, Way] | None:
        """The point and the way of least hazard, the wait for a turn aside."""
        some = [
            (float(each.hazard.min()), number) for number, each in enumerate(self.ways) if len(each)
        ]
        if not some:
            return None
        _, number = min(some)
        return number, self.ways[number][int(self.ways[number].hazard.argmin())]


class Toward(NamedTuple):
    """What all searches from anywhere to the same points share: one reverse search for all."""

    goals: Sequence[Goal]
    turns: Sequence[Sequence[Turn]]
    roads: Roads
    prices: Prices
    nodes: Ints
    """Of the points, ascending, each once."""
    limit: int
    """The last second at which anybody is received who is in time."""
    seconds_left: Ints
    """[n], at least, to be in time at a point, as if all closed at the limit; or UNREACHED."""
    hazard_left: Floats
    """[n, P], at least, to any point."""


def toward(network: Network, table: Table, goals: Sequence[Goal], end_s: int) -> Toward:
    """Ready for searches in this network."""
    roads, prices = roads_of(network), prices_of(table, end_s)
    turns = [turns_of(goal, end_s) for goal in goals]
    latest = np.array(
        [
            max((turn.until_s - goal.service_s for turn in own), default=NONE)
            for goal, own in zip(goals, turns, strict=True)
        ],
        np.int64,
    )
    limit = max(int(latest.max(initial=0)), 0)
    open_ones = latest >= 0
    at = np.array([goal.node for goal in goals], np.int32)
    left = seconds_to_goals(
        roads, at[open_ones], (limit - latest[open_ones]).astype(np.int32), limit
    )
    nodes = np.unique(at[open_ones]).astype(np.int32)
    hazard = hazard_to_goals(roads, prices, left, nodes)
    return Toward(goals, turns, roads, prices, nodes, limit, left, hazard)


def reach(question: Question, to: Toward, most: int | None = None) -> Looked:
    """The ways of who is where the question says: to the `most` points of the least hazard.

    Of the others the least hazard of each turn alone is kept.
    """
    staying = stay(question).hazard
    search = _prepared(question, to, staying)
    done = run(search, _NO_LIMIT)
    # What found no room is somewhere: every turn might be had for what it had at least.
    open_still = np.inf if done else max(least_open(search) + staying, 0.0)
    found = [_best_of(search, goal, own, staying) for goal, own in zip(*to[:2], strict=True)]
    safest = [float(least.min(initial=np.inf)) for *_, least in found]
    near = set(np.argsort(safest, kind="stable")[:most].tolist())
    left = int(to.seconds_left[question.origin])
    reachable = left != UNREACHED and question.start_s + left <= to.limit
    ways = [
        _reached(search, *each, open_still, number in near) for number, each in enumerate(found)
    ]
    return Looked(question, staying, reachable, tuple(ways))


def _prepared(question: Question, to: Toward, staying: float) -> Search:
    """A search that has only its beginning, and prunes what costs as much as staying."""
    network, start, step = question.network, question.start_s, question.wait_step
    n, end = network.n_nodes, question.end_s
    goal_of = np.full(n, NONE, np.int32)
    goal_of[to.nodes] = np.arange(len(to.nodes), dtype=np.int32)
    nobody = np.full((len(to.nodes), end + 1), NONE, np.int32)
    aim = Aim(
        step, start, to.limit, EPSILON, to.seconds_left, to.hazard_left - staying, goal_of, nobody
    )
    state = State(
        counts=np.zeros(7, np.int64),
        bucket=np.full(max(to.limit - start, 0) // step + 1, NONE, np.int32),
        whole=np.empty((LABEL_CAP, 7), np.int32),
        real=np.empty((LABEL_CAP, 2)),
        place=np.full((n, 3), NONE, np.int32),
        place_real=np.empty((n, 2)),
        live=np.empty(n, np.int32),
        hits=np.empty(LABEL_CAP, np.int32),
        upper=np.zeros(end + 1),
        lost=np.full(1, np.inf),
    )
    state.counts[PHASE] = to.prices.phase_at[start]
    left = to.seconds_left[question.origin]
    if left != UNREACHED and start + left <= to.limit:
        state.whole[0] = (start, start, question.origin, NONE, NONE, NONE, 0)
        state.real[0] = 0.0
        state.bucket[0] = 0
        state.counts[N_LABELS] = 1
    return Search(to.roads, to.prices, aim, state)


def _best_of(
    search: Search, goal: Goal, turns: Sequence[Turn], staying: float
) -> tuple[Ints, Ints, Floats, Floats]:
    until = np.array([turn.until_s for turn in turns], np.int32)
    latest = (until - goal.service_s).astype(np.int32)
    return _best(search, goal.node, latest, until, staying)


def _reached(  # noqa: PLR0913, PLR0917 - what _best found
    search: Search,
    label: Ints,
    reached: Ints,
    hazard: Floats,
    least: Floats,
    open_still: float,
    kept: bool,  # noqa: FBT001 - one of a row of figures
) -> Reached:
    order = np.lexsort((hazard, reached)) if kept else np.zeros(0, np.int64)
    label, reached, hazard = label[order], reached[order], hazard[order]
    legs = [trace(search, int(each), int(when)) for each, when in zip(label, reached, strict=True)]
    first = np.cumsum([0, *map(len, legs)], dtype=np.int64)
    whole = np.concatenate([*legs, np.zeros((0, 3), np.int32)])
    return Reached(reached, hazard, np.minimum(least, open_still), first, whole)


@compiled
def _best(  # noqa: C901 - loops over labels
    search: Search, node: int, latest: Ints, until: Ints, staying: float
) -> tuple[Ints, Ints, Floats, Floats]:
    """Label, second of being there and hazard of ways worth keeping, and the least of each turn.

    A train lies on a line, and so does waiting within its phase: one of its two ends is best.
    """
    state, prices, step = search.state, search.prices, search.aim.step
    row = search.roads.node_zone_set[node]
    turns, hours = len(until), len(prices.phase_at) // HOUR_S + 1
    least = np.full(turns + hours, np.inf)
    label_of = np.full(turns + hours, -1, np.int32)
    time_of = np.full(turns + hours, -1, np.int32)
    hazard_of = np.empty(turns + hours)
    for index in range(state.counts[N_HITS]):
        label = state.hits[index]
        if state.whole[label, NODE] != node:
            continue
        begin, last = state.whole[label, BEGIN], state.whole[label, LAST]
        hazard, slope = state.real[label, HAZARD], state.real[label, SLOPE]
        for slot in range(turns + hours):
            if slot < turns:
                early, late, then = begin, latest[slot], until[slot]
            else:
                hour = slot - turns
                early, late = max(begin, hour * HOUR_S), (hour + 1) * HOUR_S - 1
                early = begin + -(-(early - begin) // step) * step
                then = min(late, len(prices.phase_at) - 1)
            late = early + (min(last, late) - early) // step * step
            if late < early:
                continue
            for end in range(2):
                time = late if end else early
                there = hazard + slope * (time - begin)
                total = there + accrued(prices, row, time, then)
                if total < least[slot]:
                    least[slot], label_of[slot] = total, label
                    time_of[slot], hazard_of[slot] = time, there
    out = np.empty(turns + hours, np.int64)
    used = 0
    for slot in range(turns + hours):
        if label_of[slot] < 0 or least[slot] >= staying:
            continue
        known = False
        for other in range(used):
            same = out[other]
            known = known or (label_of[same] == label_of[slot] and time_of[same] == time_of[slot])
        if not known:
            out[used] = slot
            used += 1
    kept = out[:used].copy()
    return label_of[kept], time_of[kept], hazard_of[kept], np.minimum(least[:turns], staying)
