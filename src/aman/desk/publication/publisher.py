"""Publishing: what was decided is kept first, then written, signed and kept as done.

Each step is announced when it is done. Cut short at any of them, the next run finishes what was
decided: the same bytes, nothing twice, nothing drawn again.
Promises: the private book is kept before the first byte is public.
Refuses to know: how the book is kept (the desk seals it) and who signs.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from aman.figures.exports import Renderer, exports, made
from aman.figures.log.entries import read_entry
from aman.figures.log.history import History
from aman.figures.log.layout import (
    CHECKPOINT,
    SIGNATURE,
    SIGNERS,
    checkpoint_name,
    entry_name,
)
from aman.figures.log.reading import Doubt, Log, read_log, strangers
from aman.figures.log.signatures import Signer
from aman.figures.publishing import Draft
from aman.figures.series import LogBehind, Pending, PrivateBook, standing

from .folder import PublishedFolder

Announce = Callable[[str], None]


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

        Raises Doubt, LogBehind, OlderBook, SigningFailed and what `decide` raises.
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

    def log(self) -> Log:
        """The log as the newest checkpoint in the folder covers it; raises Doubt."""
        return read_log(self._folder.files())

    def finish(self) -> Log:
        """Bring the folder where the book has it; raises Doubt, LogBehind."""
        files = self._folder.files()
        log = read_log(files)
        if log.signer not in {None, self._signer.signer}:
            raise Doubt(SIGNERS, "this folder is signed by another key")
        kept = self._keeper.book()
        book = standing(kept, log).book
        expected = {} if book.pending is None else dict(_files(log, book.pending))
        for name in strangers(files, log.sizes):
            is_signature = name.removesuffix(SIGNATURE) in expected
            if not is_signature and expected.get(name) != files[name]:
                message = f"{name} is in the folder, but this private book did not decide it."
                raise LogBehind(message)
        if book.pending is not None:
            return self._perform(log, book, book.pending)
        if log.checkpoint is not None:
            self._render(log.history)
        if book != kept:
            self._keep_as_published(book)
        return log

    def _perform(self, log: Log, book: PrivateBook, pending: Pending) -> Log:
        """Write what is pending; the newest checkpoint comes last and makes it public."""
        *entries, (name, checkpoint) = _files(log, pending)
        for entry, content in entries:
            self._put(entry, content)
        signature = self._signer.sign(checkpoint)
        self._announce("The checkpoint is signed.")
        self._put(SIGNERS, self._signer.signer.allowed_signers())
        self._put(name, checkpoint)
        self._put(name + SIGNATURE, signature)
        history = log.history
        for _, content in entries:
            history = history.after(read_entry(content))
        self._render(history)
        self._put(CHECKPOINT + SIGNATURE, signature)
        self._put(CHECKPOINT, checkpoint)
        self._keep_as_published(book.finished())
        contents = (*log.entries, *(content for _, content in entries))
        sizes = (len(contents), *log.sizes)
        return Log(contents, history, checkpoint, book.hotline, self._signer.signer, sizes)

    def _keep_as_published(self, book: PrivateBook) -> None:
        self._keeper.keep(book)
        self._announce("The private book is kept as published.")

    def _render(self, history: History) -> None:
        for name, content in made(history, self._renderers).items():
            self._put(name, content)

    def _put(self, name: str, content: bytes) -> None:
        if self._folder.write(name, content):
            self._announce(f"{name} is written.")


def _files(log: Log, pending: Pending) -> Iterable[tuple[str, bytes]]:
    """What is to be written in the log: its entries, then the checkpoint over them."""
    size = len(log.entries)
    for index, entry in enumerate(pending.entries, size):
        yield entry_name(index), entry.encode()
    yield checkpoint_name(size + len(pending.entries)), pending.checkpoint.encode()
