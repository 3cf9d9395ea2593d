"""Text as a telephone reads it: the GSM 7-bit default alphabet (3GPP TS 23.038) or UCS-2.

Promises: no character and no escape pair is cut in two; what fits seven bits is sent so, since it
costs less. Reading never fails: what is no text becomes U+FFFD.
"""

from collections.abc import Sequence
from typing import NamedTuple

GSM, ASCII, LATIN, BINARY, CYRILLIC, HEBREW, UCS2 = 0, 1, 3, 4, 6, 7, 8
_ESCAPE = 0x1B
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]",
    0x40: "|", 0x65: "€",
}  # fmt: skip
_TO_GSM = {letter: bytes((code,)) for code, letter in enumerate(_BASIC) if code != _ESCAPE} | {
    letter: bytes((_ESCAPE, code)) for code, letter in _EXTENDED.items()
}
_CHARSETS = {
    ASCII: "ascii",
    LATIN: "latin-1",
    CYRILLIC: "iso8859-5",
    HEBREW: "iso8859-8",
    UCS2: "utf-16-be",
}
_MESSAGE_CLASS, _WAITING_UCS2, _RESERVED = 0xF0, 0xE0, 0x80
_WHOLE = {GSM: 160, LATIN: 140, UCS2: 140}
_PART = {GSM: 153, LATIN: 134, UCS2: 134}
MOST_PARTS = 255


class TooManyParts(ValueError):  # noqa: N818 - what the operator is told
    """The text would take more than 255 messages."""

    person = "This could not be sent."
    operator = "This text is too long for SMS."


class Cut(NamedTuple):
    """A text ready to be sent: its data coding and the bytes of each part."""

    coding: int
    parts: Sequence[bytes]

    def __repr__(self) -> str:
        return f"<Cut {len(self.parts)}>"


def cut(text: str, default: int = GSM) -> Cut:
    """Encode a text and cut it; `default` is what the SMSC understands by coding 0."""
    try:
        coding, letters = default, [_encoded(letter, default) for letter in text]
    except (KeyError, UnicodeEncodeError):
        coding, letters = UCS2, [letter.encode("utf-16-be", "replace") for letter in text]
    if sum(map(len, letters)) <= _WHOLE[coding]:
        return Cut(coding, (b"".join(letters),))
    parts = [bytearray()]
    for letter in letters:
        if len(parts[-1]) + len(letter) > _PART[coding]:
            parts.append(bytearray())
        parts[-1] += letter
    if len(parts) > MOST_PARTS:
        raise TooManyParts
    return Cut(coding, [bytes(part) for part in parts])


def _encoded(letter: str, coding: int) -> bytes:
    return _TO_GSM[letter] if coding == GSM else letter.encode("latin-1")


def read_text(content: bytes, coding: int, default: int = GSM) -> str | None:
    """The text of a message; None when it is none but bytes for a program."""
    coding = _plain_coding(coding)
    if coding == GSM:
        coding = default
    if coding == GSM:
        return _read_gsm(content)
    charset = _CHARSETS.get(coding)
    return None if charset is None else content.decode(charset, "replace")


def _plain_coding(coding: int) -> int:
    """SMPP's own codes as they are; of a GSM data coding scheme (TS 23.038) its alphabet."""
    group, alphabet = coding & 0xF0, coding & 0x0C
    if group == _MESSAGE_CLASS:
        return BINARY if coding & 0x04 else GSM
    if group == _WAITING_UCS2:
        return UCS2
    if 0 < group < _RESERVED:  # general data coding
        return alphabet if alphabet in {BINARY, UCS2} else GSM
    return coding


def _read_gsm(content: bytes) -> str:
    letters: list[str] = []
    codes = iter(content)
    for code in codes:
        if code == _ESCAPE:
            following = next(codes, 0x20)
            letters.append(_EXTENDED.get(following) or _BASIC[following & 0x7F])
        else:
            letters.append(_BASIC[code] if code < len(_BASIC) else "\ufffd")
    return "".join(letters)
