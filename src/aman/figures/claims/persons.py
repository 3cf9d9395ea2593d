"""Persons that a sentence names: a first name and a surname, beside what he or she is.

Promises: a name is a run of capitals that is no outlet's and holds no office's word.
Refuses to know: names in Arabic, which has no capitals.
"""

import re
from collections.abc import Sequence

from .tokens import Word

_PAIR = 2
_NEAR = 4


def runs(words: Sequence[Word], not_names: re.Pattern[str]) -> list[tuple[int, int]]:
    """From which word to before which a name goes: two capitals or three, no office among them."""
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(len(words) + 1):
        word = words[at] if at < len(words) else None
        if word and _is_of_name(word) and not not_names.fullmatch(word.folded):
            continue
        if _PAIR <= at - first <= _NEAR:
            found.append((first, at))
        first = at + 1
    return found


def _is_of_name(word: Word) -> bool:
    return word.is_word and word.written[0].isupper() and not word.written.isupper()


def presented(
    words: Sequence[Word], roles: re.Pattern[str], not_names: re.Pattern[str]
) -> list[Word]:
    """The first one named beside a role: its head, Tove Aalund; Ida Font, the coordinator."""
    if all(_is_of_name(word) for word in words if word.is_word and len(word.folded) > _NEAR):
        return []
    for first, last in runs(words, not_names):
        before = [w for w in words[max(0, first - _NEAR) : first] if w.is_word]
        rest = words[last : last + _NEAR + _PAIR]
        behind = rest[1:] if rest and rest[0].folded == "," else ()
        if any(roles.fullmatch(word.folded) for word in (*before, *behind)):
            return list(words[first:last])
    return []
