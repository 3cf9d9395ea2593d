"""Hazards are guesses: drawn as told, priced as the search does, judged by the worst tenth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon, Polygon, box

from aman.roads.answers import Front, Goal
from aman.roads.bands import SAID, Band, band, one_in
from aman.roads.draws import Draws, draw, errors
from aman.roads.exposure import exposures
from aman.roads.graph import Mode
from aman.roads.network import cut
from aman.roads.rates import Phases, Rates, clock, hazard_table
from aman.roads.robust import Looked, cvar, examine
from aman.roads.search import Question, front, stay
from aman.roads.shapes import Shape
from aman.roads.windows import Once
from aman.roads.zones import Confidence, Guess, Zone
from roads.drawn import draw as drawn_graph
from roads.seeded import SIX_HOURS, drawn
from roads.wrong_choices import share_of_wrong

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NO_DATA = Guess(1e-5, 1e-4, 1e-3)
KM = 1 / 111.19508
"""Degrees of latitude, and of longitude at the equator."""


def area(
    shape: Polygon, low: float, high: float, source: str = "a patrol", likely: float | None = None
) -> Zone:
    """An area with a rate per minute."""
    middle = (low * high) ** 0.5 if likely is None else likely
    guess = Guess(low, middle, high)
    where = Shape(MultiPolygon([shape]))
    return Zone("", where, guess, None, Confidence.LOW, (), source, NOON)


def spot(east_km: float, source: str = "a patrol") -> Zone:
    """A small square on the equator."""
    east = east_km * KM
    return area(box(east, 0, east + 1e-4, 1e-4), 0.001, 0.1, source)


def line(low: float, high: float) -> Zone:
    """A line with a probability per crossing."""
    where = Shape(MultiLineString([[(0, 1), (1, 1)]]))
    return Zone("", where, None, Guess(low, low, high), Confidence.LOW, (), "a driver", NOON)


def test_low_and_high_are_the_10th_and_90th_percentile_of_what_is_drawn() -> None:
    """Of rates, of probabilities per crossing, and of what no layer covers."""
    chance = np.random.default_rng(1)
    draws = draw([spot(0), line(0.05, 0.6)], NO_DATA, 100_000, chance)
    per_minute = draws.per_second[:, [0, 2]] * 60
    assert np.percentile(per_minute, 10, axis=0) == pytest.approx([0.001, 1e-5], rel=0.03)
    assert np.percentile(per_minute, 90, axis=0) == pytest.approx([0.1, 1e-3], rel=0.03)
    harm = -np.expm1(-draws.crossing[:, 1])
    assert np.percentile(harm, [10, 90]) == pytest.approx([0.05, 0.6], rel=0.03)
    assert (draws.per_second[:, 1] == 0).all()
    assert (draws.crossing[:, 0] == 0).all()


def test_what_is_sure_is_drawn_as_it_is_and_nothing_stays_nothing() -> None:
    """A low figure of nothing has no logarithm."""
    square = box(0, 0, 1e-4, 1e-4)
    zones = [area(square, 0.03, 0.03), area(square, 0, 0), area(square, 0, 0.1)]
    per_minute = draw(zones, NO_DATA, 500, np.random.default_rng(1)).per_second * 60
    assert per_minute[:, 0] == pytest.approx(np.full(500, 0.03))
    assert (per_minute[:, 1] == 0).all()
    assert np.isfinite(per_minute).all()
    assert np.percentile(per_minute[:, 2], 90) == pytest.approx(0.1, rel=0.3)


def test_errors_hang_together_by_distance_and_by_source() -> None:
    """exp(-d / 10 km), and a factor for each source."""
    places = [0.0, 5.0, 10.0, 30.0]
    apart = [spot(each, f"source {index}") for index, each in enumerate(places)]
    same = [spot(0.0), spot(10.0), spot(500.0)]
    chance = np.random.default_rng(2)
    found = np.corrcoef(errors([*apart, *same], 200_000, chance).T)
    expected = 0.5 * np.exp(-np.array(places) / 10)
    assert found[0, 1:4] == pytest.approx(expected[1:], abs=0.01)
    by_source = 0.5 + 0.5 * np.exp([-1.0, -50.0])
    assert found[4, 5:7] == pytest.approx(by_source, abs=0.01)
    assert found[-1, :-1] == pytest.approx(np.zeros(7), abs=0.01)


def test_zones_in_one_place_are_drawn_too() -> None:
    """Their matrix is singular but for the ridge."""
    found = errors([spot(0.0, "a"), spot(0.0, "b")], 50_000, np.random.default_rng(3))
    assert np.corrcoef(found.T)[0, 1] == pytest.approx(0.5, abs=0.02)


def test_the_same_chance_draws_the_same() -> None:
    """And goes on with other draws."""
    chances = [np.random.default_rng(4), np.random.default_rng(4)]
    first, again = (draw([spot(0)], NO_DATA, 10, each).per_second for each in chances)
    assert (first == again).all()
    assert (draw([spot(0)], NO_DATA, 10, chances[0]).per_second != first).all()


def test_the_worst_tenth_of_what_is_known() -> None:
    """The mean of 91 to 100 hundredths; a part of a draw counts in part."""
    harm = np.arange(1, 101)[:, None] / 100
    assert cvar(harm) == pytest.approx([0.955])
    assert cvar(np.array([[0.0], [0.2], [0.5], [0.9], [1.0]])) == pytest.approx([1.0])
    fifteen = np.arange(1, 16)[:, None] / 15
    assert cvar(fifteen) == pytest.approx([(1.0 + 0.5 * 14 / 15) / 1.5])


@pytest.mark.parametrize("seed", range(8))
def test_the_exposure_of_a_way_costs_what_the_search_says(seed: int) -> None:
    """Under the same rates, waiting, crossing and waiting on a boundary included."""
    chance = np.random.default_rng(seed)
    base = drawn(seed, waiting=0.8)
    network = base.network
    sets = len(network.zone_set_first) - 1
    on_boundary = network.node_zone_set.copy()
    on_boundary[chance.random(network.n_nodes) < 0.5] = sets
    network = replace(
        network,
        node_zone_set=on_boundary,
        least_first=np.array([0, 2], np.int64),
        least_sets=np.array([0, sets - 1], np.int32),
    )
    active = chance.random((network.n_zones + 1, 6)) < 0.6
    phases = Phases(NOON, (np.arange(7) * (SIX_HOURS // 6)).astype(np.int32), active)
    per_second = chance.exponential(2e-5, network.n_zones + 1)
    rates = Rates(per_second, chance.uniform(0, 0.3, network.n_zones))
    question = base._replace(network=network, table=hazard_table(network, phases, rates))
    answer = front(question)
    ways = [stay(question), *(answer[index] for index in answer.few(1e-3))]
    assert len(ways) > 1
    same = Draws(per_second[None], -np.log1p(-rates.crossing)[None])
    hazards = exposures(question, phases, ways).hazards(same)[0]
    assert hazards == pytest.approx([way.hazard for way in ways], abs=1e-9)


def town(order: Sequence[int] = (0, 1, 2)) -> tuple[Question, Phases, list[Zone]]:
    """A straight road through what may be nothing or deadly, and a long one that is known."""
    places = [(0.0, 0.0), (0.02, 0.0), (0.01, 0.01), (0.01, 0.0)]
    street = {"highway": "residential"}
    graph = drawn_graph(places, [((0, 3, 1), street), ((0, 2, 1), street)])
    unsure = area(box(0.005, -0.002, 0.015, 0.002), 1e-4, 0.05, likely=5e-4)
    known = area(box(0.005, 0.004, 0.015, 0.02), 1e-3, 2e-3, "a driver")
    here = area(box(-0.001, -0.001, 0.001, 0.001), 0.002, 0.01, "himself")
    zones = [[unsure, known, here][each] for each in order]
    network = cut(graph, Mode.FOOT, [zone.shape for zone in zones])
    horizon = 2 * 3600
    phases = clock(zones, NOON, horizon)
    table = hazard_table(network, phases, Rates(np.zeros(4), np.zeros(3)))
    goal = Goal(int(np.argmax(network.lon)), ((0, horizon),))
    return Question(network, table, 0, (goal,), 0, horizon), phases, zones


def test_what_is_likely_may_not_be_what_is_chosen() -> None:
    """The short road is better by the likely figures and far worse in the worst tenth."""
    question, phases, zones = town()
    found = examine(question, phases, zones, Guess(0, 0, 0), np.random.default_rng(5))
    seconds = [sum(question.network.seconds[leg.arc] for leg in way.way.legs) for way in found.ways]
    assert seconds[0] > min(seconds)
    shortest = found.ways[int(np.argmin(seconds))]
    assert shortest.band.rarest > found.best.band.rarest
    assert shortest.worst_tenth > 3 * found.best.worst_tenth
    assert found.best is found.ways[0]


def test_ranks_bands_and_the_ways_that_are_shown() -> None:
    """Staying has a rank too; three ways at most, and no two alike."""
    question, phases, zones = town()
    found = examine(question, phases, zones, NO_DATA, np.random.default_rng(6))
    judged = sorted([*found.ways, found.staying], key=lambda each: each.rank)
    assert [each.rank for each in judged] == list(range(1, len(judged) + 1))
    worst = [each.worst_tenth for each in judged]
    assert worst == sorted(worst)
    assert found.staying.way.goal is None
    assert 1 <= len(found.shown) <= 3
    assert found.shown[0] is found.ways[0]
    roads = [frozenset(leg.arc for leg in each.way.legs) for each in found.shown]
    starts = [each.way.arrival_s for each in found.shown]
    assert len(set(roads)) == len(roads) or max(starts) - min(starts) >= 1_800
    again = examine(question, phases, zones, NO_DATA, np.random.default_rng(6))
    assert [each.way for each in again.ways] == [each.way for each in found.ways]


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0)])
def test_the_order_of_the_layers_changes_nothing_that_people_get(order: Sequence[int]) -> None:
    """Which file is named first gives no zone another chance: same ways, ranks and bands."""
    before, after = (
        [found.staying, *found.shown]
        for question, phases, zones in (town(), town(order))
        for found in [examine(question, phases, zones, NO_DATA, np.random.default_rng(6))]
    )
    for one, other in zip(before, after, strict=True):
        assert (one.rank, one.band) == (other.rank, other.band)
        assert one.way.arrival_s == other.way.arrival_s
        assert other.worst_tenth == pytest.approx(one.worst_tenth, rel=1e-9)
        assert other.mean == pytest.approx(one.mean, rel=1e-9)


def test_zones_that_differ_in_nothing_but_their_hours_keep_their_chance() -> None:
    """Each has its own error, wherever it stands in the list."""
    square = box(0, 0, 1e-4, 1e-4)
    day, night = (
        replace(area(square, 0.001, 0.1), windows=(Once(NOON, NOON + timedelta(hours=hours)),))
        for hours in (6, 18)
    )
    found, swapped = (
        errors(each, 10, np.random.default_rng(1)) for each in ([day, night], [night, day])
    )
    assert (found[:, [1, 0, 2]] == swapped).all()


def test_staying_may_be_the_best_of_those_examined() -> None:
    """Where he is nothing happens, and every road is deadly."""
    question, phases, zones = town()
    deadly = [replace(zone, per_minute=Guess(0.05, 0.1, 0.2)) for zone in zones[:2]]
    safe = replace(zones[2], per_minute=Guess(0, 0, 0))
    found = examine(question, phases, [*deadly, safe], Guess(0, 0, 0), np.random.default_rng(7))
    assert found.best is found.staying
    assert found.staying.worst_tenth == pytest.approx(0.0)


def test_when_time_is_up_what_has_been_found_is_judged_and_said() -> None:
    """The ways under the likely figures are always there; of 32 guesses one was looked at."""
    question, phases, zones = town()
    chance = np.random.default_rng(8)
    found = examine(question, phases, zones, NO_DATA, chance, go_on=lambda: False)
    assert len(found.ways) >= 1
    assert found.looked == Looked(under=1, of=32, at_most=0.0, exact=False)


def test_a_search_that_ran_into_its_cap_is_said_whichever_it_was() -> None:
    """One of 32 is cut short, and not the likely one: by how much at most is carried on."""
    question, phases, zones = town()
    fronts: list[Front] = []

    def find(asked: Question) -> Front:
        fronts.append(front(asked, label_cap=2 if len(fronts) == 7 else 100_000))
        return fronts[-1]

    found = examine(question, phases, zones, NO_DATA, np.random.default_rng(8), find=find)
    assert [each.exact for each in fronts].count(False) == 1
    assert fronts[7].at_most > 0
    assert found.looked == Looked(under=32, of=32, at_most=fronts[7].at_most, exact=False)
    whole = examine(question, phases, zones, NO_DATA, np.random.default_rng(8))
    assert whole.looked == Looked(under=32, of=32, at_most=0.0, exact=True)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, 1000),
        (1e-5, 1000),
        (0.001, 1000),
        (0.0011, 500),
        (1 / 230, 200),
        (1 / 200, 200),
        (1 / 34, 30),
        (0.1, 10),
        (0.11, 5),
        (1 / 3, 3),
        (0.34, 2),
        (0.5, 2),
        (0.51, 1),
        (1.0, 1),
    ],
)
def test_figures_are_rounded_to_what_can_be_said_and_to_more_harm(
    probability: float, said: int
) -> None:
    """Never safer than it is, but where it is rarer than anybody can know."""
    assert one_in(probability) == said


def test_rounding_never_says_less_harm_and_never_falls() -> None:
    """Over all probabilities that the figures reach."""
    ns = [one_in(each) for each in np.linspace(0.001, 0.5, 5_000)]
    assert all(1 / n >= p - 1e-9 for n, p in zip(ns, np.linspace(0.001, 0.5, 5_000), strict=True))
    assert ns == sorted(ns, reverse=True)
    assert set(ns) == set(SAID) - {1}
    with pytest.raises(ValueError, match="from 0 to 1"):
        one_in(1.01)


def test_a_band_is_from_the_10th_to_the_90th_percentile() -> None:
    """Between 1 in 200 and 1 in 30; about 1 in 10."""

    def drawn_between(low: float, high: float) -> NDArray[np.float64]:
        return np.geomspace(low, high, 1001)[np.random.default_rng(9).permutation(1001)]

    spread = (30 / 200) ** (1 / 8)
    assert band(drawn_between(spread / 200, 1 / spread / 30)) == Band(200, 30)
    assert band(np.full(7, 0.1)) == Band(10, 10)
    assert band(np.full(7, 0.1)).is_one


def test_a_thousand_draws_choose_better_than_twenty() -> None:
    """In simulated cases whose truth is known from far more draws."""
    twenty, thousand = (share_of_wrong(60, draws, seed=1) for draws in (20, 1_000))
    assert thousand < twenty / 2
