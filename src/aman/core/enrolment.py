"""How a field team's key becomes known: a one-time code, and a fingerprint to compare (section 4).

Promises: a mistyped code is told before anything is sent; a fingerprint stands for one key at one
hotline. Refuses to know: who made a code, until when it is good, and who compared.
"""

import re
import unicodedata
from hashlib import sha256

CODE_RANDOM_DIGITS = 18
CODE_DIGITS = 20
FINGERPRINT_DIGITS = 30
_GROUP = 5
_MODULUS = 97
# Python's white space and JavaScript's, and what people put between groups of digits.
_BETWEEN = re.compile(r"[\s\x1c-\x1f\x85\ufeff.,\-–—]")
_DIGIT = re.compile(r"\d")


class WrongCode(Exception):  # noqa: N818 - what the person is told
    """A typed code is none."""

    person = "This code is not right. Read it again, digit by digit."
    operator = "A one-time code was typed wrongly."


def make_code(random: bytes) -> str:
    """A code of twenty digits from 16 random bytes: eighteen drawn, two check (ISO 7064, 97-10)."""
    drawn = int.from_bytes(random[:16], "big") % 10**CODE_RANDOM_DIGITS
    check = _MODULUS + 1 - drawn * 100 % _MODULUS
    return f"{drawn * 100 + check:0{CODE_DIGITS}}"


def read_code(typed: str) -> str:
    """The twenty digits, typed in any script and in any groups; else `WrongCode`."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFC", typed))
    if len(bare) != CODE_DIGITS or not all(_DIGIT.match(letter) for letter in bare):
        raise WrongCode
    code = "".join(str(unicodedata.decimal(letter)) for letter in bare)
    if not is_code(code):
        raise WrongCode
    return code


def is_code(code: str) -> bool:
    """Whether twenty Latin digits are one: the last two check the others."""
    return int(code) % _MODULUS == 1


def fingerprint(hotline: bytes, key: bytes) -> str:
    """Thirty digits in six groups of five that stand for a team's key at this hotline."""
    digest = sha256(b"aman/1 team key" + hotline + key).digest()
    number = int.from_bytes(digest, "big") % 10**FINGERPRINT_DIGITS
    return in_groups(f"{number:0{FINGERPRINT_DIGITS}}")


def in_groups(digits: str) -> str:
    """Groups of five, as they are shown and read aloud."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
