"""A text leaves as one Signal message; the heart-beat goes from a second number to ours.

Promises: nobody but one person is written to, never a group. Signal's own word decides what a
fault means; what it does not say is an unknown outcome.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aman.core.line_dialogue import Outgoing
from aman.lines.connector import LastingFault, PassingFault, Sent, UnknownOutcome
from aman.lines.pieces import plain_text

from .host import Host

_PERSON = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\+[1-9]\d{4,14}")
_PULSE = re.compile("· ([a-z2-7]{24}) ·")


def provider_id(timestamp: str | int, address: str) -> str:
    """The name of a message of ours: two that left in one moment differ by who got them."""
    return f"{timestamp} {address}"


def nonce_in(text: str) -> str | None:
    """The nonce of a heart-beat, if the text is one."""
    found = _PULSE.fullmatch(text)
    return None if found is None else found[1]


@dataclass(frozen=True, slots=True)
class SignalSender:
    """Sends as `number`; `pulse_number` is a second account on the same host, or empty."""

    host: Host
    number: str
    pulse_number: str
    notices: Mapping[str, str]

    def send(self, instruction: bytes, message: Outgoing) -> Sent:  # noqa: ARG002 - Signal takes no key that makes a repeat harmless
        """Send it."""
        text = plain_text(message, self.notices)
        if not _PERSON.fullmatch(message.to):
            reason = "no such address"
            raise LastingFault(reason)
        if not text.strip():
            reason = "nothing to send"
            raise LastingFault(reason)
        timestamp = self.host.send(self.number, message.to, text)
        return Sent(provider_id(timestamp, message.to) if timestamp else "")

    def pulse(self, nonce: str) -> bool:
        """A message from the second number to ours; without one only the server's answer."""
        if not self.pulse_number:
            self.host.look(self.number)
            return True
        try:
            self.host.send(self.pulse_number, self.number, f"· {nonce} ·")
        except UnknownOutcome as fault:
            raise PassingFault(str(fault)) from None
        return False
