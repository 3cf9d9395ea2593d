"""A whole hotline with one line, people who have been answered, and an operator who looks on.

Every zone is a process of its own and goes about in its own time: the courier visits each second,
the operator's screen looks each second. Only heart-beats rest, for they are no messages.
"""

import re
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import ClassVar

from bench.memory import pss_megabytes
from bench.watching import OpenQueue, RowsIn
from driver.desk_browser import DeskBrowser
from driver.hotline_with_lines import HotlineWithLines
from driver.processes import wait_until
from lines.contract.cast import REAL
from lines.telegram.peer import telegram_peer

TEXT = "نحن عشرة، عالقون في الوحل، والوقت 21:30 OK. " * 5
ANSWER = "we hear you"
PEOPLE = [f"person{number}" for number in range(10)]
SINGLE = 100
"""One after the other, at any moment, so that no visit and no look is in step with them."""
PAUSE_SECONDS = 0.25
EACH_AT_ONCE = 20
ZONES = ("desk", "front", "courier")
EXCERPT = re.compile(r'<li data-row="(\d+)"(?:(?!</li>).)*?class="excerpt"[^>]*>(\w+)', re.DOTALL)


class _Unhurried(HotlineWithLines):
    """As in life; a stub that calls a webhook calls it as often at once as its provider may."""

    pace: ClassVar = {"renewed_after": 45, "pulse_seconds": 86_400}
    providers: ClassVar = {**REAL, "telegram": partial(telegram_peer, callers=8)}


class WholeChain:
    """From people's hands to the operator's eyes."""

    def __init__(self, hotline: HotlineWithLines, name: str) -> None:
        self._hotline = hotline
        self._name = name
        self._peer = hotline.peers[name]
        self._front = hotline.var / "front" / "front.sqlite3"
        self._desk = hotline.var / "desk" / "desk.sqlite3"
        self._browser = DeskBrowser(int(hotline.addresses.desk.rpartition(":")[2]))
        self._browser.become_first(hotline.link or "")
        self._queue = OpenQueue(self._browser)
        self._cases = self._greeted()

    def _greeted(self) -> Mapping[str, int]:
        """Everybody has written and was answered by a person: from then on no talk answers."""
        for who in PEOPLE:
            self._peer.write(who, f"{who} {TEXT}")
        wait_until(lambda: len(self._queue.shown) == len(PEOPLE), "a case for each")
        cases = {who: int(number) for number, who in EXCERPT.findall(self._browser.see("/"))}
        for number in cases.values():
            case = f"/case/{number}"
            self._browser.send(case, to=f"{case}/answer", text=ANSWER, confirmed="1")
        wait_until(self._is_quiet, "all answers sent and told of")
        return cases

    def _is_quiet(self) -> bool:
        waiting = "SELECT count(*) FROM lines_instruction WHERE state = 'waiting'"
        return not _counted(self._desk, waiting) and not _counted(
            self._front, "SELECT count(*) FROM envelope"
        )

    def figures(self) -> dict[str, float | None]:
        """All that is measured of the line."""
        return {
            **self._one_by_one(),
            **self._all_at_once(),
            "memory_mb": pss_megabytes(self._hotline.line_processes(self._name)),
        }

    @contextmanager
    def _watched(self, messages: int) -> Iterator[tuple[RowsIn, RowsIn]]:
        """Watch so many messages pass."""
        for number in self._cases.values():
            self._browser.see(f"/case/{number}")
        self._queue.start_anew()
        front, desk = RowsIn(self._front, "seen"), RowsIn(self._desk, "reading_arrival")
        with front.followed(), desk.followed():
            yield front, desk
            wait_until(lambda: self._queue.count() >= messages, f"{messages} messages shown")
        if len(desk.at) != messages:
            reason = f"{messages} were written, and the desk took {len(desk.at)}"
            raise RuntimeError(reason)

    def _one_by_one(self) -> dict[str, float]:
        """How long a message is under way when little else is."""
        chance = Random(7)  # noqa: S311 - moments for a measurement
        written: dict[str, list[float]] = {who: [] for who in PEOPLE}
        with self._watched(SINGLE) as (front, desk):
            for number in range(SINGLE):
                time.sleep(chance.uniform(0, 2 * PAUSE_SECONDS))
                who = PEOPLE[number % len(PEOPLE)]
                written[who].append(time.perf_counter())
                self._peer.write(who, TEXT)
        shown = [
            seen - at
            for who, moments in written.items()
            for at, seen in zip(moments, self._queue.shown[self._cases[who]], strict=True)
        ]
        begun = sorted(at for moments in written.values() for at in moments)
        return {
            "latency_ms": _ms(statistics.median(shown)),
            "latency_p99_ms": _ms(statistics.quantiles(shown, n=100)[98]),
            "latency_max_ms": _ms(max(shown)),
            "front_ms": _ms(_median_between(begun, front.at)),
            "desk_ms": _ms(_median_between(begun, desk.at)),
        }

    def _all_at_once(self) -> dict[str, float]:
        """How many a second when everybody writes as fast as the far side takes it."""

        def write(who: str) -> None:
            for _ in range(EACH_AT_ONCE):
                self._peer.write(who, TEXT)

        count = EACH_AT_ONCE * len(PEOPLE)
        with self._watched(count) as (front, desk):
            begun = time.perf_counter()
            sent = _together([lambda who=who: write(who) for who in PEOPLE]) - begun
        shown = max(max(moments) for moments in self._queue.shown.values())
        return {
            "per_s": _rate(count, shown - begun),
            "desk_per_s": _rate(count, desk.at[-1] - begun),
            "front_per_s": _rate(count, front.at[-1] - begun),
            "sent_per_s": _rate(count, sent),
        }


def _counted(database: Path, question: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        (count,) = opened.execute(question).fetchone()
    return int(count)


def _together(acts: Sequence[Callable[[], None]]) -> float:
    """Do all at the same time; gives the moment at which all were done."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter()


def _median_between(begun: Sequence[float], rows: Iterable[float]) -> float:
    """From each message's beginning to its row; a row that repeats an earlier one is passed over.

    A session that is replaced may bring again what its server does not know to be taken.
    """
    coming = iter(rows)
    return statistics.median(next(row for row in coming if row > at) - at for at in begun)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _rate(count: int, seconds: float) -> float:
    return round(count / seconds, 1)


@contextmanager
def whole_chain(folder: Path, name: str) -> Iterator[WholeChain]:
    """A hotline in that folder; every process of it ends with the block."""
    with ExitStack() as stack:
        hotline = _Unhurried(folder / "var", "surrender", [name], stack)
        stack.enter_context(closing(hotline))
        for zone in ZONES:
            hotline.start(zone)
        for zone in ZONES:
            hotline.wait_listening(zone)
        hotline.start_lines()
        yield WholeChain(hotline, name)
