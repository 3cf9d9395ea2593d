"""Claims, findings and reports of others as screens say them, in the operator's language.

Promises: what a report says stays verbatim and is marked as its own; who decided stands beside.
Refuses to know: requests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aman.figures.claims.claim import Claim, Decision, Report, State, Statement
from aman.figures.claims.comparing import Finding, Verdict
from aman.figures.claims.correcting import is_worth_a_letter, to_correct
from aman.figures.claims.details import Check
from aman.figures.claims.ledger import Ledger
from aman.figures.claims.words.labels import VALUES, VERDICTS
from aman.figures.past import Ours
from aman.figures.sentences import SaidWithdrawn, Speaker
from aman.figures.withdrawn import Withdrawn

CONTRADICTIONS = (
    Verdict.SAME_COUNT_DIFFERENT_MEASURE,
    Verdict.WITHDRAWN,
    Verdict.DIFFERENT_COUNT,
    Verdict.UNRESOLVED,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of a claim; `lang` where it stands in the report's own words."""

    label: str
    said: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """What somebody made of a claim; `facts`: as he mended it."""

    state_said: str
    facts: tuple[Fact, ...]
    by: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class SaidClaim:
    """A claim as a screen shows it; `proposed` has what a mended one was before.

    `earlier`: decisions that stand no more. `digest`: what a decision says that it is about.
    """

    number: int
    start: int
    outlet: str
    day: str
    lang: str
    before: str
    amount: str
    behind: str
    facts: tuple[Fact, ...]
    proposed: tuple[Fact, ...]
    chain: tuple[str, ...]
    state: str
    state_said: str
    is_read: bool
    by: str
    at: int
    reason: str
    is_by_hand: bool
    earlier: tuple[SaidDecision, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """Two sides of a finding; `sentence` is ours where a figure is published. `which`: its id.

    `withdrawn`: how our figure was taken back, if it was.
    """

    which: str
    verdict: str
    is_worst: bool
    is_read: bool
    first: SaidClaim
    second: SaidClaim | None
    sentence: str
    withdrawn: SaidWithdrawn | None
    to_tie: tuple[tuple[str, str], ...]
    letter_to: str


@dataclass(frozen=True, slots=True)
class SaidReport:
    """One line of the list."""

    number: str
    outlet: str
    title: str
    day: str
    unread: str


def claim_said(claim: Claim, report: Report, says: Speaker) -> SaidClaim:
    """With the amount marked in its sentence."""
    said, lang = claim.statement, says.namer.lang
    before, amount, behind = report.around(said)
    facts = _facts(said, says)
    return SaidClaim(
        number=int(report.name),
        start=claim.proposed.start,
        outlet=report.outlet_or_name,
        day=report.day,
        lang=report.lang,
        before=before,
        amount=amount,
        behind=behind,
        facts=facts,
        proposed=tuple(
            each for each in _facts(claim.proposed, says) if claim.mended and each not in facts
        ),
        chain=said.chain(report),
        state=claim.state.value,
        state_said=_("not read yet") if claim.state is State.PROPOSED else _said(claim.state, lang),
        is_read=claim.is_read,
        by=claim.by,
        at=claim.at,
        reason=claim.reason,
        is_by_hand=claim.is_by_hand,
        earlier=decisions_said(claim.earlier or (), says),
        digest=claim.digest,
    )


def decisions_said(decisions: Sequence[Decision], says: Speaker) -> tuple[SaidDecision, ...]:
    """Each with who made it, when and why, and with all that he mended."""
    return tuple(
        SaidDecision(
            state_said=_said(each.state, says.namer.lang),
            facts=_facts(each.mended, says) if each.mended else (),
            by=each.by,
            at=each.at,
            reason=each.reason,
        )
        for each in decisions
    )


def _said(state: State, lang: str) -> str:
    return _("opened anew") if state is State.PROPOSED else VALUES[lang][state.value]


def differing(
    one: Statement, other: Statement, says: Speaker
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """What differs in two readings of one claim, each in its own words; both empty: nothing."""
    first, second = ({e.label: e for e in _facts(each, says)} for each in (one, other))
    labels = [each for each in {**first, **second} if first.get(each) != second.get(each)]
    unsaid = _("not said")
    sides = ([each.get(of, Fact(of, unsaid)) for of in labels] for each in (first, second))
    mine, theirs = (tuple(each) for each in sides)
    return mine, theirs


def _facts(said: Statement, says: Speaker) -> tuple[Fact, ...]:
    values = VALUES[says.namer.lang]
    amount = values[said.vague.value] if said.vague else says.number(said.number or 0)
    through = (" ← " if said.lang == "ar" else " → ").join(said.relays)
    facts = [
        Fact(_("Number"), amount),
        Fact(_("How it is meant"), values[said.precision.value]),
        Fact(_("What was counted"), values[said.measure.value]),
        Fact(_("In the report's words"), said.wording, said.lang),
        Fact(_("Of whom"), said.unit, said.lang),
        Fact(_("When"), said.period, said.lang),
        Fact(_("Which hotline"), said.hotline, said.lang)
        if said.is_subject_clear
        else Fact(_("Which hotline"), _("it is not clear")),
        Fact(_("Who said it"), said.speaker, said.lang),
        Fact(_("Through whom"), through, said.lang),
        Fact(_("Denied"), _("the sentence says that it is not so") if said.is_negated else ""),
    ]
    return tuple(each for each in facts if each.said)


def finding_said(finding: Finding, reports: Mapping[str, Report], says: Speaker) -> SaidFinding:
    """Both sides in their own words."""
    second = finding.second
    letter_to = ""
    if is_worth_a_letter(finding):
        wrong, _right = to_correct(finding)
        letter_to = reports[wrong.statement.document].outlet_or_name
    return SaidFinding(
        which=which(finding),
        verdict=VERDICTS[says.namer.lang][finding.verdict.value],
        is_worst=finding.verdict is Verdict.SAME_COUNT_DIFFERENT_MEASURE,
        is_read=finding.is_read,
        first=_side(finding.first, reports, says),
        second=_side(second, reports, says) if isinstance(second, Claim) else None,
        sentence=_ours_said(second, says),
        withdrawn=says.withdrawn(second) if isinstance(second, Withdrawn) else None,
        to_tie=finding.to_tie,
        letter_to=letter_to,
    )


def _ours_said(second: Claim | Ours, says: Speaker) -> str:
    """Our figure; of one that is not to be quoted the sentence alone."""
    if isinstance(second, Claim):
        return ""
    return says.sentence(second.figure) if isinstance(second, Withdrawn) else says.whole(second)


def _side(claim: Claim, reports: Mapping[str, Report], says: Speaker) -> SaidClaim:
    return claim_said(claim, reports[claim.proposed.document], says)


def which(finding: Finding) -> str:
    """What a finding is known by in an address: numbers, never words of a report."""
    second = finding.second
    other = _key(second) if isinstance(second, Claim) else second.measure.id.value
    return f"{_key(finding.first)}.{other}"


def _key(claim: Claim) -> str:
    document, start = claim.key
    return f"{document}-{start}"


def report_said(report: Report, ledger: Ledger) -> SaidReport:
    """With how many of its claims nobody has read."""
    claims = ledger.claims_of(report.name)
    unread = sum(each.state is State.PROPOSED for each in claims)
    told = _("no claim found")
    if unread:
        told = ngettext("%(n)s not read", "%(n)s not read", unread) % {"n": unread}
    elif claims:
        told = _("all read")
    return SaidReport(report.name, report.outlet, report.title, report.day, told)


def check_sides(check: Check, reports: Mapping[str, Report]) -> list[tuple[str, str, str]]:
    """Each quote once, with its outlet and language; quotes of one report all have the same."""
    last = len(check.documents) - 1
    named = [reports[check.documents[min(at, last)]] for at in range(len(check.quotes))]
    sides = zip(named, check.quotes, strict=True)
    return list(dict.fromkeys((each.outlet_or_name, each.lang, quote) for each, quote in sides))


def pairs_to_tie(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Names that a person may tie, each pair once."""
    return list(dict.fromkeys(pair for each in findings for pair in each.to_tie))
