"""The journey of a case and the teams, on screens: one thing at a time, by two operators."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client

from aman.core.handover import Handover
from aman.desk.accounts.models import Operator
from aman.desk.cases.wishes import Rules, write_wish
from aman.desk.clock import now
from aman.desk.journeys.content import Plan, read_arrangement
from aman.desk.journeys.models import HandOver, Journey, Team
from aman.desk.journeys.states import Stage
from aman.desk.keys.vault import the_vault
from aman.desk.lines.models import Contact, Instruction
from aman.desk.outbox.models import Answer
from aman.desk.safe_contact.models import Release
from desk.screens.callers import Courier, HandClock, MakeUp, password_of
from desk_caller.front import Front
from desk_caller.team import TeamPage
from desk_lines.line import Line

BOB = {"name": "bob", "password": password_of("bob")}
PLACE = {"place": "48.123456, 37.654321", "words": "the white house"}
PEOPLE = {"number": "2", "wounded": "1", "means": "foot"}
PLAN = {
    "steps": "Go to the well.\nFollow the wall.\nWait at the white house.",
    "zone": "Europe/Kyiv",
    "opens": "2040-05-01T04:10",
    "closes": "2040-05-01T04:40",
    "they_say": "the kettle is cold",
    "we_say": "then we warm it",
    "show": "a white cloth",
    "abort_sign": "a red cloth",
    "expires": "2040-05-01T05:00",
}
AGAIN = {
    "again_opens": "2040-05-01T05:10",
    "again_closes": "2040-05-01T05:20",
    "expires": "2040-05-01T06:00",
}
WAITS = {
    "sets_out": "2040-05-01T02:00",
    "begins": "You stand at the mosque. Go north.",
    "steps": "Go to the well. Wait there until 03:10.\nWait at the white house.",
}


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def plan_of(case: int) -> Plan:
    plan = read_arrangement(Journey.objects.get(case=case)).plan
    assert plan is not None
    return plan


def unix(typed: str) -> int:
    return int(datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo("Europe/Kyiv")).timestamp())


@pytest.fixture
def case(caller: MakeUp, at_alices: Client) -> int:
    """Somebody wrote by the page, and Alice has read it."""
    caller(lang="en").write("get me out")
    at_alices.get("/case/1")
    return 1


@pytest.fixture
def planned(case: int, at_alices: Client) -> int:
    """Place, people and plan are written down."""
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        assert at_alices.post(f"/case/{case}/journey/{part}", typed).status_code == 302
    return case


@pytest.fixture
def agreed(planned: int, at_alices: Client) -> int:
    """The plan was sent and repeated."""
    at_alices.post(f"/case/{planned}/journey/tell", {"contact": "0", "seen_upto": "99"})
    at_alices.post(f"/case/{planned}/journey/repeated", {"step": [str(each) for each in range(99)]})
    return planned


@pytest.fixture
def front(courier: Courier) -> Front:
    """A front beside the courier of the callers."""
    new = Front(courier.desk, name="two")
    new.visit()
    return new


@pytest.fixture
def team(front: Front, at_alices: Client, at_bobs: Client) -> TeamPage:
    """Made by Alice, enrolled with the code that she was shown, compared by both."""
    page = text(at_alices.post("/teams", {"name": "Crane"}))
    code = re.search(r'<p class="copy" dir="ltr">([\d ]+)</p>', page)
    assert code is not None
    assert code[1] not in text(at_alices.get("/teams"))
    team = TeamPage(front)
    team.enrol(code[1].replace(" ", ""))
    front.visit()
    for browser in (at_alices, at_bobs):
        shown = text(browser.get("/teams/1"))
        assert team.fingerprint in shown
        key = re.search(r'name="key" value="(\w+)"', shown)
        assert key is not None
        browser.post("/teams/1/compare", {"key": key[1], "decision": "same"})
    assert Team.objects.get().is_trusted
    return team


def next_tick(front: Front, clock: HandClock) -> None:
    clock.forward(5)
    front.visit()


def package(team: TeamPage, front: Front, clock: HandClock) -> Handover:
    next_tick(front, clock)
    team.read()
    return team.package()


def test_the_map_beside_a_journey_knows_its_place_and_its_clock(
    at_alices: Client, planned: int
) -> None:
    """And where its ways are told, only once there is a journey; a press fills the place's form."""
    page = text(at_alices.get(f"/case/{planned}/journey"))
    assert f'data-ways="/case/{planned}/journey/ways.json"' in page
    assert 'data-meeting="37.654321 48.123456"' in page
    assert 'data-clock="Europe/Kyiv"' in page
    assert 'data-map-point="/map/place"' in text(at_alices.get(f"/case/{planned}/journey/place"))
    assert "map.js" not in text(at_alices.get(f"/case/{planned}/journey/people"))


