"""The definitions of all measures as a table for docs/figures/measures.md."""

from collections.abc import Iterator

from .measures import MEASURES


def definitions_told() -> str:
    """Markdown: a row for each measure, drawn from `measures`."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "| measure | counts | one is | out of | counted when | does not say |"
    yield "|---|---|---|---|---|---|"
    for name, measure in MEASURES.items():
        said = measure.definition
        unsaid = " ".join(said.unsaid)
        cells = (said.counts, said.unit, said.population, said.event, unsaid)
        yield f"| `{name.value}` | {' | '.join(cells)} |"
