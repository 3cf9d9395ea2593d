"""`aman figures verify`: Aman's own check, then ssh-keygen's, in words."""

from collections.abc import Iterator
from pathlib import Path

from aman.cli.figures_files import files_at, read_file
from aman.cli.files import write_file
from aman.desk.publication import ssh_signing
from aman.figures.commitments import Opening, WrongOpening, audited
from aman.figures.log.canonical import NotCanonical, read
from aman.figures.log.layout import CHECKPOINT, SIGNATURE, SIGNERS
from aman.figures.log.reading import Doubt
from aman.figures.verifying import find_entry, verify


def check(
    place: str,
    seen: Path | None,
    signers: Path | None,
    entry: Path | None,
    openings: list[Path],
) -> Iterator[str]:
    """What was checked, a line each; raises Doubt, WrongOpening, Unusable.

    `seen` keeps the newest checkpoint; the key that signed it stands beside it (`.signers`).
    """
    files = files_at(place)
    before = read_file(seen) if seen is not None and seen.exists() else None
    trusted = None if signers is None else read_file(signers)
    if before is not None and trusted is None and seen is not None:
        trusted = read_file(_beside(seen))
    checked = verify(files, before, trusted)
    yield from checked.words
    if ssh_signing.is_here():
        if not ssh_signing.verified(
            files[CHECKPOINT], files[CHECKPOINT + SIGNATURE], files[SIGNERS]
        ):
            raise Doubt(CHECKPOINT, "ssh-keygen does not accept its signature")
        yield "ssh-keygen agrees about the signature."
    else:
        yield "ssh-keygen is not installed: Aman alone checked the signature."
    if entry is not None:
        yield find_entry(checked.log, read_file(entry).removesuffix(b"\n"))
    if openings:
        yield from audited(checked.log.history, [_opening(path) for path in openings])
    if seen is not None:
        write_file(_beside(seen), files[SIGNERS])
        write_file(seen, files[CHECKPOINT])
        yield f"{seen} now holds what you saw. Keep it for the next time."


def _beside(seen: Path) -> Path:
    return seen.with_name(seen.name + ".signers")


def _opening(path: Path) -> Opening:
    try:
        found: Opening = read(read_file(path).removesuffix(b"\n"), Opening)
    except NotCanonical:
        message = f"{path}: it is not what open-commitment prints."
        raise WrongOpening(message) from None
    return found
