"""The screens of a plan that can't be kept any more: they say why, and what is still possible."""

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.journeys.models import Journey
from aman.desk.journeys.states import Stage
from aman.desk.outbox.models import Answer
from desk.screens.callers import HandClock, SignIn
from desk.screens.test_danger import taken, told
from desk.screens.test_ways import JOURNEY, arrangement, case, ready, searched, text, workers

__all__ = ["case", "ready", "searched", "taken", "told", "workers"]
CANT = "This plan can't be kept any more"
TELL = {"contact": "0", "seen_upto": "99"}
HOUR = 3600
"""Of the scripted way: they set out two hours from now, and the second time at three and a half."""


@pytest.mark.usefixtures("told")
def test_more_people_and_wounded_ones_stop_the_plan_until_it_is_searched_again(
    at_alices: Client,
) -> None:
    """The found way stands, so that a number mistyped loses nothing."""
    plan = arrangement().plan
    many = {"number": "9", "wounded": "4", "means": "foot"}
    assert at_alices.post(f"{JOURNEY}/people", many)["Location"] == JOURNEY
    page = text(at_alices.get(JOURNEY))
    assert CANT in page
    assert "They travel at another pace than this way was found for." in page
    assert "To the plan" not in page
    assert "The person may go by the plan that was told." in page
    assert "Search again" in page
    refused = at_alices.post(f"{JOURNEY}/tell", TELL)
    assert refused.status_code == 409
    assert "this plan can&#x27;t be kept any more" in text(refused)
    assert at_alices.get(f"{JOURNEY}/tell").status_code == 409
    at_alices.post(f"{JOURNEY}/people", many | {"wounded": "0"})
    assert "More people come now than the point has room for." in text(at_alices.get(JOURNEY))
    assert Answer.objects.count() == 1
    at_alices.post(f"{JOURNEY}/people", many | {"number": "2", "wounded": "0"})
    page = text(at_alices.get(JOURNEY))
    assert CANT not in page
    assert "To the plan" in page
    assert arrangement().plan == plan


@pytest.mark.usefixtures("told")
def test_after_the_first_time_the_screens_say_that_the_second_one_holds(
    at_alices: Client, alice: Operator, clock: HandClock, enter: SignIn
) -> None:
    """What was shown before is not sent: the text is another by then."""
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    at_alices.post(f"{JOURNEY}/plan", {name: form[name].value() or "" for name in form.fields})
    shown = at_alices.get(f"{JOURNEY}/tell").context["shown"]
    clock.forward(2 * HOUR + 660)
    at_alices = enter(alice.name)
    assert "The second one still holds:" in text(at_alices.get(JOURNEY))
    refused = at_alices.post(f"{JOURNEY}/tell", TELL | {"shown": shown})
    assert refused.status_code == 409
    assert "Nothing was sent: the plan is another now. Read it again." in text(refused)
    assert "The plan is sent with the second one alone." in text(refused)
    assert Answer.objects.count() == 1
    now_shown = {"shown": refused.context["shown"]}
    assert at_alices.post(f"{JOURNEY}/tell", TELL | now_shown)["Location"] == JOURNEY
    known = arrangement().plan
    assert known is not None
    assert known.second_alone
    assert Answer.objects.count() == 2


@pytest.mark.usefixtures("told")
def test_a_release_after_the_last_time_is_refused_unless_they_have_set_out(
    alice: Operator, clock: HandClock, enter: SignIn
) -> None:
    """The screen asks, and says why."""
    clock.forward(3.5 * HOUR + 60)
    at_alices = enter(alice.name)
    page = text(at_alices.get(JOURNEY))
    assert "The time to set out is over." in page
    assert "They have set out already: a team has to come." in page
    refused = at_alices.post(f"{JOURNEY}/release")
    assert (refused.status_code, CANT in text(refused)) == (409, True)
    assert Journey.objects.get().stage == Stage.REPEATED
    assert at_alices.post(f"{JOURNEY}/release", {"on_the_way": "1"})["Location"] == JOURNEY
    assert Journey.objects.get().stage == Stage.RELEASED
