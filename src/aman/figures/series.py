"""The private book: noise and true counts of every series, and where the public log stood.

It is as secret as the true counts: the desk seals it, a command keeps it in a file of its own.
Promises: noise stands in it before anything of a series is published, and is never drawn again;
a released count never changes; what is about to be published stands in it first, byte by byte, so
that a publication that was cut short is finished and not made anew.
Refuses to know: where it is kept, what time it is, who draws.
"""

from typing import Self

import msgspec

from .commitments import CountContent, NoiseContent, Opening, commitment
from .log.canonical import NotCanonical, read, written
from .log.entries import Opened, Release
from .log.history import History
from .log.merkle import EMPTY_ROOT
from .log.reading import Log


class _Hidden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Content that does not print."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []


class SeriesState(_Hidden, frozen=True):
    """What is secret of one series."""

    series: str
    noise: list[int]
    noise_salt: str
    counts: list[int] = []
    """True counts of the periods that are released, or were shown to who sees them early."""
    salts: list[str] = []
    """One for each of them."""

    def counted(self, count: int, salt: str) -> "SeriesState":
        """With the count of one period more, which from now on does not change."""
        return SeriesState(
            self.series, self.noise, self.noise_salt, [*self.counts, count], [*self.salts, salt]
        )

    def noise_content(self) -> NoiseContent:
        """What its opening entry commits to."""
        return NoiseContent(self.series, self.noise)

    def count_content(self, period: int) -> CountContent:
        """What the release of a period commits to."""
        return CountContent(
            self.series, period, self.counts[period], sum(self.counts[: period + 1])
        )


class Pending(_Hidden, frozen=True):
    """What was decided and may not be out yet."""

    entries: list[str]
    checkpoint: str
    series: list[SeriesState]
    """All of them as they are afterwards."""
    root: str


class PrivateBook(_Hidden, frozen=True):
    """All that is secret, as of the log that it knows."""

    hotline: str
    size: int = 0
    """Entries of the log that are known to be out."""
    root: str = EMPTY_ROOT.hex()
    series: list[SeriesState] = []
    pending: Pending | None = None

    def to_bytes(self) -> bytes:
        """For whoever seals or stores it."""
        return written(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The book; raises DamagedBook."""
        try:
            return read(content, cls)
        except NotCanonical:
            message = "The private book is damaged. Bring back a copy of the newest one."
            raise DamagedBook(message) from None

    def state(self, series: str) -> SeriesState | None:
        """The state of a series, if it is in the book."""
        return next((each for each in self.series if each.series == series), None)

    def finished(self) -> "PrivateBook":
        """After what was pending is out."""
        if self.pending is None:
            return self
        size = self.size + len(self.pending.entries)
        return PrivateBook(self.hotline, size, self.pending.root, self.pending.series)

    def opening(self, history: History, entry: int) -> Opening | None:
        """What an auditor gets of one entry, if it commits to something in this book."""
        found = history.entries[entry] if 0 <= entry < history.size else None
        if isinstance(found, Opened) and (state := self.state(found.plan.series)):
            return Opening(entry, state.noise_content(), state.noise_salt)
        if isinstance(found, Release) and (state := self.state(found.series)):
            period = found.period
            return Opening(entry, state.count_content(period), state.salts[period])
        return None

    def openings(self, history: History, series: str, upto: int) -> list[Opening]:
        """All that an auditor needs to compute a series anew, up to one of its releases."""
        asked = (
            entry.index
            for entry in history.entries
            if (isinstance(entry, Opened) and entry.plan.series == series)
            or (isinstance(entry, Release) and entry.series == series and entry.period <= upto)
        )
        found = (self.opening(history, index) for index in asked)
        return [each for each in found if each is not None]


class DamagedBook(Exception):  # noqa: N818 - twin of WrongProgramme
    """The private book can't be read."""


class LogBehind(Exception):  # noqa: N818 - twin of WrongProgramme
    """The published folder lacks what the private book knows to be out, or is another's."""


class Standing(_Hidden, frozen=True):
    """A book beside the public log, which decides."""

    book: PrivateBook
    older: list[str]
    """Open series of which the log knows more than the book, or other: they can only be closed."""


def standing(book: PrivateBook, log: Log) -> Standing:
    """Bring a book in step with the log; raises LogBehind."""
    if log.root(book.size) != book.root or (log.hotline or book.hotline) != book.hotline:
        message = (
            "The folder is not the one that was published last: entries are missing or changed. "
            "Bring it back from where it is public."
        )
        raise LogBehind(message)
    ahead = [each.decode() for each in log.entries[book.size :]]
    if ahead:
        decided = [] if book.pending is None else book.pending.entries
        if decided and ahead[: len(decided)] == decided:
            book = book.finished()
        # What was pending and did not come out is forgotten: the log went another way.
        size = len(log.entries)
        book = PrivateBook(book.hotline, size, log.root(size), book.series)
    older = [
        each.plan.series for each in log.history.running() if not _fits(book, each.plan.series, log)
    ]
    return Standing(book, older)


def _fits(book: PrivateBook, name: str, log: Log) -> bool:
    """Whether all that was released of a series stands in this book, as it was committed to."""
    state, releases = book.state(name), log.history.series[name].releases
    if state is None or len(state.counts) < len(releases):
        return False
    # Two copies that both went on (an early look in one, a release in the other) know other counts.
    return all(
        each.count == commitment(state.count_content(each.period), state.salts[each.period])
        for each in releases
    )
