"""An address that the person named, and another case that is his too: typed, looked at, decided.

Promises: nothing goes out from here, and nothing is merged that was not shown side by side before;
a form with a mistake comes back as it was filled in. What is refused is refused by `cases`.
"""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.casebook.models import NoSuchCase
from aman.desk.casebook.programme import the_programme
from aman.desk.cases import comparing, contacts, naming
from aman.desk.cases.people import access_members
from aman.desk.clock import now
from aman.desk.lines.contacts import NoSuchContact

from . import words
from .casework import keeps_what_is_typed, of_one_case, operator_of
from .context import show
from .drafts import filled, number_from
from .naming_forms import MergeForm, NameForm
from .naming_words import cant_write_first, wrong

CONFLICT, UNPROCESSABLE = 409, 422
_GET_OR_POST = ("GET", "HEAD", "POST")


@keeps_what_is_typed
@of_one_case
@require_http_methods(_GET_OR_POST)
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Write down an address that the person named."""
    members, lines = access_members(number), naming.access_lines()
    typed = filled(request)
    form = NameForm(
        lines,
        members,
        the_programme().languages,
        typed.data,
        initial={"lang": naming.writes_in(number)},
    )
    elsewhere = None
    if typed.is_posted and form.is_valid():
        try:
            naming.name_address(
                operator_of(request), number, form.typed(), int(now()), member=form.member()
            )
            return redirect("person", number)
        except naming.AnotherCases as another:
            elsewhere = another.case
        except naming.WrongAddress as mistake:
            form.add_error("address", wrong(mistake.why))
        except naming.KnownHere:
            form.add_error("address", _("This case has that address already."))
        except naming.CantWriteFirst as cant:
            form.add_error("line", cant_write_first(cant.first))
        except naming.LineGone:
            form.add_error("line", _("This line was removed. Choose another one."))
        except naming.NoSuchMember:
            form.add_error("whose", _("This case has no such person. Choose again."))
    said: dict[str, Any] = {"number": number, "form": form, "typed": typed, "elsewhere": elsewhere}
    said["possible"] = [line for line in lines if line.first.is_possible]
    said["others"] = [line for line in lines if not line.first.is_possible]
    said["opening"] = bool(the_programme().opening)
    status = CONFLICT if elsewhere else UNPROCESSABLE if typed.is_posted else 200
    return show(request, "name.html", said, status)


@of_one_case
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """It was typed wrong; what somebody has written from meanwhile stays."""
    contact = number_from(request.POST.get("contact"))
    if contact is not None:
        with suppress(NoSuchContact, naming.SaysSomething):
            naming.take_back(operator_of(request), number, contact, int(now()))
    return redirect("person", number)


@keeps_what_is_typed
@of_one_case
@require_http_methods(_GET_OR_POST)
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the other case, show both, and merge them when that is confirmed."""
    operator, at = operator_of(request), int(now())
    contacts.access_merges(number)
    typed = filled(request)
    form = MergeForm(typed.data, initial={"case": number_from(request.GET.get("with")) or ""})
    if typed.is_posted and form.is_valid():
        try:
            other: int = form.cleaned_data["case"]
            both = comparing.access_both(operator, number, other, at)
            if request.POST.get("confirmed") != "1":
                return show(request, "merging.html", _side_by_side(number, both))
            contacts.merge_cases(operator, number, other, at)
            return redirect("person", number)
        except NoSuchCase:
            form.add_error("case", _("There is no such case. Look at its number again."))
        except comparing.AlreadyShownAsOne:
            form.add_error("case", _("These two are shown as one already."))
        except comparing.RelativesAreLinkedNotMerged:
            form.add_error("case", _("These two are relatives. They are linked, never merged."))
    said = {"number": number, "form": form, "typed": typed}
    return show(request, "merge.html", said, UNPROCESSABLE if typed.is_posted else 200)


def _side_by_side(number: int, both: tuple[comparing.Brief, ...]) -> dict[str, Any]:
    shown = [(each, words.pairs(dict(each.answers), the_programme())) for each in both]
    return {"number": number, "both": shown, "other": both[1].number}
