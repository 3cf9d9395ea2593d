"""Taking in: once, in one transaction, whatever a hostile front does with envelopes."""

import os
from dataclasses import replace
from hashlib import sha256

import pytest

from aman.core.carriage import NO_STORE, Delivery
from aman.core.dialogue import GOT_AT_MOST, Message, write_body
from aman.core.envelope import ENVELOPE_BYTES, Kind, OpenedMessage
from aman.core.keys import CallerKeys, KemPublicKey, Secret, to_base64url
from aman.core.sealing import seal_envelope
from aman.desk import running
from aman.desk.casebook.models import Case
from aman.desk.reading.fronts import MOST_AT_ONCE, MOST_SKIPPED, collected
from aman.desk.reading.intake import receive
from aman.desk.reading.models import Arrival, FrontCursor, SeenEnvelope
from aman.desk.reading.tallies import counts
from aman.desk.reading.upkeep import tidy
from desk_caller.front import Front, let_time_pass
from desk_caller.page import Page, seal, some_keys

MALLORY = "Mallory is hostile"


def page_at(front: Front, keys: CallerKeys | None = None) -> Page:
    """A caller's fresh page."""
    return Page(front.desk.hotline, keys or some_keys(), front.signed())


def message(front: Front, keys: CallerKeys, text: str, message_id: bytes) -> bytes:
    """One sealed message."""
    body = write_body(Message("s", 1, text))
    return seal(front.desk.hotline, front.epoch(), keys, Kind.MESSAGE, body, message_id)


def test_a_message_makes_a_case_and_its_id_comes_back_as_delivered(front: Front) -> None:
    """From the page to the desk and back, with nobody signed in."""
    page = page_at(front)
    said = page.write("I am here", urgency="now")
    front.take(page.beat(int(front.desk.clock())))
    front.visit()
    assert not said.delivered
    front.desk.clock.forward(5)
    front.visit()
    front.give(page)
    assert said.delivered
    assert page.status is not None
    assert not page.status.seen
    assert Case.objects.count() == 1


def test_of_more_messages_than_a_status_holds_the_first_is_named_when_it_comes_again(
    front: Front,
) -> None:
    """Forty short messages while the desk was away: what is sealed anew is confirmed, once kept."""
    keys, ids = some_keys(), [os.urandom(16) for _ in range(GOT_AT_MOST + 8)]
    page = page_at(front, keys)
    for message_id in ids:
        front.take(message(front, keys, "short", message_id))
    front.visit()
    front.take(message(front, keys, "short", ids[0]))
    front.visit()
    front.desk.clock.forward(5)
    front.visit()
    front.give(page)
    assert page.status is not None
    assert to_base64url(ids[0]) in page.status.got
    assert to_base64url(ids[-1]) in page.status.got
    assert len(page.status.got) == GOT_AT_MOST
    assert Arrival.objects.count() == len(ids)


def test_the_same_envelope_twice_joins_once(front: Front) -> None:
    """A front that repeats an envelope, in one delivery or in two, adds nothing."""
    envelope = message(front, some_keys(), "once", os.urandom(16))
    front.take(envelope)
    front.take(envelope)
    front.visit()
    front.take(envelope)
    front.visit()
    assert Arrival.objects.count() == 1
    assert SeenEnvelope.objects.count() == 1


def test_the_same_message_sealed_anew_joins_once(front: Front) -> None:
    """A page seals a message anew when the epoch has changed; its id stays."""
    keys, message_id = some_keys(), os.urandom(16)
    for _ in range(2):
        front.take(message(front, keys, "once", message_id))
        front.visit()
    assert Arrival.objects.count() == 1
    assert SeenEnvelope.objects.count() == 2


def test_one_message_id_of_two_callers_joins_both(front: Front) -> None:
    """Ids are a caller's own: Mallory can't keep Charlie's message out by using its id first."""
    message_id = os.urandom(16)
    front.take(message(front, some_keys(), MALLORY, message_id))
    front.take(message(front, some_keys(), "Charlie", message_id))
    front.visit()
    assert Arrival.objects.count() == Case.objects.count() == 2


def test_a_redelivery_after_a_lost_answer_is_taken_once(front: Front) -> None:
    """The courier or its answer died after the desk's commit."""
    front.take(message(front, some_keys(), "once", os.urandom(16)))
    front.take(b"\1" + os.urandom(ENVELOPE_BYTES - 1))
    front.deliver()
    front.visit()
    assert Arrival.objects.count() == 1
    assert counts()["unopened"] == 1
    assert front.kept == []


def test_a_replaced_front_is_not_skipped(front: Front) -> None:
    """Another store starts at its own first number."""
    front.take(message(front, some_keys(), "first store", os.urandom(16)))
    front.visit()
    replaced = Front(front.desk)
    replaced.take(message(front, some_keys(), "second store", os.urandom(16)))
    replaced.visit()
    assert Arrival.objects.count() == 2
    assert counts()["skipped"] == 0


