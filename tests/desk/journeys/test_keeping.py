"""A plan that can't be kept any more goes nowhere: by the clock, whoever wants to send it."""

import msgspec
import pytest

from aman.core.handover import Means, Window
from aman.desk.accounts.models import Operator
from aman.desk.cases.wishes import Rules, ask_release, release, write_wish
from aman.desk.journeys.arranging import tell_plan, write_plan
from aman.desk.journeys.content import Arrangement, People, Whereabouts, read_arrangement
from aman.desk.journeys.handing_over import hand_over, release_first
from aman.desk.journeys.keeping import Misfit, misfit
from aman.desk.journeys.models import HandOver, Journey
from aman.desk.journeys.states import CantBeKept, NotNow, Stage
from aman.desk.journeys.texts import plan_text
from aman.desk.lines.models import Contact
from aman.desk.outbox.models import Answer
from aman.desk.safe_contact.wishes import AgainstHisWish
from desk.journeys.conftest import a_plan
from desk.journeys.test_by_itself import by_telegram, tell
from desk.journeys.test_guiding import AT, taken
from desk.lines.test_contacts import now, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage

__all__ = ["by_telegram"]
PAST_THE_FIRST, PAST_BOTH = 1800 + 660, 4200 + 660
"""Of `a_plan`: eleven minutes after they should have set out."""


def later(front: Front, seconds: int) -> None:
    while seconds > 0:
        tick(front, min(seconds, 500))
        seconds -= 500


def tell_now(operator: Operator, number: int, front: Front) -> None:
    tell_plan(operator, number, lang="en", seen_upto=99, now=now(front))


def test_told_after_its_last_hour_to_set_out_it_is_not_sent(
    planned: int, front: Front, alice: Operator
) -> None:
    later(front, PAST_BOTH)
    with pytest.raises(CantBeKept):
        tell_now(alice, planned, front)
    assert not Answer.objects.exists()


def test_told_between_both_hours_it_is_told_and_stands_with_the_second_alone(
    page: Page, planned: int, front: Front, alice: Operator
) -> None:
    plan = a_plan(now(front))
    later(front, PAST_THE_FIRST)
    tell_now(alice, planned, front)
    tick(front)
    front.give(page)
    known = read_arrangement(Journey.objects.get()).plan
    assert known is not None
    assert (known.sets_out_at, known.window) == (plan.sets_out_again_at, plan.fallback)
    assert (known.sets_out_again_at, known.fallback) == (None, None)
    assert "The first time is over. Only the second one holds." in page.told[-1]
    assert page.told[-1].count("Start: ") == 1
    assert "That is the second time." not in page.told[-1]


def test_a_plan_that_was_shown_before_its_first_hour_passed_is_not_the_one_that_is_sent(
    planned: int, front: Front, alice: Operator
) -> None:
    shown = plan_text(read_arrangement(Journey.objects.get()), "en")
    later(front, PAST_THE_FIRST)
    with pytest.raises(NotNow):
        tell_plan(alice, planned, lang="en", seen_upto=99, now=now(front), shown=shown)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("seconds", "why"), [(PAST_THE_FIRST, NotNow), (PAST_BOTH, CantBeKept)])
def test_a_colleague_who_releases_it_too_late_does_not_send_it(  # noqa: PLR0913, PLR0917 - the cast
    by_telegram: int,
    front: Front,
    alice: Operator,
    bob: Operator,
    seconds: int,
    why: type[NotNow],
) -> None:
    later(front, seconds - 700)
    write_wish(alice, by_telegram, Rules(wording="See you."), None, now(front))
    write_plan(alice, by_telegram, a_plan(now(front) + 700 - seconds), now(front))
    with pytest.raises(AgainstHisWish) as wish:
        tell(alice, by_telegram, front)
    text = plan_text(read_arrangement(Journey.objects.get()), "en")
    asked = ask_release(
        alice,
        by_telegram,
        Contact.objects.get().pk,
        text=text,
        broken=wish.value.broken,
        now=now(front),
        plan="en",
    )
    later(front, 700)
    with pytest.raises(why):
        release(bob, by_telegram, asked, now(front))
    assert Journey.objects.get().stage == Stage.CHOSEN
    assert not Answer.objects.exists()


def test_released_too_late_it_goes_to_no_team_unless_somebody_says_that_they_are_on_the_way(
    team: TeamPage, agreed: int, front: Front, alice: Operator, bob: Operator
) -> None:
    """Who has set out by what he was told must not come to nobody."""
    later(front, PAST_THE_FIRST)
    release_first(alice, agreed, now(front))  # the second time, which he was told, is ahead
    later(front, PAST_BOTH - PAST_THE_FIRST)
    with pytest.raises(CantBeKept):
        hand_over(bob, agreed, 1, now(front))
    assert not HandOver.objects.exists()
    hand_over(bob, agreed, 1, now(front), on_the_way=True)
    tick(front)
    team.read()
    assert team.package().fallback is not None


def test_without_a_moment_to_set_out_it_can_be_told_until_nobody_waits_any_more(
    planned: int, front: Front, alice: Operator
) -> None:
    at = now(front)
    plan = msgspec.structs.replace(
        a_plan(at), sets_out_at=None, sets_out_again_at=None, fallback=None
    )
    write_plan(alice, planned, plan, at)
    later(front, 5400)
    with pytest.raises(CantBeKept):
        tell_now(alice, planned, front)


@pytest.mark.parametrize(("people", "slow", "why"), [
    (People(2, 0, Means.FOOT), False, None),
    (People(9, 0, Means.FOOT), False, Misfit.ROOM),
    (People(5, 0, Means.FOOT), False, None),
    (People(2, 1, Means.FOOT), False, Misfit.PACE),
    (People(2, 0, Means.FOOT), True, Misfit.PACE),
    (People(2, 0, Means.CAR), False, Misfit.PACE),
    (People(2, 0, Means.OTHER), False, Misfit.PACE),
])  # fmt: skip
def test_a_way_fits_the_pace_that_it_was_found_for_and_the_room_of_its_point(
    people: People, *, slow: bool, why: Misfit | None
) -> None:
    known = Arrangement(people=people, asked=Whereabouts(47.1, 9.5, AT, "Europe/Vaduz", slow=slow))
    way = taken(
        ((9.5, 47.1), AT), ((9.6, 47.2), AT + 900), pace="foot", people=2, room=5,
        window=Window(AT, AT + 900),
    )  # fmt: skip
    assert misfit(known, way) == why
    crowded = msgspec.structs.replace(way, people=9, room=1)
    assert misfit(known, crowded) == (None if why is Misfit.ROOM else why)
    assert misfit(known, None) is None
