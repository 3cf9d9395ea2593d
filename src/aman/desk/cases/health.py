"""Counts for the desk's own screen: what could not become part of a case, and what waits.

Promises: works while the vault is locked.
"""

from django.db.models import F

from aman.core.envelope import Kind
from aman.desk.casebook.models import Case
from aman.desk.outbox.models import OutReply
from aman.desk.reading.fronts import front_news
from aman.desk.reading.models import Arrival
from aman.desk.reading.tallies import counts
from aman.desk.running import the_desk

from .records import DeskHealth, FrontHealth

NEVER: tuple[int | None, int | None] = (None, None)


def desk_health(now: int) -> DeskHealth:
    """Counts for the desk's own screen; needs no open vault."""
    del now
    desk = the_desk()
    known = front_news()
    names = dict.fromkeys((*desk.settings.fronts, *known))
    unread = OutReply.objects.filter(seq__gt=F("case__acked"), case__key_wrap__isnull=False)
    unread = unread.filter(case__of_team=False)
    return DeskHealth(
        **counts(),
        cases=Case.objects.filter(key_wrap__isnull=False).count(),
        unread_replies=unread.count(),
        team_words=Arrival.objects.filter(kind=Kind.TEAM_WORD, opened_at__isnull=True).count(),
        unfiled=Arrival.objects.filter(batch__isnull=False).count(),
        fronts=tuple(FrontHealth(name, *known.get(name, NEVER)) for name in names),
        alarms=desk.alarms(),
    )
