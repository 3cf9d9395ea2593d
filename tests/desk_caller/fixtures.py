"""A front before the desk, and the key that opens the vault again."""

from collections.abc import Callable

import pytest

from aman.core.keys import KemSeed
from aman.desk.provision import RECOVERY_WRAP_FILE
from aman.desk.running import Desk

from .front import Front


@pytest.fixture
def front(desk: Desk) -> Front:
    """An empty front that has the desk's first manifest."""
    new = Front(desk)
    new.visit()
    return new


@pytest.fixture
def reopen(recovery: KemSeed) -> Callable[[Desk], None]:
    """Opens a desk's vault, as by a sign-in."""

    def by_recovery(desk: Desk) -> None:
        if not desk.vault.is_open:
            sealed = (desk.folder / RECOVERY_WRAP_FILE).read_bytes()
            desk.vault.open_with_recovery(sealed, recovery, now=desk.clock())

    return by_recovery
