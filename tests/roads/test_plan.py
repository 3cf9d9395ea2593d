"""Plans: few steps, four languages, an end; and people who know the steps alone arrive."""

import re
import string
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from aman.desk.journeys.limits import STEP_LETTERS
from aman.roads.agreed import AbortSign, Agreed, Leave, Show
from aman.roads.graph import Mode, RoadGraph
from aman.roads.landmarks import KIND_NAMES
from aman.roads.loading import load
from aman.roads.plan import Plan, expired, plan_of
from aman.roads.plan_sentences import LANGUAGES, moment, sentence, tables, whose_clock
from aman.roads.plan_words import tell
from aman.roads.steps import (
    AtDistance,
    AtEnd,
    AtPoint,
    AtSight,
    AtTurning,
    Bend,
    Compass,
    Cue,
    Departure,
    RoadLook,
    Sight,
    Step,
    Street,
    Turn,
)  # fmt: skip
from aman.roads.tellable import STEPS_AT_MOST, ToldWay, told_way
from aman.roads.telling import Telling
from roads.extract import EXTRACT, needs_extract
from roads.planned import Planned, arrives, planned
from roads.recounting import recounted_by_steps

pytestmark = pytest.mark.xdist_group("plans")  # what they share is made once, by one worker

SECOND_0 = datetime(2026, 3, 14, 20, tzinfo=UTC)
WORDS_AT_MOST = 12
SENTENCES_AT_MOST = 5
LONG_NAME = "Saint Nicholas of the Upper Far Valley Bridge"
LONGEST = "Feldkircherstrassenunterfuehrungsbruecke Mitte"
STREETS = (
    None,
    Street((LONG_NAME, "", "", "", ""), "B 191"),
    Street(("", "", "", "", ""), "B 191"),
    Street(("شارع البلاد", "", "", "", ""), ""),
)
AGREED = Agreed(
    clock="your own watch",
    point=LONG_NAME[:40],
    we_say="blue river",
    you_say="old mill",
    abort=AbortSign.NOBODY_THERE,
    show=tuple(Show),
    leave=tuple(Leave),
    fall_back=SECOND_0 + timedelta(hours=5),
)
PLANS = 200
RECOUNTED = 40
"""Plans whose hazard is counted once more, second by second."""


def told_of(
    cues: Iterator[tuple[AtSight | AtEnd | AtTurning | AtDistance, Turn]],
    streets: tuple[Street | None, ...] = STREETS,
) -> ToldWay:
    """A way with these steps, and a last one."""
    steps = [
        Step(
            430,
            310,
            cue,
            7200,
            replace(turn, street=streets[number % len(streets)]),
        )
        for number, (cue, turn) in enumerate(cues)
    ]
    departure = Departure(
        900,
        Sight("church", (LONG_NAME, "", "", "", "")),
        Compass.NORTH_WEST,
        RoadLook.PATH,
        STREETS[1],
    )
    last = Step(1600, 1150, AtPoint(), None, None)
    return ToldWay(departure, (*steps, last), (), 0, 9000, 0.01)


