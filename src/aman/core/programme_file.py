"""A programme's file (TOML), read.

Promises: a programme is whole or it is refused, every mistake told as `FILE:LINE: expected …`.
Refuses to know: where files are, and which programme it is.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .figure_words import read_figures
from .programme import (
    LANGUAGE_NAMES,
    MOST_WORDS,
    WEAKEST_UNLESS_SAID,
    LineRules,
    Option,
    Programme,
    Question,
    word_count,
)
from .strength import Strength
from .toml_places import Place, toml_places
from .toml_places import found_in_words as _found
from .toml_places import path_in_words as _path

MOST_TITLE_LETTERS = 30
KINDS = ("choice", "number", "text")
_ID = re.compile(r"[a-z][a-z_]{0,31}")
_SYNTAX = re.compile(r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_SENTENCES = ("about", "promised", "not_promised", "form_promised", "form_not_promised")
_KEYS = (
    *("id", "languages", "name", "title", *_SENTENCES),
    *("opening", "lines", "journey", "figures", "question"),
)
_JOURNEY_KEYS = ("arrived", "over", "changed")
_LINES_KEYS = ("weakest_for_sensitive", "questions_on_lines", "page", "onion")
MOST_ADDRESS_LETTERS = 200
_PAGE = re.compile(r"https://[^\s/@?#]+\.[^\s/@?#]+(?:/[^\s?#]*)?")
_ONION = re.compile(r"http://[a-z2-7]{56}\.onion/?")
_Read = TypeVar("_Read")


class WrongProgramme(Exception):  # noqa: N818 - twin of WrongPhrase
    """A programme has mistakes: its str lists each one, a line each, in the file's order."""

    person = "This hotline is not ready yet."
    operator = "The programme has mistakes; nothing was started."

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


