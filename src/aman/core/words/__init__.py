"""The four word lists, as data of the package; `scripts/wordlists` makes them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from aman.core.wordlist import WordList

LANGUAGES = ("ar", "en", "ru", "uk")


@cache
def word_lists() -> Mapping[str, WordList]:
    """All four, by language."""
    here = files(__name__)
    return {
        lang: WordList.read(lang, here.joinpath(f"{lang}.txt").read_text("utf-8"))
        for lang in LANGUAGES
    }
