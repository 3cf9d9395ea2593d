"""The screens of a search: asked, watched, read, chosen; what is refused loses nothing."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import re
from collections.abc import Iterator
from math import exp
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client

from aman.core.handover import Means, MeetingPlace
from aman.core.handover import Window as Hours
from aman.desk.accounts.models import Operator
from aman.desk.journeys.arranging import write_choice, write_people
from aman.desk.journeys.content import Arrangement, ChosenWay, People, read_arrangement
from aman.desk.journeys.models import HandOver, Journey
from aman.desk.journeys.states import Stage
from aman.desk.keys.vault import the_vault
from aman.desk.lines.models import Instruction
from aman.desk.maps.models import State
from aman.desk.maps.points import write_point_list
from aman.desk.outbox.models import Answer as Answered
from aman.desk.outbox.models import OutReply, Prepared
from aman.desk.running import Desk
from aman.desk.safe_contact.models import Release
from aman.desk.ways import choosing, running
from aman.desk.ways.models import FoundWays
from aman.desk.ways.records import read_found
from aman.desk.ways.roads_folder import PLACE
from aman.desk.ways.wire import (
    Answer,
    Found,
    FoundWay,
    Gathering,
    Progress,
    Refusal,
    Report,
    Window,
)
from desk.maps.test_points import points
from desk.screens.callers import HandClock, MakeUp
from desk.ways.scripted import ScriptedWorker
from driver.processes import wait_until

ASK = {"place": "47.141, 9.521", "within": "0", "zone": "Europe/Vaduz", "ahead": "6",
       "may_wait": "on"}  # fmt: skip
PEOPLE = {"number": "2", "wounded": "0", "means": "foot"}
STEPS = {"ar": ("انطلق.", "انتظر."), "en": ("Start.", "Wait.")}
BEGINS = {"ar": "تبدأ هنا.", "en": "You begin here."}
JOURNEY = "/case/1/journey"


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[ScriptedWorker]]:
    """Stubs in the worker's place; the real one is in desk/ways."""
    made: list[ScriptedWorker] = []

    def start(roads: Path) -> ScriptedWorker:
        made.append(ScriptedWorker(roads))
        return made[-1]

    monkeypatch.setattr(running, "Worker", start)
    yield made
    running.close()


@pytest.fixture
def case(caller: MakeUp, at_alices: Client) -> int:
    """Somebody wrote by the page, in Arabic; how many come is written down."""
    caller(lang="ar").write("get me out")
    at_alices.get("/case/1")
    at_alices.post(f"{JOURNEY}/people", PEOPLE)
    return 1


@pytest.fixture
def ready(case: int, desk: Desk, alice: Operator, workers: list[ScriptedWorker]) -> int:
    """The desk has roads and a point."""
    del workers
    (desk.folder / PLACE / ("0" * 64 + "-1")).mkdir(parents=True)
    write_point_list(alice, "a", points("the mill", people=1), int(desk.clock()))
    return case


def way(at: int, **own: Any) -> FoundWay:  # noqa: ANN401 - any member
    known: dict[str, Any] = {
        "rank": 1, "point": "the mill", "lat": 47.165, "lon": 9.5, "set_out": at + 7200,
        "there": at + 9000, "received": at + 9300, "band": (200, 30), "guided": (300, 50),
        "better_than_staying": True, "halts": (at + 8000,), "line": ((9.521, 47.141), (9.5, 47.16)),
        "times": (at + 3600, at + 9300), "room": 1, "steps": STEPS,
        "window": Window(at + 9000, at + 10_800), "fallback": Window(at + 14_400, at + 16_200),
        "set_out_again": at + 12_600, "begins": BEGINS,
    }  # fmt: skip
    return FoundWay(**known | own)


def found(at: int, *ways: FoundWay, **own: Any) -> Found:  # noqa: ANN401 - any member
    known: dict[str, Any] = {
        "start": at + 3600, "horizon_s": 21_600, "zone": "Europe/Vaduz", "origin": (9.521, 47.141),
        "ways": ways, "staying": (20, 5), "staying_is_best": False, "approximate": False,
    }  # fmt: skip
    return Found(**known | own)


