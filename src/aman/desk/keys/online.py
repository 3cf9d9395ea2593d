"""The online key: signs manifests and buckets for ninety days at a time (protocol section 3)."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from aman.core.keys import from_base64url
from aman.core.manifest import OnlineKey
from aman.core.signing import SigningSeed

from .files import write_key

SEED_FILE = "online.seed"
KEY_FILE = "online.json"
VALID_SECONDS = 90 * 86_400
RENEWED_WITH_LEFT = 30 * 86_400
CLOCKS_APART = 600


class NoOnlineKey(Exception):  # noqa: N818 - says what is missing
    """There is no usable online key in this folder; the root has to certify one."""


@dataclass(frozen=True, slots=True)
class Online:
    """The secret half, and the public half with the root's word for it."""

    seed: SigningSeed
    key: OnlineKey

    def lasts(self, now: float) -> bool:
        """Whether it can still be used for longer than the time it is renewed with."""
        return self.key.valid_from <= now < self.key.valid_to - RENEWED_WITH_LEFT


def read_online(folder: Path) -> Online:
    """Read both files; `NoOnlineKey` when they are missing or no pair."""
    try:
        seed = SigningSeed((folder / SEED_FILE).read_bytes())
        key = msgspec.json.decode((folder / KEY_FILE).read_bytes(), type=OnlineKey)
        paired = seed.public_key() == from_base64url(key.ed25519)
    except (OSError, ValueError, msgspec.MsgspecError):
        paired = False
    if not paired:
        message = f"{folder} holds no usable online key"
        raise NoOnlineKey(message)
    return Online(seed, key)


def write_online(folder: Path, online: Online) -> None:
    """Write both files; a crash between them is seen by `read_online` and made good by renewing."""
    write_key(folder / KEY_FILE, msgspec.json.encode(online.key))
    write_key(folder / SEED_FILE, online.seed.reveal())
