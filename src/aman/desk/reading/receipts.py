"""The status: what tells a caller that his messages are here, and whether somebody read them."""

from collections.abc import Sequence

from aman.core.dialogue import GOT_AT_MOST, status
from aman.core.envelope import Kind
from aman.core.keys import KemPublicKey
from aman.core.sealing import seal_reply
from aman.desk.casebook.models import Case
from aman.desk.running import the_desk

from .models import Arrival

WRITTEN = (Kind.MESSAGE, Kind.LINE_MESSAGE)
_BY_PAGE = (Kind.MESSAGE, Kind.TEAM_WORD)
STATUS_SEQ = 0


def seal_status(case: Case, repeated: Sequence[bytes] = ()) -> bytes:
    """Reply number 0 of a case as it stands in this transaction: it speaks of what a page sent.

    `repeated` are the ids that came once more: their sender has not seen them confirmed, perhaps
    because more came since than a status holds, so they are named whatever their age.
    """
    written = Arrival.objects.filter(case=case, kind__in=_BY_PAGE)
    newest = written.order_by("-item").values_list("message_id", flat=True)[:GOT_AT_MOST]
    fresh = [bytes(message_id) for message_id in reversed(newest)]
    older = [message_id for message_id in repeated if message_id not in fresh]
    got = [*fresh[len(older) :], *older][-GOT_AT_MOST:]
    body = status(
        got,
        base=max(case.acked, case.first_kept - 1),
        first=case.first_kept,
        seen=bool(got) and not written.filter(opened_at__isnull=True).exists(),
        start=case.first_seq,
    )
    caller = KemPublicKey(bytes(case.caller_pk))
    return seal_reply(the_desk().hotline, caller, STATUS_SEQ, body)


def renew_status(case: Case) -> None:
    """Replace the status, if there is a page to show it; in the transaction of what changed."""
    if not case.has_phrase:
        return
    case.status = seal_status(case)
    case.save(update_fields=["status"])
