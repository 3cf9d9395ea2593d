"""How dangerous a chosen way is by the hazards and points of now, and what of that is worse (pure).

Promises: the line and its times are priced as they were chosen, without a search; what does not
touch the way, its point or the place where they are changes nothing at all; what gets worse by more
than one in ten thousand is said. Time alone changes nothing. Refuses to know: records, who looks.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import ceil, expm1
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from aman.roads.bands import band
from aman.roads.draws import draw
from aman.roads.graph import Bools, Floats
from aman.roads.passing import Passage, near, passage, staying
from aman.roads.points import ReceptionPoint
from aman.roads.rates import rates_of
from aman.roads.windows import spans
from aman.roads.zones import NO_DATA, Guess, Level, Zone

from .watched import Change, Danger, Ends, Point, TakenWay

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
    close = near(way.line, zones)
    going, stays = _both(way, close, start)
    on_way = [each for each, counts in zip(close, _touched(going), strict=True) if counts]
    either = _touched(going) | _touched(stays)
    counting = [each for each, counts in zip(close, either, strict=True) if counts]
    going, stays = _both(way, counting, start)
    levels = {each: rates_of(counting, no_data, each) for each in (Level.LIKELY, Level.HIGH)}
    draws = draw(counting, no_data, _DRAWS, np.random.default_rng(_SEED))
    harm, harm_staying = (-np.expm1(-each.hazards(draws)) for each in (going, stays))
    found = band(harm)
    return Danger(
        likely=-expm1(-going.hazard(levels[Level.LIKELY])),
        high=-expm1(-going.hazard(levels[Level.HIGH])),
        worst=_worst(harm),
        staying_worst=_worst(harm_staying),
        band=(found.rarest, found.most_often),
        entered=going.entered,
        hazards=len(on_way),
        oldest=min((int(each.as_of.timestamp()) for each in on_way), default=0),
        point=_point(way, points, start),
    )


def worse(held: Danger, now: Danger) -> tuple[Change, ...]:
    """What is, in the order in which it is said."""
    return tuple(_worse(held, now))


def _worse(held: Danger, now: Danger) -> Iterator[Change]:
    if now.entered > held.entered:
        yield Change.CLOSED
    if max(now.likely - held.likely, now.high - held.high) > LEAST_MORE:
        yield Change.MORE
    if held.better and not now.better:
        yield Change.STAYING
    before, there = held.point, now.point
    if before is not None and there is None:
        yield Change.GONE
    if before is None or there is None:
        return
    if max(abs(before.lat - there.lat), abs(before.lon - there.lon)) > _SAME_PLACE:
        yield Change.MOVED
    if before.window != there.window or (before.again and not there.again):
        yield Change.WINDOW


def _both(way: TakenWay, zones: Sequence[Zone], start: datetime) -> tuple[Passage, Passage]:
    return (
        passage(way.line, way.times, zones, start, way.horizon_s),
        staying(way.line[0], zones, start, way.horizon_s),
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
