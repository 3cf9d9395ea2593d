"""What a line says of its own strength: `notice.toml` in its folder, a text a language.

Promises: complete in the four languages, or the line does not start.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from aman.core.programme import LANGUAGE_NAMES

from .registry import Line
from .settings import WrongLineSettings


def read_notices(line: Line) -> Mapping[str, str]:
    """The line's notice by language."""
    text = files(line.package).joinpath("notice.toml").read_text("utf-8")
    found = {lang: str(said) for lang, said in tomllib.loads(text).items()}
    missing = [lang for lang in LANGUAGE_NAMES if not found.get(lang)]
    if missing:
        reason = f"{line.package}: notice.toml has nothing in {', '.join(missing)}"
        raise WrongLineSettings(reason)
    return found


def with_notice(text: str, notices: Mapping[str, str], lang: str) -> str:
    """The text after the notice in its language."""
    return f"{notices.get(lang) or notices['en']}\n\n{text}".strip()
