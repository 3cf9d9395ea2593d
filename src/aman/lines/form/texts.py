"""The words on the form's screens, one TOML file a language.

Promises: complete at the start, or the form does not start.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from aman.core.programme import MOST_WORDS, word_count

_MODEL = "en"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_SENTENCE_ENDS = (". ", "؟ ", "? ")


class WrongTexts(Exception):  # noqa: N818 - twin of WrongProgramme
    """A language's texts are not complete; nothing was started."""

    person = "This page is not ready yet."
    operator = "The form has no complete texts for a language of the programme."


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: `texts("talk.look")`."""

    lang: str
    by_key: Mapping[str, str]

    def __call__(self, key: str, **values: str | int) -> str:
        """The text at `key`, with `{name}` replaced by each value."""
        text = self.by_key[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def ago(self, seconds: float) -> str:
        """How long ago that was, in the language's own forms of number."""
        for unit, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
            if seconds >= length:
                n = int(seconds // length)
                forms = self.by_key[f"talk.{unit}"].split("|")
                return forms[_arabic_form(n) if len(forms) > 1 else 0].replace("{n}", str(n))
        return self("talk.now")


def _arabic_form(n: int) -> int:
    """One, two, 3 to 10 of each hundred, and the rest."""
    return n - 1 if n in {1, 2} else 2 if 3 <= n % 100 <= 10 else 3  # noqa: PLR2004 - grammar


def read_texts(languages: Sequence[str]) -> dict[str, Texts]:
    """Read the texts of these languages; `WrongTexts` names what is missing."""
    model = _flat(_MODEL)
    found = {lang: _flat(lang) for lang in languages}
    mistakes = [
        f"{lang}.toml: expected {what}"
        for lang, texts in found.items()
        for what in _mistakes(texts, model)
    ]
    if mistakes:
        raise WrongTexts("\n".join(mistakes))
    return {lang: Texts(lang, texts) for lang, texts in found.items()}


def _flat(lang: str) -> dict[str, str]:
    path = files(__package__) / "texts" / f"{lang}.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        reason = f"{lang}.toml: expected the form's texts in this language"
        raise WrongTexts(reason) from None
    flat = {}
    for key, value in data.items():
        inside = value if isinstance(value, dict) else {"": value}
        flat.update({f"{key}.{name}".rstrip("."): str(text) for name, text in inside.items()})
    return flat


def _mistakes(texts: Mapping[str, str], model: Mapping[str, str]) -> list[str]:
    missing = [f"a text for {key}" for key in model if not texts.get(key, "").strip()]
    unknown = [f"no text for {key}" for key in texts if key not in model]
    places = [
        f"the same {{…}} in {key} as in {_MODEL}.toml"
        for key in model.keys() & texts.keys()
        if ("{" in model[key]) != ("{" in texts[key])
    ]
    long = [
        f"at most {MOST_WORDS} words a sentence in {key}"
        for key, text in texts.items()
        if any(word_count(sentence) > MOST_WORDS for sentence in _sentences(text))
    ]
    return [*missing, *unknown, *places, *long]


def _sentences(text: str) -> list[str]:
    for end in _SENTENCE_ENDS:
        text = text.replace(end, f"{end}|")
    return text.split("|")
