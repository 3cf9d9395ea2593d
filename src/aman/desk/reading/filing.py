"""Filing: what came while nobody was signed in moves from its batch's key to its case's key.

Promises: a message is never in between: it is sealed under one key or the other; a batch's key is
deleted once nothing is left under it. Beside each case stands a sealed summary for the queue.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from aman.core.envelope import Kind, MalformedEnvelope
from aman.core.keys import Secret
from aman.desk.casebook.content import (
    arrival_place,
    batch_info,
    open_case_key,
    read_content,
    write_content,
)
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.keys.vault import DamagedRecord, Vault, the_vault
from aman.desk.lines.models import LinePart

from .joining import FILLED_TO
from .line_parts import drop_empty_batches, part_place
from .models import Arrival, Batch, Summary
from .receipts import WRITTEN
from .summary import Gist, read_gist, write_gist
from .written import read_written

BATCHES_AT_ONCE = 32
"""After a night there is one for each minute and second in which somebody wrote: a transaction for
each would let the first operator wait; one for all would keep what arrives waiting."""


def file_arrivals() -> int:
    """File all that is not; gives how many. `VaultLocked` while nobody is signed in.

    A delivery that has parts of files which nobody has announced keeps its key.
    """
    vault = the_vault()
    there = Batch.objects.filter(Q(arrivals__isnull=False) | Q(parts__announced__isnull=False))
    names = list(there.order_by("pk").distinct().values_list("pk", flat=True))
    helpings = (names[at : at + BATCHES_AT_ONCE] for at in range(0, len(names), BATCHES_AT_ONCE))
    filed = sum(_file_batches(vault, some) for some in helpings)
    drop_empty_batches()
    return filed


@transaction.atomic
def _file_batches(vault: Vault, names: list[int]) -> int:
    held = hold(_cases_in(names))
    batches = Batch.objects.select_for_update().filter(pk__in=names).order_by("pk")
    batch_keys = dict(_opened(vault, batches))
    waiting = Arrival.objects.filter(batch__in=batch_keys, case__in=held)
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
    _file_parts(vault, batch_keys, held)
    return filed


def _cases_in(names: list[int]) -> set[int]:
    """Whose messages and files came in these deliveries."""
    arrivals = Arrival.objects.filter(batch__in=names).values_list("case_id", flat=True)
    parts = LinePart.objects.filter(batch__in=names, announced__isnull=False)
    return {*arrivals, *parts.values_list("announced__case_id", flat=True)}


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
    filled_to = FILLED_TO[Kind(arrival.kind)]
    arrival.content = write_content(case_key, place, body, filled_to=filled_to)
    arrival.batch = None
    arrival.save(update_fields=["content", "batch"])
    return body


def _file_parts(vault: Vault, batch_keys: Mapping[int, Secret], held: Iterable[int]) -> None:
    """Parts of announced files go under their case's key; the others wait under the batch's."""
    claimed = LinePart.objects.filter(batch__in=batch_keys, announced__case__in=held)
    parts = claimed.select_related("announced__case").order_by("announced__case_id", "pk")
    for case, each in groupby(parts, key=_case_of):
        try:
            case_key = open_case_key(vault, case.number, bytes(case.key_wrap or b""))
        except DamagedRecord:
            continue
        for part in each:
            place = part_place(part.line, bytes(part.file_id), part.index)
            try:
                body = read_content(batch_keys[part.batch_id or 0], place, bytes(part.content))
            except DamagedRecord:
                continue
            filled_to = FILLED_TO[Kind.ATTACHMENT_PART]
            part.content = write_content(case_key, place, body, filled_to=filled_to)
            part.batch = None
            part.save(update_fields=["content", "batch"])


def _case_of(part: LinePart) -> Case:
    if part.announced is None:
        raise NoSuchCase
    return part.announced.case


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
        return gist.after(read_written(Kind(arrival.kind), body), arrival.item)
    except MalformedEnvelope:
        return gist
