"""Outlets that a sentence names, and where each stands on the way from the speaker.

Promises: behind a noun such as newspaper, by a name that is widely known, behind "citing"; in the
order told, cited, said, taken over.
Refuses to know: whether such an outlet exists.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from aman.figures.folding import Folded, fold
from aman.figures.marks import any_mark

from .claim import Worded
from .tokens import CLOSING, OPENING, QUOTED, Word, capitals_after, written
from .words.forms import ClaimWords

_LATIN: Final = re.compile("[A-Za-z]")
_TOLD, _CITED, _SAID, _TAKEN = range(4)
_NEAR: Final = 4
_LONGEST_ARABIC: Final = 3
_ANSWERED: Final = any_mark(
    (
        "commenting on …",
        "reacting to …",
        "комментиру* …",
        "коментуючи …",
        "تعليقا على …",
        "ردا على …",
    )
)
"""Before an outlet that somebody speaks of, and not to."""
_DESCRIBED_WITHIN: Final = 40
_NO_NAME: Final = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|i|it|he|she|we|they|this|that|who"
    r"|recent|several|media|other|local|news|some|many|most|all|earlier|official|press|these"
)
"""Have a capital, and name no outlet."""
_PAGES: Final = re.compile("[وفلب]?(?:ال)?(?:موقع|منصه|صفحه)")
"""Arabic has no capitals: a page is an outlet where its name stands in quotes."""
_QUOTED_AFTER: Final = re.compile(r"\s*[«“„\"]([^«»“”„\"\n]{2,40})[»“”\"]")
_QUOTED_BEFORE: Final = re.compile(r"[«“„\"]([^«»“”„\"\n]{2,40})[»“”\"]\s*$")
_NO_WORD: Final = re.compile(r"\s*")
_ONE_WORD: Final = re.compile(r"\s*[\w'-]+\s*")
_FIRST: Final = frozenset(("channel", "radio"))
"""Begin names: Channel Nine."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet that a sentence names. `described`: the words before its name, folded."""

    name: str
    rank: int
    start: int
    end: int
    described: tuple[str, ...]


