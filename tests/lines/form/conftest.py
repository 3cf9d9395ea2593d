"""A front with a desk behind it, and a form before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lines.form.running import Browser, RunningForm, running_form
from lines.form.speaking_front import SpeakingFront, served


@pytest.fixture
def front() -> SpeakingFront:
    """A front with a desk behind it."""
    return SpeakingFront()


@pytest.fixture
def url(front: SpeakingFront) -> Iterator[str]:
    """Where it is served."""
    with served(front) as url:
        yield url


@pytest.fixture
def form(tmp_path: Path, front: SpeakingFront, url: str) -> Iterator[RunningForm]:
    """A form before it."""
    with running_form(tmp_path, front, url) as form:
        yield form


@pytest.fixture
def browser(form: RunningForm) -> Browser:
    """Somebody's browser."""
    return Browser(form.port)
