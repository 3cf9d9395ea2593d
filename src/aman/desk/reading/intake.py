"""Taking in what the courier brings, and giving it what is published.

Promises: what is taken of a delivery is taken in one transaction, its cursor with it, or nothing;
the answer leaves after the commit. A repetition, in any form, changes nothing but when the caller
was heard.
"""

import threading

from django.db import transaction

from aman.core.carriage import Delivery, Publication
from aman.core.envelope import MalformedEnvelope, SealedEnvelope
from aman.core.exchange import Cursor
from aman.core.opening import open_envelope
from aman.desk.casebook.models import note_change
from aman.desk.casebook.ticks import tick_of
from aman.desk.lines.instructions import published
from aman.desk.outbox.publication import publish
from aman.desk.running import Desk, the_desk

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
    taken = 0
    for raw in fresh:
        _open(desk, intake, lines, raw)
        taken += 1
        if intake.is_full or not 0 <= desk.clock() - began < HELPING_SECONDS:
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


def _open(desk: Desk, intake: Intake, lines: LineWords, raw: bytes) -> None:
    try:
        envelope = SealedEnvelope(raw)
        if SeenEnvelope.objects.filter(enc_digest=envelope.enc_digest).exists():
            return
        opened = open_envelope(desk.hotline, desk.epochs.secrets(), envelope)
    except MalformedEnvelope:
        count(Count.UNOPENED)
        return
    SeenEnvelope.objects.create(epoch_id=envelope.epoch_id, enc_digest=envelope.enc_digest)
    if not lines.take(opened):
        intake.join(opened)
