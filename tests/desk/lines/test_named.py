"""An address that a person named: typed by an operator, sealed, and opened with neutral words."""

# ruff: noqa: D103 - a test is named after what it protects

from pathlib import Path

import pytest

from aman.core.address import AddressKind, FirstWord, WrongAddress
from aman.core.line_dialogue import MUST_WRITE_FIRST, LineReceipt, State
from aman.core.programme_file import read_programme
from aman.core.strength import Strength
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.contacts import access_contacts, move_conversation
from aman.desk.cases.naming import (
    AnotherCases,
    CantWriteFirst,
    KnownHere,
    SaysSomething,
    Typed,
    access_lines,
    name_address,
    take_back,
)
from aman.desk.cases.people import access_members, add_member
from aman.desk.cases.queue import access_queue
from aman.desk.cases.wishes import AgainstHisWish, Broken, Rules, ask_release, release, write_wish
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.contacts import NoAddress, NoSuchContact
from aman.desk.lines.models import Contact, Instruction, NamedAddress, OtherName
from aman.desk.outbox.answering import answer
from aman.desk.outbox.first_word import MustWriteFirst
from aman.desk.outbox.sending import send_again
from aman.desk.outbox.sensitive import findings
from aman.desk.people.compartments import NotHisWay
from aman.programmes import programme_names, programme_path
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")
WIFE = "+380501234567"


@pytest.fixture
def programme() -> Path:
    """The shipped one: it has first words."""
    return programme_path("surrender")


@pytest.fixture
def signal(front: Front) -> Line:
    """A line that can write first to a number."""
    return Line(front, "signal", Strength.ENDPOINT, AddressKind.PHONE, FirstWord.FREELY).known()


@pytest.fixture
def whatsapp(front: Front) -> Line:
    """One that can by a template alone."""
    return Line(front, "whatsapp", Strength.PROVIDER, AddressKind.PHONE, FirstWord.TEMPLATE).known()


@pytest.fixture
def wrote(front: Front, telegram: Line, alice: Operator) -> str:
    """Somebody wrote by Telegram and was answered; gives the first words in Russian."""
    telegram.hears("@x", "hello, help")
    front.visit()
    tick(front)
    telegram.send()
    tick(front, 3600)
    send(front, alice, "we are here")
    tick(front)
    telegram.send()
    return the_programme().opening["ru"]


def send(front: Front, operator: Operator, text: str, **members: object) -> None:
    answer(operator, 1, text, seen_upto=99, now=now(front), confirmed=True, **members)  # type: ignore[arg-type]


def name(front: Front, operator: Operator, line: str, address: str = WIFE, **more: object) -> int:
    return name_address(operator, 1, Typed(line, address, "ru"), now(front), **more)  # type: ignore[arg-type]


def test_the_first_words_go_to_the_address_and_his_answer_lands_in_the_case(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "signal", " 00380 (50) 123-45-67")
    (shown, _telegram) = sorted(access_contacts(1), key=lambda each: each.heard_at is not None)
    assert (shown.number, shown.address, shown.lang, shown.heard_at) == (contact, WIFE, "ru", None)
    assert (shown.named_by, shown.named_at) == ("alice", now(front))
    assert not shown.is_default
    tick(front)
    assert signal.send() == []  # typing it sends nothing
    send(front, alice, wrote, contact=contact)
    tick(front)
    (sent,) = signal.send()
    assert (sent.to, sent.text, sent.route, sent.lang) == (WIFE, wrote, "", "ru")
    assert not sent.notice  # the words come alone: what a line says of itself says much
    signal.hears(WIFE, "who is it", route="r")
    tick(front)
    view = access_case(alice, 1, now(front))
    assert [item.text for item in view.items][-1] == "who is it"
    assert len(access_queue(alice, now(front))) == 1
    send(front, alice, "we answer", contact=contact)
    tick(front)
    told = [each for each in signal.send() if each.text == "we answer"]
    assert [(each.to, each.route, each.notice) for each in told] == [(WIFE, "r", True)]
    assert access_contacts(1)[0].address == ""  # it stands in what he wrote


