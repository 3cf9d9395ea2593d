"""What an SMSC and we say to each other, byte for byte: SMPP 3.4, the part of it that is needed.

Promises: bytes in, PDUs out, nothing else; a length that lies is a `MalformedPdu`. Refuses to know:
connections, texts, telephone numbers.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

_HEAD = struct.Struct(">IIII")
_TLV = struct.Struct(">HH")
RESPONSE = 0x80000000
MOST_BYTES = 128 * 1024
VERSION = 0x34


class Command(IntEnum):
    """What a PDU asks for; its answer has the highest bit set."""

    NACK = 0x80000000
    SUBMIT_SM = 0x00000004
    DELIVER_SM = 0x00000005
    UNBIND = 0x00000006
    BIND_TRANSCEIVER = 0x00000009
    ENQUIRE_LINK = 0x00000015
    DATA_SM = 0x00000103


class Tag(IntEnum):
    """Optional parameters that are read or written."""

    RECEIPTED_ID = 0x001E
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    PAYLOAD = 0x0424
    STATE = 0x0427


class Status(IntEnum):
    """Answers that mean something to us (section 5.1.3)."""

    OK = 0x00
    BAD_COMMAND = 0x03
    BAD_STATE = 0x04
    SYSTEM_ERROR = 0x08
    BAD_SOURCE = 0x0A
    BAD_DESTINATION = 0x0B
    QUEUE_FULL = 0x14
    THROTTLED = 0x58
    LATER = 0x64


class MalformedPdu(ValueError):  # noqa: N818 - twin of MalformedEnvelope
    """Not SMPP 3.4."""

    person = "Nothing here."
    operator = "The SMSC does not speak as SMPP 3.4 says."


@dataclass(frozen=True, slots=True)
class Pdu:
    """One unit: a request, or the answer with the same number."""

    command: int
    sequence: int
    body: bytes = field(default=b"", repr=False)
    status: int = 0

    def to_bytes(self) -> bytes:
        """Lay it out."""
        length = _HEAD.size + len(self.body)
        return _HEAD.pack(length, self.command, self.status, self.sequence) + self.body


class Stream:
    """Bytes as they come, cut into PDUs."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Pdu]:
        """The PDUs that are whole now."""
        self._waiting += data
        while len(self._waiting) >= _HEAD.size:
            length, command, status, sequence = _HEAD.unpack_from(self._waiting)
            if not _HEAD.size <= length <= MOST_BYTES:
                raise MalformedPdu
            if len(self._waiting) < length:
                return
            body = bytes(self._waiting[_HEAD.size : length])
            del self._waiting[:length]
            yield Pdu(command, sequence, body, status)


@dataclass(frozen=True, slots=True)
class Number:
    """An address with its type of number and numbering plan."""

    digits: str
    ton: int = 0
    npi: int = 0

    def __repr__(self) -> str:
        return "<Number>"


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """The body of submit_sm, deliver_sm and data_sm."""

    source: Number
    destination: Number
    content: bytes = field(default=b"", repr=False)
    coding: int = 0
    esm_class: int = 0
    registered: int = 0
    tlvs: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    def to_bytes(self) -> bytes:
        """Lay it out."""
        return b"".join(
            (
                b"\0",
                _write_number(self.source),
                _write_number(self.destination),
                bytes((self.esm_class, 0, 0)),
                b"\0\0",
                bytes((self.registered, 0, self.coding, 0, len(self.content))),
                self.content,
                *(_TLV.pack(tag, len(value)) + value for tag, value in self.tlvs.items()),
            )
        )

    @classmethod
    def read(cls, body: bytes) -> "ShortMessage":
        """Read one of the first two; `MalformedPdu`."""
        reader = _Reader(body)
        reader.text()  # service_type
        source, destination = reader.number(), reader.number()
        esm_class, _, _ = reader.octet(), reader.octet(), reader.octet()
        reader.text()  # schedule_delivery_time
        reader.text()  # validity_period
        registered, _, coding, _ = (reader.octet() for _ in range(4))
        content = reader.octets(reader.octet())
        return cls(source, destination, content, coding, esm_class, registered, reader.tlvs())

    @classmethod
    def read_data(cls, body: bytes) -> "ShortMessage":
        """Read the body of data_sm, whose text is a parameter; `MalformedPdu`."""
        reader = _Reader(body)
        reader.text()  # service_type
        source, destination = reader.number(), reader.number()
        esm_class, registered, coding = reader.octet(), reader.octet(), reader.octet()
        return cls(source, destination, b"", coding, esm_class, registered, reader.tlvs())


def bind(system_id: str, password: str, system_type: str) -> bytes:
    """The body of bind_transceiver."""
    texts = b"".join(each.encode("latin-1") + b"\0" for each in (system_id, password, system_type))
    return texts + bytes((VERSION, 0, 0)) + b"\0"


def message_id(body: bytes) -> str:
    """The id in the answer to submit_sm."""
    return _Reader(body).text()


class _Reader:
    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def octets(self, count: int) -> bytes:
        found = self._body[self._at : self._at + count]
        if len(found) < count:
            raise MalformedPdu
        self._at += count
        return found

    def octet(self) -> int:
        return self.octets(1)[0]

    def text(self) -> str:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise MalformedPdu
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")

    def number(self) -> Number:
        ton, npi = self.octet(), self.octet()
        return Number(self.text(), ton, npi)

    def tlvs(self) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag, length = _TLV.unpack(self.octets(_TLV.size))
            found[tag] = self.octets(length)
        return found


def _write_number(number: Number) -> bytes:
    return bytes((number.ton, number.npi)) + number.digits.encode("latin-1") + b"\0"
