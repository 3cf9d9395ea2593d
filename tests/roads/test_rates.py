"""The table is the rates, second by second; a window opens when the local clock says so."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.roads.graph import Mode
from aman.roads.network import cut
from aman.roads.rates import Rates, clock, hazard_table, rates_of
from aman.roads.shapes import Shape, as_areas
from aman.roads.windows import Again, Once, Window, spans
from aman.roads.zones import Confidence, Guess, Level, Zone
from roads.drawn import draw

KYIV = ZoneInfo("Europe/Kyiv")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVERY_DAY = frozenset(range(7))
HORIZON = 6 * 3600


def zone(
    west: float, east: float, *windows: Window, rate: float = 0.06, closed: bool = False
) -> Zone:
    """An area from one longitude to another."""
    return Zone(
        name="",
        shape=Shape(as_areas(shapely.box(west, 46, east, 48)), closed=closed),
        per_minute=Guess(rate / 2, rate, rate * 2),
        per_crossing=None,
        confidence=Confidence.LOW,
        windows=windows,
        source="a test",
        as_of=START,
    )


def checkpoint(lon: float, *windows: Window) -> Zone:
    """A line from north to south."""
    return Zone(
        name="",
        shape=Shape(shapely.MultiLineString([[(lon, 46), (lon, 48)]])),
        per_minute=None,
        per_crossing=Guess(0.1, 0.2, 0.5),
        confidence=Confidence.LOW,
        windows=windows,
        source="a test",
        as_of=START,
    )


def once(begin: int, end: int) -> Once:
    """Seconds from START."""
    return Once(START + timedelta(seconds=begin), START + timedelta(seconds=end))


def test_phases_begin_where_any_window_opens_or_closes() -> None:
    """Beyond the horizon nothing does, and "no data" is always on."""
    zones = [
        zone(9, 10),
        zone(9, 10, once(600, 1200), once(-60, 60)),
        zone(9, 10, once(90, 99_999)),
    ]
    phases = clock(zones, START, 3600)
    assert phases.phase_start.tolist() == [0, 60, 90, 600, 1200, 3600]
    assert phases.active.tolist() == [
        [True] * 5,
        [True, False, False, True, False],
        [False, False, True, True, True],
        [True] * 5,
    ]


def test_a_start_needs_its_zone() -> None:
    """Nobody can tell whose midnight it is."""
    with pytest.raises(ValueError, match="zone"):
        clock([], datetime(2026, 3, 1, 12), 3600)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="horizon"):
        clock([], START, 0)


def test_the_table_by_hand() -> None:
    """Rates of what covers a place add; nobody's land has its own; a crossing is -ln(1 - p)."""
    graph = draw([(9.5, 47.0), (9.51, 47.0)], [((0, 1), {"highway": "residential"})])
    zones = [zone(9.4, 9.506), zone(9.503, 9.509, once(600, 1200)), checkpoint(9.508, once(0, 600))]
    network = cut(graph, Mode.FOOT, [each.shape for each in zones])
    phases = clock(zones, START, 3600)
    table = hazard_table(network, phases, rates_of(zones, Guess(0.006, 0.006, 0.006), Level.LIKELY))
    assert phases.phase_start.tolist() == [0, 600, 1200, 3600]
    arcs = np.flatnonzero(network.edge == 0)
    arcs = arcs[np.argsort(network.part[arcs, 0])]
    rates = table.rate[network.zone_set[arcs]]
    assert rates == pytest.approx(
        np.array(
            [
                [0.001, 0.001, 0.001],
                [0.001, 0.002, 0.001],
                [0, 0.001, 0],
                [0, 0.001, 0],
                [0.0001, 0.0001, 0.0001],
            ]
        )
    )
    crossing = [network.crossing_set[arc] for arc in arcs]
    assert [row >= 0 for row in crossing] == [False, False, False, True, False]
    assert table.crossing[crossing[3]] == pytest.approx([-np.log(0.8), 0, 0])
    # On the boundary between the second area and nobody's land: the better of the two by the hour.
    node = int(network.target[arcs[3]])
    assert table.rate[network.node_zone_set[node]] == pytest.approx([0, 0.0001, 0])
    assert table.cumulative[network.zone_set[arcs[1]]] == pytest.approx([0, 0.6, 1.8, 4.2])


