"""The safest ways: what can be had by when, and with how much hazard.

Promises: the front of arrival against hazard, exact within epsilon per arc, or said to be
approximate and by how much; staying put is always one of the answers; a first answer at once.
Refuses to know: shapes, words, the clock on the wall.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from .answers import Front, Goal, Leg, Way, probability
from .bounds import UNREACHED, hazard_to_goals, seconds_to_goals
from .first import one_label
from .gathering import gather, trace
from .graph import Ints
from .kernel import least_open, run
from .labels import FULL, N_LABELS, N_TAKEN, NODE, NONE, NOW, PHASE, Aim, Search, State
from .network import Network
from .pricing import accrued, prices_of, roads_of
from .rates import Table
from .setting_out import Course, put_off

EPSILON: Final = 1e-7
"""What is given up, at most twice at each arc; five hundred arcs then stay within 1e-4."""
LABEL_CAP: Final = 4_000_000
SLICE: Final = 20_000
"""Labels between two questions whether there is still time; a few milliseconds."""
LONG: Final = 100_000
"""After so many labels a lower bound of the hazard to come is worth its making."""

Budget = int | Callable[[], bool]
"""How many labels may be taken, or whether there is still time."""


class Question(NamedTuple):
    """What every search is asked."""

    network: Network
    table: Table
    origin: int
    goals: Sequence[Goal]
    start_s: int
    horizon_s: int
    wait_step: int = 1
    """One waits whole multiples of it. It has to divide the times of all arcs."""

    @property
    def end_s(self) -> int:
        """The second at which the horizon ends."""
        return self.start_s + self.horizon_s


def front(
    question: Question,
    *,
    epsilon: float = EPSILON,
    label_cap: int = LABEL_CAP,
    budget: Budget | None = None,
) -> Front:
    """All ways that are not dominated, and staying put."""
    search = prepared(question, epsilon, label_cap)
    first = first_way(search, question)
    if first is not None:
        search.state.upper[first.arrival_s :] = first.hazard
    search, exact = worked(search, budget)
    arrival, label, reached, hazard = gather(
        search,
        NONE if first is None else first.arrival_s,
        np.inf if first is None else first.hazard,
    )

    def build(index: int) -> Way:
        """The way of a point; the only one without a label is the first answer."""
        if label[index] == NONE and first is not None:
            return first
        node = int(search.state.whole[label[index], NODE])
        legs = trace(search, int(label[index]), int(reached[index]))
        return way_of(
            question, node, int(reached[index]), int(arrival[index]), float(hazard[index]), legs
        )

    staying = stay(question)
    settled = question.start_s + int(search.state.counts[NOW]) * question.wait_step
    at_most = 0.0
    if not exact:
        known = staying.hazard
        if len(hazard):
            known = float(hazard[max(0, int(np.searchsorted(arrival, settled)) - 1)])
        least = least_open(with_hazard_left(search))
        at_most = max(0.0, probability(known) - probability(least))
    return Front(arrival, hazard, staying, exact, at_most, settled, build)


def first_answer(question: Question) -> Way | None:
    """A way at once, by the one-label search: a real one, rarely the best, and None is no proof."""
    return first_way(prepared(question, EPSILON, 1), question)


def stay(question: Question) -> Way:
    """Staying put until the end of the horizon."""
    prices = prices_of(question.table, question.end_s)
    row = int(question.network.node_zone_set[question.origin])
    hazard = accrued(prices, row, question.start_s, question.end_s)
    return Way(None, (), question.start_s, question.end_s, hazard)


def prepared(question: Question, epsilon: float, label_cap: int) -> Search:
    """A search that has only its beginning, and its bounds."""
    network, start, end, step = (
        question.network,
        question.start_s,
        question.end_s,
        question.wait_step,
    )
    if step < 1 or (step > 1 and (network.seconds % step).any()):
        message = "the wait step does not divide the times of all arcs"
        raise ValueError(message)
    if not 0 <= start <= end:
        message = "the horizon ends before the start"
        raise ValueError(message)
    roads, prices = roads_of(network), prices_of(question.table, end)
    nodes, served, tolls, limit = receptions(question)
    goal_of = np.full(network.n_nodes, NONE, np.int32)
    goal_of[nodes] = np.arange(len(nodes), dtype=np.int32)
    left = seconds_to_goals(roads, nodes, tolls, limit - start)
    aim = Aim(step, start, limit, epsilon, left, np.zeros((1, 1)), goal_of, served)
    state = State(
        counts=np.zeros(7, np.int64),
        bucket=np.full((limit - start) // step + 1, NONE, np.int32),
        whole=np.empty((label_cap, 7), np.int32),
        real=np.empty((label_cap, 2)),
        place=np.full((network.n_nodes, 3), NONE, np.int32),
        place_real=np.empty((network.n_nodes, 2)),
        live=np.empty(network.n_nodes, np.int32),
        hits=np.empty(label_cap, np.int32),
        upper=np.full(end + 1, np.inf),
        lost=np.full(1, np.inf),
    )
    state.counts[PHASE] = prices.phase_at[start]
    if left[question.origin] != UNREACHED:
        state.whole[0] = (start, start, question.origin, NONE, NONE, NONE, 0)
        state.real[0] = 0.0
        state.bucket[0] = 0
        state.counts[N_LABELS] = 1
    return Search(roads, prices, aim, state)


def receptions(question: Question) -> tuple[Ints, Ints, Ints, int]:
    """Nodes of the goals; when who comes is served; the least seconds of it; the last second.

    Goals at one node are one row: whichever receives first.
    """
    start, end = question.start_s, question.end_s
    nodes = np.unique(np.asarray([goal.node for goal in question.goals], np.int32))
    served = np.full((len(nodes), end + 1), NONE, np.int32)
    tolls = np.full(len(nodes), end + 1, np.int32)
    limit = start
    comes = np.arange(end + 1, dtype=np.int32)
    for goal in question.goals:
        row = int(np.searchsorted(nodes, goal.node))
        tolls[row] = min(tolls[row], goal.service_s)
        for opens, closes in goal.windows:
            then = np.maximum(comes, min(opens, end + 1)) + goal.service_s
            better = (then <= min(closes, end)) & ((served[row] < 0) | (then < served[row]))
            served[row, better] = then[better]
            limit = max(limit, min(closes, end))
    return nodes, served, tolls, limit


def first_way(search: Search, question: Question) -> Way | None:
    """What the one-label search finds."""
    if search.aim.seconds_left[question.origin] == UNREACHED:
        return None
    node, reached, hazard, legs = one_label(search, question.origin)
    if node == NONE:
        return None
    arrival = int(search.aim.served[search.aim.goal_of[node], reached])
    return way_of(question, node, reached, arrival, hazard, legs)


def worked(search: Search, budget: Budget | None) -> tuple[Search, bool]:
    """Let a search run until it is done or the budget is spent; whether it is done."""
    most = budget if isinstance(budget, int) else 1 << 62
    while True:
        taken = int(search.state.counts[N_TAKEN])
        if taken >= most or search.state.counts[FULL] or (callable(budget) and not budget()):
            return search, False
        if taken >= LONG:
            search = with_hazard_left(search)
        if run(search, min(most, taken + SLICE)):
            return search, True


def with_hazard_left(search: Search) -> Search:
    """The search with the second lower bound; it costs more than most searches take altogether."""
    aim = search.aim
    if len(aim.hazard_left) > 1:
        return search
    nodes = np.flatnonzero(aim.goal_of != NONE).astype(np.int32)
    left = hazard_to_goals(search.roads, search.prices, aim.seconds_left, nodes)
    return search._replace(aim=aim._replace(hazard_left=left))


def way_of(  # noqa: PLR0913, PLR0917 - the fields of a way
    question: Question, node: int, reached: int, arrival: int, hazard: float, legs: Ints
) -> Way:
    """A way to whichever goal at the node receives by then; one sets out no sooner than needed."""
    goal, begins = next(
        (index, arrival - goal.service_s)
        for index, goal in enumerate(question.goals)
        if goal.node == node
        and any(
            max(reached, opens) + goal.service_s == arrival <= closes
            for opens, closes in goal.windows
        )
    )
    way = Way(goal, tuple(Leg(*leg) for leg in legs.tolist()), reached, arrival, hazard)
    if not len(legs) or not question.network.may_wait[question.origin]:
        return way
    waits, change = put_off(
        question.table,
        _course(question.network, legs[:, 0], node),
        question.start_s,
        [*legs[:, 2].tolist(), begins - reached],
        question.wait_step,
    )
    # A leg is later by what was moved to the beginning from behind it.
    later = np.cumsum(np.asarray(waits[:-1], np.int32) - legs[:, 2])
    moved = np.stack([legs[:, 0], legs[:, 1] + later, waits[:-1]], axis=1)
    return Way(
        goal,
        tuple(Leg(*leg) for leg in moved.tolist()),
        begins - waits[-1],
        arrival,
        hazard + change,
    )


def _course(network: Network, arcs: Ints, node: int) -> Course:
    return Course(
        network.zone_set[arcs].tolist(),
        network.crossing_set[arcs].tolist(),
        network.seconds[arcs].tolist(),
        [*network.node_zone_set[network.source[arcs]].tolist(), int(network.node_zone_set[node])],
    )
