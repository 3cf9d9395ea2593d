"""Why what somebody typed or pasted is no place, in the operator's language."""

from django.utils.translation import gettext as _

from aman.roads.place_types import Reason


def unreadable(reason: Reason) -> str:
    """Why what was typed is no place, and what to do."""
    said = {
        Reason.NOTHING: _("Nothing was written."),
        Reason.UNKNOWN: _("This is no form of coordinates that is known here."),
        Reason.AMBIGUOUS: _("This can be read as two places. Write N or S, E or W."),
        Reason.BEYOND: _("There is no such place. Latitude comes first, then longitude."),
        Reason.NEEDS_NETWORK: _("This short link hides its place. Open it, paste the long one."),
        Reason.NEEDS_TOWN: _("This short code needs its town. Write the whole code."),
        Reason.SEVERAL: _("Several places are named here. Paste one place."),
        Reason.UNKNOWN_SITE: _("Links of this site can't be read here. Write the coordinates."),
        Reason.NO_PLACE: _("This link holds no coordinates. Paste a link of one place."),
        Reason.SHIFTED: _("Maps of this site are shifted. Write coordinates from another map."),
    }
    return said[reason]
