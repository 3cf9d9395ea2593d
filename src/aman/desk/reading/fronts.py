"""What the desk remembers of each front: its cursor, and when it last handed over.

Promises: a replaced front (another `store_id`) starts at 0 and is never skipped; a cursor moves
only in the transaction that keeps what it passed.
"""

from aman.core.carriage import NO_STORE, Delivery
from aman.core.exchange import Cursor

from .models import FrontCursor, FrontNews
from .tallies import Count, count

STORES_KEPT = 4
"""A front that shows a new store at each visit must not fill the desk's disk."""
HIGHEST_SEQ = (1 << 63) - 1
MOST_AT_ONCE = 256
"""So that a flood does not hold up what is published: a thousand new cases take ten seconds. The
cursor stands after the last that was taken, and the front gives the others again."""
MOST_SKIPPED = 1 << 31
"""What one delivery may add to the count: a front that invents numbers must not break it."""
WRITTEN_EVERY_SECONDS = 10


def envelopes_to_take(delivery: Delivery, now: int) -> list[bytes]:
    """What of a delivery is new, as much as is taken at once."""
    if delivery.store_id == NO_STORE:
        return []
    place, _ = FrontCursor.objects.select_for_update().get_or_create(
        front=delivery.front, store_id=delivery.store_id, defaults={"moved_at": now}
    )
    last = delivery.first_seq + len(delivery.envelopes) - 1
    if not delivery.envelopes or last > HIGHEST_SEQ:
        return []
    skipped = delivery.first_seq - place.seq - 1
    if skipped > 0:
        count(Count.SKIPPED, min(skipped, MOST_SKIPPED))
    known = max(0, place.seq + 1 - delivery.first_seq)
    return list(delivery.envelopes[known : known + MOST_AT_ONCE])


def move_cursor(delivery: Delivery, taken: int, now: int) -> Cursor | None:
    """Note that so many of what was to be taken are; gives where the front's cursor stands."""
    if delivery.store_id == NO_STORE:
        return None
    place = FrontCursor.objects.get(front=delivery.front, store_id=delivery.store_id)
    if taken:
        place.seq, place.moved_at = max(place.seq + 1, delivery.first_seq) + taken - 1, now
        place.save(update_fields=["seq", "moved_at"])
        _forget_old_stores(delivery.front)
    return Cursor(delivery.store_id, place.seq)


def _forget_old_stores(front: str) -> None:
    newest = FrontCursor.objects.filter(front=front).order_by("-moved_at", "-pk")
    kept = list(newest.values_list("pk", flat=True)[:STORES_KEPT])
    FrontCursor.objects.filter(front=front).exclude(pk__in=kept).delete()


def note_heard(delivery: Delivery, now: int, *, is_all: bool) -> None:
    """Remember that the front handed over, and up to when that was all it had taken.

    The front had the buckets of `have_tick` before it gave these envelopes: however long they
    were under way, what it took before that tick is among them. `is_all`: nothing of what it
    gave was left for its next visit.
    """
    if delivery.store_id == NO_STORE:
        return
    news = FrontNews.objects.filter(front=delivery.front).first()
    if news is not None and 0 <= now - news.heard_at < WRITTEN_EVERY_SECONDS:
        return
    if news is None:
        news = FrontNews(front=delivery.front)
    news.heard_at = now
    if 0 < delivery.have_tick <= now and is_all:
        news.emptied_at = delivery.have_tick
    news.save()


def collected() -> dict[str, float]:
    """For each front the time before which it has handed over all that it took."""
    known = FrontNews.objects.filter(emptied_at__isnull=False)
    return {
        front: float(at) for front, at in known.values_list("front", "emptied_at") if at is not None
    }


def front_news() -> dict[str, tuple[int, int | None]]:
    """For each front when it last handed over, and when it last handed over all it had."""
    rows = FrontNews.objects.values_list("front", "heard_at", "emptied_at")
    return {front: (heard_at, emptied_at) for front, heard_at, emptied_at in rows}
