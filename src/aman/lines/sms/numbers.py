"""Telephone numbers: one way of writing each (E.164), since the desk knows a person by it.

Promises: the same telephone gives the same address however its network writes it; a sender that is
a word and no number is an address that can't be answered.
"""

import re
from dataclasses import dataclass

from .pdu import Number

INTERNATIONAL, NATIONAL, ALPHANUMERIC = 1, 2, 5
_E164_PLAN = 1
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SHORT_DIGITS = 8
_MOST_LETTERS = 24
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written where the line is: the country's code and its trunk prefix."""

    country: str = ""
    trunk: str = ""

    def address(self, digits: str, ton: int = 0) -> str:
        """The address that the desk sees."""
        written = digits.strip()
        bare = re.sub(r"[\s\-().]", "", written)
        if ton == ALPHANUMERIC or not re.fullmatch(r"\+?[0-9]+", bare):
            return (
                "".join(each for each in written if each.isprintable())[:_MOST_LETTERS] or _UNKNOWN
            )
        found = bare if bare.startswith("+") else self._international(bare, ton)
        return found if _E164.fullmatch(found) else bare.removeprefix("+")

    def _international(self, bare: str, ton: int) -> str:
        if ton == INTERNATIONAL:
            return f"+{bare.removeprefix('00')}"
        if bare.startswith("00"):
            return f"+{bare[2:]}"
        if len(bare) <= _SHORT_DIGITS:
            return bare
        if self.trunk and bare.startswith(self.trunk):
            return f"+{self.country}{bare.removeprefix(self.trunk)}"
        if ton == NATIONAL and self.country and not bare.startswith(self.country):
            return f"+{self.country}{bare}"
        return f"+{bare}"


def can_be_answered(address: str) -> bool:
    """Whether there is a telephone behind it."""
    return _E164.fullmatch(address) is not None or address.isdecimal()


def to_smpp(address: str) -> Number:
    """An address as SMPP writes it; what is no E.164 number is a short code of the network."""
    if address.startswith("+"):
        return Number(address[1:], INTERNATIONAL, _E164_PLAN)
    return Number(address)
