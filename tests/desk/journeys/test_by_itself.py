"""What a caller is told by the desk itself when his plan does not hold any more."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Callable

import pytest

from aman.core.handover import Withdrawn
from aman.core.programme import LANGUAGE_NAMES
from aman.core.team import Outcome
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.contacts import merge_cases
from aman.desk.cases.queue import access_queue
from aman.desk.cases.wishes import (
    Rules,
    access_releases,
    ask_release,
    release,
    write_wish,
)
from aman.desk.journeys.arranging import (
    tell_abort,
    tell_plan,
    tick_off,
    write_people,
    write_place,
    write_plan,
)
from aman.desk.journeys.by_itself import LATE_SECONDS
from aman.desk.journeys.content import read_arrangement
from aman.desk.journeys.handing_over import abort, plan_anew, say_set_out
from aman.desk.journeys.models import Journey
from aman.desk.journeys.needs import Need
from aman.desk.journeys.states import NotNow, Stage
from aman.desk.journeys.texts import (
    abort_text,
    go_text,
    over_text,
    plan_text,
    stay_text,
    wait_text,
)
from aman.desk.lines.models import Contact, Instruction
from aman.desk.lines.states import Stage as LineStage
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Answer, Prepared
from aman.desk.outbox.sensitive import findings
from aman.desk.safe_contact.wishes import AgainstHisWish
from desk.journeys.conftest import EVERY_LINE, PEOPLE, PLACE, a_plan
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage
from desk_lines.line import Line

HandOut = Callable[[], int]


def texts(line: Line) -> list[str]:
    return [text for _, text in said(line)]


def stage() -> str:
    return Journey.objects.order_by("-pk").values_list("stage", flat=True)[0]


def until_it_is_over(front: Front) -> None:
    for _ in range(16):
        tick(front, 500)


def read_all(page: Page, front: Front) -> None:
    """He looks, his page says what it has read, and he looks again."""
    front.give(page)
    front.take(page.beat(now(front)))
    tick(front)
    front.give(page)


def needs(operator: Operator, front: Front) -> tuple[Need, ...]:
    (row,) = access_queue(operator, now(front))
    assert row.journey is not None
    return row.journey.needs


@pytest.fixture
def by_telegram(planned: int, front: Front, telegram: Line, alice: Operator) -> int:
    """The person of the planned journey writes through a line as well."""
    telegram.hears("@x", "it is me")
    tick(front)
    other = Case.objects.order_by("-number")[0]
    merge_cases(alice, planned, other.number, now(front))
    return planned


def tell(operator: Operator, number: int, front: Front) -> None:
    contact = Contact.objects.get().pk
    tell_plan(
        operator, number, lang="en", seen_upto=0, now=now(front), confirmed=True, contact=contact
    )


def test_the_words_name_no_place_and_no_time(front: Front) -> None:
    del front
    texts = (over_text, wait_text, go_text, stay_text)
    said = [text(lang) for lang in LANGUAGE_NAMES for text in texts]
    assert len(set(said)) == len(texts) * len(LANGUAGE_NAMES)
    assert not any(findings(text) for text in said)


def test_at_its_end_the_caller_is_told_while_the_vault_is_locked(
    page: Page,
    out: HandOut,
    front: Front,
    alice: Operator,
    reopen: Callable[[object], None],
) -> None:
    number = out()
    front.desk.vault.lock()
    until_it_is_over(front)
    read_all(page, front)
    assert page.told[-2:] == [stay_text("en"), over_text("en")]
    assert stage() == Stage.OVERDUE
    reopen(front.desk)
    last = access_case(alice, number, now(front)).items[-1]
    assert (last.text, last.by, last.by_itself) == (over_text("en"), "alice", True)
    assert needs(alice, front) == (Need.NO_WORD,)
    assert not Prepared.objects.exists()


def test_through_a_line_it_waits_held_and_goes_out_at_the_end(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    tick(front)
    held = Instruction.objects.filter(state=LineStage.HELD.value)
    assert held.count() == 4
    assert over_text("en") not in texts(telegram)
    front.desk.vault.lock()
    until_it_is_over(front)
    assert texts(telegram)[-1] == over_text("en")
    assert not held.exists()
    untils = [each.until for each in telegram.outbox.values() if each.text == over_text("en")]
    assert untils == [(Journey.objects.get().expires_at or 0) + LATE_SECONDS]
    assert Journey.objects.get().untold_since is None


def test_what_he_asks_for_later_keeps_it_back_and_the_queue_says_so(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    write_wish(alice, by_telegram, Rules(never=True), None, now(front))
    until_it_is_over(front)
    assert over_text("en") not in texts(telegram)
    assert needs(alice, front) == (Need.UNTOLD,)
    write_wish(alice, by_telegram, Rules(), None, now(front))
    answer(alice, by_telegram, over_text("en"), seen_upto=0, confirmed=True, now=now(front))
    assert needs(alice, front) == ()


def test_who_asked_for_hours_is_told_only_within_them(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    """Whether the end is within them is asked when the plan is told; of a change nobody knows."""
    tell(alice, by_telegram, front)
    assert Prepared.objects.filter(instruction__isnull=False).count() == 4
    write_wish(alice, by_telegram, Rules(wording="See you."), None, now(front))
    assert Prepared.objects.filter(instruction__isnull=False).count() == 0
    del telegram


def test_merging_with_who_asked_for_something_keeps_it_back(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    telegram.hears("@y", "not to my telephone")
    tick(front)
    other = Case.objects.order_by("-number")[0].number
    write_wish(alice, other, Rules(never=True), None, now(front))
    merge_cases(alice, by_telegram, other, now(front))
    until_it_is_over(front)
    assert over_text("en") not in texts(telegram)
    assert Journey.objects.get().untold_since is not None


def test_when_the_team_refuses_the_caller_is_told_to_wait(
    page: Page, team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    out()
    front.desk.vault.lock()
    team.refuse(team.package())
    tick(front)
    front.give(page)
    assert page.told[-1] == wait_text("en")
    assert (stage(), Answer.objects.filter(prepared__isnull=False).count()) == (Stage.CHOSEN, 1)
    del alice


def test_what_ended_tells_nothing_more(
    page: Page, team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    out()
    team.tell(team.package(), Outcome.ARRIVED)
    tick(front)
    assert not Prepared.objects.exists()
    until_it_is_over(front)
    front.give(page)
    assert len(page.told) == 1
    del alice


def test_an_aborted_or_destroyed_journey_tells_nothing_by_itself(
    agreed: int, front: Front, alice: Operator
) -> None:
    assert Prepared.objects.count() == 4
    abort(alice, agreed, now(front))
    assert not Prepared.objects.exists()
    write_place(alice, agreed, PLACE, now(front))
    write_plan(alice, agreed, a_plan(now(front)), now(front))
    assert stage() == Stage.CHOSEN
    shred_case(alice, agreed, now(front))
    assert not Prepared.objects.exists()


def test_an_abort_that_can_not_be_said_stands_in_the_queue_until_somebody_has_answered(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    """Also beside a journey that is begun anew: he still goes by the plan that is off."""
    tell(alice, by_telegram, front)
    write_wish(alice, by_telegram, Rules(never=True), None, now(front))
    tick(front)
    by = read_arrangement(Journey.objects.get()).sent_by
    abort(alice, by_telegram, now(front))
    with pytest.raises(AgainstHisWish):
        tell_abort(alice, by_telegram, "en", by, now(front))
    assert (stage(), needs(alice, front)) == (Stage.ABORTED, (Need.UNTOLD,))
    tick(front)
    write_place(alice, by_telegram, PLACE, now(front))
    assert (stage(), needs(alice, front)) == (Stage.ASKED, (Need.UNTOLD,))
    write_wish(alice, by_telegram, Rules(), None, now(front))
    answer(alice, by_telegram, abort_text("en"), seen_upto=0, confirmed=True, now=now(front))
    assert needs(alice, front) == ()
    del telegram


def test_what_was_answered_of_an_aborted_journey_hides_nothing_of_the_next(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    abort(alice, by_telegram, now(front))
    tick(front)
    answer(alice, by_telegram, abort_text("en"), seen_upto=0, confirmed=True, now=now(front))
    write_place(alice, by_telegram, PLACE, now(front))
    write_people(alice, by_telegram, PEOPLE, now(front))
    write_plan(alice, by_telegram, a_plan(now(front)), now(front))
    tell(alice, by_telegram, front)
    write_wish(alice, by_telegram, Rules(never=True), None, now(front))
    until_it_is_over(front)
    assert Journey.objects.filter(untold_since__isnull=False).count() == 2
    assert Need.UNTOLD in needs(alice, front)
    del telegram


def test_an_abort_goes_the_way_of_the_plan_and_nothing_is_left_to_do(
    by_telegram: int, page: Page, front: Front, telegram: Line, alice: Operator
) -> None:
    """Whatever he wrote through since."""
    tell(alice, by_telegram, front)
    tick(front)
    page.write("a word by the page")
    front.take(page.beat(now(front)))
    tick(front)
    access_case(alice, by_telegram, now(front))
    by = read_arrangement(Journey.objects.get()).sent_by
    assert by is not None
    assert by.contact == Contact.objects.get().pk
    abort(alice, by_telegram, now(front))
    tell_abort(alice, by_telegram, "en", by, now(front))
    tick(front)
    assert texts(telegram)[-1] == abort_text("en")
    (row,) = access_queue(alice, now(front))
    assert row.journey is None


def test_planning_anew_replaces_what_the_team_has_by_two_and_counts_only_the_newest(
    page: Page, team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    first = team.package()
    team.accept(first)
    tick(front)
    say_set_out(alice, number, now(front))
    plan_anew(alice, number, now(front))
    tick(front)
    team.read()
    read_all(page, front)
    taken_back = team.told[-1].withdraw
    assert taken_back is not None
    assert (taken_back.revision, taken_back.reason) == (1, Withdrawn.REPLACED)
    assert (stage(), page.told[-1]) == (Stage.CHOSEN, wait_text("en"))
    later = a_plan(now(front) + 600)
    write_plan(alice, number, later, now(front))
    tell_plan(alice, number, lang="en", seen_upto=99, now=now(front))
    assert not tick_off(alice, number, (0, 1), now(front))
    assert tick_off(alice, number, EVERY_LINE, now(front))
    out()
    second = team.package()
    assert (second.id, second.revision, second.window) == (first.id, 2, later.window)
    team.accept(first)
    tick(front)
    assert stage() == Stage.HANDED_OVER
    team.accept(second)
    tick(front)
    assert stage() == Stage.ACKNOWLEDGED


def test_who_arrived_by_the_old_plan_has_arrived(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    plan_anew(alice, number, now(front))
    team.tell(team.package(), Outcome.DID_NOT_COME)
    tick(front)
    assert stage() == Stage.CHOSEN
    team.tell(team.package(), Outcome.ARRIVED)
    tick(front)
    assert stage() == Stage.ARRIVED
    with pytest.raises(NotNow):
        plan_anew(alice, number, now(front))


def test_what_was_repeated_of_an_earlier_telling_is_not_repeated(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    number = out()
    team.refuse(team.package())
    tick(front)
    tell_plan(alice, number, lang="en", seen_upto=99, now=now(front))
    assert not tick_off(alice, number, (), now(front))
    assert stage() == Stage.TOLD


def test_a_plan_against_a_wish_goes_out_when_a_second_operator_releases_it(
    by_telegram: int, front: Front, telegram: Line, alice: Operator, bob: Operator
) -> None:
    tick(front, 3000)
    write_wish(alice, by_telegram, Rules(wording="See you."), None, now(front))
    with pytest.raises(AgainstHisWish) as wish:
        tell(alice, by_telegram, front)
    contact = Contact.objects.get()
    text = plan_text(read_arrangement(Journey.objects.get()), "en")
    asking = {"text": text, "broken": wish.value.broken, "now": now(front), "plan": "en"}
    asked = ask_release(alice, by_telegram, contact.pk, **asking)  # type: ignore[arg-type]
    write_plan(alice, by_telegram, a_plan(now(front) + 60), now(front))
    with pytest.raises(NotNow):
        release(bob, by_telegram, asked, now(front))
    assert stage() == Stage.CHOSEN
    asking["text"] = plan_text(read_arrangement(Journey.objects.get()), "en")
    asked = ask_release(alice, by_telegram, contact.pk, **asking)  # type: ignore[arg-type]
    assert len(access_releases(bob, by_telegram, now(front))) == 2
    release(bob, by_telegram, asked, now(front))
    tick(front)
    assert (stage(), texts(telegram)[-1]) == (Stage.TOLD, asking["text"])
    assert not Prepared.objects.filter(instruction__isnull=False).exists()
