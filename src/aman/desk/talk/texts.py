"""What the talk says and understands, one TOML file a language.

Promises: complete in every language that Aman speaks, or nothing is read; no sentence is longer
than twelve words.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aman.core.programme import LANGUAGE_NAMES, MOST_WORDS, word_count

_MODEL = "en"
_UNDERSTOOD = "understood"
_PLACE = re.compile(r"\{\w+\}")
_SENTENCE_ENDS = re.compile(r"(?<=[.?؟:])\s+")


class WrongTalkTexts(Exception):  # noqa: N818 - twin of WrongProgramme
    """A language's texts are not complete; its str lists each mistake."""

    person = "This is not ready yet."
    operator = "The talk has no complete texts for a language."


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: `texts("arrived")`, and `understood["help"]` as people write it."""

    lang: str
    said: Mapping[str, str]
    understood: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, **values: str) -> str:
        """The text at `key`, with `{name}` replaced by each value."""
        text = self.said[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


@cache
def the_texts() -> Mapping[str, Texts]:
    """Every language's texts, by language; `WrongTalkTexts` names all that is wrong."""
    folder = files(__package__) / "texts"
    return read_texts(
        {lang: (folder / f"{lang}.toml").read_text("utf-8") for lang in LANGUAGE_NAMES}
    )


def read_texts(written: Mapping[str, str]) -> dict[str, Texts]:
    """Read each language's TOML and check it against English."""
    data = {lang: tomllib.loads(text) for lang, text in written.items()}
    mistakes = [
        f"{lang}.toml: expected {what}"
        for lang, texts in data.items()
        for what in _mistakes(texts, data[_MODEL])
    ]
    if mistakes:
        raise WrongTalkTexts("\n".join(mistakes))
    return {lang: _texts(lang, texts) for lang, texts in data.items()}


def _texts(lang: str, data: Mapping[str, Any]) -> Texts:
    said = {key: text for key, text in data.items() if key != _UNDERSTOOD}
    return Texts(lang, said, {key: tuple(each) for key, each in data[_UNDERSTOOD].items()})


def _mistakes(data: Mapping[str, Any], model: Mapping[str, Any]) -> list[str]:
    found = [f"a text for {key}" for key in model if key not in data]
    found += [f"no text for {key}" for key in data if key not in model]
    for key, text in data.items():
        if key == _UNDERSTOOD:
            found += _list_mistakes(text, model[_UNDERSTOOD])
        elif not isinstance(text, str) or not text.strip():
            found.append(f"a text for {key}")
        elif key in model:
            found += _text_mistakes(key, text, model[key])
    return found


def _text_mistakes(key: str, text: str, model: str) -> list[str]:
    found = []
    if _PLACE.findall(text) != _PLACE.findall(model):
        found.append(f"the same {{…}} in {key} as in {_MODEL}.toml")
    if any(word_count(each) > MOST_WORDS for each in _SENTENCE_ENDS.split(text)):
        found.append(f"at most {MOST_WORDS} words a sentence in {key}")
    if "!" in text:
        found.append(f"no exclamation mark in {key}")
    return found


def _list_mistakes(lists: object, model: Mapping[str, Any]) -> list[str]:
    if not isinstance(lists, dict) or lists.keys() != model.keys():
        return [f"in {_UNDERSTOOD} the same lists as in {_MODEL}.toml"]
    return [
        f"a list of words in {_UNDERSTOOD}.{key}"
        for key, each in lists.items()
        if not isinstance(each, list) or not each or not all(isinstance(one, str) for one in each)
    ]
