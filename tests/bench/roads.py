"""What the search for ways costs, how exact it is, and what it spares people.

`make bench-roads` prints a table and writes bench-out/roads.json; nothing is asserted.
Liechtenstein on foot (15k edges), a cut-out of the world's highways (100k) and all of them (1M),
by car. Compiling is not counted; everything else is: bounds, first answer, search, front, and the
safest way put together. On a busy machine the processor's time says more than the wall's.
"""

import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table as Sheet

from aman.roads.answers import probability
from aman.roads.graph import Mode, RoadGraph
from aman.roads.labels import N_LABELS
from aman.roads.loading import load
from aman.roads.network import Network, cut
from aman.roads.oracle import desk_table
from aman.roads.search import EPSILON, LABEL_CAP, Question, first_answer, front, prepared, worked
from aman.roads.shapes import Shape
from bench.beside import static_paths, zones_removed
from bench.world import highways, without_waiting_between_junctions
from roads.extract import EXTRACT
from roads.recounting import by_time, differences
from roads.scenarios import question_drawn, shapes_around, table_drawn
from roads.seeded import with_step

OUT = Path(__file__).parents[2] / "bench-out" / "roads.json"
SCENARIOS = 200
FEW = 40
"""Of questions that take seconds each."""
NO_WAITING = "100k, no waiting between junctions"
NETWORKS = 10
DESK_STEPS, DESK_STEP = 720, 10
Milliseconds = dict[str, float]


def spread(seconds: list[float]) -> Milliseconds:
    """Median, 99th percentile and longest, in milliseconds."""
    ordered = np.array(seconds) * 1000
    return {
        "median": round(float(np.median(ordered)), 2),
        "p99": round(float(np.percentile(ordered, 99)), 2),
        "max": round(float(ordered.max()), 2),
    }


@contextmanager
def timed(into: list[float], clock: Callable[[], float] = time.perf_counter) -> Iterator[None]:
    """Add the seconds that a block takes."""
    begin = clock()
    yield
    into.append(clock() - begin)


