"""`aman figures sentence|check`: say published figures right, and find where a draft does not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aman.cli.programme import load_programme
from aman.cli.refusing import read_named, refuse

if TYPE_CHECKING:
    from aman.figures.latest import Newest
    from aman.figures.sentences import Speaker

figures_words = typer.Typer(add_completion=False, no_args_is_help=True)

Latest = Annotated[Path, typer.Option("--figures", help="The published latest.json.")]
Public = Annotated[
    Path, typer.Option("--figures", help="The published folder, or its latest.json.")
]
Lang = Annotated[str, typer.Option(help="ar, en, ru or uk.")]
Programme = Annotated[
    str, typer.Option(help="A programme's name or file: what figures are called.")
]
Indic = Annotated[bool, typer.Option("--arabic-digits", help="Arabic-Indic digits in Arabic.")]


@figures_words.command()
def sentence(
    figures: Latest,
    lang: Lang = "en",
    programme: Programme = "surrender",
    *,
    arabic_digits: Indic = False,
    press: Annotated[bool, typer.Option("--press", help="Questions and answers as well.")] = False,
) -> None:
    """Print the sentences by which the newest figures are quoted; of a series that ended, too.

    Example: aman figures sentence --figures var/figures/latest.json --lang ar
    """
    from aman.figures.page.pages import TEXTS  # noqa: PLC0415 - loads when it runs

    says = _speaker(lang, programme, is_indic=arabic_digits)
    for newest in _newest(figures):
        each = newest.figure
        typer.echo(says.whole(each))
        if newest.closed is not None:
            why, day = newest.closed
            typer.echo(TEXTS[lang].ended(why, says.day(day, year=True)))
        typer.echo(says.quotation(each))
        for question, answer in says.press_card(each) if press else ():
            typer.echo(f"  {question}\n    {answer}")


@figures_words.command()
def check(
    draft: Annotated[Path, typer.Argument(help="A text before it is sent.")],
    figures: Public,
    lang: Lang = "en",
    programme: Programme = "surrender",
    *,
    arabic_digits: Indic = False,
) -> None:
    """Find our numbers beside another measure's words, and offer the right sentence.

    Example: aman figures check draft.txt --figures var/figures
    """
    from aman.cli.figures_public import public_figures  # noqa: PLC0415 - loads when it runs
    from aman.figures.draft_check import check_text  # noqa: PLC0415

    text = read_named(draft).decode("utf-8", "replace")
    says = _speaker(lang, programme, is_indic=arabic_digits)
    found = check_text(text, public_figures(figures, lang), says)
    for each in found:
        typer.echo(f"{draft}:{each.line}:{each.column}: {each.reason}")
        if each.sentence:
            typer.echo(f"  {each.sentence}")
    if found:
        raise typer.Exit(1)
    typer.echo("Nothing was found. That alone does not make the text right.")


def _speaker(lang: str, programme: str, *, is_indic: bool) -> "Speaker":
    from aman.figures.sentences import Speaker  # noqa: PLC0415 - loads when it runs
    from aman.figures.wording import LANGUAGES, Namer  # noqa: PLC0415

    if lang not in LANGUAGES:
        refuse(f"--lang: one of {', '.join(LANGUAGES)}, found {lang}")
    return Speaker(Namer(lang, load_programme(programme).figures), "arab" if is_indic else "latn")


def _newest(figures: Path) -> "list[Newest]":
    from aman.figures.latest import UnreadableFigures, newest_in  # noqa: PLC0415

    try:
        return newest_in(read_named(figures))
    except UnreadableFigures as reason:
        refuse(f"{figures}: {reason}")
