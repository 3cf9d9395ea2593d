"""What each line says of itself: short, in every language, with no name and no shouting."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest

from aman.core.programme import LANGUAGE_NAMES, MOST_WORDS, word_count
from aman.lines.notices import read_notices
from aman.lines.registry import LINES, Line


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_notice_is_short_plain_and_nameless(line: Line) -> None:
    notices = read_notices(line)
    assert set(notices) == set(LANGUAGE_NAMES)
    for text in notices.values():
        assert not re.search(r"[!¡]|hotline|Aman|الخط الساخن|горяч|гаряч", text)
        for sentence in re.split(r"(?<=[.؟?])\s+", text):
            assert word_count(sentence) <= MOST_WORDS, sentence
