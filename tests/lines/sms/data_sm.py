"""An SMSC that delivers with data_sm what others deliver with deliver_sm.

The text is then a parameter (SMPP 3.4, section 4.7). The server of smpp34 can't, so its deliveries
are changed on their way.
"""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aman.lines.sms.pdu import RESPONSE, Command, Number, Pdu, ShortMessage, Stream, Tag

_DATA_SM = 0x0103


@dataclass
class ByDataSm:
    """One connection."""

    _up: Stream = field(default_factory=Stream)
    _down: Stream = field(default_factory=Stream)

    def up(self, data: bytes, back: Callable[[bytes], None]) -> bytes | None:
        """The line's answers become those that the SMSC expects."""
        del back
        return _written(map(_as_deliver_sm_answer, self._up.feed(data)))

    def down(self, data: bytes) -> bytes:
        """Deliveries change their form."""
        return _written(map(_as_data_sm, self._down.feed(data)))


def _written(pdus: Iterable[Pdu]) -> bytes:
    return b"".join(pdu.to_bytes() for pdu in pdus)


def _as_data_sm(pdu: Pdu) -> Pdu:
    if pdu.command != Command.DELIVER_SM:
        return pdu
    said = ShortMessage.read(pdu.body)
    head = b"\0" + _address(said.source) + _address(said.destination)
    head += bytes((said.esm_class, said.registered, said.coding))
    tlvs = {**said.tlvs, Tag.PAYLOAD: said.content}
    body = b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in tlvs.items())
    return Pdu(_DATA_SM, pdu.sequence, head + body)


def _address(number: Number) -> bytes:
    return bytes((number.ton, number.npi)) + number.digits.encode("ascii") + b"\0"


def _as_deliver_sm_answer(pdu: Pdu) -> Pdu:
    if pdu.command != _DATA_SM | RESPONSE:
        return pdu
    return Pdu(Command.DELIVER_SM | RESPONSE, pdu.sequence, pdu.body, pdu.status)
