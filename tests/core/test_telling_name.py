"""A locked phone shows who writes: that name must not be the hotline's."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.core.programme import Programme
from aman.core.programme_file import read_programme
from aman.core.telling_name import telling_words
from aman.programmes import programme_path


@pytest.fixture(scope="module")
def programme() -> Programme:
    path = programme_path("surrender")
    return read_programme(path.read_text("utf-8"), path.name)


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        ("Aman: a safe way out", "Aman"),
        ("AMAN", "Aman"),
        ("@aman_exit_bot", "Aman"),
        ("myAmanBot", "Aman"),
        ("Áman", "Aman"),
        ("surrender-help", "surrender"),
        ("Surrendering", "surrender"),
        ("aman@chat.example.org", "Aman"),
        ("Безопасного выхода", "безопасный"),
        ("безпечний чат", "безпечний"),
        ("Аман", "Аман"),
        ("\u0623\u064e\u0645\u064e\u0627\u0646", "أمان"),
        ("امان", "أمان"),
        ("الأمان", "أمان"),
        ("بيت آمن", "آمن"),
        ("المخرج", "مخرج"),
        ("Night Hotline", "hotline"),
        ("Горячая линия", "горячая линия"),
        ("الخط الساخن", "خط ساخن"),
    ],
)
def test_a_name_that_gives_the_hotline_away_is_found(
    programme: Programme, shown: str, word: str
) -> None:
    assert word in telling_words(shown, programme)


@pytest.mark.parametrize(
    "shown",
    ["Notes", "Заметки", "Нотатки", "ملاحظات", "Anna", "كريم", "n_712_bot", "+4930000001", "", "✈"],
)
def test_a_name_that_tells_nothing_is_left_alone(programme: Programme, shown: str) -> None:
    assert telling_words(shown, programme) == ()


def test_every_programme_of_ours_is_found_by_its_own_name_in_each_language() -> None:
    for name in ("surrender", "evacuation"):
        path = programme_path(name)
        ours = read_programme(path.read_text("utf-8"), path.name)
        assert all(telling_words(each, ours) for each in ours.name.values())
        assert not any(telling_words(each, ours) for each in ours.title.values())
