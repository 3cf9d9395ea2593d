"""Who says it and through whom it came, sentence by sentence, as the report words it.

Promises: names stay as they are written; order is from the one who said it to the last who took it.
Refuses to know: who somebody is, and names in two scripts that mean one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from aman.figures.folding import Folded
from aman.figures.marks import any_mark

from .tables import TABLES
from .words.forms import ClaimWords

QUOTED: Final = re.compile(r"[«“”„\"]([^«»“”„\"\n]{2,60})[»“”\"]")
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*|[^\w\s]")
_DEFINITE: Final = re.compile("[وف]?(?:[بك]?ال|لل)")
_LATIN: Final = re.compile("[A-Za-z]")
_TOLD, _CITED, _SAID, _TAKEN = range(4)
_NEAR: Final = 4
_LONGEST_NAME: Final = 6
_LONGEST_ARABIC: Final = 3
_LONGEST_SPEAKER: Final = 12


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet that a sentence names. `described`: the words before its name, folded."""

    name: str
    rank: int
    start: int
    described: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """What one sentence says of where it comes from."""

    speaker: str
    outlets: tuple[Outlet, ...]
    callers: str
    is_pronoun: bool
    goes_on: bool
    refers_back: bool

    @property
    def relays(self) -> tuple[str, ...]:
        """Through whom it came, the nearest to the speaker first."""
        ranked = sorted(self.outlets, key=lambda each: each.rank)
        return tuple(dict.fromkeys(each.name for each in ranked))


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    written: str

    @property
    def is_word(self) -> bool:
        return self.folded[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.written[0].isupper() or self.written[0].isdecimal()


class Voices:
    """Reads attributions by the words of one language."""

    def __init__(self, lang: str, words: ClaimWords) -> None:
        self._is_arabic, self._is_english = lang == "ar", lang == "en"
        self._outlet, self._known = any_mark(words.outlets), any_mark(words.known_outlets)
        self._like = any_mark(words.outlet_names)
        self._says, self._according = any_mark(words.says), any_mark(words.according)
        self._cues = (
            (any_mark(words.told), _TOLD),
            (any_mark(words.cited), _CITED),
            (any_mark(words.passed_on), _TAKEN),
            (self._according, _SAID),
        )
        self._roles, self._pronouns = any_mark(words.roles), any_mark(words.pronouns)
        self._meant = any_mark(words.meant)
        self._callers, self._goes_on = any_mark(words.callers), any_mark(words.goes_on)
        self._back = any_mark(words.refers_back)
        self._stops = any_mark(words.stops)
        kinds = [mark for marks in words.described.values() for mark in marks]
        self._described = any_mark(kinds)

    def attribution(self, text: Folded, start: int, end: int) -> Attribution:
        """Of the sentence from `start` to `end` of the folded text."""
        words = [
            _Word(m.group(), m.start(), m.end(), _written(text, m.start(), m.end()))
            for m in _TOKEN.finditer(text.text, start, end)
        ]
        outlets = tuple(self._outlets(text, words, start, end))
        speaker = self._speaker(text, words, outlets, start, end)
        callers = self._callers.search(text.text, start, end)
        is_pronoun = self._goes_back(text, words, speaker, start, end)
        return Attribution(
            "" if is_pronoun else speaker,
            outlets,
            _written(text, *callers.span()) if callers else "",
            is_pronoun,
            self._goes_on.search(text.text, start, end) is not None,
            self._back.search(text.text, start, end) is not None,
        )

    def _goes_back(
        self, text: Folded, words: list[_Word], speaker: str, start: int, end: int
    ) -> bool:
        """Whether the speaker is only meant: he said, по его словам, وأضافت أن."""
        if speaker:
            return all(self._pronouns.fullmatch(each) for each in speaker.lower().split())
        if self._meant.search(text.text, start, end):
            return True
        says = self._says.finditer(text.text, start, end) if self._is_arabic else ()
        return any(not self._phrase_after(words, verb.end()) for verb in says)

    def _outlets(self, text: Folded, words: list[_Word], start: int, end: int) -> Iterator[Outlet]:
        taken: list[tuple[int, int]] = []
        spans = [
            *((m.start(), m.end()) for m in self._known.finditer(text.text, start, end)),
            *self._after_nouns(text, words, start, end),
            *self._after_cues(text, words, start, end),
            *self._named_like(text, words, start, end),
        ]
        for first, last in spans:
            if any(first < b and a < last for a, b in taken):
                continue
            taken.append((first, last))
            name = self._without_and(_written(text, first, last), text.text[first:last])
            name = re.sub(r"['’]s$", "", name)
            described = self._described.findall(text.text, max(start, first - 40), first)
            rank = self._rank(text.text, start, first)
            yield Outlet(name, rank, first, tuple(str(each) for each in described))

    def _without_and(self, written: str, folded: str) -> str:
        return (
            written[1:]
            if self._is_arabic
            and folded.startswith(("و", "ل"))
            and len(written) > _NEAR
            and folded[1:3] == "ال"
            else written
        )

    def _after_nouns(
        self, text: Folded, words: list[_Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        for noun in self._outlet.finditer(text.text, start, end):
            said = text.text[noun.start() : noun.end()]
            if self._is_english and _written(text, *noun.span())[0].isupper():
                continue
            if self._is_arabic and _DEFINITE.match(said):
                continue
            name = self._name_after(words, noun.end())
            if name is None and not self._is_arabic:
                name = self._capitals_before(words, noun.start())
            if name is not None:
                yield name

    def _after_cues(
        self, text: Folded, words: list[_Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        for pattern, rank in self._cues:
            for cue in pattern.finditer(text.text, start, end):
                quoted = QUOTED.match(text.original, text.place(cue.end() - 1, cue.end())[1] + 1)
                if quoted and len(text.original) == len(text.text):
                    yield quoted.start(1), quoted.end(1)
                    continue
                if self._is_arabic or (rank in {_TOLD, _SAID} and not self._is_english):
                    continue
                name = _capitals_after(words, cue.end(), 0)
                if name is None:
                    continue
                said = text.text[name[0] : name[1]]
                if self._outlet.match(text.text[name[1] :].lstrip()):
                    continue
                is_person = len(said.split()) > 1 and not said.startswith("the ")
                if not self._roles.search(said) and not (rank == _SAID and is_person):
                    yield name

    def _named_like(
        self, text: Folded, words: list[_Word], start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """Names that sound like an outlet's: Herald, Вести."""
        for like in self._like.finditer(text.text, start, end):
            if not _written(text, *like.span())[0].isupper():
                continue
            at = next(n for n, word in enumerate(words) if word.end >= like.end())
            first = at
            while first and words[first - 1].is_word and words[first - 1].is_capital:
                first -= 1
            run = _capitals_after(words, words[first].start, 0)
            if run is not None and first != at:
                yield run

    def _name_after(self, words: list[_Word], at: int) -> tuple[int, int] | None:
        """The name behind a noun: in quotes, in capitals, or in Arabic up to a word that stops."""
        after = [each for each in words if each.start >= at]
        for skipped, word in enumerate(after[:3]):
            if word.folded in '«“”„"':
                closing = next((e for e in after[skipped + 1 :] if e.folded in '»“”"'), None)
                return (word.end, closing.start) if closing else None
            if not word.is_word:
                return None
            if not self._is_arabic or _LATIN.match(word.folded):
                if word.is_capital:
                    return _capitals_after(words, word.start, 0)
                if word.folded == "the":
                    return _capitals_after(words, word.start, 0)
                if self._stops.fullmatch(word.folded) or self._says.fullmatch(word.folded):
                    return None
            elif not self._described.fullmatch(word.folded):
                break
        return self._arabic_name(after) if self._is_arabic else None

    def _capitals_before(self, words: list[_Word], at: int) -> tuple[int, int] | None:
        """The Volna news agency; a Russian newspaper has no name there."""
        run: list[_Word] = []
        for word in reversed([each for each in words if each.end <= at]):
            if not word.is_word or not word.written[0].isupper():
                break
            run.insert(0, word)
        while run and (run[0].folded in {"the", "a"} or self._described.fullmatch(run[0].folded)):
            run.pop(0)
        return (run[0].start, run[-1].end) if run else None

    def _arabic_name(self, after: list[_Word]) -> tuple[int, int] | None:
        name: list[_Word] = []
        for word in after:
            is_end = not word.is_word or self._ends(word) or word.folded == "عن"
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

    def _speaker(
        self, text: Folded, words: list[_Word], outlets: tuple[Outlet, ...], start: int, end: int
    ) -> str:
        for according in self._according.finditer(text.text, start, end):
            found = self._phrase_after(words, according.end())
            if self._is_speaker(text, found, outlets):
                return _phrase(text, found)
        cited = self._cues[1][0]
        for cue in cited.finditer(text.text, start, end):
            found = self._phrase_after(words, cue.end())
            if found and self._is_speaker(text, found, outlets) and self._has_role(text, found):
                return _phrase(text, found)
        for verb in self._says.finditer(text.text, start, end):
            after = self._phrase_after(words, verb.end())
            before = self._phrase_before(words, verb.start())
            both = (after,) if self._is_arabic else (before, after)
            if not self._is_english and not self._is_arabic:
                both = (after, before)
            for found in both:
                if self._is_speaker(text, found, outlets):
                    return _phrase(text, found)
        return ""

    def _has_role(self, text: Folded, found: list[_Word]) -> bool:
        return self._roles.search(text.text[found[0].start : found[-1].end]) is not None

    def _is_speaker(self, text: Folded, found: list[_Word], outlets: tuple[Outlet, ...]) -> bool:
        if not found:
            return False
        first, last = found[0].start, found[-1].end
        said = text.text[first:last]
        if any(letter.isdecimal() for letter in said):
            return False
        has_role = self._roles.search(said) is not None
        if any(first <= each.start < last for each in outlets):
            return has_role and not self._outlet.search(said)
        if self._outlet.search(said) and not has_role:
            return False
        is_named = any(each.is_word and each.written[0].isupper() for each in found)
        is_pronoun = self._pronouns.fullmatch(said) is not None
        return has_role or is_pronoun or self._is_arabic or is_named

    def _ends(self, word: _Word) -> bool:
        found = self._stops.fullmatch(word.folded) or self._says.fullmatch(word.folded)
        return found is not None

    def _phrase_after(self, words: list[_Word], at: int) -> list[_Word]:
        found: list[_Word] = []
        after = [each for each in words if each.start >= at]
        is_quoted = False
        for word in after:
            if word.folded in '«“”„»"' and found:
                if not is_quoted and word.folded not in '«“”„"':
                    break
                if not is_quoted and not self._is_name_in_quotes(after, word):
                    break
                is_quoted = not is_quoted
                found.append(word)
                continue
            is_end = not word.is_word or self._ends(word)
            is_outlet = self._outlet.fullmatch(word.folded) is not None
            is_end = is_end or (is_outlet and not self._is_arabic)
            if (is_end and not is_quoted) or len(found) == _LONGEST_SPEAKER:
                break
            found.append(word)
        return found

    @staticmethod
    def _is_name_in_quotes(after: list[_Word], quote: _Word) -> bool:
        """A quote of at most four words that closes."""
        rest = [each for each in after if each.start > quote.start]
        closing = next((n for n, e in enumerate(rest) if e.folded in '»“”"'), _NEAR + 1)
        return 0 < closing <= _NEAR

    def _phrase_before(self, words: list[_Word], at: int) -> list[_Word]:
        before = [each for each in words if each.end <= at]
        while before and before[-1].folded in {"has", "have", "had", "also", "later", "then"}:
            before.pop()
        found: list[_Word] = []
        commas = 0
        while before and len(found) < _LONGEST_SPEAKER:
            word = before.pop()
            if (
                word.folded == ","
                and self._is_english
                and (not found or commas == 1)
                and commas < _NEAR // 2
            ):
                commas += 1
                if found:
                    found.insert(0, word)
                continue
            if not word.is_word and word.folded not in '»“”"«„':
                break
            if commas == 0 and self._stops.fullmatch(word.folded):
                break
            if self._says.fullmatch(word.folded):
                break
            found.insert(0, word)
        while found and not found[0].is_word and found[0].folded not in "«“„":
            found.pop(0)
        return found


def _written(text: Folded, start: int, end: int) -> str:
    first, last = text.place(start, end)
    return text.original[first:last]


def _phrase(text: Folded, words: list[_Word]) -> str:
    return _written(text, words[0].start, words[-1].end)


def _capitals_after(words: list[_Word], at: int, skipped: int) -> tuple[int, int] | None:
    """A run of words with capitals, `the` before it; at most `skipped` other words first."""
    run: list[_Word] = []
    for word in (each for each in words if each.start >= at):
        is_article = word.folded == "the" and not run
        if word.is_word and (word.is_capital or is_article) and len(run) < _LONGEST_NAME:
            run.append(word)
        elif run or skipped == 0 or not word.is_word:
            break
        else:
            skipped -= 1
    if not any(each.written[0].isupper() and each.folded != "the" for each in run):
        return None
    return run[0].start, run[-1].end


@cache
def voices(lang: str) -> Voices:
    """The voices of a language, made once."""
    return Voices(lang, TABLES[lang])
