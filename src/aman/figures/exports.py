"""What is published beside the log: the newest figures, and each series as CSV and JSON.

Promises: everything follows from the log alone, byte by byte, so that a reader can make it again;
every number stands in a row of its own with its measure, what one is, out of whom, what it does
not say, its days and its margin, and whether its series still runs: it leaves by `Row.cells` and
by no other door.
Refuses to know: pages. `Renderer` is where they come in.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from . import measures
from .log.canonical import written
from .log.history import History, Series
from .released import Released, released

Renderer = Callable[[History], Mapping[str, bytes]]
"""Files made from the log: name, relative to the published folder, to content."""
LATEST: Final = "latest.json"
_COLUMNS: Final = (
    *("series", "figure", *measures.Row.COLUMNS),
    *("withdrawn", "release", "closed", "closed_on"),
)
Row = Mapping[str, str]


def exports(history: History) -> dict[str, bytes]:
    """The files."""
    found: dict[str, bytes] = {}
    newest: list[Row] = []
    for name, series in history.series.items():
        figures = released(series)
        rows = [row for each in figures for row in _rows(name, series, each)]
        newest.extend(next(_rows(name, series, each)) for each in figures[-1:])
        found[f"csv/{name}.csv"] = _table(rows)
        found[f"json/{name}.json"] = written(
            {"closed": series.closed, "closed_on": series.closed_on, "figures": rows}
        )
    totals = {unit.value: promise.total for unit, promise in history.budgets.items()}
    found[LATEST] = written({"budget_rho": totals, "entries": history.size, "newest": newest})
    return found


def made(history: History, renderers: Iterable[Renderer]) -> dict[str, bytes]:
    """What all renderers make; no two may make the same file."""
    found: dict[str, bytes] = {}
    for each in renderers:
        more = each(history)
        if found.keys() & more.keys():
            message = "two renderers make the same file"
            raise ValueError(message)
        found |= more
    return found


def _rows(name: str, series: Series, released: Released) -> Iterator[Row]:
    """A row for each number: the total first."""
    for figure, published in (
        ("total", released.total),
        ("change", released.change),
        ("revised total", released.revised),
    ):
        if published is not None:
            yield {
                "series": name,
                "figure": figure,
                **dict(published.row().cells()),
                "withdrawn": "yes" if released.is_withdrawn else "no",
                "release": str(released.release.index),
                "closed": series.closed or "no",
                "closed_on": series.closed_on,
            }


def _table(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()
