"""Relatives, and what a person permitted to tell them: what operators write down.

Promises: nothing crosses from one case to another by itself: a link shows the other case's number,
and what was permitted is read on demand; all of it stands in the audit. `now` is Unix seconds.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from aman.core.envelope import Kind
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.keys.vault import DamagedRecord
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import Instruction
from aman.desk.lines.persons import hold_persons
from aman.desk.outbox.sending import withdraw_waiting
from aman.desk.people.consents import (
    IncompleteConsent,
    Permission,
    Tell,
    open_consent,
    permitted,
    refuse_incomplete,
    seal_consent,
)
from aman.desk.people.models import Consent, Relation
from aman.desk.people.relations import (
    RelativesAreLinkedNotMerged,
    are_related,
    relations_to_persons,
)

from .groups import access_group, need_open_vault

__all__ = [
    "AlreadyOnePerson",
    "ConsentView",
    "IncompleteConsent",
    "NoSuchMessage",
    "Permission",
    "PermittedView",
    "RelationView",
    "RelativesAreLinkedNotMerged",
    "Tell",
    "access_consents",
    "access_permitted",
    "access_relations",
    "end_relation",
    "is_persons_case",
    "relate",
    "withdraw_consent",
    "write_consent",
]

SEEN_AUDIT_SECONDS = 3600


class AlreadyOnePerson(Exception):  # noqa: N818 - what the operator is told
    """The two cases are one, or are shown as one."""

    person = "This can't be done."
    operator = "These two are shown as one person. Separate them first."


class NoSuchMessage(LookupError):  # noqa: N818 - what the operator is told
    """The person has written no such message."""

    person = "This can't be kept."
    operator = "He has written no such message. Choose the one in which he permits it."


@dataclass(frozen=True, slots=True)
class RelationView:
    """Somebody in case `relative` writes about the person of case `person`."""

    number: int
    relative: int
    person: int
    at: int


@dataclass(frozen=True, slots=True)
class PermittedView:
    """What the person of case `person` permitted to tell this relative, in link `relation`."""

    relation: int
    person: int
    permits: tuple[Tell, ...]


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What he permitted, in message `item` of case `case`, by his own `wording`."""

    number: int
    permits: tuple[Tell, ...]
    wording: str = field(repr=False)
    other: str = field(repr=False)
    case: int
    item: int
    written_by: str
    at: int
    withdrawn_at: int | None
    damaged: bool = False


def access_relations(number: int) -> tuple[RelationView, ...]:
    """The links of a case and of those merged with it, either way round: numbers alone."""
    group = access_group(number)
    known = Relation.objects.filter(Q(relative__in=group) | Q(person__in=group))
    return tuple(
        RelationView(each.pk, each.relative_id, each.person_id, each.at)
        for each in known.filter(ended_at__isnull=True).order_by("pk")
    )


def is_persons_case(number: int, relation: RelationView) -> bool:
    """Whether a case, or one shown with it, is that of the person himself."""
    return relation.person in access_group(number)


@transaction.atomic
def relate(operator: Colleague, relative: int, person: int, now: int) -> int:
    """Link the case of a relative to that of the person she writes about; gives its number.

    Raises `NoSuchCase`, `AlreadyOnePerson`, `RelativesAreLinkedNotMerged` when they are linked.
    """
    need_open_vault()
    hers, his = hold_persons(relative, person).groups  # so does a merge
    if set(hers) & set(his):
        raise AlreadyOnePerson
    if are_related(hers, his):
        raise RelativesAreLinkedNotMerged
    relation = Relation.objects.create(relative_id=relative, person_id=person, at=now)
    _note_both(operator, Action.RELATED, relation, now)
    found: int = relation.pk
    return found


@transaction.atomic
def end_relation(operator: Colleague, relation: int, now: int) -> None:
    """The link was a mistake: it holds no more, and is kept with what was permitted in it."""
    ended = _relation(relation, held=True)
    ended.ended_at = now
    ended.save(update_fields=["ended_at"])
    _note_both(operator, Action.UNRELATED, ended, now)


