"""From where he is to where ways begin: the spot itself, or the landmark where an area gathers.

Promises: what is judged begins with the area's worst point and with the wait for its last one.
"""

from dataclasses import dataclass, replace
from typing import Final

from aman.desk.ways.wire import Gathering, Task, Unanswerable
from aman.roads.answers import Leg, Way
from aman.roads.graph import NAME_LANGUAGES
from aman.roads.landmarks import KIND_NAMES
from aman.roads.plan_sentences import LANGUAGES
from aman.roads.plan_words import sight_in_words
from aman.roads.steps import Sight
from aman.roads.unsure import Gathering as Gathered
from aman.roads.unsure import gather_at

from .question import Asked, NotAsked

SURE_M: Final = 200.0
"""Who knows his place better than that begins there; else the area gathers first."""


@dataclass(frozen=True)
class Lead:
    """`onward` is asked from where ways begin, `whole` from where the people are."""

    whole: Asked
    onward: Asked
    gathered: Gathered | None = None

    def put(self, way: Way) -> Way:
        """A way onward, as one from the beginning."""
        if self.gathered is None:
            return way
        there = self.whole.question.start_s
        if self.gathered.legs:
            last = self.gathered.legs[-1]
            there = last.depart_s + int(self.whole.question.network.seconds[last.arc])
        legs = way.legs
        if legs:
            first = Leg(legs[0].arc, legs[0].depart_s, legs[0].depart_s - there)
            legs = (first, *legs[1:])
        return replace(way, legs=(*self.gathered.legs, *legs))

    def said(self) -> Gathering | None:
        """The landmark, for people."""
        if self.gathered is None:
            return None
        marks, mark = self.whole.graph.landmarks, self.gathered.landmark
        names = tuple(marks.name(mark, language) for language in NAME_LANGUAGES)
        sight = Sight(KIND_NAMES[int(marks.kind[mark])], names)
        return Gathering(
            lat=float(marks.lat[mark]),
            lon=float(marks.lon[mark]),
            until=self.whole.at(self.gathered.until_s),
            landmark={language: sight_in_words(sight, language) for language in LANGUAGES},
        )


def lead_of(asked: Asked, task: Task) -> Lead:
    """Raises NotAsked where an area can't gather."""
    if task.within_m <= SURE_M:
        return Lead(asked, asked)
    graph, question = asked.graph, asked.question
    gathered = gather_at(graph, question, asked.entrances, task.lon, task.lat, task.within_m)
    if gathered is None:
        raise NotAsked(Unanswerable.NO_GATHERING)
    waits = question.network.may_wait.copy()
    waits[gathered.node] = True
    network = replace(question.network, may_wait=waits)
    whole = question._replace(network=network, origin=gathered.worst)
    onward = question._replace(
        network=network,
        origin=gathered.node,
        start_s=gathered.until_s,
        horizon_s=question.end_s - gathered.until_s,
    )
    return Lead(replace(asked, question=whole), replace(asked, question=onward), gathered)
