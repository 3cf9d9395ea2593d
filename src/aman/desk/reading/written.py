"""What a person wrote, by a page or through a line: read back from what was kept."""

from aman.core.dialogue import Message, read_body
from aman.core.envelope import Kind, MalformedEnvelope
from aman.core.line_dialogue import LineMessage, read_line_body

Written = Message | LineMessage
PAGE, FORM = "page", "form"


def read_written(kind: Kind, body: bytes) -> Written:
    """Read a body; `MalformedEnvelope` when nobody wrote it."""
    if kind is Kind.MESSAGE:
        return read_body(body, Message)
    said = read_line_body(body) if kind is Kind.LINE_MESSAGE else None
    if not isinstance(said, LineMessage):
        raise MalformedEnvelope
    return said


def way_of(said: Written) -> str:
    """By which way it came: ``page``, ``form`` or a line's name; a page can't pose as a line."""
    if isinstance(said, LineMessage):
        return said.line
    return FORM if said.via == FORM else PAGE
