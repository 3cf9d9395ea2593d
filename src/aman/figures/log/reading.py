"""Reading a published folder: every byte of the log accounted for, or a doubt that says where.

Promises: names, entries, numbers, hashes, roots, checkpoints and their signatures, the order of
checkpoints, and the rules of `history`; what a reader saw before is in it.
Refuses to know: where files come from; what is made from the log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from .canonical import NotCanonical
from .checkpoint import FIRST, Checkpoint, Previous, read_checkpoint
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
_MISSING: Final = "it is missing"
_SEEN: Final = "what you saw before"


class Doubt(Exception):  # noqa: N818 - twin of WrongProgramme
    """The folder can't be believed: `where` names the file, `why` says it in words."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")
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


def read_log(files: Files) -> Log:
    """The log as far as the newest checkpoint covers it; raises Doubt. No checkpoint: no log.

    Entries beyond it (a publication that was cut short) are not looked at: see `strangers`.
    """
    if CHECKPOINT not in files:
        return Log()
    signer = signer_in(_file(files, SIGNERS))
    if signer is None:
        raise Doubt(SIGNERS, "it is not one Ed25519 key for figures, written as it has to be")
    newest = _parsed(CHECKPOINT, files[CHECKPOINT])
    if newest.size > MOST_ENTRIES:
        raise Doubt(CHECKPOINT, "it speaks of more entries than there can be")
    roots = _chain(files, newest, signer)
    contents = tuple(_file(files, entry_name(index)) for index in range(newest.size))
    tree = GrowingTree()
    for index, content in enumerate(contents):
        tree.extend((leaf_hash(content),))
        expected = roots.get(tree.size)
        if expected is not None and tree.root().hex() != expected:
            raise Doubt(
                entry_name(index), "this entry or one before it is not what the checkpoint signed"
            )
    entries = [_entry(index, content) for index, content in enumerate(contents)]
    return Log(
        contents,
        _history(entries),
        files[CHECKPOINT],
        newest.hotline,
        signer,
        tuple(roots),
    )


def strangers(files: Files, log: Log) -> list[str]:
    """Names in the log's own folders that no checkpoint accounts for."""
    known = {entry_name(index) for index in range(len(log.entries))}
    for size in log.sizes:
        known |= {checkpoint_name(size), checkpoint_name(size) + SIGNATURE}
    return [name for name in files if name.startswith((LOG, CHECKPOINTS)) and name not in known]


def check_seen(log: Log, seen: bytes) -> int:
    """How many entries a reader saw before, all of which are in this log; raises Doubt."""
    try:
        before = read_checkpoint(seen)
    except NotCanonical:
        raise Doubt(_SEEN, "it is no checkpoint") from None
    if before.hotline != log.hotline:
        raise Doubt(CHECKPOINT, "it is another hotline's than what you saw before")
    if before.size > len(log.entries):
        raise Doubt(CHECKPOINT, "entries that you saw before are gone")
    if log.root(before.size) != before.root:
        raise Doubt(CHECKPOINT, "this is another log than the one you were shown before")
    return before.size


def _file(files: Files, name: str) -> bytes:
    found = files.get(name)
    if found is None:
        raise Doubt(name, _MISSING)
    return found


def _parsed(name: str, content: bytes) -> Checkpoint:
    try:
        return read_checkpoint(content)
    except NotCanonical:
        raise Doubt(name, "it is not written as a checkpoint has to be") from None


def _signed(files: Files, size: int, signer: Signer) -> bytes:
    name = checkpoint_name(size)
    content = _file(files, name)
    if not signer.signed(content, _file(files, name + SIGNATURE)):
        raise Doubt(name, "its signature is not by the key in allowed_signers")
    return content


def _chain(files: Files, newest: Checkpoint, signer: Signer) -> dict[int, str]:
    """The root at each checkpoint's size, going back from the newest by what each names."""
    if _signed(files, newest.size, signer) != files[CHECKPOINT]:
        raise Doubt(CHECKPOINT, "it is not the checkpoint that was signed last")
    roots = {}
    following = newest
    while True:
        roots[following.size] = following.root
        if following.previous == FIRST:
            return roots
        name = checkpoint_name(following.previous.size)
        content = _signed(files, following.previous.size, signer)
        earlier = _parsed(name, content)
        named = Previous(earlier.size, sha256(content).hexdigest())
        if named != following.previous or earlier.hotline != newest.hotline:
            raise Doubt(name, "it is not the checkpoint that the next one names")
        if earlier.at > following.at:
            raise Doubt(name, "it is younger than the next one")
        following = earlier


def _entry(index: int, content: bytes) -> AnyEntry:
    try:
        return read_entry(content)
    except NotCanonical:
        raise Doubt(entry_name(index), "it is not written as an entry has to be") from None


def _history(entries: Sequence[AnyEntry]) -> History:
    found = History()
    for index, entry in enumerate(entries):
        try:
            found = found.after(entry)
        except BrokenRule as broken:
            raise Doubt(entry_name(index), str(broken)) from None
    return found