class Size:
    """One size of network: cut by several sets of hazards, then asked."""

    def __init__(self, name: str, graph: RoadGraph, mode: Mode, seed: int) -> None:
        self.name, self.graph, self.mode, self.seed = name, graph, mode, seed
        self.wall: list[float] = []
        self.processor: list[float] = []
        self.update: list[float] = []
        self.labels: list[int] = []
        self.points: list[int] = []
        self.at_most: list[float] = []
        """Of each answer that is approximate, by how much; -1 for what is exact."""
        self.arcs: list[int] = []
        self.bytes = 0
        self.last: list[Question] = []

    def networks(self, count: int) -> Iterator[tuple[Network, list[Shape], np.ndarray]]:
        """Networks, the shapes they are cut by, and the junctions that trips lead to."""
        for number in range(count):
            chance = np.random.default_rng((self.seed, number))
            if self.mode is Mode.FOOT:
                near = chance.integers(0, self.graph.n_nodes, int(chance.integers(6, 20)))
                goals, radii = np.arange(self.graph.n_nodes), (300.0, 2000.0)
            else:
                # Twenty regions with a dozen zones each: what is far away costs the search nothing.
                middles = chance.integers(0, self.graph.n_nodes, 20)
                away = np.stack(
                    [self.graph.lon - self.graph.lon[middles, None],
                     self.graph.lat - self.graph.lat[middles, None]]
                )  # fmt: skip
                close = np.abs(away).max(axis=0) < 1.0
                near = np.concatenate([chance.choice(np.flatnonzero(row), 12) for row in close])
                goals, radii = (
                    np.unique(np.concatenate([np.flatnonzero(r) for r in close])),
                    (3e3, 3e4),
                )
            shapes = shapes_around(self.graph.lon[near], self.graph.lat[near], chance, radii)
            yield cut(self.graph, self.mode, shapes), shapes, goals

    def ask(self, networks: int, scenarios: int) -> Iterator[Question]:
        """Ask each network its share; yields the questions for whatever else is measured."""
        for number, (network, shapes, goals) in enumerate(self.networks(networks)):
            self.arcs.append(network.n_arcs)
            self.bytes = max(self.bytes, size_of(network))
            lines = [shape.is_line for shape in shapes]
            self.last.clear()
            for scenario in range(scenarios // networks):
                chance = np.random.default_rng((self.seed, number, scenario))
                with timed(self.update):
                    table = table_drawn(network, lines, chance)
                question = None
                while question is None:
                    question = question_drawn(network, table, goals, chance, 1)
                if not self.wall:
                    any(front(question))  # the first compiles, or loads what was compiled
                processor: list[float] = []
                with timed(self.wall), timed(processor, time.thread_time):
                    answer = front(question)
                    _ = answer[-1] if len(answer) else answer.staying
                self.processor.extend(processor)
                self.points.append(len(answer))
                self.at_most.append(-1.0 if answer.exact else answer.at_most)
                search = prepared(question, EPSILON, LABEL_CAP)
                search, _ = worked(search, None)
                self.labels.append(int(search.state.counts[N_LABELS]))
                self.last.append(question)
                yield question


def size_of(network: Network) -> int:
    """The bytes of a network's arrays."""
    fields = (getattr(network, name) for name in network.__slots__)
    return sum(each.nbytes for each in fields if isinstance(each, np.ndarray))


def exactness(question: Question) -> tuple[float, float, float, float]:
    """How far ten seconds are from the oracle, from one second, there at the end, how much longer.

    From one second: the probability of harm at any second from the later of the two earliest ways
    on, at most; longer: the earliest way, as a share.
    """
    coarse = question._replace(network=with_step(question.network, 10), wait_step=10)
    tens, ones = front(coarse), front(question)
    both = (by_time(each.arrival_s, each.hazard, question.end_s) for each in (tens, ones))
    since = max(int(tens.arrival_s[0]), int(ones.arrival_s[0]))
    apart = np.abs(np.subtract(*both))[since:]
    longer = (int(tens.arrival_s[0]) - int(ones.arrival_s[0])) / int(ones.arrival_s[0])
    return max(differences(coarse, tens)), float(apart.max()), float(apart[-1]), longer


def harm(question: Question) -> dict[str, float | None]:
    """The probability of harm of each manner of choosing a way."""
    answer = front(question)
    first, removed = first_answer(question), zones_removed(question)
    staying = answer.staying.probability
    return {
        "fastest": probability(float(answer.hazard[0])),
        "one_label": staying if first is None else first.probability,
        "best": probability(float(answer.hazard[-1])),
        "staying": staying,
        "zones_removed": None if removed is None else removed.probability,
    }


def mean_harm(rows: list[dict[str, float | None]]) -> dict[str, float]:
    """Means over all scenarios; who finds no way around the zones stays."""
    means = {
        manner: float(
            np.mean([row["staying"] if row[manner] is None else row[manner] for row in rows])
        )  # type: ignore[arg-type, misc]
        for manner in rows[0]
    }
    found = [row for row in rows if row["zones_removed"] is not None]
    means["zones_removed_finds_none"] = 1 - len(found) / len(rows)
    if found:
        means["zones_removed_where_found"] = float(np.mean([row["zones_removed"] for row in found]))  # type: ignore[misc]
        means["best_there"] = float(np.mean([row["best"] for row in found]))  # type: ignore[misc]
    return means


def main() -> None:
    """Measure and write."""
    console = Console()
    found: dict[str, object] = {"scenarios": SCENARIOS}
    exact: list[tuple[float, float, float, float]] = []
    harms: list[dict[str, float | None]] = []

    def check(question: Question) -> None:
        exact.append(exactness(question))
        harms.append(harm(question))

    sizes: dict[str, Size] = {}
    static: dict[str, object] = {}
    memory: dict[str, object] = {}
    with TemporaryDirectory() as folder:
        graph = load(EXTRACT, Path(folder))
        for name, roads, mode, networks, also in (
            ("15k", lambda: graph, Mode.FOOT, NETWORKS, check),
            ("100k", lambda: highways(100_000), Mode.CAR, 4, None),
            ("1M", highways, Mode.CAR, 2, None),
            (
                NO_WAITING,
                lambda: without_waiting_between_junctions(highways(100_000)),
                Mode.CAR,
                4,
                None,
            ),
        ):
            console.print(f"{name} …")
            size = sizes[name] = Size(name, roads(), mode, seed=4)
            for question in size.ask(networks, FEW if name == NO_WAITING else SCENARIOS):
                if also:
                    also(question)
            memory[name] = {
                "network_mb": round(size.bytes / 1e6, 1),
                "labels_mb_at_most": round(max(size.labels) * 48 / 1e6, 1),
                "process_mb_at_most": round(
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                ),
            }
            static[name] = static_paths(size.last)
            if name == "15k":
                found["oracle_table_ms"] = desk_table_ms(size.last[0])
    found |= {
        "oracle_max_difference": max(row[0] for row in exact),
        "grid_max_difference": max(row[1] for row in exact),
        "grid_max_difference_of_the_safest": max(row[2] for row in exact),
        "grid_earliest_longer_by": {
            "mean": float(np.mean([row[3] for row in exact])),
            "max": max(row[3] for row in exact),
        },
        "mean_harm": mean_harm(harms),
        "query_ms": {name: spread(size.wall) for name, size in sizes.items()},
        "query_processor_ms": {name: spread(size.processor) for name, size in sizes.items()},
        "update_rates_ms": {name: spread(size.update) for name, size in sizes.items()},
        "approximate": {
            name: {
                "share": float(np.mean(np.array(size.at_most) >= 0)),
                "by_at_most": max(*size.at_most, 0.0),
            }
            for name, size in sizes.items()
        },
        "labels": {
            name: {"median": float(np.median(size.labels)), "max": max(size.labels)}
            for name, size in sizes.items()
        },
        "ways_on_the_front": {
            name: {"median": float(np.median(size.points)), "max": max(size.points)}
            for name, size in sizes.items()
        },
        "arcs": {name: max(size.arcs) for name, size in sizes.items()},
        "static_ms": static,
        "memory": memory,
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    show(console, found)


def desk_table_ms(question: Question) -> float:
    """The table of all origins and all departures, the second time it is made."""
    coarse = with_step(question.network, DESK_STEP)
    taken: list[float] = []
    for _ in range(4):
        with timed(taken):
            desk_table(coarse, question.table, question.goals, 0, DESK_STEPS * DESK_STEP, DESK_STEP)
    return round(min(taken[1:]) * 1000, 1)


def show(console: Console, found: dict[str, object]) -> None:
    """One table: what was measured, as it stands in the file."""
    sheet = Sheet("measured", "value")
    for name, value in found.items():
        if isinstance(value, dict):
            for inner, deeper in value.items():
                sheet.add_row(f"{name} · {inner}", str(deeper))
        else:
            sheet.add_row(name, str(value))
    console.print(sheet)


if __name__ == "__main__":
    main()
