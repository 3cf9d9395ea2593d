"""A task's people led to where their ways begin, and the landmark in words.

Promises: who is unsure of his place gathers first (`aman.roads.lead`).
"""

from dataclasses import dataclass, replace

from aman.desk.ways.wire import Gathering, Task, Unanswerable
from aman.roads.answers import Way
from aman.roads.lead import SURE_M, lead_from_area
from aman.roads.lead import Lead as Led
from aman.roads.plan_sentences import LANGUAGES
from aman.roads.plan_words import landmark_in_words
from aman.roads.unsure import Gathering as Gathered

from .question import Asked, NotAsked


@dataclass(frozen=True)
class Lead:
    """`onward` is asked from where ways begin, `whole` from where the people are."""

    whole: Asked
    onward: Asked
    led: Led

    @property
    def gathered(self) -> Gathered | None:
        """Where they come together, if they do."""
        return self.led.gathered

    def put(self, way: Way) -> Way:
        """A way onward, as one from the beginning."""
        return self.led.put(way)

    def said(self) -> Gathering | None:
        """The landmark, for people."""
        if self.gathered is None:
            return None
        marks, mark = self.whole.graph.landmarks, self.gathered.landmark
        return Gathering(
            lat=float(marks.lat[mark]),
            lon=float(marks.lon[mark]),
            until=self.whole.at(self.gathered.until_s),
            landmark={language: landmark_in_words(marks, mark, language) for language in LANGUAGES},
        )


def lead_of(asked: Asked, task: Task) -> Lead:
    """Raises NotAsked where an area can't gather."""
    if task.within_m <= SURE_M:
        return Lead(asked, asked, Led(asked.question, asked.question))
    led = lead_from_area(
        asked.graph, asked.question, asked.entrances, task.lon, task.lat, task.within_m
    )
    if led is None:
        raise NotAsked(Unanswerable.NO_GATHERING)
    return Lead(replace(asked, question=led.whole), replace(asked, question=led.onward), led)
