"""Two cases that are one person's: proposed by a machine, decided by an operator, undone at will.

Promises: a merge is a link and nothing else: each case keeps its key, its contacts and its
messages, so separating brings back exactly what was. Refuses to know: what the cases say.
"""

from aman.desk.casebook.models import Case
from aman.desk.people.relations import are_related, refuse_relatives

from .models import Contact, Merged, Proposal


def root_of(number: int) -> int:
    """The case under which a merged one is shown; an unmerged one is its own."""
    seen = {number}
    while (link := Merged.objects.filter(case_id=number).first()) is not None:
        number = link.into_id
        if number in seen:  # a database that somebody has tampered with
            return min(seen)
        seen.add(number)
    return number


def group_of(number: int) -> tuple[int, ...]:
    """All cases that are shown as one with this one, the root first."""
    group = [root_of(number)]
    for each in group:
        into = Merged.objects.filter(into_id=each).order_by("pk")
        group += [case for case in into.values_list("case_id", flat=True) if case not in group]
    return tuple(group)


def all_links() -> dict[int, int]:
    """Every merged case, and into which."""
    return dict(Merged.objects.values_list("case_id", "into_id"))


def merge(one: int, other: int, now: int) -> bool:
    """Show `other` (with all it is merged with) with `one`; False when it is already.

    Raises `RelativesAreLinkedNotMerged`.
    """
    into, case = root_of(one), root_of(other)
    if into == case:
        return False
    refuse_relatives(group_of(into), group_of(case))
    Merged.objects.create(case_id=case, into_id=into, at=now)
    decided = Proposal.objects.filter(decided_at__isnull=True)
    numbers = group_of(into)
    decided.filter(contact__case_id__in=numbers, case_id__in=numbers).update(decided_at=now)
    return True


def separate(number: int) -> bool:
    """Undo the merge of this case; what was merged into it before stays with it."""
    return Merged.objects.filter(case_id=number).delete()[0] > 0


def propose(contact: Contact, case: Case, now: int) -> bool:
    """Note that a contact gave the nine words of another case; True when that is new.

    A relative who has the person's words, or he hers, is no reason to show them as one.
    """
    own = group_of(contact.case_id)
    if case.number in own or are_related(own, group_of(case.number)):
        return False
    _, is_new = Proposal.objects.get_or_create(contact=contact, case=case, defaults={"at": now})
    return is_new
