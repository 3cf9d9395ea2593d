"""Which words may stand together, and the choice among them.

Promises: any two chosen words differ by two edits or more and in their first four letters, and
a word of three letters begins no other. The commonest candidates win; ties fall to spelling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from language import COMFORTABLE, PREFIX, SHORTEST, Language
from sources import Candidate

WORDS = 2048


def worth(candidate: Candidate) -> float:
    """How much a candidate is wanted: common, a thing, and short to write down."""
    kind = {"noun": 0.0, "verb": -0.6, "adjective": -0.3}[candidate.kind]
    thing = 0.5 if candidate.concrete else 0.0
    letters = len(candidate.word)
    longer = 0.25 * max(0, letters - COMFORTABLE)
    # A very short word shuts out many others, which then have to be replaced by rarer ones.
    shorter = {SHORTEST: 0.9, PREFIX: 0.45}.get(letters, 0.0)
    return candidate.zipf + kind + thing - longer - shorter


def choose(
    found: list[Candidate], language: Language, refused: Counter[str]
) -> list[Candidate]:
    """The 2,048 best words that may stand together, sorted as folded."""
    chosen: dict[str, Candidate] = {}
    taken: dict[str, str] = {}
    for candidate in sorted(found, key=lambda one: (-worth(one), one.word)):
        if len(chosen) == WORDS:
            refused["not needed any more"] += 1
            continue
        folded = language.fold(candidate.word)
        reason = next((taken[mark] for mark in _marks(folded) if mark in taken), None)
        if reason:
            refused[reason] += 1
            continue
        chosen[folded] = candidate
        taken.update({mark: _reason(mark) for mark in _claims(folded)})
    return [chosen[folded] for folded in sorted(chosen)]


def _marks(folded: str) -> Iterator[str]:
    """What a word must find untaken."""
    yield "=" + folded
    yield "^" + folded[:PREFIX]
    yield "|" + folded[:SHORTEST] if len(folded) > SHORTEST else "<" + folded
    yield from _near(folded)


def _claims(folded: str) -> Iterator[str]:
    """What a chosen word takes."""
    yield "=" + folded
    yield "^" + folded[:PREFIX]
    yield "<" + folded[:SHORTEST]
    if len(folded) == SHORTEST:
        yield "|" + folded
    yield from _near(folded)


def _near(folded: str) -> Iterator[str]:
    """Two words within one edit share the word or the word less one letter."""
    yield "~" + folded
    for at in range(len(folded)):
        yield "~" + folded[:at] + folded[at + 1 :]


def _reason(mark: str) -> str:
    return {
        "=": "another spelling of a chosen word",
        "~": "within one edit of a commoner word",
    }.get(mark[0], "same first letters as a commoner word")
