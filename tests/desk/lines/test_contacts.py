"""One person, several lines, several cases: moved, merged, separated, by operators alone."""

import pytest

from aman.core.keys import to_base64url
from aman.core.strength import Strength
from aman.desk import provision
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.cases.access import access_case, give_back, shred_case, take, watch_case
from aman.desk.cases.contacts import (
    access_contacts,
    access_merges,
    access_proposals,
    merge_cases,
    move_conversation,
    refuse_merge,
    separate_case,
)
from aman.desk.cases.queue import access_queue
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.contacts import NoSuchContact
from aman.desk.lines.models import Instruction, Merged
from aman.desk.outbox.answering import SomebodyAnswered, answer
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def tick(front: Front, seconds: float = 5) -> None:
    """Time passes, and the courier comes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()


def said(line: Line) -> list[tuple[str, str]]:
    """To whom what was sent through a line now, automatic words left out."""
    by_hand = Instruction.objects.filter(answer__isnull=False).values_list("name", flat=True)
    names = {bytes(name) for name in by_hand}
    before = set(line.outbox)
    line.send()
    sent = {name: each for name, each in line.outbox.items() if name not in before}
    return [(each.to, each.text) for name, each in sent.items() if name in names]


@pytest.fixture
def two(front: Front, telegram: Line, sms: Line, alice: Operator) -> Page:
    """One person: case 1 by Telegram and then SMS is another, 2; case 3 by the page."""
    page = Page(front.desk.hotline, some_keys(), front.signed())
    telegram.hears("@x", "first, by telegram")
    front.visit()
    tick(front)
    sms.hears("+10", "second, by sms")
    tick(front)
    page.write("third, by the page")
    front.take(page.beat(now(front)))
    tick(front)
    for line in (telegram, sms):
        line.send()
    tick(front)
    del alice
    return page


def test_a_case_shows_by_which_lines_it_can_be_reached(
    front: Front, telegram: Line, sms: Line, alice: Operator
) -> None:
    """With line, strength and when it was last heard; the default is where the last word came."""
    keys = some_keys()
    page = Page(front.desk.hotline, keys, front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    front.visit()
    token = to_base64url(keys.token.reveal())
    telegram.hears("@x", "by telegram", token=token)
    tick(front)
    sms.hears("+10", "by sms", token=token)
    tick(front)
    shown = access_contacts(1)
    assert [(each.line, each.strength, each.is_default) for each in shown] == [
        ("sms", Strength.NETWORK, True),
        ("telegram", Strength.PROVIDER, False),
    ]
    assert shown[0].heard_at > shown[1].heard_at
    provision.remove_line(front.desk.folder, "sms")
    assert access_contacts(1)[0].strength == ""
    del alice


def test_a_conversation_is_moved_until_it_is_moved_back(
    front: Front, telegram: Line, sms: Line, alice: Operator
) -> None:
    """Telegram is down: from now on by SMS, whatever comes in through the other."""
    telegram.hears("@x", "by telegram")
    front.visit()
    sms.hears("+10", "the same person")
    tick(front)
    merge_cases(alice, 1, 2, now(front))
    by_line = {each.line: each.number for each in access_contacts(1)}
    move_conversation(alice, 1, by_line["sms"], now(front))
    telegram.hears("@x", "hello?")
    tick(front)
    view = access_case(alice, 1, now(front))
    answer(alice, 1, "moved", seen_upto=view.last_item_id, also_seen=view.seen_upto, now=now(front))
    tick(front)
    assert said(sms) == [("+10", "moved")]
    assert said(telegram) == []
    move_conversation(alice, 1, None, now(front))
    answer(alice, 1, "back", seen_upto=9, now=now(front), confirmed=True)
    tick(front)
    assert said(telegram) == [("@x", "back")]
    assert AuditEntry.objects.filter(action="moved the conversation").count() == 2
    with pytest.raises(NoSuchContact):
        move_conversation(alice, 1, 99, now(front))


def test_merged_cases_are_one_row_and_one_conversation_in_order(
    front: Front, alice: Operator, two: Page
) -> None:
    """Nothing of either is lost; each message says in which case it was said."""
    assert len(access_queue(alice, now(front))) == 3
    assert merge_cases(alice, 1, 2, now(front))
    assert merge_cases(alice, 3, 2, now(front))
    assert not merge_cases(alice, 1, 3, now(front))
    (row,) = access_queue(alice, now(front))
    assert (row.unread, row.excerpt) == (3, "third, by the page")
    for number in (1, 2, 3):
        view = access_case(alice, number, now(front), audit=False)
        assert [(item.case, item.text) for item in view.items] == [
            (1, "first, by telegram"),
            (2, "second, by sms"),
            (3, "third, by the page"),
        ]
        assert view.number == 3
        assert view.seen_upto == {1: 1, 2: 1, 3: 1}
    watched = watch_case(alice, 1, now(front))
    assert [item.text for item in watched.items] == ["", "", ""]
    assert AuditEntry.objects.filter(action="merged").count() == 4
    del two


def test_separated_they_are_what_they_were(
    front: Front, telegram: Line, alice: Operator, two: Page
) -> None:
    """Messages, answers, contacts, keys; also after answers to both."""
    wraps = list(Case.objects.order_by("number").values_list("key_wrap", flat=True))
    merge_cases(alice, 1, 2, now(front))
    view = access_case(alice, 1, now(front))
    by_line = {each.line: each.number for each in access_contacts(1)}
    seen = {"seen_upto": view.last_item_id, "also_seen": view.seen_upto}
    answer(alice, 1, "to @x", contact=by_line["telegram"], now=now(front), **seen)
    answer(alice, 1, "to +10", contact=by_line["sms"], now=now(front), confirmed=True, **seen)
    assert access_merges(1) == (2,)
    assert separate_case(alice, 2, now(front))
    assert not separate_case(alice, 2, now(front))
    assert access_merges(1) == ()
    shown = {
        number: [item.text for item in access_case(alice, number, now(front)).items]
        for number in (1, 2, 3)
    }
    assert shown == {
        1: ["first, by telegram", "to @x"],
        2: ["second, by sms", "to +10"],
        3: ["third, by the page"],
    }
    assert [each.line for each in access_contacts(2)] == ["sms"]
    now_there = list(Case.objects.order_by("number").values_list("key_wrap", flat=True))
    assert list(map(bytes, now_there)) == list(map(bytes, wraps))
    telegram.hears("@x", "still mine")
    tick(front)
    assert access_case(alice, 1, now(front)).items[-1].text == "still mine"
    del two


def test_an_answer_to_merged_cases_stands_in_the_contacts_own_and_ends_the_waiting(
    front: Front, telegram: Line, sms: Line, alice: Operator, two: Page
) -> None:
    """By default it goes where the newest word of all came from."""
    merge_cases(alice, 1, 2, now(front))
    telegram.hears("@x", "newest")
    tick(front)
    view = access_case(alice, 2, now(front))
    answer(alice, 2, "here", seen_upto=view.seen_upto[2], also_seen=view.seen_upto, now=now(front))
    tick(front)
    assert said(telegram) == [("@x", "here")]
    assert said(sms) == []
    rows = {row.number: row.waiting_since for row in access_queue(alice, now(front))}
    assert rows[1] is None
    assert access_case(alice, 1, now(front)).items[-1].case == 1
    del two


def test_what_came_to_the_other_case_is_told_before_the_answer_goes(
    front: Front, sms: Line, alice: Operator, two: Page
) -> None:
    """Two cases are one conversation for this guard too."""
    merge_cases(alice, 1, 2, now(front))
    view = access_case(alice, 1, now(front))
    by_line = {each.line: each.number for each in access_contacts(1)}
    sms.hears("+10", "they have seen me")
    tick(front)
    with pytest.raises(SomebodyAnswered):
        answer(
            alice,
            1,
            "stay",
            seen_upto=view.last_item_id,
            also_seen=view.seen_upto,
            now=now(front),
            contact=by_line["telegram"],
        )
    del two


def test_a_merged_case_that_waits_unread_goes_on_waiting(
    front: Front, sms: Line, alice: Operator, two: Page
) -> None:
    """An answer given before it was opened does not hide it."""
    merge_cases(alice, 1, 2, now(front))
    access_case(alice, 1, now(front))
    sms.hears("+10", "nobody has opened this")
    tick(front)
    by_line = {each.line: each.number for each in access_contacts(1)}
    answer(alice, 1, "x", seen_upto=9, now=now(front), confirmed=True, contact=by_line["telegram"])
    row = next(row for row in access_queue(alice, now(front)) if row.number == 1)
    assert row.waiting_since is not None
    assert row.unread == 1
    del two


def test_a_proposal_is_shown_until_an_operator_decides(
    front: Front, telegram: Line, alice: Operator, two: Page
) -> None:
    """Refused it does not come again; merged by hand it is decided too."""
    words = to_base64url(two.keys.token.reveal())
    telegram.hears("@x", "I am the one of the page", token=words)
    tick(front)
    (proposal,) = access_proposals()
    assert (proposal.one, proposal.other, proposal.line) == (1, 3, "telegram")
    assert access_proposals(1) == access_proposals(3) == (proposal,)
    assert access_proposals(2) == ()
    assert not Merged.objects.exists()
    refuse_merge(alice, proposal.number, now(front))
    refuse_merge(alice, proposal.number, now(front))
    telegram.hears("@x", "I say it again", token=words)
    tick(front)
    assert access_proposals() == ()
    assert AuditEntry.objects.filter(action="refused a merge").count() == 1
    merge_cases(alice, 3, 1, now(front))
    assert [row.number for row in access_queue(alice, now(front))] == [3, 2]


def test_merging_decides_what_was_proposed(
    front: Front, telegram: Line, alice: Operator, two: Page
) -> None:
    """Nobody is asked about what is done."""
    telegram.hears("@x", "I am he", token=to_base64url(two.keys.token.reveal()))
    tick(front)
    merge_cases(alice, 1, 3, now(front))
    assert access_proposals() == ()
    separate_case(alice, 3, now(front))
    assert access_proposals() == ()


def test_merged_cases_are_taken_given_back_and_destroyed_together(
    front: Front, alice: Operator, bob: Operator, two: Page
) -> None:
    """Half of a conversation does not outlive the other half."""
    take(bob, 2)
    merge_cases(alice, 1, 2, now(front))
    assert take(alice, 1) == "bob"
    give_back(alice, 1)
    assert take(alice, 2) == "alice"
    shred_case(alice, 2, now(front))
    for number in (1, 2):
        with pytest.raises(NoSuchCase):
            access_case(alice, number, now(front))
    assert len(access_case(alice, 3, now(front)).items) == 1
    assert AuditEntry.objects.filter(action="shredded").count() == 2
    del two


def test_a_ring_in_the_database_hangs_nothing(front: Front, alice: Operator, two: Page) -> None:
    """Somebody has tampered with it: the cases can still be opened."""
    Merged.objects.create(case_id=1, into_id=2, at=1)
    Merged.objects.create(case_id=2, into_id=1, at=1)
    assert len(access_case(alice, 1, now(front)).items) == 2
    assert {row.number for row in access_queue(alice, now(front))} >= {3}
    del two


def test_nothing_of_it_is_shown_while_the_vault_is_locked(front: Front, two: Page) -> None:
    """Who is one person with whom is nothing for a stranger at the screen."""
    front.desk.vault.lock()
    for ask in (access_contacts, access_proposals, access_merges):
        with pytest.raises(VaultLocked):
            ask(1)
    del two


def test_there_are_no_contacts_of_no_case(open_vault: Desk, alice: Operator) -> None:
    """A number that is none."""
    for ask in (access_contacts, access_merges):
        with pytest.raises(NoSuchCase):
            ask(99)
    with pytest.raises(NoSuchCase):
        merge_cases(alice, 98, 99, int(open_vault.clock()))
