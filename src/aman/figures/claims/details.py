"""Details that differ within one report, or about one outlet in two: shown, never mended.

Promises: each is shown with the words of the report on both sides.
Refuses to know: which is right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from aman.figures.folding import Folded, fold
from aman.figures.marks import any_mark

from .chains import attributions
from .claim import Alias, Report, chained
from .comparing import Names
from .counts import sentences
from .tables import TABLES


class Kind(StrEnum):
    """What differs."""

    NAME = "name"
    DATES = "dates"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Check:
    """Check these: words that differ, each with its document and the sentence around it."""

    kind: Kind
    subject: str
    words: tuple[str, ...]
    documents: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relay:
    """Through whom a report has what somebody said, be it a count or not."""

    document: str
    outlet: str
    speaker: str
    relays: tuple[str, ...]
    quote: str

    @property
    def chain(self) -> tuple[str, ...]:
        """From the speaker to the report's outlet."""
        return chained(self.speaker, *self.relays, self.outlet)


@dataclass(frozen=True, slots=True)
class _Said:
    report: Report
    outlet: str
    words: str
    kinds: frozenset[str]
    quote: str


_NAME: Final = re.compile(r"(?<![\w.])([^\W\d_][\w'’-]+)[ \u00a0]([^\W\d_][\w'’-]+)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEAR: Final = 10


def checks(reports: Sequence[Report], aliases: Sequence[Alias] = ()) -> list[Check]:
    """What to look at in these reports, alone and beside each other."""
    within = [each for report in reports for each in (*_names(report), *_dates(report))]
    return [*within, *_outlets(reports, Names(aliases))]


def relays(report: Report, aliases: Sequence[Alias] = ()) -> list[Relay]:
    """Chains of a report sentence by sentence; one speaker's are joined where the name is the same.

    Names are the same by their last word in one script, or as a person tied them.
    """
    names, text = Names(aliases), Folded.of(report.text)
    spans = list(sentences(text.text))
    found: list[Relay] = []
    told = zip(attributions(text, report.lang, spans), spans, strict=True)
    for said, span in sorted(
        told, key=lambda each: min((o.rank for o in each[0].outlets), default=9)
    ):
        if not said.outlets:
            continue
        quote = _sentence(text, span)
        same = next(
            (r for r in found if said.speaker and _is_one(r.speaker, said.speaker, names)), None
        )
        if same is None:
            end = report.name, report.outlet_or_name
            found.append(Relay(*end, said.speaker, said.relays, quote))
            continue
        joined = tuple(dict.fromkeys((*same.relays, *said.relays)))
        longer = max(same.speaker, said.speaker, key=len)
        both = f"{same.quote} {quote}"
        found[found.index(same)] = replace(same, speaker=longer, relays=joined, quote=both)
    return found


def _is_one(first: str, second: str, names: Names) -> bool:
    if not first or not second:
        return False
    return names.are_one(first, second) or fold(first).split()[-1] == fold(second).split()[-1]


def _names(report: Report) -> Iterator[Check]:
    """One surname with several first names."""
    titles = any_mark(TABLES[report.lang].titles)
    firsts: dict[str, dict[str, str]] = {}
    for line in report.text.splitlines():
        for at in range(len(line)):
            match = _NAME.match(line, at)
            if match is None or not all(part[0].isupper() for part in match.groups()):
                continue
            first, last = match.groups()
            if titles.fullmatch(fold(first)) is None and titles.fullmatch(fold(last)) is None:
                firsts.setdefault(_bare(last), {}).setdefault(_bare(first), line)
    for last, found in firsts.items():
        if len(found) > 1:
            words = tuple(f"{first} {last}" for first in found)
            yield Check(Kind.NAME, last, words, (report.name,), tuple(found.values()))


def _bare(name: str) -> str:
    return re.sub(r"['’]s$", "", name)


def _dates(report: Report) -> Iterator[Check]:
    """Years of one person in one report: all are shown; away before leaving is one of them."""
    words, text = TABLES[report.lang], Folded.of(report.text)
    left, away, since = any_mark(words.left), any_mark(words.away), any_mark(words.since)
    for start, end in sentences(text.text):
        said = text.text[start:end]
        years = [(m.start(), int(m.group())) for m in _YEAR.finditer(said)]
        stayed = [
            year
            for at, year in years
            if since.search(said[max(0, at - _NEAR) : at]) and away.search(said[:at])
        ]
        gone = [y for at, y in years if y not in stayed and left.search(said[:at])]
        if any(y < min(gone, default=0) for y in stayed):
            spans = [
                _sentence(text, each) for each in sentences(text.text) if _is_dated(text, each)
            ]
            dated = tuple(
                dict.fromkeys(str(y) for each in spans for y in _YEAR.findall(fold(each)))
            )
            yield Check(Kind.DATES, "", dated, (report.name,), tuple(spans))


def _is_dated(text: Folded, span: tuple[int, int]) -> bool:
    return len(_YEAR.findall(text.text, *span)) > 1


def _sentence(text: Folded, span: tuple[int, int]) -> str:
    first, last = text.place(*span)
    return text.original[first:last].strip()


def _outlets(reports: Sequence[Report], names: Names) -> Iterator[Check]:
    """One outlet that two reports describe by different words."""
    found: list[_Said] = []
    for report in reports:
        text, kinds = Folded.of(report.text), TABLES[report.lang].described
        spans = list(sentences(text.text))
        told = zip(attributions(text, report.lang, spans), spans, strict=True)
        for said, span in told:
            for outlet in said.outlets:
                of = {
                    k
                    for k, m in kinds.items()
                    for d in outlet.described
                    if any_mark(m).fullmatch(d)
                }
                if of:
                    described = " ".join(outlet.described)
                    quote = _sentence(text, span)
                    found.append(_Said(report, outlet.name, described, frozenset(of), quote))
    for at, one in enumerate(found):
        for two in found[at + 1 :]:
            if names.are_one(one.outlet, two.outlet) and one.kinds != two.kinds:
                yield Check(
                    Kind.OUTLET,
                    one.outlet,
                    (one.words, two.words),
                    (one.report.name, two.report.name),
                    (one.quote, two.quote),
                )
