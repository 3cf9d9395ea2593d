"""Which hotline a sentence speaks of: its name, else its noun, in the sentence or beside it.

Promises: the name as the report writes it; a front line and a railway line are none.
Refuses to know: whether two names are one hotline.
"""

import re
from collections.abc import Sequence
from typing import Final

from aman.figures.folding import Folded
from aman.figures.marks import any_mark

from .outlets import Outlet
from .tables import TABLES
from .tokens import QUOTED

_FRONT: Final = re.compile(r"\s+(?:фронт|зіткн|соприкосн|الجبه|التماس|النار|المواجه)")
_IN_FRONT: Final = re.compile(
    r"(?<!\w)(?:front|first|finish|power|railway|rail|tree|supply|gas|battle|water|pipe|in|on)[ -]$"
)
"""Lines that nobody rings."""
_MOST_WORDS: Final = 4
_BESIDE: Final = 25
_CAPITALS: Final = re.compile(r"(?:the|The) ((?:[A-Z][\w'’]+ ){1,3}[A-Z][\w'’]+|[A-Z][\w'’]+) $")


class Subjects:
    """The hotlines of one report, sentence by sentence."""

    def __init__(
        self,
        text: Folded,
        lang: str,
        spans: Sequence[tuple[int, int]],
        outlets: Sequence[Sequence[Outlet]],
    ) -> None:
        self._text, self._is_english = text, lang == "en"
        self._nouns = any_mark(TABLES[lang].hotlines)
        both = zip(spans, outlets, strict=True)
        self._found = [self._hotline_in(*span, named) for span, named in both]
        self._names = {each for each in self._found if each and not self._is_noun(each)}

    def near(self, at: int) -> str:
        """In the sentence or beside it; a name that the report gives it wins over a noun."""
        order = (at, at - 1, at + 1)
        near = [self._found[n] for n in order if 0 <= n < len(self._found)]
        found = [each for each in near if each]
        named = [each for each in found if each in self._names]
        if named or not found:
            return named[0] if named else ""
        return next(iter(self._names)) if len(self._names) == 1 else found[0]

    def _hotline_in(self, start: int, end: int, outlets: Sequence[Outlet]) -> str:
        """The name of the hotline in a sentence, else its noun, else nothing."""
        folded, original = self._text.text, self._text.original
        nouns = [
            self._text.place(*noun.span())
            for noun in self._nouns.finditer(folded, start, end)
            if not _FRONT.match(folded, noun.end())
            and not _IN_FRONT.search(folded, start, noun.start())
        ]
        if not nouns:
            return ""
        first, last = self._text.place(start, end)
        others = {self._text.place(each.start, each.end) for each in outlets}
        names = [
            quoted
            for quoted in QUOTED.finditer(original, first, last)
            if quoted.span(1) not in others and len(quoted.group(1).split()) <= _MOST_WORDS
        ]
        found: list[tuple[int, str]] = []
        for begins, ends in nouns:
            named = _CAPITALS.search(original, first, begins)
            if named and self._is_english:
                return named.group(1)
            gaps = [(max(each.start() - ends, begins - each.end()), each) for each in names]
            found += [(gap, each.group(1).strip()) for gap, each in gaps if gap <= _BESIDE]
        if found:
            return min(found, key=lambda each: each[0])[1]
        return original[slice(*nouns[0])]

    def _is_noun(self, name: str) -> bool:
        return self._nouns.fullmatch(Folded.of(name).text) is not None
