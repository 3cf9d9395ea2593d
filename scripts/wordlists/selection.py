# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""The choice of 2,048 words that may stand together.

Promises: the same choice from the same candidates. No two chosen words are rivals. The most
wanted words come first, where a word that shuts out many good ones is wanted less; then a word
gives way wherever the words that it alone shuts out are together worth more.
"""

from __future__ import annotations

import heapq
from math import fsum
from typing import TYPE_CHECKING

from language import COMFORTABLE, PREFIX, SHORTEST, Language
from rivals import ALIKE, EDIT, LETTERS, find_rivals

if TYPE_CHECKING:
    from collections import Counter

    from sources import Candidate

WORDS = 2048
# At this worth and below it a word is no gain.
LEAST_WORTH = 1.8
ROUNDS = 20


def worth(candidate: Candidate) -> float:
    """How much a candidate is wanted: common, a thing, and short to write down."""
    kind = {"noun": 0.0, "verb": -0.6, "adjective": -0.3}[candidate.kind]
    thing = 0.5 if candidate.concrete else 0.0
    letters = len(candidate.word)
    longer = 0.25 * max(0, letters - COMFORTABLE)
    # Very short words are near to so many others that few of them can stand together.
    shorter = {SHORTEST: 0.4, PREFIX: 0.1}.get(letters, 0.0)
    return candidate.zipf + kind + thing - longer - shorter


def choose(found: list[Candidate], language: Language, refused: Counter[str]) -> list[Candidate]:
    """The 2,048 best words that may stand together, sorted as folded."""
    best: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda one: (-worth(one), one.word)):
        if round(worth(candidate) - LEAST_WORTH, 2) > 0:
            best.setdefault(language.fold(candidate.word), candidate)
        else:
            refused["too rare, for a word of its kind and length"] += 1
    gains = {folded: round(worth(one) - LEAST_WORTH, 2) for folded, one in best.items()}
    rivals = find_rivals(best, language)
    together = _improve(_greedy(gains, rivals), gains, rivals)
    ranked = sorted(together, key=lambda folded: (-gains[folded], folded))
    for folded in best:
        reasons = {reason for other, reason in rivals[folded].items() if other in together}
        if reasons:
            refused[next(one for one in (EDIT, LETTERS, ALIKE) if one in reasons)] += 1
    refused["not needed: commoner words were enough"] += len(ranked[WORDS:])
    return [best[folded] for folded in sorted(ranked[:WORDS])]


def _greedy(gains: dict[str, float], rivals: dict[str, dict[str, str]]) -> set[str]:
    """Take the word with the greatest share of what is at stake around it, again and again."""
    left = set(gains)
    # Exact, or the order of a set, new with each run, would decide in the last digit.
    against = {word: fsum(gains[other] for other in rivals[word]) for word in gains}
    queue = [(-gains[word] / (against[word] + gains[word]), word) for word in gains]
    heapq.heapify(queue)
    chosen: set[str] = set()
    while queue:
        share, word = heapq.heappop(queue)
        if word not in left or share != -gains[word] / (against[word] + gains[word]):
            continue
        chosen.add(word)
        gone = {word} | (rivals[word].keys() & left)
        left -= gone
        for lost in sorted(gone):
            for other in sorted(rivals[lost].keys() & left):
                against[other] = max(0.0, round(against[other] - gains[lost], 2))
                entry = (-gains[other] / (against[other] + gains[other]), other)
                heapq.heappush(queue, entry)
    return chosen


def _improve(
    chosen: set[str], gains: dict[str, float], rivals: dict[str, dict[str, str]]
) -> set[str]:
    """Put several words in the place of one wherever that gains."""
    for _ in range(ROUNDS):
        before = sorted(chosen)
        kept_out: dict[str, list[str]] = {}
        for word in sorted(gains.keys() - chosen, key=lambda one: (-gains[one], one)):
            holders = rivals[word].keys() & chosen
            if not holders:
                chosen.add(word)
            elif len(holders) == 1:
                kept_out.setdefault(next(iter(holders)), []).append(word)
        for holder in before:
            waiting = [
                word
                for word in kept_out.get(holder, ())
                if rivals[word].keys() & chosen == {holder}
            ]
            instead: set[str] = set()
            for word in waiting:
                if not rivals[word].keys() & instead:
                    instead.add(word)
            if fsum(gains[word] for word in instead) > gains[holder] + 0.001:
                chosen = (chosen - {holder}) | instead
        if sorted(chosen) == before:
            break
    return chosen
