"""A relative is linked, never merged, and is told what the person permitted and nothing else."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import asdict

import pytest
from msgspec import structs

from aman.core.keys import to_base64url
from aman.core.line_dialogue import State
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import NoSuchCase
from aman.desk.cases import access, contacts, people, queue, relatives, wishes
from aman.desk.cases.access import access_case, shred_case, watch_case
from aman.desk.cases.contacts import (
    RelativesAreLinkedNotMerged,
    access_contacts,
    access_merges,
    access_pages,
    access_passed_words,
    access_proposals,
    merge_cases,
    separate_case,
)
from aman.desk.cases.people import access_members, add_member, give_page
from aman.desk.cases.queue import access_queue
from aman.desk.cases.relatives import (
    AlreadyOnePerson,
    IncompleteConsent,
    NoSuchMessage,
    Permission,
    RelationView,
    Tell,
    access_consents,
    access_permitted,
    access_relations,
    end_relation,
    relate,
    withdraw_consent,
    write_consent,
)
from aman.desk.cases.wishes import (
    Broken,
    Rules,
    access_releases,
    access_wish,
    ask_release,
    release,
    write_wish,
)
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.models import Instruction, Proposal
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Answer
from aman.desk.outbox.permission import NotPermittedByHim
from aman.desk.outbox.sending import send_again
from aman.desk.people.models import Consent, Relation
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")
HIS = "canary-his-own-words"
WORDING = "canary tell my mother that I live"
HIM, HER = 1, 2
PLACE, TIME = "He waits under the bridge.", "He sets out at 21:30."


@pytest.fixture
def page(front: Front) -> Page:
    """He writes by the page: case 1."""
    page = Page(front.desk.hotline, some_keys(), front.signed())
    page.write(HIS)
    front.take(page.beat(now(front)))
    tick(front)
    return page


@pytest.fixture
def linked(front: Front, telegram: Line, alice: Operator, page: Page) -> int:
    """His mother writes by Telegram: case 2, linked to his; gives the link's number."""
    telegram.hears("@mother", "where is my son")
    tick(front)
    telegram.send()
    tick(front)
    del page
    return relate(alice, HER, HIM, now(front))


def permission(*permits: Tell, **members: object) -> Permission:
    said = {"wording": WORDING, "case": HIM, "item": 1} | members
    return Permission(permits, **said)  # type: ignore[arg-type]


def tell_her(front: Front, operator: Operator, text: str, **members: object) -> int:
    return answer(
        operator,
        HER,
        text,
        seen_upto=0,
        now=now(front),
        confirmed=True,
        **members,  # type: ignore[arg-type]
    )


