"""What becomes of an answer that went through a line, told by lines and decided by operators."""

import random
from hashlib import sha256
from typing import Any

import pytest

from aman.core.keys import KemSeed, to_base64url
from aman.core.line_dialogue import LinePulse, LineReceipt, State
from aman.core.strength import Strength
from aman.desk import provision, running
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case
from aman.desk.cases.records import ConversationItem, Way
from aman.desk.keys.lines import LineKey
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.contacts import NoAddress
from aman.desk.lines.instructions import KEPT_SECONDS, MOST_PUBLISHED
from aman.desk.lines.models import Contact, EarlyReceipt, Instruction
from aman.desk.lines.reports import EARLY_KEPT_SECONDS
from aman.desk.outbox.answering import EmptyReply, ReplyTooLong, answer
from aman.desk.outbox.models import OutReply
from aman.desk.outbox.sending import (
    PAGE_ALONE,
    LineGone,
    NotNow,
    NoWay,
    let_go,
    send_again,
    withdraw,
)
from aman.desk.reading.tallies import counts
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

TEXT = "We are with you"


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def tick(front: Front, seconds: float = 5) -> None:
    """Time passes, and the courier comes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()


def last(front: Front, operator: Operator, number: int = 1) -> ConversationItem:
    """The newest answer of a case, as an operator sees it."""
    items = access_case(operator, number, now(front)).items
    return [item for item in items if item.kind == "reply"][-1]


def way(front: Front, operator: Operator) -> Way:
    """How the newest answer went."""
    return last(front, operator).ways[-1]


@pytest.fixture
def answered(front: Front, telegram: Line, open_vault: Desk, alice: Operator) -> bytes:
    """Somebody wrote through a line and was answered; gives the instruction's id at the line."""
    telegram.hears("@x", "hello", lang="uk", route="room 7")
    front.visit()
    telegram.send()
    front.visit()
    answer(alice, 1, TEXT, seen_upto=9, now=now(front))
    tick(front)
    (name,) = telegram.fetch()
    del open_vault
    return name