def test_an_operator_notes_that_the_request_is_genuine_and_takes_it_back(
    planned: int, at_alices: Client, at_bobs: Client
) -> None:
    """It stands on the journey with his name, and in its history; a second press says: changed."""
    address = f"/case/{planned}/journey"
    assert "Nobody has noted it yet." in text(at_alices.get(address))
    at_alices.post(f"{address}/genuine")
    page = text(at_bobs.get(address))
    assert "<bdi>alice</bdi> found it genuine." in page
    assert "request found genuine" in page
    assert at_bobs.post(f"{address}/genuine").status_code == 409
    at_alices.post(f"{address}/people", PEOPLE | {"number": "3"})
    assert "1 more person comes now." in text(at_bobs.get(address))
    at_bobs.post(f"{address}/not-genuine")
    page = text(at_bobs.get(address))
    assert "Nobody has noted it yet." in page
    assert "taken back: request found genuine" in page


def test_the_slider_beside_a_journey_reaches_to_the_end_of_its_plan_and_not_beyond_what_is_told(
    case: int, at_alices: Client
) -> None:
    """Hazards are told for a week; what lies beyond is not looked at as if nothing were there."""
    begun = text(at_alices.get(f"/case/{case}/journey"))
    assert "data-ways" not in begun
    assert 'max="192"' in begun
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        at_alices.post(f"/case/{case}/journey/{part}", typed)
    assert f'max="{7 * 24 * 4}"' in text(at_alices.get(f"/case/{case}/journey"))


def test_a_whole_journey_by_two_operators_and_a_team(  # noqa: PLR0913, PLR0917 - the cast
    agreed: int,
    team: TeamPage,
    front: Front,
    at_alices: Client,
    at_bobs: Client,
    clock: HandClock,
) -> None:
    screen = f"/case/{agreed}/journey"
    at_alices.post(f"{screen}/release")
    assert "A second operator has to look" in text(at_alices.get(screen))
    own = at_alices.post(f"{screen}/hand-over", {"team": "1"})
    assert (own.status_code, HandOver.objects.count()) == (409, 0)
    assert "you released it yourself" in text(own)
    assert "Crane" in text(at_bobs.get(screen))
    at_bobs.post(f"{screen}/hand-over", {"team": "1"})
    given = package(team, front, clock)
    assert (given.place.lat, given.people) == (48.123456, 2)
    team.accept(given)
    next_tick(front, clock)
    assert "The team has taken it" in text(at_alices.get(screen))
    at_alices.post(f"{screen}/set-out")
    team.tell(given)
    next_tick(front, clock)
    last = text(at_bobs.get(screen))
    assert "surrendered, confirmed" in last
    assert team.fingerprint in last
    assert "by <bdi>alice</bdi> and <bdi>bob</bdi>" in last


def test_the_word_of_the_programme_stands_only_after_the_signature(
    agreed: int, at_alices: Client
) -> None:
    assert "confirmed" not in text(at_alices.get(f"/case/{agreed}/journey"))


def test_an_end_that_is_not_arrived_says_on_the_screens_what_to_find_out(
    case: int, agreed: int, at_alices: Client
) -> None:
    """On the case's page and on the journey's, until somebody has answered."""
    journey = Journey.objects.get(case=agreed)
    journey.stage = Stage.LOST_CONTACT.value
    journey.save()
    said = "The team has lost contact with them. Find out where they are."
    for page in (f"/case/{case}", f"/case/{case}/journey"):
        assert said in text(at_alices.get(page))
    assert "find out: the team lost contact" in text(at_alices.get("/"))


