"""The ways that an answer may take, as the reply box offers them.

Promises: the way that is chosen is shown with its strength before anything is sent; no way is
chosen in silence when the usual one is gone.
"""

from dataclasses import dataclass

from aman.core.strength import Strength
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.contacts import ContactView, access_contacts, reaches_page
from aman.desk.outbox.sending import PAGE_ALONE


@dataclass(frozen=True, slots=True)
class Choice:
    """One way: `contact` is what `answer` takes. `strong_enough`: for a place or a time."""

    contact: int
    line: str
    strength: str
    heard_at: int | None
    chosen: bool
    strong_enough: bool

    @property
    def is_open(self) -> bool:
        """Whether anything can be sent by it."""
        return bool(self.strength)


def choices(number: int, asked: int | None) -> tuple[Choice, ...]:
    """Every way to the person, the usual one first; `asked` is the one that a form named."""
    contacts, page = access_contacts(number), reaches_page(number)
    usual = next((each.number for each in contacts if each.is_default), PAGE_ALONE)
    known = {each.number for each in contacts} | ({PAGE_ALONE} if page else set())
    chosen = asked if asked in known else usual
    ways = [_by_line(each, chosen) for each in contacts]
    if page:
        ways.append(
            Choice(
                PAGE_ALONE, "page", Strength.SEALED, None, chosen == PAGE_ALONE, strong_enough=True
            )
        )
    return tuple(sorted(ways, key=lambda way: way.contact != usual))


def _by_line(contact: ContactView, chosen: int) -> Choice:
    is_known = bool(contact.strength)
    return Choice(
        contact.number,
        contact.line,
        contact.strength,
        contact.heard_at,
        chosen=is_known and contact.number == chosen,
        strong_enough=is_known and _is_strong(Strength(contact.strength)),
    )


def _is_strong(strength: Strength) -> bool:
    return strength.at_least(the_programme().lines.weakest_for_sensitive)
