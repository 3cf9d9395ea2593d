"""Taking in what the courier brings, and giving it what is published.

Promises: what is taken of a delivery is taken in one transaction, its cursor with it, or nothing;
the answer leaves after the commit. A repetition, in any form, changes nothing but when the caller
was heard. All that was opened is opened before a case is held, so that all are held in one order.
"""

import threading
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import transaction

from aman.core.carriage import Delivery, Publication
from aman.core.envelope import MalformedEnvelope, OpenedMessage, SealedEnvelope
from aman.core.exchange import Cursor
from aman.core.opening import open_envelope
from aman.desk.casebook.models import note_change
from aman.desk.casebook.ticks import tick_of
from aman.desk.lines.instructions import published
from aman.desk.outbox.publication import publish
from aman.desk.running import Desk, the_desk

from .addressees import cases_for
from .fronts import MOST_AT_ONCE, envelopes_to_take, move_cursor, note_heard
from .joining import Intake
from .line_words import LineWords
from .models import SeenEnvelope
from .tallies import Count, count
from .upkeep import tidy_when_due

HELPING_SECONDS = 0.5
"""After so long what was taken is committed, and the rest waits for the next visit: an operator's
answer must not wait for a flood."""
_one_at_a_time = threading.Lock()


def receive(delivery: Delivery, now: float) -> Publication:
    """Take a delivery in; gives what its front needs next."""
    desk, at = the_desk(), int(now)
    with _one_at_a_time:
        cursor = _take_in(desk, delivery, at)
        desk.announce("desk: committed")
        tidy_when_due(at)
        release, waiting = publish(at), published()
    has_them = delivery.have_tick == release.tick
    publication = Publication(
        manifest=release.manifest,
        tick=release.tick,
        cursor=cursor,
        buckets=() if has_them else release.buckets,
        instructions=waiting,
    )
    desk.announce("desk: answering")
    return publication


@transaction.atomic
def _take_in(desk: Desk, delivery: Delivery, now: int) -> Cursor | None:
    fresh, began = envelopes_to_take(delivery, now), desk.clock()
    intake = Intake(desk.vault, desk.hotline, now, tick_of(now))
    lines = LineWords(desk, intake)
    helping = list(_read_all(desk, fresh, began + HELPING_SECONDS / 2))
    opened = [each.opened for each in helping if each.opened is not None]
    intake.hold(cases_for(desk.address_key, opened))
    taken = 0
    for each in helping:
        _take(intake, lines, each)
        taken += 1
        if not 0 <= desk.clock() - began < HELPING_SECONDS:
            break
    intake.finish()
    cursor = move_cursor(delivery, taken, now)
    note_heard(
        delivery, now, is_all=taken == len(fresh) and len(delivery.envelopes) <= MOST_AT_ONCE
    )
    if intake.changed:
        note_change()
    desk.announce("desk: committing")
    return cursor


@dataclass(frozen=True, slots=True)
class _Read:
    """One envelope; without `opened` no living key opens it, or it was there before."""

    epoch_id: bytes = b""
    enc_digest: bytes = b""
    opened: OpenedMessage | None = None
    is_repeated: bool = False


def _read_all(desk: Desk, fresh: Iterable[bytes], until: float) -> Iterator[_Read]:
    """Open them, as many as there is time for, and one at least."""
    before: set[bytes] = set()
    for raw in fresh:
        read = _read(desk, raw, before)
        before.add(read.enc_digest)
        yield read
        if desk.clock() >= until:
            return


def _read(desk: Desk, raw: bytes, before: AbstractSet[bytes]) -> _Read:
    try:
        envelope = SealedEnvelope(raw)
        digest = envelope.enc_digest
        if digest in before or SeenEnvelope.objects.filter(enc_digest=digest).exists():
            return _Read(is_repeated=True)
        opened = open_envelope(desk.hotline, desk.epochs.secrets(), envelope)
    except MalformedEnvelope:
        return _Read()
    return _Read(envelope.epoch_id, digest, opened)


def _take(intake: Intake, lines: LineWords, read: _Read) -> None:
    if read.is_repeated:
        return
    if read.opened is None:
        count(Count.UNOPENED)
        return
    SeenEnvelope.objects.create(epoch_id=read.epoch_id, enc_digest=read.enc_digest)
    if not lines.take(read.opened):
        intake.join(read.opened)
