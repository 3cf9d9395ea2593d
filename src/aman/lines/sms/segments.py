"""Long texts in parts: the user data header (3GPP TS 23.040), or the SAR parameters of SMPP.

Promises: what stands before a text is taken off it; a header that lies makes no part.
"""

from typing import NamedTuple

from .pdu import ShortMessage, Tag

HEADER = 0x40
"""esm_class: a user data header stands before the text."""
_CONCATENATED_8, _CONCATENATED_16 = 0x00, 0x08
_PORTS = frozenset({0x04, 0x05})


class Segment(NamedTuple):
    """Which part of which text this is."""

    reference: int = 0
    number: int = 1
    total: int = 1


class Payload(NamedTuple):
    """A message's bytes without what stood before them; `for_program`: not for a person to read."""

    content: bytes
    segment: Segment = Segment()
    for_program: bool = False

    def __repr__(self) -> str:
        return "<Payload>"


def header(segment: Segment) -> bytes:
    """The user data header of one part."""
    return bytes((5, _CONCATENATED_8, 3, segment.reference & 0xFF, segment.total, segment.number))


def sar(segment: Segment) -> dict[int, bytes]:
    """The same as optional parameters."""
    return {
        Tag.SAR_REFERENCE: (segment.reference & 0xFFFF).to_bytes(2, "big"),
        Tag.SAR_TOTAL: bytes((segment.total,)),
        Tag.SAR_NUMBER: bytes((segment.number,)),
    }


def payload_of(message: ShortMessage) -> Payload:
    """The content of a message and its place in a longer one."""
    content = message.tlvs.get(Tag.PAYLOAD) or message.content
    if message.esm_class & HEADER and content:
        return _without_header(content)
    return Payload(content, _by_sar(message))


def _by_sar(message: ShortMessage) -> Segment:
    found = [
        int.from_bytes(message.tlvs.get(tag, b""), "big")
        for tag in (Tag.SAR_REFERENCE, Tag.SAR_NUMBER, Tag.SAR_TOTAL)
    ]
    return _valid(Segment(*found))


def _without_header(content: bytes) -> Payload:
    length = content[0]
    if length >= len(content):
        return Payload(content)
    elements, rest = content[1 : length + 1], content[length + 1 :]
    segment, for_program, at = Segment(), False, 0
    while at + 2 <= len(elements):
        kind, size = elements[at], elements[at + 1]
        value = elements[at + 2 : at + 2 + size]
        at += 2 + size
        if kind == _CONCATENATED_8 and len(value) == 3:  # noqa: PLR2004 - reference, total, number
            segment = _valid(Segment(value[0], value[2], value[1]))
        elif kind == _CONCATENATED_16 and len(value) == 4:  # noqa: PLR2004 - a longer reference
            segment = _valid(Segment(int.from_bytes(value[:2], "big"), value[3], value[2]))
        elif kind in _PORTS:
            for_program = True
    return Payload(rest, segment, for_program)


def _valid(segment: Segment) -> Segment:
    return segment if 1 <= segment.number <= segment.total <= 255 else Segment()  # noqa: PLR2004
