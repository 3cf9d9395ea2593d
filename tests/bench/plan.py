"""How many plans bring somebody there who has the steps alone, and how often there is no plan.

`make bench-plan` prints it and writes bench-out/plan.json; nothing is asserted. The first two
hundred questions are asked twice: with waits at landmarks only, and as it is. Each eighth is also
asked with more steps, and with any hazard. Then it goes on to two hundred plans, each walked by
five people.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.table import Table

from aman.desk.journeys.limits import STEP_LETTERS
from aman.roads.agreed import AbortSign, Agreed, Leave, Show
from aman.roads.graph import Mode
from aman.roads.junction_views import JunctionViews
from aman.roads.loading import load
from aman.roads.plan import MORE_HAZARD, MORE_SHARE, plan_of, way_to_tell
from aman.roads.plan_sentences import LANGUAGES
from aman.roads.plan_words import tell
from aman.roads.steps import AtSight
from aman.roads.tellable import ToldWay, told_way
from aman.roads.telling import Telling
from roads.extract import EXTRACT
from roads.planned import Asked, Planned, arrives, asked

OUT: Final = Path(__file__).parents[2] / "bench-out" / "plan.json"
QUESTIONS, PLANS, WALKERS = 200, 200, 5
A_FURTHER: Final = 8
"""Of so many questions one is asked in further ways."""
MANY_STEPS: Final = 14
ANY_HAZARD: Final = 1e9
UP_TO_MINUTES: Final = (30, 60, 90)
"""Classes of distance, by the fastest way."""


@dataclass
class Tried:
    """What one kind of plan answers to the questions."""

    none: list[bool] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def add(self, told: object, since: float) -> None:
        """An answer that is there now."""
        self.none.append(not isinstance(told, ToldWay))
        self.took.append(time.process_time() - since)

    def as_json(self) -> dict[str, float]:
        """The share that is guide only, and the processor's time for one question."""
        return {
            "questions": len(self.none),
            "guide_only": sum(self.none) / len(self.none),
            "median_ms": round(1000 * median(self.took), 1),
            "max_ms": round(1000 * max(self.took), 1),
        }


def main() -> None:
    """Two hundred questions, two hundred plans, five people each."""
    begin = time.perf_counter()
    tried = {name: Tried() for name in ("landmark waits", "now", "14 steps", "any hazard")}
    have_plans: dict[int, int] = {}
    too_long = 0
    steps: Counter[int] = Counter()
    cues: Counter[str] = Counter()
    questions: list[Asked] = []
    first, came = 0, 0
    with TemporaryDirectory() as cache:
        graph = load(EXTRACT, Path(cache))
        views = JunctionViews(graph, Mode.FOOT)
        telling = Telling(views)
        landmarks = Telling(views, waits_at=(AtSight,))
        for number, each in zip(count(), asked(graph), strict=False):
            since = time.process_time()
            told = way_to_tell(each.question, telling, each.chosen)
            if number < QUESTIONS:
                tried["now"].add(told, since)
                questions.append(each)
                since = time.process_time()
                fewer = way_to_tell(each.question, landmarks, each.chosen)
                tried["landmark waits"].add(fewer, since)
                if number % A_FURTHER == 0:
                    since = time.process_time()
                    free = told_way(each.question, telling, ANY_HAZARD)
                    tried["any hazard"].add(free, since)
                    since = time.process_time()
                    most = each.chosen * (1 + MORE_SHARE) + MORE_HAZARD
                    longer = told_way(each.question, telling, most, MANY_STEPS)
                    tried["14 steps"].add(longer, since)
            if isinstance(told, ToldWay):
                seed, bit = each.seed
                have_plans[seed] = have_plans.get(seed, 0) | 1 << bit
            if isinstance(told, ToldWay) and steps.total() < PLANS:
                too_long += _is_too_long(told)
                steps[len(told.steps)] += 1
                cues.update(_named(told))
                plan = Planned(each.question, told, each.seed)
                walked = [arrives(graph, plan, walker) for walker in range(WALKERS)]
                first += walked[0]
                came += sum(walked)
            if number + 1 >= QUESTIONS and steps.total() >= PLANS:
                break
    found = {
        "plans": PLANS,
        "share_of_plans_whose_walker_arrives": first / PLANS,
        "share_of_all_walkers_who_arrive": came / (PLANS * WALKERS),
        "questions": QUESTIONS,
        "tried": {name: each.as_json() for name, each in tried.items()},
        "guide_only_by_minutes": _by_minutes(questions, tried["now"].none),
        "plans_with_a_step_too_long_for_the_desk": too_long,
        "have_plans": [hex(each) for each in have_plans.values()],
        "steps": dict(sorted(steps.items())),
        "cues": dict(cues),
        "seconds": round(time.perf_counter() - begin),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n")
    table = Table("", "questions", "guide only", "median ms", "max ms")
    for name, each in tried.items():
        table.add_row(name, *(str(figure) for figure in each.as_json().values()))
    Console().print(table)
    Console().print_json(json.dumps(found))


def _is_too_long(told: ToldWay) -> bool:
    """Whether the desk has no room for a step in some language, with a second time to say."""
    second_0 = datetime(2026, 3, 14, 20, tzinfo=UTC)
    again = second_0 + timedelta(seconds=told.departure.start_s + 3600)
    agreed = Agreed("Vaduz", "the school", "A", "B", AbortSign.NOBODY_THERE,
                    (Show.EMPTY_HANDS,), tuple(Leave), again)  # fmt: skip
    plan = plan_of(told, second_0, agreed)
    steps = [" ".join(step) for each in LANGUAGES for step in tell(plan, each).steps]
    return max(map(len, steps)) > STEP_LETTERS


def _named(told: ToldWay) -> list[str]:
    """The cues, and what else of the steps."""
    found = [type(step.cue).__name__ for step in told.steps]
    waits = [step.cue for step in told.steps if step.wait_until_s is not None]
    found += [f"wait {type(cue).__name__}" for cue in waits]
    return found + ["street" for step in told.steps if step.turn and step.turn.street]


def _by_minutes(questions: Sequence[Asked], none: Sequence[bool]) -> dict[str, float]:
    found = {}
    for since, until in zip((0, *UP_TO_MINUTES), UP_TO_MINUTES, strict=False):
        rows = [
            guide
            for each, guide in zip(questions, none, strict=True)
            if since * 60 < each.seconds <= until * 60
        ]
        if rows:
            found[f"to {until}"] = sum(rows) / len(rows)
    return found


if __name__ == "__main__":
    main()
