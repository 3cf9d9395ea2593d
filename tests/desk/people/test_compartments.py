"""In a case with several people nobody is told by mistake what is for another."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.keys import to_base64url
from aman.core.line_dialogue import State
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.cases.access import access_case, shred_case, watch_case
from aman.desk.cases.contacts import access_contacts, merge_cases, separate_case
from aman.desk.cases.people import (
    LABEL_LETTERS,
    NOTES_LETTERS,
    NoLabel,
    NoSuchMember,
    access_members,
    add_member,
    give_contact,
    give_page,
    write_member,
)
from aman.desk.cases.queue import access_queue
from aman.desk.cases.wishes import Broken, Rules, access_releases, ask_release, release, write_wish
from aman.desk.counting.models import Counted
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.contacts import NoSuchContact
from aman.desk.lines.models import Instruction
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Answer, OutReply
from aman.desk.outbox.sending import PAGE_ALONE, NoWay, send_again
from aman.desk.people.compartments import Compartments, NotHisWay, SayForWhom
from aman.desk.people.models import Member, MemberContact, MemberPage
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")


@dataclass
class Group:
    """Case 1, several people in the mud: `a` has Telegram, `b` has SMS; both share nine words."""

    page: Page
    a: int
    b: int
    telegram: int
    sms: int
    token: str


def tell(front: Front, operator: Operator, text: str, **members: object) -> int:
    members = {"confirmed": True} | members
    return answer(operator, 1, text, seen_upto=0, now=now(front), **members)  # type: ignore[arg-type]


@pytest.fixture
def group(front: Front, telegram: Line, sms: Line, alice: Operator) -> Group:
    page = Page(front.desk.hotline, some_keys(), front.signed())
    page.write("we are ten, stuck in the mud")
    front.take(page.beat(now(front)))
    tick(front)
    token = to_base64url(page.keys.token.reveal())
    for line, address in ((telegram, "@a"), (sms, "+10")):
        line.hears(address, f"by {line.name}", token=token)
        tick(front)
        line.send()
        tick(front)
    contacts = {each.line: each.number for each in access_contacts(1)}
    a = add_member(alice, 1, "the tall one", "leads", now(front))
    b = add_member(alice, 1, "the wounded one", "", now(front))
    give_contact(alice, 1, contacts["telegram"], a, now(front))
    give_contact(alice, 1, contacts["sms"], b, now(front))
    return Group(page, a, b, contacts["telegram"], contacts["sms"], token)


def test_whoever_wrote_by_a_way_of_his_own_counts_as_one_of_the_people(group: Group) -> None:
    """Both wrote; the page, which is both's, is nobody else."""
    there = Counted.objects.order_by("measure").values_list("measure", flat=True)
    assert list(there) == ["contacts", "people", "people"]
    del group


NUMBERS = st.none() | st.integers(1, 4)


@given(
    st.frozensets(st.integers(1, 4)),
    st.dictionaries(st.integers(1, 4), st.integers(1, 4)),
    st.dictionaries(st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 4),
    NUMBERS,
    NUMBERS,
)
def test_whatever_belongs_to_whom_only_his_own_way_passes(  # noqa: PLR0913, PLR0917 - drawn
    members: frozenset[int],
    contacts: dict[int, int],
    pages: dict[int, int],
    case: int,
    contact: int | None,
    member: int | None,
) -> None:
    people = Compartments(
        members,
        {way: owner for way, owner in contacts.items() if owner in members},
        {way: owner for way, owner in pages.items() if owner in members},
    )
    try:
        people.refuse_anothers_way(case, contact, member)
    except (SayForWhom, NoSuchMember, NotHisWay):
        return
    if not members:
        assert member is None
    else:
        owner = people.pages.get(case) if contact is None else people.contacts.get(contact)
        assert member == owner
        assert member in members


def test_refuse_anothers_way_stops_what_is_for_one_on_the_way_of_another(
    front: Front, telegram: Line, sms: Line, alice: Operator, group: Group
) -> None:
    for member, contact, refusal in (
        (group.a, group.sms, NotHisWay),
        (group.b, group.telegram, NotHisWay),
        (None, group.telegram, SayForWhom),
        (None, None, SayForWhom),
        (None, PAGE_ALONE, SayForWhom),
        (99, group.telegram, NoSuchMember),
        (group.a, 99, NoSuchContact),
        (group.a, PAGE_ALONE, NoWay),
    ):
        with pytest.raises(refusal):
            tell(front, alice, "for one alone", member=member, contact=contact)
    tick(front)
    assert said(telegram) == said(sms) == []
    assert not Answer.objects.exists()
    assert not OutReply.objects.exists()


def test_by_default_it_goes_by_his_own_way_although_another_wrote_last(
    front: Front, telegram: Line, sms: Line, alice: Operator, group: Group
) -> None:
    sms.hears("+10", "I am the last to write")
    tick(front)
    tell(front, alice, "for the tall one", member=group.a)
    tick(front)
    front.give(group.page)
    assert said(telegram) == [("@a", "for the tall one")]
    assert said(sms) == []
    assert group.page.told == []


