"""An answer goes into the room that it belongs to, as plain text, under the instruction's own name.

Promises: the homeserver takes one name once, however often it is asked; nothing goes into a room
where somebody else is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aman.core.line_dialogue import Outgoing
from aman.lines.connector import LastingFault, PassingFault, Sent, UnknownOutcome
from aman.lines.pieces import pieces, plain_text

from .account import Account
from .client import CLIENT, Homeserver, part
from .reading import PULSE
from .schema import Made

MOST_LETTERS = 8000
"""An event has at most 65,536 bytes; a letter has at most four, or six where JSON escapes it."""


@dataclass(frozen=True, slots=True)
class MatrixSender:
    """The `Sender` of this line."""

    account: Account
    notices: Mapping[str, str]

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Send it in pieces; the last one's event is the message's name."""
        server = Homeserver(self.account)
        try:
            if not message.route:
                return self._say_first(server, instruction, message)
            room = self._room(server, message)
            return self._say(server, room, instruction, message)
        finally:
            server.close()

    def _say_first(self, server: Homeserver, instruction: bytes, message: Outgoing) -> Sent:
        """Into a room of its own, to which he is asked: he sees it once he comes.

        When he has been asked and the text did not follow, trying again would ask him again.
        """
        room = server.talk_with(message.to)
        try:
            return self._say(server, room, instruction, message)
        except PassingFault:
            reason = "in part"
            raise UnknownOutcome(reason) from None

    def _room(self, server: Homeserver, message: Outgoing) -> str:
        members = server.members(message.route)
        if set(members) - {self.account.address, message.to}:
            reason = "others are there"
            raise LastingFault(reason)
        if message.to not in members:
            reason = "left"
            raise LastingFault(reason)
        return message.route

    def _say(self, server: Homeserver, room: str, instruction: bytes, message: Outgoing) -> Sent:
        event = ""
        texts = pieces(plain_text(message, self.notices), MOST_LETTERS)
        if not texts:
            reason = "nothing to send"
            raise LastingFault(reason)
        for number, text in enumerate(texts):
            try:
                event = server.say(room, f"{instruction.hex()}-{number}", text)
            except PassingFault:
                if number:
                    reason = "in part"
                    raise UnknownOutcome(reason) from None
                raise
        return Sent(provider_id=event)

    def pulse(self, nonce: str) -> None:
        """To this very device through the server: no room keeps it."""
        server = Homeserver(self.account)
        try:
            device = server.get(f"{CLIENT}/account/whoami", Made).device_id
            path = f"{CLIENT}/sendToDevice/{PULSE}/{part(nonce)}"
            messages = {self.account.address: {device: {"nonce": nonce}}}
            server.put(path, {"messages": messages}, dict[str, object])
        except UnknownOutcome:
            reason = "no answer"
            raise PassingFault(reason) from None
        finally:
            server.close()
