"""What a hotline and its figures are called: the programme's words, published beside the log.

With them and the log anybody makes the pages again and compares; and every later publishing knows
them, though nobody names the programme again.
Promises: a name in every language of the pages; nothing of the programme but these words.
Refuses to know: questions, callers, lines.
"""

from collections.abc import Mapping
from typing import Protocol, Self

import msgspec

from aman.core.figure_words import FigureWords

from .doubts import Why
from .log.canonical import NotCanonical, read
from .log.layout import WORDS
from .log.reading import Doubt
from .wording import LANGUAGES


class Named(Protocol):
    """A programme, or what of it is published."""

    @property
    def name(self) -> Mapping[str, str]:
        """The hotline's, by language."""
        ...

    @property
    def figures(self) -> Mapping[str, FigureWords]:
        """Words of measures, by their ids."""
        ...


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `words.json`."""

    name: dict[str, str]
    figures: dict[str, FigureWords]

    @classmethod
    def of(cls, programme: Named) -> Self:
        """A programme's; in a language that it does not speak, its first name."""
        first = next(iter(programme.name.values()))
        names = {lang: programme.name.get(lang, first) for lang in LANGUAGES}
        return cls(names, dict(programme.figures))


def names_in(files: Mapping[str, bytes]) -> Names | None:
    """Those of a published folder, if it has any; raises Doubt."""
    content = files.get(WORDS)
    if content is None:
        return None
    try:
        found: Names = read(content, Names)
    except NotCanonical:
        raise Doubt(WORDS, Why.WORDS_UNREADABLE) from None
    if set(found.name) != set(LANGUAGES):
        raise Doubt(WORDS, Why.WORDS_UNNAMED)
    return found
