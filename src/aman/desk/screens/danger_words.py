"""The words of a chosen way: how dangerous it was said to be, and what of that has changed.

Promises: a band as the ways screen says it, never finer. Refuses to know: how it is judged.
"""

from django.utils.translation import gettext as _

from aman.desk.journeys.watched import Change, Ends, Watched

from .ways_words import band


def band_of(ends: Ends) -> str:
    """Such as "between 1 in 200 and 1 in 30"."""
    return band(*ends)


def than_staying(better: object) -> str:
    """Beside the band."""
    return _("Less dangerous than staying.") if better else _("More dangerous than staying.")


def changes(watched: Watched) -> list[str]:
    """What is worse, in sentences; nothing where all is as it was."""
    said = {
        Change.UNREAD: _("A hazard layer or a list of points can't be read. See the map."),
        Change.CLOSED: _("The way now leads into a closed area."),
        Change.MORE: _("The way is more dangerous than it was."),
        Change.STAYING: _("It is no longer less dangerous than staying."),
        Change.AGAIN: _("The second time is worse than it was."),
        Change.GONE: _("The reception point is in no list any more."),
        Change.MOVED: _("The reception point is now elsewhere."),
        Change.WINDOW: _("The reception point is open at other times now."),
    }
    return [said[each] for each in watched.changes]
