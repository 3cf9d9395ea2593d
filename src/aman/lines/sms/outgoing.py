"""An answer as one SMS or several, and what an SMSC's word on one means.

Promises: the text and numbered choices, no name. Of a text in parts either nothing left or it is
said that nobody knows.
"""

from aman.core.line_dialogue import Outgoing
from aman.lines.connector import Given, LastingFault, PassingFault
from aman.lines.pieces import plain_text

from .alphabet import TooManyParts, cut
from .numbers import can_be_answered, to_smpp
from .pdu import Number, ShortMessage, Status, Tag
from .segments import HEADER, Segment, header, sar
from .settings import Smpp

_PAUSE = {Status.THROTTLED: 5.0, Status.QUEUE_FULL: 10.0}
_PASSING = frozenset(
    {Status.THROTTLED, Status.QUEUE_FULL, Status.SYSTEM_ERROR, Status.LATER, Status.BAD_STATE}
)
_REASONS = {Status.BAD_DESTINATION: "no such address", Status.BAD_SOURCE: "our number is refused"}
_TEXT_MODE = 0x00


def written(message: Outgoing, given: Given) -> str:
    """All that the person reads."""
    if not can_be_answered(message.to):
        reason = "cannot be answered"
        raise LastingFault(reason)
    return plain_text(message, given.notices)


def in_messages(
    text: str, source: Number, to: str, smpp: Smpp, reference: int
) -> list[ShortMessage]:
    """The messages that carry a text; a receipt is asked for the last."""
    try:
        coding, parts = cut(text, smpp.default_coding)
    except TooManyParts:
        reason = "too long"
        raise LastingFault(reason) from None
    coding = 0 if coding == smpp.default_coding else coding
    destination = to_smpp(to)
    if smpp.long == "payload" and len(parts) > 1:
        tlvs: dict[int, bytes] = {Tag.PAYLOAD: b"".join(parts)}
        return [ShortMessage(source, destination, b"", coding, registered=1, tlvs=tlvs)]
    messages = []
    for number, part in enumerate(parts, 1):
        segment = Segment(reference, number, len(parts))
        is_long, is_last = len(parts) > 1, number == len(parts)
        by_header, by_sar = is_long and smpp.long == "udh", is_long and smpp.long == "sar"
        messages.append(
            ShortMessage(
                source,
                destination,
                header(segment) + part if by_header else part,
                coding,
                HEADER if by_header else _TEXT_MODE,
                registered=int(is_last),
                tlvs=sar(segment) if by_sar else {},
            )
        )
    return messages


def fault_of(status: int) -> PassingFault | LastingFault | None:
    """What an answer to submit_sm means; None when it was taken."""
    if status == Status.OK:
        return None
    if status in _PASSING:
        return PassingFault("refused for now", _PAUSE.get(Status(status), 2.0))
    known = Status(status) if status in set(Status) else None
    return LastingFault(_REASONS.get(known, "refused") if known is not None else "refused")
