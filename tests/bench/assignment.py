"""How good and how soon many groups are assigned: `make bench-assign`.

Markets of a generator of ours, and waves of groups on the real map through files, both at 85 %
load. Prints tables and writes bench-out/assign.json. Times are the processor's, of all cores
together; nothing is asserted. Numbers of groups as arguments: those waves alone.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.progress import Progress, TaskID

from aman.cli import way_asked, way_groups
from aman.cli.way_words import say as word
from aman.roads.assignment import assign
from aman.roads.groups import STAY
from aman.roads.loading import load_with_report
from aman.roads.savings import filled, most_promising, picked, saved, savings_of, worth
from aman.roads.scarcity import prices
from aman.roads.zones import NO_DATA
from roads.extract import EXTRACT
from roads.markets import DrawnMarket, made
from roads.waves import HORIZON_S, START, written
from roads.wrong_choices import share_of_wrong

OUT = Path(__file__).resolve().parents[2] / "bench-out" / "assign.json"
SIZES = ((200, 5, 10.0, 0.02), (5_000, 3, 60.0, 0.05))
"""Groups, seeds, and what is aimed at: seconds and gap."""
WAVES = {200: (5, 3, 10.0), 5_000: (20, 1, 60.0)}
"""Groups: points, seeds, and seconds of the processor to think."""
BETTER = 0.005
CASES = 200


def until(seconds: float) -> Callable[[], bool]:
    """Whether there is time left, by the processor's clock."""
    end = time.process_time() + seconds
    return lambda: time.process_time() < end


def rounding_alone(market: DrawnMarket) -> float:
    """The gap if everybody has what is best for him by the prices, or stays if that is full."""
    known, _ = savings_of(market.groups, market.options, market.capacity)
    nobody = np.full(len(market.groups), STAY, np.int64)
    found = prices(known, market.capacity, lambda _: saved(known, nobody), lambda: True)
    value = worth(known, found.price)
    few = picked(known, most_promising(known, value, 1))
    choice = nobody.copy()
    filled(few, worth(few, found.price), choice, market.capacity.copy())
    staying = float(market.groups.weight @ market.groups.staying)
    harm = staying - saved(few, choice)
    return (harm - (staying - found.at_most)) / harm


def measured(groups: int, seed: int, seconds: float, gap: float) -> dict[str, float]:
    """One market: to the gap that is aimed at, and to a better one."""
    market = made(groups, seed)
    row: dict[str, float] = {"options": len(market.options), "capacities": len(market.capacity)}
    for name, wanted in (("", gap), ("better_", BETTER)):
        begun, busy = time.perf_counter(), time.process_time()
        found = assign(
            market.groups,
            market.options,
            market.capacity,
            gap=wanted,
            go_on=until(seconds),
            seed=seed,
        )
        row[f"{name}s"] = round(time.perf_counter() - begun, 2)
        row[f"{name}cpu_s"] = round(time.process_time() - busy, 2)
        row[f"{name}gap"] = round(found.gap, 4)
        row[f"{name}left_out"] = len(found.left_out)
    row["rounding_gap"] = round(rounding_alone(market), 4)
    return row


class Stages(Progress):
    """Bars that nobody sees; they know what the processor spent in each stage."""

    def __init__(self) -> None:
        super().__init__(disable=True)
        self.spent: dict[str, float] = {}
        self._begun: dict[TaskID, tuple[str, float]] = {}

    def add_task(self, description: str, *given: Any, **named: Any) -> TaskID:  # noqa: ANN401
        """A stage begins."""
        task = super().add_task(description, *given, **named)
        self._begun[task] = description, time.process_time()
        return task

    def remove_task(self, task_id: TaskID) -> None:
        """It ends."""
        name, begun = self._begun[task_id]
        self.spent[name] = time.process_time() - begun
        super().remove_task(task_id)


def through_roads(groups: int, points: int, seed: int, seconds: float) -> dict[str, float]:
    """A wave on the real map, from files to judged ways."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        graph, _ = load_with_report(EXTRACT, folder, lambda *_: None)
        files = written(folder, graph, groups, points, seed)
        waiting = way_groups.read_all_groups([files["groups"]])
        asked = way_groups.Asked(
            tuple(group for _, group in waiting),
            way_asked.read_all_points([files["points"]]),
            way_asked.read_zones([files["hazards"]]),
            NO_DATA, START, HORIZON_S, per_hour=None, look_at=8, gap=0.01, seconds=seconds, seed=1,
        )  # fmt: skip
    begun, busy = time.perf_counter(), time.process_time()
    stages = Stages()
    answer = way_groups.assigned(
        asked,
        [file for file, _ in waiting],
        way_groups.starts(waiting, START, HORIZON_S),
        graph,
        stages,
    )
    found = answer.assignment
    return {
        "look_cpu_s": round(stages.spent[word("pairing")], 1),
        "assign_cpu_s": round(stages.spent[word("assigning")], 1),
        "cpu_s": round(time.process_time() - busy, 1),
        "s": round(time.perf_counter() - begun, 1),
        "gap": round(found.gap, 4),
        "harm": round(found.harm, 2),
        "staying": round(float(answer.groups.weight @ answer.groups.staying), 2),
        "options": len(answer.market.options),
        "left_out": len(found.left_out),
        "mb": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024),
    }


def waves(sizes: list[int]) -> dict[str, list[dict[str, float]]]:
    """Each of these sizes, once everything is compiled."""
    through_roads(20, 5, 0, 30.0)
    out: dict[str, list[dict[str, float]]] = {}
    for groups in sizes:
        points, seeds, seconds = WAVES[groups]
        for seed in range(1, seeds + 1):
            row = through_roads(groups, points, seed, seconds)
            sys.stdout.write(f"through the roads: {groups} groups, seed {seed}: {row}\n")
            sys.stdout.flush()
            out.setdefault(str(groups), []).append(row)
    return out


def main() -> None:
    """Measure, print, write."""
    say = sys.stdout.write
    if sys.argv[1:]:
        waves([int(each) for each in sys.argv[1:]])
        return
    warm = made(20, 0)
    assign(warm.groups, warm.options, warm.capacity, gap=0.0, go_on=until(30), seed=0)
    names = ("s", "cpu_s", "gap", "better_s", "better_gap", "rounding_gap")
    say(f"{'groups':>7} {'options':>9} " + " ".join(f"{name:>12}" for name in names) + "\n")
    out: dict[str, object] = {"machine": platform.machine(), "python": platform.python_version()}
    for groups, seeds, seconds, gap in SIZES:
        rows = [measured(groups, seed, seconds, gap) for seed in range(seeds)]
        median = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
        say(f"{groups:>7} {median['options']:>9.0f} ")
        say(" ".join(f"{median[name]:>12.4g}" for name in names) + "\n")
        out[str(groups)] = {
            "aim": {"s": seconds, "gap": gap},
            "median": median,
            "worst_gap": max(row["gap"] for row in rows),
            "worst_s": max(row["s"] for row in rows),
            "seeds": rows,
        }
    out["wrong_choices"] = {
        str(draws): share_of_wrong(CASES, draws, seed=2) for draws in (20, 1_000)
    }
    say(f"wrong choices by draws, of {CASES} cases: {out['wrong_choices']}\n")
    out["through_roads"] = waves(list(WAVES))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(out, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
