"""What can be told: from a road's beginning along it to where one leaves it, and by which cue.

Promises: each leg ends where its cue is met and nowhere before it; on a leg one follows the road,
and where that is not clear the leg is over.
Refuses to know: languages, hazards, where anybody wants to go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from .following import CLEARLY, alike, apart, is_clear, is_end, onward
from .graph import NAME_LANGUAGES
from .junction_views import Branch, JunctionViews
from .landmarks import KIND_NAMES
from .measure import METRES_PER_DEGREE, metres_between
from .network import Network
from .steps import AtDistance, AtEnd, AtSight, AtTurning, Compass, Cue, Sight, Street, bend_of

SEEN_FROM_M: Final = 42.0
"""A landmark farther from its junction does not mark it."""
MISTAKEN_FROM_M: Final = 75.0
"""Another of its kind so near is taken for it."""
NEARER_BY_M: Final = 22.0
"""By how much its junction has to be nearer than any before, and than the next to any like it."""
BEGUN_M: Final = 20.0
"""Before that, some take a turning for part of the junction they come from."""
COUNTED: Final = 3
"""Nobody counts more turnings."""
ESTIMATED: Final = (0.5, 1.6)
"""What somebody may take for a distance, as shares of it."""
LONGEST_M: Final = 8_000.0
_CLEAR_SIDE: Final = (45.0, 140.0)
_NEARLY_STRAIGHT: Final = 8.0
_BEND: Final = 15.0
"""A road that bends more where another goes off is a turning to some."""
_MAYBE_END: Final = 28.0
_FITS: Final = 75.0


@dataclass(frozen=True, slots=True)
class Walk:
    """The road from the beginning of an edge, as far as everybody follows it alike."""

    edges: tuple[int, ...]
    nodes: tuple[int, ...]
    """Of the beginning, and of the end of each edge."""
    metres: tuple[float, ...]
    """To each of the nodes."""
    branches: tuple[tuple[Branch, ...], ...]
    """At the end of each edge, all ways on."""


class Exit(NamedTuple):
    """Where a leg may end, and how one goes on there."""

    after: int
    """Edges of the walk up to there."""
    branch: Branch
    cue: Cue


class Arcs(NamedTuple):
    """Of a network by edge: its arcs (row, crossing set, seconds), and the seconds of all of it."""

    network: Network
    rows: dict[int, list[tuple[int, int, int]]]
    seconds: list[int]


@dataclass(frozen=True)
class Telling:
    """The map of one mode, with what was worked out already."""

    views: JunctionViews
    waits_at: tuple[type[Cue], ...] = (AtSight, AtEnd, AtTurning)
    """Where one may be told to wait: never where he could only guess the place."""
    arcs: list[Arcs] = field(default_factory=list, repr=False)
    """Those of the network that was asked about last."""
    _walks: dict[int, Walk] = field(default_factory=dict)
    _exits: dict[int, tuple[Exit, ...]] = field(default_factory=dict)
    _signed: dict[int, tuple[str, str]] = field(default_factory=dict)
    _sights: dict[int, Sight] = field(default_factory=dict)
    _near: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    _branches: dict[int, tuple[Branch, ...]] = field(default_factory=dict)

    def walk(self, edge: int) -> Walk:
        """From the beginning of the edge."""
        found = self._walks.get(edge)
        if found is None:
            found = self._walks[edge] = self._walked(edge)
        return found

    def exits(self, edge: int) -> tuple[Exit, ...]:
        """All that can be told of the walk that begins with the edge."""
        found = self._exits.get(edge)
        if found is None:
            found = self._exits[edge] = tuple(self._told(self.walk(edge)))
        return found

    def street(self, walk: Walk, after: int) -> Street | None:
        """What signs say of the walk up to there; None if they could lead somewhere else."""
        graph = self.views.graph
        street = int(graph.street[walk.edges[0]])
        said = next(filter(None, self._signs(street)), "")
        if not said:
            return None
        for on, branches in zip(walk.edges[1:after], walk.branches, strict=False):
            named = {
                each.edge for each in branches if said in self._signs(int(graph.street[each.edge]))
            }
            if named and named != {on}:
                return None
        return Street(graph.streets.names(street), graph.streets.number(street))

    def _signs(self, street: int) -> tuple[str, str]:
        """What stands on them: a name and a number, each perhaps empty."""
        found = self._signed.get(street)
        if found is None:
            streets = self.views.graph.streets
            found = self._signed[street] = streets.names(street)[0], streets.number(street)
        return found

    def compass(self, edge: int) -> Compass | None:
        """Where to begin; None if another way could be meant."""
        node = self.source(edge)
        heading = self.views.heading_out(edge)
        compass = Compass(round(heading / 45) % 8)
        off = abs(apart(heading, compass * 45))
        look = self.views.look(edge)
        others = (self.views.branch(each, 0.0) for each in self.views.out(node) if each != edge)
        if any(
            alike(each.look, look) and abs(apart(each.angle, compass * 45)) - off < CLEARLY
            for each in others
        ):
            return None
        return compass

    def source(self, edge: int) -> int:
        """The junction where an edge begins."""
        return int(np.searchsorted(self.views.graph.first, edge, side="right")) - 1

    def sight_at(self, node: int) -> Sight | None:
        """The nearest landmark, if one is seen from there."""
        near = [each for each in self.near(node) if each[1] <= SEEN_FROM_M]
        return self._sight(min(near, key=lambda each: each[1])[0]) if near else None

    def near(self, node: int) -> list[tuple[int, float]]:
        """Landmarks that could be seen from a junction, with metres."""
        found = self._near.get(node)
        if found is None:
            graph = self.views.graph
            marks, lon, lat = graph.landmarks, graph.lon[node], graph.lat[node]
            box = np.flatnonzero(np.abs(marks.lat - lat) * METRES_PER_DEGREE <= MISTAKEN_FROM_M)
            away = metres_between(marks.lon[box], marks.lat[box], lon, lat)
            found = [
                (mark, metres)
                for mark, metres in zip(box.tolist(), away.tolist(), strict=True)
                if metres <= MISTAKEN_FROM_M
            ]
            self._near[node] = found
        return found

    def branches(self, came_by: int) -> tuple[Branch, ...]:
        """All ways on from the end of an edge."""
        found = self._branches.get(came_by)
        if found is None:
            found = self._branches[came_by] = tuple(self.views.branches(came_by))
        return found

    def _walked(self, edge: int) -> Walk:
        graph = self.views.graph
        edges, nodes, metres = [edge], [self.source(edge), int(graph.target[edge])], [0.0]
        metres.append(float(graph.metres[edge]))
        while metres[-1] < LONGEST_M:
            on = onward(self.branches(edges[-1]), self.views.look(edges[-1]))
            if on is None or int(graph.target[on.edge]) in nodes:
                break
            edges.append(on.edge)
            nodes.append(int(graph.target[on.edge]))
            metres.append(metres[-1] + float(graph.metres[on.edge]))
        branches = tuple(self.branches(each) for each in edges)
        return Walk(tuple(edges), tuple(nodes), tuple(metres), branches)

    def _told(self, walk: Walk) -> Iterator[Exit]:
        for end in range(1, len(walk.edges) + 1):
            branches = walk.branches[end - 1]
            for branch in branches:
                follows = end < len(walk.edges) and walk.edges[end] == branch.edge
                if is_clear(branches, branch, bend_of(branch.angle)):
                    cue = next(self._cues(walk, end, branch, follows=follows), None)
                    if cue is not None:
                        yield Exit(end, branch, cue)

    def _cues(self, walk: Walk, end: int, branch: Branch, *, follows: bool) -> Iterator[Cue]:
        for mark, away in self.near(walk.nodes[end]):
            if away <= SEEN_FROM_M and self._marks(walk, end, mark, away):
                yield AtSight(self._sight(mark))
        if follows:
            return
        if is_end(walk.branches[end - 1]) and not any(map(_could_be_end, walk.branches[: end - 1])):
            yield AtEnd()
        turning = _turning(walk, end, branch)
        if turning is not None:
            yield turning
        if _is_estimated(walk, end, branch):
            yield AtDistance()

    def _sight(self, mark: int) -> Sight:
        found = self._sights.get(mark)
        if found is None:
            marks = self.views.graph.landmarks
            names = tuple(marks.name(mark, language) for language in NAME_LANGUAGES)
            found = self._sights[mark] = Sight(KIND_NAMES[int(marks.kind[mark])], names)
        return found

    def _marks(self, walk: Walk, end: int, mark: int, away: float) -> bool:
        """Whether the landmark, and no other before, marks the end of the leg."""
        sight = self._sight(mark)
        for place in range(end):
            for other, other_away in self.near(walk.nodes[place]):
                if other == mark:
                    if other_away < away + NEARER_BY_M:
                        return False
                elif self._is_taken_for(other, sight):
                    return False
        graph = self.views.graph
        return not any(
            other_away < away + NEARER_BY_M and (other == mark or self._is_taken_for(other, sight))
            for branch in walk.branches[end - 1]
            for other, other_away in self.near(int(graph.target[branch.edge]))
        )

    def _is_taken_for(self, mark: int, sight: Sight) -> bool:
        other = self._sight(mark)
        return other.kind == sight.kind and (not sight.names[0] or other.names[0] == sight.names[0])


def _turning(walk: Walk, end: int, meant: Branch) -> AtTurning | None:
    """The first to third turning to that side; None if it would be counted in two ways."""
    least, most = _CLEAR_SIDE
    if not least <= abs(meant.angle) <= most:
        return None
    number = 0
    for place in range(1, end + 1):
        goes_on = walk.edges[place] if place < end else -1
        if len(walk.branches[place - 1]) > 1 and any(
            each.edge == goes_on and abs(each.angle) > _BEND for each in walk.branches[place - 1]
        ):
            return None
        side = [
            each
            for each in walk.branches[place - 1]
            if alike(each.look, meant.look)
            and (each.angle < 0) == (meant.angle < 0)
            and each.edge != goes_on
            and abs(each.angle) > _NEARLY_STRAIGHT
        ]
        if side and walk.metres[place] < BEGUN_M:
            return None
        if len(side) > 1 or any(
            each.look != meant.look or not least <= abs(each.angle) <= most for each in side
        ):
            return None
        number += len(side)
    if not 1 <= number <= COUNTED:
        return None
    return AtTurning(number, meant.angle < 0, meant.look)


def _is_estimated(walk: Walk, end: int, meant: Branch) -> bool:
    """Whether one can turn so nowhere else about as far from the beginning."""
    if walk.metres[end] < BEGUN_M:
        return False
    least, most = (share * walk.metres[end] for share in ESTIMATED)
    middle = bend_of(meant.angle).middle
    return not any(
        place != end
        and least <= walk.metres[place] <= most
        and _fits(walk.branches[place - 1], meant, middle)
        for place in range(1, len(walk.nodes))
    )


def _could_be_end(branches: Sequence[Branch]) -> bool:
    return len(branches) > 1 and all(abs(each.angle) > _MAYBE_END for each in branches)


def _fits(branches: Sequence[Branch], meant: Branch, middle: int) -> bool:
    return any(
        alike(each.look, meant.look) and abs(apart(each.angle, middle)) <= _FITS
        for each in branches
    )
