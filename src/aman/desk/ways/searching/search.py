"""A task from beginning to end: ways are found, told, judged; at most three are shown, and staying.

Promises: all are ranked under the same draws; when the time was over before all was examined, the
answer says approximate. Refuses to know: pipes, processes, clocks (who calls has them).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from aman.desk.ways.wire import Found, FoundWay, Task, Window
from aman.roads.answers import Front, Way
from aman.roads.bands import Band
from aman.roads.draws import Draws, draw
from aman.roads.graph import Mode
from aman.roads.plan import GuideOnly, way_to_tell
from aman.roads.rates import rates_of
from aman.roads.reasons import DAY, why_none
from aman.roads.robust import FOUND_UNDER, JUDGED_UNDER, Judged, candidates, hazards_under, judge
from aman.roads.search import Question, front
from aman.roads.tellable import ToldWay
from aman.roads.telling import Telling
from aman.roads.zones import NO_DATA, Level

from .lead import Lead, lead_of
from .lines import line_of
from .question import Asked, Networks, ask, window_of
from .told import Words, later, legs_of, words_of

FINDING_SHARE: Final = 0.6
"""Of the time; the rest is for telling and judging."""
LONG_HALT_S: Final = 120
"""Shorter waits are not worth a word."""
MORE_SHARE: Final = 0.5
MORE: Final = 0.005
"""How much more harm than the first a second time may have, to be offered as a fall-back."""
Tell = Callable[[str, int, int], None]
"""Told each step, how many of it are done, and of how many."""
Within = Callable[[float], bool]
"""Whether no more than that share of the time is used."""


@dataclass(frozen=True)
class _Version:
    """A way as it is shown: told where it can be told, and at another time if he misses it."""

    led: Way
    told: Way | None = None
    steps: ToldWay | None = None
    again: Way | None = None
    fallback: Window | None = None

    @property
    def shown(self) -> Way:
        return self.told or self.led


class _Search:
    def __init__(self, lead: Lead, telling: Telling, tell: Tell, within: Within) -> None:
        self.lead, self.tell, self.within = lead, tell, within
        self.telling = telling
        self.cut_short = False

    def candidates(self, finding: Draws) -> list[Way]:
        """The union of the fronts under likely, high and drawn hazards."""
        onward, done = self.lead.onward, 0
        guesses = [rates_of(onward.zones, NO_DATA, each) for each in (Level.LIKELY, Level.HIGH)]
        guesses += [finding.rates(index) for index in range(len(finding))]

        def go_on() -> bool:
            inside = self.within(FINDING_SHARE)
            self.cut_short |= not inside
            return inside

        def find(question: Question) -> Front:
            nonlocal done
            self.tell("finding", done, len(guesses))
            answer = front(question, budget=lambda: self.within(FINDING_SHARE))
            self.cut_short |= not answer.exact
            done += 1
            return answer

        return candidates(onward.question, onward.phases, guesses, go_on, find)

    def version(self, way: Way, likely: float) -> _Version:
        """The way, and the one nearest to it that can be told; `likely` is its hazard now."""
        onward, put = self.lead.onward, self.lead.put
        if not self.within(1.0):
            self.cut_short = True
            return _Version(put(way))
        goal = way.goal or 0
        question = onward.question._replace(goals=(onward.question.goals[goal],))
        told = way_to_tell(question, self.telling, likely)
        if isinstance(told, GuideOnly):
            return _Version(put(way))
        told = replace(told, goal=goal)
        walked = legs_of(onward, told)
        again, fallback = self._again(walked)
        return _Version(put(way), put(walked), told, again and put(again), fallback)

    def _again(self, way: Way) -> tuple[Way | None, Window | None]:
        """The same at the point's next window, if that is looked at, too."""
        onward, goal = self.lead.onward, way.goal or 0
        windows = onward.windows(goal)
        for now, then in pairwise(windows):
            if now[0] <= way.arrival_s <= now[1] and way.legs:
                moved = later(way, then[0] - now[0])
                if moved.arrival_s <= min(then[1], onward.question.end_s):
                    return moved, Window(onward.at(then[0]), onward.at(then[1]))
        return None, None