def every_plan(
    long: str = LONG_NAME, streets: tuple[Street | None, ...] = STREETS
) -> Iterator[Plan]:
    """Each cue, bend, look, landmark, sign."""
    name = ("", long)
    sights = [AtSight(Sight(kind, (each, "", "", "", ""))) for kind in KIND_NAMES for each in name]
    turnings = [AtTurning(n, left, look) for n in (1, 2, 3) for left in (True, False)
                for look in RoadLook]  # fmt: skip
    cues = [*sights, *turnings, AtEnd(), AtDistance()]
    turns = [Turn(bend, bend.middle, look) for bend in Bend for look in RoadLook]
    pairs = ((cue, turns[number % len(turns)]) for number, cue in enumerate(cues))
    told = told_of(pairs, streets)
    for number, abort in enumerate(AbortSign):
        agreed = replace(AGREED, abort=abort, fall_back=AGREED.fall_back if number else None)
        yield plan_of(told, SECOND_0, agreed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_at_most_twelve_words(language: str) -> None:
    """Whoever is afraid remembers no more; and no mark is left unfilled."""
    for plan in every_plan():
        told = tell(plan, language)
        for each in (*told.beginning, *sum(told.steps, ()), *told.meeting, *told.end):
            for part in re.split(r"(?<=[.؟?]) +", each):
                assert len(part.split()) <= WORDS_AT_MOST, part
            assert "{" not in each
            assert "!" not in each


def test_a_name_is_the_one_on_the_signs_and_does_not_turn_the_sentence() -> None:
    """In the local script in every language; kept apart where it runs against the sentence."""
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    told = {
        (name, language): tell(
            plan_of(with_street(turn, street), SECOND_0, AGREED), language
        ).steps[0][-1]
        for name, street in zip(("none", "long", "number", "arabic"), STREETS, strict=True)
        for language in LANGUAGES
    }
    assert told["none", "en"] == "Turn left there: road."
    assert told["long", "en"] == "Turn left there: road «Saint Nicholas of the Upper…»."
    assert told["number", "ru"] == "Там поверните налево: улица «B 191»."
    assert told["arabic", "ar"].endswith(": شارع «شارع البلاد».")
    assert told["arabic", "uk"].endswith("вулиця \u2068«شارع البلاد»\u2069.")
    assert told["number", "ar"].endswith("شارع \u2068«B 191»\u2069.")


def with_street(turn: Turn, street: Street | None) -> ToldWay:
    """One step to a turn."""
    told = told_of(iter([(AtEnd(), turn)]))
    step = replace(told.steps[0], turn=replace(turn, street=street))
    return replace(told, steps=(step, told.steps[1]))


def test_every_text_stands_in_every_language() -> None:
    """Also those that no plan of the tests shows, with the same places to fill in."""
    for table in tables().values():
        for name, texts in table.items():
            assert set(texts) == set(LANGUAGES), name
            places = {
                tuple(sorted(part for _, part, _, _ in string.Formatter().parse(text) if part))
                for text in texts.values()
            }
            assert len(places) == 1, name
            assert all(text.strip() for text in texts.values())
    assert set(tables()["kind"]) == set(KIND_NAMES)
    for language in LANGUAGES:
        assert sentence("guide_only", language)


def test_what_is_repeated_holds_every_turn_and_time() -> None:
    """The operator ticks off all without which he would be lost or late."""
    plan = next(every_plan())
    told = tell(plan, "en")
    repeated = told.repeated
    assert "Start: Saturday, 14 March, 20:15." in repeated
    for step in told.steps:
        assert set(step[1:]) <= set(repeated)
    assert set(told.meeting) <= set(repeated)
    assert told.end[0] in repeated


def test_a_wait_is_never_shorter_than_the_hazard() -> None:
    """Half a minute is rounded up, for who waits and for who starts."""
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    told = told_of(iter([(AtEnd(), turn)]))
    told = replace(told, steps=(replace(told.steps[0], wait_until_s=7230), told.steps[1]))
    assert "Wait there until 22:01." in tell(plan_of(told, SECOND_0, AGREED), "en").steps[0]


def test_a_second_time_is_said_wherever_the_first_is() -> None:
    """Who starts at the fall-back waits as much later, and is expected as much later."""
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    told = told_of(iter([(AtEnd(), turn)]))
    said = tell(plan_of(told, SECOND_0, AGREED), "en")
    again = said.steps[0].index("Wait there until 22:00.") + 1
    assert said.steps[0][again] == "At the second time: 02:45."  # 4 h 45 min after the start
    assert said.meeting[:2] == ("You are expected by 22:30.", "At the second time: 03:15.")
    start = "If you cannot then, start: Sunday, 15 March, 01:00. That is the second time."
    assert said.meeting[-1] == start
    once = tell(plan_of(told, SECOND_0, replace(AGREED, fall_back=None)), "en")
    assert not any("second time" in each for each in (*sum(once.steps, ()), *once.meeting))


@pytest.mark.parametrize(
    ("language", "said", "city"),
    [
        ("ar", "السبت 14 مارس، 21:05", "كييف"),
        ("en", "Saturday, 14 March, 21:05", "Kyiv"),
        ("ru", "суббота, 14 марта, 21:05", "Киев"),
        ("uk", "субота, 14 березня, 21:05", "Київ"),
    ],
)
def test_a_moment_and_whose_clock_it_is_are_said_in_words(
    language: str, said: str, city: str
) -> None:
    """By the clock that it is given in, and never before its second."""
    kyiv = ZoneInfo("Europe/Kyiv")
    time = datetime(2026, 3, 14, 21, 4, 30, tzinfo=kyiv)
    assert moment(time, language) == said
    assert whose_clock(time, language) == city
    late = datetime(2026, 3, 14, 23, 59, 30, tzinfo=kyiv)
    assert moment(late, language) == moment(datetime(2026, 3, 15, tzinfo=kyiv), language)


def test_a_clock_without_a_city_is_told_by_its_hours() -> None:
    """`Etc/GMT+3` is behind UTC: its name would send him six hours early."""
    for zone, said in (("Etc/GMT+3", "UTC-0300"), ("UTC", "UTC+0000")):
        assert whose_clock(datetime(2026, 3, 14, tzinfo=ZoneInfo(zone)), "en") == said
    assert "\u2068UTC+0000\u2069" in whose_clock(SECOND_0, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_is_longer_than_a_plan_has_room_for(language: str) -> None:
    """The longest sentence of each kind in one step, names that never end, a second time."""
    plans = every_plan(LONGEST, (Street((LONGEST, "", "", "", ""), ""),))
    steps = [each for plan in plans for each in tell(plan, language).steps]
    whole_ones = [each for each in steps if len(each) == SENTENCES_AT_MOST]
    assert whole_ones
    longest = {name: max((each[language] for each in tables()[name].values()), key=len)
               for name in ("distance", "duration")}  # fmt: skip
    sentences = [sentence("keep", language, **longest)]
    sentences += [max(each, key=len) for each in list(zip(*whole_ones, strict=True))[1:]]
    assert len(" ".join(sentences)) <= STEP_LETTERS


def test_a_plan_expires() -> None:
    """After the fall-back's arrival, or the arrival, and half an hour."""
    turn = Turn(Bend.LEFT, -90, RoadLook.ROAD)
    plan = plan_of(told_of(iter([(AtEnd(), turn)])), SECOND_0, AGREED)
    assert not expired(plan, plan.start)
    assert not expired(plan, plan.expires - timedelta(seconds=1))
    assert expired(plan, plan.expires)
    assert AGREED.fall_back is not None
    assert plan.expires > AGREED.fall_back
    once = plan_of(told_of(iter([(AtEnd(), turn)])), SECOND_0, replace(AGREED, fall_back=None))
    assert once.expires == once.arrival + timedelta(minutes=30)


def test_a_plan_that_cannot_be_agreed_is_refused() -> None:
    """One word for both sides proves nothing; a time without zone is no time."""
    for wrong in ({"you_say": " Blue River"}, {"show": ()}, {"we_say": " "}, {"clock": "x" * 41}):
        with pytest.raises(ValueError, match=r"need|differ|agreed"):
            replace(AGREED, **wrong)
    told = told_of(iter(()))
    with pytest.raises(ValueError, match="zone"):
        plan_of(told, SECOND_0.replace(tzinfo=None), AGREED)
    with pytest.raises(ValueError, match="fall-back"):
        plan_of(told, SECOND_0, replace(AGREED, fall_back=SECOND_0))


def test_a_plan_holds_no_place_on_the_map() -> None:
    """What is told can be found on a person; it leads nobody back to where he was."""
    assert not {"lon", "lat", "edges", "origin"} & {each.name for each in fields(Plan)}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    """The roads of Liechtenstein."""
    return load(EXTRACT, tmp_path_factory.mktemp("roads"))


@pytest.fixture(scope="module")
def plans(graph: RoadGraph) -> list[Planned]:
    """Two hundred; what they share is worked out once."""
    return list(islice(planned(graph), PLANS))


@needs_extract
def test_walkers_who_know_the_steps_alone_arrive(graph: RoadGraph, plans: list[Planned]) -> None:
    """On at least 95 of 100 plans; and ninety-eight of a hundred people, five on each plan."""
    assert len(plans) == PLANS
    assert sum(len(each.told.steps) == STEPS_AT_MOST for each in plans) >= PLANS / 4
    came = np.array([[arrives(graph, plan, walker) for walker in range(5)] for plan in plans])
    assert came[:, 0].mean() >= 0.95
    assert came.mean() >= 0.98


@needs_extract
def test_walkers_with_other_steps_do_not_arrive(graph: RoadGraph, plans: list[Planned]) -> None:
    """The walker has no map in his pocket: with the turns of a mirror he is lost."""
    mirrored = []
    for plan in plans:
        steps = [_mirrored(step) for step in plan.told.steps]
        if any(step.turn and step.turn.bend != Bend.STRAIGHT for step in steps):
            told = replace(plan.told, steps=tuple(steps))
            mirrored.append(replace(plan, told=told))
    assert mirrored
    came = [arrives(graph, plan, 0) for plan in mirrored]
    assert sum(came) <= 0.2 * len(came)


@needs_extract
def test_told_ways_are_short_safe_and_what_they_say(plans: list[Planned]) -> None:
    """At most seven steps; the hazard is that of the table, by the second, with all waits."""
    waits: set[type[Cue]] = set()
    for plan in plans[:RECOUNTED]:
        told, question = plan.told, plan.question
        assert 1 <= len(told.steps) <= STEPS_AT_MOST
        assert isinstance(told.steps[-1].cue, AtPoint)
        assert told.hazard == pytest.approx(recounted_by_steps(question, told), abs=1e-9)
        assert told.arrival_s <= question.end_s
        waits |= {type(step.cue) for step in told.steps if step.wait_until_s is not None}
    assert waits == {AtSight, AtEnd, AtTurning}


@needs_extract
def test_more_danger_than_allowed_is_guide_only(graph: RoadGraph, plans: list[Planned]) -> None:
    """Nobody is sent a simpler way because it is simpler."""
    from aman.roads.junction_views import JunctionViews  # noqa: PLC0415 - for this test alone

    telling = Telling(JunctionViews(graph, Mode.FOOT))
    for plan in [each for each in plans if each.told.hazard > 1e-6][:3]:
        found = told_way(plan.question, telling, plan.told.hazard / 2)
        assert found is None or found.hazard <= plan.told.hazard / 2


def _mirrored(step: Step) -> Step:
    if step.turn is None:
        return step
    bend = next(each for each in Bend if each.middle == -step.turn.bend.middle)
    return replace(step, turn=replace(step.turn, bend=bend, angle=-step.turn.angle))
