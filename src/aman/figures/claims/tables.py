"""The tables of words by language."""

from collections.abc import Mapping
from typing import Final

from .words import ar, en, ru, uk
from .words.forms import ClaimWords

TABLES: Final[Mapping[str, ClaimWords]] = {
    "ar": ar.WORDS,
    "en": en.WORDS,
    "ru": ru.WORDS,
    "uk": uk.WORDS,
}
