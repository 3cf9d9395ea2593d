"""A draft looked over before it is sent: our numbers beside another measure's words.

Promises: a number of ours that stands beside another measure's noun or verb is found, in digits of
any script or in words, exact or rounded, with its place, the reason and the right sentence. So is a
number of ours that was withdrawn.
Sentences that Aman made are passed over. What is not found is not thereby right.
Refuses to know: the true counts, and numbers that are not ours.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .folding import Folded, fold, line_and_column
from .marks import mark_pattern
from .measures import MeasureId
from .past import Known, Ours, Past
from .said_numbers import SaidNumber, numbers_in
from .sentences import Figure, Speaker
from .withdrawn import Withdrawn
from .wording import LANGUAGES, Namer

_END: Final = re.compile(r"[!?;؛؟]|\n\s*\n|(?<!тыс)(?<!тис)(?<!млн)\.(?=\s|$)")
_CLAUSE: Final = re.compile(
    r"(?<!\d)[,،:()«»“”\"—–]|[,،:()«»“”\"—–](?!\d)|(?<!\w)(?:and|but|while|whereas|и|а|но|та|і|але|لكن|بينما)(?!\w)"
)
_JOINED_BY_WORD: Final = re.compile(r"\w")
_LEAST_ALONE: Final = 100
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_UKRAINIAN: Final = re.compile("[іїєґ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A number of ours that the text may say wrongly; `start` to `end` in the text.

    `sentence`: the right one; empty where none stands in place of what was withdrawn.
    """

    start: int
    end: int
    line: int
    column: int
    said: str
    measure: MeasureId
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    measures: frozenset[MeasureId]


def check_text(draft: str, published: Sequence[Ours], speaker: Speaker) -> list[Finding]:
    """Look a draft over; reasons in the speaker's language, sentences in the draft's.

    `published`: of all releases.
    """
    return list(_Check(draft, published, speaker).findings())


def language_of(text: str) -> str:
    """The language of a text by its letters; English where nothing tells."""
    if len(_ARABIC.findall(text)) > len(text) // 4:
        return "ar"
    if len(_CYRILLIC.findall(text)) > len(text) // 4:
        return "uk" if _UKRAINIAN.search(text) else "ru"
    return "en"


