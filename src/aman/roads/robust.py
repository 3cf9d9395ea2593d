"""Which way is good though the hazards are guesses: the best of those examined.

Promises: ways are found under some hazards and judged under other ones; the choice is the least
harm in the worst tenth of cases (CVaR, Rockafellar and Uryasev 2000, Journal of Risk 2(3)), with
staying put among those judged; the same answer for the same chance. Where a search was cut short
it is said under how many hazards ways were looked for, and by how much at most they are too bad.
Refuses to know: words, maps, and where chance comes from.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from .answers import Front, Way
from .bands import Band, band
from .draws import Draws, draw
from .exposure import exposures
from .graph import Floats
from .lead import Lead
from .rates import Phases, Rates, hazard_table, rates_of
from .search import Question, front, stay
from .zones import Guess, Level, Zone

WORST_SHARE: Final = 0.1
FOUND_UNDER: Final = 30
"""Draws under which ways are looked for."""
JUDGED_UNDER: Final = 1_000
SHOWN: Final = 3
_TOLERANCE = 2e-3
"""Ways of a front that differ less in the probability of harm are one candidate."""
_SAME_ROAD = 0.7
_SAME_START_S = 1_800


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A way, and what it came to under the draws."""

    way: Way
    rank: int
    """1 is the best of those examined, staying put included."""
    worst_tenth: float
    """The mean probability of harm in the worst tenth of draws."""
    mean: float
    band: Band


class Guesses(NamedTuple):
    """Hazards as they may be."""

    finding: Sequence[Rates]
    """The likely ones, the high ones, drawn ones: ways are found under each."""
    judging: Draws
    """Others, that no way was found under."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How well ways were looked for."""

    under: int
    """So many guesses of the hazards ways were looked for under, ..."""
    of: int
    """... of so many."""
    at_most: float
    """By how much, at most, the probability of harm may be less in truth under any of those that
    were looked at; 0 when all these fronts are exact."""
    exact: bool
    """Nothing was cut short. If it was, say "approximate"."""


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """What was examined; nothing is said of ways that were not."""

    ways: tuple[Judged, ...]
    """All of them but staying put, the best first."""
    staying: Judged
    shown: tuple[Judged, ...]
    """At most three that really differ, the best first."""
    looked: Looked

    @property
    def best(self) -> Judged:
        """The best of those examined: maybe staying put."""
        return self.staying if self.staying.rank == 1 else self.ways[0]


def examine(  # noqa: PLR0913 - what is known, and how long to think
    asked: Question | Lead,
    phases: Phases,
    zones: Sequence[Zone],
    no_data: Guess,
    chance: np.random.Generator,
    *,
    found_under: int = FOUND_UNDER,
    judged_under: int = JUDGED_UNDER,
    go_on: Callable[[], bool] = lambda: True,
    find: Callable[[Question], Front] = front,
) -> Examined:
    """Find ways under likely, high and drawn hazards, then judge them under other draws.

    The table of a question is not looked at; zones are those its network was cut by. When
    `go_on()` says no between two searches, what has been found is judged. `find` may be a search
    with a budget.
    """
    lead = asked if isinstance(asked, Lead) else Lead(asked, asked)
    guesses = guessed(zones, no_data, chance, found_under, judged_under)
    ways, looked = candidates(lead.onward, phases, guesses.finding, go_on, find)
    return judge(lead.whole, phases, [lead.put(way) for way in ways], guesses.judging, looked)


def guessed(
    zones: Sequence[Zone],
    no_data: Guess,
    chance: np.random.Generator,
    found_under: int = FOUND_UNDER,
    judged_under: int = JUDGED_UNDER,
) -> Guesses:
    """Hazards to find ways under, and other ones to judge them by."""
    finding = draw(zones, no_data, found_under, chance)
    judging = draw(zones, no_data, judged_under, chance)
    rates = [rates_of(zones, no_data, level) for level in (Level.LIKELY, Level.HIGH)]
    rates += [finding.rates(index) for index in range(len(finding))]
    return Guesses(rates, judging)


def candidates(
    question: Question,
    phases: Phases,
    guesses: Sequence[Rates],
    go_on: Callable[[], bool],
    find: Callable[[Question], Front] = front,
) -> tuple[list[Way], Looked]:
    """The union of the fronts, each way once, and how well they were looked for."""
    found: dict[tuple[object, ...], Way] = {}
    under, at_most, exact = 0, 0.0, True
    for rates in guesses:
        if under and not go_on():
            break
        answer = find(question._replace(table=hazard_table(question.network, phases, rates)))
        under, at_most = under + 1, max(at_most, answer.at_most)
        exact = exact and answer.exact
        for index in answer.few(_TOLERANCE):
            way = answer[index]
            found.setdefault((way.goal, way.legs, way.arrival_s), way)
    whole = exact and under == len(guesses)
    return list(found.values()), Looked(under, len(guesses), at_most, whole)


def judge(
    question: Question, phases: Phases, ways: Sequence[Way], draws: Draws, looked: Looked
) -> Examined:
    """Ways and staying put under the same draws."""
    # Only the place and the times of staying count; its hazard is drawn here.
    table = hazard_table(question.network, phases, draws.rates(0))
    everything = [stay(question._replace(table=table)), *ways]
    harm = -np.expm1(-exposures(question, phases, everything).hazards(draws))
    worst = cvar(harm)
    mean = harm.mean(axis=0)
    order = sorted(range(len(everything)), key=lambda each: (worst[each], mean[each], each))
    judged = {
        number: Judged(
            everything[number],
            rank,
            float(worst[number]),
            float(mean[number]),
            band(harm[:, number]),
        )
        for rank, number in enumerate(order, 1)
    }
    ranked = tuple(each for number, each in judged.items() if number)
    return Examined(ranked, judged[0], tuple(differing(question, ranked)), looked)


def hazards_under(
    question: Question, phases: Phases, ways: Sequence[Way], rates: Rates
) -> list[float]:
    """What each way comes to under one set of rates."""
    draws = Draws(rates.per_second[None], rates.toll[None])
    found: list[float] = exposures(question, phases, ways).hazards(draws)[0].tolist()
    return found


def cvar(harm: Floats, worst_share: float = WORST_SHARE) -> Floats:
    """[W], the mean of the worst share of each column of [D, W]; a part of a draw counts."""
    most = worst_share * len(harm)
    ordered = -np.sort(-harm, axis=0)
    weight = np.clip(most - np.arange(len(harm)), 0, 1)
    return np.asarray(weight @ ordered / most, np.float64)


def differing(question: Question, ranked: Sequence[Judged]) -> Iterator[Judged]:
    """The first, and after it what goes by other roads, to another point, or half an hour apart."""
    taken: list[Judged] = []
    for each in ranked:
        if len(taken) < SHOWN and not any(alike(question, each.way, one.way) for one in taken):
            taken.append(each)
            yield each


def alike(question: Question, one: Way, other: Way) -> bool:
    """Whether two ways are the same to whoever chooses among them."""
    if one.goal != other.goal or abs(one.arrival_s - other.arrival_s) >= _SAME_START_S:
        return False
    seconds = question.network.seconds
    arcs, others = ({leg.arc for leg in way.legs} for way in (one, other))
    both = sum(int(seconds[arc]) for arc in arcs & others)
    longer = max(sum(int(seconds[arc]) for arc in each) for each in (arcs, others))
    return both >= _SAME_ROAD * longer
