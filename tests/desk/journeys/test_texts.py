"""What a plan says, in four languages: all that was agreed, in short sentences, in one answer."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from aman.core.handover import Means, MeetingPlace, Recognition, WhoseClock, Window
from aman.core.instruction import cut
from aman.desk.journeys.content import Arrangement, People, Plan
from aman.desk.journeys.limits import BEGINNING_LETTERS, MOST_STEPS, STEP_LETTERS
from aman.desk.journeys.texts import plan_text, told_plan
from aman.desk.outbox.answering import MOST_TEXT_BYTES
from aman.desk.outbox.sensitive import is_sensitive
from aman.roads.agreed import Leave
from aman.roads.plan_sentences import LANGUAGES, sentence, whose_clock

OPENS = 1_773_521_400
"""2026-03-14 22:50 in Kyiv."""
HOUR = 3600
WORDS_AT_MOST = 12
MOST_BESIDE_STEPS = 9


def arrangement(**own: Any) -> Arrangement:  # noqa: ANN401 - any member
    known: dict[str, Any] = {
        "steps": ("A.", "B."), "clock": WhoseClock(120, "Europe/Kyiv"), "zone": "Europe/Kyiv",
        "window": Window(OPENS, OPENS + 1800), "recognition": Recognition("C", "D"),
        "abort_sign": "E", "expires": OPENS + 4 * HOUR, "show": "F", "leave": tuple(Leave),
        "fallback": Window(OPENS + 2 * HOUR, OPENS + 3 * HOUR), "begins": "G.",
        "sets_out_at": OPENS - HOUR - 30, "sets_out_again_at": OPENS + HOUR,
    }  # fmt: skip
    plan = Plan(**known | own)
    return Arrangement(MeetingPlace(48.5, 37.25, "H"), People(2, 0, Means.FOOT), plan)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_behind_is_said_in_the_librarys_sentences(language: str) -> None:
    """Each alone, and all; nothing is said of what was not agreed."""
    every = {each: sentence(f"leave_{each}", language) for each in Leave}
    assert len(set(every.values())) == len(Leave)
    for leave in ((), *((each,) for each in Leave), tuple(Leave)):
        text = plan_text(arrangement(leave=leave), language)
        assert [each for each in Leave if every[each] in text] == list(leave)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_time_is_said_from_setting_out_to_the_end_of_waiting(language: str) -> None:
    """Who can't go at first is told when to start then, and until when anybody waits."""
    said = told_plan(arrangement(), language).repeated
    start = next(each for each in said if "21:50" in each)
    again = next(each for each in said if "23:50" in each)
    assert said.index(start) < said.index("G.") < said.index("1. A.") < said.index(again)
    assert "00:50" in again
    assert "01:50" in again
    once = plan_text(arrangement(fallback=None, sets_out_again_at=None), language)
    assert sentence("no_fall_back", language) in once
    assert sentence("no_fall_back", language) not in plan_text(arrangement(), language)


