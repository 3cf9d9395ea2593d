"""`aman figures claims`: what reports say was counted, and what contradicts what."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aman.cli.refusing import read_named, refuse

if TYPE_CHECKING:
    from aman.figures.claims.claim import Alias, Claim, Report
    from aman.figures.claims.comparing import Finding

figures_claims = typer.Typer(add_completion=False, no_args_is_help=True)

_PAGES = frozenset((".html", ".htm", ".xhtml"))
_MOST_BYTES = 5_000_000
_MOST_LETTERS = 100_000


@figures_claims.command()
def claims(  # noqa: PLR0913 - what a comparison takes
    files: Annotated[list[Path], typer.Argument(help="Reports: text, or saved web pages (.html).")],
    lang: Annotated[str, typer.Option(help="Of what is printed: ar, en, ru or uk.")] = "en",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The ledger as canonical JSON.")] = False,
    same: Annotated[
        list[str] | None,
        typer.Option(help="Names of one hotline, outlet or speaker: 'The Guardian=Гардиан'."),
    ] = None,
    day: Annotated[
        list[str] | None, typer.Option(help="When a report was printed: report.txt=2023-01-20.")
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Our published latest.json, to compare with.")
    ] = None,
    hotline: Annotated[str, typer.Option(help="What reports call our hotline.")] = "",
    letters: Annotated[bool, typer.Option("--letters", help="Draft letters to outlets.")] = False,
) -> None:
    """Propose what reports claim was counted; show contradictions, the worst on top.

    Example: aman figures claims one.txt two.html --same "The Guardian=الغارديان" --letters
    """
    from aman.figures.claims.comparing import compare, compare_with_ours  # noqa: PLC0415 - when run
    from aman.figures.claims.ledger import Ledger  # noqa: PLC0415
    from aman.figures.claims.proposing import propose  # noqa: PLC0415
    from aman.figures.wording import LANGUAGES  # noqa: PLC0415

    if lang not in LANGUAGES:
        refuse(f"--lang: one of {', '.join(LANGUAGES)}, found {lang}")
    aliases, days = _aliases(same or []), dict(_pair(each, "--day") for each in day or [])
    reports = [_report(file, days) for file in files]
    proposed = [claim for report in reports for claim in propose(report)]
    if as_json:
        ledger = Ledger(claims=tuple(proposed), aliases=tuple(aliases), days=days)
        typer.echo(ledger.written().decode())
        return
    found = compare(proposed, aliases, days)
    if figures is not None:
        found = [*compare_with_ours(proposed, _ours(figures), hotline, aliases), *found]
    for line in _told(reports, proposed, found, aliases, lang):
        typer.echo(line)
    for each in _worth_a_letter(found) if letters else ():
        typer.echo(each)


def _told(
    reports: "Sequence[Report]",
    proposed: "Sequence[Claim]",
    found: "Sequence[Finding]",
    aliases: "Sequence[Alias]",
    lang: str,
) -> Iterator[str]:
    """Contradictions first, then details and chains, then the claims themselves."""
    from aman.figures.claims.comparing import Verdict  # noqa: PLC0415 - when run
    from aman.figures.claims.details import checks, relays  # noqa: PLC0415
    from aman.figures.claims.rendering import render  # noqa: PLC0415
    from aman.figures.claims.words.labels import VERDICTS  # noqa: PLC0415

    words = VERDICTS[lang]
    for finding in found:
        if finding.verdict is not Verdict.DIFFERENT_MEASURES:
            yield from _finding_told(finding, lang)
    for check in checks(reports, aliases):
        yield f"{words['check']}: {' / '.join(check.words)}"
        yield from (f"  {name}: {quote}" for name, quote in _sides(check.documents, check.quotes))
    for report in reports:
        for relay in relays(report, aliases):
            yield f"{words['chain']}: {' → '.join(relay.chain)}"
    for claim in proposed:
        yield ""
        yield render(claim, lang).rstrip("\n")
        if not claim.statement.is_subject_clear:
            yield words["subject_unclear"]


def _sides(documents: tuple[str, ...], quotes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each quote with its document; quotes of one report all have the same."""
    for at, quote in enumerate(quotes):
        yield documents[min(at, len(documents) - 1)], quote


def _finding_told(finding: "Finding", lang: str) -> Iterator[str]:
    from aman.figures.claims.claim import Claim  # noqa: PLC0415 - when run
    from aman.figures.claims.words.labels import VERDICTS  # noqa: PLC0415
    from aman.figures.sentences import Speaker  # noqa: PLC0415
    from aman.figures.wording import Namer  # noqa: PLC0415

    words = VERDICTS[lang]
    yield words[finding.verdict.value]
    for side in (finding.first, finding.second):
        if isinstance(side, Claim):
            yield f"  {side.statement.document}: {side.statement.quote}"
        else:
            yield f"  {Speaker(Namer(lang, {})).sentence(side)}"
    for first, second in finding.to_tie:
        yield "  " + words["tie"].format(first=first, second=second)


def _worth_a_letter(found: "Sequence[Finding]") -> Iterator[str]:
    """Two reports with two counts of one measure are nobody's mistake that we could name."""
    from aman.figures.claims.claim import Claim  # noqa: PLC0415 - when run
    from aman.figures.claims.comparing import Verdict  # noqa: PLC0415 - when run
    from aman.figures.claims.correcting import letter  # noqa: PLC0415

    for finding in found:
        is_same_count = finding.verdict is Verdict.SAME_COUNT_DIFFERENT_MEASURE
        is_against_ours = not isinstance(finding.second, Claim)
        if is_same_count or (finding.verdict is Verdict.DIFFERENT_COUNT and is_against_ours):
            yield "\n" + letter(finding)


def _report(file: Path, days: dict[str, str]) -> "Report":
    from aman.figures.claims.claim import Report  # noqa: PLC0415 - when run
    from aman.figures.draft_check import language_of  # noqa: PLC0415

    content = read_named(file, _MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        refuse(f"{file}: longer than {_MOST_BYTES} bytes")
    text = (
        _text_of_page(content, file) if file.suffix.lower() in _PAGES else _decoded(content, file)
    )
    if len(text) > _MOST_LETTERS:
        refuse(f"{file}: longer than {_MOST_LETTERS} letters; cut out the report")
    day = days.get(file.name, "")
    return Report(name=file.name, text=text, lang=language_of(text), day=day)


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{file}: it is no text in UTF-8")


def _text_of_page(content: bytes, file: Path) -> str:
    """The article alone; nothing is fetched."""
    try:
        from trafilatura import extract  # noqa: PLC0415 - an extra, half a second
    except ImportError:
        refuse(f"{file}: for web pages run `make setup-reports`, or save the report as text")
    text = extract(content, include_comments=False)
    if not text:
        refuse(f"{file}: no article was found in this page; save the report as text")
    return str(text)


def _aliases(same: Sequence[str]) -> "list[Alias]":
    from aman.figures.claims.claim import Alias  # noqa: PLC0415 - when run

    return [Alias(_pair(each, "--same")) for each in same]


def _pair(text: str, option: str) -> tuple[str, str]:
    first, sign, second = (each.strip() for each in text.partition("="))
    if not (first and sign and second):
        refuse(f"{option}: two parts with = between them, found {text}")
    return first, second


def _ours(figures: Path) -> "list[Any]":
    from aman.figures.latest import UnreadableFigures, newest_in  # noqa: PLC0415 - when run

    try:
        return newest_in(figures.read_bytes())
    except (OSError, UnreadableFigures) as reason:
        refuse(f"{figures}: {reason}")