class _Check:
    def __init__(self, draft: str, published: Sequence[Ours], speaker: Speaker) -> None:
        self._draft, self._speaker = draft, speaker
        named = speaker.namer.named
        self._namers = {lang: Namer(lang, named) for lang in LANGUAGES}
        self._folded = Folded.of(draft)
        self._past = Past(published)
        self._newest = self._past.newest
        said = {number.value for number in numbers_in(self._folded.text)}
        self._published = self._in_sight(said)
        standing = (each for each in published if not isinstance(each, Withdrawn))
        self._left_out = [each for each in standing if _says_bound(each, said)]
        self._text = self._without_our_sentences(self._folded.text)
        self._numbers = numbers_in(self._text)
        self._marks = self._marks_in(self._text)

    def _in_sight(self, said: Collection[int]) -> list[Known]:
        """The figures that some number may be; a log holds thousands, a text a few."""
        return [e for e in self._past.known if any(_is_ours(value, e) for value in said)]

    def _without_our_sentences(self, text: str) -> str:
        seen = [each.figure for each in self._published if not each.is_newest]
        for figure in (*self._newest, *seen, *self._left_out):
            for namer in self._namers.values():
                for digits in ("latn", "arab"):
                    says = Speaker(namer, "arab" if digits == "arab" else "latn")
                    for said in (says.sentence(figure), says.as_of(figure), says.uncertain(figure)):
                        ours = fold(said)
                        text = text.replace(ours, ";" * len(ours))
        return text

    def _marks_in(self, text: str) -> list[_Mark]:
        patterns: dict[str, set[MeasureId]] = {}
        for namer in self._namers.values():
            for measure in MeasureId:
                for mark in namer.wording(measure).marks:
                    patterns.setdefault(mark_pattern(mark), set()).add(measure)
        found = [
            _Mark(match.start(), match.end(), frozenset(measures))
            for pattern, measures in patterns.items()
            for match in re.finditer(pattern, text)
        ]
        return sorted(found, key=lambda mark: (mark.start, mark.end))

    def findings(self) -> Iterator[Finding]:
        for number in self._numbers:
            figures = [e for e in self._published if _is_ours(number.value, e)]
            is_withdrawn = any(e.value == number.value for e in self._past.taken_back)
            if not figures and not is_withdrawn:
                continue
            marks = self._marks_of(number)
            withdrawn = self._withdrawn(number, marks) if is_withdrawn else None
            if withdrawn is not None:
                yield self._taken_back(number, withdrawn)
                continue
            ours = {each.measure for each in figures}
            wrong = [mark for mark in marks if not mark.measures & ours]
            meant = self._meant(number, figures, wrong)
            if wrong and meant:
                yield self._finding(number, meant, wrong[0])
            elif not marks and number.value >= _LEAST_ALONE and self._is_exact(number, figures):
                yield self._finding(number, figures, None)

    def _meant(
        self, number: SaidNumber, figures: Sequence[Known], wrong: Sequence[_Mark]
    ) -> list[Known]:
        worded = {measure for mark in wrong for measure in mark.measures}
        return [e for e in figures if self._past.is_meant(number.value, e, worded)]

    def _withdrawn(self, number: SaidNumber, marks: Sequence[_Mark]) -> Withdrawn | None:
        """Beside its own words, or alone as a total, or where what is said can't be right."""
        worded = {measure for mark in marks for measure in mark.measures}
        found = self._past.withdrawn_as(number.value, worded)
        if found is None or found.measure in worded:
            return found.withdrawn if found else None
        is_alone = not marks and (number.value < _LEAST_ALONE or not found.is_total)
        is_standing = any(each.value == number.value for each in self._past.known)
        return None if is_alone or is_standing else found.withdrawn

    def _taken_back(self, number: SaidNumber, found: Withdrawn) -> Finding:
        said = self._speaker.withdrawn(found)
        told = self._speaker.namer.phrases.withdrawn_number.format(
            number=self._said(number),
            ours=self._speaker.namer.wording(found.measure.id).name,
            day=self._speaker.day(found.remark.day, year=True),
        )
        reason = f"{told} {said.reason}"
        if found.instead is None:
            reason = f"{reason} {said.instead}"
        return self._found(number, found.measure.id, reason, found.instead)

    @staticmethod
    def _is_exact(number: SaidNumber, figures: Sequence[Known]) -> bool:
        return any(each.value == number.value for each in figures if each.is_newest)

    def _finding(
        self, number: SaidNumber, figures: Sequence[Known], wrong: _Mark | None
    ) -> Finding:
        figure = self._past.nearest(number.value, figures).figure
        namer, said = self._speaker.namer, self._said(number)
        phrases = namer.phrases
        ours = namer.wording(figure.measure.id).name
        if wrong is None:
            reason = phrases.alone.format(number=said, ours=ours)
        else:
            theirs = namer.wording(min(wrong.measures, key=list(MeasureId).index)).name
            reason = phrases.other_measure.format(number=said, ours=ours, theirs=theirs)
        return self._found(number, figure.measure.id, reason, figure)

    def _said(self, number: SaidNumber) -> str:
        """As the text has it."""
        start, end = self._folded.place(number.start, number.end)
        return self._draft[start:end]

    def _found(
        self, number: SaidNumber, measure: MeasureId, reason: str, right: Figure | None
    ) -> Finding:
        """At its place; the right sentence in the language that is spoken around it."""
        start, end = self._folded.place(number.start, number.end)
        line, column = line_and_column(self._draft, start)
        around = self._draft[max(0, start - 100) : end + 100]
        says = Speaker(self._namers[language_of(around)], self._speaker.digits)
        sentence = says.sentence(right) if right else ""
        return Finding(start, end, line, column, self._draft[start:end], measure, reason, sentence)

    def _marks_of(self, number: SaidNumber) -> list[_Mark]:
        """The words that say what the number counts: of its own clause, else the nearest."""
        sentence = _piece(self._text, number, _END)
        clauses = list(_pieces(self._text, sentence, self._boundaries(sentence)))
        own = next(at for at, (start, end) in enumerate(clauses) if start <= number.start < end)
        marks = self._paired(number, clauses[own])
        if not marks:
            return self._nearest(number, sentence)
        for before, after in pairwise(clauses[own:]):
            is_word = _JOINED_BY_WORD.search(self._text[before[1] : after[0]])
            if not is_word or self._numbers_in(after):
                break
            marks.extend(self._within(after))
        return marks

    def _boundaries(self, sentence: tuple[int, int]) -> list[tuple[int, int]]:
        """Where clauses end: commas, "and", and the Arabic "and" written with a measure's word."""
        found = [
            (match.start(), match.end())
            for match in _CLAUSE.finditer(self._text, *sentence)
            if not any(each.start <= match.start() < each.end for each in self._numbers)
        ]
        found.extend(
            (mark.start, mark.start + 1)
            for mark in self._within(sentence)
            if self._text[mark.start] == "و"
        )
        return sorted(set(found))

    def _within(self, piece: tuple[int, int]) -> list[_Mark]:
        return [mark for mark in self._marks if piece[0] <= mark.end - 1 < piece[1]]

    def _numbers_in(self, piece: tuple[int, int]) -> list[SaidNumber]:
        return [each for each in self._numbers if piece[0] <= each.start < piece[1]]

    def _paired(self, number: SaidNumber, clause: tuple[int, int]) -> list[_Mark]:
        """The marks of a clause that are this number's: in its order, numbers or words first."""
        numbers, marks = self._numbers_in(clause), self._within(clause)
        if len(numbers) < 2 or not marks:  # noqa: PLR2004
            return marks
        if numbers[0].start < marks[0].start:
            start = number.start if number != numbers[0] else clause[0]
            after = [each.start for each in numbers if each.start > number.start]
            return [mark for mark in marks if start <= mark.start < min(after, default=clause[1])]
        end = number.end if number != numbers[-1] else clause[1]
        before = [each.end for each in numbers if each.end < number.end]
        return [mark for mark in marks if max(before, default=clause[0]) <= mark.start < end]

    def _nearest(self, number: SaidNumber, sentence: tuple[int, int]) -> list[_Mark]:
        others = [each for each in self._numbers_in(sentence) if each != number]
        start = max((each.end for each in others if each.end <= number.start), default=sentence[0])
        end = min((each.start for each in others if each.start >= number.end), default=sentence[1])
        marks = self._within((start, end))
        return sorted(marks, key=lambda mark: _distance(mark, number))[:1]


