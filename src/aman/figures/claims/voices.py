"""Who says it and through whom it came, sentence by sentence, as the report words it.

Promises: names stay as they are written; order is from the one who said it to the last who took it.
Refuses to know: who somebody is, and names in two scripts that mean one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from aman.figures.folding import Folded, fold
from aman.figures.marks import any_mark

from .outlets import Outlet, Outlets
from .persons import presented, runs
from .tables import TABLES
from .tokens import CLOSING, OPENING, Word, phrase, quotations, words_in, written
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
_SHORT: Final = 8
_HAD: Final = re.compile(r"(?<!\w)[وف]?كان(?:ت|وا)?(?!\w)(?=(?:\s+\S+){1,7}\s+قد\s+$)")
_DASH: Final = re.compile(r"[—–]\s*$")
_TO_US: Final = frozenset(("нам", "لنا", "الينا", "us"))
_NAME_BEHIND: Final = re.compile(r"[^،]{0,60}?،\s*((?:[^\s،]+ ){1,2}[^\s،]+)،\s*(?=[اأإ]ن\s)")
"""In Arabic, between commas, before what is said."""
_ONE_OF: Final = frozenset(("of", "из", "із", "з"))
"""Behind one: одна из основательниц."""
_BEFORE_TURNED: Final = frozenset(',"”’»—–')
"""Before a verb that stands before its speaker: …," said Anna Wolk."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What one sentence says of where it comes from."""

    speaker: str
    outlets: tuple[Outlet, ...]
    callers: str
    is_pronoun: bool
    is_thing: bool
    """By it or they: an office, and no person."""
    is_someone: bool
    """By he or she: a person, and no office."""
    is_person: bool
    """The speaker has a first name and a surname."""
    presented: str
    """Who is named with what he is, and does not speak: its head, Anna Wolk, gave another."""
    named: str
    """The first name and surname in it."""
    refers_back: bool

    @property
    def relays(self) -> tuple[str, ...]:
        """Through whom it came, the nearest to the speaker first."""
        return ordered(self.outlets)


def ordered(outlets: Sequence[Outlet]) -> tuple[str, ...]:
    """Their names, the nearest to the speaker first."""
    ranked = sorted(outlets, key=lambda each: each.rank)
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
        self._callers = any_mark(words.callers)
        self._back = any_mark(words.refers_back)
        self._stops = any_mark(words.stops)
        self._turns = any_mark(words.turns or words.stops)
        self._offices, self._its = any_mark(words.offices), any_mark(words.its)
        self._he, self._articles = any_mark(words.he), any_mark(words.articles)
        self._persons = any_mark(role for role in words.roles if role not in words.offices)
        self._placed = any_mark(words.within)
        self._no_sources = any_mark(words.no_sources)
        self._not_names = any_mark((*words.roles, *words.titles, *words.outlets))

    def attribution(
        self, text: Folded, start: int, end: int, seen: re.Pattern[str] | None = None
    ) -> Attribution:
        """Of a sentence of the folded text; `seen`: outlets that others name."""
        words = words_in(text, start, end)
        outlets = tuple(self._outlets.named(text, words, start, end, seen))
        speaker = self._speaker(text, words, outlets, start, end)
        callers = self._callers.search(text.text, start, end)
        is_pronoun = self._goes_back(text, words, speaker, start, end)
        is_free = [w for w in words if not any(o.start <= w.start < o.end for o in outlets)]
        known = presented(is_free, self._persons, self._not_names)
        names = runs(is_free, self._not_names)
        named = is_free[slice(*names[0])] if names else []
        return Attribution(
            "" if is_pronoun else speaker,
            outlets,
            self._without_and(written(text, *callers.span())) if callers else "",
            is_pronoun,
            is_pronoun and self._its.fullmatch(fold(speaker)) is not None,
            is_pronoun and self._he.fullmatch(fold(speaker)) is not None,
            self._is_person(speaker),
            phrase(text, known) if known else "",
            phrase(text, named) if named else "",
            self._back.search(text.text, start, end) is not None,
        )

    def _is_person(self, speaker: str) -> bool:
        """Whether somebody speaks, and no office: a name, or a role that is no office's."""
        text = Folded.of(speaker)
        words = words_in(text, 0, len(text.text))
        if runs(words, self._not_names):
            return True
        roles = [each for each in self._roles.findall(text.text) if not self._offices.match(each)]
        return bool(roles) or self._roles.search(text.text) is None

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
        for pattern, is_cited in ((self._cited, True), (self._according, False)):
            for cue in pattern.finditer(text.text, start, end):
                found = self._named_behind(words, self._phrase_after(words, cue.end()))
                is_source = not is_cited or (bool(found) and self._is_source(text, found))
                if is_source and self._is_speaker(text, found, outlets):
                    return phrase(text, found)
        titled = self._titled(words)
        is_named = bool(titled) and titled[0].folded in OPENING
        is_said = any(self._says.fullmatch(word.folded) for word in titled)
        if titled and not is_said and (is_named or self._has_role(text, titled)):
            return phrase(text, titled)
        for found in self._beside_verbs(text, words, start, end):
            if self._is_speaker(text, found, outlets):
                return self._name_between_commas(text, found, end) or phrase(text, found)
        found = self._within(text, words, start, end)
        return phrase(text, found) if found else ""

    def _within(self, text: Folded, words: list[Word], start: int, end: int) -> list[Word]:
        """The office in which they said it: в генштабе утверждают."""
        says = self._says.search(text.text, start, end)
        for place in self._placed.finditer(text.text, start, says.start() if says else start):
            found = self._phrase_after(words, place.end())
            if found and self._offices.match(text.text, found[0].start, found[-1].end):
                return found
        return []

    def _beside_verbs(
        self, text: Folded, words: list[Word], start: int, end: int
    ) -> Iterator[list[Word]]:
        """Who may have spoken, before and behind each verb of saying outside of what is said."""
        quoted = quotations(text.text)
        for verb in self._says.finditer(text.text, start, end):
            is_aside = _DASH.search(text.text, start, verb.start()) is not None
            if not is_aside and any(first < verb.start() < last for first, last in quoted):
                continue
            after = self._phrase_after(words, verb.end())
            if self._is_arabic:
                yield self._before_perfect(text, words, start, verb.start()) or after
                continue
            before = self._phrase_before(words, verb.start())
            is_turned = text.text[start : verb.start()].rstrip()[-1:] in _BEFORE_TURNED
            if not self._is_english:
                yield from (after, before)
            else:
                yield from (
                    (after, before) if is_turned and self._ends_clause(words, after) else (before,)
                )

    @staticmethod
    def _ends_clause(words: list[Word], found: list[Word]) -> bool:
        """Whether a sign stands behind: said the bot's creator, and not: said the line had."""
        rest = [word for word in words if found and word.start >= found[-1].end]
        return bool(found) and (not rest or not rest[0].is_word)

    def _name_between_commas(self, text: Folded, found: list[Word], end: int) -> str:
        """The name that stands behind a long office in Arabic, before what is said."""
        behind = _NAME_BEHIND.match(text.text, found[-1].end, end) if self._is_arabic else None
        if behind is None or self._roles.search(behind.group(1)):
            return ""
        return written(text, found[0].start, behind.end(1))

    def _before_perfect(self, text: Folded, words: list[Word], start: int, at: int) -> list[Word]:
        """Who had said it, in Arabic between two verbs: كان المدير قد أعلن."""
        found = _HAD.search(text.text, start, at)
        return [w for w in words if found.end() <= w.start and w.end < at][:-1] if found else []

    @staticmethod
    def _titled(words: list[Word]) -> list[Word]:
        """Of a headline, at most four words before a colon or behind one or a dash."""
        plain = [each for each in words if each.folded not in "?!."]
        for at, word in enumerate(plain):
            is_plain = all(e.is_word or e.folded in OPENING | CLOSING for e in plain[:at])
            if word.folded == ":" and 0 < at <= _NEAR + 1 and is_plain:
                return plain[:at]
            rest = plain[at + 1 :]
            is_end = word.folded in ":—–" and 0 < len(rest) <= _NEAR
            if is_end and all(each.is_word for each in rest):
                return rest
        return []

    def _named_behind(self, words: list[Word], found: list[Word]) -> list[Word]:
        """With the name that stands behind a comma: the coordinator, Dalia Font."""
        if not found:
            return found
        at = words.index(found[-1]) + 1
        if at < len(words) and words[at].folded in {",", "،"}:
            names = [run for run in runs(words, self._not_names) if at < run[0] <= at + _NEAR // 2]
            return words[words.index(found[0]) : names[0][1]] if names else found
        return found

    def _is_source(self, text: Folded, found: list[Word]) -> bool:
        """Whether somebody is cited, and not a reason: two members of the network."""
        said = text.text[found[0].start : found[-1].end]
        is_someone = self._articles.match(said) is not None and len(found) > 1
        return self._has_role(text, found) or (is_someone and not self._no_sources.search(said))

    def _has_role(self, text: Folded, found: list[Word]) -> bool:
        return self._roles.search(text.text[found[0].start : found[-1].end]) is not None

    def _is_speaker(self, text: Folded, found: list[Word], outlets: tuple[Outlet, ...]) -> bool:
        if not found:
            return False
        first, last = found[0].start, found[-1].end
        said = text.text[first:last]
        if any(word.folded.isdecimal() for word in found):
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
        is_someone = self._articles.match(said) is not None and 1 < len(found) <= _SHORT
        return has_role or is_pronoun or self._is_arabic or is_named or is_someone

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
            is_one_of = len(found) == 1 and word.folded in _ONE_OF
            is_end = not word.is_word or (self._ends(word) and not is_one_of)
            is_outlet = self._outlet.fullmatch(word.folded) is not None
            is_end = is_end or (is_outlet and not self._is_arabic)
            if (is_end and not is_quoted) or len(found) == _LONGEST_SPEAKER:
                break
            found.append(word)
        return found

    def _past_outlet(self, after: list[Word]) -> list[Word]:
        """Behind the outlet to which it was said: сказала тижневику «Нова межа» керівниця."""
        after = after[1:] if after and after[0].folded in _TO_US else after
        if after and after[0].folded in OPENING:
            closing = next(
                (n for n, e in enumerate(after[1:], 1) if e.folded in CLOSING), len(after)
            )
            rest = after[closing + 1 :]
            return rest if rest and rest[0].is_word and not self._ends(rest[0]) else after
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
                and not self._is_arabic
                and (not found or commas == 1)
                and commas < _NEAR // 2
            ):
                commas += 1
                if found:
                    found.insert(0, word)
                continue
            if not word.is_word and word.folded not in '»“”"«„':
                break
            if commas == 0 and self._turns.fullmatch(word.folded):
                break
            if self._says.fullmatch(word.folded):
                break
            found.insert(0, word)
        while found and self._is_no_name(found[0]):
            found.pop(0)
        return found if self._is_english or commas == 0 else self._before_aside(found)

    def _is_no_name(self, word: Word) -> bool:
        """A sign, or a preposition: в генштабе."""
        is_sign = not word.is_word and word.folded not in "«“„"
        return is_sign or self._placed.fullmatch(word.folded) is not None

    def _before_aside(self, found: list[Word]) -> list[Word]:
        """Who stands before what is said of him between commas, and no clause."""
        at = next((n for n, word in enumerate(found) if word.folded == ","), 0)
        before = found[:at]
        is_someone = any(self._roles.fullmatch(word.folded) for word in before)
        is_someone = is_someone or bool(runs(before, self._not_names))
        is_someone = is_someone or (bool(before) and before[0].folded in OPENING)
        return before if is_someone and len(found) - at <= _SHORT else []


@cache
def voices(lang: str) -> Voices:
    """The voices of a language, made once."""
    return Voices(lang, TABLES[lang])
