"""Reading a published folder: every byte of the log accounted for, or a doubt that says where.

Promises: names, entries, numbers, hashes, roots, checkpoints and their signatures, the order of
checkpoints, and the rules of `history`; what a reader saw before is in it.
Refuses to know: where files come from; what is made from the log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from aman.figures.doubts import Place, Reason, Why

from .canonical import NotCanonical
from .checkpoint import FIRST, Checkpoint, read_checkpoint
from .entries import AnyEntry, read_entry
from .history import BrokenRule, History
from .layout import (
    CHECKPOINT,
    CHECKPOINTS,
    LOG,
    SIGNATURE,
    SIGNERS,
    checkpoint_name,
    entry_name,
)
from .merkle import GrowingTree, leaf_hash
from .signatures import Signer, signer_in

Files = Mapping[str, bytes]
"""Name, relative to the published folder, to content."""
MOST_ENTRIES: Final = 100_000


class Doubt(Exception):  # noqa: N818 - twin of WrongProgramme
    """The folder can't be believed: `where` names the file; `doubts_told` says it in words."""

    def __init__(self, where: str | Place, why: Reason) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why


@dataclass(frozen=True, slots=True)
class Log:
    """The public log: its entries' bytes, what they say together, and the newest checkpoint."""

    entries: tuple[bytes, ...] = ()
    history: History = field(default_factory=History)
    checkpoint: bytes | None = None
    hotline: str = ""
    signer: Signer | None = None
    sizes: tuple[int, ...] = ()
    """Of all checkpoints, the newest first."""

    def root(self, size: int) -> str:
        """The root of its first entries, in hexadecimal digits; empty if there are not so many."""
        if size > len(self.entries):
            return ""
        tree = GrowingTree()
        tree.extend(leaf_hash(each) for each in self.entries[:size])
        return tree.root().hex()


def read_log(files: Files, *, is_whole: bool = False) -> Log:
    """The log as far as the newest checkpoint covers it; raises Doubt. No checkpoint: no log.

    What is cheap is looked at first: names, hashes, then signatures, then rules. `is_whole`:
    refuse what lies beyond the checkpoint too (a publication that was cut short).
    """
    if CHECKPOINT not in files:
        return Log()
    signer = signer_in(_file(files, SIGNERS))
    if signer is None:
        raise Doubt(SIGNERS, Why.NOT_ONE_KEY)
    newest = _checkpoint(CHECKPOINT, files[CHECKPOINT])
    if newest.size > MOST_ENTRIES:
        raise Doubt(CHECKPOINT, Why.TOO_MANY_ENTRIES)
    roots = _chain(files, newest)
    if is_whole:
        for name in strangers(files, tuple(roots)):
            raise Doubt(name, Why.STRANGER)
    contents = _contents(files, newest.size, roots)
    for size in roots:
        name = checkpoint_name(size)
        if not signer.signed(files[name], _file(files, name + SIGNATURE)):
            raise Doubt(name, Why.NOT_SIGNED)
    history = _history([_entry(index, content) for index, content in enumerate(contents)])
    return Log(contents, history, files[CHECKPOINT], newest.hotline, signer, tuple(roots))


def strangers(files: Files, sizes: Sequence[int]) -> list[str]:
    """Names in the log's own folders that the checkpoints of these sizes do not account for."""
    known = {entry_name(index) for index in range(max(sizes, default=0))}
    for size in sizes:
        known |= {checkpoint_name(size), checkpoint_name(size) + SIGNATURE}
    return [name for name in files if name.startswith((LOG, CHECKPOINTS)) and name not in known]


def check_seen(log: Log, seen: bytes) -> int:
    """How many entries a reader saw before, all of which are in this log; raises Doubt."""
    try:
        before = read_checkpoint(seen)
    except NotCanonical:
        raise Doubt(Place.SEEN, Why.NO_CHECKPOINT) from None
    if before.hotline != log.hotline:
        raise Doubt(CHECKPOINT, Why.HOTLINE_NOT_SEEN)
    if before.size > len(log.entries):
        raise Doubt(CHECKPOINT, Why.SEEN_GONE)
    if log.root(before.size) != before.root:
        raise Doubt(CHECKPOINT, Why.LOG_NOT_SEEN)
    return before.size


def check_same(log: Log, theirs: bytes, where: str) -> int:
    """How many entries another reader was shown, all of which are in this log; raises Doubt.

    `where`: what the checkpoint that he was shown is called.
    """
    try:
        shown = read_checkpoint(theirs)
    except NotCanonical:
        raise Doubt(where, Why.NO_CHECKPOINT) from None
    if shown.hotline != log.hotline:
        raise Doubt(where, Why.OTHER_HOTLINE)
    if shown.size > len(log.entries):
        raise Doubt(where, Why.MORE_THAN_SHOWN)
    if log.root(shown.size) != shown.root:
        raise Doubt(where, Why.OTHER_LOG)
    return shown.size


def _file(files: Files, name: str) -> bytes:
    found = files.get(name)
    if found is None:
        raise Doubt(name, Why.MISSING)
    return found


def _checkpoint(name: str, content: bytes) -> Checkpoint:
    try:
        return read_checkpoint(content)
    except NotCanonical:
        raise Doubt(name, Why.NOT_CHECKPOINT) from None


def _chain(files: Files, newest: Checkpoint) -> dict[int, str]:
    """The root at each checkpoint's size, going back from the newest by what each names."""
    if _file(files, checkpoint_name(newest.size)) != files[CHECKPOINT]:
        raise Doubt(CHECKPOINT, Why.NOT_LAST_CHECKPOINT)
    roots = {}
    following = newest
    while True:
        roots[following.size] = following.root
        if following.previous == FIRST:
            return roots
        name = checkpoint_name(following.previous.size)
        content = _file(files, name)
        if sha256(content).hexdigest() != following.previous.sha256:
            raise Doubt(name, Why.NOT_NAMED_CHECKPOINT)
        earlier = _checkpoint(name, content)
        is_before = earlier.size == following.previous.size and earlier.at <= following.at
        if not is_before or earlier.hotline != newest.hotline:
            raise Doubt(name, Why.NOT_BEFORE_NEXT)
        following = earlier


def _contents(files: Files, size: int, roots: Mapping[int, str]) -> tuple[bytes, ...]:
    tree = GrowingTree()
    contents = []
    for index in range(size):
        contents.append(_file(files, entry_name(index)))
        tree.extend((leaf_hash(contents[-1]),))
        expected = roots.get(tree.size)
        if expected is not None and tree.root().hex() != expected:
            raise Doubt(entry_name(index), Why.NOT_ROOT)
    return tuple(contents)


def _entry(index: int, content: bytes) -> AnyEntry:
    try:
        return read_entry(content)
    except NotCanonical:
        raise Doubt(entry_name(index), Why.NOT_ENTRY) from None


def _history(entries: Sequence[AnyEntry]) -> History:
    found = History()
    for index, entry in enumerate(entries):
        try:
            found = found.after(entry)
        except BrokenRule as broken:
            raise Doubt(entry_name(index), broken.why) from None
    return found
