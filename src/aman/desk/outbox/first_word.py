"""The one guard between an answer and a line that can't write first.

Promises: to an address from which nobody has written goes nothing that its line could not send, and
no words that its provider would put others in place of. Refuses to know: what a text means.
"""

from aman.core.address import FirstWord
from aman.desk.casebook.programme import the_programme
from aman.desk.lines.instructions import To, has_knocked


class CantWriteFirst(Exception):  # noqa: N818 - what the operator is told
    """The line can write to nobody who has not written through it; `first` says why."""

    person = "This can't be sent."
    operator = "This line can't write first. Ask the person to write to us there."

    def __init__(self, first: FirstWord) -> None:
        super().__init__(self.operator)
        self.first = first


class MustWriteFirst(Exception):  # noqa: N818 - what the operator is told
    """His provider takes nothing but its neutral text, and that once, until he writes."""

    person = "This can't be sent."
    operator = "The person must write first. Only the neutral first words can go out, once."


def refuse_first_words(to: To, text: str) -> None:
    """Raise `CantWriteFirst`, `MustWriteFirst`; nothing once somebody has written from there."""
    if to.contact.heard_at is not None:
        return
    if not to.line.first.is_possible:
        raise CantWriteFirst(to.line.first)
    if to.line.first is FirstWord.TEMPLATE and (
        text.strip() not in the_programme().opening.values() or has_knocked(to.contact)
    ):
        raise MustWriteFirst
