"""What `aman figures` says of entries, and refusals as the end of a command.

Promises: a figure is told by its whole sentences, with what it counts and does not say, never as a
bare number: what stands in a terminal is copied from it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import typer

from aman.cli.figures_files import NotRead, Unusable
from aman.desk.publication.folder import Overwriting, UnreadableFolder
from aman.desk.publication.publisher import Stranger
from aman.desk.publication.ssh_signing import SigningFailed
from aman.figures.budget import BudgetExceeded, protected_by
from aman.figures.doubts_told import because, doubt_told
from aman.figures.epsilon import of_a_hundred
from aman.figures.log.entries import (
    AnyEntry,
    Calendar,
    Closed,
    Correction,
    Opened,
    Release,
    Revision,
)
from aman.figures.log.history import BrokenRule, History
from aman.figures.log.reading import Doubt
from aman.figures.measures import Unit
from aman.figures.noise import NoiseMissing
from aman.figures.plan import UnusablePlan
from aman.figures.publishing import BeforeItsTime, EventsMissing, OlderBook, Unfinished
from aman.figures.released import released_in
from aman.figures.sentences import Speaker
from aman.figures.series import DamagedBook, LogBehind
from aman.figures.wording import LANGUAGES
from aman.figures.words.checked import say

_REFUSALS = (
    *(Unusable, UnreadableFolder, Overwriting, Stranger, SigningFailed, NoiseMissing),
    *(EventsMissing, OlderBook, BeforeItsTime, Unfinished, DamagedBook, LogBehind),
)


@contextmanager
def refusals(lang: str = "en") -> Iterator[None]:
    """A refusal ends the command: 1 if something can't be believed, else 2."""
    try:
        yield
    except Doubt as doubt:
        typer.echo(f"{say('doubt', lang)} {doubt_told(doubt, lang)}", err=True)
        raise typer.Exit(1) from None
    except BrokenRule as broken:
        typer.echo(f"{say('unpublished', lang)} {because(broken.why, lang)}", err=True)
        raise typer.Exit(2) from None
    except NotRead as missing:
        typer.echo(say(missing.why, lang, **missing.filled), err=True)
        raise typer.Exit(2) from None
    except (UnusablePlan, BudgetExceeded) as refusal:
        typer.echo(because(refusal.why, lang), err=True)
        raise typer.Exit(2) from None
    except _REFUSALS as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None


def read_reason(texts: list[str], only_in: list[str]) -> dict[str, str]:
    """Reasons as they are typed: en=…, ar=…; in every language of the pages, or said otherwise."""
    found = {}
    for each in texts:
        language, equals, text = each.partition("=")
        if not equals or language not in LANGUAGES or not text.strip():
            message = (
                "--reason: write the language and the text, as in en='Counted twice.' "
                f"Languages: {', '.join(LANGUAGES)}."
            )
            raise Unusable(message)
        found[language] = text
    missing = [each for each in LANGUAGES if each not in found]
    if missing and set(only_in) != set(found):
        said = " ".join(f"--only-in {each}" for each in found) or "--only-in en"
        message = (
            f"--reason: say it in {', '.join(missing)} as well; it stays for ever. "
            f"Where that can't be, add {said}: the other pages then show it in that language."
        )
        raise Unusable(message)
    return found


def told(entry: AnyEntry, history: History, says: Speaker) -> str:
    """An entry in some lines; `history` with its series, which it may be added to yet."""
    match entry:
        case Opened(plan=plan, budget=budget):
            said = of_a_hundred(budget.epsilon_total)
            is_weekly = protected_by(plan.measure) is Unit.PERSON_WEEK
            whose, counted = (
                ("one week of a person", "you came in one week")
                if is_weekly
                else ("one person", "you are counted")
            )
            words = (
                f"Series {plan.series} opens, from {plan.start}, {plan.periods} periods (a "
                f"{plan.period} each): {plan.definition}\n  "
                f"Spent: {budget.spent} of {budget.total} (rho, for {whose}).\n  "
                f"The total is epsilon {budget.epsilon_total} at delta {budget.delta}: who thought "
                f"it as likely as not that {counted} may end at {said} in 100, hardly above."
            )
        case Calendar(dates=dates, early_access=roles):
            words = "Calendar: " + ", ".join(
                [
                    *(f"{each.series} number {each.period} on {each.date}" for each in dates),
                    *(f"{each.hours} h earlier for {each.role}" for each in roles),
                ]
            )
        case Release():
            found = released_in(history.series[entry.series], entry)
            sentences = [says.whole(each) for each in (found.total, found.change)]
            words = "\n  ".join((f"{entry.series}, number {entry.period}", *sentences))
        case Revision():
            words = f"{entry.series}: {len(entry.totals)} totals revised"
        case Correction():
            words = (
                f"Entry {entry.of}: later totals do not hold what was wrong in it"
                if entry.effect == "mended"
                else f"Entry {entry.of} is {entry.effect}"
            )
        case Closed():
            words = f"Series {entry.series} is closed ({entry.why})"
    reason = getattr(entry, "reason", {})
    spoken = reason.get(says.namer.lang) or next(iter(reason.values()), "")
    because = f"\n  Reason: {spoken}" if reason else ""
    return f"{entry.index:6}  {words}{because}"


def calendar_told(history: History, lang: str) -> list[str]:
    """The days to come, the soonest first, and who sees figures earlier."""
    roles = [say("role", lang, role=each.role, hours=each.hours) for each in history.early_access]
    days = _days_told(history, lang)
    return [*(days or [say("no_day", lang)]), *(roles or [say("no_role", lang)])]


def due_told(history: History, today: date, lang: str) -> list[str]:
    """The releases whose day has come; none if all are out."""
    return _days_told(history, lang, today.isoformat())


def _days_told(history: History, lang: str, last: str = "9999-12-31") -> list[str]:
    days = sorted(
        (day, series.plan.series, period, series.plan.end(period))
        for series in history.running()
        for period, day in series.announced.items()
        if day <= last
    )
    return [
        say("day", lang, day=day, series=name, number=period, end=end)
        for day, name, period, end in days
    ]
