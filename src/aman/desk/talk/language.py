"""Which of four languages a short message is written in.

Promises: pure, the same answer for the same text; it says whether it is sure, so that a guess
can be corrected by the next message. Refuses to know: who writes, and through what.

Script decides first. Russian and Ukrainian are told apart by letters that only one of them has,
by their commonest words and by endings. Latin letters are English unless the words are Arabic,
Russian or Ukrainian ones written in Latin letters.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SURE = 2.0
"""How far ahead of the next language one has to be: a telling letter or two common words."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`\"-][^\W_]+)*")
_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+|\bwww\.\S+|(?:^|\s)/[A-Za-z0-9_]+\b")
_CYRILLIC = ("ru", "uk")
_LETTERS = {"ru": "ыэъё", "uk": "іїєґ"}
_LETTER_WEIGHT = 3.0
_WORD_WEIGHT = 1.5
_UKRAINIAN_INSIDE = re.compile(
    r"[бвгґджзклмнпрстфхцчшщ]['’ʼ`\"][яюєї]|^йо|[снцтз]ьо|[а-яіїєґ]i|i[а-яіїєґ]|^роз|^най"
)
_ARABIC_IN_LATIN = re.compile(r"[a-z]+[2357689][a-z]*|[2357][a-z]{2,}")
_ENGLISH_NUMBER = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|km|m|h|hrs?|kg|g|x|k|mins?|days?|people|men)|[a-z]{1,2}\d+"
)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What `language.toml` holds."""

    neutral: frozenset[str]
    cyrillic: Mapping[str, frozenset[str]]
    latin: Mapping[str, frozenset[str]]
    endings: Mapping[str, Mapping[str, float]]


@cache
def _signs() -> _Signs:
    data = tomllib.loads((files(__package__) / "language.toml").read_text("utf-8"))
    return _Signs(
        frozenset(data["neutral"].split()),
        {lang: frozenset(words.split()) for lang, words in data["cyrillic"].items()},
        {lang: frozenset(words.split()) for lang, words in data["latin"].items()},
        data["endings"],
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A language, and whether the text itself shows it."""

    lang: str
    sure: bool


def detect(text: str, *, hint: str = "", among: Sequence[str]) -> Found | None:
    """The language of `text` as one of `among`, or None when it shows nothing.

    `hint` is what the line knows (`en-US`, `uk`); it decides only where the text does not.
    """
    words = _words(text)
    script = _script(words)
    if script == "arabic":
        return Found("ar", sure=True) if "ar" in among else None
    if script == "cyrillic":
        return _cyrillic(words, known(hint, among), among)
    if script == "latin":
        return _latin(words, known(hint, among), among)
    return None


def known(hint: str, among: Sequence[str]) -> str:
    """The language that a line's hint (`ar-EG`, `UK_ua`) names, as one of `among`, or nothing."""
    lang = re.split(r"[-_]", hint.strip().lower())[0]
    return lang if lang in among else ""


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", _ADDRESS.sub(" ", text)).lower()
    words = [re.sub(r"[’ʼ`\"]", "'", word) for word in _WORD.findall(folded)]
    words = [word for word in words if any(letter.isalpha() for letter in word)]
    return [] if all(word in _signs().neutral for word in words) else words


def _script(words: Sequence[str]) -> str:
    counts = dict.fromkeys(("arabic", "cyrillic", "latin"), 0)
    for letter in "".join(words):
        name = unicodedata.name(letter, "").split(" ")[0].lower()
        if name in counts and letter.isalpha():
            counts[name] += 1
    script, most = max(counts.items(), key=lambda each: each[1])
    return script if most else ""


def _cyrillic(words: Sequence[str], hint: str, among: Sequence[str]) -> Found | None:
    offered = [lang for lang in among if lang in _CYRILLIC]
    if len(offered) <= 1:
        return Found(offered[0], sure=True) if offered else None
    scores = {lang: sum(_cyrillic_score(lang, word) for word in words) for lang in _CYRILLIC}
    first, second = sorted(scores, key=lambda lang: -scores[lang])
    ahead = scores[first] - scores[second]
    if ahead >= SURE or (hint not in _CYRILLIC and ahead > 0):
        return Found(first, sure=ahead >= SURE)
    return Found(hint if hint in _CYRILLIC else offered[0], sure=False)


def _cyrillic_score(lang: str, word: str) -> float:
    score = _LETTER_WEIGHT if any(letter in _LETTERS[lang] for letter in word) else 0.0
    if lang == "uk" and _UKRAINIAN_INSIDE.search(word):
        score += _LETTER_WEIGHT
    if word in _signs().cyrillic[lang]:
        return score + _WORD_WEIGHT
    weights = _signs().endings[lang]
    endings = (weight for end, weight in weights.items() if word.endswith(end) and word != end)
    return score + max(endings, default=0.0)


def _latin(words: Sequence[str], hint: str, among: Sequence[str]) -> Found:
    scores = {
        lang: sum(1.0 for word in words if word in common)
        for lang, common in _signs().latin.items()
    }
    scores["ar"] += sum(
        1.0
        for word in words
        if _ARABIC_IN_LATIN.fullmatch(word) and not _ENGLISH_NUMBER.fullmatch(word)
    )
    offered = {lang: scores[lang] for lang in scores if lang in among}
    best = max(offered, key=lambda lang: (offered[lang], lang == hint, lang == "en"))
    others = max((score for lang, score in offered.items() if lang != best), default=0.0)
    if offered[best] - others >= SURE:
        return Found(best, sure=True)
    if hint:
        return Found(hint, sure=False)
    return Found(best if offered[best] else _default(among), sure=False)


def _default(among: Sequence[str]) -> str:
    return "en" if "en" in among else among[0]
