"""Delivery receipts: what became of a message that the SMSC had accepted (SMPP 3.4 appendix B).

Promises: nothing of the text that a receipt may quote is kept.
"""

import re

from aman.core.line_dialogue import State
from aman.lines.events import Receipt

from .pdu import ShortMessage, Tag

_TYPE, _RECEIPT, _INTERMEDIATE = 0x3C, 0x04, 0x20
_ID = re.compile(r"\bid:\s*(\S{1,65})", re.IGNORECASE)
_STATE = re.compile(r"\bstat:\s*([A-Z]{5,7})", re.IGNORECASE)
_BY_WORD = {
    "DELIVRD": State.DELIVERED,
    "ACCEPTD": State.ACCEPTED,
    "EXPIRED": State.FAILED,
    "DELETED": State.FAILED,
    "UNDELIV": State.FAILED,
    "REJECTD": State.FAILED,
}
_BY_NUMBER = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 8: "REJECTD"}
_REASONS = {"EXPIRED": "not reached", "UNDELIV": "not delivered", "REJECTD": "refused"}


def is_receipt(message: ShortMessage) -> bool:
    """Whether this tells of a message of ours instead of being one to us."""
    kind = message.esm_class & _TYPE
    return kind in {_RECEIPT, _INTERMEDIATE} or Tag.RECEIPTED_ID in message.tlvs


def read_receipt(message: ShortMessage) -> Receipt | None:
    """What it tells; None when that is nothing new, or not understood."""
    text = (message.tlvs.get(Tag.PAYLOAD) or message.content).decode("latin-1")
    in_text, named = _ID.search(text), message.tlvs.get(Tag.RECEIPTED_ID)
    name = named.rstrip(b"\0").decode("latin-1") if named else in_text.group(1) if in_text else ""
    word = _STATE.search(text)
    number = int.from_bytes(message.tlvs.get(Tag.STATE, b""), "big")
    said = _BY_NUMBER.get(number) or (word.group(1).upper() if word else "")
    state = _BY_WORD.get(said)
    if not name or state is None:
        return None
    return Receipt(name, state, _REASONS.get(said, ""))


def provider_id(answered: str, *, hexadecimal: bool) -> str:
    """The id by which receipts will name a message: some SMSCs answer in hexadecimal only."""
    try:
        return str(int(answered, 16)) if hexadecimal else answered
    except ValueError:
        return answered
