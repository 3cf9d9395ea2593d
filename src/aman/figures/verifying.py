"""What a reader checks of a published folder, and what he is told.

Promises: whatever was changed, left out or put in is refused with the file's name, in plain words;
what was checked is said, and what no check can show.
Refuses to know: where files come from, ssh-keygen, pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .exports import Renderer, exports, made
from .log.entries import Calendar, Correction, Release, Revision
from .log.layout import CHECKPOINT, SIGNATURE, SIGNERS, checkpoint_name
from .log.merkle import inclusion_proof, is_included, leaf_hash
from .log.reading import Doubt, Files, Log, check_seen, read_log


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder that was believed, and what was checked, a sentence each."""

    log: Log
    words: tuple[str, ...]


_ENTRY: Final = "the entry"
NOT_SHOWN: Final = (
    "No check from outside shows that counts are true or noise fair. "
    "An auditor, given what was committed to, can check both."
)


def verify(
    files: Files,
    seen: bytes | None = None,
    signers: bytes | None = None,
    renderers: Iterable[Renderer] = (exports,),
) -> Checked:
    """Check everything; raises Doubt.

    `seen`: the checkpoint that this reader, or another, saw before. `signers`: the key that he
    trusts; else the folder's own.
    """
    log = read_log(files, is_whole=True)
    if log.signer is None:
        raise Doubt(CHECKPOINT, "it is missing: this is no folder of figures")
    if signers is not None and files[SIGNERS] != signers:
        raise Doubt(SIGNERS, "it is another key than the one that you trust")
    newest = checkpoint_name(len(log.entries)) + SIGNATURE
    if files.get(CHECKPOINT + SIGNATURE) != files[newest]:
        raise Doubt(CHECKPOINT + SIGNATURE, "it is not the newest signature")
    for name, content in made(log.history, renderers).items():
        if files.get(name) != content:
            raise Doubt(name, "it is not what the log says, or was made by another version")
    words = [
        f"Signatures: {len(log.sizes)} checkpoints are signed by {log.signer.fingerprint()}.",
        f"Entries: all {len(log.entries)} are those that were signed; none is missing or added.",
    ]
    if seen is None:
        words.append("Earlier looks: none to compare with. Keep checkpoint.json for the next time.")
    else:
        size = check_seen(log, seen)
        words.append(f"Earlier look: the {size} entries that you saw before are all unchanged.")
    return Checked(log, (*words, *_rules(log), NOT_SHOWN))


def _rules(log: Log) -> tuple[str, ...]:
    history = log.history
    releases = [each for each in history.entries if isinstance(each, Release)]
    late = sum(bool(each.reason) for each in releases)
    revisions = sum(isinstance(each, Revision) for each in history.entries)
    corrections = sum(isinstance(each, Correction) for each in history.entries)
    moved = sum(
        len(each.dates) for each in history.entries if isinstance(each, Calendar) and each.reason
    )
    return (
        f"Figures: {len(releases)} releases, each rounded or left out by the rule.",
        "Changes: each is the difference of two published totals.",
        f"Calendar: announced four weeks ahead, none early, {late} late, {moved} days moved.",
        f"Revisions and corrections: {revisions} and {corrections}, each with its reason.",
        f"Privacy: being counted costs one person {history.total} at most (rho, all series).",
        "Noise: what each series promises to add is enough for its share of that.",
        "Tables: latest.json, csv and json say what the log says. Pages are not checked.",
    )


def find_entry(log: Log, entry: bytes) -> str:
    """Say where a single entry stands, by its proof; raises Doubt."""
    leaves = [leaf_hash(each) for each in log.entries]
    leaf = leaf_hash(entry)
    if leaf not in leaves:
        raise Doubt(_ENTRY, "it is not in this log")
    index = leaves.index(leaf)
    proof = inclusion_proof(index, leaves)
    root = bytes.fromhex(log.root(len(leaves)))
    if not is_included(leaf, index, len(leaves), proof, root):
        raise Doubt(_ENTRY, "its proof is wrong")
    return f"The entry is number {index} of this log; its proof has {len(proof)} hashes."
