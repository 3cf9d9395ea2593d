"""What is chosen though hazards are guesses is held to recounting that notices known mistakes."""

from pathlib import Path

import pytest

from roads.spoiled import Mistake, answer_of, package
from roads.three_roads import judged_wrong_by

__all__ = ["package"]
ASK = "from roads.three_roads import judged_wrong_by as ask; print(ask())"
MISTAKES = {
    "ways are found under the likely and the high hazards alone": (
        "robust.py",
        "    rates += [finding.rates(index) for index in range(len(finding))]\n",
        "",
    ),
    "ways are judged by the hazards that they were found under": (
        "robust.py",
        "    return Guesses(rates, judging)",
        "    return Guesses(rates, finding)",
    ),
}


def test_ways_are_found_under_drawn_hazards_and_judged_under_others() -> None:
    """A road that is best neither by the likely nor by the high figures is among them."""
    assert judged_wrong_by() < 1e-12


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str, package: Path) -> None:
    """The same recounting, with one line that is wrong."""
    Mistake(*MISTAKES[mistake]).make(package)
    assert answer_of(package, ASK) > 1e-4