def test_the_page_tells_what_is_for_its_reader_and_nothing_else(
    front: Front, telegram: Line, sms: Line, alice: Operator, group: Group
) -> None:
    give_page(alice, 1, 1, group.b, now(front))
    tell(front, alice, "for the tall one", member=group.a)
    tell(front, alice, "for the wounded one", member=group.b)
    tell(front, alice, "look at the page", member=group.b, contact=PAGE_ALONE)
    with pytest.raises(NoWay):
        tell(front, alice, "look at the page", member=group.a, contact=PAGE_ALONE)
    for _ in range(3):
        front.take(group.page.beat(now(front)))
        tick(front)
        front.give(group.page)
    assert group.page.told == ["for the wounded one", "look at the page"]
    assert said(telegram) == [("@a", "for the tall one")]
    assert said(sms) == [("+10", "for the wounded one")]


def test_somebody_new_in_the_case_is_nobody_until_an_operator_says_who_he_is(
    front: Front, telegram: Line, alice: Operator, group: Group
) -> None:
    telegram.hears("@stranger", "it is me", token=group.token)
    tick(front)
    stranger = next(each.number for each in access_contacts(1) if each.number > group.sms)
    for member in (group.a, group.b, None):
        with pytest.raises((NotHisWay, SayForWhom)):
            tell(front, alice, "x", member=member, contact=stranger)
    give_contact(alice, 1, stranger, group.b, now(front))
    tell(front, alice, "x", member=group.b, contact=stranger)
    tick(front)
    assert said(telegram) == [("@stranger", "x")]


def test_what_is_in_the_conversation_knows_whose_it_is(
    front: Front, alice: Operator, group: Group
) -> None:
    tell(front, alice, "for the tall one", member=group.a)
    for view in (access_case(alice, 1, now(front)), watch_case(alice, 1, now(front))):
        assert [item.member for item in view.items] == [None, group.a, group.b, group.a]
    give_page(alice, 1, 1, group.b, now(front))
    assert access_case(alice, 1, now(front)).items[0].member == group.b


def test_who_was_not_answered_goes_on_waiting(
    front: Front, telegram: Line, alice: Operator, group: Group
) -> None:
    give_page(alice, 1, 1, group.a, now(front))
    tell(front, alice, "for the tall one", member=group.a)
    assert access_queue(alice, now(front))[0].waiting_since is not None
    tell(front, alice, "for the wounded one", member=group.b)
    assert access_queue(alice, now(front))[0].waiting_since is None
    telegram.hears("@a", "and now")
    tick(front)
    tell(front, alice, "more for the wounded one", member=group.b)
    assert access_queue(alice, now(front))[0].waiting_since is not None
    tell(front, alice, "more for the tall one", member=group.a)
    assert access_queue(alice, now(front))[0].waiting_since is None


def test_what_waits_for_one_is_withdrawn_when_the_contact_turns_out_to_be_anothers(
    front: Front, telegram: Line, alice: Operator, group: Group
) -> None:
    tell(front, alice, "for the tall one", member=group.a)
    give_contact(alice, 1, group.telegram, group.b, now(front))
    tick(front)
    assert said(telegram) == []
    assert access_case(alice, 1, now(front)).items[-1].state == "withdrawn"
    assert AuditEntry.objects.filter(action="withdrew", operator_name="alice").count() == 1


def test_what_failed_is_not_sent_again_to_a_contact_that_is_anothers_now(
    front: Front, telegram: Line, alice: Operator, group: Group
) -> None:
    tell(front, alice, "for the tall one", member=group.a)
    tick(front)
    for name in telegram.fetch():
        telegram.report(name, State.UNCERTAIN)
    tick(front)
    give_contact(alice, 1, group.telegram, None, now(front))
    failed = Instruction.objects.get(answer__isnull=False, state="uncertain").pk
    with pytest.raises(NotHisWay):
        send_again(alice, failed, now(front))
    assert Instruction.objects.get(pk=failed).state == "uncertain"
    give_contact(alice, 1, group.telegram, group.a, now(front))
    send_again(alice, failed, now(front))
    tick(front)
    assert said(telegram) == [("@a", "for the tall one")]


def test_a_release_goes_to_whom_it_was_asked_for(
    front: Front, telegram: Line, alice: Operator, bob: Operator, group: Group
) -> None:
    write_wish(alice, 1, Rules(never=True), None, now(front))
    wanted = {"text": "leave", "broken": (Broken.NEVER,), "now": now(front)}
    with pytest.raises(NotHisWay):
        ask_release(alice, 1, group.telegram, member=group.b, **wanted)  # type: ignore[arg-type]
    assert access_releases(bob, 1, now(front)) == ()
    asked = ask_release(alice, 1, group.telegram, member=group.a, **wanted)  # type: ignore[arg-type]
    give_contact(alice, 1, group.telegram, group.b, now(front))
    with pytest.raises(NotHisWay):
        release(bob, 1, asked, now(front))
    give_contact(alice, 1, group.telegram, group.a, now(front))
    release(bob, 1, asked, now(front))
    tick(front)
    assert said(telegram) == [("@a", "leave")]


