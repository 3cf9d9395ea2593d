"""How long each way is in which zone, and what it crosses: computed once, priced a thousand times.

Promises: the hazard is the search's own under the same rates; a thousand draws are one product.
Refuses to know: what rates are likely, which way is good.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .answers import Way
from .draws import Draws
from .graph import Bools, Floats, Ints, Longs
from .network import Network
from .rates import Phases
from .search import Question


@dataclass(frozen=True, slots=True, eq=False)
class Exposures:
    """Of W ways."""

    seconds: Floats
    """[W, Z + 1], in each zone while its rate applies; waiting on a boundary is not in it."""
    crossings: Floats
    """[W, Z], of each line while it applies."""
    boundary: Floats
    """[W, L, P], seconds of waiting on boundaries, of L rows of the hazard table."""
    active: Bools
    """[Z + 1, P]."""
    least: tuple[Floats, ...]
    """For each of the L rows the sets of which the least rate counts [sets, Z + 1]."""

    def hazards(self, draws: Draws) -> Floats:
        """[D, W]."""
        found = draws.per_second @ self.seconds.T + draws.crossing @ self.crossings.T
        for row, sets in enumerate(self.least):
            for phase in np.flatnonzero(self.boundary[:, row].any(axis=0)).tolist():
                per_set = draws.per_second @ (sets * self.active[:, phase]).T
                found += np.outer(per_set.min(axis=1), self.boundary[:, row, phase])
        return np.asarray(found, np.float64)


def exposures(question: Question, phases: Phases, ways: Sequence[Way]) -> Exposures:
    """Of ways that answer the question, or of staying put; `phases` are its table's."""
    network = question.network
    starts = np.asarray(phases.phase_start, np.int64)
    n_sets = len(network.zone_set_first) - 1
    seconds = np.zeros((len(ways), network.n_zones + 1))
    crossings = np.zeros((len(ways), network.n_zones))
    waited: dict[int, Floats] = {}
    for number, way in enumerate(ways):
        row, since, until = stretches(question, way).T
        shared = np.minimum(until[:, None], starts[1:]) - np.maximum(since[:, None], starts[:-1])
        rows, place = np.unique(row, return_inverse=True)
        spent = np.zeros((len(rows), len(starts) - 1))
        np.add.at(spent, place.reshape(-1), np.maximum(shared, 0))
        for each, by_phase in zip(rows.tolist(), spent, strict=True):
            if each < n_sets:
                zones = _members(network.zone_set_first, network.zone_set_zones, each)
                seconds[number, zones] += phases.active[zones] @ by_phase
            elif by_phase.any():
                nowhere = np.zeros((len(ways), len(by_phase)))
                waited.setdefault(each - n_sets, nowhere)[number] = by_phase
        for leg in way.legs:
            crossed = int(network.crossing_set[leg.arc])
            if crossed >= 0:
                phase = int(np.searchsorted(starts, leg.depart_s, side="right")) - 1
                lines = _members(network.crossing_first, network.crossing_zones, crossed)
                crossings[number, lines] += phases.active[lines, min(phase, len(starts) - 2)]
    boundary = np.zeros((len(ways), len(waited), len(starts) - 1))
    for index, each in enumerate(waited.values()):
        boundary[:, index] = each
    least = tuple(_sets_of(network, row) for row in waited)
    return Exposures(seconds, crossings, boundary, phases.active, least)


def stretches(question: Question, way: Way) -> Longs:
    """[n, 3], row of the hazard table, since, until: all that a way goes through, or waits in."""
    network = question.network
    if way.goal is None:
        row = int(network.node_zone_set[question.origin])
        return np.array([[row, question.start_s, question.end_s]], np.int64)
    legs = np.array([(leg.arc, leg.depart_s, leg.wait_s) for leg in way.legs], np.int64)
    arc, depart, wait = legs.reshape(-1, 3).T
    waiting = np.stack([network.node_zone_set[network.source[arc]], depart - wait, depart], axis=1)
    moving = np.stack([network.zone_set[arc], depart, depart + network.seconds[arc]], axis=1)
    node = int(network.target[arc[-1]]) if len(arc) else question.origin
    received = [[int(network.node_zone_set[node]), way.reached_s, way.arrival_s]]
    return np.concatenate([waiting, moving, received]).astype(np.int64)


def _members(first: Longs, members: Ints, row: int) -> Ints:
    return members[first[row] : first[row + 1]]


def _sets_of(network: Network, row: int) -> Floats:
    sets = _members(network.least_first, network.least_sets, row)
    found = np.zeros((len(sets), network.n_zones + 1))
    for index, each in enumerate(sets.tolist()):
        found[index, _members(network.zone_set_first, network.zone_set_zones, each)] = 1.0
    return found
