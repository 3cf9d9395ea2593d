"""Sending a train of departures on along every arc.

Promises: what is sent is cut where it leaves or arrives in another phase, so that each piece lies
on a line; of what waiting at the far end would undercut only the first arrival is sent.
Refuses to know: what becomes of what was sent.
"""

from typing import Final

from .compiled import inlined
from .labels import Search, push
from .pricing import accrued

ROUNDING: Final = 1e-12
"""Two sums of the same hazards may differ by this."""


@inlined
def unchanged(search: Search, node: int, arc: int, phase: int) -> bool:
    """Whether a phase prices waiting here, an arc and waiting behind it as the one before did.

    Who then may wait there, and pays no more than here, has nothing from having waited here.
    """
    roads, rate = search.roads, search.prices.rate
    there, crossing = roads.target[arc], roads.crossing_set[arc]
    here_row, row, there_row = (
        roads.node_zone_set[node],
        roads.zone_set[arc],
        roads.node_zone_set[there],
    )
    return bool(
        roads.may_wait[there]
        and rate[here_row, phase] >= rate[there_row, phase]
        and rate[here_row, phase - 1] == rate[here_row, phase]
        and rate[row, phase - 1] == rate[row, phase]
        and rate[there_row, phase - 1] == rate[there_row, phase]
        and (
            crossing < 0
            or search.prices.crossing[crossing, phase - 1]
            == search.prices.crossing[crossing, phase]
        )
    )


@inlined
def first_changed(search: Search, node: int, arc: int, begin: int, stop: int) -> int:
    """The first departure of an unchanged arc on which a later phase brings another price.

    Whoever is still under way then, or arrives with it, has not been sent in the phase before.
    """
    roads, prices, step = search.roads, search.prices, search.aim.step
    rate, seconds, phase = prices.rate, roads.seconds[arc], prices.phase_at[begin]
    here_row, row, there_row = (
        roads.node_zone_set[node],
        roads.zone_set[arc],
        roads.node_zone_set[roads.target[arc]],
    )
    for later in range(phase + 1, rate.shape[1]):
        early = prices.phase_start[later] - seconds
        if early > stop:
            break
        if (
            rate[here_row, later] != rate[here_row, phase]
            or rate[row, later] != rate[row, phase]
            or rate[there_row, later] != rate[there_row, phase]
        ):
            return int(begin + max(0, (early - begin + step - 1) // step) * step)
    return int(stop + step)


@inlined
def send(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - one loop; a call would cost more
    search: Search,
    node: int,
    label: int,
    begin: int,
    last: int,
    hazard: float,
    slope: float,
    stop: int,
    fresh: bool,  # noqa: FBT001 - compiled code has no keywords
) -> None:
    """The departures from begin to last on their line, then those of who waits, until stop.

    All in one phase. Not fresh: the same was sent in the phase before, one step ago.
    """
    roads, prices, aim = search.roads, search.prices, search.aim
    phase = prices.phase_at[begin]
    phases = prices.rate.shape[1]
    waits = roads.may_wait[node]
    wage = prices.rate[roads.node_zone_set[node], phase]
    if waits and (last == begin or slope == wage):
        last, slope = stop, wage
    for arc in range(roads.first[node], roads.first[node + 1]):
        there, seconds = roads.target[arc], roads.seconds[arc]
        left = aim.seconds_left[there]
        latest = aim.limit - left - seconds
        if left < 0 or latest < begin:
            continue
        early = begin
        if not fresh and unchanged(search, node, arc, phase):
            early = first_changed(search, node, arc, begin, stop)
            if early > stop:
                continue
        row, crossing, its_row = (
            roads.zone_set[arc],
            roads.crossing_set[arc],
            roads.node_zone_set[there],
        )
        pause = roads.may_wait[there]
        entry = prices.crossing[crossing, phase] if crossing >= 0 else 0.0
        # Whoever was sent last waits there: what comes later must have less.
        sent, sent_last, sent_hazard = False, 0, 0.0
        line_begin, line_last, line_hazard, line_slope = begin, last, hazard, slope
        while True:
            line_stop = min(line_last, line_begin + (latest - line_begin) // aim.step * aim.step)
            depart = max(line_begin, early)
            while depart <= line_stop:
                arrive = depart + seconds
                then = prices.phase_at[arrive]
                until = line_stop
                if then < phases - 1:
                    room = prices.phase_start[then + 1] - 1 - arrive
                    until = min(until, depart + room // aim.step * aim.step)
                total = line_hazard + line_slope * (depart - line_begin) + entry
                total += accrued(prices, row, depart, arrive)
                tilt = line_slope
                if then != phase:
                    tilt += prices.rate[row, then] - prices.rate[row, phase]
                final = until + seconds
                better = True
                if pause:
                    if tilt >= prices.rate[its_row, then]:
                        final = arrive
                    if sent:
                        wait = sent_hazard + accrued(prices, its_row, sent_last, arrive)
                        better = total < wait - ROUNDING
                        if not better and final > arrive:
                            wait = sent_hazard + accrued(prices, its_row, sent_last, final)
                            better = total + tilt * (final - arrive) < wait - ROUNDING
                if better:
                    push(search, there, arrive, final, total, tilt, label, arc)
                    sent, sent_last = True, final
                    sent_hazard = total + tilt * (final - arrive)
                depart = until + aim.step
            if not waits or line_last >= stop:
                break
            line_hazard += line_slope * (line_last - line_begin) + wage * aim.step
            line_begin, line_last, line_slope = line_last + aim.step, stop, wage