def test_merged_cases_have_their_people_together_and_separated_they_are_what_they_were(
    front: Front, sms: Line, alice: Operator, group: Group
) -> None:
    sms.hears("+20", "the tall one, from another phone")
    tick(front)
    sms.send()
    (other,) = access_contacts(2)
    merge_cases(alice, 1, 2, now(front))
    with pytest.raises(NotHisWay):
        tell(front, alice, "x", member=group.a, contact=other.number)
    give_contact(alice, 1, other.number, group.a, now(front))
    tell(front, alice, "together", member=group.a, contact=other.number)
    tick(front)
    assert said(sms) == [("+20", "together")]
    assert access_members(2)[0].contacts == (group.telegram, other.number)
    separate_case(alice, 2, now(front))
    assert access_members(1)[0].contacts == (group.telegram,)
    assert access_members(2) == ()
    answer(alice, 2, "alone", seen_upto=9, now=now(front))
    with pytest.raises(NoSuchContact):
        tell(front, alice, "x", member=group.a, contact=other.number)
    with pytest.raises(NoSuchMember):
        answer(alice, 2, "x", seen_upto=9, now=now(front), confirmed=True, member=group.a)
    merge_cases(alice, 1, 2, now(front))
    assert access_members(2)[0].contacts == (group.telegram, other.number)


def test_members_are_shown_with_their_ways_and_written_anew(
    front: Front, alice: Operator, group: Group
) -> None:
    give_page(alice, 1, 1, group.a, now(front))
    write_member(alice, 1, group.b, " the one who limps ", "left knee", now(front))
    tall, limps = access_members(1)
    assert (tall.label, tall.notes, tall.contacts, tall.pages) == (
        "the tall one",
        "leads",
        (group.telegram,),
        (1,),
    )
    assert (limps.label, limps.notes) == ("the one who limps", "left knee")
    assert "tall" not in repr(tall)
    Member.objects.filter(pk=group.a).update(content=b"damaged")
    assert [(each.label, each.damaged) for each in access_members(1)] == [
        ("", True),
        ("the one who limps", False),
    ]
    actions = AuditEntry.objects.filter(case_number=1).values_list("action", flat=True)
    assert list(actions) == [
        *["wrote down a member"] * 2,
        *["gave a way to a member"] * 3,
        "wrote down a member",
    ]


def test_a_member_has_a_label_that_is_not_too_long(
    front: Front, alice: Operator, group: Group
) -> None:
    for label, notes in (
        (" ", ""),
        ("x" * (LABEL_LETTERS + 1), ""),
        ("x", "x" * NOTES_LETTERS * 2),
    ):
        with pytest.raises(NoLabel):
            add_member(alice, 1, label, notes, now(front))
    assert Member.objects.count() == 2
    del group


def test_one_cases_people_are_no_other_cases(
    front: Front, sms: Line, alice: Operator, group: Group
) -> None:
    sms.hears("+20", "somebody else")
    tick(front)
    (other,) = access_contacts(2)
    with pytest.raises(NoSuchMember):
        give_contact(alice, 2, other.number, group.a, now(front))
    with pytest.raises(NoSuchContact):
        give_contact(alice, 1, other.number, group.a, now(front))
    with pytest.raises(NoSuchMember):
        write_member(alice, 2, group.a, "x", "", now(front))
    with pytest.raises(NoSuchMember):
        give_page(alice, 2, 2, group.a, now(front))
    with pytest.raises(NoSuchCase):
        give_page(alice, 1, 2, group.a, now(front))
    with pytest.raises(NoSuchCase):
        add_member(alice, 99, "x", "", now(front))


def test_nothing_of_it_is_read_or_written_while_the_vault_is_locked(
    front: Front, alice: Operator, group: Group
) -> None:
    front.desk.vault.lock()
    for ask in (
        lambda: access_members(1),
        lambda: add_member(alice, 1, "x", "", now(front)),
        lambda: write_member(alice, 1, group.a, "x", "", now(front)),
        lambda: give_contact(alice, 1, group.sms, group.a, now(front)),
        lambda: give_page(alice, 1, 1, group.a, now(front)),
    ):
        with pytest.raises(VaultLocked):
            ask()


def test_a_destroyed_cases_people_go_at_once(front: Front, alice: Operator, group: Group) -> None:
    give_page(alice, 1, 1, group.a, now(front))
    tell(front, alice, "for the tall one", member=group.a)
    shred_case(alice, 1, now(front))
    for model in (Member, MemberContact, MemberPage):
        assert not model.objects.exists()
    assert Case.objects.get().key_wrap is None
