"""What a provider tells a line, in the line's own words.

Promises: nothing here prints what a person wrote or who he is. Refuses to know: providers, and
what travels to the desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aman.core.line_dialogue import ContactCard, Place, State

TOO_LARGE, NOT_FETCHED = "too large", "not fetched"


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came along; `content` None when it was not taken, and `fault` says why.

    Faults: `TOO_LARGE`, `NOT_FETCHED`, or a line's own.
    """

    content: bytes | None = field(repr=False)
    media: str = "application/octet-stream"
    name: str = field(default="", repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Somebody wrote. `event` is the provider's name of it: the same at every delivery.

    `address` names the person on this line, `route` what else is needed to answer; `order` grows
    with each message of one address; `edits` is the event of the message that this one replaces.
    Where a provider cuts texts, `part` of `parts` of one event comes by itself, in any order.
    `also` are the sender's other names here: those by which somebody may have named him to us.
    """

    event: str
    address: str
    text: str = ""
    route: str = ""
    order: int = 0
    part: int = 1
    parts: int = 1
    lang_hint: str = ""
    pressed: str | None = None
    edits: str | None = None
    files: Sequence[IncomingFile] = ()
    place: Place | None = None
    contacts: Sequence[ContactCard] = ()
    also: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Incoming>"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider tells what became of a message that it had accepted."""

    provider_id: str = field(repr=False)
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PulseReturned:
    """A text that may be a nonce of ours came back."""

    nonce: str


Event = Incoming | Receipt | PulseReturned
