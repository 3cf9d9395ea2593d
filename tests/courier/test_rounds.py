"""The courier's rounds, without a network: what it does after each answer and each fault."""

from collections.abc import Generator
from typing import NoReturn

from aman.core.bucket import BUCKET_BYTES
from aman.core.carriage import NO_STORE, Delivery, Publication
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import Cursor, InviteKey, Pull
from aman.core.manifest import MANIFEST_BYTES
from aman.courier.rounds import (
    LONGEST_WAIT,
    Command,
    Failed,
    HandOver,
    Outcome,
    VisitFront,
    Wait,
    rounds,
)

STORE, OTHER = b"s" * 16, b"t" * 16
ENVELOPE = b"\1" * ENVELOPE_BYTES
BUCKETS = (b"b" * BUCKET_BYTES,)
INVITE = (InviteKey("AAAAAA", "BBBB"),)


def news(
    tick: int = 5, *, cursor: Cursor | None = None, buckets: bool = False, invites: bool = False
) -> Publication:
    """What the desk answers."""
    return Publication(
        b"m" * MANIFEST_BYTES,
        tick,
        cursor,
        BUCKETS if buckets else (),
        {"form": (b"i" * 2048,)},
        INVITE if invites else (),
    )


def pull(*envelopes: bytes, store_id: bytes = STORE, first: int = 1) -> Pull:
    """What the front answers."""
    return Pull(store_id, first, envelopes)


def begin(chance: float = 1.0) -> Generator[Command, Outcome, NoReturn]:
    """Rounds of one front, a second apart, without luck."""
    return rounds("one", every=1.0, chance=lambda: chance)


def visited(command: Command) -> VisitFront:
    """It has to be a visit."""
    assert isinstance(command, VisitFront)
    return command


def test_it_asks_the_desk_before_the_front_and_carries_round() -> None:
    """News, visit, hand over, wait: and the cursor only from the desk's answer."""
    steps = begin()
    assert next(steps) == HandOver(Delivery("one"))
    push = visited(steps.send(news(buckets=True))).push
    assert push.cursor is None
    assert push.buckets == BUCKETS
    assert steps.send(pull(ENVELOPE)) == HandOver(Delivery("one", STORE, 1, (ENVELOPE,), 5))
    assert steps.send(news(cursor=Cursor(STORE, 1))) == Wait(1.0)
    push = visited(steps.send(None)).push
    assert push.cursor == Cursor(STORE, 1)
    assert push.buckets == ()


def test_a_new_tick_reaches_the_front_without_a_second_s_wait() -> None:
    """A reply should not lose a second on the way."""
    steps = begin()
    next(steps)
    steps.send(news(5, buckets=True))
    steps.send(pull())
    assert steps.send(news(10, buckets=True)) == Wait(0.1)
    assert visited(steps.send(None)).push.buckets == BUCKETS


def test_more_than_fits_is_fetched_without_a_second_s_wait() -> None:
    """A full load means that more is waiting."""
    steps = begin()
    next(steps)
    steps.send(news())
    steps.send(pull(*[ENVELOPE] * 1024))
    assert steps.send(news()) == Wait(0.1)


def test_what_the_desk_left_is_fetched_without_a_second_s_wait() -> None:
    """The desk takes what it can in half a second: of a burst the rest should not lose a second."""
    steps = begin()
    next(steps)
    steps.send(news())
    steps.send(pull(ENVELOPE, ENVELOPE, ENVELOPE, first=4))
    assert steps.send(news(cursor=Cursor(STORE, 5))) == Wait(0.1)
    steps.send(None)
    steps.send(pull(ENVELOPE, first=6))
    assert steps.send(news(cursor=Cursor(STORE, 6))) == Wait(1.0)


def test_a_desk_that_takes_nothing_is_not_hurried() -> None:
    """Whatever is wrong there, ten times as many deliveries would not mend it."""
    steps = begin()
    next(steps)
    steps.send(news())
    steps.send(pull(ENVELOPE, ENVELOPE, first=4))
    assert steps.send(news(cursor=Cursor(STORE, 3))) == Wait(1.0)


def test_between_two_ticks_only_changes_travel() -> None:
    """Instructions and invites go at every tick, and at once when they change."""
    steps = begin()
    next(steps)
    push = visited(steps.send(news(5, buckets=True))).push
    assert (push.instructions, push.invites) == ((("form", (b"i" * 2048,)),), ())
    steps.send(pull())
    steps.send(news(5))
    push = visited(steps.send(None)).push
    assert (push.instructions, push.invites) == ((), None)
    steps.send(pull())
    steps.send(news(5, invites=True))
    push = visited(steps.send(None)).push
    assert (push.instructions, push.invites) == ((), INVITE)


def test_an_unreachable_desk_gets_the_same_delivery_again() -> None:
    """With longer and longer waits; the front keeps everything meanwhile, and is not visited."""
    steps = begin()
    next(steps)
    steps.send(news())
    delivery = steps.send(pull(ENVELOPE))
    waits = []
    command = delivery
    for _ in range(8):
        assert command == delivery
        wait = steps.send(Failed())
        assert isinstance(wait, Wait)
        waits.append(wait.seconds)
        command = steps.send(None)
    assert waits == [2, 4, *[LONGEST_WAIT] * 6]
    assert steps.send(news()) == Wait(1.0)


def test_an_unreachable_front_is_tried_again_with_fresh_news() -> None:
    """Waits grow until it answers; what is pushed then is never hours old."""
    steps = begin()
    command = next(steps)
    waits = []
    for _ in range(3):
        assert command == HandOver(Delivery("one", NO_STORE, 0, (), 0))
        visited(steps.send(news(buckets=True)))
        wait = steps.send(Failed())
        assert isinstance(wait, Wait)
        waits.append(wait.seconds)
        command = steps.send(None)
    assert waits == [2, 4, 8]
    visited(steps.send(news(buckets=True)))
    steps.send(pull())
    steps.send(news())
    steps.send(None)
    assert steps.send(Failed()) == Wait(2.0)


def test_a_replaced_front_gets_everything_again() -> None:
    """Another store id: what the courier believed it to have, it has not."""
    steps = begin()
    next(steps)
    steps.send(news(5, buckets=True))
    steps.send(pull())
    steps.send(news(5))
    steps.send(None)
    replaced = steps.send(pull(ENVELOPE, store_id=OTHER))
    assert replaced == HandOver(Delivery("one", OTHER, 1, (ENVELOPE,), 0))
    assert steps.send(news(5, buckets=True, invites=True)) == Wait(0.1)
    push = visited(steps.send(None)).push
    assert (push.buckets, push.invites, len(push.instructions)) == (BUCKETS, INVITE, 1)


def test_chance_spreads_the_waits() -> None:
    """Ten couriers of one cut-off desk do not come back in the same moment."""
    for chance, seconds in ((0.0, 1.0), (0.5, 1.5), (1.0, 2.0)):
        steps = begin(chance)
        next(steps)
        assert steps.send(Failed()) == Wait(seconds)
