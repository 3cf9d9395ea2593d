"""What loading a map takes: `make bench-load`.

Liechtenstein as it is, and towns without end that we make: streets with bends, and houses, as many
as there are in Liechtenstein for each node of a street. Prints a table and writes
bench-out/load.json: seconds, peak memory, size of the cache, edges. Each map is loaded in a process
of its own, whose peak is the system's own count. Nothing is asserted.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import osmium
from osmium.osm.mutable import Node, Way
from rich.console import Console
from rich.table import Table as Sheet

from aman.roads.graph import Mode
from aman.roads.loading import load_with_report
from roads.extract import EXTRACT

OUT = Path(__file__).parents[2] / "bench-out" / "load.json"
SIZES = (200_000, 800_000, 3_200_000)
"""Nodes of streets."""
BENDS = 3
"""Nodes between two junctions."""
HOUSES = 5
"""Nodes of houses for each node of a street."""
BLOCKS = 12
"""Of one street that has a name."""
STEP = 0.0004
KINDS = ("residential", "residential", "service", "tertiary", "track", "footway", "primary")


def towns(file: Path, street_nodes: int) -> None:
    """A grid of streets, so many nodes, and the houses beside them."""
    side = int((street_nodes / (1 + 2 * BENDS)) ** 0.5)
    chance = np.random.default_rng(street_nodes)
    with osmium.SimpleWriter(str(file)) as writer:
        streets = list(_streets(side))
        total = side * side + 2 * side * (side - 1) * BENDS
        at = chance.uniform(-0.2, 0.2, (total, 2)) * STEP
        for number, (east, north) in enumerate(at.tolist(), 1):
            row, column = divmod((number - 1) % (side * side), side)
            where = (20 + column * STEP + east, 45 + row * STEP + north)
            tags = {"highway": "crossing"} if number % 40 == 0 else {}
            writer.add_node(Node(id=number, location=where, tags=tags))
        first = total + 1
        for number in range(first, first + HOUSES * total):
            row, column = divmod(number % (side * side), side)
            where = (20 + (column + 0.3) * STEP, 45 + (row + 0.3) * STEP)
            writer.add_node(Node(id=number, location=where))
        for number, nodes in enumerate(streets, 1):
            kind = KINDS[number % len(KINDS)]
            writer.add_way(
                Way(id=number, nodes=nodes, tags={"highway": kind, "name": f"S {number}"})
            )
        for number in range(HOUSES * total // 5):
            corners = [first + number * 5 + each for each in (0, 1, 2, 3, 4, 0)]
            tags = {"building": "yes"}
            writer.add_way(Way(id=len(streets) + 1 + number, nodes=corners, tags=tags))


def _streets(side: int) -> Iterator[list[int]]:
    """Rows and columns, in pieces of some blocks; junctions come first in the numbers."""
    bend = side * side + 1
    for along in (1, side):
        for line in range(side):
            start = line * (side if along == 1 else 1)
            nodes = [start + 1]
            for block in range(1, side):
                nodes += range(bend, bend + BENDS)
                bend += BENDS
                nodes.append(start + block * along + 1)
                if block % BLOCKS == 0:
                    yield nodes
                    nodes = nodes[-1:]
            if len(nodes) > 1:
                yield nodes


def one(file: Path, cache: Path) -> dict[str, float]:
    """Load it, and once more from the cache."""
    steps: dict[str, float] = {}
    begun = last = time.perf_counter()
    now = ""

    def told(step: str, done: int) -> None:
        nonlocal last, now
        del done
        if step != now:
            steps[now], last, now = round(time.perf_counter() - last, 2), time.perf_counter(), step

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    graph, _ = load_with_report(file, cache, told)
    whole = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processor = time.process_time()
    again = time.perf_counter()
    load_with_report(file, cache)
    steps[now] = round(begun + whole - last, 2)
    return {
        "file_mb": round(file.stat().st_size / 1e6, 1),
        "junctions": graph.n_nodes,
        "edges": graph.n_edges,
        "foot_edges": int((graph.seconds[Mode.FOOT] >= 0).sum()),
        "shape_points": len(graph.shape_lon),
        "seconds": round(whole, 1),
        "processor_seconds": round(processor, 1),
        "peak_mb": round(peak / 1024),
        "before_mb": round(before / 1024),
        "cache_mb": round(sum(each.stat().st_size for each in cache.rglob("*.npy")) / 1e6, 1),
        "again_s": round(time.perf_counter() - again, 2),
        **{f"step_{name}_s": took for name, took in steps.items() if name},
    }


def main() -> None:
    """Measure each size in a process of its own; print, write."""
    sizes = [int(each) for each in sys.argv[1:]] or SIZES
    rows: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as temporary:
        maps = {"liechtenstein": EXTRACT} if EXTRACT.is_file() else {}
        for size in sizes:
            maps[f"{size:,} street nodes"] = Path(temporary) / f"{size}.osm.pbf"
        for name, file in maps.items():
            if not file.exists():
                towns(file, int(name.split()[0].replace(",", "")))
            cache = Path(temporary) / "cache" / file.name
            measured = subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, "-P", "-m", "bench.loading", "--one", file, cache],
                check=True, capture_output=True, text=True, env=os.environ,
            )  # fmt: skip
            rows[name] = json.loads(measured.stdout)
    columns = ("file_mb", "edges", "seconds", "processor_seconds", "peak_mb", "cache_mb", "again_s")
    sheet = Sheet("map", *columns)
    for name, row in rows.items():
        sheet.add_row(name, *(f"{row[column]:,}" for column in columns))
    Console().print(sheet)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(one(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main()
