"""All figures that a published folder ever released: what a report may have had before it.

Promises: the log is read whole and by its rules. Refuses to know: figures before their day.
"""

from pathlib import Path

from aman.figures.log.reading import read_log
from aman.figures.past import every_figure
from aman.figures.sentences import Figure

from .folder import PublishedFolder


def figures_in(folder: Path) -> list[Figure]:
    """Totals and changes; raises Doubt, UnreadableFolder."""
    return every_figure(read_log(PublishedFolder(folder).files()).history)
