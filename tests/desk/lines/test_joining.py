"""What lines bring joins the right case once, and nobody else can bring it."""

import os
import random
from collections.abc import Callable

import pytest

from aman.core.dialogue import Message, write_body
from aman.core.envelope import Kind, line_token
from aman.core.keys import CallerKeys, Secret, to_base64url
from aman.core.line_dialogue import LineMessage, event_id, in_parts, write_line_body
from aman.core.strength import Strength
from aman.desk import provision, running
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.queue import access_queue
from aman.desk.lines.models import Contact, Instruction, LinePart, Proposal, Talk
from aman.desk.outbox.answering import answer
from aman.desk.reading.models import Arrival
from aman.desk.reading.tallies import counts
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk.lines.test_contacts import said
from desk_caller.front import Front
from desk_caller.page import Page, seal, some_keys
from desk_lines.line import Line


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def later(front: Front, seconds: float) -> None:
    """Time passes, and the courier comes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()


def texts(operator: Operator, number: int, front: Front) -> list[str]:
    """What was written in a case, in its order."""
    shown = access_case(operator, number, now(front)).items
    return [item.text for item in shown if item.kind == "message"]


def test_a_message_makes_a_case_that_says_through_which_line_and_how_strong(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """Beside each message stands the line, and who can read along."""
    telegram.hears("@dawud", "أنا هنا", lang="ar")
    front.visit()
    (row,) = access_queue(alice, now(front))
    assert (row.excerpt, row.lang, row.on_page_now) == ("أنا هنا", "ar", False)
    (item,) = access_case(alice, row.number, now(front)).items
    assert (item.text, item.via, item.strength) == ("أنا هنا", "telegram", Strength.PROVIDER)
    assert item.contact == Contact.objects.get().pk
    del open_vault


def test_one_address_is_one_case_and_the_same_address_on_another_line_another(
    front: Front, telegram: Line, sms: Line, open_vault: Desk, alice: Operator
) -> None:
    """An address means something on its own line only."""
    for line, text in ((telegram, "one"), (sms, "two"), (telegram, "three")):
        line.hears("+10", text)
        front.visit()
    assert [texts(alice, number, front) for number in (1, 2)] == [["one", "three"], ["two"]]
    del open_vault


def test_nobody_else_can_post_telegram_from_x(
    front: Front, telegram: Line, sms: Line, open_vault: Desk, alice: Operator
) -> None:
    """Neither a stranger, nor another line with its own good keys, nor a page that says so."""
    telegram.hears("@x", "genuine")
    front.visit()
    forged = telegram.message("@x", "Mallory is hostile")
    body, message_id = write_line_body(forged), os.urandom(16)
    stranger = Line(front)
    token_of = {
        "a key of her own": line_token(stranger.line_key, "telegram", message_id, body),
        "nothing": Secret(bytes(32)),
        "another line's key": line_token(sms.line_key, "telegram", message_id, body),
        "another line's token": line_token(sms.line_key, "sms", message_id, body),
        "another message's": line_token(telegram.line_key, "telegram", os.urandom(16), body),
        "another text's": line_token(telegram.line_key, "telegram", message_id, body + b" "),
    }
    for sealer in (telegram, sms, stranger):
        for token in token_of.values():
            front.take(sealer.seal(Kind.LINE_MESSAGE, message_id, token, body))
    right = line_token(telegram.line_key, "telegram", message_id, body)
    for sealer in (sms, stranger):
        front.take(sealer.seal(Kind.LINE_MESSAGE, message_id, right, body))
    front.visit()
    assert counts()["mismatched"] == 3 * len(token_of) + 2
    assert texts(alice, 1, front) == ["genuine"]
    assert Case.objects.count() == 1
    via = write_body(Message("s", 1, "Mallory is hostile", via="telegram"))
    front.take(seal(front.desk.hotline, front.epoch(), some_keys(), Kind.MESSAGE, via))
    front.visit()
    (item,) = access_case(alice, 2, now(front)).items
    assert (item.via, item.strength, item.contact) == ("page", "", None)
    del open_vault


def test_a_line_that_was_removed_is_believed_no_more(front: Front, telegram: Line) -> None:
    """Its key may be in other hands."""
    provision.remove_line(front.desk.folder, "telegram")
    telegram.hears("@x", "hello")
    front.visit()
    assert Case.objects.count() == 0
    assert counts()["unsupported"] == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_deliveries_repeated_and_shuffled_make_each_message_once(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator, seed: int
) -> None:
    """A third of them twice, in any order, sealed anew or not, long ones in parts."""
    chance = random.Random(seed)  # noqa: S311 - a test's chance
    written: dict[str, list[str]] = {}
    envelopes: list[bytes] = []
    while len(envelopes) < 700:
        address = f"@person {chance.randrange(12)}"
        text = f"{len(envelopes)} " + "نص " * chance.choice([1, 1, 1, 2500])
        message = telegram.message(address, text)
        written.setdefault(address, []).append(text)
        envelopes += telegram.sealed(message)
        if chance.random() < 0.3:
            envelopes += telegram.sealed(message)
    repeated = envelopes + chance.choices(envelopes, k=max(0, 1000 - len(envelopes)))
    chance.shuffle(repeated)
    for envelope in repeated:
        front.take(envelope)
    while front.kept:
        front.visit()
    assert len(repeated) >= 1000
    shown = [texts(alice, number, front) for number in Case.objects.values_list("pk", flat=True)]
    assert sorted(shown) == sorted(written.values())
    assert Contact.objects.count() == Case.objects.count() == len(written)
    del open_vault


def test_late_messages_of_one_address_stand_in_their_order(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """The line counts; what came late stands before what was written after it."""
    for order, text in ((1, "one"), (4, "four"), (2, "two"), (3, "three")):
        telegram.hears("@x", text, order=order)
        front.visit()
    assert texts(alice, 1, front) == ["one", "two", "three", "four"]
    assert not any(item.gap_before for item in access_case(alice, 1, now(front)).items)
    del open_vault


def test_an_edited_message_keeps_its_first_words(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """Both can be read, and each says of the other."""
    first = telegram.hears("@x", "at the old bridge")
    telegram.hears("@x", "come soon")
    telegram.hears("@x", "at the new bridge", edits=first.session)
    front.visit()
    items = access_case(alice, 1, now(front)).items
    assert [item.text for item in items] == ["at the old bridge", "come soon", "at the new bridge"]
    assert [item.edited for item in items] == [True, False, False]
    assert [item.edits for item in items] == [None, None, items[0].item]
    del open_vault


def test_taken_in_and_not_confirmed_it_is_taken_in_once(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """The desk died between its commit and its answer: message, case and notice stand once."""
    telegram.hears("@x", "once")
    front.deliver()
    desk = front.desk
    front.desk = running.start(desk.settings, clock=desk.clock, cost=desk.cost)
    front.visit()
    later(front, 5)
    assert Case.objects.count() == Arrival.objects.count() == Instruction.objects.count() == 1
    assert len(telegram.fetch()) == 1
    del open_vault, alice


def test_a_case_without_a_phrase_has_no_slot_and_breaks_nothing(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """Beside callers of the page, through two weeks, to its destruction."""
    page = Page(open_vault.hotline, some_keys(), front.signed())
    page.write("I am on the page")
    front.take(page.beat(now(front)))
    telegram.hears("@x", "I am not")
    front.visit()
    by_line = Case.objects.get(token_digest__isnull=True)
    assert not by_line.has_phrase
    assert bytes(by_line.status) == b""
    for number in (1, 2):
        answer(alice, number, "we hear you", seen_upto=9, now=now(front))
    for _ in range(3):
        later(front, 5)
        front.give(page)
        front.take(page.beat(now(front)))
    assert page.told == ["we hear you"]
    assert access_case(alice, by_line.number, now(front)).items[0].via == "telegram"
    front.desk.clock.forward(15 * 86_400)  # type: ignore[attr-defined]  # the tests' clock
    tidy(now(front))
    assert [row.number for row in access_queue(alice, now(front))] != []
    shred_case(alice, by_line.number, now(front))
    later(front, 5)
    front.desk.clock.forward(8 * 86_400)  # type: ignore[attr-defined]  # the tests' clock
    tidy(now(front))
    assert list(Case.objects.values_list("number", flat=True)) == [1]


def test_a_destroyed_cases_contacts_go_and_its_sender_is_somebody_new(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """At once: nothing that was to be sent is published, nothing says whom it was with."""
    file, parts = telegram.attach(b"photo" * 3000)
    telegram.hears("@x", "destroy this", files=(file,))
    for part in parts:
        front.take(part)
    front.visit()
    answer(alice, 1, "as you wish", seen_upto=9, now=now(front))
    later(front, 5)
    assert len(telegram.fetch()) == 2
    shred_case(alice, 1, now(front))
    for model in (Contact, Instruction, LinePart, Talk):
        assert not model.objects.exists()
    later(front, 5)
    assert telegram.fetch() == {}
    telegram.hears("@x", "me again")
    front.visit()
    assert [row.number for row in access_queue(alice, now(front))] == [2]
    assert texts(alice, 2, front) == ["me again"]
    del open_vault


@pytest.fixture
def words(front: Front, open_vault: Desk) -> CallerKeys:
    """Somebody has a case by the page, and nine words."""
    keys = some_keys()
    page = Page(open_vault.hotline, keys, front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    front.visit()
    return keys


def token(keys: CallerKeys) -> str:
    """What a line makes of nine words."""
    return to_base64url(keys.token.reveal())


def test_somebody_new_who_gives_his_nine_words_joins_his_case_at_once(
    front: Front, telegram: Line, alice: Operator, words: CallerKeys
) -> None:
    """Also when the second part of his text comes first."""
    message = telegram.message("@x", "نص " * 2500, token=token(words))
    for envelope in reversed(telegram.sealed(message)):
        front.take(envelope)
        front.visit()
    assert Case.objects.count() == 1
    assert texts(alice, 1, front) == ["by the page", message.text]
    assert not Proposal.objects.exists()


def test_somebody_known_who_gives_the_words_of_another_case_is_only_proposed(
    front: Front, telegram: Line, alice: Operator, words: CallerKeys
) -> None:
    """A machine merges nobody; giving the words again proposes nothing more."""
    telegram.hears("@x", "who am I")
    front.visit()
    for _ in range(2):
        telegram.hears("@x", "I am he", token=token(words))
        front.visit()
    assert texts(alice, 1, front) == ["by the page"]
    assert texts(alice, 2, front) == ["who am I", "I am he", "I am he"]
    proposal = Proposal.objects.get()
    assert (proposal.case_id, proposal.contact.case_id) == (1, 2)


@pytest.mark.parametrize("given", ["", "AAAA", "not base64url", to_base64url(bytes(32))])
def test_words_that_nobody_has_make_a_case_as_any_message(
    front: Front, telegram: Line, given: str
) -> None:
    """Nothing is lost by a wrong token."""
    telegram.hears("@x", "hello", token=given)
    front.visit()
    assert Case.objects.count() == Arrival.objects.count() == 1


def test_nothing_of_a_line_is_on_the_page_and_nothing_of_the_page_on_the_line(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """A page's answers are its own, while a line-only case beside it is answered too."""
    reopen(front.desk)
    telegram.hears("@x", "hello")
    front.visit()
    answer(alice, 1, "for @x", seen_upto=9, now=now(front))
    later(front, 5)
    assert said(telegram) == [("@x", "for @x")]


def test_a_body_that_is_none_under_a_good_token_is_counted(front: Front, telegram: Line) -> None:
    """A line of another release says what nobody knows: it stops nothing."""
    for body in (b"", b"{}", b"[" * 5000, b'{"say":"song","line":"telegram"}'):
        message_id = os.urandom(16)
        mac = line_token(telegram.line_key, "telegram", message_id, body)
        front.take(telegram.seal(Kind.LINE_MESSAGE, message_id, mac, body))
    telegram.hears("@x", "hello")
    front.visit()
    assert counts()["unreadable"] == 4
    assert Case.objects.count() == 1


def test_parts_and_repeats_of_one_event_have_one_set_of_ids(telegram: Line) -> None:
    """What the driver does is what the protocol asks of lines."""
    message = telegram.message("@x", "x" * 9000, "event")
    bodies = in_parts(message)
    assert len(bodies) == len(telegram.sealed(message)) == 2
    first = event_id(telegram.line_key, "telegram", message.session, "message 1")
    assert first == event_id(telegram.line_key, "telegram", message.session, "message 1")
    assert isinstance(message, LineMessage)
