"""The search itself: labels taken in the order of time.

Promises: exact within epsilon per arc; it can be interrupted and resumed after any second, and
knows then what it may have missed.
Refuses to know: clocks, ways, words.
"""

from .compiled import inlined, lean
from .labels import (
    ARC,
    BEGIN,
    FULL,
    HAZARD,
    LAST,
    N_HITS,
    N_LIVE,
    N_TAKEN,
    NEXT,
    NODE,
    NONE,
    NOW,
    P_BEGIN,
    P_LABEL,
    P_LAST,
    PARENT,
    PHASE,
    SENT,
    SLOPE,
    Search,
    chain,
    hopeless,
    queue,
    to_come,
    write,
)
from .sending import send


@inlined
def undercut(  # noqa: PLR0913, PLR0917 - a line
    search: Search, node: int, begin: int, last: int, hazard: float, slope: float
) -> int:
    """The first second from which a line is below the chain, given that it is at its end."""
    above, below = 0, (last - begin) // search.aim.step
    while below - above > 1:
        middle = (above + below) // 2
        time = begin + middle * search.aim.step
        if hazard + slope * (time - begin) < chain(search, node, time) - search.aim.epsilon:
            below = middle
        else:
            above = middle
    return begin + below * search.aim.step


@inlined
def put_off(search: Search, label: int, begin: int) -> None:
    """Let a label's train begin later: before, somebody else is better."""
    state = search.state
    state.real[label, HAZARD] += state.real[label, SLOPE] * (begin - state.whole[label, BEGIN])
    state.whole[label, BEGIN] = begin
    queue(search, label)


@inlined
def copy_rest(search: Search, label: int, begin: int, last: int, sent: int) -> None:
    """The end of a label's train, as a label of its own."""
    whole, real = search.state.whole, search.state.real
    slope = real[label, SLOPE]
    hazard = real[label, HAZARD] + slope * (begin - whole[label, BEGIN])
    parent, arc = whole[label, PARENT], whole[label, ARC]
    write(search, whole[label, NODE], begin, last, hazard, slope, parent, arc, sent)


