"""The ceremony: makes a hotline's root and recovery keys, and certifies the desk's online keys.

Promises: nothing is overwritten; every file is readable by its owner alone. In a real deployment
this folder lives on a machine without a network.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aman.core.keys import KemPublicKey, KemSeed, hotline_id
from aman.core.manifest import OnlineKey
from aman.core.signing import SigningSeed

ROOT_ED25519 = "root.ed25519"
ROOT_MLDSA65 = "root.mldsa65"
RECOVERY = "recovery.seed"
_SEED_BYTES = 32


class NoCeremony(Exception):  # noqa: N818 - says what is missing
    """The folder holds no complete set of root keys."""


@dataclass(frozen=True, slots=True)
class Hotline:
    """The public side: what everybody may know of the root and recovery keys."""

    hotline_id: bytes
    root_ed25519: bytes
    mldsa65_hash: bytes
    recovery_pk: KemPublicKey


def hold(folder: Path) -> Hotline:
    """Make the keys; FileExistsError, and nothing changed, when any of them is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    names = (ROOT_ED25519, ROOT_MLDSA65, RECOVERY)
    there = [name for name in names if (folder / name).exists()]
    if there:
        message = f"{folder} already holds {', '.join(there)}"
        raise FileExistsError(message)
    for name in names:
        _write(folder / name, token_bytes(_SEED_BYTES))
    return read(folder)


def read(folder: Path) -> Hotline:
    """Read what `hold` made; `NoCeremony` when it is missing or damaged."""
    mldsa65 = MLDSA65PrivateKey.from_seed_bytes(_seed(folder, ROOT_MLDSA65))
    mldsa65_public = mldsa65.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ed25519 = _root(folder).public_key()
    return Hotline(
        hotline_id=hotline_id(ed25519, mldsa65_public),
        root_ed25519=ed25519,
        mldsa65_hash=sha256(mldsa65_public).digest(),
        recovery_pk=recovery_seed(folder).public_key(),
    )


def is_held(folder: Path) -> bool:
    """Whether all keys are there."""
    return all((folder / name).exists() for name in (ROOT_ED25519, ROOT_MLDSA65, RECOVERY))


def certify(folder: Path, online_pk: bytes, valid_from: int, valid_to: int) -> OnlineKey:
    """Have the root sign the desk's online key for that time (Unix seconds)."""
    hotline = read(folder).hotline_id
    return OnlineKey.certify(_root(folder), hotline, online_pk, valid_from, valid_to)


def recovery_seed(folder: Path) -> KemSeed:
    """The recovery key's secret half: opens the vault when every password is lost."""
    return KemSeed(_seed(folder, RECOVERY))


def _root(folder: Path) -> SigningSeed:
    return SigningSeed(_seed(folder, ROOT_ED25519))


def _seed(folder: Path, name: str) -> bytes:
    try:
        seed = (folder / name).read_bytes()
    except FileNotFoundError:
        seed = b""
    if len(seed) != _SEED_BYTES:
        message = f"{folder / name} is missing or damaged"
        raise NoCeremony(message)
    return seed


def _write(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
