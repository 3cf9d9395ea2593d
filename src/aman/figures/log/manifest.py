"""The manifest: hashes of every file that is made from the log, signed as a checkpoint is.

Pages and tables are not in the log: another version may draw them otherwise. The manifest says
which bytes the hotline put out with its newest checkpoint, so that a page that somebody else wrote,
or put beside, is told from them.
Promises: a folder has the files of its manifest, of its log, and no other.
Refuses to know: whether the files say what the log says (`verifying` makes them again).
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import msgspec

from aman.figures.doubts import Why

from .canonical import NotCanonical, read, written
from .layout import CHECKPOINT, CHECKPOINTS, LOG, MANIFEST, SIGNATURE, SIGNERS
from .reading import Doubt, Files

_NAME: Final = re.compile(r"[a-z0-9_-]+(\.[a-z]+)?(/[a-z0-9_-]+(\.[a-z]+)?)*")
_MOST_FILES: Final = 1_000
FIXED: Final = frozenset(
    {CHECKPOINT, CHECKPOINT + SIGNATURE, SIGNERS, MANIFEST, MANIFEST + SIGNATURE}
)
"""What lies in the folder itself and is not made from the log."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed."""

    checkpoint: str
    """The SHA-256 of the checkpoint that these files were made at."""
    files: dict[str, str]
    """Name to SHA-256."""


def manifest_of(checkpoint: bytes, made: Mapping[str, bytes]) -> bytes:
    """The manifest of files that were made at a checkpoint."""
    return written(Manifest(_hash(checkpoint), {name: _hash(made[name]) for name in made}))


def listed(content: bytes | None) -> frozenset[str]:
    """The names in a manifest; none if it is no manifest."""
    try:
        return frozenset() if content is None else frozenset(_read(content).files)
    except NotCanonical:
        return frozenset()


def is_made(name: str) -> bool:
    """Whether a file is made from the log, by where it lies."""
    return not name.startswith((LOG, CHECKPOINTS)) and name not in FIXED


def check_made(files: Files) -> int:
    """How many files were made, all as the manifest has them and none beside; raises Doubt.

    Whether it is signed is asked when the log has told by whom (`Signer.signed`).
    """
    if CHECKPOINT not in files:
        raise Doubt(CHECKPOINT, Why.NO_FOLDER)
    content = files.get(MANIFEST)
    if content is None:
        raise Doubt(MANIFEST, Why.MISSING)
    try:
        manifest = _read(content)
    except NotCanonical:
        raise Doubt(MANIFEST, Why.NOT_MANIFEST) from None
    if manifest.checkpoint != _hash(files[CHECKPOINT]):
        raise Doubt(MANIFEST, Why.OTHER_MANIFEST)
    for name in files:
        if is_made(name) and name not in manifest.files:
            raise Doubt(name, Why.STRANGER)
    for name, digest in manifest.files.items():
        found = files.get(name)
        if found is None:
            raise Doubt(name, Why.MISSING)
        if _hash(found) != digest:
            raise Doubt(name, Why.CHANGED)
    return len(manifest.files)


def _read(content: bytes) -> Manifest:
    found: Manifest = read(content, Manifest)
    is_plain = all(_NAME.fullmatch(name) and is_made(name) for name in found.files)
    if not is_plain or len(found.files) > _MOST_FILES:
        message = "It names files that can't be."
        raise NotCanonical(message)
    return found


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
