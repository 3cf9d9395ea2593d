"""How dangerous a chosen way is by the hazards and points of now, and what of that is worse (pure).

Promises: the line and its times are priced as they were chosen, without a search, and so is the
second time; what does not touch the way, its point or the place where they are changes nothing at
all; what gets worse by more than one in ten thousand is said. Time alone changes nothing. Refuses
to know: records, who looks.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import ceil, expm1
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from aman.roads.bands import band
from aman.roads.draws import draw
from aman.roads.graph import Bools, Floats
from aman.roads.passing import Passage, near, passage, staying
from aman.roads.points import ReceptionPoint
from aman.roads.rates import rates_of
from aman.roads.windows import spans
from aman.roads.zones import NO_DATA, Guess, Level, Zone

from .watched import Change, Danger, Ends, Harm, LonLat, Point, TakenWay

LEAST_MORE: Final = 1e-4
"""A probability; what is told to people is rounded far more."""
_DRAWS: Final = 1_000
_WORST: Final = 0.1
_SEED: Final = 4
"""Always the same chance: what is the same is judged the same."""
_DAY_S: Final = 86_400
_SAME_PLACE: Final = 1e-6


def judge(
    way: TakenWay,
    zones: Sequence[Zone],
    points: Sequence[ReceptionPoint],
    no_data: Guess = NO_DATA,
) -> Danger:
    """By all zones and points there are; `no_data` is per minute."""
    start = datetime.fromtimestamp(way.start, UTC).astimezone(ZoneInfo(way.zone))
    looked = _Looked(start, way.horizon_s, no_data)
    first, met = looked.weigh(way.line, way.times, zones)
    again = None
    if way.second_time is not None:
        again, met_again = looked.weigh(*way.second_time, zones)
        met = {**met, **met_again}
    return Danger(
        **msgspec.structs.asdict(first),
        hazards=len(met),
        oldest=min(met.values(), default=0),
        point=_point(way, points, start),
        again=again,
    )


def worse(held: Danger, now: Danger) -> tuple[Change, ...]:
    """What is, in the order in which it is said."""
    return tuple(_worse(held, now))


def _worse(held: Danger, now: Danger) -> Iterator[Change]:
    yield from _going(held, now)
    if held.again is not None and now.again is not None and any(_going(held.again, now.again)):
        yield Change.AGAIN
    before, there = held.point, now.point
    if before is not None and there is None:
        yield Change.GONE
    if before is None or there is None:
        return
    if max(abs(before.lat - there.lat), abs(before.lon - there.lon)) > _SAME_PLACE:
        yield Change.MOVED
    if before.window != there.window or (before.again and not there.again):
        yield Change.WINDOW


def _going(held: Harm, now: Harm) -> Iterator[Change]:
    if now.entered > held.entered:
        yield Change.CLOSED
    if max(now.likely - held.likely, now.high - held.high) > LEAST_MORE:
        yield Change.MORE
    if held.better and not now.better:
        yield Change.STAYING


class _Looked(NamedTuple):
    """From when and how far, and what counts where no zone is."""

    start: datetime
    horizon_s: int
    no_data: Guess

    def weigh(
        self, line: Sequence[LonLat], times: Sequence[int], zones: Sequence[Zone]
    ) -> tuple[Harm, dict[int, int]]:
        """What going so comes to, and which zones are met on it, each known since when.

        Each time by itself: what touches one of them alone changes not one figure of the other.
        """
        close = near(line, zones)
        going, stays = self._both(line, times, close)
        on_way = _touched(going)
        met = {
            id(each): int(each.as_of.timestamp())
            for each, counts in zip(close, on_way, strict=True)
            if counts
        }
        either = on_way | _touched(stays)
        counting = [each for each, counts in zip(close, either, strict=True) if counts]
        going, stays = self._both(line, times, counting)
        likely = rates_of(counting, self.no_data, Level.LIKELY)
        high = rates_of(counting, self.no_data, Level.HIGH)
        draws = draw(counting, self.no_data, _DRAWS, np.random.default_rng(_SEED))
        harm, harm_staying = (-np.expm1(-each.hazards(draws)) for each in (going, stays))
        found = band(harm)
        return Harm(
            likely=-expm1(-going.hazard(likely)),
            high=-expm1(-going.hazard(high)),
            worst=_worst(harm),
            staying_worst=_worst(harm_staying),
            band=(found.rarest, found.most_often),
            entered=going.entered,
        ), met

    def _both(
        self, line: Sequence[LonLat], times: Sequence[int], zones: Sequence[Zone]
    ) -> tuple[Passage, Passage]:
        return (
            passage(line, times, zones, self.start, self.horizon_s),
            staying(line[0], zones, self.start, self.horizon_s),
        )


def _touched(each: Passage) -> Bools:
    return np.asarray((each.seconds[:-1] > 0) | (each.crossings > 0))


def _worst(harm: Floats) -> float:
    return float(np.sort(harm)[-ceil(_WORST * len(harm)) :].mean())


def _point(way: TakenWay, points: Sequence[ReceptionPoint], start: datetime) -> Point | None:
    there = next((each for each in points if each.name == way.point), None)
    if there is None:
        return None
    if not there.windows:
        return Point(there.lat, there.lon)
    # As far as the search looked; a window of the point that began before is cut there, as in it.
    opened = [
        (way.start + opens, way.start + closes)
        for opens, closes in spans(there.windows, start, way.horizon_s + _DAY_S)
    ]
    again = way.fallback is None or (way.fallback.start, way.fallback.until) in opened
    return Point(there.lat, there.lon, _holding(opened, way.received), again)


def _holding(opened: Sequence[Ends], received: int) -> Ends:
    """The window in which they are received; nothing is open when there is none."""
    found = (each for each in opened if each[0] <= received <= each[1])
    return next(found, (0, 0))
