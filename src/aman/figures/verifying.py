"""What a reader checks of a published folder, and what he is told.

Promises: whatever was changed, left out or put in is refused with the file's name, in plain words;
what was checked is said, and what no check can show.
Refuses to know: where files come from, ssh-keygen.
"""

from dataclasses import dataclass
from typing import Final

from .exports import exports
from .log.entries import Calendar, Correction, Release, Revision
from .log.layout import CHECKPOINT, MANIFEST, SIGNATURE, SIGNERS, WORDS, checkpoint_name
from .log.manifest import check_made
from .log.merkle import inclusion_proof, is_included, leaf_hash
from .log.reading import Doubt, Files, Log, check_seen, read_log
from .measures import Unit
from .names import names_in
from .page.from_log import page_renderer


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder that was believed, and what was checked, a sentence each."""

    log: Log
    words: tuple[str, ...]


_ENTRY: Final = "the entry"
_COSTS: Final = {
    Unit.PERSON: "being counted costs one person, over all series but contacts,",
    Unit.PERSON_WEEK: "contacts cost one week of a person",
}
NOT_SHOWN: Final = (
    "No check from outside shows that counts are true or noise fair. "
    "An auditor, given what was committed to, can check both."
)


def verify(
    files: Files,
    seen: bytes | None = None,
    signers: bytes | None = None,
    tokens: bytes | None = None,
) -> Checked:
    """Check everything; raises Doubt.

    `seen`: the checkpoint that this reader saw before. `signers`: the key that he trusts; else the
    folder's own. `tokens`: this version's design tokens, with which pages are made again; None:
    pages are held against the manifest alone.
    """
    made_files = check_made(files)
    log = read_log(files, is_whole=True)
    if log.signer is None:
        raise Doubt(CHECKPOINT, "it is missing: this is no folder of figures")
    if signers is not None and files[SIGNERS] != signers:
        raise Doubt(SIGNERS, "it is another key than the one that you trust")
    newest = checkpoint_name(len(log.entries)) + SIGNATURE
    if files.get(CHECKPOINT + SIGNATURE) != files[newest]:
        raise Doubt(CHECKPOINT + SIGNATURE, "it is not the newest signature")
    if not log.signer.signed(files[MANIFEST], files.get(MANIFEST + SIGNATURE, b"")):
        raise Doubt(MANIFEST, "its signature is not by the key in allowed_signers")
    for name, content in exports(log.history).items():
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
    beside = (
        f"Files: all {made_files} beside the log are those that were signed; there is no other.",
        "Tables: latest.json, csv and json say what the log says.",
        _pages(files, log, tokens),
    )
    return Checked(log, (*words, *_rules(log), *beside, NOT_SHOWN))


def _pages(files: Files, log: Log, tokens: bytes | None) -> str:
    """Whether pages say what the log says; another version may draw them otherwise."""
    names = names_in(files)
    if names is None:
        return "Pages: there are none."
    if tokens is None:
        return "Pages: they are those that were signed. They were not made again."
    try:
        again = page_renderer(names, tokens)(log.history)
    except (ValueError, LookupError, AttributeError, TypeError):
        raise Doubt(WORDS, "no page can be made with these words") from None
    if all(files.get(name) == content for name, content in again.items()):
        return "Pages: made again from the log and words.json; they are the same, byte by byte."
    return (
        "Pages: signed, but this version of Aman draws them otherwise. "
        "Where it matters, read the tables."
    )


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
        *(
            f"Privacy: {_COSTS[unit]} {promised.total} at most (rho)."
            for unit, promised in history.budgets.items()
        ),
        "Epsilon: what is said of that is what it costs, computed anew.",
        "Noise: what each series promises to add is enough for its share of that.",
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
