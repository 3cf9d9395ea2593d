"""Nobody is reached against his wish unless two operators want it, and nothing by itself."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.core.keys import to_base64url
from aman.core.phrase import read_phrase
from aman.core.words import word_lists
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.cases.contacts import access_contacts, merge_cases
from aman.desk.cases.wishes import (
    LASTS_SECONDS,
    AgainstHisWish,
    Broken,
    NotYourOwn,
    Rules,
    access_releases,
    access_wish,
    ask_release,
    refuse_release,
    release,
    write_wish,
)
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.instructions import KEPT_SECONDS
from aman.desk.lines.models import Contact
from aman.desk.outbox.answering import answer
from aman.desk.reading import line_talk
from aman.desk.safe_contact.models import Release, Wish
from aman.desk.safe_contact.rules import Hours
from aman.desk.safe_contact.wishes import overdue
from aman.lines.record import KEPT_SECONDS as ID_KEPT_SECONDS
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")
QUIET = Rules(wording="Your parcel is here")


@pytest.fixture
def wrote(front: Front, telegram: Line, alice: Operator) -> int:
    """Somebody wrote by Telegram, an hour ago; gives the number of his contact."""
    telegram.hears("@x", "hello")
    front.visit()
    tick(front)
    telegram.send()
    tick(front, 3600)
    del alice
    return access_contacts(1)[0].number


def send(front: Front, operator: Operator, text: str, **members: object) -> None:
    answer(operator, 1, text, seen_upto=99, now=now(front), **members)  # type: ignore[arg-type]


def test_what_breaks_a_wish_is_refused_with_the_reason_and_not_kept(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    write_wish(alice, 1, Rules(contacts=(), wording=QUIET.wording), None, now(front))
    with pytest.raises(AgainstHisWish) as refused:
        send(front, alice, "We have news of her")
    assert refused.value.broken == (Broken.CONTACT, Broken.WORDING)
    assert refused.value.wording == QUIET.wording
    assert "news" not in str(refused.value)
    tick(front)
    assert said(telegram) == []
    del wrote


def test_his_own_words_may_be_sent_at_any_time(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    write_wish(alice, 1, QUIET, None, now(front))
    send(front, alice, QUIET.wording)
    tick(front)
    assert said(telegram) == [("@x", QUIET.wording)]
    del wrote


def test_the_page_waits_for_him_and_breaks_no_wish(front: Front, alice: Operator) -> None:
    page = Page(front.desk.hotline, some_keys(), front.visit() and front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    tick(front)
    write_wish(alice, 1, Rules(never=True), None, now(front))
    send(front, alice, "read this when you look")
    tick(front)
    front.give(page)
    assert page.told == ["read this when you look"]


def test_a_second_operator_releases_exactly_what_was_asked_for_once(
    front: Front, telegram: Line, wrote: int, alice: Operator, bob: Operator
) -> None:
    write_wish(alice, 1, Rules(never=True), None, now(front))
    asked = ask_release(
        alice, 1, wrote, text="They know. Leave now.", broken=(Broken.NEVER,), now=now(front)
    )
    (shown,) = access_releases(bob, 1, now(front))
    assert (shown.text, shown.broken, shown.asked_by, shown.mine) == (
        "They know. Leave now.",
        (Broken.NEVER,),
        "alice",
        False,
    )
    assert access_releases(alice, 1, now(front))[0].mine
    release(bob, 1, asked, now(front))
    tick(front)
    assert said(telegram) == [("@x", "They know. Leave now.")]
    with pytest.raises(NoSuchCase):
        release(bob, 1, asked, now(front))
    actions = AuditEntry.objects.order_by("pk").values_list("action", "operator_name")
    assert list(actions)[-4:] == [
        ("wrote down a wish", "alice"),
        ("asked for a release", "alice"),
        ("answered", "alice"),
        ("released", "bob"),
    ]


def test_a_line_that_had_to_be_silent_gives_its_notice_with_the_first_text_that_is_sent(
    front: Front, telegram: Line, sms: Line, wrote: int, alice: Operator
) -> None:
    front.desk.ready_words.refill(now(front))
    telegram.hears("@x", "words")
    tick(front)
    typed = next(each.text for each in telegram.send() if "\n\n" in each.text).split("\n\n")[1]
    keys = read_phrase(typed, word_lists(), "en").phrase.keys(front.desk.hotline)
    write_wish(alice, 1, Rules(never=True), None, now(front))
    sms.hears("+10", "it is me", token=to_base64url(keys.token.reveal()))
    tick(front)
    assert sms.send() == []
    write_wish(alice, 1, Rules(), None, now(front))
    send(front, alice, "good that you write", confirmed=True)
    tick(front)
    assert [(each.text, each.notice) for each in sms.send()] == [("good that you write", True)]
    del wrote


def test_nobody_releases_his_own(front: Front, telegram: Line, wrote: int, alice: Operator) -> None:
    write_wish(alice, 1, Rules(never=True), None, now(front))
    asked = ask_release(alice, 1, wrote, text="x", broken=(Broken.NEVER,), now=now(front))
    with pytest.raises(NotYourOwn):
        release(alice, 1, asked, now(front))
    tick(front)
    assert said(telegram) == []
    assert not Release.objects.filter(released=True).exists()


def test_a_refused_or_old_request_sends_nothing(
    front: Front, telegram: Line, wrote: int, alice: Operator, bob: Operator
) -> None:
    write_wish(alice, 1, Rules(never=True), None, now(front))
    first = ask_release(alice, 1, wrote, text="x", broken=(Broken.NEVER,), now=now(front))
    refuse_release(bob, 1, first, now(front))
    second = ask_release(alice, 1, wrote, text="y", broken=(Broken.NEVER,), now=now(front))
    tick(front, LASTS_SECONDS)
    for asked in (first, second):
        with pytest.raises(NoSuchCase):
            release(bob, 1, asked, now(front))
    assert access_releases(bob, 1, now(front)) == ()
    tick(front)
    assert said(telegram) == []


def some_wishes(front: Front) -> list[Rules]:
    """One of each rule; each would allow an automatic word of its own at some moment or way."""
    minute = now(front) // 60 % 1440
    return [
        Rules(never=True),
        Rules(contacts=(Contact.objects.get().pk,)),
        Rules(hours=(Hours(minute, (minute + 60) % 1440),)),
        Rules(wording="Your parcel has arrived."),
    ]


@pytest.mark.parametrize("which", range(4))
def test_while_the_vault_is_locked_any_wish_silences_the_hotlines_own_words(
    front: Front, telegram: Line, wrote: int, alice: Operator, which: int
) -> None:
    """Nobody can know what he asked for; the database doesn't tell which of them it was."""
    write_wish(alice, 1, some_wishes(front)[which], None, now(front))
    assert list(Wish.objects.values_list("silent", flat=True)) == [True]
    front.desk.vault.lock()
    telegram.hears("@x", "/words")
    tick(front)
    tick(front)
    assert telegram.send() == []
    assert Case.objects.get().waiting_since is not None
    del wrote


