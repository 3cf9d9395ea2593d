"""Claims beside our own figures: all that were public on the day when a report was printed.

Promises: a claim that says any of our figures right is not shown, whenever that was released; a
claim may be a lower bound of what we released later. What we took back is named as such to who says
it after that day, by its number alone; who said it before was right.
Refuses to know: which release a reporter had before him. It asks where the number may be right.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from aman.figures.measures import MeasureId
from aman.figures.past import Known, Ours, Past

from .claim import Alias, Claim, Report, State
from .comparing import COUNTED, UPPER, Finding, Names, Verdict, badness, counts_for


def compare_with_ours(
    claims: Sequence[Claim],
    figures: Sequence[Ours],
    hotline: str,
    aliases: Iterable[Alias] = (),
    reports: Iterable[Report] = (),
) -> list[Finding]:
    """Claims about our hotline beside what we published; for each the figure that it is nearest.

    `figures`: of all releases. `reports`: the days on which claims were printed.
    """
    names, past = Names(aliases), Past(figures)
    days = {report.name: _day(report.day) for report in reports}
    public = {day: past.until(day) for day in {None, *days.values()}}
    found: list[Finding] = []
    for claim in claims:
        said = claim.statement
        if claim.state is State.REFUSED or said.number is None or said.is_negated:
            continue
        day = days.get(said.document)
        finding = _beside(claim, said.number, past, public[day], is_dated=day is not None)
        if finding is None:
            continue
        if not said.hotline or not names.are_one(said.hotline, hotline):
            tie = ((said.hotline, hotline),) if said.hotline else ()
            finding = Finding(Verdict.UNRESOLVED, claim, finding.second, tie, finding.is_same_count)
        found.append(finding)
    return sorted(found, key=badness)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # nobody knows it, or a person wrote it otherwise
        return None


def _beside(
    claim: Claim, number: int, past: Past, public: Past, *, is_dated: bool
) -> Finding | None:
    said, counts = claim.statement, counts_for(number, claim.statement.precision)
    own = {measure for measure, words in COUNTED.items() if said.measure in words}
    withdrawn = public.withdrawn_as(number, own)
    if withdrawn is not None and withdrawn.measure in own:
        is_sure = is_dated and public.is_meant(number, withdrawn, own)
        verdict = Verdict.WITHDRAWN if is_sure else Verdict.UNRESOLVED
        return Finding(verdict, claim, withdrawn.ours, is_same_count=True)
    # What stood then and was withdrawn since is among what was public.
    ours = (each for each in (*past.known, *public.known) if each.measure in own)
    if any(_fits(number, counts, each, own) for each in ours):
        return None
    others = [
        each
        for each in public.known
        if each.measure not in own
        and _fits(number, counts, each, own)
        and public.is_meant(number, each, own)
    ]
    figure = public.nearest(number, others) if others else withdrawn
    if figure is not None:
        is_sure = figure.is_newest or not public.may_be_right(number, own)
        verdict = Verdict.SAME_COUNT_DIFFERENT_MEASURE if is_sure else Verdict.UNRESOLVED
        return Finding(verdict, claim, figure.ours, is_same_count=True)
    most = past.most(own)
    if most is None:
        return None
    if said.precision in UPPER:
        most = public.most(own) or most
        is_bound = most.value <= number
    else:
        is_bound = past.may_be_right(number, own)
    verdict = Verdict.COMPATIBLE_LOWER_BOUND if is_bound else Verdict.DIFFERENT_COUNT
    return Finding(verdict, claim, most.figure)


def _fits(number: int, counts: tuple[int, int], each: Known, own: Collection[MeasureId]) -> bool:
    """By its number at its precision; the newest, and our own measure's, within their margin."""
    is_asked = each.is_newest or each.measure in own
    is_near = is_asked and abs(number - each.value) <= each.within
    return is_near or counts[0] <= each.value <= counts[1]
