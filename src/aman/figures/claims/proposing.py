"""Claims proposed from a report by rules: an amount beside a measure's verb or noun.

Promises: what is quoted stands in the report, letter for letter; where no hotline is in sight, the
claim says so. A person confirms or mends each.
Refuses to know: irony, pictures, and words that no table lists.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from aman.figures.folding import Folded
from aman.figures.marks import any_mark

from .claim import Claim, Report, Statement, Worded
from .counts import Amount, counting, sentences
from .measuring import Mark, measuring
from .outlets import Outlet
from .tables import TABLES
from .tokens import QUOTED, words_in
from .voices import Attribution, voices
from .words.forms import ClaimWords

_NEGATED_WITHIN: Final = 4
_TIMES: Final = any_mark(("times", "раз", "раза", "рази", "разів", "مرات", "مرة"))
_FRONT: Final = re.compile(r"\s+(?:фронт|зіткн|соприкосн|الجبه|التماس|النار|المواجه)")
_IN_FRONT: Final = re.compile(
    r"(?<!\w)(?:front|first|finish|power|railway|rail|tree|supply|gas|battle|water|pipe|in|on)[ -]$"
)
"""Lines that nobody rings."""
_BACK: Final = 3
_BESIDE: Final = 25
_LONG: Final = 4
"""Letters: shorter words have no capital in titles."""
_CAPITALS: Final = re.compile(r"(?:the|The) ((?:[A-Z][\w'’]+ ){1,3}[A-Z][\w'’]+|[A-Z][\w'’]+) $")


class _Reader:
    """The patterns of one language."""

    def __init__(self, lang: str, words: ClaimWords) -> None:
        self.counting, self.voices = counting(lang), voices(lang)
        self.measuring = measuring(lang)
        self.hotlines = any_mark(words.hotlines)
        self.periods = [any_mark((mark,)) for mark in words.periods]
        self.negations, self.denials = any_mark(words.negations), any_mark(words.denials)


@cache
def _reader(lang: str) -> _Reader:
    return _Reader(lang, TABLES[lang])


def propose(report: Report) -> list[Claim]:
    """The claims of a report in its order."""
    return _Proposing(report).claims()


class _Proposing:
    def __init__(self, report: Report) -> None:
        self._report, self._reader = report, _reader(report.lang)
        self._text = Folded.of(report.text)
        self._sentences = list(sentences(self._text.text))
        self._said = attributions(self._text, report.lang, self._sentences)
        self._hotlines = [
            self._hotline_in(*span, said.outlets)
            for span, said in zip(self._sentences, self._said, strict=True)
        ]

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        for at, (start, end) in enumerate(self._sentences):
            amounts = [
                amount
                for amount in self._reader.counting.amounts(self._text.text, start, end)
                if not any(o.start <= amount.start < o.end for o in self._said[at].outlets)
                and not self._is_in_name(amount, start, end)
            ]
            marks = self._reader.measuring.marks(self._text.text, start, end, amounts)
            for amount in amounts:
                mark = self._reader.measuring.mark_of(self._text.text, amount, marks, amounts, end)
                statement = self._statement(at, amount, mark)
                if statement is not None:
                    found.append(Claim(proposed=statement))
        return found

    def _statement(self, at: int, amount: Amount, mark: Mark | None) -> Statement | None:
        start, end = self._sentences[at]
        unit = self._reader.counting.unit_after(self._text.text, amount, end)
        hotline = self._hotline_near(at)
        if mark is None or mark.measure is None:
            return None
        if mark.measure is Worded.OTHER and not (unit and hotline):
            return None
        behind = self._text.text[amount.end : end].lstrip()
        is_times = _TIMES.match(behind) is not None
        is_calls = is_times and mark.measure is Worded.CONTACTED
        said = self._attribution(at)
        first, last = self._text.place(amount.start, amount.end)
        return Statement(
            number=amount.number,
            vague=amount.vague,
            precision=amount.precision,
            measure=Worded.CALLS if is_calls else mark.measure,
            wording=self._written(mark.start, mark.end),
            unit=self._written(*unit) if unit else "",
            period=self._period(amount, start, end),
            hotline=hotline,
            speaker=said[0],
            relays=said[1],
            is_negated=amount.number != 0 and self._is_negated(start, mark),
            quote=self._written(start, end).strip(),
            start=first,
            end=last,
            lang=self._report.lang,
            document=self._report.name,
        )

    def _written(self, start: int, end: int) -> str:
        first, last = self._text.place(start, end)
        return self._report.text[first:last]

    def _period(self, amount: Amount, start: int, end: int) -> str:
        found = [m for p in self._reader.periods for m in p.finditer(self._text.text, start, end)]
        if not found:
            return ""
        found = [_shortest(match) for match in found]
        near = min(found, key=lambda m: (_gap(amount, m), m.start() - m.end()))
        return self._written(*near.span())

    def _is_negated(self, start: int, mark: Mark) -> bool:
        before = self._reader.counting.without_precision(self._text.text[start : mark.end])
        near = re.search(rf"(?:\S+\s+){{0,{_NEGATED_WITHIN}}}\S+$", before)
        is_not = self._reader.negations.search(near.group() if near else before) is not None
        return is_not or self._reader.denials.search(before) is not None

    def _is_in_name(self, amount: Amount, start: int, end: int) -> bool:
        """Channel Nine: a number in words with a capital, behind a capital, but in no title."""
        if not self._written(amount.start, amount.end).istitle():
            return False
        words = words_in(self._text, start, end)
        before = [word for word in words if word.end <= amount.start]
        is_title = all(e.is_capital for e in words if len(e.folded) > _LONG and e.is_word)
        return bool(before) and before[-1].is_word and before[-1].is_capital and not is_title

    def _hotline_in(self, start: int, end: int, outlets: Sequence[Outlet]) -> str:
        """The name of the hotline in a sentence, else its noun, else nothing."""
        nouns = [
            noun
            for noun in self._reader.hotlines.finditer(self._text.text, start, end)
            if not _FRONT.match(self._text.text, noun.end())
            and not _IN_FRONT.search(self._text.text, start, noun.start())
        ]
        if not nouns:
            return ""
        first, last = self._text.place(start, end)
        others = {self._text.place(each.start, each.end) for each in outlets}
        names = [
            quoted
            for quoted in QUOTED.finditer(self._report.text, first, last)
            if quoted.span(1) not in others and len(quoted.group(1).split()) <= _BACK + 1
        ]
        found: list[tuple[int, str]] = []
        for noun in nouns:
            at = self._text.place(*noun.span())
            named = _CAPITALS.search(self._report.text, first, at[0])
            if named and self._report.lang == "en":
                return named.group(1)
            gaps = [(max(each.start() - at[1], at[0] - each.end()), each) for each in names]
            found += [(gap, each.group(1).strip()) for gap, each in gaps if gap <= _BESIDE]
        if found:
            return min(found, key=lambda each: each[0])[1]
        return self._written(nouns[0].start(), nouns[0].end())

    def _hotline_near(self, at: int) -> str:
        """In the sentence or beside it; a name that the report gives it wins over a noun."""
        order = (at, at - 1, at + 1)
        near = [self._hotlines[n] for n in order if 0 <= n < len(self._hotlines)]
        found = [each for each in near if each]
        named = [each for each in found if not self._is_noun(each)]
        if named or not found:
            return named[0] if named else ""
        names = {each for each in self._hotlines if each and not self._is_noun(each)}
        return names.pop() if len(names) == 1 else found[0]

    def _is_noun(self, name: str) -> bool:
        return self._reader.hotlines.fullmatch(Folded.of(name).text) is not None

    def _attribution(self, at: int) -> tuple[str, tuple[str, ...]]:
        said = self._said[at]
        relays, speaker = said.relays, said.speaker
        after = self._said[at + 1] if at + 1 < len(self._said) else None
        if after is not None and after.refers_back:
            relays = tuple(dict.fromkeys((*relays, *after.relays)))
            speaker = speaker or after.speaker
        if not speaker and not relays and not said.is_pronoun:
            if not (said.goes_on and at):
                return "", ()
            speaker, relays = self._said[at - 1].speaker, self._said[at - 1].relays
        elif not speaker and said.is_pronoun:
            before = [each for each in self._said[max(0, at - _BACK) : at] if each.speaker]
            speaker = before[-1].speaker if before else ""
            relays = relays or (before[-1].relays if before else ())
        if said.callers:
            return said.callers, tuple(each for each in (speaker, *relays) if each)
        return speaker, relays


def attributions(text: Folded, lang: str, spans: Sequence[tuple[int, int]]) -> list[Attribution]:
    """What each sentence says of where it comes from."""
    return [_reader(lang).voices.attribution(text, *each) for each in spans]


def _shortest(match: re.Match[str]) -> re.Match[str]:
    """What matches latest within a match: "за данными, за месяц" is "за месяц"."""
    within = match.re.search(match.string, match.start() + 1, match.end())
    return _shortest(within) if within and within.end() == match.end() else match


def _gap(amount: Amount, match: re.Match[str]) -> int:
    return max(match.start() - amount.end, amount.start - match.end(), 0)
