"""The ledger: reports, what they claim, what persons made of it, and names that persons tied.

Promises: one canonical form, so that a hash of it means one ledger; reading gives what was written;
each change is a new ledger, and a person's decision is never overwritten unseen.
Refuses to know: where it lies, and whether a claim is true.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from aman.figures.log.canonical import read, written
from aman.figures.past import Ours

from .beside_ours import compare_with_ours
from .claim import Alias, Claim, Report, State, Statement
from .comparing import Finding, badness, compare
from .details import Check, Relay, checks, relays
from .proposing import propose

Key = tuple[str, int]


class NotInLedger(LookupError):  # noqa: N818 - twin of NoSuchOperator
    """There is no such report, claim or tie."""


class AlreadyInLedger(Exception):  # noqa: N818 - what it says
    """A report of this name or text, or a claim at this place, is there; `args`: which report."""


class NotInReport(Exception):  # noqa: N818 - what it says
    """The quote of a statement does not stand in its report, or its amount not in the quote."""


class DecidedOn(Exception):  # noqa: N818 - what it says
    """A person decided on claims of this report, which would be lost."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What the spokesperson keeps."""

    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def __post_init__(self) -> None:
        names = {report.name for report in self.reports}
        keys = {claim.key for claim in self.claims}
        if len(names) < len(self.reports) or len(keys) < len(self.claims):
            message = "a report or a claim is in a ledger once"
            raise ValueError(message)
        if any(claim.proposed.document not in names for claim in self.claims):
            message = "a claim is one of a report in the ledger"
            raise ValueError(message)

    def written(self) -> bytes:
        """The canonical JSON."""
        return written(self)

    def report(self, name: str) -> Report:
        """The report of this name; raises NotInLedger."""
        found: Report = _one(self.reports, lambda each: each.name == name)
        return found

    def claim(self, key: Key) -> Claim:
        """The claim where this amount stands; raises NotInLedger."""
        found: Claim = _one(self.claims, lambda each: each.key == key)
        return found

    def claims_of(self, name: str) -> tuple[Claim, ...]:
        """A report's claims in its order."""
        found = [each for each in self.claims if each.proposed.document == name]
        return tuple(sorted(found, key=lambda each: each.proposed.start))

    def adding(self, report: Report) -> "Ledger":
        """With a report and the claims that rules propose of it; raises AlreadyInLedger."""
        for each in self.reports:
            if each.name == report.name or each.text == report.text:
                raise AlreadyInLedger(each.name)
        claims = (*self.claims, *propose(report))
        return msgspec.structs.replace(self, reports=(*self.reports, report), claims=claims)

    def describing(self, report: Report) -> "Ledger":
        """With another outlet, title, day or language of a report, its text as it was.

        In another language it is read anew. Raises NotInLedger; DecidedOn, if that loses decisions.
        """
        before = self.report(report.name)
        report = msgspec.structs.replace(report, text=before.text)
        reports = tuple(report if each is before else each for each in self.reports)
        if report.lang == before.lang:
            return msgspec.structs.replace(self, reports=reports)
        if any(each.state is not State.PROPOSED for each in self.claims_of(report.name)):
            raise DecidedOn
        others = [each for each in self.claims if each.proposed.document != report.name]
        return msgspec.structs.replace(self, reports=reports, claims=(*others, *propose(report)))

    def without(self, name: str) -> "Ledger":
        """Without a report, its claims and what was decided on them; raises NotInLedger."""
        gone = self.report(name)
        return msgspec.structs.replace(
            self,
            reports=tuple(each for each in self.reports if each is not gone),
            claims=tuple(each for each in self.claims if each.proposed.document != name),
        )

    def writing(self, said: Statement, by: str = "", at: int = 0) -> "Ledger":
        """With a claim that rules missed, as a person read it.

        Raises NotInLedger, NotInReport; AlreadyInLedger where a claim stands at that amount.
        """
        report = self.report(said.document)
        if not report.around(said)[1]:
            raise NotInReport
        claim = Claim(proposed=said, is_by_hand=True).confirm(by, at)
        if any(each.key == claim.key for each in self.claims):
            raise AlreadyInLedger(report.name)
        return msgspec.structs.replace(self, claims=(*self.claims, claim))

    def deciding(self, key: Key, decide: Callable[[Claim], Claim]) -> "Ledger":
        """With a decision: `lambda claim: claim.confirm(…)`; raises NotInLedger, AlreadyDecided."""
        before = self.claim(key)
        after = decide(before)
        if after.proposed != before.proposed:
            message = "what was proposed stays"
            raise ValueError(message)
        claims = tuple(after if each is before else each for each in self.claims)
        return msgspec.structs.replace(self, claims=claims)

    def tying(self, alias: Alias) -> "Ledger":
        """With names tied by a person; tied already, it is the same ledger."""
        if any(set(each.names) == set(alias.names) for each in self.aliases):
            return self
        return msgspec.structs.replace(self, aliases=(*self.aliases, alias))

    def untying(self, names: Sequence[str]) -> "Ledger":
        """Without one tie; names that are tied by others stay so. Raises NotInLedger."""
        gone = _one(self.aliases, lambda each: set(each.names) == set(names))
        aliases = tuple(each for each in self.aliases if each is not gone)
        return msgspec.structs.replace(self, aliases=aliases)

    def findings(
        self, figures: Sequence[Ours] = (), hotline: str = "", ours: Sequence[Alias] = ()
    ) -> list[Finding]:
        """What contradicts what, and our published figures, the worst on top.

        `figures`: of all releases. `hotline`: what ours is called; `ours`: its other names.
        """
        aliases = (*self.aliases, *ours)
        beside_ours = compare_with_ours(self.claims, figures, hotline, aliases, self.reports)
        found = [*beside_ours, *compare(self.claims, aliases, self.reports)]
        return sorted(found, key=badness)

    def checks(self) -> list[Check]:
        """Details that differ."""
        return checks(self.reports, self.aliases)

    def relays(self) -> list[Relay]:
        """Through whom reports have what they say, be it a count or not."""
        return [each for report in self.reports for each in relays(report, self.aliases)]

    def names(self) -> list[str]:
        """Names that stand in reports as hotlines, speakers and outlets, each once."""
        said = [each.statement for each in self.claims if each.state is not State.REFUSED]
        found = [name for each in said for name in (each.hotline, each.speaker, *each.relays)]
        found += [name for each in self.relays() for name in (each.speaker, *each.relays)]
        found += [report.outlet for report in self.reports]
        return sorted(dict.fromkeys(each for each in found if each), key=str.casefold)

    def by_name(self) -> Mapping[str, Report]:
        """Its reports by their names."""
        return {report.name: report for report in self.reports}


def read_ledger(content: bytes) -> Ledger:
    """A ledger from its canonical JSON; raises NotCanonical."""
    return read(content, Ledger)


def _one(among: Sequence[Any], fits: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - of what it is given
    found = [each for each in among if fits(each)]
    if len(found) != 1:
        raise NotInLedger
    return found[0]
