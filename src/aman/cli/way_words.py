"""What `aman way` says, in the language of `--lang`, else of LC_ALL, LC_MESSAGES or LANG.

Promises: every text stands in every language; a command speaks one language from its first word.
"""

import os
import re
import tomllib
from contextvars import ContextVar
from importlib.resources import files
from typing import Annotated, Final

import typer

from aman.roads.bands import SAID, Band

LANGUAGES: Final = ("ar", "en", "ru", "uk")
Lang = Annotated[
    str | None, typer.Option("--lang", help="ar, en, ru or uk; else the system's language.")
]
_TEXTS: Final[dict[str, dict[str, str]]] = tomllib.loads(
    (files(__package__) / "way_words.toml").read_text("utf-8")
)
_language: ContextVar[str] = ContextVar("language", default="en")


def speak(asked: str | None) -> None:
    """Choose the language; a code that is none ends the command."""
    if asked is None:
        set_by = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        asked = re.split("[^a-z]", next(filter(None, set_by), ""))[0]
        _language.set(asked if asked in LANGUAGES else "en")
    elif asked in LANGUAGES:
        _language.set(asked)
    else:
        typer.echo(say("one_of", option="--lang", choices=", ".join(LANGUAGES)), err=True)
        raise typer.Exit(2)


def language() -> str:
    """The one that is spoken."""
    return _language.get()


def say(name: str, /, **values: object) -> str:
    """A text, filled in."""
    return _TEXTS[name][_language.get()].format(**values)


def in_words(band: Band) -> str:
    """Such as "between 1 in 200 and 1 in 30"."""
    rarest, often = band
    if rarest == often:
        if rarest == SAID[-1]:
            return say("band_rare", n=f"{rarest:,}")
        return say("band_half") if rarest == 1 else say("band_about", n=f"{rarest:,}")
    least = say("band_least", n=f"{rarest:,}") if rarest == SAID[-1] else say("one_in", n=rarest)
    most = say("band_most") if often == 1 else say("one_in", n=often)
    return say("band_between", least=least, most=most)
