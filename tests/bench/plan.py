"""How many plans bring somebody there who has the steps alone, and how often there is no plan.

`make bench-plan` prints it and writes bench-out/plan.json; nothing is asserted.
"""

import json
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from aman.roads.loading import load
from aman.roads.plan import GuideOnly
from roads.extract import EXTRACT
from roads.planned import arrives, planned

OUT = Path(__file__).parents[2] / "bench-out" / "plan.json"
PLANS, WALKERS = 200, 5


def main() -> None:
    """Two hundred plans, five people each."""
    begin = time.perf_counter()
    steps: Counter[int] = Counter()
    cues: Counter[str] = Counter()
    guide_only, first, came = 0, 0, 0
    with TemporaryDirectory() as cache:
        graph = load(EXTRACT, Path(cache))
        for plan in planned(graph):
            if isinstance(plan.told, GuideOnly):
                guide_only += 1
                continue
            steps[len(plan.told.steps)] += 1
            cues.update(type(step.cue).__name__ for step in plan.told.steps)
            walked = [arrives(graph, plan, walker) for walker in range(WALKERS)]
            first += walked[0]
            came += sum(walked)
            if steps.total() == PLANS:
                break
    found = {
        "plans": PLANS,
        "share_of_plans_whose_walker_arrives": first / PLANS,
        "share_of_all_walkers_who_arrive": came / (PLANS * WALKERS),
        "share_guide_only": guide_only / (guide_only + PLANS),
        "steps": dict(sorted(steps.items())),
        "cues": dict(cues),
        "seconds": round(time.perf_counter() - begin),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n")
    Console().print_json(json.dumps(found))


if __name__ == "__main__":
    main()
