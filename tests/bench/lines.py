"""What lines cost: messages a second, milliseconds to the operator's list, megabytes.

`make bench-lines` prints a table and writes bench-out/lines.json; nothing is asserted. Each line is
measured in a whole hotline of its own, with the far side that the contract gives it. Without names
those of `USUAL` are measured; `LINES="signal sms-http"` names others. On a busy machine compare
ratios, not runs.
"""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.sealing import sealing
from bench.whole_chain import whole_chain
from lines.contract.cast import REAL

OUT = Path(__file__).parents[2] / "bench-out" / "lines.json"
USUAL = ("telegram", "xmpp", "matrix")
COLUMNS = {
    "per_s": "messages a second, from the first that is written until the operator's list has all",
    "desk_per_s": "the same until the desk has committed all",
    "front_per_s": "the same until the front has all on disk",
    "sent_per_s": "what the far side took from the people who wrote",
    "latency_ms": "from a person's sending until the operator's list shows it: the median",
    "latency_p99_ms": "its 99th percentile",
    "latency_max_ms": "its longest",
    "front_ms": "the part of it until the front has it on disk: the line's own work (median)",
    "desk_ms": "until the desk has committed it: the courier visits once a second (median)",
    "memory_mb": "the line's processes together, what they share counted once",
}


def measured(name: str) -> dict[str, Any]:
    """One line with its far side."""
    words = sys.modules[REAL[name].__module__].__doc__ or ""
    with TemporaryDirectory(prefix="aman-bench-") as folder, whole_chain(Path(folder), name) as it:
        return {**it.figures(), "stub": "stub" in words.lower()}


def main() -> None:
    """Measure, print, write."""
    console = Console(highlight=False)
    load = os.getloadavg()[0]
    with TemporaryDirectory(prefix="aman-bench-") as folder:
        sealed = sealing(Path(folder))
    console.print(
        f"sealing, a process a message: {sealed['sealing_per_s']} a second "
        f"({sealed['processor_ms']} ms of processor each, {sealed['memory_mb']} MB); "
        f"in one that is kept: {sealed['one_process_per_s']} ({sealed['one_process_ms']} ms)",
        soft_wrap=True,
    )
    found = {name: measured(name) for name in sys.argv[1:] or USUAL}
    table = Table("", *found)
    for column in COLUMNS:
        table.add_row(column, *(str(row[column]) for row in found.values()))
    table.add_row("far side", *("stub" if row["stub"] else "real" for row in found.values()))
    console.print(table)
    for column, meaning in COLUMNS.items():
        console.print(f"{column}: {meaning}", soft_wrap=True)
    machine = {"processors": os.cpu_count(), "load_before": round(load, 2)}
    console.print(f"{machine['processors']} processors, load {machine['load_before']} before")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({**sealed, **machine, "lines": found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