@pytest.mark.parametrize("which", range(4))
def test_while_the_vault_is_open_the_hotlines_own_words_obey_what_he_asked_for(
    front: Front, telegram: Line, wrote: int, alice: Operator, which: int
) -> None:
    """He writes just now by a way that he allowed; "never" holds all the same."""
    write_wish(alice, 1, some_wishes(front)[which], None, now(front))
    telegram.hears("@x", "/words", at=now(front))
    tick(front)
    assert bool(telegram.send()) == (not some_wishes(front)[which].never)
    del wrote


def test_the_hotline_says_nothing_by_itself_by_a_way_that_he_did_not_allow(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    """Also while he is writing there."""
    write_wish(alice, 1, Rules(contacts=()), None, now(front))
    telegram.hears("@x", "/words", at=now(front))
    tick(front)
    assert telegram.send() == []
    del wrote


def test_a_wish_without_a_rule_silences_nothing(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    """That he should write by noon says nothing of how he may be reached."""
    write_wish(alice, 1, Rules(zone="Asia/Beirut"), now(front) + 3600, now(front))
    front.desk.vault.lock()
    telegram.hears("@x", "/words")
    tick(front)
    assert telegram.send()
    del wrote


def test_a_short_message_under_his_number_does_not_show_that_he_holds_the_phone(
    front: Front, sms: Line, alice: Operator
) -> None:
    """Anybody can send one: it must lift neither his hours nor his wording."""
    sms.hears("+10", "hello")
    front.visit()
    sms.send()
    write_wish(alice, 1, QUIET, None, now(front))
    sms.hears("+10", "Mallory wrote this", at=now(front))
    tick(front)
    assert sms.send() == []
    with pytest.raises(AgainstHisWish):
        send(front, alice, "We have news of her")


def test_a_wish_holds_for_everything_that_is_shown_as_one_person(
    front: Front, telegram: Line, sms: Line, wrote: int, alice: Operator
) -> None:
    sms.hears("+10", "it is me")
    tick(front)
    sms.send()
    tick(front, 3600)
    write_wish(alice, 1, Rules(never=True), None, now(front))
    merge_cases(alice, 1, 2, now(front))
    by_sms = next(each for each in access_contacts(1) if each.line == "sms")
    with pytest.raises(AgainstHisWish):
        send(front, alice, "x", contact=by_sms.number, confirmed=True)
    tick(front)
    assert said(sms) == []
    assert said(telegram) == []
    del wrote


def test_a_wish_that_does_not_open_refuses_everything(
    front: Front, wrote: int, alice: Operator
) -> None:
    write_wish(alice, 1, QUIET, None, now(front))
    Wish.objects.update(content=b"damaged")
    with pytest.raises(AgainstHisWish):
        send(front, alice, QUIET.wording)
    del wrote


def test_a_wish_is_sealed_and_read_only_with_an_open_vault(
    front: Front, wrote: int, alice: Operator
) -> None:
    write_wish(alice, 1, QUIET, None, now(front))
    assert access_wish(1).rules == QUIET
    assert b"parcel" not in bytes(Wish.objects.get().content)
    front.desk.vault.lock()
    with pytest.raises(VaultLocked):
        access_wish(1)
    del wrote


def test_silence_is_told_from_the_agreed_moment_until_he_writes(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    due = now(front) + 600
    write_wish(alice, 1, Rules(), due, now(front))
    assert overdue(now(front)) == {}
    tick(front, 700)
    assert overdue(now(front)) == {1: due}
    telegram.hears("@x", "here I am")
    tick(front)
    assert overdue(now(front)) == {}
    del wrote


def test_an_answer_that_waits_for_its_line_is_not_sent_outside_his_hours(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    """The line may be down for hours; what the guard allowed at eight it would not at three."""
    minute = now(front) // 60 % 1440
    hours = (Hours(minute, (minute + 10) % 1440),)
    write_wish(alice, 1, Rules(hours=hours), None, now(front))
    send(front, alice, "now is well")
    tick(front)
    (waiting,) = telegram.fetch().values()
    assert now(front) < waiting.until <= now(front) + 600
    del wrote


def test_whatever_is_to_be_sent_says_in_its_seal_until_when(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    """A front that keeps an instruction can't have it sent after its line has forgotten it."""
    send(front, alice, "an answer")
    telegram.hears("@y", "/words")
    tick(front)
    waiting = list(telegram.fetch().values())
    assert len(waiting) > 1
    assert all(0 < each.until <= now(front) + KEPT_SECONDS for each in waiting)
    assert KEPT_SECONDS < ID_KEPT_SECONDS
    del wrote


def test_his_own_words_come_alone_without_what_the_line_says_of_itself(
    front: Front,
    sms: Line,
    alice: Operator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def falls(*_: object) -> None:  # the talk never spoke, so nobody told him yet
        raise LookupError

    monkeypatch.setattr(line_talk, "step", falls)
    sms.hears("+10", "hello")
    front.visit()
    tick(front, 3600)
    write_wish(alice, 1, QUIET, None, now(front))
    send(front, alice, QUIET.wording)
    tick(front)
    assert [(each.text, each.notice) for each in sms.send()] == [(QUIET.wording, False)]
    assert [each.message for each in caplog.records] == ["a talk failed"]
    caplog.clear()


def test_a_message_that_was_held_back_does_not_make_him_one_who_is_writing_now(
    front: Front, telegram: Line, wrote: int, alice: Operator
) -> None:
    """Who has the front chooses when it hands over; the line says when he wrote."""
    write_wish(alice, 1, QUIET, None, now(front))
    telegram.hears("@x", "are you there", at=now(front) - 7200)
    tick(front)
    with pytest.raises(AgainstHisWish):
        send(front, alice, "We have news of her")
    tick(front)
    assert telegram.send() == []  # nor does the hotline answer by itself
    telegram.hears("@x", "are you there", at=now(front))
    tick(front)
    send(front, alice, "We have news of her")
    del wrote


def test_a_release_holds_for_what_was_shown_and_not_for_what_he_asked_since(
    front: Front, telegram: Line, wrote: int, alice: Operator, bob: Operator
) -> None:
    write_wish(alice, 1, QUIET, None, now(front))
    asked = ask_release(alice, 1, wrote, text="x", broken=(Broken.WORDING,), now=now(front))
    write_wish(alice, 1, Rules(never=True, wording=QUIET.wording), None, now(front))
    with pytest.raises(AgainstHisWish) as refused:
        release(bob, 1, asked, now(front))
    assert Broken.NEVER in refused.value.broken
    tick(front)
    assert said(telegram) == []
    assert access_releases(bob, 1, now(front))  # it can still be refused
