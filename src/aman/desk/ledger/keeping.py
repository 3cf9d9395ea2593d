"""The ledger as the desk keeps it: read whole, changed a report at a time, each change audited.

Promises: who may not keep it changes nothing; what was decided meanwhile is never overwritten
unseen, nor removed without a reason; the audit has who did what and when, and no word of a report.
Refuses to know: how the vault was opened, and every case.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from django.db import transaction

from aman.desk.audit.book import Action, write_down
from aman.desk.publication.desk_book import Sealing
from aman.figures.claims.claim import (
    Alias,
    AlreadyDecided,
    Claim,
    Report,
    State,
    Statement,
    digest_of,
)
from aman.figures.claims.ledger import DecidedOn, Key, Ledger, NotInLedger

from .keepers import MayNotKeep, Operator, may_keep_ledger
from .models import SealedRemoval, SealedReport, SealedTies

MOST_REPORTS: Final = 200
"""Every look at the ledger opens and compares all of them."""
MOST_LETTERS: Final = 100_000
_REPORT, _CLAIMS, _TIES, _REMOVAL = (
    b"aman/1 ledger " + each for each in (b"report", b"claims", b"ties", b"removal")
)
_FILLED_TO: Final = 4096
_LENGTH_BYTES: Final = 4


class LedgerFull(Exception):  # noqa: N818 - what it says
    """There is no room for a further report."""


class AlreadyDescribed(Exception):  # noqa: N818 - twin of AlreadyDecided
    """A colleague corrected outlet, title, day or language meanwhile."""


class Removal(msgspec.Struct, frozen=True):
    """That a report was removed: whose and of which day it was, and how much was decided on it.

    Nothing of its text: whoever removes a text wants it gone.
    """

    outlet: str
    day: str
    decisions: int
    reason: str
    by: str
    at: int


class DeskLedger:
    """The ledger of a desk whose vault is open; every function raises what the vault raises."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing

    def whole(self) -> Ledger:
        """All of it; a report's name is its number."""
        rows = list(SealedReport.objects.order_by("pk"))
        return Ledger(
            reports=tuple(self._report(row) for row in rows),
            claims=tuple(claim for row in rows for claim in self._claims(row)),
            aliases=self._aliases(),
        )

    @transaction.atomic
    def add(self, by: Operator, report: Report, at: int) -> int:
        """A further report, read by rules; its number. MayNotKeep, LedgerFull, AlreadyInLedger."""
        _check(by)
        if SealedReport.objects.count() >= MOST_REPORTS:
            raise LedgerFull
        row = SealedReport.objects.create(content=b"", claims=b"")
        after = self._others(row).adding(msgspec.structs.replace(report, name=str(row.pk)))
        self._keep(row, after)
        write_down(by, Action.ADDED_REPORT, None, at)
        return row.pk

    @transaction.atomic
    def describe(self, by: Operator, number: int, seen: str, report: Report, at: int) -> None:
        """Another outlet, title, day or language; `seen`: the digest of the report before.

        MayNotKeep, NotInLedger, DecidedOn; AlreadyDescribed if it is another by now.
        """
        _check(by)
        row = _row(number)
        if digest_of(self._report(row)) != seen:
            raise AlreadyDescribed
        said = msgspec.structs.replace(report, name=str(number))
        self._keep(row, self._one(row).describing(said))
        write_down(by, Action.DESCRIBED_REPORT, None, at)

    @transaction.atomic
    def remove(self, by: Operator, number: int, seen: str, at: int, reason: str = "") -> None:
        """A report that does not belong here, with its claims; `seen`: the digest of both.

        MayNotKeep, NotInLedger; AlreadyDecided if they are others by now; DecidedOn if decisions
        are lost and no reason is given. It is kept, sealed, apart from the audit.
        """
        _check(by)
        row = _row(number)
        gone = self._one(row)
        report, lost = gone.report(str(number)), decided(gone.claims)
        if digest_of((report, gone.claims)) != seen:
            raise AlreadyDecided
        if lost and not reason:
            raise DecidedOn
        if lost:
            said = Removal(report.outlet, report.day, lost, reason, by.name, at)
            kept = SealedRemoval.objects.create(content=b"")
            kept.content = self._sealed(_of(_REMOVAL, kept), said)
            kept.save()
        row.delete()
        write_down(by, Action.REMOVED_REPORT, None, at)

    def removals(self) -> list[Removal]:
        """Reports that were removed with what was decided on them, the newest first."""
        rows = SealedRemoval.objects.order_by("-pk")[:MOST_REPORTS]
        return [self._unsealed(_of(_REMOVAL, row), bytes(row.content), Removal) for row in rows]

    @transaction.atomic
    def decide(
        self, by: Operator, key: Key, seen: str, decide: Callable[[Claim], Claim], at: int
    ) -> None:
        """What a person made of a claim; `seen`: the digest of it as he saw it.

        MayNotKeep, NotInLedger; AlreadyDecided if it is another by now.
        """
        _check(by)
        row = _row(int(key[0]))
        ledger = self._one(row)
        if ledger.claim(key).digest != seen:
            raise AlreadyDecided
        self._keep(row, ledger.deciding(key, decide))
        write_down(by, Action.DECIDED_CLAIM, None, at)

    @transaction.atomic
    def write(self, by: Operator, said: Statement, at: int) -> None:
        """A claim that rules missed. MayNotKeep, NotInLedger, NotInReport, AlreadyInLedger."""
        _check(by)
        row = _row(int(said.document))
        self._keep(row, self._one(row).writing(said, by.name, at))
        write_down(by, Action.DECIDED_CLAIM, None, at)

    @transaction.atomic
    def tie(self, by: Operator, names: tuple[str, str], at: int, also: Sequence[str] = ()) -> None:
        """Two names are one; `also`: names of our own.

        MayNotKeep; NotInLedger where one of them stands in no report.
        """
        _check(by)
        ledger = self.whole()
        known = {*ledger.names(), *also}
        if not set(names) <= known or len(set(names)) < len(names):
            raise NotInLedger
        self._keep_aliases(ledger.tying(Alias(names, by.name, at)).aliases)
        write_down(by, Action.TIED_NAMES, None, at)

    @transaction.atomic
    def untie(self, by: Operator, names: Sequence[str], seen: str, at: int) -> None:
        """They are two after all; `seen`: the digest of the tie.

        MayNotKeep; AlreadyDecided if a colleague untied them, be they tied again or not.
        """
        _check(by)
        before = Ledger(aliases=self._aliases())
        if all(digest_of(e) != seen for e in before.aliases if set(e.names) == set(names)):
            raise AlreadyDecided
        ledger = before.untying(names)
        self._keep_aliases(ledger.aliases)
        write_down(by, Action.UNTIED_NAMES, None, at)

    @transaction.atomic
    def saved(self, by: Operator, at: int) -> bytes:
        """The canonical file of all of it, for who takes it away. MayNotKeep."""
        _check(by)
        write_down(by, Action.SAVED_LEDGER, None, at)
        return self.whole().written()

    def _others(self, row: SealedReport) -> Ledger:
        rows = SealedReport.objects.exclude(pk=row.pk).order_by("pk")
        return Ledger(reports=tuple(self._report(each) for each in rows))

    def _one(self, row: SealedReport) -> Ledger:
        return Ledger(reports=(self._report(row),), claims=self._claims(row))

    def _report(self, row: SealedReport) -> Report:
        report: Report = self._unsealed(_of(_REPORT, row), bytes(row.content), Report)
        return report

    def _claims(self, row: SealedReport) -> tuple[Claim, ...]:
        kind = tuple[Claim, ...]
        claims: tuple[Claim, ...] = self._unsealed(_of(_CLAIMS, row), bytes(row.claims), kind)
        return claims

    def _aliases(self) -> tuple[Alias, ...]:
        row = SealedTies.objects.filter(pk=SealedTies.ROW).first()
        return self._unsealed(_TIES, bytes(row.content), tuple[Alias, ...]) if row else ()

    def _keep(self, row: SealedReport, ledger: Ledger) -> None:
        name = str(row.pk)
        row.content = self._sealed(_of(_REPORT, row), ledger.report(name))
        row.claims = self._sealed(_of(_CLAIMS, row), ledger.claims_of(name))
        row.save()

    def _keep_aliases(self, aliases: tuple[Alias, ...]) -> None:
        content = self._sealed(_TIES, aliases)
        SealedTies.objects.update_or_create(pk=SealedTies.ROW, defaults={"content": content})

    def _sealed(self, info: bytes, what: object) -> bytes:
        content = msgspec.json.encode(what)
        counted = len(content).to_bytes(_LENGTH_BYTES, "big") + content
        filled = counted.ljust(-(-len(counted) // _FILLED_TO) * _FILLED_TO, b"\0")
        return self._sealing.seal(info, filled)

    def _unsealed(self, info: bytes, sealed: bytes, kind: Any) -> Any:  # noqa: ANN401 - of what was sealed
        filled = self._sealing.unseal(info, sealed).reveal()
        length = int.from_bytes(filled[:_LENGTH_BYTES], "big")
        return msgspec.json.decode(filled[_LENGTH_BYTES : _LENGTH_BYTES + length], type=kind)


def decided(claims: Sequence[Claim]) -> int:
    """How many decisions were taken on them, those that stand no more as well."""
    every = [each.state for claim in claims for each in claim.decisions]
    return len(every) - every.count(State.PROPOSED)


def _check(operator: Operator) -> None:
    if not may_keep_ledger(operator):
        raise MayNotKeep


def _row(number: int) -> SealedReport:
    row = SealedReport.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise NotInLedger
    return row


def _of(info: bytes, row: SealedReport | SealedRemoval) -> bytes:
    return info + row.pk.to_bytes(8, "big")