def access_consents(operator: Colleague, relation: int, now: int) -> tuple[ConsentView, ...]:
    """What he permitted to tell this relative, the withdrawn too, the newest first.

    These are his words: whoever reads them stands in the audit of his case.
    """
    found = _relation(relation)
    write_down(operator, Action.READ_CONSENTS, found.person_id, now)
    known = found.consents.select_related("relation__person", "written_by").order_by("-pk")
    return tuple(_consent_view(each) for each in known)


def access_permitted(operator: Colleague, number: int, now: int) -> tuple[PermittedView, ...]:
    """About whom it is written in this case, and what each permitted to tell: kinds, no words.

    Whoever sees it stands in the audit of his case, once an hour.
    """
    found = []
    for each in relations_to_persons(access_group(number)):
        write_down(
            operator,
            Action.READ_CONSENTS,
            each.person_id,
            now,
            at_most_every=SEEN_AUDIT_SECONDS,
        )
        allowed = permitted([each])
        tells = tuple(tell for tell in Tell if tell in allowed)
        found.append(PermittedView(each.pk, each.person_id, tells))
    return tuple(found)


def _consent_view(consent: Consent) -> ConsentView:
    said, damaged = Permission((), "", 0, 0), False
    try:
        said = open_consent(consent)
    except DamagedRecord:
        damaged = True
    return ConsentView(
        number=consent.pk,
        permits=said.permits,
        wording=said.wording,
        other=said.other,
        case=said.case,
        item=said.item,
        written_by=consent.written_by.name,
        at=consent.at,
        withdrawn_at=consent.withdrawn_at,
        damaged=damaged,
    )


@transaction.atomic
def write_consent(operator: Colleague, relation: int, said: Permission, now: int) -> int:
    """Write down what he permitted to tell this relative; gives its number.

    Raises `IncompleteConsent`; `NoSuchMessage` unless he wrote the message it is taken from.
    """
    refuse_incomplete(said)
    found = _relation(relation, held=True)
    in_his = Case.objects.filter(number=said.case, number__in=group_of(found.person_id))
    written = Kind.MESSAGE, Kind.LINE_MESSAGE
    if not in_his.filter(arrivals__item=said.item, arrivals__kind__in=written).exists():
        raise NoSuchMessage
    consent = Consent.objects.create(relation=found, content=b"", written_by_id=operator.pk, at=now)
    consent.content = seal_consent(consent, said)
    consent.save(update_fields=["content"])
    _note_both(operator, Action.WROTE_CONSENT, found, now)
    number: int = consent.pk
    return number


@transaction.atomic
def withdraw_consent(operator: Colleague, consent: int, now: int) -> None:
    """He permits it no longer; what he had permitted is kept. A second time changes nothing.

    What still waits for the relative is withdrawn: nobody can say by machine what of it is his.
    """
    need_open_vault()
    known = Consent.objects.filter(pk=consent).values_list("relation__relative", flat=True)
    relative = known.first()
    if relative is None:
        raise NoSuchCase
    hers = hold_persons(relative).groups[0]
    held = Consent.objects.select_for_update(of=("self",)).select_related("relation")
    found = held.filter(pk=consent).first()
    if found is None:
        raise NoSuchCase
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        withdraw_waiting(operator, Instruction.objects.filter(case__in=hers), now)
        _note_both(operator, Action.WITHDREW_CONSENT, found.relation, now)


def _note_both(operator: Colleague, action: Action, relation: Relation, now: int) -> None:
    for case in (relation.relative_id, relation.person_id):
        write_down(operator, action, case, now)
    note_change()


def _relation(number: int, *, held: bool = False) -> Relation:
    """A link that holds; `NoSuchCase`."""
    need_open_vault()
    known = Relation.objects.filter(pk=number, ended_at__isnull=True).select_related("person")
    found = (known.select_for_update(of=("self",)) if held else known).first()
    if found is None:
        raise NoSuchCase
    return found