def answer(workers: list[ScriptedWorker], what: Found) -> None:
    """The worker answers what it was asked last."""
    wait_until(lambda: workers and not workers[-1].told.empty(), "the task")
    before = FoundWays.objects.count()
    workers[-1].says.put(Answer(workers[-1].told.get().number, what))
    wait_until(lambda: FoundWays.objects.count() > before, "what was found")


@pytest.fixture
def searched(ready: int, at_alices: Client, desk: Desk, workers: list[ScriptedWorker]) -> int:
    """Two ways were found; the second can't be told."""
    assert at_alices.post(f"{JOURNEY}/ask", ASK)["Location"] == f"{JOURNEY}/ways"
    at = int(desk.clock())
    second = way(at, rank=2, steps={}, guided=None, band=(5, 5), better_than_staying=False)
    answer(workers, found(at, way(at), second))
    return ready


def chosen(client: Client, rank: int = 1) -> HttpResponse:
    at = FoundWays.objects.get().at
    return client.post(f"{JOURNEY}/ways/choose", {"rank": rank, "found": at})  # type: ignore[return-value]  # Django's test answer


def way_of_rank_1() -> FoundWay:
    """Of what was found last."""
    kept = read_found(Journey.objects.get())
    assert kept is not None
    return kept[0].found.ways[0]


def arrangement() -> Arrangement:
    return read_arrangement(Journey.objects.get())


@pytest.mark.usefixtures("case")
def test_without_roads_the_typed_way_is_first_and_says_what_is_missing(at_alices: Client) -> None:
    page = text(at_alices.get(JOURNEY))
    assert f'class="button first-choice" href="{JOURNEY}/place"' in page
    assert "once roads are loaded" in page
    refused = at_alices.post(f"{JOURNEY}/ask", ASK)
    assert refused.status_code == 409
    assert "No roads are loaded on this machine" in text(refused)
    assert arrangement().asked is not None  # what was typed is kept


@pytest.mark.usefixtures("ready")
def test_with_roads_the_search_is_next_and_the_typed_way_stays(at_alices: Client) -> None:
    page = text(at_alices.get(JOURNEY))
    assert f'class="button first-choice" href="{JOURNEY}/ask"' in page
    assert f'href="{JOURNEY}/place"' in page
    assert page.count("button first-choice") == 1


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place": "https://maps.app.goo.gl/abc"}, "This short link hides its place"),
        ({"place": "https://www.openstreetmap.org/#map=15/47.141/9.521"}, "middle of a map"),
        ({"place": "47.1, 9.5"}, "more roughly than that"),
        ({"zone": "Mars/Base"}, "This place is not known"),
        ({"start": "2020-01-01T04:10"}, "This moment is over"),
    ],
)
def test_a_question_is_refused_with_its_reason(
    at_alices: Client, typed: dict[str, str], said: str
) -> None:
    refused = at_alices.post(f"{JOURNEY}/ask", ASK | typed)
    assert refused.status_code == 422
    assert said in text(refused)
    assert next(iter(typed.values())) in text(refused)
    assert arrangement().asked is None


@pytest.mark.usefixtures("ready")
def test_the_screen_says_what_the_search_does_and_watching_keeps_nobody_signed_in(
    at_alices: Client, workers: list[ScriptedWorker], clock: HandClock
) -> None:
    at_alices.post(f"{JOURNEY}/ask", ASK)
    wait_until(lambda: workers and not workers[0].told.empty(), "the task")
    number = workers[0].told.get().number
    workers[0].says.put(Progress(number, "telling", 1, 2))
    now = f"{JOURNEY}/ways/now"
    wait_until(lambda: "Looking how way 2 of 2" in text(at_alices.get(now)), "the progress")
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert f'data-now="{now}"' in page
    assert '<progress max="100" value="73"' in page
    assert "Stop the search" in page
    # Half an hour of watching alone, and nobody is signed in any more.
    clock.forward(29 * 60)
    assert at_alices.get(now).status_code == 200
    clock.forward(2 * 60)
    assert at_alices.get(now).status_code == 302
    assert not the_vault().is_open


