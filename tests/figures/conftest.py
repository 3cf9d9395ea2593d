"""A key of its own for all tests of figures, and one published folder to look at."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from aman.figures import publishing

from .published import START, WITH_PAGES, PublishingHotline, make_key, noon, people


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by ssh-keygen."""
    return make_key(tmp_path_factory.mktemp("key"))


@pytest.fixture
def hotline(tmp_path: Path, key: Path) -> PublishingHotline:
    """Nothing published yet."""
    return PublishingHotline(tmp_path, key)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, key: Path) -> dict[str, bytes]:
    """Eight weeks with pages, a revision, a late release, a moved day and a correction."""
    hotline = PublishingHotline(tmp_path_factory.mktemp("published"), key, renderers=WITH_PAGES)
    fill(hotline)
    return hotline.public.files()


def fill(hotline: PublishingHotline) -> None:
    """Publish what `published` has."""
    hotline.open(msgspec.structs.replace(people(periods=8), revised=4), START)
    hotline.weeks(START + timedelta(weeks=4), 3)
    hotline.publisher().publish(
        lambda draft: publishing.move(
            draft, "people-1", 6, START + timedelta(weeks=8, days=1), {"en": "The machine moves."}
        ),
        noon(START + timedelta(weeks=7)),
    )
    hotline.publish(START + timedelta(weeks=8, days=1))
    day = noon(START + timedelta(weeks=10))
    hotline.publish(day.date())
    hotline.publisher().publish(
        lambda draft: publishing.correct(
            draft, 3, {"en": "Two lists were counted twice."}, is_withdrawn=True
        ),
        day,
    )