def test_a_flood_is_taken_in_helpings_and_nothing_of_it_is_skipped(front: Front) -> None:
    """What is published must not wait for a thousand envelopes to be opened."""
    flood = [b"\1" + os.urandom(ENVELOPE_BYTES - 1) for _ in range(MOST_AT_ONCE + 1)]
    front.kept = [*flood, message(front, some_keys(), "Charlie", os.urandom(16))]
    front.visit()
    assert len(front.kept) == 2
    assert not Arrival.objects.exists()
    front.visit()
    assert front.kept == []
    assert Arrival.objects.count() == 1
    assert counts()["unopened"] == len(flood)
    assert counts()["skipped"] == 0


def test_numbers_that_a_front_leaves_out_are_counted(front: Front) -> None:
    """A front that forgets envelopes without the desk's word shows."""
    front.first_seq = 4
    front.take(message(front, some_keys(), "fourth", os.urandom(16)))
    front.visit()
    assert counts()["skipped"] == 3


def test_invented_numbers_do_not_break_the_count(front: Front) -> None:
    """Mallory's front leaves out nine quintillions, again and again; the count stays a number."""
    for _ in range(4):
        noise = (b"\1" + os.urandom(ENVELOPE_BYTES - 1),)
        receive(Delivery("one", os.urandom(16), (1 << 63) - 4, noise), front.desk.clock())
    assert counts()["skipped"] == 4 * MOST_SKIPPED