OTHERS: dict[str, Any] = {
    "steps": ("A.", "Z."), "zone": "Europe/Moscow", "window": Window(OPENS + 60, OPENS + 1800),
    "recognition": Recognition("C", "Z"), "abort_sign": "Z", "expires": OPENS + 5 * HOUR,
    "show": "Z", "leave": (Leave.BAG,), "fallback": None, "begins": "Z.", "gathers": "Z.",
    "sets_out_at": OPENS - HOUR + 60, "sets_out_again_at": OPENS + HOUR + 60, "second_alone": True,
    "without_word": True,
}  # fmt: skip
NOT_TOLD = {"clock"}
"""The zone says it in words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_differs_from_plan_to_plan_is_repeated_and_nothing_else(language: str) -> None:
    """What is the same in every plan costs a caller no breath and an operator no tick."""
    assert OTHERS.keys() | NOT_TOLD == set(Plan.__struct_fields__)
    usual = told_plan(arrangement(), language)
    same = (usual.heading, usual.asks, usual.beside)
    for name, other in OTHERS.items():
        changed = told_plan(arrangement(**{name: other}), language)
        assert changed.repeated != usual.repeated, name
        assert (changed.heading, changed.asks, changed.beside) == same
    elsewhere = msgspec.structs.replace(arrangement(), place=MeetingPlace(48.5, 37.25, "Z"))
    assert told_plan(elsewhere, language).repeated != usual.repeated
    assert not set(usual.beside) & set(usual.repeated)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_plan_has_few_lines_to_tick_off(language: str) -> None:
    """Seven steps, and nine lines beside them."""
    longest = arrangement(steps=("A.",) * MOST_STEPS, gathers="Z.")
    assert len(told_plan(longest, language).repeated) == MOST_STEPS + MOST_BESIDE_STEPS


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_hour_is_repeated_with_the_clock_that_it_is_by(language: str) -> None:
    """Two clocks an hour apart lie on both sides of a front."""
    clock = whose_clock(datetime.fromtimestamp(OPENS, ZoneInfo("Europe/Kyiv")), language)
    never: dict[str, Any] = {"sets_out_at": None, "sets_out_again_at": None}
    for own, hour in (({}, "21:50"), (never, "22:50")):
        said = told_plan(arrangement(**own), language).repeated
        (line,) = (each for each in said if clock in each)
        assert hour in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_says_moments_in_words_and_nothing_for_machines(language: str) -> None:
    """No date as a machine writes it, no name of a zone; and a strong way is asked for."""
    text = plan_text(arrangement(), language)
    assert not re.search(r"\d{4}|\d-\d|/", text)
    for name in ("wrong_word", "no_phone_on_the_way"):
        assert sentence(name, language) in text
    assert is_sensitive(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_he_sets_out_only_once_we_wrote_that_the_team_waits(language: str) -> None:
    """He repeats it, for the second time too; until then he needs what he is told to leave."""
    only, again, keep = (
        sentence(name, language)
        for name in ("only_after_word", "only_after_word_again", "keep_phone")
    )
    said = told_plan(arrangement(), language).repeated
    assert said.index(f"{only} {again} {keep}") < said.index("G.")
    assert sentence("no_phone", language) not in plan_text(arrangement(), language)
    once = arrangement(fallback=None, sets_out_again_at=None, leave=())
    assert only in told_plan(once, language).repeated
    without = plan_text(arrangement(without_word=True), language)
    assert not any(each in without for each in (only, again, keep))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_at_most_twelve_words(language: str) -> None:
    once = arrangement(fallback=None, sets_out_again_at=None)
    for given in (arrangement(), once, arrangement(without_word=True)):
        for each in re.split(r"(?<=[.؟?:»”]) +|\n", plan_text(given, language)):
            assert len(each.split()) <= WORDS_AT_MOST, each
            assert "!" not in each


def test_what_begins_is_never_told_earlier_and_what_ends_never_later() -> None:
    """Half a minute before a hazard ends is too early; half a minute after the end too late."""
    text = plan_text(arrangement(window=Window(OPENS + 30, OPENS + 630)), "en")
    assert "Start: Saturday, 14 March, 21:50." in text  # at 21:49:30
    assert "from 22:51 until 23:00." in text
    over_midnight = plan_text(arrangement(window=Window(OPENS, OPENS + 5000)), "en")
    assert "14 March, from 22:50 until Sunday, 15 March, 00:13." in over_midnight


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_plan_fits_one_answer(language: str) -> None:
    """Every field full, in letters of two bytes: to the page, and as an instruction to a line."""
    whole = arrangement(
        steps=("ж" * STEP_LETTERS,) * MOST_STEPS,
        gathers="ж" * BEGINNING_LETTERS,
        begins="ж" * BEGINNING_LETTERS,
        recognition=Recognition("ж" * 100, "ж" * 99),
        abort_sign="ж" * 200,
        show="ж" * 200,
    )
    place = MeetingPlace(48.5, 37.25, "ж" * 200)
    text = plan_text(msgspec.structs.replace(whole, place=place), language).encode()
    assert 7000 < len(text) <= MOST_TEXT_BYTES
    assert cut(bytes(16), text)


def test_a_plan_of_before_is_read_and_ticked_off_by_its_steps() -> None:
    """As it was sealed when a plan had neither a setting out nor anything left behind."""
    sealed = b"""{"place": {"lat": 48.5, "lon": 37.25}, "repeated": [0],
        "plan": {"steps": ["A.", "B."], "clock": {"minutes": 120, "name": "Europe/Kyiv"},
                 "zone": "Europe/Kyiv", "window": {"from": 1773521400, "until": 1773523200},
                 "recognition": {"they_say": "C", "we_say": "D"}, "abort_sign": "E",
                 "expires": 1773535800},
        "way": {"steps": ["A."], "zone": "Europe/Kyiv", "expires": 1773535800,
                "window": {"from": 1773521400, "until": 1773523200}}}"""
    known = msgspec.json.decode(sealed, type=Arrangement)
    assert known.plan is not None
    assert (known.plan.leave, known.plan.sets_out_at, known.plan.begins) == ((), None, "")
    assert known.to_repeat == ("A.", "B.")
    assert "Be there: Saturday, 14 March, from 22:50 until 23:20." in plan_text(known, "en")