@pytest.mark.usefixtures("searched")
def test_ways_are_said_in_bands_and_ranks(at_alices: Client) -> None:
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    for said in (
        "Harm: between 1 in 200 and 1 in 30.",
        "Harm: about 1 in 5.",
        "Less dangerous than staying.",
        "More dangerous than staying.",
        "With a guide, by other roads: between 1 in 300 and 1 in 50.",
        "Guide only: this way can't be told in seven steps.",
        "Harm: between 1 in 20 and 1 in 5.",
        "Room for 1 person.",
        "More people come than it has room for.",
        "انتظر.",
        "Wait on the way until",
        "the same way again",
    ):
        assert said in page, said
    assert "0.0" not in page.partition('id="hazard-layers"')[0]
    assert page.count("Choose this way</button>") == 2
    assert Journey.objects.get().stage == Stage.WAYS_FOUND


@pytest.mark.usefixtures("searched")
def test_the_map_gets_lines_with_times_and_keeps_nothing(at_alices: Client) -> None:
    given = at_alices.get(f"{JOURNEY}/ways.json")
    assert "no-store" in given["Cache-Control"]
    whole = json.loads(given.content)
    assert set(whole) == {"start", "horizon_s", "origin", "ways"}
    assert whole["origin"] == [9.521, 47.141]
    first = whole["ways"][0]
    assert set(first) == {"rank", "chosen", "point", "name", "line", "times"}
    assert (first["rank"], first["point"], first["name"]) == (1, [9.5, 47.165], "the mill")
    assert len(first["line"]) == len(first["times"])
    at_alices.post("/sign-out")
    assert at_alices.get(f"{JOURNEY}/ways.json").status_code == 302


def test_a_chosen_way_is_the_place_and_begins_the_plan(
    searched: int, at_alices: Client, at_bobs: Client
) -> None:
    assert chosen(at_alices)["Location"] == f"{JOURNEY}/plan"
    known = arrangement()
    assert known.place is not None
    assert (known.place.lat, known.place.lon, known.place.words) == (47.165, 9.5, "the mill")
    assert known.plan is None
    page = text(at_bobs.get(f"{JOURNEY}/plan"))
    assert "This comes from the way that you chose" in page
    assert "انطلق.\nانتظر." in page
    assert 'value="Europe/Vaduz"' in page
    typed = {"they_say": "cold", "we_say": "warm", "abort_sign": "a red cloth"}
    form = at_bobs.get(f"{JOURNEY}/plan").context["form"]
    typed |= {name: form[name].value() or "" for name in form.fields if name not in typed}
    assert at_bobs.post(f"{JOURNEY}/plan", typed)["Location"] == JOURNEY
    plan = arrangement().plan
    assert plan is not None
    assert (plan.steps, plan.begins) == (STEPS["ar"], BEGINS["ar"])
    assert plan.fallback is not None
    way = known.way
    assert way is not None
    assert (plan.sets_out_at, plan.sets_out_again_at) == (way.sets_out_at, way.sets_out_again_at)
    assert plan.sets_out_at is not None
    assert 0 <= plan.sets_out_at - way_of_rank_1().set_out < 60
    assert Journey.objects.get(case=searched).stage == Stage.CHOSEN


def on_the_map(client: Client) -> list[tuple[int, bool]]:
    told = json.loads(client.get(f"{JOURNEY}/ways.json").content)
    return [(each["rank"], each["chosen"]) for each in told["ways"]]


def planned(client: Client) -> None:
    """What the chosen way begins is written down as the plan."""
    form = client.get(f"{JOURNEY}/plan").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"they_say": "cold", "we_say": "warm", "abort_sign": "a red cloth"}
    assert client.post(f"{JOURNEY}/plan", typed)["Location"] == JOURNEY