def actions(case: int) -> list[str]:
    entries = AuditEntry.objects.filter(case_number=case).order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_relatives_are_never_merged_nor_what_is_merged_with_them(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    for number in ("+3", "+4"):
        sms.hears(number, "one more phone")
        tick(front)
    merge_cases(alice, HIM, 3, now(front))
    merge_cases(alice, HER, 4, now(front))
    for one in (HIM, 3):
        for other in (HER, 4):
            for pair in ((one, other), (other, one)):
                with pytest.raises(RelativesAreLinkedNotMerged):
                    merge_cases(alice, *pair, now(front))
    assert access_merges(HIM) == (3,)
    separate_case(alice, 4, now(front))
    assert merge_cases(alice, HIM, 4, now(front))
    end_relation(alice, linked, now(front))
    assert merge_cases(alice, HIM, HER, now(front))


def test_who_is_shown_as_one_person_is_not_linked_to_himself(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    sms.hears("+3", "one more phone")
    tick(front)
    merge_cases(alice, HIM, 3, now(front))
    for one, other in ((HIM, HIM), (HIM, 3)):
        with pytest.raises(AlreadyOnePerson):
            relate(alice, one, other, now(front))
    for one, other in ((HER, HIM), (HIM, HER), (HER, 3)):
        with pytest.raises(RelativesAreLinkedNotMerged):
            relate(alice, one, other, now(front))
    assert [each.number for each in access_relations(3)] == [linked]


def test_his_nine_words_in_her_hands_propose_no_merge(
    front: Front, telegram: Line, alice: Operator, linked: int, page: Page
) -> None:
    words = to_base64url(page.keys.token.reveal())
    telegram.hears("@mother", "I have his words", token=words)
    tick(front)
    assert not Proposal.objects.exists()
    end_relation(alice, linked, now(front))
    telegram.hears("@mother", "I have his words", token=words)
    tick(front)
    assert len(access_proposals()) == 1
    relate(alice, HER, HIM, now(front))
    assert access_proposals() == access_proposals(HER) == ()


def test_without_his_consent_nothing_about_him_goes_to_her(
    front: Front, telegram: Line, alice: Operator, linked: int
) -> None:
    with pytest.raises(NotPermittedByHim) as refused:
        tell_her(front, alice, "He is well.")
    assert (refused.value.of, refused.value.missing) == (HIM, ())
    assert "well" not in str(refused.value)
    tick(front)
    assert said(telegram) == []
    assert not Answer.objects.exists()
    assert "answered" not in actions(HER)
    del linked


def test_an_operator_can_say_that_a_text_is_not_about_him_and_the_audit_keeps_it(
    front: Front, telegram: Line, alice: Operator, linked: int
) -> None:
    tell_her(front, alice, "We have read this. Call at 9:30.", says_nothing_about={HIM})
    tick(front)
    assert said(telegram) == [("@mother", "We have read this. Call at 9:30.")]
    assert actions(HER)[-2:] == ["answered", "said: nothing about him"]
    write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    tell_her(front, alice, "He is well.", says_nothing_about={HIM})
    assert actions(HER)[-1] == "answered"  # it was not needed


@pytest.mark.parametrize(
    ("permits", "text", "missing"),
    [
        ((Tell.ALIVE,), "He is well.", None),
        ((Tell.ALIVE, Tell.ARRIVED), PLACE, (Tell.WHERE,)),
        ((Tell.ALIVE, Tell.WHEN), PLACE, (Tell.WHERE,)),
        ((Tell.WHERE,), PLACE, None),
        ((Tell.WHERE,), TIME, (Tell.WHEN,)),
        ((Tell.WHEN,), TIME, None),
        ((Tell.WROTE,), f"{PLACE} {TIME}", (Tell.WHERE, Tell.WHEN)),
        ((Tell.WHERE, Tell.WHEN), f"{PLACE} {TIME}", None),
    ],
)
def test_a_place_or_a_time_needs_his_consent_to_just_that(  # noqa: PLR0913, PLR0917 - a table
    front: Front,
    telegram: Line,
    alice: Operator,
    linked: int,
    permits: tuple[Tell, ...],
    text: str,
    missing: tuple[Tell, ...] | None,
) -> None:
    write_consent(alice, linked, permission(*permits), now(front))
    if missing is None:
        tell_her(front, alice, text)
    else:
        with pytest.raises(NotPermittedByHim) as refused:
            tell_her(front, alice, text)
        assert refused.value.missing == missing
    tick(front)
    assert said(telegram) == ([("@mother", text)] if missing is None else [])


def test_a_withdrawn_consent_permits_nothing_more_and_is_kept(
    front: Front, telegram: Line, alice: Operator, bob: Operator, linked: int
) -> None:
    number = write_consent(
        alice, linked, permission(Tell.ALIVE, Tell.OTHER, other="that he sends love"), now(front)
    )
    tell_her(front, alice, "He is well.")
    tick(front)
    for name in telegram.fetch():
        telegram.report(name, State.UNCERTAIN)
    tick(front, 60)
    withdraw_consent(bob, number, now(front))
    withdraw_consent(bob, number, now(front) + 5)
    with pytest.raises(NotPermittedByHim):
        tell_her(front, alice, "He is well.")
    uncertain = Instruction.objects.get(answer__isnull=False).pk
    with pytest.raises(NotPermittedByHim):
        send_again(alice, uncertain, now(front))
    (kept,) = access_consents(alice, linked, now(front))
    assert (kept.permits, kept.other, kept.wording) == (
        (Tell.ALIVE, Tell.OTHER),
        "that he sends love",
        WORDING,
    )
    assert (kept.case, kept.item, kept.written_by) == (HIM, 1, "alice")
    assert kept.withdrawn_at == now(front)
    assert kept.at < now(front)
    assert WORDING not in repr(kept)
    send_again(alice, uncertain, now(front), says_nothing_about={HIM})
    assert actions(HER)[-2:] == ["sent again", "said: nothing about him"]
    for case in (HIM, HER):
        assert {"linked a relative", "wrote down a consent", "withdrew a consent"} <= set(
            actions(case)
        )
    assert "read consents" in actions(HIM)
    assert AuditEntry.objects.filter(action="withdrew a consent").count() == 2


def test_what_waits_for_her_is_withdrawn_with_his_consent(
    front: Front, telegram: Line, alice: Operator, linked: int
) -> None:
    consent = write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    tell_her(front, alice, "He is well.")
    answer(alice, HIM, "for him", seen_upto=9, now=now(front))
    telegram.hears("@mother", "and")
    withdraw_consent(alice, consent, now(front))
    tick(front)
    assert said(telegram) == []
    assert "withdrew" in actions(HER)
    replies = [item.state for item in access_case(alice, HER, now(front)).items if item.by]
    assert replies == ["withdrawn"]


def test_of_two_sons_each_permits_for_himself(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    sms.hears("+3", "the other son")
    tick(front)
    relate(alice, HER, 3, now(front))
    write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    for silent in ((), (HIM,)):
        with pytest.raises(NotPermittedByHim) as refused:
            tell_her(front, alice, "He is well.", says_nothing_about=silent)
        assert refused.value.of == 3
    with pytest.raises(NotPermittedByHim) as refused:
        tell_her(front, alice, PLACE, says_nothing_about=(3,))
    assert refused.value.of == HIM
    tell_her(front, alice, "He is well.", says_nothing_about=(3,))


def test_his_consent_holds_for_all_that_is_shown_as_him_and_the_guard_for_all_that_is_her(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    for number in ("+3", "+4"):
        sms.hears(number, "one more phone")
        tick(front)
    sms.send()
    merge_cases(alice, 3, HIM, now(front))
    merge_cases(alice, 4, HER, now(front))
    (by_sms,) = (each.number for each in access_contacts(4) if each.line == "sms")
    with pytest.raises(NotPermittedByHim):
        tell_her(front, alice, "He is well.", contact=by_sms)
    write_consent(alice, linked, permission(Tell.ALIVE, case=3), now(front))
    tell_her(front, alice, "He is well.", contact=by_sms)
    tick(front)
    assert said(sms) == [("+4", "He is well.")]


def test_the_page_is_no_way_around_his_consent(front: Front, alice: Operator, page: Page) -> None:
    hers = Page(front.desk.hotline, some_keys(), front.signed())
    hers.write("where is my son")
    front.take(hers.beat(now(front)))
    tick(front)
    relate(alice, HER, HIM, now(front))
    with pytest.raises(NotPermittedByHim):
        tell_her(front, alice, "He is well.")
    tick(front)
    front.give(hers)
    assert hers.told == []
    answer(alice, HIM, "Your mother asks.", seen_upto=9, now=now(front))
    del page


def test_a_release_is_no_way_around_his_consent(
    front: Front, telegram: Line, alice: Operator, bob: Operator, linked: int
) -> None:
    write_wish(alice, HER, Rules(never=True), None, now(front))
    (contact,) = access_contacts(HER)
    wanted = {"text": "He is well.", "broken": (Broken.NEVER,), "now": now(front)}
    with pytest.raises(NotPermittedByHim):
        ask_release(alice, HER, contact.number, **wanted)  # type: ignore[arg-type]
    consent = write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    asked = ask_release(alice, HER, contact.number, **wanted)  # type: ignore[arg-type]
    withdraw_consent(alice, consent, now(front))
    with pytest.raises(NotPermittedByHim):
        release(bob, HER, asked, now(front))
    tick(front)
    assert said(telegram) == []


def test_a_consent_says_what_in_whose_words_and_from_which_message(
    front: Front, alice: Operator, linked: int
) -> None:
    for incomplete in (
        permission(),
        permission(Tell.ALIVE, wording=" "),
        permission(Tell.OTHER),
        permission(Tell.ALIVE, other="something"),
        permission(Tell.ALIVE, wording="x" * 3000),
    ):
        with pytest.raises(IncompleteConsent):
            write_consent(alice, linked, incomplete, now(front))
    answer(alice, HIM, "May I tell her?", seen_upto=9, now=now(front))
    for item, case in ((2, HIM), (9, HIM), (1, HER)):
        with pytest.raises(NoSuchMessage):
            write_consent(alice, linked, permission(Tell.ALIVE, item=item, case=case), now(front))
    assert not Consent.objects.exists()


def test_a_consent_that_does_not_open_or_stands_elsewhere_permits_nothing(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    sms.hears("+3", "his aunt")
    tick(front)
    sms.send()
    hers = write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    aunt = relate(alice, 3, HIM, now(front))
    aunts = write_consent(alice, aunt, permission(Tell.ALIVE), now(front))
    moved = bytes(Consent.objects.get(pk=aunts).content)
    Consent.objects.filter(pk=hers).update(content=moved)
    with pytest.raises(NotPermittedByHim):
        tell_her(front, alice, "He is well.")
    (shown,) = access_consents(alice, linked, now(front))
    assert (shown.damaged, shown.permits, shown.wording) == (True, (), "")


def test_her_screens_hold_nothing_of_his(front: Front, alice: Operator, linked: int) -> None:
    """Every function that shows something of a case is asked about hers."""
    member = add_member(alice, HIM, "canary-label", "canary-notes", now(front))
    give_page(alice, HIM, HIM, member, now(front))
    write_wish(alice, HIM, Rules(wording="canary-wish"), None, now(front))
    write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    answer(alice, HIM, "canary-reply", seen_upto=9, now=now(front), member=member)
    hers = access_case(alice, HER, now(front))
    shown = [
        asdict(hers),
        asdict(watch_case(alice, HER, now(front))),
        *(asdict(row) for row in access_queue(alice, now(front)) if row.number == HER),
        *map(asdict, access_contacts(HER)),
        *map(asdict, access_members(HER)),
        *map(asdict, access_permitted(alice, HER, now(front))),
        *map(asdict, access_proposals(HER)),
        *map(asdict, access_releases(alice, HER, now(front))),
        access_merges(HER),
        access_pages(HER),
        *map(asdict, access_passed_words(HER)),
        structs.asdict(access_wish(HER).rules),
    ]
    his = [asdict(access_case(alice, HIM, now(front))), *map(asdict, access_members(HIM))]
    assert str(his).count("canary") >= 4  # what is searched for is there to be found
    assert len(shown) == 8
    assert "canary" not in str(shown)
    assert [item.text for item in hers.items] == ["where is my son"]
    assert access_relations(HER) == (RelationView(linked, HER, HIM, access_relations(HIM)[0].at),)


def test_what_shows_something_of_a_case_is_searched_or_known_to_be_asked_for() -> None:
    """A new way to look into a case has to be put into the search above."""
    modules = (access, contacts, people, queue, relatives, wishes)
    shows = {
        name
        for module in modules
        for name in module.__all__
        if name.startswith(("access_", "watch_"))
    }
    searched = {
        "access_case",
        "watch_case",
        "access_queue",
        "access_contacts",
        "access_members",
        "access_merges",
        "access_pages",
        "access_passed_words",
        "access_permitted",
        "access_proposals",
        "access_relations",
        "access_releases",
        "access_wish",
    }
    assert shows - searched == {"access_consents"}  # asked for by link, and audited


def test_destroying_either_case_removes_link_and_consents(
    front: Front, sms: Line, alice: Operator, linked: int
) -> None:
    sms.hears("+3", "his aunt")
    tick(front)
    aunt = relate(alice, 3, HIM, now(front))
    for relation in (linked, aunt):
        write_consent(alice, relation, permission(Tell.ALIVE), now(front))
    shred_case(alice, 3, now(front))
    assert [each.pk for each in Relation.objects.all()] == [linked]
    assert Consent.objects.count() == 1
    shred_case(alice, HIM, now(front))
    assert not Relation.objects.exists()
    assert not Consent.objects.exists()
    assert access_relations(HER) == ()
    with pytest.raises(NoSuchCase):
        relate(alice, HER, HIM, now(front))


def test_an_ended_link_is_kept_and_what_was_permitted_in_it_is_not_read_or_used(
    front: Front, alice: Operator, linked: int
) -> None:
    consent = write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    end_relation(alice, linked, now(front))
    assert access_relations(HIM) == access_relations(HER) == ()
    for ask in (
        lambda: access_consents(alice, linked, now(front)),
        lambda: end_relation(alice, linked, now(front)),
        lambda: write_consent(alice, linked, permission(Tell.ALIVE), now(front)),
    ):
        with pytest.raises(NoSuchCase):
            ask()
    assert Consent.objects.get().pk == consent
    again = relate(alice, HER, HIM, now(front))
    assert again != linked
    with pytest.raises(NotPermittedByHim):
        tell_her(front, alice, "He is well.")


def test_nothing_of_it_is_read_or_written_while_the_vault_is_locked(
    front: Front, alice: Operator, linked: int
) -> None:
    consent = write_consent(alice, linked, permission(Tell.ALIVE), now(front))
    front.desk.vault.lock()
    for ask in (
        lambda: access_relations(HIM),
        lambda: access_consents(alice, linked, now(front)),
        lambda: relate(alice, HIM, HER, now(front)),
        lambda: end_relation(alice, linked, now(front)),
        lambda: write_consent(alice, linked, permission(Tell.ALIVE), now(front)),
        lambda: withdraw_consent(alice, consent, now(front)),
        lambda: tell_her(front, alice, "He is well."),
    ):
        with pytest.raises(VaultLocked):
            ask()
