"""What figures cost and how well they are read: `make bench-figures`.

Each part gives its own members of bench-out/figures.json; nothing is asserted.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench import figures_claims, figures_published

OUT: Final = Path(__file__).parents[2] / "bench-out" / "figures.json"
PARTS: Final[tuple[Callable[[], dict[str, object]], ...]] = (
    figures_published.measured,
    figures_claims.measured,
)
"""A further part is a further row."""


def main() -> None:
    """Measure each part, print, keep."""
    found: dict[str, object] = {}
    for part in PARTS:
        found |= part()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n")
    table = Table("measured", "is")
    for name, value in found.items():
        table.add_row(name, str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
