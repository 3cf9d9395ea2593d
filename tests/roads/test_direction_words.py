"""Left is left in every language: direction words, written down once more beside the tables.

The walker of the other tests is given steps, never words; here words are read back into steps.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from typing import TypeVar

import numpy as np
import pytest

from aman.roads.agreed import nothing_agreed
from aman.roads.answers import Goal
from aman.roads.graph import Mode
from aman.roads.junction_views import JunctionViews
from aman.roads.network import cut
from aman.roads.plan import plan_of
from aman.roads.plan_words import ToldPlan, tell
from aman.roads.rates import Rates, clock, hazard_table
from aman.roads.search import Question
from aman.roads.steps import (
    AtEnd,
    AtPoint,
    AtTurning,
    Bend,
    Compass,
    Cue,
    Departure,
    RoadLook,
    Step,
    Turn,
)
from aman.roads.tellable import ToldWay, told_way
from aman.roads.telling import Telling
from roads.drawn import draw

Meaning = TypeVar("Meaning")
LANGUAGES = ("ar", "en", "ru", "uk")
BENDS = {
    Bend.STRAIGHT: ("إلى الأمام", "straight on", "прямо", "прямо"),
    Bend.BEAR_LEFT: ("قليلًا إلى اليسار", "half left", "левее", "лівіше"),
    Bend.LEFT: ("يسارًا", "left", "налево", "ліворуч"),
    Bend.SHARP_LEFT: ("يسارًا إلى الخلف", "sharply left", "круто налево", "круто ліворуч"),
    Bend.BEAR_RIGHT: ("قليلًا إلى اليمين", "half right", "правее", "правіше"),
    Bend.RIGHT: ("يمينًا", "right", "направо", "праворуч"),
    Bend.SHARP_RIGHT: ("يمينًا إلى الخلف", "sharply right", "круто направо", "круто праворуч"),
}
SIDES = {
    "left": ("اليسار", "left", "слева", "ліворуч"),
    "right": ("اليمين", "right", "справа", "праворуч"),
}
NUMBERS = {
    1: ("الأول", "first", "первый", "перший"),
    2: ("الثاني", "second", "второй", "другий"),
    3: ("الثالث", "third", "третий", "третій"),
}
COMPASS = {
    Compass.NORTH: ("الشمال", "north", "на север", "на північ"),
    Compass.NORTH_EAST: ("الشمال الشرقي", "north-east", "на северо-восток", "на північний схід"),
    Compass.EAST: ("الشرق", "east", "на восток", "на схід"),
    Compass.SOUTH_EAST: ("الجنوب الشرقي", "south-east", "на юго-восток", "на південний схід"),
    Compass.SOUTH: ("الجنوب", "south", "на юг", "на південь"),
    Compass.SOUTH_WEST: ("الجنوب الغربي", "south-west", "на юго-запад", "на південний захід"),
    Compass.WEST: ("الغرب", "west", "на запад", "на захід"),
    Compass.NORTH_WEST: ("الشمال الغربي", "north-west", "на северо-запад", "на північний захід"),
}
STEMS = {
    "left": ("يسار", "left", "лев", "лів"),
    "right": ("يمين", "right", "прав", "прав"),
}
"""In all words of a side."""
SECOND_0 = datetime(2026, 3, 14, 20, tzinfo=UTC)
HOUR_S = 3600
SOUTHWARD, T_ROAD = 47.004, 47.0
"""Where the road begins that ends at the other one."""


def heard(said: str, words: Mapping[Meaning, tuple[str, ...]], language: str) -> Meaning:
    """What somebody understands: the longest of the words that is in it."""
    place = LANGUAGES.index(language)
    known = [each for each, by_language in words.items() if by_language[place] in said]
    assert known, said
    return max(known, key=lambda each: len(words[each][place]))


def is_of_one_side(said: str, side: str, language: str) -> bool:
    """Whether nothing in it is of the other."""
    place = LANGUAGES.index(language)
    other = "right" if side == "left" else "left"
    return STEMS[side][place] in said and STEMS[other][place] not in said


def words(told: ToldWay, language: str) -> ToldPlan:
    """The plan of a way."""
    return tell(plan_of(told, SECOND_0, nothing_agreed("point", "clock")), language)


def with_step(cue: Cue, bend: Bend, compass: Compass = Compass.NORTH) -> ToldWay:
    """One step, and the last."""
    turn = Turn(bend, bend.middle, RoadLook.ROAD)
    steps = (Step(400, 300, cue, None, turn), Step(400, 300, AtPoint(), None, None))
    departure = Departure(0, None, compass, RoadLook.ROAD)
    return ToldWay(departure, steps, (), 0, 600, 0.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bend_is_heard_as_what_it_is(language: str) -> None:
    """Seven ways of going on, and no word of the other side."""
    for bend in Bend:
        said = words(with_step(AtEnd(), bend), language).steps[0][-1]
        assert heard(said, BENDS, language) == bend
        side = "left" if bend.middle < 0 else "right"
        assert bend == Bend.STRAIGHT or is_of_one_side(said, side, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turning_is_counted_on_its_side(language: str) -> None:
    """The first to third, left and right."""
    for number, is_left in product(NUMBERS, (True, False)):
        told = with_step(AtTurning(number, is_left, RoadLook.ROAD), Bend.STRAIGHT)
        said = words(told, language).steps[0][1]
        side = "left" if is_left else "right"
        assert heard(said, NUMBERS, language) == number
        assert heard(said, SIDES, language) == side
        assert is_of_one_side(said, side, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compass_point_is_heard_as_what_it_is(language: str) -> None:
    """Eight of them, from north by east."""
    for number, compass in enumerate(COMPASS):
        assert compass == number
        said = words(with_step(AtEnd(), Bend.STRAIGHT, compass), language).beginning[-1]
        assert heard(said, COMPASS, language) == compass


@pytest.mark.parametrize(
    ("begins_lat", "goal_lon", "compass", "bend"),
    [
        (SOUTHWARD, 9.504, Compass.SOUTH, Bend.LEFT),
        (SOUTHWARD, 9.496, Compass.SOUTH, Bend.RIGHT),
        (46.996, 9.504, Compass.NORTH, Bend.RIGHT),
        (46.996, 9.496, Compass.NORTH, Bend.LEFT),
    ],
)
def test_who_hears_the_words_goes_where_the_map_goes(
    begins_lat: float, goal_lon: float, compass: Compass, bend: Bend
) -> None:
    """A road that ends at another one: whoever comes from the north finds the east on his left."""
    ends = [(9.496, T_ROAD), (9.504, T_ROAD)]
    graph = draw(
        [(9.5, begins_lat), (9.5, T_ROAD), *ends],
        [((0, 1), {"highway": "residential"}), ((2, 1, 3), {"highway": "residential"})],
    )
    network = cut(graph, Mode.FOOT, [])
    table = hazard_table(network, clock([], SECOND_0, HOUR_S), Rates(np.zeros(1), np.zeros(0)))
    begin = int(np.argmax(np.abs(graph.lat - T_ROAD)))
    goal = int(np.argmin(np.abs(graph.lon - goal_lon)))
    question = Question(network, table, begin, (Goal(goal, ((0, HOUR_S),)),), 0, HOUR_S)
    told = told_way(question, Telling(JunctionViews(graph, Mode.FOOT)), 1.0)
    assert told is not None
    for language in LANGUAGES:
        said = words(told, language)
        assert heard(said.beginning[-1], COMPASS, language) == compass
        assert heard(said.steps[0][-1], BENDS, language) == bend