def test_one_thing_is_next(case: int, at_alices: Client) -> None:
    screen = f"/case/{case}/journey"
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        page = text(at_alices.get(screen))
        assert page.count("button first-choice") == 1
        assert f'href="{screen}/{part}"' in page
        at_alices.post(f"{screen}/{part}", typed)
    assert f'href="{screen}/tell"' in text(at_alices.get(screen))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("48.1 or 37.6 or both", "no form of coordinates"),
        ("https://maps.app.goo.gl/abc", "short link"),
        ("48.1, 37.2", "too rough"),
    ],
)
def test_a_place_that_is_none_says_why_and_is_kept(
    case: int, at_alices: Client, typed: str, said: str
) -> None:
    answer = at_alices.post(f"/case/{case}/journey/place", {"place": typed, "words": "x"})
    assert answer.status_code == 422
    assert said in text(answer)
    assert typed in text(answer)
    assert not Journey.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": "\n".join("12345678")}, "more than seven steps"),
        ({"closes": "2040-05-01T04:00"}, "closes before it opens"),
        ({"expires": "2040-05-01T04:30"}, "ends before the team stops waiting"),
        ({"expires": "soon"}, "Write the moment like"),
        ({"we_say": " The kettle is cold"}, "prove nothing"),
        ({"sets_out": "2040-05-01T04:40"}, "after the team has stopped waiting"),
        ({"sets_out": "2040-05-01T02:00"} | AGAIN, "Say when they set out then"),
        ({"sets_out_again": "2040-05-01T03:00"}, "Say when the team waits then"),
        (
            {"sets_out": "2040-05-01T02:00", "sets_out_again": "2040-05-01T02:00"} | AGAIN,
            "not later than the first time",
        ),
        ({"sets_out": "2020-05-01T04:10"}, "This moment is over"),
        ({"zone": "Nowhere"}, "This place is not known"),
        ({"again_opens": "2040-05-01T04:50"}, "Write both moments"),
        (
            {
                "opens": "2020-05-01T04:10",
                "closes": "2020-05-01T04:40",
                "expires": "2020-05-01T05:00",
            },
            "This moment is over",
        ),
    ],
)
def test_a_plan_that_can_not_be_kept_says_why(
    case: int, at_alices: Client, change: dict[str, str], said: str
) -> None:
    answer = at_alices.post(f"/case/{case}/journey/plan", PLAN | change)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "the kettle is cold" in text(answer)


def test_an_hour_in_a_step_that_the_plan_has_left_behind_is_asked_about(
    case: int, at_alices: Client
) -> None:
    """Who moves the window or the setting out by an hour does not keep the waits of before."""
    screen = f"/case/{case}/journey/plan"
    assert "hours_hold" not in text(at_alices.get(screen))
    outside = at_alices.post(screen, PLAN | WAITS | {"sets_out": "2040-05-01T03:20"})
    assert outside.status_code == 422
    assert "Look at these hours in the steps: 03:10." in text(outside)
    at_alices.post(f"/case/{case}/journey/place", PLACE)
    assert at_alices.post(screen, PLAN | WAITS).status_code == 302
    moved = PLAN | WAITS | {
        "sets_out": "2040-05-01T03:00", "opens": "2040-05-01T05:10",
        "closes": "2040-05-01T05:40", "expires": "2040-05-01T06:00",
    }  # fmt: skip
    asked = at_alices.post(screen, moved)
    assert asked.status_code == 422
    assert "Look at these hours in the steps: 03:10." in text(asked)
    assert 'name="hours_hold"' in text(asked)
    assert plan_of(case).sets_out_at == unix("2040-05-01T02:00")
    mended = moved | {"steps": WAITS["steps"].replace("03:10", "٠٤:١٠")}
    assert at_alices.post(screen, mended).status_code == 302
    assert plan_of(case).sets_out_at == unix("2040-05-01T03:00")
    again = mended | {"opens": "2040-05-01T05:00"}
    assert "04:10" in text(at_alices.post(screen, again))
    assert at_alices.post(screen, again | {"hours_hold": "on"}).status_code == 302


