"""Several people in a case, relatives, and what a person permits to tell them.

Promises: everything here is decided by an operator and stands in the audit; a form with a mistake
comes back as it was filled in. His words are written down beside his messages, in his own case.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.casebook.models import NoSuchCase
from aman.desk.cases import access, people, relatives
from aman.desk.cases.records import ConversationItem
from aman.desk.clock import now
from aman.desk.lines.contacts import NoSuchContact

from .casework import keeps_what_is_typed, of_one_case, operator_of
from .context import show
from .drafts import filled, number_from
from .people_forms import ConsentForm, MemberForm, RelateForm
from .refusals import no_such_case

UNPROCESSABLE = 422
_GET_OR_POST = ("GET", "HEAD", "POST")


@keeps_what_is_typed
@of_one_case
@require_http_methods(_GET_OR_POST)
def member(request: HttpRequest, number: int, of: int | None = None) -> HttpResponse:
    """Write down one of several people, or write anew what stands there."""
    operator, at = operator_of(request), int(now())
    known = {each.number: each for each in people.access_members(number)}
    if of is not None and of not in known:
        return no_such_case(request)
    typed = filled(request)
    form = MemberForm(typed.data)
    if of is not None and typed.data is None:
        form = MemberForm(initial={"label": known[of].label, "notes": known[of].notes})
    if typed.is_posted and form.is_valid():
        label, notes = form.cleaned_data["label"], form.cleaned_data["notes"]
        if of is None:
            people.add_member(operator, number, label, notes, at)
        else:
            people.write_member(operator, number, of, label, notes, at)
        return redirect("person", number)
    said = {"number": number, "form": form, "of": of, "first": not known, "typed": typed}
    return show(request, "member.html", said, UNPROCESSABLE if typed.is_posted else 200)


@of_one_case
@require_POST
def whose(request: HttpRequest, number: int) -> HttpResponse:
    """Say whose a contact or a page is; what is not there any more is not changed."""
    operator, at = operator_of(request), int(now())
    owner = number_from(request.POST.get("member"))
    contact, page = (number_from(request.POST.get(way)) for way in ("contact", "page"))
    gone = NoSuchContact, people.NoSuchMember, NoSuchCase
    people.access_members(number)
    with suppress(*gone):
        if contact is not None:
            people.give_contact(operator, number, contact, owner, at)
        elif page is not None:
            people.give_page(operator, number, page, owner, at)
    return redirect("person", number)


@keeps_what_is_typed
@of_one_case
@require_http_methods(_GET_OR_POST)
def relate(request: HttpRequest, number: int) -> HttpResponse:
    """Link this case, a relative's, to that of the person who is asked about."""
    relatives.access_relations(number)
    typed = filled(request)
    asked = {"case": number_from(request.GET.get("person")) or ""}
    form = RelateForm(typed.data, initial=asked)
    if typed.is_posted and form.is_valid():
        try:
            relatives.relate(operator_of(request), number, form.cleaned_data["case"], int(now()))
            return redirect("person", number)
        except NoSuchCase:
            form.add_error("case", _("There is no such case. Look at its number again."))
        except relatives.AlreadyOnePerson:
            form.add_error("case", _("These two are shown as one person. Separate them first."))
        except relatives.RelativesAreLinkedNotMerged:
            form.add_error("case", _("These two are linked already."))
    said = {"number": number, "form": form, "typed": typed}
    return show(request, "relate.html", said, UNPROCESSABLE if typed.is_posted else 200)


@keeps_what_is_typed
@of_one_case
@require_http_methods(_GET_OR_POST)
def relation(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """What may be told to this relative; from the person's own case it is written down."""
    operator, at = operator_of(request), int(now())
    found = _relation(number, link)
    if found is None:
        return no_such_case(request)
    form, typed = None, filled(request)
    if relatives.is_persons_case(number, found):
        form = ConsentForm(_messages(request, number), number, typed.data)
    if form is not None and typed.is_posted and form.is_valid():
        try:
            relatives.write_consent(operator, link, form.permission(), at)
            return redirect("relation", number, link)
        except relatives.NoSuchMessage:
            form.add_error("message", _("The person wrote no such message. Choose again."))
        except relatives.IncompleteConsent:
            form.add_error("wording", _("Write what is permitted, and the words for it."))
    said: dict[str, Any] = {"number": number, "relation": found, "form": form, "typed": typed}
    said["consents"] = relatives.access_consents(operator, link, at)
    refused = form is not None and typed.is_posted
    return show(request, "relation.html", said, UNPROCESSABLE if refused else 200)


@of_one_case
@require_POST
def withdraw(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """The person permits it no longer."""
    operator, at = operator_of(request), int(now())
    if _relation(number, link) is None:
        return no_such_case(request)
    known = {each.number for each in relatives.access_consents(operator, link, at)}
    consent = number_from(request.POST.get("consent"))
    if consent is not None and consent in known:
        relatives.withdraw_consent(operator, consent, at)
    return redirect("relation", number, link)


@of_one_case
@require_POST
def end(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """The link was a mistake."""
    if _relation(number, link) is not None:
        relatives.end_relation(operator_of(request), link, int(now()))
    return redirect("person", number)


def _relation(number: int, link: int) -> relatives.RelationView | None:
    """A link of this case that holds."""
    known = relatives.access_relations(number)
    return next((each for each in known if each.number == link), None)


def _messages(request: HttpRequest, number: int) -> Sequence[ConversationItem]:
    """What the person wrote, as opening the case shows it."""
    view = access.access_case(operator_of(request), number, int(now()))
    return [item for item in view.items if item.kind == "message"]
