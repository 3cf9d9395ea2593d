"""`aman figures verify`: Aman's own check, then ssh-keygen's, in words.

Promises: of all files that are named, `seen` alone is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aman.cli.figures_files import files_at, read_file
from aman.cli.figures_published import design_tokens
from aman.cli.files import write_file
from aman.desk.publication import ssh_signing
from aman.figures.commitments import Opening, audited
from aman.figures.doubts import Why
from aman.figures.log.canonical import NotCanonical, read
from aman.figures.log.layout import CHECKPOINT, MANIFEST, SIGNATURE, SIGNERS
from aman.figures.log.reading import Doubt, Files, check_same
from aman.figures.verifying import find_entry, verify
from aman.figures.words.checked import say


@dataclass(frozen=True, slots=True)
class Asked:
    """Files of a reader's own.

    `seen` keeps the newest checkpoint; the key that signed it stands beside it (`.signers`).
    `compare`: a checkpoint that somebody else was shown.
    """

    seen: Path | None = None
    compare: Path | None = None
    signers: Path | None = None
    entry: Path | None = None
    opening: Path | None = None


def check(place: str, asked: Asked, lang: str) -> Iterator[str]:
    """What was checked, a line each; raises Doubt, NotRead."""
    files, seen = files_at(place), asked.seen
    before = read_file(seen) if seen is not None and seen.exists() else None
    trusted = None if asked.signers is None else read_file(asked.signers)
    if before is not None and trusted is None and seen is not None:
        trusted = read_file(_beside(seen))
    theirs = None if asked.compare is None else read_file(asked.compare)
    checked = verify(files, before, trusted, design_tokens(), lang)
    yield from checked.words
    yield say(_asked_ssh_keygen(files), lang)
    if theirs is not None:
        size = check_same(checked.log, theirs, str(asked.compare))
        yield say("compared", lang, file=asked.compare, number=size)
    if asked.entry is not None:
        yield find_entry(checked.log, read_file(asked.entry).removesuffix(b"\n"), lang)
    if asked.opening is not None:
        yield from audited(checked.log.history, _openings(asked.opening), lang)
    if seen is not None:
        write_file(_beside(seen), files[SIGNERS])
        write_file(seen, files[CHECKPOINT])
        yield say("kept", lang, file=seen)


def _asked_ssh_keygen(files: Files) -> str:
    if not ssh_signing.is_here():
        return "ssh_missing"
    for name in (CHECKPOINT, MANIFEST):
        if not ssh_signing.verified(files[name], files[name + SIGNATURE], files[SIGNERS]):
            raise Doubt(name, Why.SSH_REFUSES)
    return "ssh_agrees"


def _beside(seen: Path) -> Path:
    return seen.with_name(seen.name + ".signers")


def _openings(path: Path) -> list[Opening]:
    try:
        found: list[Opening] = read(read_file(path).removesuffix(b"\n"), list[Opening])
    except NotCanonical:
        raise Doubt(str(path), Why.NO_OPENING) from None
    return found
