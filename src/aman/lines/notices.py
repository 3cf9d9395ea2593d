"""What a line says in its own name: `notice.toml` on its strength in its folder, a text a language.

Promises: complete in the four languages, or the line does not start.
"""

import tomllib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from aman.core.programme import LANGUAGE_NAMES

from .registry import Line
from .settings import WrongLineSettings


def read_notices(line: Line) -> Mapping[str, str]:
    """The line's notice by language."""
    return read_words(line.package, "notice.toml")


def read_words(package: str, name: str) -> Mapping[str, str]:
    """A text by language from a file of a line's folder; the line's libraries are not loaded."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package, name=package)
    text = Path(spec.submodule_search_locations[0], name).read_text("utf-8")
    found = {lang: str(said) for lang, said in tomllib.loads(text).items()}
    missing = [lang for lang in LANGUAGE_NAMES if not found.get(lang)]
    if missing:
        reason = f"{package}: {name} has nothing in {', '.join(missing)}"
        raise WrongLineSettings(reason)
    return found


def with_notice(text: str, notices: Mapping[str, str], lang: str) -> str:
    """The text after the notice in its language."""
    return f"{notices.get(lang) or notices['en']}\n\n{text}".strip()
