"""Fixtures of the pure tests, and how hypothesis draws: the same each time, without a clock."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from aman.core.keys import CallerKeys, KemSeed, Secret, from_base64url
from aman.core.signing import SigningSeed
from core.cast import Cast, fixed

settings.register_profile("aman", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("aman")

VECTORS = Path(__file__).parents[2] / "vectors"


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
