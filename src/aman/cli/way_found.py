"""Finding ways within the time there is, with a bar that says how far it is.

Promises: whatever was cut short is said of the whole answer, not of the likely hazards alone.
"""

import time
from typing import Final, NamedTuple

import numpy as np
from rich.progress import Progress

from aman.cli.way_asked import Asked
from aman.cli.way_words import say
from aman.roads.answers import Front
from aman.roads.robust import FOUND_UNDER, Examined, examine
from aman.roads.search import Question, front
from aman.roads.warming import warm_up

_GUESSES: Final = FOUND_UNDER + 2


class Found(NamedTuple):
    """The front under the likely hazards, and what was examined of all of them."""

    likely: Front
    examined: Examined


def find_ways(asked: Asked, bars: Progress, *, seconds: float, seed: int) -> Found:
    """Look for so long, then judge what there is; compiling, once, does not count."""
    task = bars.add_task(say("warming"), total=None)
    warm_up()
    bars.update(task, description=say("judging"), total=_GUESSES, completed=0)
    end = time.monotonic() + seconds
    fronts: list[Front] = []

    def in_time() -> bool:
        return time.monotonic() < end

    def find(question: Question) -> Front:
        fronts.append(front(question, budget=in_time))
        bars.update(task, completed=len(fronts))
        return fronts[-1]

    examined = examine(
        asked.lead,
        asked.phases,
        asked.zones,
        asked.no_data,
        np.random.default_rng(seed),
        go_on=in_time,
        find=find,
    )
    bars.remove_task(task)
    return Found(fronts[0], examined)
