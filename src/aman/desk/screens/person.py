"""The person behind a case: by which ways he is reached, what he asked for, which cases are his.

Promises: everything here is decided by an operator and stands in the audit; a form with a mistake
comes back as it was filled in, with the mistake in words.
"""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.cases import contacts, wishes
from aman.desk.clock import now
from aman.desk.keys.vault import DamagedRecord
from aman.desk.lines.contacts import NoSuchContact

from .casework import keeps_what_is_typed, of_one_case, operator_of
from .context import show
from .drafts import filled, number_from
from .wish_form import WishForm
from .written_wishes import clock_time

UNPROCESSABLE = 422


@of_one_case
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Answers go by this way from now on; without one: by where the last message came from."""
    chosen = number_from(request.POST.get("contact"))
    with suppress(NoSuchContact):  # separated meanwhile: the screen shows the ways that there are
        contacts.move_conversation(operator_of(request), number, chosen, int(now()))
    return redirect("person", number)


@of_one_case
@require_POST
def decide_proposal(request: HttpRequest, number: int, proposal: int) -> HttpResponse:
    """Merge what is proposed, or say that the two are not the same."""
    operator, at = operator_of(request), int(now())
    proposed = {each.number: each for each in contacts.access_proposals(number)}
    found = proposed.get(proposal)
    if found is not None and request.POST.get("decision") == "merge":
        with suppress(contacts.RelativesAreLinkedNotMerged):  # linked meanwhile: it is not shown
            contacts.merge_cases(operator, found.other, found.one, at)
    elif found is not None:
        contacts.refuse_merge(operator, proposal, at)
    return redirect("person", number)


@of_one_case
@require_POST
def separate(request: HttpRequest, number: int) -> HttpResponse:
    """Show a merged case by itself again."""
    other = number_from(request.POST.get("case"))
    merged = contacts.access_merges(number)
    if other is not None and other in merged:
        contacts.separate_case(operator_of(request), other, int(now()))
    return redirect("person", number)


@keeps_what_is_typed
@of_one_case
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what he asked for."""
    operator, at = operator_of(request), int(now())
    ways = contacts.access_contacts(number)
    typed = filled(request)
    form = WishForm(ways, typed.data, initial=_kept(number) if typed.data is None else None)
    if typed.is_posted and form.is_valid():
        wishes.write_wish(operator, number, form.rules(), form.expected_at(), at)
        return redirect("person", number)
    said = {"number": number, "form": form, "ways": ways, "typed": typed}
    said["his_time"] = form.his_time(at)
    return show(request, "wish.html", said, UNPROCESSABLE if typed.is_posted else 200)


def _kept(number: int) -> dict[str, object]:
    """What was written down, as the form has it; a damaged record is written anew."""
    try:
        kept = wishes.access_wish(number)
    except DamagedRecord:
        return {}
    rules = kept.rules
    return {
        "never": rules.never,
        "only": rules.contacts is not None,
        "contacts": [str(each) for each in rules.contacts or ()],
        "hours": ", ".join(each.said() for each in rules.hours),
        "zone": rules.zone,
        "wording": rules.wording,
        "expected_by": (
            clock_time(rules.zone, kept.expected_by).replace(" ", "T")
            if kept.expected_by is not None
            else ""
        ),
    }
