"""What a programme calls its figures: `[figures.<measure>]` of its file.

Promises: each table is whole in every language of the programme, with each plural form that a
language has for whole numbers, or the mistake is told. What is not named keeps its default.
Refuses to know: what the measures mean (`aman.figures`), and any number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .toml_places import Place, found_in_words, path_in_words

FIGURES: Final = (
    *("contacts", "people", "applications", "verified"),
    *("plans_agreed", "set_out", "handed_over", "arrived"),
)
PLURALS: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "en": ("one", "other"),
    "ru": ("one", "few", "many"),
    "uk": ("one", "few", "many"),
}
"""The plural categories of whole numbers, by language (CLDR)."""
NUMBER: Final = "{number}"
IN_THE_NOUN: Final = {"ar": ("zero", "one", "two")}
"""Where the noun itself says the number, so that `NUMBER` may be missing."""
_KEYS: Final = ("name", "counted", "unsaid", "counts", "does_not_say", "marks")
_LEAST_LETTERS: Final = 3
_Expected = Callable[[Place, str], None]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words of one measure, each by language; empty: the default's.

    `counted`: a clause for each plural category. `unsaid`: what the figure does not say, as a
    clause. `counts`: what it counts, as a sentence. `does_not_say`: what it does not say, a
    sentence each. `marks`: words by which a text names it.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unsaid: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    does_not_say: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_figures(
    found: object, languages: Sequence[str], expected: _Expected
) -> dict[str, FigureWords]:
    """Read the tables; `expected` is told each mistake, with its place."""
    return _Reader(languages, expected).figures(found)


class _Reader:
    def __init__(self, languages: Sequence[str], expected: _Expected) -> None:
        self._languages = languages
        self._expected = expected

    def figures(self, found: object) -> dict[str, FigureWords]:
        if found is None:
            return {}
        tables = self._table(("figures",), found, FIGURES)
        return {name: self._figure(("figures", name), table) for name, table in tables.items()}

    def _table(
        self, place: Place, found: object, known: Sequence[str], *, whole: bool = False
    ) -> dict[str, object]:
        """Those of its keys that are known; with `whole`, each that is missing is told."""
        if not isinstance(found, dict):
            self._expected(place, f"a table {path_in_words(place)}, {found_in_words(found)}")
            return {}
        for key in found:
            if key not in known:
                path = path_in_words((*place, key))
                listed = ", ".join(known)
                self._expected((*place, key), f"one of {listed}, found {path} (unknown key)")
        for key in known:
            if whole and key not in found:
                self._expected(place, f'"{key}" in {path_in_words(place)}')
        return {key: found[key] for key in known if key in found}

    def _figure(self, place: Place, found: object) -> FigureWords:
        table = self._table(place, found, _KEYS)
        return FigureWords(
            name=self._lines((*place, "name"), table.get("name")),
            counted={
                lang: self._clauses((*place, "counted", lang), clauses)
                for lang, clauses in self._by_language(
                    (*place, "counted"), table.get("counted")
                ).items()
            },
            unsaid=self._lines((*place, "unsaid"), table.get("unsaid")),
            counts=self._lines((*place, "counts"), table.get("counts")),
            does_not_say=self._lists(
                (*place, "does_not_say"), table.get("does_not_say"), "sentences", self._line
            ),
            marks=self._lists((*place, "marks"), table.get("marks"), "words", self._mark),
        )

    def _by_language(self, place: Place, found: object) -> dict[str, object]:
        return {} if found is None else self._table(place, found, self._languages, whole=True)

    def _lines(self, place: Place, found: object) -> dict[str, str]:
        return {
            lang: self._line((*place, lang), line)
            for lang, line in self._by_language(place, found).items()
        }

    def _line(self, place: Place, found: object) -> str:
        if not isinstance(found, str) or not found.strip() or any(each in found for each in "\n!"):
            what = f"one line of text without exclamation mark in {path_in_words(place)}"
            self._expected(place, f"{what}, {found_in_words(found)}")
            return ""
        return found.strip()

    def _clauses(self, place: Place, found: object) -> dict[str, str]:
        lang = str(place[-1])
        return {
            plural: self._clause((*place, plural), line, lang)
            for plural, line in self._table(place, found, PLURALS[lang], whole=True).items()
        }

    def _clause(self, place: Place, found: object, lang: str) -> str:
        line = self._line(place, found)
        most = line.count(NUMBER)
        is_enough = most == 1 or (most == 0 and place[-1] in IN_THE_NOUN.get(lang, ()))
        if line and (not is_enough or any(each in line.replace(NUMBER, "") for each in "{}")):
            self._expected(place, f"{NUMBER} once, and no other braces, in {path_in_words(place)}")
        return line

    def _lists(
        self, place: Place, found: object, of: str, read: Callable[[Place, object], str]
    ) -> dict[str, tuple[str, ...]]:
        """A list by language."""
        return {
            lang: self._list((*place, lang), each, of, read)
            for lang, each in self._by_language(place, found).items()
        }

    def _list(
        self, place: Place, found: object, of: str, read: Callable[[Place, object], str]
    ) -> tuple[str, ...]:
        if not isinstance(found, list) or not found:
            self._expected(place, f"a list of {of} in {path_in_words(place)}")
            return ()
        return tuple(read((*place, at), each) for at, each in enumerate(found))

    def _mark(self, place: Place, found: object) -> str:
        line = self._line(place, found)
        if line and any(len(word.rstrip("*")) < _LEAST_LETTERS for word in line.split()[:1]):
            self._expected(place, f"at least {_LEAST_LETTERS} letters in {path_in_words(place)}")
        return line