def test_nothing_is_released_before_every_line_that_was_sent_is_repeated(
    case: int, at_alices: Client
) -> None:
    """All that differs from plan to plan: hours, point, words, sign, what is left behind."""
    again = AGAIN | {"sets_out_again": "2040-05-01T03:00"}
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN | WAITS | again)):
        leave = {"leave": ["weapon", "phone"]} if part == "plan" else {}
        assert at_alices.post(f"/case/{case}/journey/{part}", typed | leave).status_code == 302
    at_alices.post(f"/case/{case}/journey/tell", {"contact": "0", "seen_upto": "99"})
    page = text(at_alices.get(f"/case/{case}/journey"))
    ticks = re.findall(r'name="step" value="(\d+)" *> <span dir="auto">([^<]+)<', page)
    only = "Set out only after we wrote: the team waits for you."
    also = "That holds for the second time, too. Keep your phone until then."
    ends = "This plan ends: Tuesday, 1 May, 06:00. After that do not go."
    second = "If you cannot then, start: Tuesday, 1 May, 03:00. That is the second time."
    assert [said for _, said in ticks] == [
        "Start: Tuesday, 1 May, 02:00. All times are by this clock: Kyiv.",
        f"{only} {also}",
        "You stand at the mosque. Go north.",
        "1. Go to the well. Wait there until 03:10.",
        "2. Wait at the white house.",
        "Be there: Tuesday, 1 May, from 04:10 until 04:40. Where they wait: the white house",
        f"{second} They wait once more: Tuesday, 1 May, from 05:10 until 05:20. {ends}",
        "Leave your weapon behind. Leave your phone behind. Show this: a white cloth",
        "You say first: “the kettle is cold” They answer: “then we warm it”",
        "The sign that it is off: a red cloth",
    ]
    fixed = 'Told, and not to be repeated: <bdi dir="auto">Without their word do not come near.'
    assert fixed in page
    numbers = [number for number, _ in ticks]
    for missing in numbers:
        some = [each for each in numbers if each != missing]
        at_alices.post(f"/case/{case}/journey/repeated", {"step": some})
        assert at_alices.post(f"/case/{case}/journey/release").status_code == 409
    at_alices.post(f"/case/{case}/journey/repeated", {"step": numbers})
    assert at_alices.post(f"/case/{case}/journey/release").status_code == 302


def test_a_new_plan_leaves_the_weapon_behind_unless_an_operator_says_otherwise(
    case: int, at_alices: Client
) -> None:
    page = text(at_alices.get(f"/case/{case}/journey/plan"))
    assert re.findall(r'name="leave" value="(\w+)"[^>]* checked', page) == ["weapon", "ammunition"]


def test_that_they_go_without_our_word_is_ticked_by_nobody_but_an_operator(
    planned: int, at_alices: Client
) -> None:
    """Not for a new plan; who ticks it sees it until it is changed, and so does the second."""
    assert not plan_of(planned).without_word
    page = f"/case/{planned}/journey"
    assert "They set out without our word." not in text(at_alices.get(page))
    at_alices.post(f"{page}/plan", PLAN | {"without_word": "on"})
    assert plan_of(planned).without_word
    assert "They set out without our word." in text(at_alices.get(page))
    form = text(at_alices.get(f"{page}/plan"))
    assert re.search(r'name="without_word"[^>]* checked', form)
    assert 'id="id_without_word_helptext">Only if they can' in form


def test_what_is_written_stands_in_its_form_again(planned: int, at_alices: Client) -> None:
    page = text(at_alices.get(f"/case/{planned}/journey/plan"))
    for each in ("Follow the wall.", "2040-05-01T04:10", "Europe/Kyiv", "a red cloth"):
        assert each in page


def test_a_plan_too_sensitive_for_a_line_is_not_sent_and_can_be_sent_by_another(
    planned: int, telegram: Line, at_alices: Client
) -> None:
    telegram.hears("@x", "it is me")
    at_alices.get("/case/2")
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        at_alices.post(f"/case/2/journey/{part}", typed)
    shown = text(at_alices.get("/case/2/journey/tell"))
    assert "Follow the wall." in shown
    way = re.search(r'name="contact" value="(\d+)"', shown)
    assert way is not None
    answer = at_alices.post("/case/2/journey/tell", {"contact": way[1], "seen_upto": "99"})
    assert answer.status_code == 422
    assert "too weak for place or time" in text(answer)
    assert not Answer.objects.exists()
    assert Journey.objects.get(case=2).stage == "chosen"
    del planned


