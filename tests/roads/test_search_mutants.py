"""The comparison with the oracle notices the mistakes that such a search is known for.

Each mistake is made in a copy of the package, which then answers without being compiled.
"""

from pathlib import Path

import pytest

from roads.spoiled import Mistake, answer_of, package

__all__ = ["package"]
WAITS = (
    "        hazard = chain(search, node, time)\n        if hopeless(search, node, time, hazard):"
)
MISTAKES = {
    "who waits is pruned by himself": (
        "kernel.py",
        WAITS,
        WAITS.replace("if hope", "if hazard >= chain(search, node, time) - aim.epsilon or hope"),
    ),
    "who waits never leaves between two phases": (
        "kernel.py",
        "    stop = last_step(search, node, begin)\n    if old",
        "    stop = begin\n    if old",
    ),
    "a way to a goal is pruned by itself": (
        "kernel.py",
        "            if aim.goal_of[node] < 0:\n",
        "            if True:\n",
    ),
    "the train that is better for a while only is forgotten after it": (
        "kernel.py",
        "            if last > old_last:\n",
        "            if False:\n",
    ),
    "nobody goes another way when a window opens": (
        "sending.py",
        "        if not fresh and unchanged(",
        "        if not fresh or unchanged(",
    ),
    "nobody escapes the end of a danger that began before this phase": (
        "sending.py",
        "            early = first_changed(search, node, arc, begin, stop)\n",
        "            early = stop + aim.step\n",
    ),
    "an arc costs what it costs where it is entered": (
        "sending.py",
        "total += accrued(prices, row, depart, arrive)",
        "total += prices.rate[row, phase] * seconds",
    ),
}
ASK = """
import sys
from aman.roads.search import front
from roads.seeded import alleys, drawn
from roads.recounting import differences
worst = 0.0
for seed in map(int, sys.argv[1:]):
    question = alleys(seed) if seed >= 100 else drawn(seed, side=5, waiting=0.8)
    worst = max(worst, *differences(question, front(question, label_cap=200_000)))
print(worst)
"""
SEEDS = ("1", "2", "5", "31", "43", "49", "322", "372")


def worst_difference(package: Path) -> float:
    """How far the search in a folder is from its oracle."""
    return answer_of(package, ASK, *SEEDS)


def test_the_copy_as_it_is_agrees(package: Path) -> None:
    """What the others show is the mistake, not the copy."""
    assert worst_difference(package) <= 1e-4


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str, package: Path) -> None:
    """The same questions and the same comparison, with one line that is wrong."""
    Mistake(*MISTAKES[mistake]).make(package)
    assert worst_difference(package) > 1e-4
