"""The least dangerous way that can be told: in at most so many steps, each by something one sees.

Promises: what it says of hazard and time is what its steps cost, second by second; it never waits
where he could only guess the place; without any hazard it is the earliest. Of one road and one
second the least dangerous label is kept, so that on small maps nothing better can be told. On
large ones there is a limit to how many are made, and a quick search comes first, in which of two
labels on one road in one phase the later is kept only if it has less hazard.
Refuses to know: languages, people.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from .bounds import UNREACHED, hazard_to_goals, seconds_to_goals
from .edge_costs import costs_of
from .graph import Ints
from .pricing import prices_of, roads_of
from .search import EPSILON, Question, receptions
from .setting_out import Course, put_off
from .steps import AtPoint, Departure, Step, Turn, bend_of
from .telling import Exit, Telling, Walk

STEPS_AT_MOST: Final = 7
START_EVERY_S: Final = 900
STARTS_AT_MOST: Final = 8
"""One starts at once, when hazards change, or at times such apart; nobody starts at a second."""
ALIKE: Final = EPSILON
"""Of ways whose hazards differ by less the earlier one is better."""
WORTH_A_STEP: Final = 0.02
"""Another step has to take away this share of the hazard."""
QUICK_LABELS: Final = 50_000
THOROUGH_LABELS: Final = 20_000
"""So many are made at most for each step."""
MINUTE_S: Final = 60
"""One sets out later by whole ones: nobody remembers a second."""
SPARE: Final = 0.1
"""Of a wait stays so large a share of the walk before it, for who is faster or slower."""


@dataclass(frozen=True, slots=True)
class ToldWay:
    """Steps, and where they lead on the map, which only the operator sees."""

    departure: Departure
    steps: tuple[Step, ...]
    edges: tuple[int, ...]
    """All edges of the graph on the way."""
    goal: int
    arrival_s: int
    hazard: float


class _Label(NamedTuple):
    hazard: float
    second: int
    """Of entering the edge."""
    edge: int
    parent: "_Label | None"
    exit: Exit | None
    waited: int
    """Seconds before entering."""


class _Found(NamedTuple):
    label: _Label
    after: int
    """Edges of the label's walk up to the goal."""
    arrival_s: int
    hazard: float
    steps: int


class _Leg(NamedTuple):
    begin: _Label
    walk: Walk
    after: int
    """Edges of the walk."""


def told_way(
    question: Question, telling: Telling, most: float, steps_at_most: int = STEPS_AT_MOST
) -> ToldWay | None:
    """The best with at most so much hazard; None if none is found."""
    return _Search(question, telling, most, steps_at_most).best()