def test_a_step_that_was_not_repeated_keeps_it_unreleased(planned: int, at_alices: Client) -> None:
    at_alices.post(f"/case/{planned}/journey/tell", {"contact": "0", "seen_upto": "99"})
    at_alices.post(f"/case/{planned}/journey/repeated", {"step": ["0", "2"]})
    page = text(at_alices.get(f"/case/{planned}/journey"))
    assert page.count(" checked") == 2
    answer = at_alices.post(f"/case/{planned}/journey/release")
    assert answer.status_code == 409


def test_abort_tells_the_person_who_has_the_plan(agreed: int, at_alices: Client) -> None:
    at_alices.post(f"/case/{agreed}/journey/abort")
    assert Answer.objects.count() == 2
    assert "Do not go" in text(at_alices.get(f"/case/{agreed}"))
    assert Journey.objects.get().stage == "aborted"


def test_an_abort_that_a_wish_stops_stands_on_every_screen_until_it_is_said(  # noqa: PLR0913, PLR0917 - the cast
    case: int, telegram: Line, at_alices: Client, at_bobs: Client, alice: Operator, clock: HandClock
) -> None:
    telegram.hears("@x", "it is me")
    at_alices.get("/case/2")
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        at_alices.post(f"/case/2/journey/{part}", typed)
    way = str(Contact.objects.get(case=2).pk)
    told = {"contact": way, "seen_upto": "99", "harmless": "1"}
    assert at_alices.post("/case/2/journey/tell", told).status_code == 302
    write_wish(alice, 2, Rules(never=True), None, int(now()))
    clock.forward(60)
    stopped = at_alices.post("/case/2/journey/abort")
    assert (stopped.status_code, "Do not go" in text(stopped)) == (422, True)
    for screen in ("/", "/case/2"):
        assert "tell the person: the plan no longer holds" in text(at_bobs.get(screen))
    unsaid = "The person does not know yet that this plan is off."
    assert unsaid in text(at_bobs.get("/case/2/journey"))
    write_wish(alice, 2, Rules(), None, int(now()))
    clock.forward(60)
    at_bobs.post("/case/2/answer", {"text": "It is off.", "seen_upto": "99", "contact": way})
    assert unsaid not in text(at_bobs.get("/case/2/journey"))
    assert "tell the person" not in text(at_bobs.get("/"))
    del case


def test_abort_before_it_was_told_says_nothing_to_him(planned: int, at_alices: Client) -> None:
    at_alices.post(f"/case/{planned}/journey/abort")
    assert not Answer.objects.exists()
    assert not Instruction.objects.exists()


def test_what_is_typed_waits_behind_a_sign_in(
    case: int, at_alices: Client, alice: Operator
) -> None:
    the_vault().lock()
    answer = at_alices.post(f"/case/{case}/journey/plan", PLAN)
    assert "the kettle is cold" in text(answer)
    assert not Journey.objects.exists()
    del alice


def test_who_is_no_administrator_makes_no_team(
    at_alices: Client, at_bobs: Client, bob: Operator
) -> None:
    Operator.objects.filter(pk=bob.pk).update(is_administrator=False)
    assert at_bobs.post("/teams", {"name": "Crane"}).status_code == 403
    assert at_bobs.post("/teams/1/revoke").status_code == 403
    assert not Team.objects.exists()
    del at_alices


def test_one_operator_does_not_compare_twice(
    front: Front, at_alices: Client, at_bobs: Client
) -> None:
    page = text(at_alices.post("/teams", {"name": "Crane"}))
    code = re.search(r'<p class="copy" dir="ltr">([\d ]+)</p>', page)
    assert code is not None
    TeamPage(front).enrol(code[1].replace(" ", ""))
    front.visit()
    key = re.search(r'name="key" value="(\w+)"', text(at_alices.get("/teams/1")))
    assert key is not None
    same = {"key": key[1], "decision": "same"}
    at_alices.post("/teams/1/compare", same)
    assert at_alices.post("/teams/1/compare", same).status_code == 409
    assert not Team.objects.get().is_trusted
    at_bobs.post("/teams/1/compare", {"decision": "differ"})
    assert Team.objects.get().revoked_at is not None
    assert at_alices.get("/teams/7").status_code == 404