def search(networks: Networks, task: Task, tell: Tell, within: Within) -> Found:
    """Answer a task. Raises NotAsked."""
    tell("roads", 0, 0)
    asked = ask(networks, task)
    lead = lead_of(asked, task)
    running = _Search(lead, networks.telling(Mode(task.mode)), tell, within)
    chance = np.random.default_rng(task.seed)
    finding = draw(asked.zones, NO_DATA, FOUND_UNDER, chance)
    judging = draw(asked.zones, NO_DATA, JUDGED_UNDER, chance)
    question, phases = lead.whole.question, lead.whole.phases
    found = {lead.put(way): way for way in running.candidates(finding)}
    tell("judging", 0, 0)
    first = judge(question, phases, list(found), judging)
    picked = [found[each.way] for each in first.shown]
    versions = []
    for number, (way, hazard) in enumerate(zip(picked, _likely(lead, picked), strict=True)):
        tell("telling", number, len(picked))
        versions.append(running.version(way, hazard))
    tell("judging", 0, 0)
    more = [each for one in versions for each in (one.told, one.again) if each is not None]
    final = judge(question, phases, list(dict.fromkeys([*found, *more])), judging)
    ways = tuple(_shown(lead, versions, {each.way: each for each in final.ways}, final.staying))
    return Found(
        start=task.start,
        horizon_s=task.horizon_s,
        zone=task.zone,
        origin=(task.lon, task.lat),
        ways=ways,
        staying=_ends(final.staying.band),
        staying_is_best=all(not each.better_than_staying for each in ways),
        approximate=running.cut_short,
        forbids="" if ways else _forbids(lead.onward),
        left_out=asked.left_out,
        gathering=lead.said(),
    )


def _forbids(asked: Asked) -> str:
    """Which constraint; windows that go on after the horizon are not what closes."""
    question = asked.question
    goals = [
        replace(goal, windows=tuple(asked.windows(number)) or ((0, question.end_s + DAY),))
        for number, goal in enumerate(question.goals)
    ]
    return str(why_none(question._replace(goals=goals), asked.without_closures) or "")


def _likely(lead: Lead, ways: list[Way]) -> list[float]:
    """The hazards under the likely rates."""
    onward = lead.onward
    rates = rates_of(onward.zones, NO_DATA, Level.LIKELY)
    return hazards_under(onward.question, onward.phases, ways, rates)


def _ends(band: Band) -> tuple[int, int]:
    return band.rarest, band.most_often


def _shown(
    lead: Lead, versions: list[_Version], judged: dict[Way, Judged], staying: Judged
) -> Iterator[FoundWay]:
    """Each shown way once, the best first."""
    once = {each.shown: each for each in reversed(versions)}
    order = sorted(once.values(), key=lambda each: judged[each.shown].rank)
    for rank, each in enumerate(order, 1):
        yield _found_way(lead, rank, each, judged, staying)


def _found_way(
    lead: Lead, rank: int, version: _Version, judged: dict[Way, Judged], staying: Judged
) -> FoundWay:
    asked, way = lead.whole, version.shown
    here, led = judged[way], judged[version.led]
    point = asked.points[way.goal or 0]
    line, times = line_of(asked, way)
    onward = way.legs[len(lead.gathered.legs) if lead.gathered else 0 :]
    again = version.again
    if again is not None:
        worst = judged[again].worst_tenth
        again = again if worst <= here.worst_tenth * (1 + MORE_SHARE) + MORE else None
    later_s = None if again is None else again.reached_s - way.reached_s
    words: dict[str, Words] = {}
    if version.steps is not None:
        words = words_of(lead.onward, version.steps, later_s)
    set_out = asked.at(onward[0].depart_s if onward else way.reached_s)
    return FoundWay(
        rank=rank,
        point=point.name,
        lat=point.lat,
        lon=point.lon,
        set_out=set_out,
        there=asked.at(way.reached_s),
        received=asked.at(way.arrival_s),
        band=_ends(here.band),
        guided=_ends(led.band) if led.band != here.band and led.rank < here.rank else None,
        better_than_staying=here.rank < staying.rank,
        halts=tuple(asked.at(leg.depart_s) for leg in onward[1:] if leg.wait_s >= LONG_HALT_S),
        line=line,
        times=times,
        room=point.people,
        window=window_of(asked, way.goal or 0, way.arrival_s, way.reached_s),
        fallback=version.fallback if again is not None else None,
        set_out_again=None if later_s is None else set_out + later_s,
        begins={language: each.begins for language, each in words.items()},
        steps={language: each.steps for language, each in words.items()},
    )
