"""What `aman figures claims` prints: contradictions, details, chains, claims, letters."""

from collections.abc import Iterator, Mapping, Sequence

from aman.core.figure_words import FigureWords
from aman.figures.claims.claim import Claim
from aman.figures.claims.comparing import Finding, Verdict
from aman.figures.claims.correcting import is_worth_a_letter, letter
from aman.figures.claims.ledger import Ledger
from aman.figures.claims.rendering import render
from aman.figures.claims.words.labels import VERDICTS
from aman.figures.sentences import Speaker
from aman.figures.withdrawn import Withdrawn
from aman.figures.wording import Namer

Named = Mapping[str, FigureWords]


def told(
    ledger: Ledger, found: Sequence[Finding], lang: str, named: Named, *, with_letters: bool
) -> Iterator[str]:
    """Contradictions first, then details and chains, then the claims themselves, then letters."""
    words, reports = VERDICTS[lang], ledger.by_name()
    for finding in found:
        if finding.verdict is not Verdict.DIFFERENT_MEASURES:
            yield from _finding(finding, ledger, Speaker(Namer(lang, named)))
    for check in ledger.checks():
        yield f"{words['check']}: {' / '.join(check.words)}"
        yield from (f"  {name}: {quote}" for name, quote in _sides(check.documents, check.quotes))
    for relay in ledger.relays():
        yield f"{words['chain']}: {' → '.join(relay.chain)}"
    for claim in ledger.claims:
        yield ""
        yield render(claim, lang).rstrip("\n")
        if not claim.statement.is_subject_clear:
            yield f"# {words['subject_unclear']}"
    if with_letters:
        drafts = [letter(each, reports, named) for each in found if is_worth_a_letter(each)]
        yield from (f"\n{draft}" for draft in drafts)
        if not drafts:
            yield f"\n# {words['no_letter']}"


def _sides(documents: tuple[str, ...], quotes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each quote with its document; quotes of one report all have the same."""
    for at, quote in enumerate(quotes):
        yield documents[min(at, len(documents) - 1)], quote


def _finding(finding: Finding, ledger: Ledger, says: Speaker) -> Iterator[str]:
    words, reports = VERDICTS[says.namer.lang], ledger.by_name()
    unread = "" if finding.is_read else f" ({words['unread']})"
    yield words[finding.verdict.value] + unread
    for side in (finding.first, finding.second):
        if isinstance(side, Claim):
            report = reports[side.statement.document]
            yield f"  {report.outlet_or_name}: {side.statement.quote}"
        elif isinstance(side, Withdrawn):
            yield f"  {says.sentence(side.figure)}"
            yield f"  {says.withdrawn(side).whole()}"
        else:
            yield f"  {says.sentence(side)}"
    for first, second in finding.to_tie:
        yield "  " + words["tie"].format(first=first, second=second)
