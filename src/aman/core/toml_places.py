"""On which line of a TOML file each key and each item of a list stands.

Promises: for text that `tomllib` accepts, every header, key and list item has its line.
Refuses to know: values, beyond saying what stands there. `tomllib` reads them; it only gives no
lines for what it has read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""A way into the document: keys, and numbers from 0 for the items of lists."""

_SHORT_LETTERS = 30
_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r'|(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.\"'#]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def toml_places(text: str) -> Mapping[Place, int]:
    """Give the line, from 1, of every place in a document that `tomllib` has accepted."""
    return _Scanner(text).places


class _Scanner:
    def __init__(self, text: str) -> None:
        self.places: dict[Place, int] = {(): 1}
        self._tokens = _tokens(text)
        self._at = 0
        self._tables: dict[Place, int] = {}
        self._document()

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _skip_newlines(self) -> None:
        while self._peek().kind == "newline":
            self._at += 1

    def _document(self) -> None:
        table: Place = ()
        while self._peek().kind != "end":
            if self._peek().kind == "newline":
                self._at += 1
            elif self._peek().text == "[":
                table = self._header()
            else:
                self._assignment(table)

    def _header(self) -> Place:
        line = self._next().line
        several = self._peek().text == "["
        if several:
            self._at += 1
        place = self._resolved(self._key())
        self._at += 2 if several else 1
        if several:
            self._tables[place] = self._tables.get(place, -1) + 1
            self.places.setdefault(place, line)
            place = (*place, self._tables[place])
        self.places.setdefault(place, line)
        return place

    def _resolved(self, keys: list[str]) -> Place:
        """`[question.option]` lies in the newest `[[question]]`."""
        place: Place = ()
        for key in keys[:-1]:
            place = (*place, key)
            if place in self._tables:
                place = (*place, self._tables[place])
        return (*place, keys[-1])

    def _key(self) -> list[str]:
        keys = [_key_text(self._next())]
        while self._peek().text == "." and self._peek().kind == "mark":
            self._at += 1
            keys.append(_key_text(self._next()))
        return keys

    def _assignment(self, table: Place) -> None:
        line = self._peek().line
        place = table
        for key in self._key():
            place = (*place, key)
            self.places.setdefault(place, line)
        self._at += 1  # the equals sign
        self._value(place)

    def _value(self, place: Place) -> None:
        first = self._next()
        if first.kind == "mark" and first.text == "[":
            self._items(place)
        elif first.kind == "mark" and first.text == "{":
            self._members(place)
        elif first.kind != "string":
            while self._peek().kind == "bare" or self._peek().text == ".":
                self._at += 1

    def _items(self, place: Place) -> None:
        number = 0
        self._skip_newlines()
        while self._peek().text != "]" or self._peek().kind != "mark":
            self.places[*place, number] = self._peek().line
            self._value((*place, number))
            number += 1
            self._between()
        self._at += 1

    def _members(self, place: Place) -> None:
        self._skip_newlines()
        while self._peek().text != "}" or self._peek().kind != "mark":
            self._assignment(place)
            self._between()
        self._at += 1

    def _between(self) -> None:
        self._skip_newlines()
        if self._peek().kind == "mark" and self._peek().text == ",":
            self._at += 1
            self._skip_newlines()


def _key_text(token: _Token) -> str:
    return token.text[1:-1] if token.kind == "string" else token.text


def _tokens(text: str) -> list[_Token]:
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return [*found, _Token("end", "", line)]


def path_in_words(place: Place) -> str:
    """Write a place for a person: items are counted from 1."""
    written = ""
    for step in place:
        if isinstance(step, int):
            written += f"[{step + 1}]"
        else:
            written += f".{step}" if written else step
    return written


def found_in_words(value: object) -> str:
    """Say what stands there: a short text itself, of anything else its kind."""
    if value is None:
        return "found nothing"
    if isinstance(value, str) and len(value) <= _SHORT_LETTERS:
        return f"found {value!r}"
    kinds = {str: "text", bool: "true or false", int: "a number", list: "a list", dict: "a table"}
    return f"found {kinds.get(type(value), 'something else')}"