class Outlets:
    """Finds outlets by the words of one language."""

    def __init__(self, lang: str, words: ClaimWords) -> None:
        self._is_arabic, self._is_english = lang == "ar", lang == "en"
        self._outlet, self._known = any_mark(words.outlets), any_mark(words.known_outlets)
        bare = "|".join(re.escape(fold(each)) for each in words.outlets)
        self._bare_outlet = re.compile(f"[وفلبع]?(?:{bare})")
        self._like, self._roles = any_mark(words.outlet_names), any_mark(words.roles)
        self._cues = (
            (any_mark(words.told), _TOLD),
            (any_mark(words.cited), _CITED),
            (any_mark(words.passed_on), _TAKEN),
            (any_mark(words.according), _SAID),
        )
        self._ends = any_mark((*words.stops, *words.says))
        visits = (*words.measures[Worded.VISITED], *words.times.get(Worded.VISITED, ()))
        self._visited = any_mark(visits)
        self._told = any_mark(words.told)
        self._publishes = any_mark(words.publishes)
        kinds = [mark for marks in words.described.values() for mark in marks]
        self._described = any_mark(kinds)

    def named(
        self,
        text: Folded,
        words: list[Word],
        start: int,
        end: int,
        seen: re.Pattern[str] | None = None,
    ) -> Iterator[Outlet]:
        """The outlets of the sentence from `start` to `end`; `seen`: named in other sentences."""
        taken: list[tuple[int, int]] = []
        spans = [
            *((m.start(), m.end()) for m in self._known.finditer(text.text, start, end)),
            *self._after_nouns(text, words, start, end),
            *self._after_cues(text, words, start, end),
            *self._named_like(text, words, start, end),
            *self._publishing(text, words, start, end),
            *(m.span() for m in (seen.finditer(text.text, start, end) if seen else ())),
        ]
        for first, last in spans:
            before = text.text[start:first].rstrip(' «“”„"')
            is_answered = any(e.end() == len(before) for e in _ANSWERED.finditer(before))
            if is_answered or any(first < b and a < last for a, b in taken):
                continue
            taken.append((first, last))
            name = self._without_and(written(text, first, last), text.text[first:last])
            name = re.sub(r"['’]s$", "", name)
            described = self._described.findall(
                text.text, max(start, first - _DESCRIBED_WITHIN), first
            )
            rank = self._rank(text.text, start, first)
            yield Outlet(name, rank, first, last, tuple(str(each) for each in described))

    def _without_and(self, name: str, folded: str) -> str:
        """Arabic "and" and "for" are written together with "the"."""
        is_joined = self._is_arabic and re.match("[ول]ال", folded) and len(folded) > _NEAR
        return name[1:] if is_joined else name

    def _after_nouns(
        self, text: Folded, words: list[Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        told = [] if self._is_arabic else list(self._told.finditer(text.text, start, end))
        for noun in self._outlet.finditer(text.text, start, end):
            said = text.text[noun.start() : noun.end()]
            if self._is_english and written(text, *noun.span())[0].isupper():
                continue
            if self._is_arabic and not self._bare_outlet.fullmatch(said):
                continue
            near = max(start, noun.start() - _DESCRIBED_WITHIN)
            is_visited = [m.end() for m in self._visited.finditer(text.text, near, noun.start())]
            if any(not text.text[at : noun.start()].strip() for at in is_visited):
                continue
            inside = self._quote_around(text, noun.start(), start, end)
            if inside is not None:
                yield inside
                continue
            name = self._name_after(words, noun.end())
            is_page = self._is_arabic and _PAGES.fullmatch(said) is not None
            if name and is_page and text.text[name[0] - 1] not in OPENING:
                continue
            if name is None and not self._is_arabic:
                name = self._capitals_before(words, noun.start())
            if name is not None:
                yield name
            elif any(not text.text[t.end() : noun.start()].strip(" the") for t in told):
                yield noun.span()

    @staticmethod
    def _quote_around(text: Folded, at: int, start: int, end: int) -> tuple[int, int] | None:
        """A name in quotes that has the noun in it: «Городская газета»."""
        around = QUOTED.finditer(text.text, start, end)
        found = next((m for m in around if m.start(1) <= at < m.end(1)), None)
        if found is None or len(found.group(1).split()) > _NEAR:
            return None
        return found.span(1)

    def _after_cues(
        self, text: Folded, words: list[Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        for pattern, rank in self._cues:
            for cue in pattern.finditer(text.text, start, end):
                quoted = QUOTED.match(text.text, cue.end() + 1)
                if quoted:
                    yield quoted.span(1)
                    continue
                if self._is_arabic or (rank in {_TOLD, _SAID} and not self._is_english):
                    continue
                name = capitals_after(words, cue.end())
                if name is None:
                    continue
                said = text.text[name[0] : name[1]]
                if _NO_NAME.fullmatch(said) or self._is_before_noun(text.text, name[1]):
                    continue
                is_person = len(said.split()) > 1 and not said.startswith("the ")
                is_person = is_person or _is_surname(text, name)
                if not self._roles.search(said) and not (rank in {_SAID, _CITED} and is_person):
                    yield name

    def _is_before_noun(self, folded: str, at: int) -> bool:
        """Whether the outlet's noun and name come only then: the Ostren state agency Ostpress."""
        places = [each.match(folded, at) for each in (_NO_WORD, _ONE_WORD)]
        return any(m and self._outlet.match(folded, m.end()) for m in places)

    def _named_like(
        self, text: Folded, words: list[Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """Names that sound like an outlet's: Herald, Вести."""
        for like in self._like.finditer(text.text, start, end):
            if not written(text, *like.span())[0].isupper():
                continue
            at = next(n for n, word in enumerate(words) if word.end >= like.end())
            first = at
            while first and words[first - 1].is_word and words[first - 1].is_capital:
                first -= 1
            run = capitals_after(words, words[first].start)
            is_first = words[at].folded in _FIRST and run is not None and run[1] > words[at].end
            if run is not None and (first != at or is_first):
                yield run

    def _publishing(
        self, text: Folded, words: list[Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """The Daily Anchor wrote, Fjordblad wrote; not so a surname, nor an office."""
        for verb in self._publishes.finditer(text.text, start, end):
            for around in (
                _QUOTED_AFTER.match(text.text, verb.end(), end),
                _QUOTED_BEFORE.search(text.text, start, verb.start()),
            ):
                if around:
                    yield around.span(1)
            if not self._is_english:
                continue
            after = capitals_after(words, verb.end())
            if after and text.text.startswith("the ", after[0]) and self._is_free(text, after):
                yield after
            before = self._capitals_before(words, verb.start())
            if before is None or not self._is_free(text, before):
                continue
            is_the = text.text[start : before[0]].endswith("the ")
            is_one = " " not in written(text, *before) and not _is_surname(text, before)
            if is_the or (is_one and not _NO_NAME.fullmatch(text.text, *before)):
                yield before

    def _is_free(self, text: Folded, span: tuple[int, int]) -> bool:
        return self._roles.search(text.text[slice(*span)]) is None

    def _name_after(self, words: list[Word], at: int) -> tuple[int, int] | None:
        """The name behind a noun: in quotes, in capitals, or in Arabic up to a word that stops."""
        after = [each for each in words if each.start >= at]
        for skipped, word in enumerate(after[:3]):
            if word.folded in OPENING:
                closing = next((e for e in after[skipped + 1 :] if e.folded in CLOSING), None)
                return (word.end, closing.start) if closing else None
            if not word.is_word:
                return None
            if not self._is_arabic or _LATIN.match(word.folded):
                if word.is_capital or word.folded == "the":
                    return capitals_after(words, word.start)
                if self._ends.fullmatch(word.folded):
                    return None
            elif not self._described.fullmatch(word.folded):
                break
        return self._arabic_name(after) if self._is_arabic else None

    def _capitals_before(self, words: list[Word], at: int) -> tuple[int, int] | None:
        """The Volna news agency; a Russian newspaper has no name there."""
        run: list[Word] = []
        for word in reversed([each for each in words if each.end <= at]):
            if not word.is_word or not word.written[0].isupper():
                break
            run.insert(0, word)
        while run and (run[0].folded in {"the", "a"} or self._described.fullmatch(run[0].folded)):
            run.pop(0)
        return (run[0].start, run[-1].end) if run else None

    def _arabic_name(self, after: list[Word]) -> tuple[int, int] | None:
        name: list[Word] = []
        for word in after:
            is_end = not word.is_word or self._ends.fullmatch(word.folded) or word.folded == "عن"
            if is_end or len(name) == _LONGEST_ARABIC:
                break
            name.append(word)
        return (name[0].start, name[-1].end) if name else None

    def _rank(self, folded: str, start: int, at: int) -> int:
        best, nearest = _SAID, _NEAR + 1
        for pattern, rank in self._cues:
            for cue in pattern.finditer(folded, start, at):
                between = len(re.findall(r"\w+", folded[cue.end() : at]))
                if between < nearest:
                    best, nearest = rank, between
        if self._is_arabic and best == _SAID and nearest > _NEAR:
            before = re.search(r"(\S+)\s+[«“”„\"]?$", folded[start:at])
            if before and before.group(1).startswith("ل"):
                return _TOLD
        return best


def _is_surname(text: Folded, span: tuple[int, int]) -> bool:
    """Whether somebody with a first name has it elsewhere in the report."""
    name = re.escape(written(text, *span))
    before = re.findall(rf"(?<!\w)([^\W\d_]\w+) {name}\b", text.original)
    return any(each.istitle() for each in before)


def names_of(seen: Collection[str]) -> re.Pattern[str]:
    """Outlets as they were named, to be found where nothing else says that they are outlets."""
    return any_mark(name for name in seen if name.replace(" ", "").isalnum())
