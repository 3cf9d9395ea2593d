"""Filing: what came while nobody was signed in moves from its batch's key to its case's key.

Promises: a message is never in between: it is sealed under one key or the other; a batch's key is
deleted once nothing is left under it. Beside each case stands a sealed summary for the queue.
"""

from collections.abc import Iterable
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
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.keys.vault import DamagedRecord, Vault, the_vault
from aman.desk.lines.models import LinePart

from .joining import FILLED_TO
from .line_parts import part_place
from .models import Arrival, Batch, Summary
from .receipts import WRITTEN
from .summary import Gist, read_gist, write_gist
from .written import read_written


def file_arrivals() -> int:
    """File all that is not; gives how many. `VaultLocked` while nobody is signed in.

    A delivery that has parts of files which nobody has announced keeps its key.
    """
    vault = the_vault()
    there = Batch.objects.filter(Q(arrivals__isnull=False) | Q(parts__announced__isnull=False))
    names = list(there.order_by("pk").distinct().values_list("pk", flat=True))
    filed = sum(_file_batch(vault, name) for name in names)
    Batch.objects.filter(arrivals__isnull=True, parts__isnull=True).delete()
    return filed


@transaction.atomic
def _file_batch(vault: Vault, name: int) -> int:
    batch = Batch.objects.select_for_update().filter(pk=name).first()
    if batch is None:
        return 0
    try:
        key = vault.unseal(batch_info(bytes(batch.name)), bytes(batch.key_wrap))
    except DamagedRecord:
        return 0
    arrivals = batch.arrivals.filter(case__key_wrap__isnull=False).select_related("case")
    filed = 0
    for case, each in groupby(arrivals.order_by("case_id", "item"), key=lambda one: one.case):
        filed += _file_case(vault, key, case, each)
    _file_parts(vault, key, batch)
    return filed


def _file_parts(vault: Vault, key: Secret, batch: Batch) -> None:
    """Parts of announced files go under their case's key; the others wait under the batch's."""
    claimed = batch.parts.filter(announced__case__key_wrap__isnull=False)
    parts = claimed.select_related("announced__case").order_by("announced__case_id", "pk")
    for case, each in groupby(parts, key=_case_of):
        try:
            case_key = open_case_key(vault, case.number, bytes(case.key_wrap or b""))
        except DamagedRecord:
            continue
        for part in each:
            place = part_place(part.line, bytes(part.file_id), part.index)
            try:
                body = read_content(key, place, bytes(part.content))
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


def _file_case(vault: Vault, batch_key: Secret, case: Case, arrivals: Iterable[Arrival]) -> int:
    try:
        case_key = open_case_key(vault, case.number, bytes(case.key_wrap or b""))
    except DamagedRecord:
        return 0
    gist = _kept_gist(case_key, case)
    filed = 0
    for arrival in arrivals:
        place = arrival_place(case.number, bytes(arrival.message_id))
        try:
            body = read_content(batch_key, place, bytes(arrival.content))
        except DamagedRecord:
            continue
        arrival.content = write_content(
            case_key, place, body, filled_to=FILLED_TO[Kind(arrival.kind)]
        )
        arrival.batch = None
        arrival.save(update_fields=["content", "batch"])
        gist = _with(gist, arrival, body)
        filed += 1
    content = write_gist(case_key, case.number, gist)
    Summary.objects.update_or_create(case=case, defaults={"content": content})
    return filed


def _kept_gist(case_key: Secret, case: Case) -> Gist:
    """What the queue said so far; a damaged one starts anew, and stops no message."""
    summary = Summary.objects.filter(case=case).first()
    try:
        return read_gist(case_key, case.number, bytes(summary.content)) if summary else Gist()
    except DamagedRecord:
        return Gist()


def _with(gist: Gist, arrival: Arrival, body: bytes) -> Gist:
    if arrival.kind not in WRITTEN:
        return gist
    try:
        return gist.after(read_written(Kind(arrival.kind), body))
    except MalformedEnvelope:
        return gist
