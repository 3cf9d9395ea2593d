"""By which lines a person can be reached, and which cases are his: what operators see and decide.

Promises: what is decided here stands in the audit; nothing here is content, so it is shown to who
is signed in and written down only when it changes something. `now` is Unix seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import F

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key
from aman.desk.casebook.models import Case, note_change
from aman.desk.casebook.programme import the_programme
from aman.desk.keys.lines import KnownLine
from aman.desk.keys.vault import the_vault
from aman.desk.lines.contacts import contact_of, default_way
from aman.desk.lines.instructions import has_knocked
from aman.desk.lines.merging import group_of, merge, separate
from aman.desk.lines.models import Contact, Merged, Proposal
from aman.desk.lines.named import read_named
from aman.desk.lines.passed_words import Passed, passed_words, way_strength
from aman.desk.lines.persons import hold_persons
from aman.desk.lines.pulses import LineHealth, line_health
from aman.desk.people.relations import RelativesAreLinkedNotMerged, are_related
from aman.desk.running import the_desk

from .groups import access_group, need_open_vault

__all__ = [
    "ContactView",
    "LineHealth",
    "Passed",
    "ProposalView",
    "RelativesAreLinkedNotMerged",
    "access_contacts",
    "access_merges",
    "access_pages",
    "access_passed_words",
    "access_proposals",
    "line_health",
    "merge_cases",
    "move_conversation",
    "reaches_page",
    "refuse_merge",
    "separate_case",
]


@dataclass(frozen=True, slots=True)
class ContactView:
    """One way to a person. `number` is what `answer` takes as `contact`.

    `strength` is empty, and nothing can be sent, when the desk does not know the line any more.
    `is_default`: an answer goes this way unless another is chosen; `chosen`: an operator said so.
    Of an address that was only named, `heard_at` is None until somebody writes from there; then
    `address` is where it is, `lang` in which language to write there, `first` whether that can be
    done (empty for other contacts). `named_by` typed it at `named_at`, then and later.
    """

    number: int
    case: int
    line: str
    strength: str
    first_at: int
    heard_at: int | None
    is_default: bool
    chosen: bool
    named_by: str = ""
    named_at: int | None = None
    address: str = field(default="", repr=False)
    lang: str = ""
    first: str = ""
    knocked: bool = False


@dataclass(frozen=True, slots=True)
class ProposalView:
    """Who wrote in case `one` through `line` gave the nine words of case `other`."""

    number: int
    one: int
    other: int
    line: str
    at: int


def access_contacts(number: int) -> tuple[ContactView, ...]:
    """The contacts of a case and of those merged with it, the last heard first; `NoSuchCase`."""
    group = access_group(number)
    lines, default = the_desk().lines.known(), default_way(group).contact
    contacts = Contact.objects.filter(case__in=group).select_related("case", "named__by")
    contacts = contacts.exclude(heard_at__isnull=True, named__isnull=True)  # taken back
    return tuple(
        _contact_view(each, lines, is_default=default is not None and default.pk == each.pk)
        for each in contacts.order_by(F("heard_at").desc(nulls_last=True), "-pk")
    )


def _contact_view(
    contact: Contact, lines: Mapping[str, KnownLine], *, is_default: bool
) -> ContactView:
    line = lines.get(contact.line)
    view = ContactView(
        number=contact.pk,
        case=contact.case_id,
        line=contact.line,
        strength=way_strength(line, contact) if line is not None else "",
        first_at=contact.first_at,
        heard_at=contact.heard_at,
        is_default=is_default,
        chosen=contact.chosen,
    )
    named = getattr(contact, "named", None)
    if named is None:
        return view
    view = replace(view, named_by=named.by.name, named_at=named.at)
    if contact.heard_at is not None:
        return view
    key = open_case_key(the_vault(), contact.case_id, bytes(contact.case.key_wrap or b""))
    typed = read_named(the_desk().address_key, key, contact)
    return replace(
        view,
        address=typed.address if typed is not None else "",
        lang=typed.lang if typed is not None else "",
        first=line.first if line is not None else "",
        knocked=has_knocked(contact),
    )


def reaches_page(number: int) -> bool:
    """Whether an answer lies ready on a page too: somebody of this case has nine words."""
    return Case.objects.filter(number__in=access_group(number), token_digest__isnull=False).exists()


def access_pages(number: int) -> tuple[int, ...]:
    """Which of the cases that are shown as one have a page: somebody has its nine words."""
    pages = Case.objects.filter(number__in=access_group(number), token_digest__isnull=False)
    return tuple(pages.order_by("number").values_list("number", flat=True))


def access_passed_words(number: int) -> tuple[Passed, ...]:
    """Through which lines too weak for a place or a time the nine words of a case went."""
    least = the_programme().lines.weakest_for_sensitive
    every = passed_words(access_group(number))
    return tuple(each for each in every if not each.strength.at_least(least))


@transaction.atomic
def move_conversation(operator: Colleague, number: int, contact: int | None, now: int) -> None:
    """From now on answers go by this contact; None: again by where the last message came from.

    Raises `NoSuchCase`, `NoSuchContact`.
    """
    group = _held(number)
    chosen = None if contact is None else contact_of(group, contact)
    Contact.objects.filter(case__in=group, chosen=True).update(chosen=False)
    if chosen is not None:
        chosen.chosen = True
        chosen.save(update_fields=["chosen"])
    write_down(operator, Action.MOVED, number, now)
    note_change()


def access_proposals(number: int | None = None) -> tuple[ProposalView, ...]:
    """What nobody has decided yet, of one case or of all."""
    need_open_vault()
    open_ones = Proposal.objects.filter(decided_at__isnull=True).select_related("contact")
    if number is not None:
        group = set(access_group(number))
        rows = [each for each in open_ones if {each.case_id, each.contact.case_id} & group]
    else:
        rows = list(open_ones.order_by("at", "pk"))
    apart = [each for each in rows if not _are_relatives(each)]
    return tuple(
        ProposalView(each.pk, each.contact.case_id, each.case_id, each.contact.line, each.at)
        for each in apart
    )


def _are_relatives(proposal: Proposal) -> bool:
    """They may have been linked after it was proposed."""
    return are_related(group_of(proposal.contact.case_id), group_of(proposal.case_id))


def access_merges(number: int) -> tuple[int, ...]:
    """The cases that are shown with this one and can be separated from it, the latest first."""
    merged = Merged.objects.filter(case__in=access_group(number)).order_by("-pk")
    return tuple(merged.values_list("case_id", flat=True))


@transaction.atomic
def merge_cases(operator: Colleague, one: int, other: int, now: int) -> bool:
    """Show two cases as one person's; False when they are already.

    Raises `NoSuchCase`, `RelativesAreLinkedNotMerged`.
    """
    _held(one, other)
    if not merge(one, other, now):
        return False
    for number in (one, other):
        write_down(operator, Action.MERGED, number, now)
    note_change()
    return True


@transaction.atomic
def separate_case(operator: Colleague, number: int, now: int) -> bool:
    """Undo the merge of case `number`; False when it is merged into none."""
    _held(number)
    if not separate(number):
        return False
    write_down(operator, Action.SEPARATED, number, now)
    note_change()
    return True


@transaction.atomic
def refuse_merge(operator: Colleague, proposal: int, now: int) -> None:
    """Decide that the two are not one person, or not to be merged; it is not proposed again."""
    need_open_vault()
    known = Proposal.objects.select_for_update().filter(pk=proposal, decided_at__isnull=True)
    found = known.first()
    if found is None:
        return
    found.decided_at = now
    found.save(update_fields=["decided_at"])
    write_down(operator, Action.REFUSED_MERGE, found.case_id, now)
    note_change()


def _held(*numbers: int) -> tuple[int, ...]:
    """All that is shown with the first of these, held with the others until it is decided."""
    need_open_vault()
    return hold_persons(*numbers).groups[0]