def test_a_helping_ends_after_half_a_second_and_nothing_of_it_is_skipped(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator's answer must not wait for a flood; the front is not believed to be empty."""
    front.desk.clock.forward(20)
    front.visit()
    before = collected()
    front.kept = [message(front, some_keys(), "flood", os.urandom(16)) for _ in range(5)]
    front.desk.clock.forward(20)
    at = front.desk.clock()
    ticking = iter([at, at + 0.1, at + 0.3, at + 0.4, *[at + 1.0] * 9])
    with monkeypatch.context() as patch:
        slow = replace(front.desk, clock=lambda: next(ticking))
        patch.setattr(running, "_running", [slow])
        front.keep(receive(Delivery("one", front.store_id, 1, tuple(front.kept), 0), at))
    assert len(front.kept) == 3
    assert collected() == before
    front.visit()
    assert front.kept == []
    assert Arrival.objects.count() == 5
    assert counts()["skipped"] == 0


def test_endless_new_stores_do_not_fill_the_desk(front: Front) -> None:
    """A hostile front that is another one at each visit."""
    for _ in range(12):
        hostile = Front(front.desk)
        hostile.take(b"\1" + os.urandom(ENVELOPE_BYTES - 1))
        hostile.visit()
    assert FrontCursor.objects.count() <= 5


@pytest.mark.parametrize("first_seq", [0, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_absurd_numbers_harm_only_the_front_that_gives_them(front: Front, first_seq: int) -> None:
    """The desk goes on."""
    envelope = message(front, some_keys(), MALLORY, os.urandom(16))
    delivery = Delivery("one", os.urandom(16), first_seq, (envelope, envelope))
    receive(delivery, front.desk.clock())
    front.take(message(front, some_keys(), "Charlie", os.urandom(16)))
    front.visit()
    assert front.kept == []


def test_a_courier_that_only_asks_gets_news_and_no_cursor(front: Front) -> None:
    """The first call after a start carries nothing."""
    answer = receive(Delivery("one", NO_STORE), front.desk.clock())
    assert answer.cursor is None
    assert len(answer.buckets) == 1


def test_cover_never_makes_a_case(front: Front) -> None:
    """Reading the page without writing leaves nothing but H(enc)."""
    page = page_at(front)
    front.take(page.beat(int(front.desk.clock())))
    front.visit()
    assert Case.objects.count() == 0


def test_another_key_for_a_known_token_joins_nothing(front: Front) -> None:
    """Who knows the token alone can't take over the replies."""
    charlie, mallory = some_keys(), some_keys()
    front.take(message(front, charlie, "Charlie", os.urandom(16)))
    thieves = [
        CallerKeys(mallory.reply_kem, charlie.token, charlie.reply_key),
        CallerKeys(charlie.reply_kem, charlie.token, mallory.reply_key),
    ]
    for keys in thieves:
        front.take(message(front, keys, MALLORY, os.urandom(16)))
    front.visit()
    assert Arrival.objects.count() == 1
    assert counts()["mismatched"] == 2
    case = Case.objects.get()
    assert bytes(case.caller_pk) == charlie.reply_kem.public_key().raw
    assert bytes(case.token_digest or b"") == sha256(charlie.token.reveal()).digest()


def test_a_key_that_is_none_stops_nobody(front: Front) -> None:
    """Mallory's 1,216 bytes of 0xff can't be sealed to; the others' messages come in."""
    for raw in (b"\xff" * 1216, bytes(1216)):
        keys = some_keys()
        body = write_body(Message("s", 1, MALLORY))
        forged = OpenedMessage(
            Kind.MESSAGE,
            os.urandom(16),
            KemPublicKey(raw),
            keys.token,
            keys.reply_key,
            Secret(body),
        )
        front.take(seal_envelope(front.desk.hotline, front.epoch(), forged).raw)
    front.take(message(front, some_keys(), "Charlie", os.urandom(16)))
    front.visit()
    assert Case.objects.count() == 1
    assert counts()["unreadable"] == 2


def test_a_line_that_the_desk_gave_no_key_joins_no_case(front: Front) -> None:
    """A wrong line token is counted."""
    keys = some_keys()
    front.take(message(front, keys, "Charlie", os.urandom(16)))
    body = b'{"say":"message","line":"sms","address":"1","session":"s","text":"Mallory"}'
    front.take(seal(front.desk.hotline, front.epoch(), keys, Kind.LINE_MESSAGE, body))
    front.visit()
    assert Arrival.objects.count() == 1
    assert counts()["unsupported"] == 1


def test_what_is_no_message_inside_a_good_seal_is_counted(front: Front) -> None:
    """Bodies that are no JSON, or another JSON."""
    bad = [b"", b"[]", b"\xff", b"[" * 5000, b'{"ack":"1"}', b'{"ack":1e99}']
    for body in (*bad, b'{"n":1}', b'{"session":1,"n":1}'):
        front.take(seal(front.desk.hotline, front.epoch(), some_keys(), Kind.MESSAGE, body))
    for body in bad:
        front.take(seal(front.desk.hotline, front.epoch(), some_keys(), Kind.COVER, body))
    front.visit()
    assert Case.objects.count() == 0
    assert counts()["unreadable"] == 14


def test_an_attachment_part_is_kept_sealed_and_is_no_message(front: Front) -> None:
    """Parts wait for the day when the desk shows files."""
    page = page_at(front)
    said = page.write("with a file")
    front.take(page.beat(int(front.desk.clock())))
    body = os.urandom(16) + bytes(8) + b"canary" * 900
    hotline = front.desk.hotline
    front.take(seal(hotline, front.epoch(), page.keys, Kind.ATTACHMENT_PART, body))
    front.visit()
    front.desk.clock.forward(5)
    front.visit()
    front.give(page)
    assert Arrival.objects.count() == 2
    assert page.status is not None
    assert len(page.status.got) == 1
    assert said.delivered


def test_a_marks_row_goes_with_the_epoch_and_the_message_still_joins_once(front: Front) -> None:
    """After the epoch's death H(enc) is forgotten, and (case, message id) still holds."""
    keys, message_id = some_keys(), os.urandom(16)
    first = message(front, keys, "once", message_id)
    front.take(first)
    front.visit()
    for hours in (25, 1, 3):
        let_time_pass(front.desk, hours * 3600)
        front.visit()
        front.desk.clock.forward(10)
        front.visit()
    tidy(int(front.desk.clock()))
    assert SeenEnvelope.objects.count() == 0
    front.take(first)
    front.visit()
    assert counts()["unopened"] == 1
    front.take(message(front, keys, "once", message_id))
    front.visit()
    assert Arrival.objects.count() == 1


def test_steps_are_announced_around_the_commit(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the tests that kill processes rely on."""
    heard: list[tuple[str, int]] = []

    def hear(step: str) -> None:
        heard.append((step, Arrival.objects.count()))

    monkeypatch.setattr(running, "_running", [replace(front.desk, announce=hear)])
    front.take(message(front, some_keys(), "one", os.urandom(16)))
    front.deliver()
    assert [step for step, _ in heard] == ["desk: committing", "desk: committed", "desk: answering"]


def test_nothing_is_taken_when_the_commit_fails(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a delivery with its cursor, or nothing: a loss of power just before the commit."""

    class PowerLost(Exception):  # noqa: N818 - an event
        pass

    def lose_power(step: str) -> None:
        if step == "desk: committing":
            raise PowerLost

    front.take(message(front, some_keys(), "one", os.urandom(16)))
    with monkeypatch.context() as patch:
        patch.setattr(running, "_running", [replace(front.desk, announce=lose_power)])
        with pytest.raises(PowerLost):
            front.deliver()
    assert Case.objects.count() == SeenEnvelope.objects.count() == 0
    front.visit()
    assert Arrival.objects.count() == 1