def _distance(mark: _Mark, number: SaidNumber) -> int:
    return max(mark.start - number.end, number.start - mark.end)


def _piece(text: str, number: SaidNumber, end: re.Pattern[str]) -> tuple[int, int]:
    """The sentence in which a number stands."""
    start, stop = 0, len(text)
    for match in end.finditer(text):
        if match.end() <= number.start:
            start = match.end()
        elif match.start() >= number.end:
            stop = match.start()
            break
    return start, stop


def _pieces(
    text: str, sentence: tuple[int, int], boundaries: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    start = sentence[0]
    for before, after in boundaries:
        if text[start:before].strip():
            yield start, before
        start = after
    yield start, sentence[1]


def _says_bound(figure: Figure, said: Collection[int]) -> bool:
    """Whether its number was left out, and a text says what is said instead: how many at most."""
    row = figure.row()
    return row.value is None and row.most in said


def _is_ours(value: int, known: Known) -> bool:
    """Exact, or rounded to its first figures (more than 6,500); the newest also near it."""
    nearness = abs(value - known.value)
    if nearness == 0:
        return True
    if known.is_newest and value >= _LEAST_ALONE and nearness <= known.within:
        return True
    digits = str(value)
    step = 10 ** (len(digits) - len(digits.rstrip("0")))
    return step >= _LEAST_ALONE and nearness < step and len(digits) == len(str(known.value))
