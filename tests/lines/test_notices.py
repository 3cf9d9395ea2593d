"""What every line says in its own name follows the rules for words."""

# ruff: noqa: D103 - a test is named after what it protects

import re
import tomllib
from importlib.resources import files

import pytest

from aman.core.programme import LANGUAGE_NAMES
from aman.lines.registry import LINES

WORDS = [
    (line.name, path.name, lang, text)
    for line in LINES
    for path in files(line.package).iterdir()
    if path.name.endswith(".toml")
    for lang, text in tomllib.loads(path.read_text("utf-8")).items()
]


@pytest.mark.parametrize(("line", "file", "lang", "text"), WORDS)
def test_sentences_are_short_and_calm(line: str, file: str, lang: str, text: str) -> None:
    assert (line, file, lang in LANGUAGE_NAMES) == (line, file, True)
    assert "!" not in text
    for sentence in re.split(r"[.:?؟]\s*", text):
        assert len(sentence.split()) <= 12, sentence