def test_the_map_marks_the_chosen_way_and_who_releases_sees_that_one_alone(
    searched: int, at_alices: Client, at_bobs: Client, desk: Desk, workers: list[ScriptedWorker]
) -> None:
    """Also when a colleague has searched again meanwhile: another way is not what is released."""
    assert on_the_map(at_alices) == [(1, False), (2, False)]
    chosen(at_alices, rank=2)
    assert on_the_map(at_bobs) == [(1, False), (2, True)]
    chosen(at_alices, rank=1)
    planned(at_alices)
    at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"})
    at_alices.post(f"{JOURNEY}/repeated", {"step": [str(each) for each in range(99)]})
    assert on_the_map(at_bobs) == [(1, True), (2, False)]
    at_alices.post(f"{JOURNEY}/release")
    assert Journey.objects.get(case=searched).stage == Stage.RELEASED
    assert on_the_map(at_bobs) == [(1, True)]
    at = int(desk.clock())
    FoundWays.objects.all().delete()
    at_alices.post(f"{JOURNEY}/ways/search")
    answer(workers, found(at, way(at, rank=1, line=((9.4, 47.0), (9.3, 47.1)))))
    told = json.loads(at_bobs.get(f"{JOURNEY}/ways.json").content)
    assert told["ways"][0]["line"] == [[9.521, 47.141], [9.5, 47.16]]
    assert told["origin"] == [9.521, 47.141]
    at_bobs.post(f"{JOURNEY}/place", {"place": "47.2001, 9.5001", "words": ""})
    assert on_the_map(at_bobs) == [(1, False)]  # a place that was typed is no way's end


@pytest.mark.usefixtures("searched")
def test_while_it_is_asked_searched_and_chosen_nothing_goes_out(at_alices: Client) -> None:
    """A place leaves the desk as a plan that is told, or as a package that two release."""
    going_out = (Answered, OutReply, Instruction, Prepared, HandOver, Release)

    def rows() -> list[int]:
        return [each.objects.count() for each in going_out]

    nothing = [0] * len(going_out)
    assert rows() == nothing
    for screen in ("ways", "ways.json", "ask", "people", "place"):
        assert at_alices.get(f"{JOURNEY}/{screen}").status_code == 200
    chosen(at_alices)
    assert rows() == nothing
    assert at_alices.post(f"{JOURNEY}/ask", ASK).status_code == 302
    at_alices.post(f"{JOURNEY}/ways/stop")
    planned(at_alices)
    assert at_alices.get(f"{JOURNEY}/tell").status_code == 200
    assert rows() == nothing
    at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"})
    assert rows() != nothing  # and they would be seen here


@pytest.mark.usefixtures("searched")
def test_a_way_that_cant_be_told_says_guide_only_in_the_plan(at_alices: Client) -> None:
    chosen(at_alices, rank=2)
    known = arrangement().way
    assert known is not None
    assert (known.sets_out_at, known.begins) == (None, "")
    page = text(at_alices.get(f"{JOURNEY}/plan"))
    assert "Guide only" in page
    assert "The team meets them at this place, and gets the way." in page


@pytest.mark.usefixtures("searched")
def test_what_rests_on_old_points_cant_be_chosen(
    at_alices: Client, alice: Operator, desk: Desk
) -> None:
    at = int(desk.clock())
    write_point_list(alice, "a", points("the mill", people=2), at, number=1, seen=1)
    refused = chosen(at_alices)
    assert refused.status_code == 409
    assert "have changed since. Search again." in text(refused)
    assert "Choose this way" not in text(refused)
    assert arrangement().place is None


@pytest.mark.usefixtures("searched")
def test_a_way_whose_time_has_passed_cant_be_chosen(at_alices: Client, clock: HandClock) -> None:
    for _ in range(5):
        clock.forward(1500)
        at_alices.get(JOURNEY)
    refused = chosen(at_alices)
    assert refused.status_code == 409
    assert "The time to set out on this way is over." in text(refused)
    assert arrangement().place is None