@pytest.mark.parametrize("name", programme_names())
def test_no_line_is_too_weak_for_the_first_words(name: str) -> None:
    """They hold nothing that is taken for a place or a time: else they would be refused."""
    opening = read_programme(programme_path(name).read_text("utf-8"), name).opening
    assert opening
    assert not any(list(findings(text)) for text in opening.values())


def test_other_first_words_need_a_second_operator(
    front: Front, signal: Line, wrote: str, alice: Operator, bob: Operator
) -> None:
    contact = name(front, alice, "signal")
    with pytest.raises(AgainstHisWish) as refused:
        send(front, alice, "Your husband asked us to write", contact=contact)
    assert refused.value.broken == (Broken.OPENING,)
    asked = ask_release(
        alice, 1, contact, text="It is Ann", broken=refused.value.broken, now=now(front)
    )
    release(bob, 1, asked, now(front))
    tick(front)
    assert [(each.to, each.text, each.notice) for each in signal.send()] == [
        (WIFE, "It is Ann", False)
    ]
    del wrote


@pytest.mark.parametrize(
    "rules", [Rules(never=True), Rules(contacts=()), Rules(wording="Your parcel is here")]
)
def test_what_he_asked_for_holds_for_the_first_words_too(
    front: Front, signal: Line, wrote: str, alice: Operator, rules: Rules
) -> None:
    contact = name(front, alice, "signal")
    write_wish(alice, 1, rules, None, now(front))
    with pytest.raises(AgainstHisWish):
        send(front, alice, wrote, contact=contact)
    tick(front)
    assert said(signal) == []


def test_the_words_that_he_chose_himself_may_come_first(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "signal")
    write_wish(alice, 1, Rules(wording="Your parcel is here"), None, now(front))
    send(front, alice, "Your parcel is here", contact=contact)
    tick(front)
    assert said(signal) == [(WIFE, "Your parcel is here")]
    del wrote


def test_a_conversation_is_moved_to_a_line_that_he_named(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "signal")
    move_conversation(alice, 1, contact, now(front))
    with pytest.raises(AgainstHisWish):
        send(front, alice, "go on here")
    send(front, alice, wrote)
    tick(front)
    assert said(signal) == [(WIFE, wrote)]


