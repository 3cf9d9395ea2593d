# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""English base forms from WordNet 3.0 as Debian packages it.

Promises: a word is listed only where WordNet writes it in lower case, as a noun, verb or
adjective, and not where WordNet's own exception lists call it an inflected form.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
SHA256 = {
    "data.noun": "fea17d2f9656611334eac790e5d69e47645fa180c4aa481fb4cd9b3520754ca2",
    "data.verb": "adcf43e35b581e8036d8b5a52d63d9cd3d3b4870b2720d3c03c799df44777bc2",
    "data.adj": "c89120dfc1f046ddff4a631bf9b7e9fa1a36b5e86565a23bf82dbe14f30b88a7",
    "index.noun": "a490d99d93d017bf4822fe2f0ffa51fd73911ce271dc7535fade21f8814b5a04",
    "index.verb": "e2ac24816c3a8289dcb72aaa9cf8db81fdf25ec34d792bfc96ac5b7a20c8b4ae",
    "index.adj": "c9865d7b4d1f805bdef82ccdcea5282436e23083e6f6f1b33e716327c4eda810",
    "adj.exc": "8824cc24bbedd797b9702316b27f07cd4c2b76b629539f0a1276f03926758016",
    "noun.exc": "2b5d675c380b39ecf595af9fa9d4e7feb1d58c643b0bff08c40ed5bfe41fab7a",
    "verb.exc": "dbbcf9a601b2d77e934e413b91d90e88ec7f933a8b77cfc00602a923b891b42c",
}
# Lexicographer files whose nouns can be touched, seen or pointed at:
# animal, artifact, body, food, object, phenomenon, plant, shape, substance, time.
CONCRETE = {5, 6, 8, 13, 17, 19, 20, 25, 27, 28}
SHORTEST_STEM = 3
KINDS = {"noun": "noun", "verb": "verb", "adj": "adjective"}
_ENDINGS = ("s", "es", "ed", "d", "ing")


@dataclass(frozen=True)
class Base:
    """A base form: its likeliest kind, and if its first noun sense is a concrete thing."""

    kind: str
    concrete: bool


def bases() -> dict[str, Base]:
    """Every single-word base form, by spelling; ValueError if WordNet's files differ."""
    lower = {name: _lower_case(name) for name in KINDS}
    inflected = {line.split()[0] for name in KINDS for line in _lines(f"{name}.exc")}
    found: dict[str, tuple[int, Base]] = {}
    for name, kind in KINDS.items():
        for line in _lines(f"index.{name}"):
            fields = line.split()
            word, offset = fields[0], fields[-int(fields[2])]
            if word not in lower[name] or word in inflected:
                continue
            tagged = int(fields[5 + int(fields[3])])
            concrete = name == "noun" and lower[name][word].get(offset, 0) in CONCRETE
            if word not in found or tagged > found[word][0]:
                found[word] = (tagged, Base(kind, concrete))
    known = set(found)
    return {
        word: base
        for word, (_, base) in found.items()
        if not _is_regular_form(word, known) or (base.concrete and word.endswith("ing"))
    }


def _is_regular_form(word: str, known: set[str]) -> bool:
    if word.endswith(("ss", "eed")):
        return False
    stems = {word.removesuffix(ending) for ending in _ENDINGS} - {word}
    whole = {stem for stem in stems if len(stem) >= SHORTEST_STEM}
    single = {stem[:-1] for stem in whole if stem[-1] == stem[-2]}
    return bool((whole | single | {stem + "e" for stem in whole}) & known)


def _lower_case(name: str) -> dict[str, dict[str, int]]:
    written: dict[str, dict[str, int]] = {}
    for line in _lines(f"data.{name}"):
        fields = line.split()
        for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
            plain = re.sub(r"\(.*\)$", "", word)
            if plain.islower():
                written.setdefault(plain, {})[fields[0]] = int(fields[1])
    return written


def _lines(name: str) -> list[str]:
    content = (FOLDER / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        reason = f"{name} is not the one of wordnet-base 1:3.0-37"
        raise ValueError(reason)
    return [line for line in content.decode().splitlines() if not line.startswith("  ")]
