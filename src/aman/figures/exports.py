"""What is published beside the log: the newest figures, and each series as CSV and JSON.

Promises: everything follows from the log alone, byte by byte, so that a reader can make it again;
every number stands in a row with its measure, its definition, its days and its margin.
Refuses to know: pages. `Renderer` is where they come in.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .log.canonical import written
from .log.entries import Release
from .log.history import History, Series
from .log.merkle import leaf_hash

Renderer = Callable[[History], Mapping[str, bytes]]
"""Files made from the log: name, relative to the published folder, to content."""
LATEST: Final = "latest.json"
_COLUMNS: Final = (
    *("series", "measure", "definition", "first", "last", "total", "total_margin"),
    *("period_first", "change"),
    *("change_margin", "revised_total", "withdrawn", "released", "entry", "entry_hash"),
)


def exports(history: History) -> dict[str, bytes]:
    """The files."""
    hashes = {
        entry.index: leaf_hash(written(entry)).hex()
        for entry in history.entries
        if isinstance(entry, Release)
    }
    found = {}
    newest = []
    for name, series in history.series.items():
        rows = [_row(series, release, hashes[release.index]) for release in series.releases]
        newest.extend(rows[-1:])
        found[f"csv/{name}.csv"] = _table(rows)
        found[f"json/{name}.json"] = written({"closed": series.closed, "releases": rows})
    found[LATEST] = written({"entries": history.size, "newest": newest, "total_rho": history.total})
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


def _row(series: Series, release: Release, digest: str) -> dict[str, Any]:
    revised = () if series.revision is None else series.revision.totals
    return {
        "series": release.series,
        "measure": release.measure,
        "definition": series.plan.definition,
        "first": series.plan.start,
        "last": release.last,
        "period_first": release.first,
        "total": release.total,
        "total_margin": release.margin,
        "change": release.change,
        "change_margin": release.change_margin,
        "revised_total": revised[release.period] if release.period < len(revised) else "",
        "withdrawn": "yes" if release.period in series.withdrawn else "no",
        "released": release.at,
        "entry": release.index,
        "entry_hash": digest,
    }


def _table(rows: Iterable[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()
