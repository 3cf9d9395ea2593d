"""What a connector is made from, for tests that speak with it without a line around it."""

from aman.core.keys import Secret
from aman.lines.connector import Given
from aman.lines.notices import read_notices
from aman.lines.registry import line
from lines.peer import LineSetup


def given(name: str, setup: LineSetup, now: float = 1_800_000_000) -> Given:
    """As `aman line run` makes it from line.json."""
    return Given(
        name,
        setup.provider,
        lambda secret: Secret(setup.secrets[secret].encode()),
        lambda: now,
        read_notices(line(name)),
    )
