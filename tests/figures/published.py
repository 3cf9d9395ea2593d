"""A hotline that publishes, day by day, with real files and real signatures."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from aman.cli.figures_files import BookFile
from aman.desk.publication.folder import PublishedFolder
from aman.desk.publication.publisher import Publisher
from aman.desk.publication.ssh_signing import SshSigner
from aman.figures import publishing
from aman.figures.exports import Renderer, exports
from aman.figures.log.entries import EarlyAccess
from aman.figures.log.reading import Log
from aman.figures.noise import Noise
from aman.figures.page.from_log import page_renderer
from aman.figures.plan import SeriesPlan, planned

from .hotline import TOKENS, shipped
from .seeded import SeededNoise

START = date(2026, 9, 18)
ROLES = (EarlyAccess("spokesperson", 24),)
HOTLINE = "h" * 43
WITH_PAGES: tuple[Renderer, ...] = (exports, page_renderer(shipped("surrender"), TOKENS))
"""What a hotline publishes beside its log."""


def people(number: int = 1, start: date = START, periods: int = 260) -> SeriesPlan:
    """Weekly, seven days late."""
    return planned(f"people-{number}", start.isoformat(), periods=periods)


def noon(day: date) -> datetime:
    """When it is published."""
    return datetime.combine(day, time(12), UTC)


def salt() -> bytes:
    """A stub: the same each time."""
    return bytes(range(32))


@dataclass
class Counted:
    """Counting events: so many of every measure on every day, and more on some."""

    a_day: int = 7
    more: Mapping[date, int] = field(default_factory=dict)

    def between(self, measure: str, first: date, end: date) -> int:  # noqa: ARG002 - a port
        """As the port says."""
        days = (end - first).days
        return self.a_day * days + sum(n for day, n in self.more.items() if first <= day < end)


def make_key(folder: Path) -> Path:
    """A real key, by ssh-keygen."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)  # noqa: S603, S607
    return key


@dataclass
class PublishingHotline:
    """A folder, a book and a key."""

    home: Path
    key: Path
    noise: Noise = field(default_factory=SeededNoise)
    counted: Counted = field(default_factory=Counted)
    steps: list[str] = field(default_factory=list)
    renderers: tuple[Renderer, ...] = (exports,)
    roles: tuple[EarlyAccess, ...] = ROLES

    @property
    def public(self) -> PublishedFolder:
        """What everybody sees."""
        return PublishedFolder(self.home / "public")

    @property
    def book(self) -> BookFile:
        """What nobody sees."""
        return BookFile(self.home / "private" / "book.json", HOTLINE)

    def publisher(self) -> Publisher:
        """As after a restart: nothing is remembered but files."""
        signer = SshSigner(self.key)
        return Publisher(self.public, self.book, signer, self.renderers, self.steps.append)

    def open(self, plan: SeriesPlan, day: date, total: str | None = None) -> Log:
        """Open a series."""
        return self.publisher().publish(
            lambda draft: publishing.open_series(draft, plan, total, self.noise, salt), noon(day)
        )

    def publish(self, day: date, *, close_older: bool = False) -> Log:
        """Publish what is due on a day."""
        return self.publisher().publish(
            lambda draft: publishing.publish_due(draft, self.counted, salt, self.roles),
            noon(day),
            close_older=close_older,
        )

    def weeks(self, first: date, number: int) -> Log:
        """Publish once a week."""
        for week in range(number):
            log = self.publish(first + timedelta(weeks=week))
        return log
