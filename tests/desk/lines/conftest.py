"""These tests run on SQLite and on PostgreSQL."""

import pytest

from aman.core.strength import Strength
from desk_caller.fixtures import front, reopen
from desk_caller.front import Front
from desk_caller.stores import postgres_folder, var
from desk_lines.line import Line

__all__ = ["front", "postgres_folder", "reopen", "var"]


@pytest.fixture
def telegram(front: Front) -> Line:
    """A line that the desk knows."""
    return Line(front).known()


@pytest.fixture
def sms(front: Front) -> Line:
    """Another one, weaker."""
    return Line(front, "sms", Strength.NETWORK).known()
