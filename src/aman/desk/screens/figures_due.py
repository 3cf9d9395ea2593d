"""At the edge of an administrator's screens: that figures have to be published.

Promises: the folder is looked at once a minute at most, whoever looks and however often.
Refuses to know: what the figures are.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from aman.desk.publication.folder import UnreadableFolder
from aman.desk.publication.shown import Awaited, awaited, log_in
from aman.desk.running import the_desk
from aman.figures.log.reading import Doubt

from .figures_shown import published_folder
from .words import Sign


def figures_due(now: float) -> list[Sign]:
    """What is due or late, or that the published folder can't be believed."""
    folder = published_folder()
    if folder is None:
        return []
    found = _looked(folder, the_desk().settings.figures_signers, int(now // 60))
    if found is None:
        return [Sign(_("figures: what is published can't be read"), bad=True)]
    if found.late:
        return [Sign(_("figures: a release is late"), bad=True)]
    return [Sign(_("figures: a release is due today"))] if found.due else []


@lru_cache(maxsize=1)
def _looked(folder: Path, signers: tuple[str, ...], minute: int) -> Awaited | None:
    today = datetime.fromtimestamp(minute * 60, UTC).date()
    try:
        return awaited(log_in(folder, signers), today)
    except (Doubt, UnreadableFolder, OSError):
        return None
