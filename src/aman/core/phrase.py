"""The phrase: 92 random bits as nine words or thirty digits, and the keys from it (section 7).

Promises: words of any language and the digits are the same phrase; a wrong phrase is told by its
seven check bits, without any request.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Self

from .keys import CallerKeys, Secret, hkdf
from .wordlist import WordList, fold

ENTROPY_BITS = 92
ENTROPY_BYTES = 12
CHECK_BITS = 7
WORD_BITS = 11
PHRASE_WORDS = 9
PHRASE_DIGITS = 30
PHRASE_BITS = ENTROPY_BITS + CHECK_BITS
PBKDF2_ROUNDS = 210_000
_GROUP = 5
# Python's white space and JavaScript's, and what people and telephones put between words.
_BETWEEN = re.compile(r"[\s\x1c-\x1f\x85\ufeff,.;:!?()،؛؟·•\-–—]")
_DIGIT = re.compile(r"\d")


class Fault(Enum):
    """Why a typed phrase is none."""

    LENGTH = "neither nine words nor thirty digits"
    WORD = "a word that is in no list"
    CHECK = "the check bits do not fit"


class WrongPhrase(Exception):  # noqa: N818 - what the person is told
    """A typed phrase is not one; `unknown` counts from 0 the words that are in no list."""

    person = "One of these words is not right."
    operator = "A phrase was typed wrongly."

    def __init__(self, fault: Fault, unknown: tuple[int, ...] = ()) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.unknown = unknown


class Phrase(Secret):
    """A phrase, as its 12 bytes of entropy (the first four bits are zero)."""

    __slots__ = ()

    def __init__(self, entropy: bytes) -> None:
        if len(entropy) != ENTROPY_BYTES or entropy[0] >> 4:
            reason = f"a phrase has {ENTROPY_BITS} bits in {ENTROPY_BYTES} bytes"
            raise ValueError(reason)
        super().__init__(entropy)

    @classmethod
    def from_random(cls, random: bytes) -> Self:
        """Make one from 12 random bytes."""
        return cls(bytes([random[0] & 0x0F]) + random[1:])

    @classmethod
    def from_number(cls, number: int) -> Self:
        """Read the 99-bit number; `WrongPhrase` when its check bits do not fit."""
        if number >> PHRASE_BITS:
            raise WrongPhrase(Fault.CHECK)
        phrase = cls((number >> CHECK_BITS).to_bytes(ENTROPY_BYTES, "big"))
        if phrase.number() != number:
            raise WrongPhrase(Fault.CHECK)
        return phrase

    def number(self) -> int:
        """Entropy, then check: 99 bits."""
        entropy = self.reveal()
        check = hashlib.sha256(b"aman/1 check" + entropy).digest()[0] >> (8 - CHECK_BITS)
        return int.from_bytes(entropy, "big") << CHECK_BITS | check

    def words(self, words: WordList) -> tuple[str, ...]:
        """The nine words in one language."""
        number, mask = self.number(), (1 << WORD_BITS) - 1
        shifts = range(PHRASE_BITS - WORD_BITS, -1, -WORD_BITS)
        return tuple(words.words[number >> shift & mask] for shift in shifts)

    def digits(self) -> str:
        """Thirty digits in six groups of five."""
        digits = f"{self.number():0{PHRASE_DIGITS}}"
        return " ".join(digits[at : at + _GROUP] for at in range(0, PHRASE_DIGITS, _GROUP))

    def stretched(self, hotline: bytes) -> Secret:
        """`mk`: bound to one hotline, slow to guess (210,000 rounds of PBKDF2-HMAC-SHA512)."""
        entropy = self.reveal()
        x = hkdf(entropy, salt=b"", info=b"stretch")
        y = hashlib.pbkdf2_hmac("sha512", x, hotline, PBKDF2_ROUNDS)[:32]
        return Secret(hkdf(entropy, salt=y, info=b"mk"))

    def keys(self, hotline: bytes) -> CallerKeys:
        """The caller's keys at this hotline."""
        return CallerKeys.derive(self.stretched(hotline))


@dataclass(frozen=True, slots=True)
class ReadPhrase:
    """A phrase that was typed; `lang` is None when it came as digits."""

    phrase: Phrase
    lang: str | None


def read_phrase(typed: str, lists: Mapping[str, WordList], page_lang: str) -> ReadPhrase:
    """Read nine words or thirty digits.

    Where the words stand in several lists, the check bits decide; where they fit in several,
    the page's language, if it is among them. Numbers and stops between the words are passed over.
    """
    folded = fold(typed)
    digits = _as_digits(_BETWEEN.sub("", folded))
    if digits is not None:
        if len(digits) != PHRASE_DIGITS:
            raise WrongPhrase(Fault.LENGTH)
        return ReadPhrase(Phrase.from_number(int(digits)), None)
    tokens = _BETWEEN.sub(" ", _DIGIT.sub(" ", folded)).split()
    if len(tokens) != PHRASE_WORDS:
        raise WrongPhrase(Fault.LENGTH)
    found = {lang: [words.find(token) for token in tokens] for lang, words in lists.items()}
    members = {lang: numbers for lang, numbers in found.items() if None not in numbers}
    if not members:
        fewest = min(found.values(), key=lambda numbers: numbers.count(None))
        raise WrongPhrase(
            Fault.WORD, tuple(at for at, number in enumerate(fewest) if number is None)
        )
    for lang in sorted(members, key=lambda lang: lang != page_lang):
        try:
            return ReadPhrase(Phrase.from_number(_joined(members[lang])), lang)
        except WrongPhrase:
            continue
    raise WrongPhrase(Fault.CHECK)


def _joined(numbers: list[int | None]) -> int:
    joined = 0
    for number in numbers:
        joined = joined << WORD_BITS | (number or 0)
    return joined


def _as_digits(bare: str) -> str | None:
    """The digits of any script, when there is nothing else."""
    if not bare or not all(_DIGIT.match(letter) for letter in bare):
        return None
    return "".join(str(unicodedata.decimal(letter)) for letter in bare)
