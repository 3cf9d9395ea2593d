"""What is public, for every screen that speaks of figures: one log, one publication.

Promises: what a screen says of figures is made of what the public page is made of, so that they
never disagree; a log that the desk can't believe gives none.
Refuses to know: figures before their day.
"""

from pathlib import Path

from aman.desk.casebook.programme import the_programme
from aman.desk.publication.shown import log_in
from aman.desk.running import the_desk
from aman.figures.log.reading import Log
from aman.figures.page.from_log import publication
from aman.figures.page.publication import Publication
from aman.figures.past import Ours, every_figure


def published_folder() -> Path | None:
    """Where figures are published; None: from this desk none are."""
    named = the_desk().settings.figures
    return the_desk().folder / Path(named) if named else None


def public_log() -> Log:
    """The log, empty where there is none; raises Doubt, UnreadableFolder, OSError."""
    folder = published_folder()
    return log_in(folder, the_desk().settings.figures_signers) if folder else Log()


def public_in(log: Log) -> Publication | None:
    """What is public by it; None before the first series. Raises Doubt."""
    return publication(log.history, the_programme()) if log.history.series else None


def released_figures() -> list[Ours]:
    """All that was ever released, withdrawn or not; raises as `public_log` does."""
    return every_figure(public_log().history)
