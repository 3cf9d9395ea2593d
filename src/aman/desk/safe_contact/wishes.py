"""A case's wish, kept and asked; the one place where a sending is refused because of it.

Promises: the rules of every case that is shown as one person hold together. A wish that does not
open refuses everything: nobody is to be endangered by a damaged record.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from aman.core.keys import Secret
from aman.desk.casebook.content import open_case_key, read_content, write_content
from aman.desk.casebook.models import Case
from aman.desk.casebook.programme import the_programme
from aman.desk.keys.vault import DamagedRecord, VaultLocked, the_vault

from .models import Wish
from .rules import (
    RELEASED_SECONDS,
    TALKING_SECONDS,
    Broken,
    Rules,
    Sending,
    broken_by,
    holds_until,
    next_allowed,
)

FILLED_TO = 1024


class AgainstHisWish(Exception):  # noqa: N818 - what the operator is told
    """Sending this would break what he asked for; `broken` says what, `next_at` when it would not.

    `wording`: the only words that may reach him unasked, when that is what he asked for. `zone` is
    where his hours count.
    """

    person = "This can't be sent."
    operator = "He asked not to be reached like this. A second operator can release it."

    def __init__(
        self, broken: tuple[Broken, ...], next_at: int | None, wording: str, zone: str
    ) -> None:
        super().__init__(self.operator)
        self.broken = broken
        self.next_at = next_at
        self.wording = wording
        self.zone = zone

    @property
    def is_opening(self) -> bool:
        """Whether nothing speaks against it but that nobody has written from there."""
        return self.broken == (Broken.OPENING,)


def _place(number: int) -> bytes:
    return b"aman/1 wish" + number.to_bytes(8, "big")


def kept_rules(key: Secret, number: int) -> Rules:
    """What the person of this case asked for; `DamagedRecord`."""
    wish = Wish.objects.filter(case_id=number).first()
    if wish is None:
        return Rules()
    try:
        raw = read_content(key, _place(number), bytes(wish.content))
        rules: Rules = msgspec.json.decode(raw, type=Rules)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None
    return rules


def keep_rules(key: Secret, number: int, rules: Rules, expected_by: int | None) -> None:
    """Keep them in place of earlier ones."""
    content = write_content(key, _place(number), msgspec.json.encode(rules), filled_to=FILLED_TO)
    Wish.objects.update_or_create(
        case_id=number,
        defaults={"content": content, "silent": rules.asks(), "expected_by": expected_by},
    )


class Terms(NamedTuple):
    """How a sending may leave: `until` when (0: no bound), and whether as these words `alone`."""

    until: int = 0
    alone: bool = False


def released_terms(now: int) -> Terms:
    """Those of what a second operator has released: exactly the text that he was shown, now."""
    return Terms(now + RELEASED_SECONDS, alone=True)


def refuse_against_wish(cases: Sequence[int], sending: Sending) -> Terms:
    """The guard of every sending through a line: `AgainstHisWish`, `VaultLocked`."""
    known = Case.objects.filter(number__in=cases, wish__isnull=False, key_wrap__isnull=False)
    every = [_rules(case) for case in known]
    broken = tuple(
        each for each in Broken if any(each in broken_by(rules, sending) for rules in every)
    )
    if sending.heard_at is None and not _may_open(every, sending.text):
        broken += (Broken.OPENING,)
    if broken:
        wordings = [rules.wording for rules in every if rules.wording]
        zones = [rules.zone for rules in every if rules.hours] or [Rules().zone]
        raise AgainstHisWish(broken, _next(every, sending.at), (wordings or [""])[0], zones[0])
    bounds = [until for rules in every if (until := holds_until(rules, sending)) is not None]
    words = sending.text.strip()
    alone = any(rules.wording and rules.wording.strip() == words for rules in every)
    alone = alone or sending.heard_at is None
    return Terms(min(bounds, default=0), alone)


def _may_open(every: Sequence[Rules], text: str) -> bool:
    """Whether these words may come first to an address from which nobody has written.

    Who reads them may be anybody: the programme's words say nothing, and those that the person
    chose himself are his to choose.
    """
    his = {rules.wording.strip() for rules in every if rules.wording}
    return text.strip() in his | set(the_programme().opening.values())


def _rules(case: Case) -> Rules:
    try:
        key = open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))
        return kept_rules(key, case.number)
    except DamagedRecord:
        return Rules(never=True)


def _next(every: Sequence[Rules], at: int) -> int | None:
    starts = [next_allowed(rules, at) for rules in every]
    known = [start for start in starts if start is not None]
    return max(known) if len(known) == len(starts) and known else None


def own_words_until(cases: Sequence[int], writing: Sending) -> int | None:
    """Until when the hotline may answer by itself (0: no bound); None: it stays silent.

    While the vault is locked nobody can know what he asked for: to who asked for anything it then
    says nothing, and his message waits for an operator. While it is open his rules hold, and
    besides it speaks only while he is surely looking: not when his message was held up.
    """
    if not Wish.objects.filter(case_id__in=cases, silent=True).exists():
        return 0
    if not the_vault().is_open:
        return None
    try:
        terms = refuse_against_wish(cases, writing)
    except (AgainstHisWish, VaultLocked):
        return None
    until = (writing.heard_at or 0) + TALKING_SECONDS - 1
    if writing.at > until:
        return None
    return min(until, terms.until) if terms.until else until


def overdue(now: int) -> dict[int, int]:
    """The cases whose person should have written by now and has not, and since when.

    Works while the vault is locked. Refuses to know which cases are one person's.
    """
    due = Wish.objects.filter(expected_by__lt=now, case__key_wrap__isnull=False)
    rows = due.values_list("case_id", "expected_by", "case__last_message_at", "case__heard_at")
    return {
        number: expected_by
        for number, expected_by, *heard in rows
        if expected_by is not None and all(at < expected_by for at in heard)
    }
