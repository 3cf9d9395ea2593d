"""Filing: what came while nobody was signed in moves from its batch's key to its case's key.

Promises: a message is never in between: it is sealed under one key or the other; a batch's key is
deleted once nothing is left under it. Beside each case stands a sealed summary for the queue.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import transaction

from aman.core.dialogue import Message, read_body
from aman.core.envelope import MalformedEnvelope
from aman.core.keys import Secret
from aman.desk.casebook.content import (
    batch_info,
    open_case_key,
    read_content,
    write_content,
)
from aman.desk.keys.vault import DamagedRecord, Vault, the_vault

from .joining import FILLED_TO, arrival_place
from .models import Arrival, Batch, Summary
from .receipts import WRITTEN
from .summary import Gist, read_gist, write_gist

BATCHES_AT_ONCE = 32
"""After a night there is one for each minute and second in which somebody wrote: a transaction for
each would let the first operator wait; one for all would keep what arrives waiting."""


def file_arrivals() -> int:
    """File all that is not; gives how many. `VaultLocked` while nobody is signed in."""
    vault = the_vault()
    names = list(Batch.objects.order_by("pk").values_list("pk", flat=True))
    helpings = (names[at : at + BATCHES_AT_ONCE] for at in range(0, len(names), BATCHES_AT_ONCE))
    return sum(_file_batches(vault, some) for some in helpings)


@transaction.atomic
def _file_batches(vault: Vault, names: list[int]) -> int:
    batch_keys = dict(_opened(vault, Batch.objects.select_for_update().filter(pk__in=names)))
    waiting = Arrival.objects.filter(batch__in=batch_keys, case__key_wrap__isnull=False)
    arrivals = list(waiting.select_related("case").order_by("case_id", "item"))
    kept = sealed_gists({arrival.case_id for arrival in arrivals})
    filed, summaries = 0, []
    for case, each in groupby(arrivals, key=lambda one: one.case):
        try:
            case_key = open_case_key(vault, case.number, bytes(case.key_wrap or b""))
        except DamagedRecord:
            continue
        gist = _kept_gist(case_key, case.number, kept.get(case.number))
        for arrival in each:
            body = _moved(arrival, batch_keys[arrival.batch_id or 0], case_key)
            if body is not None:
                gist = _with(gist, arrival, body)
                filed += 1
        summaries.append(Summary(case=case, content=write_gist(case_key, case.number, gist)))
    Summary.objects.bulk_create(
        summaries, update_conflicts=True, unique_fields=["case"], update_fields=["content"]
    )
    Batch.objects.filter(pk__in=batch_keys, arrivals__isnull=True).delete()
    return filed


def _opened(vault: Vault, batches: Iterable[Batch]) -> Iterator[tuple[int, Secret]]:
    for batch in batches:
        try:
            yield (
                batch.pk,
                vault.unseal(batch_info(bytes(batch.name)), bytes(batch.key_wrap)),
            )
        except DamagedRecord:
            continue


def _moved(arrival: Arrival, batch_key: Secret, case_key: Secret) -> bytes | None:
    """What it says, now under its case's key; None, and left where it is, when it is damaged."""
    place = arrival_place(arrival.case_id, bytes(arrival.message_id))
    try:
        body = read_content(batch_key, place, bytes(arrival.content))
    except DamagedRecord:
        return None
    arrival.content = write_content(case_key, place, body, filled_to=FILLED_TO)
    arrival.batch = None
    arrival.save(update_fields=["content", "batch"])
    return body


def sealed_gists(numbers: Iterable[int]) -> dict[int, bytes]:
    """The sealed summaries of these cases."""
    rows = Summary.objects.filter(case_id__in=numbers).values_list("case_id", "content")
    return {number: bytes(content) for number, content in rows}


def _kept_gist(case_key: Secret, number: int, sealed: bytes | None) -> Gist:
    """What the queue said so far; a damaged one starts anew, and stops no message."""
    try:
        return Gist() if sealed is None else read_gist(case_key, number, sealed)
    except DamagedRecord:
        return Gist()


def _with(gist: Gist, arrival: Arrival, body: bytes) -> Gist:
    if arrival.kind not in WRITTEN:
        return gist
    try:
        return gist.after(read_body(body, Message))
    except MalformedEnvelope:
        return gist
