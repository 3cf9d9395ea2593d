"""A relative's conversation is linked to the person's, and never becomes one with it.

Promises: a link shows nothing of one case in the other. Refuses to know: what cases are merged;
who asks names all cases of one person.
"""

from collections.abc import Sequence

from django.db.models import Q

from .models import Member, Relation


class RelativesAreLinkedNotMerged(Exception):  # noqa: N818 - what the operator is told
    """One of the two, or of what is merged with them, is the other's relative."""

    person = "This can't be done."
    operator = "These two are relatives. They are linked, and never shown as one."


def refuse_relatives(ones: Sequence[int], others: Sequence[int]) -> None:
    """The guard of every merge: of all cases of one person with all of another."""
    if are_related(ones, others):
        raise RelativesAreLinkedNotMerged


def are_related(ones: Sequence[int], others: Sequence[int]) -> bool:
    """Whether any of the ones is a relative of any of the others, either way round."""
    either = Q(relative__in=ones, person__in=others) | Q(relative__in=others, person__in=ones)
    return Relation.objects.filter(either, ended_at__isnull=True).exists()


def relations_to_persons(relatives: Sequence[int]) -> list[Relation]:
    """About whom it is written in these cases: the links that hold."""
    known = Relation.objects.filter(relative__in=relatives, ended_at__isnull=True)
    return list(known.select_related("person").order_by("pk"))


def forget_people(number: int) -> None:
    """Forget who is in a case and to whom it is linked: in the transaction that destroys it."""
    Member.objects.filter(case_id=number).delete()
    Relation.objects.filter(Q(relative_id=number) | Q(person_id=number)).delete()
