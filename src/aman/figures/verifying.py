"""What a reader checks of a published folder, and what he is told.

Promises: whatever was changed, left out or put in is refused with the file's name, in plain words;
what was checked is said, and what no check can show.
Refuses to know: where files come from, ssh-keygen.
"""

from dataclasses import dataclass

from .doubts import Place, Why
from .exports import exports
from .log.entries import Calendar, Correction, Release, Revision
from .log.layout import CHECKPOINT, MANIFEST, SIGNATURE, SIGNERS, WORDS, checkpoint_name
from .log.manifest import check_made
from .log.merkle import inclusion_proof, is_included, leaf_hash
from .log.reading import Doubt, Files, Log, check_seen, read_log
from .names import names_in
from .page.from_log import page_renderer
from .words.checked import say


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder that was believed, and what was checked, a sentence each."""

    log: Log
    words: tuple[str, ...]


def verify(
    files: Files,
    seen: bytes | None = None,
    signers: bytes | None = None,
    tokens: bytes | None = None,
    lang: str = "en",
) -> Checked:
    """Check everything; raises Doubt.

    `seen`: the checkpoint that this reader saw before. `signers`: the key that he trusts; else the
    folder's own. `tokens`: this version's design tokens, with which pages are made again; None:
    pages are held against the manifest alone. `lang`: of the words.
    """
    made_files = check_made(files)
    log = read_log(files, is_whole=True)
    if log.signer is None:
        raise Doubt(CHECKPOINT, Why.NO_FOLDER)
    if signers is not None and files[SIGNERS] != signers:
        raise Doubt(SIGNERS, Why.UNTRUSTED_KEY)
    newest = checkpoint_name(len(log.entries)) + SIGNATURE
    if files.get(CHECKPOINT + SIGNATURE) != files[newest]:
        raise Doubt(CHECKPOINT + SIGNATURE, Why.NOT_NEWEST_SIGNATURE)
    if not log.signer.signed(files[MANIFEST], files.get(MANIFEST + SIGNATURE, b"")):
        raise Doubt(MANIFEST, Why.NOT_SIGNED)
    for name, content in exports(log.history).items():
        if files.get(name) != content:
            raise Doubt(name, Why.NOT_OF_LOG)
    seen_size = None if seen is None else check_seen(log, seen)
    signer = log.signer.fingerprint()
    words = (
        say("signatures", lang, number=len(log.sizes), signer=signer),
        say("entries", lang, number=len(log.entries)),
        say("not_seen" if seen_size is None else "seen", lang, number=seen_size),
        *_rules(log, lang),
        say("files", lang, number=made_files),
        say("tables", lang),
        say(_pages(files, log, tokens), lang),
        say("not_shown", lang),
    )
    return Checked(log, words)


def _pages(files: Files, log: Log, tokens: bytes | None) -> str:
    """Whether pages say what the log says; another version may draw them otherwise."""
    names = names_in(files)
    if names is None:
        return "no_pages"
    if tokens is None:
        return "pages_signed"
    try:
        again = page_renderer(names, tokens)(log.history)
    except (ValueError, LookupError, AttributeError, TypeError):
        raise Doubt(WORDS, Why.WORDS_UNUSABLE) from None
    is_same = all(files.get(name) == content for name, content in again.items())
    return "pages_same" if is_same else "pages_other"


def _rules(log: Log, lang: str) -> tuple[str, ...]:
    history = log.history
    releases = [each for each in history.entries if isinstance(each, Release)]
    late = sum(bool(each.reason) for each in releases)
    revisions = sum(isinstance(each, Revision) for each in history.entries)
    corrections = sum(isinstance(each, Correction) for each in history.entries)
    moved = sum(
        len(each.dates) for each in history.entries if isinstance(each, Calendar) and each.reason
    )
    return (
        say("figures", lang, number=len(releases)),
        say("changes", lang),
        say("calendar", lang, late=late, moved=moved),
        say("revisions", lang, revisions=revisions, corrections=corrections),
        *(say(unit.value, lang, rho=promised.total) for unit, promised in history.budgets.items()),
        say("epsilon", lang),
        say("noise", lang),
    )


def find_entry(log: Log, entry: bytes, lang: str = "en") -> str:
    """Say where a single entry stands, by its proof; raises Doubt."""
    leaves = [leaf_hash(each) for each in log.entries]
    leaf = leaf_hash(entry)
    if leaf not in leaves:
        raise Doubt(Place.ENTRY, Why.NOT_IN_LOG)
    index = leaves.index(leaf)
    proof = inclusion_proof(index, leaves)
    root = bytes.fromhex(log.root(len(leaves)))
    if not is_included(leaf, index, len(leaves), proof, root):
        raise Doubt(Place.ENTRY, Why.WRONG_PROOF)
    return say("entry_found", lang, number=index, hashes=len(proof))
