"""What `aman way find --steps` says of each way: the sentences by which it can be told, or none.

Promises: a told way leads to the point of the way that it stands under, and says its own times.
Refuses to know: what operator and caller agree on beside the way; a plan is written at the desk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from rich.markup import escape

from aman.cli.way_asked import Asked
from aman.cli.way_words import language, say
from aman.roads.agreed import nothing_agreed
from aman.roads.answers import Way, probability
from aman.roads.junction_views import JunctionViews
from aman.roads.plan import GuideOnly, plan_of, way_to_tell
from aman.roads.plan_sentences import whose_clock
from aman.roads.plan_words import ToldPlan, tell
from aman.roads.rates import rates_of
from aman.roads.robust import hazards_under
from aman.roads.tellable import ToldWay
from aman.roads.telling import Telling
from aman.roads.zones import Level

Told = ToldWay | GuideOnly
_INDENT: Final = "     "


def told_ways(asked: Asked, ways: Sequence[Way]) -> list[Told]:
    """For each the least dangerous one to its point that can be told, if it is about as safe."""
    question = asked.lead.onward
    likely = rates_of(asked.zones, asked.no_data, Level.LIKELY)
    telling = Telling(JunctionViews(asked.graph, question.network.mode))
    found: list[Told] = []
    onward = [asked.lead.part_onward(each) for each in ways]
    hazards = hazards_under(question, asked.phases, onward, likely)
    for way, hazard in zip(ways, hazards, strict=True):
        goal = way.goal or 0
        told = way_to_tell(question._replace(goals=(question.goals[goal],)), telling, hazard)
        found.append(told if isinstance(told, GuideOnly) else replace(told, goal=goal))
    return found


def in_steps(asked: Asked, told: Told) -> Iterator[str]:
    """Lines for the console."""
    if isinstance(told, GuideOnly):
        yield _INDENT + say("guide_only")
        return
    yield _INDENT + say("told_in", steps=len(told.steps))
    said = _sentences(asked, told)
    yield f"{_INDENT}   {escape(' '.join(said.beginning))}"
    for number, each in enumerate(said.steps, 1):
        yield f"{_INDENT}{number}. {escape(' '.join(each))}"


def steps_as_json(asked: Asked, told: Told) -> dict[str, Any] | str:
    """The same for programs, with its times and figures."""
    if isinstance(told, GuideOnly):
        return "guide only"
    said = _sentences(asked, told)
    return {
        "start": asked.at(told.departure.start_s).isoformat(),
        "arrival": asked.at(told.arrival_s).isoformat(),
        "probability": probability(told.hazard),
        "beginning": list(said.beginning),
        "steps": [list(each) for each in said.steps],
    }


def _sentences(asked: Asked, told: ToldWay) -> ToldPlan:
    clock = whose_clock(asked.phases.start, language())
    agreed = nothing_agreed(asked.points[told.goal].name, clock)
    return tell(plan_of(told, asked.phases.start, agreed), language())
