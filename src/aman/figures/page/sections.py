"""One series on the page: its sentence, what it does not say, charts, table, definition.

Promises: the sentence is the largest thing; what it does not say stands beside it.
Refuses to know: other series.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from aman.core.programme import RIGHT_TO_LEFT
from aman.figures.log.layout import entry_name
from aman.figures.sentences import Figure, Speaker

from .chart import NARROW, WIDE, Labels, chart, most_of, steps_to
from .markup import Markup, element, joined
from .publication import Period, Series
from .texts.forms import PageTexts

_HALF_A_YEAR: Final = timedelta(days=183)


class Section:
    """The section of a series; `name`: what tells it from every other."""

    def __init__(self, series: Series, name: str, says: Speaker, texts: PageTexts) -> None:
        self.id, self.name = series.id, name
        self._series, self._says, self._texts = series, says, texts

    def drawn(self) -> Markup:
        """The section as an element."""
        heading = element("h2", self.name, id=self.id)
        standing = self._series.standing
        if not self._series.periods:
            inside: tuple[Markup, ...] = (element("p", self._texts.none_yet), self._definition())
        elif not standing:
            kept = element("div", self._table(), self._definition())
            inside = (*self._remarks(), kept, self._downloads())
        else:
            inside = (
                self._newest(standing[-1]),
                *self._remarks(),
                self._charts(standing),
                element(
                    "div",
                    self._table(),
                    self._definition(),
                    self._questions(standing[-1].total),
                ),
                self._downloads(),
            )
        return element("section", heading, *self._notice(), *inside, aria_labelledby=self.id)

    def _notice(self) -> Iterator[Markup]:
        """Since when no figure comes any more, or that none does for now."""
        series = self._series
        if series.closed_on is not None:
            said = self._texts.ended(series.closed, self._says.day(series.closed_on, year=True))
            yield element("p", said, class_="notice")
        elif series.is_held:
            yield element("p", self._texts.held, class_="notice")

    def _newest(self, period: Period) -> Markup:
        says, texts = self._says, self._texts
        unsaid = element("ul", *(element("li", each) for each in says.unsaid(period.total)))
        return element(
            "div",
            element(
                "div",
                element("p", says.sentence(period.total), class_="sentence"),
                element("p", *self._doubt(period), class_="soft"),
                self._checks(period),
                element("h3", texts.quote),
                self._quotation(period.total),
                element("h3", texts.newest[self._series.every]),
                self._quotation(period.change),
                element("p", says.uncertain(period.change), class_="soft"),
            ),
            element("div", element("h3", texts.unsaid), unsaid, class_="unsaid"),
            class_="newest",
        )

    def _doubt(self, period: Period) -> Iterator[str]:
        """From when it is known, how sure it is, and what a revision made of it."""
        says, figure = self._says, period.total
        yield f"{says.as_of(figure)} {says.uncertain(figure)}"
        if period.is_changed:
            revised = "" if period.revised is None else says.amount(period.revised.row())
            yield f" {self._texts.after_revision.format(number=revised)}"

    def _quotation(self, figure: Figure) -> Markup:
        says = self._says
        said = " ".join(
            filter(None, (says.sentence(figure), says.once(figure), says.as_of(figure)))
        )
        return element("blockquote", element("p", said))

    def _checks(self, period: Period) -> Markup:
        """Where it stands, and how anybody checks it."""
        links = self._entry(period), element("a", self._texts.verify, href="#verify")
        return element("ul", *(element("li", link) for link in links), class_="links")

    def _entry(self, period: Period) -> Markup:
        """The entry of the log in which it stands."""
        said = self._texts.entry.format(number=period.entry)
        return element("a", said, href=f"../{entry_name(period.entry)}")

    def _remarks(self) -> Iterator[Markup]:
        """What was revised or corrected."""
        said = []
        for remark in self._series.told:
            spoken, reason = remark.said(self._says.namer.lang)
            text = element("span", reason, lang=spoken, dir="auto")
            said.append(element("li", f"{self._says.day(remark.day, year=True)}: ", text))
        if said:
            yield element("h3", self._texts.remarks)
            yield element("ul", *said)

    def _charts(self, periods: Sequence[Period]) -> Markup:
        says, texts = self._says, self._texts
        first = says.day(periods[0].total.window.first, year=True)
        totals = [period.total for period in periods]
        changes = [period.change for period in periods]
        return element(
            "div",
            self._chart(texts.total.format(day=first), totals, f"{self.id}-total"),
            self._chart(texts.changes[self._series.every], changes, f"{self.id}-new"),
            class_="charts",
        )

    def _chart(self, caption: str, figures: Sequence[Figure], at: str) -> Markup:
        says, texts = self._says, self._texts
        rows = [figure.row() for figure in figures]
        first, last = self._ends(rows[0].last, rows[-1].last)
        hatched = any(row.value is None for row in rows)
        labels = Labels(
            whole=f"{self.name}. {caption}. {says.sentence(figures[-1])}",
            name=says.namer.wording(self._series.measure).name,
            end=says.amount(rows[-1]),
            first=first,
            last=last,
            steps=[(step, says.number(step)) for step in steps_to(most_of(rows))],
            is_mirrored=says.namer.lang in RIGHT_TO_LEFT,
            id=at,
        )
        note = f"{texts.band} {texts.hatched}" if hatched else texts.band
        return element(
            "figure",
            element("figcaption", caption),
            chart(rows, labels, NARROW),
            chart(rows, labels, WIDE),
            element("p", note, class_="soft"),
        )

    def _ends(self, first: date, last: date) -> tuple[str, str]:
        """What stands at the ends of an axis: days of half a year, else months."""
        if last - first > _HALF_A_YEAR:
            return self._says.month(first), self._says.month(last)
        return self._says.day(first, year=False), self._says.day(last, year=True)

    def _table(self) -> Markup:
        texts = self._texts
        columns = [texts.days, texts.column_total, texts.column_change, texts.released]
        if self._has_revisions:
            columns.insert(3, texts.column_revised)
        head = element("tr", *(element("th", column, scope="col") for column in columns))
        rows = (self._row(period) for period in reversed(self._series.periods))
        table = element(
            "table", element("caption", self.name), element("thead", head), element("tbody", *rows)
        )
        name = f"{self.name}. {texts.table}"
        scrolled = element(
            "div", table, class_="scroll", tabindex=0, role="region", aria_label=name
        )
        return _details(texts.table, scrolled)

    def _row(self, period: Period) -> Markup:
        says, window = self._says, period.change.window
        days = f"{says.day(window.first, year=False)} – {says.day(window.last, year=True)}"
        withdrawn = f" ({self._texts.withdrawn})" if period.is_withdrawn else ""
        released = says.day(period.total.as_of, year=True)
        return element(
            "tr",
            element("th", days + withdrawn, scope="row"),
            element("td", self._value(period.total)),
            element("td", self._value(period.change)),
            *((element("td", self._revised(period)),) if self._has_revisions else ()),
            element("td", element("a", released, href=f"../{entry_name(period.entry)}")),
            class_="withdrawn" if period.is_withdrawn else None,
        )

    @property
    def _has_revisions(self) -> bool:
        return any(period.revised is not None for period in self._series.periods)

    def _revised(self, period: Period) -> Markup:
        """A revised total; nothing before its revision has come."""
        return joined("–") if period.revised is None else self._value(period.revised)

    def _value(self, figure: Figure) -> Markup:
        row = figure.row()
        cell = self._says.cell(row)
        return joined(cell) if row.value is None else element("bdi", cell, dir="ltr")

    def _definition(self) -> Markup:
        said = self._says.namer.definition(self._series.measure)
        values = (said.counts, said.unit, said.population, said.window, said.event, said.revision)
        terms = zip(self._texts.terms, values, strict=True)
        pairs = (joined(element("dt", term), element("dd", value)) for term, value in terms)
        return _details(self._texts.definition, element("dl", *pairs))

    def _questions(self, figure: Figure) -> Markup:
        card = self._says.press_card(figure)
        pairs = (joined(element("dt", asked), element("dd", answer)) for asked, answer in card)
        return _details(self._texts.questions, element("dl", *pairs))

    def _downloads(self) -> Markup:
        links = (
            element("a", self._texts.csv, href=f"../{self._series.csv}"),
            element("a", self._texts.json, href=f"../{self._series.json}"),
        )
        listed = element("ul", *(element("li", link) for link in links), class_="links")
        return joined(element("h3", self._texts.downloads), listed)


def _details(summary: str, inside: Markup) -> Markup:
    return element("details", element("summary", summary), inside)
