"""Why something is not believed, or can't be published, in words.

Promises: every reason in every language, the file first.
Refuses to know: how it was found.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from .doubts import Place, Reason, Why
from .log.reading import Doubt
from .words.doubts import ar, en, ru, uk

REASONS: Final[Mapping[str, Mapping[Why | type[Reason], str]]] = {
    "ar": ar.TEXTS,
    "en": en.TEXTS,
    "ru": ru.TEXTS,
    "uk": uk.TEXTS,
}
PLACES: Final[Mapping[str, Mapping[Place, str]]] = {
    "ar": ar.PLACES,
    "en": en.PLACES,
    "ru": ru.PLACES,
    "uk": uk.PLACES,
}


def because(why: Reason, lang: str) -> str:
    """A reason, in whole sentences."""
    texts = REASONS[lang]
    return texts[why] if isinstance(why, Why) else texts[type(why)].format_map(asdict(why))


def doubt_told(doubt: Doubt, lang: str) -> str:
    """The file, or what else it is about, and why that is not believed."""
    where = doubt.where
    place = PLACES[lang][where] if isinstance(where, Place) else where
    return f"{place}: {because(doubt.why, lang)}"