def test_a_teams_name_and_words_are_text(team: TeamPage, front: Front, at_alices: Client) -> None:
    team.write("<script>alert(1)</script>")
    front.visit()
    assert "1 new team word" in text(at_alices.get("/"))
    page = text(at_alices.get("/teams/1"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_what_a_team_has_is_taken_back_only_after_it_was_said_what_that_means(
    agreed: int, team: TeamPage, at_alices: Client, at_bobs: Client
) -> None:
    screen = f"/case/{agreed}/journey"
    assert at_alices.get(f"{screen}/anew").status_code == 409
    at_alices.post(f"{screen}/release")
    assert "a second person must release" in text(at_bobs.get("/"))
    assert "a second person must release" in text(at_bobs.get(f"/case/{agreed}/now"))
    at_bobs.post(f"{screen}/hand-over", {"team": "1"})
    assert f'href="{screen}/anew"' in text(at_bobs.get(screen))
    assert "The team is told at once" in text(at_bobs.get(f"{screen}/anew"))
    assert HandOver.objects.get().withdrawn_at is None
    at_bobs.post(f"{screen}/anew")
    assert HandOver.objects.get().withdrawn_at is not None
    assert f'href="{screen}/tell"' in text(at_bobs.get(screen))
    at_bobs.post(f"{screen}/people", PEOPLE | {"number": "3"})
    assert Journey.objects.get().stage == "chosen"
    del team


def test_words_to_a_team_lose_nothing_when_they_are_refused(
    team: TeamPage, front: Front, clock: HandClock, at_alices: Client, at_bobs: Client
) -> None:
    at_bobs.get("/teams/1")
    team.write("the road is open")
    next_tick(front, clock)
    refused = at_bobs.post("/teams/1/write", {"text": "which <one>", "seen_upto": "0"})
    assert refused.status_code == 409
    assert "which &lt;one&gt;</textarea>" in text(refused)
    assert "the road is open" in text(refused)
    seen = re.search(r'name="seen_upto" value="(\d+)"', text(refused))
    assert seen is not None
    sent = at_bobs.post("/teams/1/write", {"text": "which <one>", "seen_upto": seen[1]})
    assert sent.status_code == 302
    assert "which &lt;one&gt;" in text(at_alices.get("/teams/1"))
    assert at_bobs.post("/teams/9/write", {"text": "x"}).status_code == 404


def test_a_plan_that_a_wish_stops_waits_for_a_colleague_and_then_counts_as_told(
    case: int, telegram: Line, at_alices: Client, at_bobs: Client, alice: Operator
) -> None:
    telegram.hears("@x", "it is me")
    at_alices.get("/case/2")
    for part, typed in (("place", PLACE), ("people", PEOPLE), ("plan", PLAN)):
        at_alices.post(f"/case/2/journey/{part}", typed)
    write_wish(alice, 2, Rules(never=True), None, int(now()))
    way = str(Contact.objects.get(case=2).pk)
    told = {"contact": way, "seen_upto": "99", "harmless": "1"}
    stopped = at_alices.post("/case/2/journey/tell", told)
    assert stopped.status_code == 422
    assert "Ask a colleague to release it" in text(stopped)
    assert at_alices.post("/case/2/journey/tell", told | {"ask": "1"}).status_code == 302
    assert Journey.objects.get().stage == "chosen"
    asked = Release.objects.get().pk
    assert "Follow the wall." in text(at_bobs.get("/case/2"))
    assert at_alices.post(f"/case/2/release/{asked}", {"decision": "release"}).status_code == 409
    at_bobs.post(f"/case/2/release/{asked}", {"decision": "release"})
    assert Journey.objects.get().stage == "told"
    assert Instruction.objects.filter(answer__isnull=False).count() == 1
    del case
