"""Publishing: what was decided is kept first, then written, signed and kept as done.

Each step is announced when it is done. Cut short at any of them, the next run finishes what was
decided: the same bytes, nothing twice, nothing drawn again.
Promises: the private book is kept before the first byte is public.
Refuses to know: how the book is kept (the desk seals it) and who signs.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from aman.figures.commitments import SALT_BYTES
from aman.figures.doubts import Why
from aman.figures.exports import Renderer, exports, made
from aman.figures.log.entries import read_entry
from aman.figures.log.history import History
from aman.figures.log.layout import (
    CHECKPOINT,
    MANIFEST,
    SIGNATURE,
    SIGNERS,
    checkpoint_name,
    entry_name,
)
from aman.figures.log.manifest import is_made, listed, manifest_of
from aman.figures.log.reading import Doubt, Files, Log, read_log, strangers
from aman.figures.log.signatures import Signer
from aman.figures.publishing import Draft
from aman.figures.series import LogBehind, Pending, PrivateBook, standing

from .folder import PublishedFolder

Announce = Callable[[str], None]


def salt() -> bytes:
    """Of one commitment: without chance, a hash of a small count gives the count away."""
    return secrets.token_bytes(SALT_BYTES)


class Stranger(Exception):  # noqa: N818 - twin of WrongProgramme
    """A file is in the folder that nothing there accounts for; its str names it."""


class BookKeeper(Protocol):
    """Keeps the private book: sealed, or in a file of its own; on disk when `keep` returns."""

    def book(self) -> PrivateBook:
        """The book as it was kept last; raises DamagedBook."""
        ...

    def keep(self, book: PrivateBook) -> None:
        """Keep it in place of the last."""
        ...


class CheckpointSigner(Protocol):
    """Signs checkpoints."""

    @property
    def signer(self) -> Signer:
        """Its public key."""
        ...

    def sign(self, content: bytes) -> bytes:
        """The signature file."""
        ...


class Publisher:
    """One published folder and its private book; one at a time, as the book's keeper sees to."""

    def __init__(
        self,
        folder: PublishedFolder,
        keeper: BookKeeper,
        signer: CheckpointSigner,
        renderers: Iterable[Renderer] = (exports,),
        announce: Announce = lambda _: None,
    ) -> None:
        self._folder, self._keeper, self._signer = folder, keeper, signer
        self._renderers, self._announce = tuple(renderers), announce

    def publish(
        self, decide: Callable[[Draft], None], now: datetime, *, close_older: bool = False
    ) -> Log:
        """Finish what was begun, decide, keep, write, sign. Gives the log as it is afterwards.

        Raises Doubt, LogBehind, OlderBook, SigningFailed, Stranger and what `decide` raises.
        """
        log = self.finish()
        kept = self._keeper.book()
        draft = Draft(kept, log, now, close_older=close_older)
        decide(draft)
        book = draft.book()
        if book != kept:
            self._keeper.keep(book)
            self._announce("The private book is kept.")
        return log if book.pending is None else self._perform(log, book, book.pending)

    def draft(self, now: datetime, *, close_older: bool = False) -> Draft:
        """Where entries are decided, without anything being written."""
        return Draft(self._keeper.book(), self.log(), now, close_older=close_older)

    def made(self, history: History) -> Mapping[str, bytes]:
        """The files beside a log with this history; nothing is written."""
        return made(history, self._renderers)

    def log(self) -> Log:
        """The log as the newest checkpoint in the folder covers it; raises Doubt."""
        return read_log(self._folder.files())

    def finish(self) -> Log:
        """Bring the folder where the book has it; raises Doubt, LogBehind, Stranger."""
        files = self._folder.files()
        log = read_log(files)
        if log.signer not in {None, self._signer.signer}:
            raise Doubt(SIGNERS, Why.OTHER_KEY)
        kept = self._keeper.book()
        book = standing(kept, log).book
        expected = {} if book.pending is None else dict(_files(log, book.pending))
        for name in strangers(files, log.sizes):
            is_signature = name.removesuffix(SIGNATURE) in expected
            if not is_signature and expected.get(name) != files[name]:
                message = f"{name} is in the folder, but this private book did not decide it."
                raise LogBehind(message)
        after = log.history if book.pending is None else _after(log.history, book.pending)
        self._refuse_strangers(files, after)
        if book.pending is not None:
            return self._perform(log, book, book.pending)
        if log.checkpoint is not None:
            self._render(log.history, log.checkpoint)
        if book != kept:
            self._keep_as_published(book)
        return log

    def _perform(self, log: Log, book: PrivateBook, pending: Pending) -> Log:
        """Write what is pending; the newest checkpoint comes last and makes it public.

        Pages go with every decision: a figure that is withdrawn is quoted by none that is left.
        """
        *entries, (name, checkpoint) = _files(log, pending)
        for entry, content in entries:
            self._put(entry, content)
        signature = self._signer.sign(checkpoint)
        self._announce("The checkpoint is signed.")
        self._put(SIGNERS, self._signer.signer.allowed_signers())
        self._put(name, checkpoint)
        self._put(name + SIGNATURE, signature)
        history = _after(log.history, pending)
        self._render(history, checkpoint)
        self._put(CHECKPOINT + SIGNATURE, signature)
        self._put(CHECKPOINT, checkpoint)
        self._keep_as_published(book.finished())
        contents = (*log.entries, *(content for _, content in entries))
        sizes = (len(contents), *log.sizes)
        return Log(contents, history, checkpoint, book.hotline, self._signer.signer, sizes)

    def _keep_as_published(self, book: PrivateBook) -> None:
        self._keeper.keep(book)
        self._announce("The private book is kept as published.")

    def _refuse_strangers(self, files: Files, history: History) -> None:
        """What nobody made would be refused by every reader: say so before anything is decided."""
        known = listed(files.get(MANIFEST)) | made(history, self._renderers).keys()
        for name in files:
            if is_made(name) and name not in known:
                message = f"{name} is in the folder, and no publishing made it. Take it away."
                raise Stranger(message)

    def _render(self, history: History, checkpoint: bytes) -> None:
        """Tables and pages as they are now, none that is made no more, and their manifest."""
        files = made(history, self._renderers)
        before = listed(self._folder.read(MANIFEST))
        for name, content in files.items():
            self._put(name, content)
        for name in sorted(before - files.keys()):
            self._folder.remove(name)
            self._announce(f"{name} is taken away.")
        manifest = manifest_of(checkpoint, files)
        signature = self._folder.read(MANIFEST + SIGNATURE) or b""
        if not self._signer.signer.signed(manifest, signature):
            signature = self._signer.sign(manifest)
            self._announce("The manifest is signed.")
        self._put(MANIFEST + SIGNATURE, signature)
        self._put(MANIFEST, manifest)

    def _put(self, name: str, content: bytes) -> None:
        if self._folder.write(name, content):
            self._announce(f"{name} is written.")


def _after(history: History, pending: Pending) -> History:
    """What the log says with what is pending."""
    for entry in pending.entries:
        history = history.after(read_entry(entry.encode()))
    return history


def _files(log: Log, pending: Pending) -> Iterable[tuple[str, bytes]]:
    """What is to be written in the log: its entries, then the checkpoint over them."""
    size = len(log.entries)
    for index, entry in enumerate(pending.entries, size):
        yield entry_name(index), entry.encode()
    yield checkpoint_name(size + len(pending.entries)), pending.checkpoint.encode()
