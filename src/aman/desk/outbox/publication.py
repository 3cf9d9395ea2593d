"""What the desk publishes each tick: the signed manifest and the buckets (protocol section 5).

Promises: works while the vault is locked; a tick's buckets are drawn once and are the same for
every front (two drawings of one tick, laid side by side, would show which slots are filled);
k is announced one manifest ahead; the manifest's `seq` never goes back, not even when the database
was restored, because it is never below the tick.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from secrets import token_bytes

from django.db import transaction
from django.db.models import F, QuerySet

from aman.core.bucket import SLOTS_PER_CALLER, bucket_number, make_bucket, wrap_slot
from aman.core.keys import Secret, to_base64url
from aman.core.manifest import Manifest, sign_manifest
from aman.desk.casebook.models import Case
from aman.desk.casebook.programme import the_programme
from aman.desk.casebook.ticks import tick_of
from aman.desk.running import Desk, the_desk

from .models import OutReply, Published
from .slots import LIVE_SECONDS, STATUS, Spread, Waiting, choose, live_slots

STEADY_SECONDS = 600
"""A clock that steps back by less keeps the newest tick."""
MOST_OTHERS = 4096
MOST_ASKED = 10_000


@dataclass(frozen=True, slots=True)
class Release:
    """What every front gets; `buckets` is empty when another process drew this tick's."""

    tick: int
    manifest: bytes
    buckets: tuple[bytes, ...]


@dataclass(slots=True)
class _Press:
    """What this process remembers from tick to tick."""

    desk: Desk | None = None
    release: Release | None = None
    served_at: dict[int, int] = field(default_factory=dict)


_press = _Press()
_guard = threading.Lock()


def publish(now: int) -> Release:
    """The release of the tick that runs at `now`; drawn by the first who asks."""
    desk = the_desk()
    tick = tick_of(now)
    with _guard:
        if _press.desk is not desk:
            _press.desk, _press.release, _press.served_at = desk, None, {}
        newest = _press.release
        if newest is None or not 0 <= newest.tick - tick < STEADY_SECONDS:
            _press.release = _draw(desk, tick, now)
        return _press.release or _draw(desk, tick, now)


@transaction.atomic
def _draw(desk: Desk, tick: int, now: int) -> Release:
    row = Published.objects.select_for_update().filter(pk=Published.ROW).first()
    before = row or Published(pk=Published.ROW, tick=0, k=0, k_next=0, manifest_seq=0)
    drawn_already = 0 <= before.tick - tick < STEADY_SECONDS
    seq = max(before.manifest_seq + 1, tick)
    spread = Spread(before.k, before.k_next, before.calm_since)
    buckets: tuple[bytes, ...] = ()
    if drawn_already:
        tick = before.tick
    else:
        waiting = _waiting(desk, tick, now, spread.k_next)
        spread = spread.advanced(live_slots(waiting, now), tick)
        buckets = _buckets(desk, tick, now, spread.k, waiting)
    Published(
        pk=Published.ROW,
        tick=tick,
        k=spread.k,
        k_next=spread.k_next,
        calm_since=spread.calm_since,
        manifest_seq=seq,
    ).save(force_insert=row is None, force_update=row is not None)
    return Release(
        tick, _manifest(desk, seq, max(tick, desk.online.key.valid_from), spread), buckets
    )


def _manifest(desk: Desk, seq: int, issued: int, spread: Spread) -> bytes:
    manifest = Manifest(
        seq=seq,
        issued=issued,
        hotline=to_base64url(desk.hotline),
        root=desk.settings.root,
        online=desk.online.key,
        epochs=desk.epochs.listed(),
        tick_seconds=desk.settings.tick_seconds,
        k=spread.k,
        k_next=spread.k_next,
        stamp_bits=0,
        languages=the_programme().languages,
        mirrors=desk.settings.mirrors,
    )
    return sign_manifest(manifest, desk.online.seed)


def _waiting(desk: Desk, tick: int, now: int, k: int) -> list[Waiting]:
    """Who was heard of late, and who has something unread."""
    since = now - LIVE_SECONDS
    cases = Case.every.filter(key_wrap__isnull=False, token_digest__isnull=False)
    live = dict(_seqs(OutReply.objects.filter(case__heard_at__gt=since), after="serve_after"))
    for number in cases.filter(heard_at__gt=since).values_list("number", flat=True):
        live.setdefault(number, ())
    others = OutReply.objects.filter(case__heard_at__lte=since)
    wanted = live | dict(_seqs(others, after="acked", at_most=MOST_OTHERS))
    return [
        Waiting(
            number,
            bucket_number(Secret(bytes(reply_key)), desk.hotline, tick, k),
            heard_at,
            wanted[number],
        )
        for some in _in_helpings(sorted(wanted))
        for number, reply_key, heard_at in cases.filter(number__in=some).values_list(
            "number", "reply_key", "heard_at"
        )
    ]


def _in_helpings(numbers: list[int]) -> Iterable[list[int]]:
    """A database takes only so many values in one question."""
    return (numbers[at : at + MOST_ASKED] for at in range(0, len(numbers), MOST_ASKED))


def _seqs(
    replies: QuerySet[OutReply], *, after: str, at_most: int | None = None
) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Per case its lowest reply numbers above the case's own mark."""
    rows = replies.filter(seq__gt=F(f"case__{after}")).order_by("case_id", "seq")
    pairs = rows.values_list("case_id", "seq")[:at_most]
    for case, each in groupby(pairs, key=lambda pair: pair[0]):
        yield case, tuple(seq for _, seq in each)[:SLOTS_PER_CALLER]


def _buckets(desk: Desk, tick: int, now: int, k: int, waiting: list[Waiting]) -> tuple[bytes, ...]:
    chosen = choose(waiting, now, _press.served_at, token_bytes)
    _press.served_at = dict(chosen.served_at)
    pairs = [pair for bucket in chosen.buckets.values() for pair in bucket]
    inner = _sealed_to_callers(pairs)
    keys = dict(
        Case.every.filter(number__in={case for case, _ in pairs}).values_list("number", "reply_key")
    )
    return tuple(
        make_bucket(
            hotline=desk.hotline,
            online=desk.online.seed,
            tick=tick,
            k=k,
            n=n,
            slots=[
                wrap_slot(
                    Secret(bytes(keys[case])), desk.hotline, tick, i, inner[pair], token_bytes(12)
                )
                for case, own in groupby(chosen.buckets.get(n, ()), key=lambda pair: pair[0])
                for i, pair in enumerate(own)
            ],
            random_bytes=token_bytes,
        )
        for n in range(1 << k)
    )


def _sealed_to_callers(pairs: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The sealed replies that were chosen, statuses (number 0) among them."""
    cases = {case for case, _ in pairs}
    wanted = set(pairs)
    statuses = Case.every.filter(number__in=cases).values_list("number", "status")
    inner = {(case, STATUS): bytes(status) for case, status in statuses}
    seqs = {seq for _, seq in pairs if seq != STATUS}
    replies = OutReply.objects.filter(case_id__in=cases, seq__in=seqs)
    for case, seq, sealed in replies.values_list("case_id", "seq", "inner"):
        if (case, seq) in wanted:
            inner[case, seq] = bytes(sealed)
    return inner