def test_an_address_of_another_case_is_told_and_nothing_changes(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    signal.hears(WIFE, "I look for my husband")
    tick(front)
    before = list(Contact.objects.order_by("pk").values_list("pk", "case_id", "heard_at"))
    with pytest.raises(AnotherCases) as known:
        name(front, alice, "signal")
    assert known.value.case == 2
    assert WIFE not in str(known.value)
    assert list(Contact.objects.order_by("pk").values_list("pk", "case_id", "heard_at")) == before
    assert not NamedAddress.objects.exists()
    assert AuditEntry.objects.filter(action="found the address elsewhere").count() == 1
    del wrote


def test_an_address_that_the_case_has_is_not_named_twice(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    name(front, alice, "signal")
    with pytest.raises(KnownHere):
        name(front, alice, "signal")
    del signal, wrote


def test_a_line_that_cant_write_first_and_what_is_no_address_are_refused(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    with pytest.raises(CantWriteFirst):
        name(front, alice, "telegram", "@wife")
    with pytest.raises(WrongAddress):
        name(front, alice, "signal", "050 123 45 67")
    assert [(line.name, line.first) for line in access_lines()] == [
        ("signal", FirstWord.FREELY),
        ("telegram", FirstWord.NEVER),
    ]
    assert not NamedAddress.objects.exists()
    del signal, wrote


def test_who_answers_by_another_name_of_his_is_known(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    """Signal names people by an account's id; we were told his number."""
    contact = name(front, alice, "signal")
    send(front, alice, wrote, contact=contact)
    tick(front)
    signal.send()
    signal.hears("uuid of the wife", "who is it", also=(WIFE,))
    tick(front)
    assert access_case(alice, 1, now(front)).items[-1].text == "who is it"
    send(front, alice, "a friend", contact=contact)
    tick(front)
    assert said(signal) == [("uuid of the wife", "a friend")]


def test_a_number_of_somebody_known_by_another_name_is_found(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    signal.hears("uuid of the wife", "I look for my husband", also=(WIFE,))
    tick(front)
    with pytest.raises(AnotherCases):
        name(front, alice, "signal")
    del wrote


def test_other_names_never_take_somebody_from_his_own_case(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    """Who is known stays where he is, whatever was named elsewhere meanwhile."""
    signal.hears("uuid of the wife", "I look for my husband")
    tick(front)
    name(front, alice, "signal")
    signal.hears("uuid of the wife", "are you there", also=(WIFE,))
    tick(front)
    assert access_case(alice, 2, now(front)).items[-1].text == "are you there"
    del wrote


def test_typed_wrong_it_is_taken_back_and_who_writes_from_there_is_somebody_new(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    never_sent, sent = name(front, alice, "signal"), name(front, alice, "signal", "+380507654321")
    send(front, alice, wrote, contact=sent)
    for contact in (never_sent, sent):
        take_back(alice, 1, contact, now(front))
    tick(front)
    assert signal.send() == []  # what waited is withdrawn
    assert [each.line for each in access_contacts(1)] == ["telegram"]
    signal.hears("+380507654321", "who is it")
    tick(front)
    assert len(access_case(alice, 2, now(front)).items) == 1
    for contact in (never_sent, sent, 99):
        with pytest.raises(NoSuchContact):
            take_back(alice, 1, contact, now(front))
    with pytest.raises(NoAddress):
        send(front, alice, wrote, contact=sent)


def test_what_somebody_has_written_from_is_not_taken_back(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "signal")
    signal.hears(WIFE, "I was told to write")
    tick(front)
    with pytest.raises(SaysSomething):
        take_back(alice, 1, contact, now(front))
    del wrote


def test_of_several_people_it_is_one_persons_or_nothing_goes_there(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    wife = add_member(alice, 1, "his wife", "", now(front))
    contact = name(front, alice, "signal")
    with pytest.raises(NotHisWay):
        send(front, alice, wrote, contact=contact, member=wife)
    hers = name(front, alice, "signal", "+380507654321", member=wife)
    assert access_members(1)[0].contacts == (hers,)
    send(front, alice, wrote, contact=hers, member=wife)
    tick(front)
    assert said(signal) == [("+380507654321", wrote)]


def test_it_stands_nowhere_but_in_what_is_sealed(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "signal")
    send(front, alice, wrote, contact=contact)
    entries = AuditEntry.objects.values_list("action", "about", "operator_name")
    assert ("wrote down a named address", "", "alice") in entries
    assert not any(WIFE[1:] in part for entry in entries for part in entry)
    for file in front.desk.folder.rglob("*"):
        if file.is_file():
            assert WIFE[1:].encode() not in file.read_bytes(), file.name
    assert WIFE not in repr(Typed("signal", WIFE))
    assert WIFE not in repr(access_contacts(1))
    front.desk.vault.lock()
    for ask in (lambda: name(front, alice, "signal"), lambda: access_contacts(1)):
        with pytest.raises(VaultLocked):
            ask()
    del signal


def test_another_cases_row_does_not_redirect_the_first_words(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    """Who can write to the database has no key."""
    one, other = name(front, alice, "signal"), name(front, alice, "signal", "+380507654321")
    stolen = NamedAddress.objects.get(contact=other).content
    NamedAddress.objects.filter(contact=one).update(content=stolen)
    with pytest.raises(NoAddress):
        send(front, alice, wrote, contact=one)
    del signal


def test_it_is_destroyed_with_its_case(
    front: Front, signal: Line, wrote: str, alice: Operator
) -> None:
    name(front, alice, "signal")
    signal.hears("uuid", "hello", also=(WIFE,))
    tick(front)
    assert OtherName.objects.exists()
    shred_case(alice, 1, now(front))
    assert not NamedAddress.objects.exists()
    assert not OtherName.objects.exists()
    del wrote


def knocks(line: Line) -> list[tuple[str, str, bool]]:
    return [(each.to, each.text, each.template) for each in line.send()]


def test_where_only_a_template_may_come_first_it_goes_alone_and_once(
    front: Front, whatsapp: Line, wrote: str, alice: Operator
) -> None:
    contact = name(front, alice, "whatsapp")
    with pytest.raises(MustWriteFirst):
        ask_release(alice, 1, contact, text="It is Ann", broken=(Broken.OPENING,), now=now(front))
    send(front, alice, wrote, contact=contact)
    tick(front)
    assert knocks(whatsapp) == [(WIFE, "", True)]
    tick(front)
    with pytest.raises(MustWriteFirst):
        send(front, alice, wrote, contact=contact)
    assert next(each for each in access_contacts(1) if each.number == contact).knocked
    whatsapp.hears("DE.1", "who is it", route=WIFE[1:], also=(WIFE,))
    tick(front)
    send(front, alice, "a friend", contact=contact)
    tick(front)
    assert [(to, text, template) for to, text, template in knocks(whatsapp) if text] == [
        ("DE.1", "a friend", False)
    ]


def refuse(line: Line, text: str) -> None:
    """The provider tells, after it took it, that he must write first."""
    name = next(name for name, each in line.outbox.items() if each.text == text)
    line.tells(LineReceipt(line.name, f"provider {name.hex()}", State.FAILED, MUST_WRITE_FIRST))


def test_an_answer_that_his_provider_refuses_lets_one_template_go_until_he_writes(
    front: Front, whatsapp: Line, wrote: str, alice: Operator
) -> None:
    whatsapp.hears("DE.1", "hello")
    tick(front)
    whatsapp.send()
    contact = access_contacts(2)[0].number
    for text in ("first", "second"):
        answer(alice, 2, text, seen_upto=99, now=now(front), confirmed=True, contact=contact)
    tick(front)
    assert [text for _, text, _ in knocks(whatsapp)] == ["first", "second"]
    front.desk.vault.lock()  # nobody need be there
    refuse(whatsapp, "first")
    tick(front)
    tick(front)
    assert knocks(whatsapp) == [("DE.1", "", True)]
    refuse(whatsapp, "second")
    refuse(whatsapp, "first")
    tick(front)
    tick(front)
    assert knocks(whatsapp) == []
    del wrote


def test_an_answer_is_not_said_to_have_arrived_because_the_template_did(
    front: Front, whatsapp: Line, wrote: str, alice: Operator
) -> None:
    whatsapp.hears("DE.1", "hello")
    tick(front)
    whatsapp.send()
    answer(alice, 2, "news", seen_upto=99, now=now(front), confirmed=True)
    tick(front)
    whatsapp.send()
    refuse(whatsapp, "news")
    tick(front)
    tick(front)
    whatsapp.send(State.DELIVERED)
    tick(front)
    (item,) = [each for each in access_case(alice, 2, now(front)).items if each.kind == "reply"]
    assert item.state == "refused"
    assert [(way.state, way.reason, way.template) for way in item.ways] == [
        ("refused", MUST_WRITE_FIRST, False),
        ("delivered", "", True),
    ]
    again = send_again(alice, item.ways[0].instruction, now(front))
    assert not Instruction.objects.get(pk=again).template
    assert not Instruction.objects.filter(state="held").exists()  # one has left already
    del wrote


def test_without_a_template_the_reason_says_that_he_must_write_first(
    front: Front, wrote: str, alice: Operator
) -> None:
    line = Line(front, "whatsapp", Strength.PROVIDER, AddressKind.PHONE, FirstWord.UNSET).known()
    line.hears("DE.1", "hello")
    tick(front)
    line.send()
    answer(alice, 2, "news", seen_upto=99, now=now(front), confirmed=True)
    tick(front)
    line.send()
    refuse(line, "news")
    tick(front)
    tick(front)
    assert line.send() == []
    (way,) = access_case(alice, 2, now(front)).items[-1].ways
    assert way.reason == MUST_WRITE_FIRST
    del wrote


def test_what_he_asked_for_meanwhile_keeps_a_template_from_going(
    front: Front, whatsapp: Line, wrote: str, alice: Operator
) -> None:
    whatsapp.hears("DE.1", "hello")
    tick(front)
    whatsapp.send()
    answer(alice, 2, "news", seen_upto=99, now=now(front), confirmed=True)
    tick(front)
    whatsapp.send()
    write_wish(alice, 2, Rules(never=True), None, now(front))
    refuse(whatsapp, "news")
    tick(front)
    tick(front)
    assert whatsapp.send() == []
    del wrote
