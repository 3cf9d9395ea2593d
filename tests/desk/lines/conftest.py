"""These tests run on SQLite and on PostgreSQL.

They are about lines: the programme asks no questions there, and finds none too weak for anything.
Tests of the talk, and of what a line is too weak for, take the shipped one again.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from aman.core.strength import Strength
from desk_caller.fixtures import front, reopen
from desk_caller.front import Front
from desk_caller.stores import few_words, postgres_folder, var
from desk_lines.line import Line

__all__ = ["few_words", "front", "postgres_folder", "reopen", "var"]


@pytest.fixture
def programme(few_words: Path) -> Path:
    """One that is about other things than talk and strength."""
    return few_words


@pytest.fixture(autouse=True)
def no_talk_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No test passes because the talk broke: the one that is about it takes its records away."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    assert not [each for each in records if each.levelno >= logging.ERROR]


@pytest.fixture
def telegram(front: Front) -> Line:
    """A line that the desk knows."""
    return Line(front).known()


@pytest.fixture
def sms(front: Front) -> Line:
    """Another one, weaker."""
    return Line(front, "sms", Strength.NETWORK).known()
