"""Several people in one case: each has a compartment, and nothing crosses by mistake.

Promises: in a case with members every answer says for whom it is, and goes out by nothing that is
not his: neither by another's contact or page, nor by one that belongs to nobody yet. Merged cases
have their members together; a way counts as somebody's only while both are shown as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .models import Member, MemberContact, MemberPage


class SayForWhom(Exception):  # noqa: N818 - what the operator is told
    """The case has several people and the answer did not say for whom it is."""

    person = "This can't be sent."
    operator = "There are several people in this case. Say for whom this is."


class NotHisWay(Exception):  # noqa: N818 - what the operator is told
    """The contact or page is not that of the member for whom the answer is meant."""

    person = "This can't be sent."
    operator = "This way does not belong to him. Your text is kept. Choose his own."


class NoSuchMember(LookupError):  # noqa: N818 - what the operator is told
    """The case has no such member."""

    person = "This can't be done."
    operator = "There is no such person in this case."


@dataclass(frozen=True, slots=True)
class Compartments:
    """Whose is what: `contacts` by contact, `pages` by case, both giving a member's number."""

    members: frozenset[int] = frozenset()
    contacts: Mapping[int, int] = field(default_factory=dict)
    pages: Mapping[int, int] = field(default_factory=dict)

    def has_page(self, case: int, member: int | None) -> bool:
        """Whether what is for `member` may lie on that case's page."""
        return not self.members or (member is not None and self.pages.get(case) == member)

    def refuse_unknown(self, member: int | None) -> None:
        """Raise `SayForWhom` or `NoSuchMember` unless somebody, or nobody where there is none."""
        if self.members and member is None:
            raise SayForWhom
        if member is not None and member not in self.members:
            raise NoSuchMember

    def refuse_anothers_way(self, case: int, contact: int | None, member: int | None) -> None:
        """The guard of every answer: through `contact`, or by the page of `case` when None."""
        self.refuse_unknown(member)
        owner = self.pages.get(case) if contact is None else self.contacts.get(contact)
        if owner != member:
            raise NotHisWay


def compartments(cases: Sequence[int]) -> Compartments:
    """Whose is what in cases that are shown as one."""
    members = frozenset(Member.objects.filter(case__in=cases).values_list("pk", flat=True))
    if not members:
        return Compartments()
    contacts = MemberContact.objects.filter(member__in=members, contact__case__in=cases)
    pages = MemberPage.objects.filter(member__in=members, case__in=cases)
    return Compartments(
        members,
        dict(contacts.values_list("contact_id", "member_id")),
        dict(pages.values_list("case_id", "member_id")),
    )
