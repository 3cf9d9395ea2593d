# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""Dictionary forms from each language's dictionary, with how common each one is.

Promises: the same candidates in the same order from the same locked inputs, and a count of what
each rule refused. A candidate is a base form that its dictionary knows; how common it is comes
from wordfreq's Zipf scale (3: once in a million words, 4: ten times).
"""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pymorphy3  # type: ignore[import-untyped]
import wordnet
from language import LANGUAGES, Language
from wordfreq import get_frequency_dict

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

RAREST = 1.8
# An added word counts as no rarer than once in ten thousand words. Everybody knows it, that is why
# it was added, and counted text, most of it news, says little of kitchens and tool sheds. So high,
# because a thing shall win over the verbal nouns that news repeats.
KNOWN = 5.0
ADDITIONS = Path(__file__).parent / "additions"


@dataclass(frozen=True, order=True)
class Candidate:
    """A base form: its kind ("noun", "verb" or "adjective"), Zipf value, and if it is concrete."""

    word: str
    kind: str
    zipf: float
    concrete: bool = False


def zipf(frequency: float) -> float:
    """Turn a share of all words into the Zipf scale, rounded to hundredths."""
    return round(math.log10(frequency * 1e9), 2) if frequency > 0 else 0.0


def candidates(code: str, refused: Counter[str]) -> list[Candidate]:
    """Every usable base form of a language; `refused` counts the others by rule."""
    language = LANGUAGES[code]
    gather = {"ar": _arabic, "en": _english, "ru": _slavic, "uk": _slavic}[code]
    kept: list[Candidate] = []
    for candidate in gather(language, refused):
        if candidate.zipf < RAREST:
            refused["too rare to rank"] += 1
        else:
            kept.append(candidate)
    return sorted(kept)


def _english(language: Language, refused: Counter[str]) -> Iterator[Candidate]:
    frequency = get_frequency_dict("en", "best")
    bases = wordnet.bases()
    for word, share in frequency.items():
        if not language.is_spelled_right(word):
            refused["letters or length"] += 1
        elif word not in bases:
            refused["no lower-case base form in the dictionary"] += 1
        else:
            base = bases[word]
            yield Candidate(word, base.kind, zipf(share), base.concrete)


_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
_ODD = {"Abbr", "Init", "Slng", "Infr", "Arch", "Erro", "Dist", "Litr", "Vpre", "Fixd", "Apro"}


def _slavic(language: Language, refused: Counter[str]) -> Iterator[Candidate]:
    morphology = pymorphy3.MorphAnalyzer(lang=language.code)
    for word, share in get_frequency_dict(language.code, "best").items():
        if not language.is_spelled_right(word):
            refused["letters or length"] += 1
            continue
        readings = [reading for reading in morphology.parse(word) if reading.is_known]
        if not readings:
            refused["not in the dictionary"] += 1
            continue
        bases = [reading for reading in readings if reading.normal_form == word]
        if not bases:
            refused["inflected form"] += 1
            continue
        tags = [frozenset(str(reading.tag).replace(" ", ",").split(",")) for reading in bases]
        if any(tag & _NAMES for tag in tags):
            refused["name of a person, place or firm"] += 1
            continue
        kinds = [kind for tag in tags if not tag & _ODD and (kind := _kind(tag))]
        if kinds:
            yield Candidate(word, kinds[0], zipf(share))
        else:
            refused["other part of speech, plural, slang, archaic or abbreviated"] += 1


def _kind(tag: frozenset[str]) -> str | None:
    if "NOUN" in tag and "nomn" in tag and "plur" not in tag:
        return "noun"
    if "ADJF" in tag and {"masc", "nomn"} <= tag and "Supr" not in tag:
        return "adjective"
    if "INFN" in tag or {"VERB", "infn"} <= tag:
        return "verb"
    return None


def _arabic(language: Language, refused: Counter[str]) -> Iterator[Candidate]:
    frequency = get_frequency_dict("ar", "best")
    numbers: dict[str, set[tuple[str, str]]] = {}
    with (
        as_file(files("arramooz") / "data" / "arabicdictionary.sqlite") as path,
        closing(sqlite3.connect(path)) as dictionary,
    ):
        for word, number, kind in dictionary.execute(
            "SELECT unvocalized, number, wordtype FROM nouns ORDER BY id"
        ):
            numbers.setdefault(word, set()).add((number, kind))
    additions = set((ADDITIONS / "ar.txt").read_text(encoding="utf-8").split())
    for word in sorted(additions):
        numbers.setdefault(word, set()).add(("مفرد", "جامد"))
    for word, entries in numbers.items():
        if not language.is_spelled_right(word):
            refused["letters or length"] += 1
        elif all(number != "مفرد" for number, _ in entries):
            refused["plural or dual"] += 1
        elif any("علم" in kind or "تصغير" in kind for _, kind in entries):
            refused["name, or diminutive"] += 1
        else:
            # The article is written as part of the word: both spellings are the same noun.
            share = frequency.get(word, 0.0) + frequency.get("ال" + word, 0.0)
            common = max(zipf(share), KNOWN) if word in additions else zipf(share)
            concrete = any(kind.endswith("جامد") for _, kind in entries)
            relative = any("منسوب" in kind or "صفة" in kind for _, kind in entries)
            kind = "adjective" if relative and not concrete else "noun"
            yield Candidate(word, kind, common, concrete)