def read_programme(text: str, name: str) -> Programme:
    """Read a programme; `name` is the file's name for the mistakes in `WrongProgramme`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        raise WrongProgramme([_syntax(str(mistake), text, name)]) from None
    reader = _Reader(data, toml_places(text))
    programme = reader.programme()
    if reader.mistakes:
        in_order = sorted(reader.mistakes.items(), key=lambda mistake: mistake[1])
        raise WrongProgramme([f"{name}:{line}: expected {what}" for what, line in in_order])
    return programme


def _syntax(mistake: str, text: str, name: str) -> str:
    match = _SYNTAX.fullmatch(mistake)
    line = match["line"] if match else None
    what = match["what"] if match else mistake
    return f"{name}:{line or text.count(chr(10)) + 1}: expected TOML; {what[:1].lower()}{what[1:]}"


class _Reader:
    """Reads on after a mistake, so that all of them are told at once."""

    def __init__(self, data: dict[str, Any], places: Mapping[Place, int]) -> None:
        self.mistakes: dict[str, int] = {}
        self._data = data
        self._places = places
        self._languages: tuple[str, ...] = ()

    def programme(self) -> Programme:
        self._only((), self._data, _KEYS)
        self._languages = self._read_languages()
        sentences = {
            key: self._per_language((key,), self._data.get(key), self._sentences)
            for key in _SENTENCES
        }
        return Programme(
            id=self._id(("id",), self._data.get("id")),
            languages=self._languages,
            name=self._text(("name",), self._data.get("name")),
            title=self._per_language(("title",), self._data.get("title"), self._title),
            questions=self._questions(),
            lines=self._lines(),
            opening=self._opening(),
            arrived=self._arrived(),
            figures=read_figures(self._data.get("figures"), self._languages, self._expected),
            plan_over=self._of_plans("over"),
            plan_changed=self._of_plans("changed"),
            **sentences,
        )

    def _expected(self, place: Place, what: str) -> None:
        line = next(
            self._places[place[:length]]
            for length in range(len(place), -1, -1)
            if place[:length] in self._places
        )
        self.mistakes.setdefault(what, line)

    def _only(self, place: Place, table: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                listed = ", ".join(known)
                self._expected(
                    (*place, key), f"one of {listed}, found {_path((*place, key))} (unknown key)"
                )

    def _read_languages(self) -> tuple[str, ...]:
        found = self._data.get("languages")
        known = ", ".join(f'"{lang}"' for lang in LANGUAGE_NAMES)
        if not isinstance(found, list) or not found:
            self._expected(("languages",), f"languages = [{known}] or some of these")
            return tuple(LANGUAGE_NAMES)
        for number, lang in enumerate(found):
            place = ("languages", number)
            if lang not in LANGUAGE_NAMES:
                self._expected(place, f"one of {known} in languages, found {lang!r}")
            elif lang in found[:number]:
                self._expected(place, f'the language "{lang}" once in languages, found it twice')
        return tuple(lang for lang in found if lang in LANGUAGE_NAMES)

    def _id(self, place: Place, found: object) -> str:
        if isinstance(found, str) and _ID.fullmatch(found):
            return found
        what = f"{_path(place)} of small Latin letters and _, at most 32, {_found(found)}"
        self._expected(place, what)
        return ""

    def _per_language(
        self, place: Place, found: object, read: Callable[[Place, object], _Read]
    ) -> dict[str, _Read]:
        if not isinstance(found, dict):
            langs = ", ".join(self._languages)
            what = f"a table {_path(place)} with a text for each of {langs}, {_found(found)}"
            self._expected(place, what)
            return {}
        self._only(place, found, self._languages)
        for lang in self._languages:
            if lang not in found:
                self._expected(place, f'a text for the language "{lang}" in {_path(place)}')
        return {
            lang: read((*place, lang), found[lang]) for lang in self._languages if lang in found
        }

    def _text(self, place: Place, found: object) -> dict[str, str]:
        return self._per_language(place, found, self._line)

    def _line(self, place: Place, found: object) -> str:
        if not isinstance(found, str) or not found.strip() or "\n" in found:
            self._expected(place, f"one line of text in {_path(place)}, {_found(found)}")
            return ""
        if "!" in found:
            self._expected(place, f"no exclamation mark in {_path(place)}")
        return found.strip()

    def _title(self, place: Place, found: object) -> str:
        line = self._line(place, found)
        if len(line) > MOST_TITLE_LETTERS:
            self._expected(place, f"at most {MOST_TITLE_LETTERS} letters in {_path(place)}")
        return line

    def _sentences(self, place: Place, found: object) -> tuple[str, ...]:
        if not isinstance(found, list) or not found:
            self._expected(place, f"a list of sentences in {_path(place)}, {_found(found)}")
            return ()
        return tuple(self._sentence((*place, at), each) for at, each in enumerate(found))

    def _sentence(self, place: Place, found: object) -> str:
        sentence = self._line(place, found)
        if (words := word_count(sentence)) > MOST_WORDS:
            what = f"at most {MOST_WORDS} words in {_path(place)}, found {words}"
            self._expected(place, what)
        return sentence

    def _opening(self) -> dict[str, str]:
        """It reaches somebody who may know of nothing: the hotline's name must not stand in it."""
        found, names = self._data.get("opening"), self._data.get("name")
        if found is None:
            return {}
        read = self._per_language(("opening",), found, self._sentences)
        said = {lang: " ".join(sentences) for lang, sentences in read.items()}
        named = names.values() if isinstance(names, dict) else ()
        parts = [part.strip().casefold() for name in named for part in str(name).split(":")]
        for lang, text in said.items():
            if any(part and part in text.casefold() for part in parts):
                self._expected(("opening", lang), f"no name of the hotline in opening.{lang}")
        return said

    def _arrived(self) -> dict[str, str]:
        table = self._data.get("journey")
        if table is None:
            return {}
        if not isinstance(table, dict):
            self._expected(("journey",), f"a table [journey], {_found(table)}")
            return {}
        self._only(("journey",), table, _JOURNEY_KEYS)
        return self._text(("journey", "arrived"), table.get("arrived"))

    def _of_plans(self, key: str) -> dict[str, str]:
        table = self._data.get("journey")
        found = table.get(key) if isinstance(table, dict) else None
        if found is None:
            return {}
        said = self._per_language(("journey", key), found, self._sentences)
        return {lang: " ".join(sentences) for lang, sentences in said.items()}

    def _lines(self) -> LineRules:
        table = self._data.get("lines", {})
        if not isinstance(table, dict):
            self._expected(("lines",), f"a table [lines], {_found(table)}")
            return LineRules()
        self._only(("lines",), table, _LINES_KEYS)
        return LineRules(
            self._strength(("lines", "weakest_for_sensitive"), table),
            self._yes_or_no(("lines", "questions_on_lines"), table, default=True),
            self._address(("lines", "page"), table, _PAGE, "https://NAME"),
            self._address(("lines", "onion"), table, _ONION, "http://56 LETTERS.onion"),
        )

    def _strength(self, place: tuple[str, str], table: Mapping[str, Any]) -> Strength:
        found = table.get(place[1], WEAKEST_UNLESS_SAID)
        if found in list(Strength):
            return Strength(found)
        known = ", ".join(f'"{strength}"' for strength in Strength)
        self._expected(place, f"{_path(place)} to be one of {known}, {_found(found)}")
        return WEAKEST_UNLESS_SAID

    def _yes_or_no(self, place: Place, table: Mapping[str, Any], *, default: bool) -> bool:
        found = table.get(str(place[-1]), default)
        if not isinstance(found, bool):
            self._expected(place, f"{_path(place)} = true or false, {_found(found)}")
            return default
        return found

    def _address(
        self, place: tuple[str, str], table: Mapping[str, Any], form: re.Pattern[str], like: str
    ) -> str:
        found = table.get(place[1])
        if found is None:
            return ""
        if isinstance(found, str) and len(found) <= MOST_ADDRESS_LETTERS and form.fullmatch(found):
            return found
        self._expected(place, f"an address like {like} in {_path(place)}, {_found(found)}")
        return ""

    def _tables(self, place: Place, found: object) -> list[dict[str, Any]]:
        if found is None:
            return []
        if isinstance(found, list) and all(isinstance(each, dict) for each in found):
            return found
        name = ".".join(key for key in place if isinstance(key, str))
        self._expected(place, f"[[{name}]] tables for {_path(place)}, {_found(found)}")
        return []

    def _questions(self) -> tuple[Question, ...]:
        tables = self._tables(("question",), self._data.get("question"))
        questions = [self._question(("question", at), table) for at, table in enumerate(tables)]
        self._each_once(("question",), [question.id for question in questions])
        return tuple(questions)

    def _question(self, place: Place, table: dict[str, Any]) -> Question:
        self._only(place, table, ("id", "kind", "text", "option"))
        kind = table.get("kind")
        if kind not in KINDS:
            what = f"{_path((*place, 'kind'))} to be one of {', '.join(KINDS)}, {_found(kind)}"
            self._expected((*place, "kind"), what)
        options = self._options((*place, "option"), table.get("option"))
        if kind == "choice" and not options:
            self._expected(place, f"at least one [[question.option]] in {_path(place)}")
        if kind in KINDS[1:] and options:
            what = f"no [[question.option]] in {_path(place)}, which is of kind {kind}"
            self._expected((*place, "option"), what)
        return Question(
            self._id((*place, "id"), table.get("id")),
            str(kind),
            self._text((*place, "text"), table.get("text")),
            options,
        )

    def _options(self, place: Place, found: object) -> tuple[Option, ...]:
        tables = self._tables(place, found)
        options = [self._option((*place, at), table) for at, table in enumerate(tables)]
        self._each_once(place, [option.id for option in options])
        return tuple(options)

    def _option(self, place: Place, table: dict[str, Any]) -> Option:
        self._only(place, table, ("id", "urgent", "text"))
        return Option(
            self._id((*place, "id"), table.get("id")),
            self._yes_or_no((*place, "urgent"), table, default=False),
            self._text((*place, "text"), table.get("text")),
        )

    def _each_once(self, place: Place, ids: list[str]) -> None:
        for at, each in enumerate(ids):
            if each and each in ids[:at]:
                what = f'an id of its own for {_path((*place, at))}, found "{each}" a second time'
                self._expected((*place, at, "id"), what)