@pytest.mark.usefixtures("searched")
def test_what_was_found_before_is_not_chosen_by_its_rank(at_alices: Client) -> None:
    """Another search may have found another way of that rank meanwhile."""
    at = FoundWays.objects.get().at
    refused = at_alices.post(f"{JOURNEY}/ways/choose", {"rank": 1, "found": at - 1})
    assert refused.status_code == 409
    assert arrangement().place is None


@pytest.mark.usefixtures("searched")
def test_another_choice_takes_a_told_plan_back(at_alices: Client) -> None:
    chosen(at_alices)
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"they_say": "cold", "we_say": "warm", "abort_sign": "a red cloth"}
    at_alices.post(f"{JOURNEY}/plan", typed)
    at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"})
    assert Journey.objects.get().stage == Stage.TOLD
    chosen(at_alices)
    journey = Journey.objects.get()
    assert (journey.stage, journey.expires_at) == (Stage.CHOSEN, None)
    assert arrangement().plan is None
    page = text(at_alices.get(f"{JOURNEY}/plan"))
    assert 'value="cold"' in page  # the words that were agreed serve again
    assert at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"}).status_code == 409


@pytest.mark.parametrize("is_best", [True, False])
def test_where_staying_is_best_no_way_out_is_the_first_choice(
    ready: int, at_alices: Client, desk: Desk, workers: list[ScriptedWorker], *, is_best: bool
) -> None:
    """What the hand presses in a hurry is what is least dangerous."""
    at_alices.post(f"{JOURNEY}/ask", ASK)
    at = int(desk.clock())
    answer(workers, found(at, way(at, better_than_staying=not is_best), staying_is_best=is_best))
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    marked = re.findall(r'class="[^"]*first-choice"[^>]*>([^<]+)<', page)
    assert [each for each in marked if each != "Close"] == [
        "They stay: write it in the case" if is_best else "Choose this way"
    ]
    assert ("staying is the least dangerous" in page) == is_best
    assert ready


@pytest.mark.usefixtures("ready")
def test_no_way_names_what_forbids_it_and_staying_stands(
    at_alices: Client, desk: Desk, workers: list[ScriptedWorker]
) -> None:
    at_alices.post(f"{JOURNEY}/ask", ASK)
    at = int(desk.clock())
    answer(workers, found(at, forbids="closed area", approximate=True, left_out=("the well",),
                          staying_is_best=True, under=3, of=32, at_most=0.04))  # fmt: skip
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    for said in ("There is no way.", "lead through closed areas", "Approximate:", "the well"):
        assert said in page
    assert "Guesses of the hazards looked at: 3 of 32." in page
    assert "A less harmful way may exist, by 1 in 20 at most." in page
    assert "0.04" not in page
    assert Journey.objects.get().stage == Stage.ASKED


@pytest.mark.usefixtures("ready")
def test_a_way_says_who_reported_when_and_what_is_taken_where_nobody_did(
    at_alices: Client, desk: Desk, workers: list[ScriptedWorker]
) -> None:
    at_alices.post(f"{JOURNEY}/ask", ASK)
    at = int(desk.clock())
    old, new = Report("team 9", at - 3 * 86_400), Report("team 2", at - 3600)
    known = way(at, oldest=old, point_told=new)
    blank = way(at, rank=2, oldest=None, point_told=new)
    answer(workers, found(at, known, blank, no_data=(1e-6, 1e-5, 1e-4)))
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert "The oldest report of a hazard on this way: <bdi>team 9</bdi>" in page
    ways = page[page.index('<ol class="ways">') : page.index('aria-labelledby="staying"')]
    assert ways.count("Older than a day. Ask again before you rely on it.") == 1
    assert page.count("Nobody reported on any part of this way.") == 1
    assert page.count("Who told of the point: <bdi>team 2</bdi>") == 2
    assert "It counts as harm to 0.6 of 1,000 people in an hour." in page
    assert "It may be from 0.06 to 6 of 1,000." in page


