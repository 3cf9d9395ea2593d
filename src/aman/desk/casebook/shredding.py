"""Destroying a case: without its key nothing of it can be read (protocol section 3).

Promises: at once nothing of the case can be opened, published or joined, and its key is in no
memory of ours; after seven days, when
its last wrap is deleted, nothing brings it back. A caller who writes again is a new case.
"""

from functools import partial

from django.db import connection, transaction

from aman.desk.keys.vault import the_vault

from .content import case_info
from .holding import hold
from .models import KEPT_WRAP_SECONDS, Case, NoSuchCase, ShreddedWrap


@transaction.atomic
def shred(number: int, now: int) -> None:
    """Put the wrap aside and forget how to recognise and how to reach the caller.

    Who destroys several counts the change when the last is done.
    """
    case = hold([number]).get(number)
    if case is None or case.key_wrap is None:
        raise NoSuchCase(number)
    ShreddedWrap.objects.create(case=case, key_wrap=bytes(case.key_wrap), shredded_at=now)
    case.key_wrap, case.token_digest = None, None
    case.caller_pk, case.reply_key, case.status = b"", b"", b""
    case.waiting_since = case.taken_by = None
    case.save()
    transaction.on_commit(partial(the_vault().forget, case_info(number)))


def finish_shredding(now: int) -> int:
    """Delete what is left of cases destroyed seven days ago; gives how many."""
    due = ShreddedWrap.objects.filter(shredded_at__lte=now - KEPT_WRAP_SECONDS)
    numbers = list(due.values_list("case_id", flat=True))
    if not numbers:
        return 0
    with transaction.atomic():
        Case.objects.filter(number__in=numbers, key_wrap__isnull=True).delete()
    forget_log()
    return len(numbers)


def forget_log() -> None:
    """Empty SQLite's write-ahead log, which still holds what was deleted."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
