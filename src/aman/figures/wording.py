"""The words of a figure in one language: the programme's own where it has some, else the default.

Promises: every measure has a name, a clause for each plural form and its unsaid in each language.
Refuses to know: numbers, and which programme it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from aman.core.figure_words import FigureWords

from .measures import MEASURES, Definition, MeasureId
from .words import ar, en, ru, uk
from .words.forms import Phrases, Wording

LANGUAGES: Final = ("ar", "en", "ru", "uk")
WORDINGS: Final[Mapping[str, Mapping[MeasureId, Wording]]] = {
    "ar": ar.WORDINGS,
    "en": en.WORDINGS,
    "ru": ru.WORDINGS,
    "uk": uk.WORDINGS,
}
PHRASES: Final[Mapping[str, Phrases]] = {
    "ar": ar.PHRASES,
    "en": en.PHRASES,
    "ru": ru.PHRASES,
    "uk": uk.PHRASES,
}
DEFINITIONS: Final[Mapping[str, Mapping[MeasureId, Definition]]] = {
    "ar": ar.DEFINITIONS,
    "en": {name: measure.definition for name, measure in MEASURES.items()},
    "ru": ru.DEFINITIONS,
    "uk": uk.DEFINITIONS,
}


@dataclass(frozen=True, slots=True)
class Namer:
    """Names figures in one language, as one programme calls them."""

    lang: str
    named: Mapping[str, FigureWords]

    @property
    def phrases(self) -> Phrases:
        """What is said around a figure."""
        return PHRASES[self.lang]

    def definition(self, measure: MeasureId) -> Definition:
        """What the measure means, in this language; the programme's words over the default ones."""
        default, lang = DEFINITIONS[self.lang][measure], self.lang
        own = self.named.get(measure.value, FigureWords())
        return replace(
            default,
            counts=own.counts.get(lang, default.counts),
            unsaid=own.does_not_say.get(lang, default.unsaid),
        )

    def wording(self, measure: MeasureId) -> Wording:
        """The programme's words over the default ones; words to know it by are joined."""
        default, lang = WORDINGS[self.lang][measure], self.lang
        own = self.named.get(measure.value, FigureWords())
        return Wording(
            own.name.get(lang, default.name),
            own.counted.get(lang, default.counted),
            own.unsaid.get(lang, default.unsaid),
            (*own.marks.get(lang, ()), *default.marks),
        )
