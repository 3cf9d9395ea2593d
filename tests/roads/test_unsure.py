"""Who is unsure of his place: harm is that of the area's worst junction, whoever he is."""

from pathlib import Path

import numpy as np
import pytest

from aman.roads.draws import Draws
from aman.roads.exposure import exposures
from aman.roads.rates import Phases
from aman.roads.search import front
from roads.gathered import NOON, TOLD, costs, led, way_there, worst_wrong_by
from roads.spoiled import Mistake, answer_of, package

__all__ = ["package"]
ASK = "from roads.gathered import worst_wrong_by as ask; print(ask())"
MISTAKES = {
    "harm is that of the area's best point": (
        "unsure.py",
        "    worst = int(reaching[np.argmax(hazard)])",
        "    worst = int(reaching[np.argmin(hazard)])",
    ),
    "nobody waits for the last one": (
        "unsure.py",
        "    until = question.start_s + int(left[reaching].max())",
        "    until = question.start_s + int(np.median(left[reaching]))",
    ),
    "a line that is crossed costs nothing": (
        "unsure.py",
        "        hazard[going[crossed]] += prices.crossing[lines, at]\n",
        "",
    ),
    "who is there does not wait for the others": (
        "unsure.py",
        "    return hazard + accrued_by_many(prices, rows, second, last)",
        "    return hazard",
    ),
}


def test_harm_is_that_of_the_areas_worst_junction() -> None:
    """Of all of them, each recounted second by second by its own shortest way."""
    assert worst_wrong_by() < 1e-9


def test_the_worst_is_no_matter_of_distance_alone() -> None:
    """What is recounted differs from junction to junction, and the farthest is not the worst."""
    question, lead, area = led()
    assert lead.gathered is not None
    node, until = lead.gathered.node, lead.gathered.until_s
    ways = [way_there(question, each, node) for each in area]
    hazards = [costs(question, way, node, until) for way in ways]
    assert len(area) > 10
    assert max(hazards) > 1.2 * float(np.median(hazards))
    seconds = [sum(int(question.network.seconds[leg.arc]) for leg in way) for way in ways]
    assert int(np.argmax(hazards)) != int(np.argmax(seconds))


def test_the_way_that_is_judged_begins_there_and_waits_for_the_last() -> None:
    """Its hazard is that of the worst junction's gathering and of the way onward."""
    question, lead, area = led()
    assert lead.gathered is not None
    onward = front(lead.onward)[0]
    whole = lead.put(onward)
    assert lead.part_onward(whole) == onward
    table, network = question.table, lead.whole.network
    active = np.ones((network.n_zones + 1, len(table.phase_start) - 1), np.bool_)
    active[0, 1:], active[1, :1] = False, False
    phases = Phases(NOON, table.phase_start, active)
    draws = Draws(
        np.array([[TOLD.corner, TOLD.street, TOLD.middle, 0.0, 1e-4]]) / 60,
        -np.log1p([[0.0, 0.0, 0.0, -TOLD.line]]),
    )
    (judged,) = exposures(lead.whole, phases, [whole]).hazards(draws)[0].tolist()
    node, until = lead.gathered.node, lead.gathered.until_s
    every = [costs(question, way_there(question, each, node), node, until) for each in area]
    assert judged == pytest.approx(max(every) + onward.hazard, abs=1e-9)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str, package: Path) -> None:
    """The same recounting, with one line that is wrong."""
    Mistake(*MISTAKES[mistake]).make(package)
    assert answer_of(package, ASK) > 1e-6