class _Search:
    def __init__(self, question: Question, telling: Telling, most: float, steps: int) -> None:
        self.question, self.telling, self.steps = question, telling, steps
        self.graph = telling.views.graph
        self.costs = costs_of(question, telling)
        self.nodes, self.served, tolls, self.limit = receptions(question)
        roads = roads_of(question.network)
        horizon = self.limit - question.start_s
        left = seconds_to_goals(roads, self.nodes, tolls, horizon)
        prices = prices_of(question.table, self.limit)
        self.left = left.tolist()
        self.received_from = _received_from(self.served)
        self.hazard_left = hazard_to_goals(roads, prices, left, self.nodes).tolist()
        self.row_of = {int(node): row for row, node in enumerate(self.nodes)}
        self.allowed = self.most = most
        self.found: _Found | None = None

    def best(self) -> ToldWay | None:
        if self.left[self.question.origin] == UNREACHED:
            return None
        self._walk_layers(self._by_phase, QUICK_LABELS)
        self._walk_layers(self._by_second, THOROUGH_LABELS)
        return None if self.found is None else self._told(self.found)

    def _walk_layers(
        self, key_of: Callable[[_Label], tuple[int, int]], labels_at_most: int
    ) -> None:
        """Each layer is a step; what comes later with as much hazard by the same key is dropped."""
        kept: dict[tuple[int, int], list[_Label]] = {}
        layer = list(self._beginnings())
        for step in range(1, self.steps + 1):
            self._allow(step)
            labels = 0
            following: dict[int, _Label] = {}
            for label in sorted(layer, key=lambda each: each.hazard):
                for new in self._onward(label, step):
                    labels += 1
                    known = kept.setdefault(key_of(new), [])
                    if any(_is_as_good(each, new) for each in known):
                        continue
                    for each in [each for each in known if _is_as_good(new, each)]:
                        following.pop(id(each), None)
                    known[:] = [each for each in known if not _is_as_good(new, each)]
                    known.append(new)
                    following[id(new)] = new
                if labels > labels_at_most:
                    break
            layer = list(following.values())

    def _allow(self, step: int) -> None:
        """Another step has to be worth it."""
        if self.found is not None:
            worth = 1 - WORTH_A_STEP if self.found.steps < step else 1
            self.most = min(self.allowed, self.found.hazard * worth + ALIKE)

    def _by_phase(self, label: _Label) -> tuple[int, int]:
        return label.edge, self.costs.phase_at[label.second]

    @staticmethod
    def _by_second(label: _Label) -> tuple[int, int]:
        return label.edge, label.second

    def _beginnings(self) -> Iterator[_Label]:
        question, origin = self.question, self.question.origin
        row = int(question.network.node_zone_set[origin])
        starts = self._starts() if question.network.may_wait[origin] else [question.start_s]
        for edge in self.telling.views.out(origin):
            if self.telling.compass(edge) is None:
                continue
            for start in starts:
                hazard = self.costs.between(row, question.start_s, start)
                if not self._is_hopeless(origin, start, hazard):
                    yield _Label(hazard, start, edge, None, None, start - question.start_s)

    def _starts(self) -> list[int]:
        """Spread over all from which one can still arrive."""
        begin = self.question.start_s
        last = self.limit - self.left[self.question.origin]
        times = {begin, *range(begin + START_EVERY_S, last, START_EVERY_S)}
        changes = {each for each in self.costs.starts if begin < each <= last}
        apart = max(1, len(times) // STARTS_AT_MOST)
        return sorted(changes | set(sorted(times)[::apart]))

    def _onward(self, label: _Label, step: int) -> Iterator[_Label]:
        """Along the walk to a goal, and to each exit."""
        walk = self.telling.walk(label.edge)
        exits = iter(self.telling.exits(label.edge))
        exit_ = next(exits, None)
        hazard, second = label.hazard, label.second
        for place, edge in enumerate(walk.edges, 1):
            seconds = self.costs.seconds[edge]
            if not seconds or second + seconds > self.limit:
                return
            hazard += self.costs.along(edge, second)
            second += seconds
            node = walk.nodes[place]
            if hazard > self.most:
                return
            row = self.row_of.get(node)
            if row is not None:
                self._arrive(_Found(label, place, second, hazard, step), row)
                return
            if self._is_hopeless(node, second, hazard):
                return
            while exit_ is not None and exit_.after == place:
                yield from self._leave(label, exit_, node, second, hazard)
                exit_ = next(exits, None)

    def _is_hopeless(self, node: int, second: int, hazard: float) -> bool:
        left = self.left[node]
        if left == UNREACHED or second + left > self.limit:
            return True
        least = hazard + self.hazard_left[node][self.costs.phase_at[second]]
        if self.found is not None and least >= self.found.hazard - ALIKE:
            return bool(self.received_from[second + left] >= self.found.arrival_s)
        return bool(least > self.most)

    def _leave(
        self, label: _Label, exit_: Exit, node: int, second: int, hazard: float
    ) -> Iterator[_Label]:
        yield _Label(hazard, second, exit_.branch.edge, label, exit_, 0)
        if (
            not isinstance(exit_.cue, self.telling.waits_at)
            or not self.question.network.may_wait[node]
        ):
            return
        row = int(self.question.network.node_zone_set[node])
        for start in self.costs.starts[1:-1]:
            if second < start <= self.limit:
                later = hazard + self.costs.between(row, second, start)
                if not self._is_hopeless(node, start, later):
                    yield _Label(later, start, exit_.branch.edge, label, exit_, start - second)

    def _arrive(self, there: _Found, row: int) -> None:
        """Who is there then is received when it opens."""
        arrival = int(self.served[row, there.arrival_s])
        if arrival < 0:
            return
        waits_in = int(self.question.network.node_zone_set[self.nodes[row]])
        hazard = there.hazard + self.costs.between(waits_in, there.arrival_s, arrival)
        new = there._replace(arrival_s=arrival, hazard=hazard)
        if hazard <= self.most and (self.found is None or _is_better(new, self.found)):
            self.found = new
            self.most = min(self.most, hazard + ALIKE)

    def _told(self, found: _Found) -> ToldWay:
        label = found.label
        legs = [_Leg(label, self.telling.walk(label.edge), found.after)]
        while label.parent is not None and label.exit is not None:
            after, label = label.exit.after, label.parent
            legs.append(_Leg(label, self.telling.walk(label.edge), after))
        legs.reverse()
        goal = self._goal(legs[-1].walk.nodes[found.after], found.arrival_s)
        legs, change = self._put_off(legs, found.arrival_s - self.question.goals[goal].service_s)
        steps = [self._step(*each) for each in zip(legs, [*legs[1:], None], strict=True)]
        edges = [edge for leg in legs for edge in leg.walk.edges[: leg.after]]
        first = legs[0].begin
        compass = self.telling.compass(first.edge)
        if compass is None:
            message = "a way begins where no direction can be told"
            raise ValueError(message)
        departure = Departure(
            first.second,
            self.telling.sight_at(self.question.origin),
            compass,
            self.telling.views.look(first.edge),
            self.telling.street(legs[0].walk, legs[0].after),
        )
        hazard = found.hazard + change
        return ToldWay(departure, tuple(steps), tuple(edges), goal, found.arrival_s, hazard)

    def _put_off(self, legs: list[_Leg], begins_s: int) -> tuple[list[_Leg], float]:
        """Set out later, by whole minutes, if that costs no more; and what it changes."""
        question, halt_row = self.question, self.question.network.node_zone_set
        if not question.network.may_wait[question.origin]:
            return legs, 0.0
        arcs: list[tuple[int, int, int]] = []
        halts: list[int] = []
        waits: list[int] = []
        begins: list[int] = []
        now = question.start_s
        for leg in legs:
            along = [arc for edge in leg.walk.edges[: leg.after] for arc in self.costs.rows[edge]]
            begins.append(len(arcs))
            arcs += along
            halts += [int(halt_row[leg.walk.nodes[0]])] * len(along)
            waits += [leg.begin.waited, *[0] * (len(along) - 1)]
            now = leg.begin.second + sum(arc[2] for arc in along)
        halts.append(int(halt_row[legs[-1].walk.nodes[legs[-1].after]]))
        rows, crossings, seconds = zip(*arcs, strict=True)
        course = Course(rows, crossings, seconds, halts)
        waits.append(begins_s - now)
        new = put_off(question.table, course, question.start_s, waits, MINUTE_S, SPARE)
        moved, late = [], 0
        for leg, place in zip(legs, begins, strict=True):
            late += new.waits[place] - waits[place]
            second = leg.begin.second + late
            begin = leg.begin._replace(second=second, waited=new.waits[place])
            moved.append(leg._replace(begin=begin))
        return moved, new.change

    def _goal(self, node: int, arrival: int) -> int:
        return next(
            number
            for number, goal in enumerate(self.question.goals)
            if goal.node == node
            and any(opens + goal.service_s <= arrival <= closes for opens, closes in goal.windows)
        )

    def _step(self, leg: _Leg, following: _Leg | None) -> Step:
        metres = round(leg.walk.metres[leg.after])
        seconds = sum(self.costs.seconds[edge] for edge in leg.walk.edges[: leg.after])
        begin = None if following is None else following.begin
        if following is None or begin is None or begin.exit is None:
            return Step(metres, seconds, AtPoint(), None, None)
        branch = begin.exit.branch
        street = self.telling.street(following.walk, following.after)
        turn = Turn(bend_of(branch.angle), round(branch.angle), branch.look, street)
        wait_until = begin.second if begin.waited else None
        return Step(metres, seconds, begin.exit.cue, wait_until, turn)


def _received_from(served: Ints) -> list[int]:
    """From each second on the first at which anybody can have been received anywhere."""
    end = served.shape[1]
    ends = np.arange(end)
    can_be = np.isin(ends, served[served >= 0])
    first = np.where(can_be, ends, end)
    found: list[int] = np.minimum.accumulate(first[::-1])[::-1].tolist()
    return found


def _is_as_good(label: _Label, other: _Label) -> bool:
    return label.second <= other.second and label.hazard <= other.hazard


def _is_better(new: _Found, old: _Found) -> bool:
    if new.hazard > old.hazard + ALIKE:
        return False
    return new.hazard < old.hazard - ALIKE or new.arrival_s < old.arrival_s
