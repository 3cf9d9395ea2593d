"""Who says it and through whom it came, sentence by sentence, as the report words it.

Promises: names stay as they are written; order is from the one who said it to the last who took it.
Refuses to know: who somebody is, and names in two scripts that mean one.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from aman.figures.folding import Folded
from aman.figures.marks import any_mark

from .outlets import Outlet, Outlets
from .tables import TABLES
from .tokens import CLOSING, OPENING, Word, phrase, words_in, written
from .words.forms import ClaimWords

_BETWEEN: Final = frozenset(
    (
        *("has", "have", "had", "also", "later", "then", "on", "monday", "tuesday", "wednesday"),
        *("thursday", "friday", "saturday", "sunday"),
    )
)
"""What may stand between a speaker and the verb."""
_NEAR: Final = 4
_LONGEST_SPEAKER: Final = 12


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


class Voices:
    """Reads attributions by the words of one language."""

    def __init__(self, lang: str, words: ClaimWords) -> None:
        self._is_arabic, self._is_english = lang == "ar", lang == "en"
        self._outlets, self._outlet = Outlets(lang, words), any_mark(words.outlets)
        self._says, self._according = any_mark(words.says), any_mark(words.according)
        self._cited = any_mark(words.cited)
        self._roles, self._pronouns = any_mark(words.roles), any_mark(words.pronouns)
        self._meant = any_mark(words.meant)
        self._callers, self._goes_on = any_mark(words.callers), any_mark(words.goes_on)
        self._back = any_mark(words.refers_back)
        self._stops = any_mark(words.stops)

    def attribution(self, text: Folded, start: int, end: int) -> Attribution:
        """Of the sentence from `start` to `end` of the folded text."""
        words = words_in(text, start, end)
        outlets = tuple(self._outlets.named(text, words, start, end))
        speaker = self._speaker(text, words, outlets, start, end)
        callers = self._callers.search(text.text, start, end)
        is_pronoun = self._goes_back(text, words, speaker, start, end)
        return Attribution(
            "" if is_pronoun else speaker,
            outlets,
            self._without_and(written(text, *callers.span())) if callers else "",
            is_pronoun,
            self._goes_on.search(text.text, start, end) is not None,
            self._back.search(text.text, start, end) is not None,
        )

    def _without_and(self, said: str) -> str:
        """Arabic "and" is written together with the word behind it; no mark begins with it."""
        return said.removeprefix("و") if self._is_arabic else said

    def _goes_back(
        self, text: Folded, words: list[Word], speaker: str, start: int, end: int
    ) -> bool:
        """Whether the speaker is only meant: he said, по его словам, وأضافت أن."""
        if speaker:
            return all(self._pronouns.fullmatch(each) for each in speaker.lower().split())
        if self._meant.search(text.text, start, end):
            return True
        says = self._says.finditer(text.text, start, end) if self._is_arabic else ()
        return any(not self._phrase_after(words, verb.end()) for verb in says)

    def _speaker(
        self, text: Folded, words: list[Word], outlets: tuple[Outlet, ...], start: int, end: int
    ) -> str:
        for according in self._according.finditer(text.text, start, end):
            found = self._phrase_after(words, according.end())
            if self._is_speaker(text, found, outlets):
                return phrase(text, found)
        for cue in self._cited.finditer(text.text, start, end):
            found = self._phrase_after(words, cue.end())
            if found and self._is_speaker(text, found, outlets) and self._has_role(text, found):
                return phrase(text, found)
        titled = self._titled(words)
        if titled and self._has_role(text, titled):
            return phrase(text, titled)
        for verb in self._says.finditer(text.text, start, end):
            after = self._phrase_after(words, verb.end())
            before = self._phrase_before(words, verb.start())
            both = (after,) if self._is_arabic else (before, after)
            if not self._is_english and not self._is_arabic:
                both = (after, before)
            for found in both:
                if self._is_speaker(text, found, outlets):
                    return phrase(text, found)
        return ""

    @staticmethod
    def _titled(words: list[Word]) -> list[Word]:
        """Of a headline, at most four words before a colon or behind one or a dash."""
        plain = [each for each in words if each.folded not in "?!."]
        for at, word in enumerate(plain):
            if word.folded == ":" and 0 < at <= _NEAR and all(e.is_word for e in plain[:at]):
                return plain[:at]
            rest = plain[at + 1 :]
            is_end = word.folded in ":—–" and 0 < len(rest) <= _NEAR
            if is_end and all(each.is_word for each in rest):
                return rest
        return []

    def _has_role(self, text: Folded, found: list[Word]) -> bool:
        return self._roles.search(text.text[found[0].start : found[-1].end]) is not None

    def _is_speaker(self, text: Folded, found: list[Word], outlets: tuple[Outlet, ...]) -> bool:
        if not found:
            return False
        first, last = found[0].start, found[-1].end
        said = text.text[first:last]
        if any(letter.isdecimal() for letter in said):
            return False
        has_role = self._roles.search(said) is not None
        if any(each.start <= first and last <= each.end for each in outlets):
            return has_role and not self._outlet.search(said)
        if any(first <= each.start < last for each in outlets):
            return has_role and not self._outlet.search(said)
        if self._outlet.search(said) and not has_role:
            return False
        is_named = any(each.is_word and each.written[0].isupper() for each in found)
        is_pronoun = self._pronouns.fullmatch(said) is not None
        return has_role or is_pronoun or self._is_arabic or is_named

    def _ends(self, word: Word) -> bool:
        found = self._stops.fullmatch(word.folded) or self._says.fullmatch(word.folded)
        return found is not None

    def _phrase_after(self, words: list[Word], at: int) -> list[Word]:
        found: list[Word] = []
        after = [each for each in words if each.start >= at]
        is_quoted = False
        after = self._past_outlet(after)
        for word in after:
            if word.folded in '«“”„»"' and found:
                if not is_quoted and word.folded not in OPENING:
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

    def _past_outlet(self, after: list[Word]) -> list[Word]:
        """Behind the outlet to which it was said: сказала тижневику «Нова межа» керівниця."""
        if not after or not self._outlet.fullmatch(after[0].folded):
            return after
        if len(after) > 1 and after[1].folded in OPENING:
            closing = next((n for n, e in enumerate(after[2:], 2) if e.folded in CLOSING), 0)
            return after[closing + 1 :] if closing else after
        return after if self._is_arabic else after[1:]

    @staticmethod
    def _is_name_in_quotes(after: list[Word], quote: Word) -> bool:
        """A quote of at most four words that closes."""
        rest = [each for each in after if each.start > quote.start]
        closing = next((n for n, e in enumerate(rest) if e.folded in CLOSING), _NEAR + 1)
        return 0 < closing <= _NEAR

    def _phrase_before(self, words: list[Word], at: int) -> list[Word]:
        before = [each for each in words if each.end <= at]
        while before and before[-1].folded in _BETWEEN:
            before.pop()
        found: list[Word] = []
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


@cache
def voices(lang: str) -> Voices:
    """The voices of a language, made once."""
    return Voices(lang, TABLES[lang])