ZONES = st.lists(
    st.tuples(
        st.floats(9.499, 9.511),
        st.floats(9.499, 9.511),
        st.lists(st.tuples(st.integers(-500, 4000), st.integers(1, 4000)), max_size=3),
        st.floats(0, 0.5),
        st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(ZONES, st.floats(0, 0.1), st.data())
def test_the_table_is_the_rates_second_by_second(
    told: list[tuple[float, float, list[tuple[int, int]], float, bool]],
    no_data: float,
    data: st.DataObject,
) -> None:
    """Against a sum over every second and every zone; more rate is never less hazard."""
    graph = draw([(9.5, 47.0), (9.51, 47.0)], [((0, 1), {"highway": "residential"})])
    zones = [
        checkpoint(west, *(once(a, a + b) for a, b in windows))
        if is_line
        else zone(
            min(west, east),
            max(west, east) + 1e-5,
            *(once(a, a + b) for a, b in windows),
            rate=rate,
        )
        for west, east, windows, rate, is_line in told
    ]
    horizon = 3600
    network = cut(graph, Mode.FOOT, [each.shape for each in zones])
    phases = clock(zones, START, horizon)
    rates = rates_of(zones, Guess(0, no_data, 1), Level.LIKELY)
    table = hazard_table(network, phases, rates)
    row = data.draw(st.integers(0, len(network.zone_set_first) - 2))
    begin, end = network.zone_set_first[row : row + 2]
    seconds = np.zeros(horizon)
    for each in network.zone_set_zones[begin:end].tolist():
        windows = () if each == len(zones) else zones[each].windows
        open_at = np.zeros(horizon, np.bool_) if windows else np.ones(horizon, np.bool_)
        for window in windows:
            assert isinstance(window, Once)
            at = [round((moment - START).total_seconds()) for moment in (window.begin, window.end)]
            open_at[max(0, at[0]) : max(0, at[1])] = True
        rate = no_data if each == len(zones) else zones[each].per_minute.likely  # type: ignore[union-attr]
        seconds[open_at] += rate / 60
    phase = np.searchsorted(phases.phase_start, np.arange(horizon), side="right") - 1
    assert table.rate[row][phase] == pytest.approx(seconds, abs=1e-12)
    assert table.cumulative[row][-1] == pytest.approx(seconds.sum(), abs=1e-9)
    worse = hazard_table(
        network, phases, Rates(rates.per_second * 1.5 + 1e-5, np.minimum(1, rates.crossing * 1.2))
    )
    assert (worse.cumulative >= table.cumulative).all()
    assert (worse.crossing >= table.crossing).all()
    assert np.isfinite(worse.crossing).all()


def test_each_level_has_its_own_table_on_one_network() -> None:
    """Levels of the same guess, on one network."""
    graph = draw([(9.5, 47.0), (9.51, 47.0)], [((0, 1), {"highway": "residential"})])
    zones = [zone(9.4, 9.6)]
    network = cut(graph, Mode.FOOT, [each.shape for each in zones])
    phases = clock(zones, START, HORIZON)
    guess = Guess(0, 0, 0)
    found = [
        float(hazard_table(network, phases, rates_of(zones, guess, level)).cumulative[0, -1])
        for level in Level
    ]
    assert found == pytest.approx([0.03 * 360, 0.06 * 360, 0.12 * 360])


CURFEW = Again(EVERY_DAY, time(22), time(5), KYIV)


def test_a_nightly_window_passes_midnight() -> None:
    """22:00 to 05:00 in Kyiv is 20:00 to 03:00 UTC in winter."""
    start = datetime(2026, 2, 1, 0, tzinfo=UTC)
    assert spans([CURFEW], start, 24 * 3600) == [(0, 3 * 3600), (20 * 3600, 24 * 3600)]


def test_days_are_those_of_the_beginning() -> None:
    """Saturday's window goes on into Sunday, and Sunday has none of its own."""
    saturday = Again(frozenset({5}), time(22), time(5), KYIV)
    start = datetime(2026, 2, 8, 0, tzinfo=KYIV)  # a Sunday
    assert spans([saturday], start, 48 * 3600) == [(0, 5 * 3600)]


def test_a_window_ends_after_its_last_day() -> None:
    """The first and the last night are in."""
    nights = Again(EVERY_DAY, time(22), time(5), KYIV, date(2026, 2, 2), date(2026, 2, 3))
    found = spans([nights], datetime(2026, 2, 1, 0, tzinfo=KYIV), 7 * 86_400)
    assert found == [(46 * 3600, 53 * 3600), (70 * 3600, 77 * 3600)]


def test_a_night_in_which_clocks_change_is_never_too_short() -> None:
    """In March it lasts six hours, in October eight; a repeated hour counts both times."""
    march = spans([CURFEW], datetime(2026, 3, 28, 12, tzinfo=UTC), 24 * 3600)
    assert march == [(8 * 3600, 14 * 3600)]
    october = spans([CURFEW], datetime(2026, 10, 24, 12, tzinfo=UTC), 24 * 3600)
    assert october == [(7 * 3600, 15 * 3600)]
    repeated = Again(EVERY_DAY, time(3, 15), time(3, 45), KYIV)
    assert spans([repeated], datetime(2026, 10, 24, 23, tzinfo=UTC), 4 * 3600) == [
        (3600 + 900, 2 * 3600 + 45 * 60)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.times(),
    st.times(),
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 28)),  # noqa: DTZ001 - their zone is drawn
    st.sampled_from(["Europe/Kyiv", "Asia/Damascus", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_a_repeated_window_is_what_the_local_clock_says(
    days: set[int], begin: time, end: time, moment: datetime, name: str
) -> None:
    """Minute by minute over four days, but for the days when clocks change."""
    begin, end = begin.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    if begin == end:
        return
    local = ZoneInfo(name)
    start = moment.replace(second=0, microsecond=0, tzinfo=local)
    window = Again(frozenset(days), begin, end, local)
    horizon = 4 * 86_400
    offsets = {
        (start.astimezone(UTC) + timedelta(hours=h)).astimezone(local).utcoffset()
        for h in range(-48, 100)
    }
    if len(offsets) > 1:
        return
    found = spans([window], start, horizon)
    inside = np.zeros(horizon // 60, np.bool_)
    for a, b in found:
        inside[a // 60 : b // 60] = True
    for minute in range(horizon // 60):
        now = (start.astimezone(UTC) + timedelta(minutes=minute)).astimezone(local)
        clock_time, today = now.time(), now.weekday()
        if begin < end:
            expected = today in days and begin <= clock_time < end
        else:
            expected = (today in days and clock_time >= begin) or (
                (today - 1) % 7 in days and clock_time < end
            )
        assert inside[minute] == expected


@given(st.lists(st.tuples(st.integers(-100, 5000), st.integers(1, 3000)), max_size=8))
def test_spans_are_apart_and_ascend(told: list[tuple[int, int]]) -> None:
    """However windows overlap, each second is in at most one span, and in one if any is open."""
    found = spans([once(a, a + b) for a, b in told], START, 3600)
    assert all(0 <= a < b <= 3600 for a, b in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    inside = {second for a, b in found for second in range(a, b)}
    assert inside == {s for a, b in told for s in range(max(0, a), min(3600, a + b))}
