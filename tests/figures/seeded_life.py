"""A hotline's figures over twenty months: seeded events, published day by day, rendered as pages.

People by week, in a series that ended and one that follows it; arrivals by quarter, the first of
them below ten; revisions on their days, and a newest figure that is withdrawn. All of it comes from
counting events by way of the log. The noise is as wide as the real one and protects nobody.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from aman.figures import publishing
from aman.figures.exports import exports
from aman.figures.log.entries import EarlyAccess, Release
from aman.figures.log.history import History
from aman.figures.log.reading import read_log
from aman.figures.page import from_log
from aman.figures.page.publication import Publication
from aman.figures.plan import planned
from desk_cast import memory_folder

from .hotline import TOKENS, shipped
from .published import PublishingHotline, make_key, noon, people
from .seeded import SeededNoise

UNTIL = date(2026, 3, 1)
ROLES = (EarlyAccess("spokesperson", 24), EarlyAccess("minister", 2))
WEEKS_OF_FIRST, WEEK = 8, timedelta(weeks=1)
MOST_SILENT = timedelta(weeks=4)
"""So long nothing is published at most: days are announced four weeks ahead."""


class SeededEvents:
    """Counting events: every day some of each measure, more and more of them."""

    def __init__(self, first: date, seed: int = 5) -> None:
        self._first, self._seed = first, seed
        self._on = cache(self._counted)

    def _counted(self, measure: str, day: date) -> int:
        chance = random.Random(f"{self._seed} {measure} {day}")  # noqa: S311 - made up
        days = max(0, (day - self._first).days)
        most = days // 12 if measure == "people" else days // 140
        return chance.randint(0, most) if chance.random() < 0.6 else most // 3

    def between(self, measure: str, first: date, end: date) -> int:
        """As the port says."""
        return sum(self._on(measure, first + timedelta(at)) for at in range((end - first).days))


def live(hotline: PublishingHotline, until: date = UNTIL) -> None:
    """Publish all of it, the last time with the pages."""
    months = until.year * 12 + until.month - 1 - 20
    begin = date(months // 12, months % 12 + 1, 1)
    first = until - 25 * WEEK
    hotline = replace(hotline, counted=SeededEvents(begin), roles=ROLES)
    arrived = planned("arrived-1", begin.isoformat(), periods=8)
    hotline.open(arrived, begin)
    _publish(hotline, begin, first - 3 * WEEK)
    hotline.open(people(1, first, WEEKS_OF_FIRST), first - 3 * WEEK)
    end = first + WEEKS_OF_FIRST * WEEK
    _publish(hotline, first - 3 * WEEK, end + WEEK)
    following = msgspec.structs.replace(people(2, end, 52), revised=8)
    hotline.open(following, end + WEEK)
    _publish(hotline, end + WEEK, until - timedelta(days=1))
    with_pages = exports, from_log.page_renderer(shipped("surrender"), TOKENS)
    rendering = replace(hotline, renderers=with_pages)
    rendering.publish(until)
    rendering.publisher().publish(_withdraw, noon(until))


def _withdraw(draft: publishing.Draft) -> None:
    """The newest figure of people was wrong; what comes is right."""
    newest = draft.history.series["people-2"].releases[-1]
    reason = {"en": "A list was missing. It is counted now.", "ar": "نقصت قائمة. هي محسوبة الآن."}
    publishing.correct(draft, newest.index, reason, is_withdrawn=True)
    publishing.mend(draft, newest.index, reason)


def _publish(hotline: PublishingHotline, after: date, until: date) -> None:
    """On each announced day."""
    day = after
    while True:
        days = list(_announced(hotline.publisher().log().history))
        day = min([*(each for each in days if each > day), day + MOST_SILENT])
        if day > until:
            return
        hotline.publish(day)


def _announced(history: History) -> Iterator[date]:
    for series in history.running():
        yield from (date.fromisoformat(day) for day in series.announced.values())


@cache
def life() -> Mapping[str, bytes]:
    """The files that are public in the end."""
    with TemporaryDirectory(dir=memory_folder()) as home:
        hotline = PublishingHotline(Path(home), make_key(Path(home)), SeededNoise(7))
        live(hotline)
        return hotline.public.files()


@cache
def history() -> History:
    """What their log says."""
    return read_log(life()).history


@cache
def publication() -> Publication:
    """What its pages are made of."""
    return from_log.publication(history(), shipped("surrender"))


def release(series: str, period: int) -> Release:
    """One of them, as it stands in the log."""
    return history().series[series].releases[period]