@pytest.mark.usefixtures("searched")
def test_another_case_that_is_to_come_here_is_counted_and_not_named(
    caller: MakeUp, at_alices: Client, alice: Operator, desk: Desk
) -> None:
    """Two are not promised one pair of hands at one hour in silence."""
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert "Others who come here" not in page
    at = int(desk.clock())
    caller("sami", lang="en").write("me too")
    at_alices.get("/case/2")
    write_people(alice, 2, People(5, 0, Means.FOOT), at)
    hours = Hours(at + 9000, at + 10_800)
    chosen_way = ChosenWay(("Go.",), "Europe/Vaduz", hours, at + 12_000)
    told, led = (
        choosing._taken(found(at, way(at)), way(at), Arrangement(), can_be_told=can)
        for can in (True, False)
    )
    write_choice(alice, 2, MeetingPlace(47.165, 9.5, "behind it"), chosen_way, told, at)
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert page.count("Others who come here in these hours: groups 1, people 5.") == 2
    assert page.count("Many on one road make a target.") == 2
    assert "behind it" not in page
    past = ChosenWay(("Go.",), "Europe/Vaduz", Hours(at, at + 1800), at + 3600)
    write_choice(alice, 2, MeetingPlace(47.165, 9.5), past, told, at)
    assert "Others who come here" not in text(at_alices.get(f"{JOURNEY}/ways"))
    write_choice(alice, 2, MeetingPlace(47.3, 9.1), past, led, at)  # where their guide meets them
    assert "Others who come here" in text(at_alices.get(f"{JOURNEY}/ways"))
    Journey.objects.filter(case=2).update(stage=Stage.ABORTED)
    assert "Others who come here" not in text(at_alices.get(f"{JOURNEY}/ways"))
    Journey.objects.filter(case=2).update(stage=Stage.CHOSEN, content=b"spoiled")
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert "Another journey can't be read" in page


@pytest.mark.usefixtures("searched")
def test_what_counts_where_nobody_reported_is_set_at_the_desk(
    at_alices: Client, at_bobs: Client
) -> None:
    """With who and when; a figure that was not seen is not overwritten; ways rest on it."""
    page = text(at_alices.get("/map"))
    assert "It counts as harm to 0.6 of 1,000 people in an hour." in page
    assert "Nobody has changed it yet." in page
    typed = {"low": "1", "likely": "5", "high": "20", "seen": "0"}
    refused = at_alices.post("/map/no-data", typed | {"likely": "30"})
    assert refused.status_code == 422
    assert "must ascend" in text(refused)
    assert chosen(at_alices).status_code == 302
    assert at_alices.post("/map/no-data", typed)["Location"] == "/map"
    page = text(at_bobs.get("/map"))
    assert "It counts as harm to 5 of 1,000 people in an hour." in page
    assert "It may be from 1 to 20 of 1,000." in page
    assert "written by <bdi>alice</bdi>" in page
    stale = at_bobs.post("/map/no-data", typed | {"likely": "9"})
    assert stale.status_code == 409
    assert 'value="9"' in text(stale)
    assert "1, 5, 20" in text(at_bobs.get("/map/no-data"))
    assert chosen(at_alices).status_code == 409
    page = text(at_alices.get(f"{JOURNEY}/ways"))
    assert "have changed since. Search again." in page


@pytest.mark.usefixtures("ready")
def test_a_search_is_asked_with_what_was_set(
    at_alices: Client, workers: list[ScriptedWorker]
) -> None:
    at_alices.post("/map/no-data", {"low": "1", "likely": "5", "high": "20", "seen": "0"})
    at_alices.post(f"{JOURNEY}/ask", ASK)
    wait_until(lambda: workers and not workers[0].told.empty(), "the task")
    task = workers[0].told.get()
    hourly = [1 - exp(-60 * each) for each in getattr(task, "no_data", ())]
    assert hourly == pytest.approx([0.001, 0.005, 0.02])
    State.objects.filter(layer__kind="no data").update(content=b"spoiled")
    refused = at_alices.post(f"{JOURNEY}/ask", ASK)
    assert refused.status_code == 409
    assert "See the map." in text(refused)
    assert "Write it anew." in text(at_alices.get("/map"))


