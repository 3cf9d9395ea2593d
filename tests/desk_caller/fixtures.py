"""A front before the desk, and callers who write."""

import pytest

from aman.desk.running import Desk

from .front import Front


@pytest.fixture
def front(desk: Desk) -> Front:
    """An empty front that has the desk's first manifest."""
    new = Front(desk)
    new.visit()
    return new
