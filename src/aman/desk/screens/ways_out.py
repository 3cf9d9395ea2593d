"""The ways that an answer may take, as the reply box offers them.

Promises: the way that is chosen is shown with its strength before anything is sent; no way is
chosen in silence when the usual one is gone. Of several people each way says whose it is, and
stands for both: by which way, and for whom. None of them is chosen for the operator.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from aman.core.strength import Strength
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.contacts import ContactView, access_contacts, access_pages
from aman.desk.cases.people import MemberView, access_members
from aman.desk.lines.passed_words import page_strength, strongest_first
from aman.desk.outbox.sending import PAGE_ALONE

from .drafts import way_text


@dataclass(frozen=True, slots=True)
class Choice:
    """One way: `contact` is what `answer` takes. `strong_enough`: for a place or a time.

    Of several people it is `member`'s; one that is nobody's yet is shown, and not open.
    """

    contact: int
    line: str
    strength: str
    heard_at: int | None
    chosen: bool
    strong_enough: bool
    member: int | None = None
    label: str = field(default="", repr=False)
    is_nobodys: bool = False

    @property
    def is_unheard(self) -> bool:
        """Whether it is an address that was only named."""
        return self.heard_at is None and self.contact != PAGE_ALONE

    @property
    def is_open(self) -> bool:
        """Whether anything can be sent by it."""
        return bool(self.strength) and not self.is_nobodys

    @property
    def value(self) -> str:
        """What a form carries for it."""
        return way_text(self.contact, self.member)


_PAGE = Choice(PAGE_ALONE, "page", Strength.SEALED, None, chosen=False, strong_enough=True)


def _page(pages: Sequence[int]) -> Choice:
    """The page that an answer would lie on: as weak as the lines that its words went through."""
    strength = page_strength(strongest_first(pages)[0])
    return replace(_PAGE, strength=strength, strong_enough=_is_strong(strength))


def choices(number: int, asked: int | None, member: int | None = None) -> tuple[Choice, ...]:
    """Every way to the person, the usual one first; `asked` is the one that a form named.

    Of several people: the ways of each, in the order in which they were written down.
    """
    members = access_members(number)
    if members:
        return tuple(_of_members(number, members, (asked, member)))
    contacts, page = access_contacts(number), bool(access_pages(number))
    usual = next((each.number for each in contacts if each.is_default), PAGE_ALONE)
    known = {each.number for each in contacts} | ({PAGE_ALONE} if page else set())
    chosen = asked if asked in known else usual
    ways = [_by_line(each, chosen) for each in contacts]
    if page:
        ways.append(replace(_page(access_pages(number)), chosen=chosen == PAGE_ALONE))
    return tuple(sorted(ways, key=lambda way: way.contact != usual))


def _of_members(
    number: int, members: Sequence[MemberView], asked: tuple[int | None, int | None]
) -> Iterator[Choice]:
    """Each way with its owner; what is nobody's at the end."""
    contacts = access_contacts(number)
    for each in members:
        ways = [_by_line(way, PAGE_ALONE) for way in contacts if way.number in each.contacts]
        if each.pages:
            ways.append(_page(each.pages))
        for way in ways:
            chosen = way.is_open and (way.contact, each.number) == asked
            yield replace(way, member=each.number, label=each.label, chosen=chosen)
    owned = {way for each in members for way in each.contacts}
    for contact in contacts:
        if contact.number not in owned:
            yield replace(_by_line(contact, PAGE_ALONE), chosen=False, is_nobodys=True)


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