@pytest.mark.usefixtures("ready")
def test_an_area_gathers_first_and_the_plan_says_so(
    at_alices: Client, desk: Desk, workers: list[ScriptedWorker]
) -> None:
    at_alices.post(f"{JOURNEY}/ask", ASK | {"within": "500"})
    at = int(desk.clock())
    landmark = {"ar": "بئر", "en": "well"}
    there = Gathering(lat=47.14, lon=9.52, until=at + 4000, landmark=landmark)
    answer(workers, found(at, way(at), gathering=there))
    assert "First they gather here: بئر" in text(at_alices.get(f"{JOURNEY}/ways"))
    chosen(at_alices)
    known = arrangement()
    assert known.way is not None
    assert "بئر" in known.way.gathers
    assert known.way.steps == STEPS["ar"]


@pytest.mark.usefixtures("ready")
def test_a_refusal_is_said_and_the_question_stays(
    at_alices: Client, workers: list[ScriptedWorker]
) -> None:
    at_alices.post(f"{JOURNEY}/ask", ASK)
    wait_until(lambda: workers and not workers[0].told.empty(), "the task")
    workers[0].says.put(Refusal(workers[0].told.get().number, "far"))
    screen = f"{JOURNEY}/ways"
    wait_until(lambda: "far from every road" in text(at_alices.get(screen)), "the refusal")
    assert "47.141000, 9.521000" in text(at_alices.get(f"{JOURNEY}/ask"))


@pytest.mark.usefixtures("ready")
def test_wounded_people_and_who_is_slow_walk_slowly(
    at_alices: Client, workers: list[ScriptedWorker]
) -> None:
    modes = []
    for people, own in (
        (PEOPLE, {}),
        (PEOPLE, {"slow": "on"}),
        (PEOPLE | {"wounded": "1"}, {}),
        (PEOPLE | {"means": "car", "wounded": "1"}, {}),
    ):
        at_alices.post(f"{JOURNEY}/people", people)
        at_alices.post(f"{JOURNEY}/ask", ASK | own)
        wait_until(lambda: workers and not workers[0].told.empty(), "the task")
        while not hasattr(task := workers[0].told.get(timeout=60), "mode"):
            continue  # that nobody waits for the one before
        modes.append(task.mode)
        at_alices.post(f"{JOURNEY}/ways/stop")
    assert modes == ["foot", "foot_slow", "foot_slow", "car"]


@pytest.mark.usefixtures("ready")
def test_a_question_survives_being_signed_out(at_alices: Client) -> None:
    at_alices.post("/sign-out")
    shown = at_alices.post(f"{JOURNEY}/ask", ASK)
    assert "47.141, 9.521" in text(shown)


def test_points_are_brought_as_a_file_and_refused_by_feature_and_field(
    at_alices: Client, at_bobs: Client
) -> None:
    wrong = at_alices.post("/map/points", {"name": "a", "geojson": points("x", people=0)})
    assert wrong.status_code == 422
    assert "Feature 1" in text(wrong)
    assert "<code>people</code>" in text(wrong)
    at_alices.post("/map/points", {"name": "a", "geojson": points("the mill", people=12)})
    shown = text(at_bobs.get("/map"))
    assert "the mill" in shown
    assert "Room for 12 people." in shown
    assert "at all hours" in shown
    stale = at_bobs.post("/map/points/1", {"name": "a", "geojson": points("y"), "seen": "0"})
    assert stale.status_code == 409
    assert at_bobs.post("/map/points/1/remove", {"seen": "1"}).status_code == 302
    assert at_bobs.get("/map/points/1").status_code == 404


def test_found_ways_have_no_place_in_their_repr() -> None:
    """What is printed by mistake says nothing."""
    at = 1_800_000_000
    for each in (way(at), found(at, way(at))):
        assert repr(each) in {"<FoundWay>", "<Found>"}
        assert "47." in msgspec.json.encode(each).decode()