def test_an_answer_goes_to_its_address_by_its_route_once(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Sealed to the line; published until it reports, and not longer."""
    said = telegram.fetch()[answered]
    assert (said.to, said.route, said.text, said.lang) == ("@x", "room 7", TEXT, "uk")
    assert last(front, alice).state == "waiting"
    assert [sent.text for sent in telegram.send()] == [TEXT]
    tick(front)
    assert telegram.fetch() == {}
    assert last(front, alice).state == "accepted"
    assert way(front, alice).strength is Strength.PROVIDER


def test_a_restarted_locked_desk_goes_on_publishing(
    front: Front, telegram: Line, answered: bytes
) -> None:
    """The power failed at night; nobody is signed in."""
    desk = front.desk
    desk.vault.lock()
    front.desk = running.start(desk.settings, clock=desk.clock, cost=desk.cost)
    front.instructions.clear()
    tick(front)
    assert not front.desk.vault.is_open
    assert telegram.fetch()[answered].text == TEXT


def test_a_front_that_is_given_none_for_a_line_forgets(
    front: Front, telegram: Line, sms: Line, answered: bytes
) -> None:
    """Every line the desk knows or knew is named, also with nothing."""
    assert set(front.instructions) == {"telegram", "sms"}
    telegram.report(answered, State.ACCEPTED)
    provision.remove_line(front.desk.folder, "sms")
    tick(front)
    assert front.instructions == {"telegram": (), "sms": ()}
    del sms


@pytest.mark.parametrize("seed", range(6))
def test_reports_and_receipts_in_any_order_and_often_lead_to_the_same(
    front: Front, telegram: Line, alice: Operator, answered: bytes, seed: int
) -> None:
    """Also a receipt that overtakes the report which says whose it is."""
    told = [
        lambda: telegram.report(answered, State.ACCEPTED, provider_id="m-1"),
        lambda: telegram.tells(LineReceipt("telegram", "m-1", State.DELIVERED)),
        lambda: telegram.tells(LineReceipt("telegram", "m-1", State.READ)),
        lambda: telegram.report(answered, State.ACCEPTED, provider_id="m-1"),
        lambda: telegram.tells(LineReceipt("telegram", "m-1", State.DELIVERED)),
    ]
    random.Random(seed).shuffle(told)  # noqa: S311 - a test's chance
    for tell in told:
        tell()
        front.visit()
    assert last(front, alice).state == "read"
    assert not EarlyReceipt.objects.exists()


def test_a_line_speaks_of_its_own_instructions_alone(
    front: Front, telegram: Line, sms: Line, alice: Operator, answered: bytes
) -> None:
    """Another line's report, or a receipt with the same provider's name, changes nothing."""
    sms.report(answered, State.READ, provider_id="m-1")
    telegram.report(answered, State.ACCEPTED, provider_id="m-1")
    sms.tells(LineReceipt("sms", "m-1", State.READ))
    front.visit()
    assert last(front, alice).state == "accepted"


def test_receipts_that_nobody_claims_go_after_a_day(
    front: Front, telegram: Line, answered: bytes
) -> None:
    """A provider's noise does not pile up."""
    telegram.tells(LineReceipt("telegram", "unknown", State.READ))
    front.visit()
    assert EarlyReceipt.objects.count() == 1
    tidy(now(front) + EARLY_KEPT_SECONDS)
    assert not EarlyReceipt.objects.exists()
    del answered


def test_reports_about_nothing_change_nothing(
    front: Front, telegram: Line, answered: bytes
) -> None:
    """An id that the desk never gave, or none."""
    telegram.report(bytes(16), State.READ)
    telegram.report(b"short", State.READ)
    front.visit()
    assert telegram.fetch().keys() == {answered}


@pytest.mark.parametrize(
    "told",
    [
        ("failed", {"state": State.FAILED, "reason": "rate"}),
        ("refused", {"state": State.FAILED, "reason": "blocked", "lasting": True}),
        ("uncertain", {"state": State.UNCERTAIN}),
    ],
)
def test_what_failed_or_is_uncertain_is_sent_again_only_by_an_operator(
    front: Front,
    telegram: Line,
    alice: Operator,
    answered: bytes,
    told: tuple[str, dict[str, Any]],
) -> None:
    """Under another id, once; the reason is the line's own word."""
    state, members = told
    telegram.report(answered, **members)
    tick(front)
    assert telegram.fetch() == {}
    item = last(front, alice)
    assert (item.state, item.ways[0].reason) == (state, members.get("reason", ""))
    send_again(alice, item.ways[0].instruction, now(front))
    with pytest.raises(NotNow):
        send_again(alice, item.ways[0].instruction, now(front))
    tick(front)
    (again,) = telegram.fetch()
    assert again != answered
    assert telegram.fetch()[again].text == TEXT
    assert [way.state for way in last(front, alice).ways] == ["sent again", "waiting"]
    telegram.report(again, State.DELIVERED)
    front.visit()
    assert last(front, alice).state == "delivered"
    assert AuditEntry.objects.filter(action="sent again", case_number=1).count() == 1


def test_what_is_uncertain_may_be_let_go_and_a_late_receipt_is_believed(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """It did arrive, after all."""
    telegram.report(answered, State.UNCERTAIN, provider_id="m-1")
    front.visit()
    let_go(alice, way(front, alice).instruction, now(front))
    assert last(front, alice).state == "let go"
    telegram.tells(LineReceipt("telegram", "m-1", State.DELIVERED))
    front.visit()
    assert last(front, alice).state == "delivered"


def test_what_waits_can_be_withdrawn_and_what_was_sent_can_not(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Withdrawn it is not published; if the line had it already, its report is believed."""
    withdraw(alice, way(front, alice).instruction, now(front))
    tick(front)
    assert telegram.fetch() == {}
    assert last(front, alice).state == "withdrawn"
    telegram.report(answered, State.ACCEPTED)
    front.visit()
    assert last(front, alice).state == "accepted"
    with pytest.raises(NotNow):
        withdraw(alice, way(front, alice).instruction, now(front))


def test_automatic_words_are_kept_nowhere_and_not_sent_again(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """They can be let go."""
    telegram.hears("@x", "hello")
    front.visit()
    (name,) = telegram.fetch()
    telegram.report(name, State.UNCERTAIN)
    front.visit()
    number = Instruction.objects.get().pk
    with pytest.raises(NotNow):
        send_again(alice, number, now(front))
    let_go(alice, number, now(front))
    del open_vault


def test_an_answer_that_waited_two_weeks_is_not_sent_any_more(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """A line that comes back after so long must not say "come at dawn"."""
    tidy(now(front) + KEPT_SECONDS)
    tick(front)
    assert telegram.fetch() == {}
    assert last(front, alice).state == "expired"
    send_again(alice, way(front, alice).instruction, now(front))
    tick(front)
    assert answered not in telegram.fetch()
    assert len(telegram.fetch()) == 1


def test_what_waits_for_a_removed_line_waits_no_longer(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """It is said, and nothing new can be sent there."""
    provision.remove_line(front.desk.folder, "telegram")
    tidy(now(front))
    assert last(front, alice).state == "expired"
    with pytest.raises(LineGone):
        answer(alice, 1, "more", seen_upto=9, now=now(front))
    with pytest.raises(LineGone):
        send_again(alice, way(front, alice).instruction, now(front))
    del answered, telegram


def test_who_has_a_phrase_is_answered_on_the_page_too(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator
) -> None:
    """Whatever line he wrote through; by default the answer goes back where his last word came."""
    keys = some_keys()
    page = Page(open_vault.hotline, keys, front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    front.visit()
    answer(alice, 1, "first", seen_upto=9, now=now(front))
    assert not Instruction.objects.exists()
    telegram.hears("@x", "by telegram", token=to_base64url(keys.token.reveal()))
    front.visit()
    answer(alice, 1, "second", seen_upto=9, now=now(front))
    answer(alice, 1, "third", seen_upto=9, now=now(front), confirmed=True, contact=PAGE_ALONE)
    for _ in range(3):
        front.take(page.beat(now(front)))
        tick(front)
        front.give(page)
    assert page.told == ["first", "second", "third"]
    assert [said.text for said in telegram.send() if said.text] == ["second"]
    front.take(page.beat(now(front)))
    tick(front)
    shown = access_case(alice, 1, now(front)).items
    assert [item.state for item in shown if item.kind == "reply"] == ["read"] * 3


def test_an_answer_before_the_nine_words_is_not_called_read_by_a_page(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """It went to no page: a page that acknowledges later ones says nothing about it."""
    keys = some_keys()
    case = Case.objects.get()
    case.token_digest = sha256(keys.token.reveal()).digest()
    case.caller_pk = keys.reply_kem.public_key().raw
    case.reply_key = keys.reply_key.reveal()
    case.save()
    page = Page(front.desk.hotline, keys, front.signed())
    page.write("now by the page")
    front.take(page.beat(now(front)))
    front.visit()
    answer(alice, 1, "second", seen_upto=9, now=now(front))
    for _ in range(4):
        front.take(page.beat(now(front)))
        tick(front)
        front.give(page)
    assert page.told == ["second"]
    shown = access_case(alice, 1, now(front)).items
    assert [item.state for item in shown if item.kind == "reply"] == ["waiting", "read"]
    del answered, telegram


def test_there_is_no_way_to_who_never_wrote_through_a_line_and_has_no_page(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Refused whole: nothing of the answer is kept."""
    Contact.objects.all().delete()
    before = OutReply.objects.count()
    with pytest.raises(NoWay):
        answer(alice, 1, "more", seen_upto=9, now=now(front))
    with pytest.raises(NoWay):
        answer(alice, 1, "more", seen_upto=9, now=now(front), contact=PAGE_ALONE)
    assert OutReply.objects.count() == before
    del answered, telegram


def test_what_can_not_be_sent_through_a_line_is_refused_whole(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Empty, or too long as JSON writes it; and nothing in an operator's name while locked."""
    with pytest.raises(EmptyReply):
        answer(alice, 1, " ", seen_upto=9, now=now(front))
    with pytest.raises(ReplyTooLong):
        answer(alice, 1, "\x01" * 13_000, seen_upto=9, now=now(front))
    number = way(front, alice).instruction
    telegram.report(answered, State.UNCERTAIN)
    front.visit()
    front.desk.vault.lock()
    with pytest.raises(VaultLocked):
        answer(alice, 1, "text", seen_upto=9, now=now(front))
    with pytest.raises(VaultLocked):
        send_again(alice, number, now(front))
    assert Instruction.objects.get(pk=number).state == "uncertain"
    assert Instruction.objects.filter(answer__isnull=False).count() == 1


def test_a_long_answer_is_cut_and_joined(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Several pieces of one id."""
    text = "خطوة " * 1000
    answer(alice, 1, text, seen_upto=9, now=now(front))
    tick(front)
    assert [said.text for said in telegram.fetch().values()] == [TEXT, text]
    del answered


def test_a_line_that_does_not_fetch_takes_nobody_elses_room(
    front: Front, telegram: Line, sms: Line, alice: Operator, answered: bytes
) -> None:
    """Of what waits for it the oldest is published, and operators' answers before the automatic."""
    row = Instruction.objects.get(name=answered)
    Instruction.objects.bulk_create(
        Instruction(
            name=number.to_bytes(16, "big"),
            case_id=1,
            contact_id=row.contact_id,
            line="telegram",
            pieces=bytes(row.pieces),
            created_at=1,
            state="waiting",
            state_at=1,
        )
        for number in range(MOST_PUBLISHED)
    )
    sms.hears("+10", "hello")
    front.visit()
    tick(front)
    assert len(sms.fetch()) == 1
    pieces = front.instructions["telegram"]
    assert len(pieces) == MOST_PUBLISHED // 2
    assert answered in telegram.fetch()
    del alice


def test_an_answer_is_not_redirected_by_who_can_write_to_the_database(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Mallory puts her arrival under Charlie's contact, and her contact into his case."""
    telegram.hears("@mallory", "I am he")
    front.visit()
    mallory = Contact.objects.get(case_id=2)
    Contact.objects.filter(case_id=1).update(arrival=mallory.arrival)
    answer(alice, 1, "to @x alone", seen_upto=9, now=now(front))
    tick(front)
    sent = {said.to for said in telegram.fetch().values() if said.text == "to @x alone"}
    assert sent == {"@x"}
    Contact.objects.filter(pk=mallory.pk).update(case_id=1)
    with pytest.raises(NoAddress):
        answer(alice, 1, "to her", seen_upto=99, now=now(front), contact=mallory.pk)
    del answered


def test_an_address_is_found_while_its_newest_message_is_not_filed_yet(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """It came in that very moment, under its delivery's key; and the newest route is used."""
    seen = access_case(alice, 1, now(front)).last_item_id
    telegram.hears("@x", "in another room", route="room 8")
    front.visit()
    answer(alice, 1, "there", seen_upto=seen, now=now(front), confirmed=True)
    tick(front)
    routes = [said.route for said in telegram.fetch().values() if said.text == "there"]
    assert routes == ["room 8"]
    del answered


def test_a_line_made_anew_with_other_keys_is_sealed_to_by_the_new_ones(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """And what the old ones sign is believed no more."""
    telegram.send()
    front.visit()
    telegram.report(answered, State.READ)
    telegram.line_key, telegram.seed = LineKey(bytes(range(32))), KemSeed(bytes(32))
    telegram.known()
    answer(alice, 1, "new", seen_upto=9, now=now(front))
    tick(front)
    assert [said.text for said in telegram.fetch().values()] == ["new"]
    assert counts()["mismatched"] == 1


@pytest.mark.parametrize(
    "reason",
    [
        ("no such address", "no such address"),
        ("http 429", "http 429"),
        ("+49 170 5550199 is not known", "other"),
        ("user 5550199", "other"),
        ("\0", "other"),
        ("Bad Request: chat not found", "other"),
    ],
)
def test_a_reason_is_a_word_of_the_line_and_never_a_providers_text(
    front: Front, telegram: Line, alice: Operator, answered: bytes, reason: tuple[str, str]
) -> None:
    """It may name a person; and no byte in it stops what stands behind it."""
    told, kept = reason
    telegram.report(answered, State.FAILED, reason=told, provider_id="m-1")
    telegram.tells(LineReceipt("telegram", "unknown", State.FAILED, told))
    telegram.tells(LinePulse("telegram", now(front), None, told))
    telegram.hears("@x", "after it")
    front.visit()
    assert front.kept == []
    assert way(front, alice).reason == kept
    assert EarlyReceipt.objects.get().reason == kept


def test_a_receipt_with_an_id_that_was_used_before_speaks_of_the_newest(
    front: Front, telegram: Line, alice: Operator, answered: bytes
) -> None:
    """Otherwise an answer that never arrived is shown as there, or the other way round."""
    telegram.report(answered, State.ACCEPTED, provider_id="7")
    tick(front)
    answer(alice, 1, TEXT, seen_upto=9, now=now(front))
    tick(front)
    (second,) = telegram.fetch()
    telegram.report(second, State.ACCEPTED, provider_id="7")
    tick(front)
    telegram.tells(LineReceipt("telegram", "7", State.FAILED))
    tick(front)
    states = [Instruction.objects.get(name=name).state for name in (answered, second)]
    assert states == ["accepted", "refused"]
