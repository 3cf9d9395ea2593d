"""What an answer rests on, in words: how well it was looked, who reported when, who else comes.

Promises: nothing is said surer than it is; a report of more than a day ago says so.
Refuses to know: how ways are found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aman.desk.ways.others import Beside
from aman.desk.ways.wire import Found, FoundWay, Report
from aman.roads.bands import one_in
from aman.roads.zones import Guess

from .hazard_words import OLD_SECONDS, in_an_hour
from .line_words import inert

_OF = 1000
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class ReportInWords:
    """Who reported, when, and whether that is long ago."""

    source: str = field(repr=False)
    as_of: int
    old: bool


def report_in_words(report: Report | None, now: int) -> ReportInWords | None:
    """None where nobody did."""
    if report is None:
        return None
    return ReportInWords(inert(report.source), report.as_of, now - report.as_of > OLD_SECONDS)


def approximate(found: Found) -> Iterator[str]:
    """What could not be looked at, and by how much at most that may matter."""
    if not found.approximate:
        return
    yield _("Approximate: not all could be examined to its end.")
    if found.under < found.of:
        guesses = {"under": found.under, "of": found.of}
        yield _("Guesses of the hazards looked at: %(under)d of %(of)d.") % guesses
    if found.at_most > 0:
        many = one_in(found.at_most)
        if many == 1:
            yield _("A far less harmful way may exist.")
        else:
            yield _("A less harmful way may exist, by 1 in %(many)d at most.") % {"many": many}
    elif found.of and found.under == found.of:
        yield _("All ways were found. Not all were put into steps.")


def not_reported(rates: Guess) -> Iterator[str]:
    """What counts where no layer says anything, per minute, as people can weigh it."""
    hourly = in_an_hour(rates)
    low, likely, high = (_of_1000(each) for each in (hourly.low, hourly.likely, hourly.high))
    yield _("It counts as harm to %(likely)s of 1,000 people in an hour.") % {"likely": likely}
    if low != high:
        yield _("It may be from %(low)s to %(high)s of 1,000.") % {"low": low, "high": high}


def _of_1000(share: float) -> str:
    figure = share * _OF
    return f"{figure:.0f}" if figure >= _WHOLE else f"{figure:.2g}"


def who_else(there: Beside) -> str:
    """Who else comes to the point; empty where nobody does."""
    if not there.groups:
        return ""
    said = {"groups": there.groups, "people": there.people}
    return _("Others who come here in these hours: groups %(groups)d, people %(people)d.") % said


def crowded(way: FoundWay, people: int, there: Beside) -> Iterator[str]:
    """What there is no room or no hands for, and what would make a target."""
    if way.room is not None and way.room < people:
        yield _("More people come than it has room for.")
    elif way.room is not None and way.room < people + there.people:
        yield _("With the others, more people come than it has room for.")
    if way.groups is not None and way.groups < there.groups + 1:
        yield _("With the others, more groups come than it can receive.")
    if there.within_the_hour:
        yield _("Others may come here within the same hour.")
        yield _("Many on one road make a target.")
