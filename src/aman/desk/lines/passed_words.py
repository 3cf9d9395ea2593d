"""Nine words that went through a line: whoever reads along there can read their page too.

Promises: it is known as long as the case lives, by the hash of the token, also when the words came
before the page's first message did. Refuses to know: the words, and who read along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aman.core.strength import Strength
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import KnownLine
from aman.desk.running import the_desk

from .models import Contact, PassedWords

OF_NOBODY_SECONDS = 14 * 86_400
MOST_KEPT = 65_536
"""Far more than people write by words; who invents them must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The words of case `case` went through `line`, the first time at `at`."""

    case: int
    line: str
    strength: Strength
    at: int


def note_passed(digest: bytes, line: KnownLine, now: int) -> PassedWords | None:
    """Remember it; None when there is no room for words of nobody."""
    known = PassedWords.objects.filter(token_digest=digest, line=line.name).first()
    if known is not None or PassedWords.objects.count() >= MOST_KEPT:
        return known
    return PassedWords.objects.create(
        token_digest=digest, line=line.name, strength=line.strength.value, at=now
    )


def passed_words(cases: Iterable[int]) -> tuple[Passed, ...]:
    """Through which lines the words of these cases went."""
    rows = Case.objects.filter(number__in=cases, token_digest__isnull=False)
    digests = rows.values_list("number", "token_digest")
    case_of = {bytes(digest): number for number, digest in digests if digest is not None}
    known = PassedWords.objects.filter(token_digest__in=case_of).order_by("pk")
    return tuple(
        Passed(case_of[bytes(each.token_digest)], each.line, _strength(each), each.at)
        for each in known
    )


def _strength(passed: PassedWords) -> Strength:
    """The weaker of what the line was and what it is called now."""
    line, then = the_desk().lines.known().get(passed.line), Strength(passed.strength)
    return then if line is None else weakest((then, line.strength))


def weakest(strengths: Iterable[Strength]) -> Strength:
    """The weakest of these; of none: the page's own."""
    return max(strengths, key=list(Strength).index, default=Strength.SEALED)


def way_strength(line: KnownLine, contact: Contact) -> Strength:
    """Who can read what goes to a contact: he may be somebody who read the words that he gave."""
    return weakest((line.strength, Strength(contact.proof)))


def page_strength(case: int) -> Strength:
    """Who can read the page of a case: the weakest line through which its words went."""
    return weakest(each.strength for each in passed_words([case]))


def strongest_first(pages: Sequence[int]) -> list[int]:
    """These cases' pages, those first whose words the fewest can have read; else as they stand."""
    return sorted(pages, key=lambda page: list(Strength).index(page_strength(page)))


def forget_passed(case: int) -> None:
    """Forget it with the case, in the transaction that destroys it."""
    digests = Case.objects.filter(number=case, token_digest__isnull=False)
    PassedWords.objects.filter(token_digest__in=digests.values("token_digest")).delete()


def drop_words_of_nobody(now: int) -> None:
    """Drop words for which no page has come in fourteen days."""
    known = Case.objects.filter(token_digest__isnull=False).values("token_digest")
    old = PassedWords.objects.filter(at__lte=now - OF_NOBODY_SECONDS)
    old.exclude(token_digest__in=known).delete()
