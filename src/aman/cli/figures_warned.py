"""What a command says before it writes what can't be taken back: promised budgets, withdrawals.

Promises: everything is said of what was decided and is not kept yet.
"""

from collections.abc import Iterator
from fractions import Fraction

from aman.figures.budget import BudgetExceeded, after_opening, plain, protected_by, second_start
from aman.figures.log.entries import Correction, Opened
from aman.figures.log.history import Series
from aman.figures.measures import Unit
from aman.figures.publishing import Draft


def promise_told(draft: Draft) -> Iterator[str]:
    """Of each budget that is promised for the first time: whether a second start has room."""
    opened = [each.plan for each in draft.entries if isinstance(each, Opened)]
    earlier = draft.history.entries[: draft.history.size - len(draft.entries)]
    promised = {protected_by(each.plan.measure) for each in earlier if isinstance(each, Opened)}
    for unit in Unit.PERSON, Unit.PERSON_WEEK:
        own = [each for each in opened if protected_by(each.measure) is unit]
        if not own or unit in promised:
            continue
        chains, total = draft.history.chains(unit), draft.history.budgets[unit].total
        cost, series = max((second_start(chains, each.measure), each.series) for each in own)
        words = (
            f"If {series} has to be stopped (a miscount, a lost book), opening another in its "
            f"place costs its price again: {plain(cost)} in all. The budget is {total}, for good: "
        )
        yield words + (
            "there is room for that."
            if cost <= Fraction(total)
            else f"that figure would then be published no more. Room now: --total {plain(cost)}."
        )


def withdrawal_told(draft: Draft) -> Iterator[str]:
    """What else a withdrawal withdraws, and what becomes of the series."""
    said = [each for each in draft.entries if isinstance(each, Correction)]
    withdrawn = [str(each.of) for each in said if each.effect == "withdrawn"]
    if not withdrawn:
        return
    series = draft.history.series[draft.history.release(said[0].of).series]
    name = series.plan.series
    if len(withdrawn) > 1:
        yield f"With entry {withdrawn[0]}, later ones are withdrawn: {', '.join(withdrawn[1:])}."
    if series.is_held:
        yield (
            "A total counts from the first day: what was counted by mistake is in every later "
            f"total too. So {name} releases nothing more until you say what it was. "
            f"The counting was wrong: close-series {name} (or --close with this command). "
            f"Later totals are right: correct --entry {withdrawn[0]} --mended."
        )
    elif series.closed == "stopped":
        yield f"{name} is closed. {_after(draft, series)}"
    elif not series.closed:
        yield f"{name} goes on: make sure that later totals do not hold what was wrong."


def _after(draft: Draft, series: Series) -> str:
    plan, unit = series.plan, protected_by(series.plan.measure)
    total = draft.history.budgets[unit].total
    try:
        after_opening(draft.history.chains(unit), plan.measure, plan.price(), Fraction(total))
    except BudgetExceeded:
        return f"The budget of {total} has no room for another series at its price."
    return "Another can be opened in its place, at its price once more: open-series."
