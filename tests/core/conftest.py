"""The cast of the pure tests: a hotline, an epoch, a caller, all from fixed seeds."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from aman.core.envelope import Kind, OpenedMessage
from aman.core.keys import CallerKeys, KemSeed, Secret, from_base64url
from aman.core.signing import SigningSeed

settings.register_profile("aman", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("aman")

VECTORS = Path(__file__).parents[2] / "vectors"


def fixed(name: str, size: int = 32) -> bytes:
    """Chance that is the same each time."""
    blocks = (sha256(f"{name} {at}".encode()).digest() for at in range(size // 32 + 1))
    return b"".join(blocks)[:size]


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    hotline: bytes
    epoch: KemSeed
    caller: CallerKeys
    root: SigningSeed
    online: SigningSeed

    def message(self, body: bytes = b'{"session":"s","n":1}') -> OpenedMessage:
        """A message of the caller's."""
        return OpenedMessage(
            Kind.MESSAGE,
            fixed("message id", 16),
            self.caller.reply_kem.public_key(),
            self.caller.token,
            self.caller.reply_key,
            Secret(body),
        )


@pytest.fixture(scope="session")
def cast() -> Cast:
    """The whole cast."""
    return Cast(
        hotline=fixed("hotline"),
        epoch=KemSeed(fixed("epoch")),
        caller=CallerKeys.derive(Secret(fixed("mk"))),
        root=SigningSeed(fixed("root")),
        online=SigningSeed(fixed("online")),
    )


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], dict[str, Any]]:
    """Read `vectors/NAME.json`."""

    def read(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text())
        return found

    return read


@pytest.fixture(scope="session")
def b64() -> Callable[[str], bytes]:
    """Read base64url."""
    return from_base64url
