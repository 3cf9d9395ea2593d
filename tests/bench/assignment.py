"""How good and how soon many groups are assigned: `make bench-assign`.

Markets of a generator of ours, at 85 % load. Prints a table and writes bench-out/assign.json.
Nothing is asserted: a time depends on its machine.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from aman.roads.assignment import assign
from aman.roads.groups import STAY
from aman.roads.savings import filled, most_promising, picked, saved, savings_of, worth
from aman.roads.scarcity import prices
from roads.markets import DrawnMarket, made
from roads.wrong_choices import share_of_wrong

OUT = Path(__file__).resolve().parents[2] / "bench-out" / "assign.json"
SIZES = ((200, 5, 10.0, 0.02), (5_000, 3, 60.0, 0.05))
"""Groups, seeds, and what is aimed at: seconds and gap."""
BETTER = 0.005
CASES = 200


def until(seconds: float) -> Callable[[], bool]:
    """Whether there is time left."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end


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


def main() -> None:
    """Measure, print, write."""
    say = sys.stdout.write
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
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(out, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