@inlined
def last_step(search: Search, node: int, time: int) -> int:
    """The last step of a time's phase at which leaving a node still makes sense."""
    aim, prices = search.aim, search.prices
    last = aim.limit - aim.seconds_left[node]
    phase = prices.phase_at[time]
    if phase < prices.rate.shape[1] - 1:
        last = min(last, prices.phase_start[phase + 1] - 1)
    return int(time + (last - time) // aim.step * aim.step)


@inlined
def hit(search: Search, label: int) -> None:
    """Remember a label that was taken at a goal."""
    state = search.state
    if search.aim.goal_of[state.whole[label, NODE]] >= 0:
        state.hits[state.counts[N_HITS]] = label
        state.counts[N_HITS] += 1


@inlined
def take_waiting(search: Search, label: int) -> None:
    """A label at a waiting place: it is taken if nobody who waits there has less."""
    state, step, epsilon = search.state, search.aim.step, search.aim.epsilon
    whole, real = state.whole, state.real
    node, begin, last = whole[label, NODE], whole[label, BEGIN], whole[label, LAST]
    hazard, slope = real[label, HAZARD], real[label, SLOPE]
    if hazard >= chain(search, node, begin) - epsilon:
        final = hazard + slope * (last - begin)
        if last > begin and final < chain(search, node, last) - epsilon:
            put_off(search, label, undercut(search, node, begin, last, hazard, slope))
        return
    place, place_real = state.place, state.place_real
    old, old_last, old_slope = place[node, P_LABEL], place[node, P_LAST], place_real[node, SLOPE]
    old_hazard = place_real[node, HAZARD] + old_slope * (begin - place[node, P_BEGIN])
    place[node, P_BEGIN], place[node, P_LAST], place[node, P_LABEL] = begin, last, label
    place_real[node, HAZARD], place_real[node, SLOPE] = hazard, slope
    stop = last_step(search, node, begin)
    if old < 0:
        state.live[state.counts[N_LIVE]] = node
        state.counts[N_LIVE] += 1
    elif old_last > begin:
        # The train that was best goes on arriving, and may become the best again.
        final = old_hazard + old_slope * (old_last - begin)
        if final < chain(search, node, old_last) - epsilon:
            again = undercut(search, node, begin, old_last, old_hazard, old_slope)
            copy_rest(search, old, again, old_last, 1)
            if last > old_last:
                copy_rest(search, label, old_last + step, last, 0)
            last, stop = min(last, again - step), min(stop, again - step)
            place[node, P_LAST] = last
            whole[label, LAST] = last
    if whole[label, SENT] == 0:
        hit(search, label)
        send(search, node, label, begin, last, hazard, slope, stop, True)  # noqa: FBT003


@inlined
def take_passing(search: Search, label: int) -> None:
    """A label at a place without waiting: who is there at another second does not compete."""
    state, step, epsilon = search.state, search.aim.step, search.aim.epsilon
    whole, real = state.whole, state.real
    node, begin, last = whole[label, NODE], whole[label, BEGIN], whole[label, LAST]
    hazard, slope = real[label, HAZARD], real[label, SLOPE]
    before, other = NONE, state.place[node, P_LABEL]
    while other >= 0:
        following, other_last = whole[other, NEXT], whole[other, LAST]
        if other_last < begin:  # gone by
            if before < 0:
                state.place[node, P_LABEL] = following
            else:
                whole[before, NEXT] = following
            other = following
            continue
        # By how much this train is better than the other, where both arrive.
        both = min(last, other_last)
        turn = real[other, SLOPE] - slope
        gain = real[other, HAZARD] + real[other, SLOPE] * (begin - whole[other, BEGIN]) - hazard
        gain -= epsilon
        final = gain + turn * (both - begin)
        if gain <= 0.0:
            later = begin + step
            while later <= both and gain + turn * (later - begin) <= 0.0:
                later += step
            if later <= last:
                put_off(search, label, later)
            return
        if final <= 0.0:
            if both < last:
                copy_rest(search, label, both + step, last, 0)
            last = both - step
            while gain + turn * (last - begin) <= 0.0:
                last -= step
            whole[label, LAST] = last
        before, other = other, following
    whole[label, NEXT] = state.place[node, P_LABEL]
    state.place[node, P_LABEL] = label
    hit(search, label)
    send(search, node, label, begin, last, hazard, slope, last, True)  # noqa: FBT003


@inlined
def send_again(search: Search, time: int, fresh: bool) -> None:  # noqa: FBT001 - compiled
    """A window has opened or closed: who waits may now go another way."""
    state, aim = search.state, search.aim
    for index in range(state.counts[N_LIVE]):
        node = state.live[index]
        # Who came this very second has been sent in this phase already.
        if state.place[node, P_BEGIN] >= time or time + aim.seconds_left[node] > aim.limit:
            continue
        hazard = chain(search, node, time)
        if hopeless(search, node, time, hazard):
            continue
        stop = last_step(search, node, time)
        send(search, node, state.place[node, P_LABEL], time, time, hazard, 0.0, stop, fresh)
        state.counts[N_TAKEN] += 1


@lean
def run(search: Search, most: int) -> bool:
    """Go on until so many labels have been taken, or there is no room; whether all is done."""
    state, aim = search.state, search.aim
    counts, whole, real = state.counts, state.whole, state.real
    while counts[NOW] < len(state.bucket):
        if counts[FULL] or counts[N_TAKEN] >= most:
            return False
        slot = counts[NOW]
        time = aim.start + slot * aim.step
        while state.bucket[slot] >= 0:
            label = state.bucket[slot]
            state.bucket[slot] = whole[label, NEXT]
            node = whole[label, NODE]
            counts[N_TAKEN] += 1
            if aim.goal_of[node] < 0:
                hazard = real[label, HAZARD]
                final = hazard + real[label, SLOPE] * (whole[label, LAST] - time)
                if hopeless(search, node, time, min(hazard, final)):
                    continue
            if search.roads.may_wait[node]:
                take_waiting(search, label)
            else:
                take_passing(search, label)
        phase = search.prices.phase_at[time]
        if phase != counts[PHASE]:
            send_again(search, time, phase > counts[PHASE] + 1)
            counts[PHASE] = phase
        counts[NOW] += 1
    return bool(counts[FULL] == 0)


@lean
def least_open(search: Search) -> float:
    """The least hazard, at least, of whatever an interrupted search has not looked at."""
    state, aim = search.state, search.aim
    whole, real = state.whole, state.real
    least = state.lost[0]
    for slot in range(state.counts[NOW], len(state.bucket)):
        label = state.bucket[slot]
        while label >= 0:
            begin, hazard = whole[label, BEGIN], real[label, HAZARD]
            final = hazard + real[label, SLOPE] * (whole[label, LAST] - begin)
            least = min(least, min(hazard, final) + to_come(search, whole[label, NODE], begin))
            label = whole[label, NEXT]
    time = aim.start + state.counts[NOW] * aim.step
    for index in range(state.counts[N_LIVE]):
        node = state.live[index]
        if time + aim.seconds_left[node] <= aim.limit:
            # The train may still be arriving, with less hazard every second; waiting only adds.
            since = max(time, state.place[node, P_BEGIN])
            last = max(since, state.place[node, P_LAST])
            hazard = min(chain(search, node, since), chain(search, node, last))
            if not hopeless(search, node, time, hazard):
                least = min(least, hazard + to_come(search, node, time))
    return float(least)
