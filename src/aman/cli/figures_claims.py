"""`aman figures claims`: what reports say was counted, and what contradicts what."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aman.cli.refusing import read_named, refuse

if TYPE_CHECKING:
    from aman.desk.ledger.page_text import Article
    from aman.figures.claims.claim import Claim, Report
    from aman.figures.claims.ledger import Ledger

figures_claims = typer.Typer(add_completion=False, no_args_is_help=True)

_PAGES = frozenset((".html", ".htm", ".xhtml"))
_MOST_BYTES = 5_000_000
_MOST_LETTERS = 100_000
Pairs = list[str] | None


@figures_claims.command()
def claims(  # noqa: PLR0913 - what a comparison takes
    files: Annotated[
        list[Path] | None, typer.Argument(help="Reports: text, or saved web pages (.html).")
    ] = None,
    lang: Annotated[str, typer.Option(help="Of what is printed: ar, en, ru or uk.")] = "en",
    *,
    ledger: Annotated[
        Path | None, typer.Option(help="The ledger: read first, and written with what is new.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The ledger as canonical JSON.")] = False,
    same: Annotated[
        Pairs, typer.Option(help="Names of one hotline, outlet or speaker: 'The Guardian=Гардиан'.")
    ] = None,
    day: Annotated[
        Pairs, typer.Option(help="When a report was printed: report.txt=2023-01-20.")
    ] = None,
    outlet: Annotated[Pairs, typer.Option(help="Who printed a report: report.txt=Echo.")] = None,
    decided: Annotated[
        Path | None, typer.Option(help="Claims as printed here, with what you decided.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who decided: it is kept beside the decision.")] = "",
    figures: Annotated[
        Path | None,
        typer.Option(help="Our published folder (all releases), or its latest.json (the newest)."),
    ] = None,
    hotline: Annotated[str, typer.Option(help="What reports call our hotline.")] = "",
    programme: Annotated[
        str, typer.Option(help="A programme's name or file: what figures are called.")
    ] = "",
    letters: Annotated[
        bool, typer.Option("--letters", help="Draft letters, about claims that were decided on.")
    ] = False,
) -> None:
    """Propose what reports claim was counted; show contradictions, the worst on top.

    Example: aman figures claims one.txt two.html --ledger claims.json --outlet one.txt=Echo
    """
    from aman.cli.figures_claims_told import told  # noqa: PLC0415 - when run
    from aman.cli.figures_public import public_figures  # noqa: PLC0415
    from aman.cli.programme import load_programme  # noqa: PLC0415
    from aman.figures.wording import LANGUAGES  # noqa: PLC0415

    if lang not in LANGUAGES:
        refuse(f"--lang: one of {', '.join(LANGUAGES)}, found {lang}")
    if not files and ledger is None:
        refuse("Name reports, or a ledger: --ledger.")
    named = load_programme(programme).figures if programme else {}
    ours = [] if figures is None else public_figures(figures, lang)
    about = {"day": _pairs(day, "--day"), "outlet": _pairs(outlet, "--outlet")}
    aliases = [_pair(each, "--same") for each in same or []]
    before = _read(ledger)
    whole = _with_reports(before, files or [], about)
    whole = _with_decisions(_tied(whole, aliases, by), decided, lang, by)
    if ledger is not None and whole != before:
        _write(ledger, whole)
    if as_json:
        typer.echo(whole.written().decode())
        return
    found = whole.findings(ours, hotline)
    for line in told(whole, found, lang, named, with_letters=letters):
        typer.echo(line)


def _read(file: Path | None) -> "Ledger":
    from aman.figures.claims.ledger import Ledger, read_ledger  # noqa: PLC0415 - when run
    from aman.figures.log.canonical import NotCanonical  # noqa: PLC0415

    if file is None or not file.exists():
        return Ledger()
    try:
        return read_ledger(read_named(file))
    except NotCanonical:
        refuse(f"{file}: it is no ledger of claims, or somebody changed it by hand.")


def _write(file: Path, ledger: "Ledger") -> None:
    """Whole or not at all."""
    from aman.cli.files import write_file  # noqa: PLC0415 - when run
    from aman.desk.durable import sync_folder  # noqa: PLC0415

    try:
        write_file(file, ledger.written())
        sync_folder(file.parent)
    except OSError as error:
        refuse(f"{file}: it can't be written: {error.strerror}.")


def _with_reports(
    ledger: "Ledger", files: Sequence[Path], about: dict[str, dict[str, str]]
) -> "Ledger":
    """With the files that are new, and with what was said about reports that are there."""
    from msgspec.structs import replace  # noqa: PLC0415 - when run

    from aman.figures.claims.ledger import AlreadyInLedger, NotInLedger  # noqa: PLC0415

    for file in files:
        report = _report(file)
        if any(e.name == report.name and e.text == report.text for e in ledger.reports):
            continue
        try:
            ledger = ledger.adding(report)
        except AlreadyInLedger as there:
            refuse(f"{file}: the ledger has this text, or another of this name, as {there}.")
    for field, said in about.items():
        for name, value in said.items():
            try:
                ledger = ledger.describing(replace(ledger.report(name), **{field: value}))
            except NotInLedger:
                refuse(f"--{field}: there is no report {name} in the ledger.")
    return ledger


def _tied(ledger: "Ledger", aliases: Sequence[tuple[str, str]], by: str) -> "Ledger":
    from aman.figures.claims.claim import Alias  # noqa: PLC0415 - when run

    for names in aliases:
        ledger = ledger.tying(Alias(names, by, int(time.time())))
    return ledger


def _with_decisions(ledger: "Ledger", file: Path | None, lang: str, by: str) -> "Ledger":
    """With claims whose lines a person changed to confirmed, mended or refused."""
    from aman.figures.claims.claim import AlreadyDecided, State  # noqa: PLC0415 - when run
    from aman.figures.claims.ledger import NotInLedger  # noqa: PLC0415
    from aman.figures.claims.rendering import NoClaim, parse_all  # noqa: PLC0415

    if file is None:
        return ledger
    try:
        said = parse_all(read_named(file).decode("utf-8-sig"), lang)
    except (NoClaim, UnicodeDecodeError) as reason:
        refuse(f"{file}: {reason}")
    for each in said:
        document, place = each.key
        where = f"{file}: in {document} at {place}"
        try:
            before = ledger.claim(each.key)
            if before.proposed != each.proposed:
                refuse(f"{where} what was proposed was changed; mend it below.")
            if each.state is State.PROPOSED or _is_decided_so(before, each):
                continue
            ledger = ledger.deciding(each.key, partial(_decided, as_in=each, by=by))
        except NotInLedger:
            refuse(f"{where} the ledger has no claim.")
        except AlreadyDecided:
            refuse(f"{where} it was decided before.")
    return ledger


def _is_decided_so(claim: "Claim", decision: "Claim") -> bool:
    return (claim.state, claim.mended) == (decision.state, decision.mended)


def _decided(claim: "Claim", as_in: "Claim", by: str) -> "Claim":
    now = int(time.time())
    if as_in.mended is not None:
        return claim.mend(as_in.mended, as_in.reason, by, now)
    if as_in.state.value == "confirmed":
        return claim.confirm(by, now)
    return claim.refuse(as_in.reason, by, now)


def _report(file: Path) -> "Report":
    from aman.figures.claims.claim import Report  # noqa: PLC0415 - when run
    from aman.figures.claims.headings import heading_of  # noqa: PLC0415
    from aman.figures.draft_check import language_of  # noqa: PLC0415

    content = read_named(file, _MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        refuse(f"{file}: longer than {_MOST_BYTES} bytes")
    if file.suffix.lower() in _PAGES:
        page = _article(content, file)
        text, title, outlet, day = page.text, page.title, page.outlet, page.day
    else:
        text = _decoded(content, file)
        guessed = heading_of(text)
        title, outlet, day = guessed.title, guessed.outlet, guessed.day
    if len(text) > _MOST_LETTERS:
        refuse(f"{file}: longer than {_MOST_LETTERS} letters; cut out the report")
    about = {"lang": language_of(text), "title": title, "outlet": outlet, "day": day}
    return Report(name=file.name, text=text, **about)


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{file}: it is no text in UTF-8")


def _article(content: bytes, file: Path) -> "Article":
    """The article alone; nothing is fetched."""
    from aman.desk.ledger.page_text import NoArticle, ReaderMissing, read_page  # noqa: PLC0415

    try:
        return read_page(content)
    except ReaderMissing:
        refuse(f"{file}: for web pages run `make setup-reports`, or save the report as text")
    except NoArticle:
        refuse(f"{file}: no article was found in this page; save the report as text")


def _pairs(said: Pairs, option: str) -> dict[str, str]:
    return dict(_pair(each, option) for each in said or [])


def _pair(text: str, option: str) -> tuple[str, str]:
    first, sign, second = (each.strip() for each in text.partition("="))
    if not (first and sign and second):
        refuse(f"{option}: two parts with = between them, found {text}")
    return first, second
