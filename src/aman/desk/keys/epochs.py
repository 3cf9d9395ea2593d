"""Epoch keys on disk: one seed file each, and a book of their lives (protocol section 3).

Promises: a key is on disk before it is listed; a secret's file is overwritten and gone before the
book forgets it. `epoch_life` decides, this module does.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from secrets import token_bytes
from types import MappingProxyType

import msgspec

from aman.core.keys import KEM_SEED_BYTES, KemPublicKey, KemSeed, from_base64url, to_base64url
from aman.core.manifest import EPOCHS, EpochKey
from aman.core.ports import Announce, Clock, unheard

from .epoch_life import (
    DestroySecret,
    Epoch,
    EpochBook,
    MakeEpoch,
    begin,
    listed,
    look,
    resume,
    without_destroyed,
)
from .files import destroy_key, make_folder, write_key

BOOK_FILE = "epochs.json"
_SEED = ".seed"
_WRITTEN_EVERY_SECONDS = 60


class Epochs:
    """The desk's epoch keys. Threads may read while one rotates."""

    def __init__(
        self,
        folder: Path,
        awaited: frozenset[str],
        clock: Clock,
        announce: Announce = unheard,
    ) -> None:
        self._folder = folder
        self._awaited = awaited
        self._clock = clock
        self._announce = announce
        self._guard = threading.Lock()
        make_folder(folder)
        book_file = folder / BOOK_FILE
        book = EpochBook()
        if book_file.exists():
            book = msgspec.json.decode(book_file.read_bytes(), type=EpochBook)
        self._book = begin(book, clock())
        self._written_at = 0.0
        self._lost = self._clean_up()
        self._doomed: set[str] = set()
        self._secrets: dict[bytes, KemSeed] = {}
        self._secrets = self._living_secrets()

    def __repr__(self) -> str:
        return "<Epochs>"

    def listed(self) -> tuple[EpochKey, ...]:
        """What the manifest says: the running epoch and two to come."""
        now = self._clock()
        if len(listed(self._book, now)) < EPOCHS:
            self.rotate(now, {})
        return tuple(
            EpochKey(epoch.pk, epoch.valid_from, epoch.valid_to)
            for epoch in listed(self._book, now)
        )

    def secrets(self) -> Mapping[bytes, KemSeed]:
        """The living secrets by the id that envelopes carry."""
        return MappingProxyType(self._secrets)

    def epoch_ends(self) -> Mapping[bytes, int]:
        """When each epoch whose secret lives ends, by the same id."""
        return {_short_id(epoch.pk): epoch.valid_to for epoch in self._book.epochs}

    def alarms(self) -> tuple[str, ...]:
        """What an administrator has to know, as codes."""
        said = {
            "epoch-clock-step": self._book.suspended,
            "epoch-overdue": bool(self._book.overdue),
            "epoch-lost": bool(self._lost),
        }
        return tuple(code for code, on in said.items() if on)

    def rotate(self, now: float, collected: Mapping[str, float]) -> None:
        """Look at the clock: make what is missing, destroy what is due.

        `collected` gives for each front the time before which it has handed over all it took.
        """
        times = [collected.get(front) for front in self._awaited]
        known = [at for at in times if at is not None]
        handed_over = min(known, default=now) if len(known) == len(times) else None
        with self._guard:
            before = self._book
            book, commands = look(before, now, handed_over)
            made = [self._make(command) for command in commands if isinstance(command, MakeEpoch)]
            book = msgspec.structs.replace(book, epochs=(*book.epochs, *made))
            changed = (book.epochs, book.suspended) != (before.epochs, before.suspended)
            if changed or abs(now - self._written_at) >= _WRITTEN_EVERY_SECONDS:
                self._write(book, now)
            self._book = book
            if changed:
                self._secrets = self._living_secrets()
            self._doomed |= {each.pk for each in commands if isinstance(each, DestroySecret)}
            self._destroy_doomed()

    def _destroy_doomed(self) -> None:
        """Perform what was decided; what fails is tried again at the next look."""
        for pk in sorted(self._doomed):
            self._announce("desk: destroying an epoch")
            destroy_key(self._seed_file(pk))
            self._doomed.discard(pk)
            self._announce("desk: destroyed an epoch")

    def resume(self, now: float) -> None:
        """An administrator says that the clock is right: destruction goes on."""
        with self._guard:
            self._book = resume(self._book, now)
            self._write(self._book, now)

    def acknowledge_overdue(self, now: float) -> None:
        """An administrator has read the alarm about secrets destroyed after fourteen days."""
        with self._guard:
            self._book = msgspec.structs.replace(self._book, overdue=0)
            self._lost = False
            self._write(self._book, now)

    def _make(self, command: MakeEpoch) -> Epoch:
        seed = KemSeed(token_bytes(KEM_SEED_BYTES))
        pk = to_base64url(seed.public_key().raw)
        write_key(self._seed_file(pk), seed.reveal())
        return Epoch(pk, command.valid_from, command.valid_to)

    def _living_secrets(self) -> dict[bytes, KemSeed]:
        """Those in memory that still live, and from disk those that are new."""
        living = [epoch.pk for epoch in without_destroyed(self._book).epochs]
        return {
            _short_id(pk): self._secrets.get(_short_id(pk))
            or KemSeed(self._seed_file(pk).read_bytes())
            for pk in living
        }

    def _write(self, book: EpochBook, now: float) -> None:
        write_key(self._folder / BOOK_FILE, msgspec.json.encode(book))
        self._written_at = now

    def _seed_file(self, pk: str) -> Path:
        return self._folder / (_short_id(pk).hex() + _SEED)

    def _clean_up(self) -> bool:
        """After a crash: what is not in the book goes; True when the book names what is lost.

        A seed that no book names was never listed; a destruction that was decided is finished.
        """
        book = without_destroyed(self._book)
        named = {self._seed_file(epoch.pk) for epoch in book.epochs}
        for file in self._folder.glob("*" + _SEED):
            if file not in named:
                destroy_key(file)
        there = tuple(epoch for epoch in book.epochs if self._usable(epoch))
        self._book = msgspec.structs.replace(book, epochs=there)
        return len(there) < len(book.epochs)

    def _usable(self, epoch: Epoch) -> bool:
        file = self._seed_file(epoch.pk)
        try:
            seed = KemSeed(file.read_bytes())
        except (FileNotFoundError, ValueError):
            return False
        return to_base64url(seed.public_key().raw) == epoch.pk


def _short_id(pk: str) -> bytes:
    return KemPublicKey(from_base64url(pk)).short_id
