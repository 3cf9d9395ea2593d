"""Sentences about figures: made from the figure and the words of its measure, never typed.

Promises: what is said has the right plural form (CLDR), the days that are counted, what the figure
does not say, how sure it is and from when it is known. Where our noisy count came out below ten,
what is said is how many it may be at most: never that they are fewer than ten.
Refuses to know: the true count, and any figure that was not released.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from aman.core.figure_words import NUMBER

from .measures import Published, Row, Unit
from .withdrawn import Withdrawn
from .wording import Namer

Figure = Published[Any]
Digits = Literal["latn", "arab"]
_ARABIC_INDIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DAY: Final = "d MMMM"
_MONTH: Final = "LLL y"
_A_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SaidWithdrawn:
    """That a figure was taken back; the reason is in the language `lang`, as people gave it."""

    told: str
    lang: str
    reason: str
    instead: str

    def whole(self) -> str:
        """In one paragraph."""
        return f"{self.told} {self.reason} {self.instead}"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says figures in one language. `digits`: Western ones, or Arabic-Indic ones for Arabic."""

    namer: Namer
    digits: Digits = "latn"

    @property
    def locale(self) -> Locale:
        """Its language's forms of numbers, dates and plurals."""
        return Locale.parse(self.namer.phrases.locale)

    def number(self, value: int) -> str:
        """A number, grouped as the language does."""
        system = "arab" if self._is_indic else "latn"
        return self._written(format_decimal(value, locale=self.locale, numbering_system=system))

    def day(self, day: date, *, year: bool) -> str:
        """A day, with its year or without."""
        pattern = self.namer.phrases.year if year else _DAY
        return self._written(format_date(day, pattern, self.locale))

    def month(self, day: date) -> str:
        """Its month and year, short: at the ends of an axis."""
        return self._written(format_date(day, _MONTH, self.locale))

    @property
    def _is_indic(self) -> bool:
        return self.digits == "arab" and self.namer.lang == "ar"

    def _written(self, said: str) -> str:
        """Babel knows a system's separators and leaves Western digits between them."""
        return said.translate(_ARABIC_INDIC) if self._is_indic else said

    def sentence(self, figure: Figure) -> str:
        """The one sentence by which a figure is quoted; its unsaid can't be cut off unnoticed."""
        row, phrases = figure.row(), self.namer.phrases
        wording = self.namer.wording(row.measure)
        year = row.last - row.first >= _A_YEAR
        said = phrases.new_from_to if figure.is_new else phrases.from_to
        return said.format(
            first=self.day(row.first, year=year),
            last=self.day(row.last, year=year),
            clause=self._counted(row),
            unsaid=wording.unsaid,
        )

    def _counted(self, row: Row) -> str:
        value = row.most if row.value is None else row.value
        clause = self.namer.wording(row.measure).counted[self.locale.plural_form(value)]
        if NUMBER in clause:
            return clause.format(number=self.amount(row))
        return clause if row.within == 0 else self.namer.phrases.roughly.format(clause=clause)

    def amount(self, row: Row) -> str:
        """Its number, said to be rough; one that was left out as the bound that it has."""
        phrases = self.namer.phrases
        number = self.number(row.most if row.value is None else row.value)
        said = number if row.within == 0 else phrases.about.format(number=number)
        return phrases.at_most.format(number=said) if row.value is None else said

    def cell(self, row: Row) -> str:
        """The same for a table: with its margin, or as a bound."""
        if row.value is None:
            return self.amount(row)
        return f"{self.number(row.value)} ± {self.number(row.within)}"

    def as_of(self, figure: Figure) -> str:
        """From when it is known."""
        return self.namer.phrases.as_of.format(day=self.day(figure.as_of, year=True))

    def uncertain(self, figure: Figure) -> str:
        """How sure it is, in words."""
        row, phrases = figure.row(), self.namer.phrases
        if row.value is not None and row.within == 0:
            return phrases.exact
        low, high = self.number(row.least), self.number(row.most)
        true = phrases.true_number.format(low=low, high=high)
        return f"{phrases.left_out} {true}" if row.value is None else true

    def once(self, figure: Figure) -> str:
        """That nobody counts again, where a figure says what was new; else nothing."""
        by_person = figure.measure.unit is Unit.PERSON
        return self.namer.phrases.once if figure.is_new and by_person else ""

    def since(self, name: str, day: date) -> str:
        """The name of one of several series of a measure: with its first day."""
        return self.namer.phrases.since.format(name=name, day=self.day(day, year=True))

    def quotation(self, figure: Figure) -> str:
        """What to quote: the sentence, and from when it is known."""
        said = f"{self.sentence(figure)} {self.as_of(figure)}"
        return self.namer.phrases.quote.format(sentence=said)

    def whole(self, figure: Figure) -> str:
        """All that is said of a figure in one paragraph."""
        return f"{self.sentence(figure)} {self.as_of(figure)} {self.uncertain(figure)}"

    def withdrawn(self, found: Withdrawn) -> SaidWithdrawn:
        """That it must not be used, since when and why, and what stands now."""
        phrases = self.namer.phrases
        told = phrases.withdrawn.format(day=self.day(found.remark.day, year=True))
        instead = phrases.none_stands
        if found.instead is not None:
            instead = phrases.stands_now.format(sentence=self.sentence(found.instead))
        return SaidWithdrawn(told, *found.remark.said(self.namer.lang), instead)

    def unsaid(self, figure: Figure) -> tuple[str, ...]:
        """What the figure does not say, a sentence each."""
        return self.namer.definition(figure.measure.id).unsaid

    def press_card(self, figure: Figure) -> Sequence[tuple[str, str]]:
        """Questions that are asked about a figure, with their answers."""
        definition = self.namer.definition(figure.measure.id)
        filled = {
            "counts": definition.counts,
            "unit": definition.unit,
            "unsaid": " ".join(definition.unsaid),
            "uncertain": self.uncertain(figure),
            "revision": definition.revision,
        }
        return [
            (question, answer.format_map(filled))
            for question, answer in self.namer.phrases.questions
        ]
