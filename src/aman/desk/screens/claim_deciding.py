"""What a person makes of a claim: as it stands, mended, or no claim; and anew if he erred.

Promises: a decision is about the state that was seen; what was proposed stays beside a mending.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.accounts.models import Operator
from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.figures.claims.claim import Claim, State, Statement
from aman.figures.claims.ledger import AlreadyInLedger, NotInLedger
from aman.figures.wording import LANGUAGES

from .casework import keeps_what_is_typed, operator_of
from .claim_forms import MendForm, WriteForm, as_typed
from .claim_words import claim_said
from .claims import of_the_ledger, speaker, the_ledger
from .coming_in import ask_to_sign_in
from .context import show
from .drafts import draft_of, filled
from .refusals import refused

OK, UNPROCESSABLE = 200, 422
MOST_REASON_LETTERS = 500


@require_POST
@of_the_ledger
def decide(request: HttpRequest, number: int, start: int) -> HttpResponse:
    """It is as it stands, or it is no claim, or it is to be read anew."""
    operator, at = operator_of(request), int(now())
    reason = request.POST.get("reason", "").strip()[:MOST_REASON_LETTERS]
    decision = request.POST.get("decision")
    if decision == "refuse" and not reason:
        return _without_reason(request, number, start)
    if decision == "confirm":
        deed = partial(Claim.confirm, by=operator.name, at=at)
    elif decision == "refuse":
        deed = partial(Claim.refuse, reason=reason, by=operator.name, at=at)
    elif decision == "reopen":
        deed = partial(Claim.reopened)
    else:
        raise NotInLedger
    the_ledger().decide(operator, (str(number), start), seen(request), deed, at)
    return to_claim(number, start)


def seen(request: HttpRequest) -> State:
    """The state in which he saw the claim."""
    said = request.POST.get("seen", "")
    return State(said) if said in set(State) else State.PROPOSED


def to_claim(number: int, start: int) -> HttpResponseRedirect:
    """Back to where the claim stands."""
    return HttpResponseRedirect(f"/claims/report/{number}#claim-{start}")


def _without_reason(request: HttpRequest, number: int, start: int) -> HttpResponse:
    return refused(
        request,
        UNPROCESSABLE,
        what=_("Say why it is no claim"),
        kept=_("Nothing was changed."),
        todo=_("Colleagues read the reason later."),
        go=(_("Back to the claim"), f"/claims/report/{number}#claim-{start}"),
    )


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, number: int, start: int) -> HttpResponse:
    """It says something else: typed beside what rules proposed."""
    try:
        return _mend(request, number=number, start=start)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


@of_the_ledger
def _mend(request: HttpRequest, number: int, start: int) -> HttpResponse:
    ledger = the_ledger().whole()
    key = str(number), start
    claim, report = ledger.claim(key), ledger.report(str(number))
    typed = filled(request)
    language = get_language() or "en"
    form = MendForm(
        language if language in LANGUAGES else "en",
        typed.data,
        initial=as_typed(claim.statement, claim.reason),
    )
    if typed.is_posted and form.is_valid():
        operator, at = operator_of(request), int(now())
        mended = form.statement(claim.proposed)
        deed = partial(
            _mended, mended=mended, reason=form.cleaned_data["reason"], by=operator, at=at
        )
        the_ledger().decide(operator, key, seen(request), deed, at)
        return redirect(to_claim(number, start).url)
    said = {
        "number": number,
        "start": start,
        "claim": claim_said(claim, report, speaker()),
        "form": form,
        "typed": typed,
        "seen": claim.state.value if typed.data is None else seen(request).value,
    }
    return show(request, "claim_mend.html", said, UNPROCESSABLE if typed.is_posted else OK)


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Rules missed a claim: a person writes it down as it stands in the report."""
    try:
        return _write(request, number=number)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


@of_the_ledger
def _write(request: HttpRequest, number: int) -> HttpResponse:
    report = the_ledger().whole().report(str(number))
    typed = filled(request)
    language = get_language() or "en"
    form = WriteForm(language if language in LANGUAGES else "en", report, typed.data)
    if typed.is_posted and form.is_valid():
        said = form.written()
        try:
            if said is not None:
                the_ledger().write(operator_of(request), said, int(now()))
                return redirect(to_claim(number, said.start).url)
            not_there = _("The report has no such sentence with this amount. Copy both from it.")
            form.add_error("quote", not_there)
        except AlreadyInLedger:
            form.add_error("amount", _("The ledger has a claim with this amount already."))
    said_of = {"number": number, "report": report, "form": form, "typed": typed}
    status = UNPROCESSABLE if typed.is_posted else OK
    return show(request, "claim_write.html", said_of, status)


def _mended(claim: Claim, mended: Statement, reason: str, by: Operator, at: int) -> Claim:
    """Anew where somebody decided before."""
    proposed = claim if claim.state is State.PROPOSED else claim.reopened()
    return proposed.mend(mended, reason, by.name, at)
