"""Addresses and message ids: what may stand in a header or a command, and nothing else.

Promises: nothing that passes here holds a line end, a space or a bracket. Refuses to know: names.
"""

import re
from email.utils import getaddresses

from aman.core.line_dialogue import ADDRESS_LETTERS

_ATOM = r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\"]+"
_ADDRESS = re.compile(rf"{_ATOM}@{_ATOM}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_INSTRUCTION = r"[0-9a-f]{32}"
_UNPROVED = " (not proved)"


def addr_spec(text: str) -> str | None:
    """A bare address in lower case; None when it is none that we would write to."""
    text = text.strip().lower()
    is_one = len(text) + len(_UNPROVED) <= ADDRESS_LETTERS and _ADDRESS.fullmatch(text)
    return text if is_one else None


def first_address(header: str) -> str | None:
    """The first address of a From header; names are dropped."""
    try:
        named = getaddresses([header])
    except (ValueError, IndexError, RecursionError):  # a thousand brackets are no address
        return None
    found = (addr_spec(address) for _, address in named)
    return next((each for each in found if each), None)


def unproved(address: str) -> str:
    """The address as the desk sees it when our MX said that the sender is false.

    Another address is another case: a forged mail joins nobody's.
    """
    return address + _UNPROVED


def to_answer(address: str) -> str | None:
    """Where to write to."""
    return addr_spec(address.removesuffix(_UNPROVED))


def message_id(text: str) -> str | None:
    """The first message id in a header."""
    found = _MESSAGE_ID.search(text)
    return found.group() if found else None


def our_id(instruction: bytes, domain: str) -> str:
    """The message id of what an instruction sends: the same whenever it is asked."""
    return f"<{instruction.hex()}@{domain}>"


def our_ids(text: str, domain: str) -> list[str]:
    """The ids of ours that stand in a text."""
    return re.findall(rf"<{_INSTRUCTION}@{re.escape(domain)}>", text)
