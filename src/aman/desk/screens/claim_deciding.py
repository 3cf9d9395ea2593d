"""What a person makes of a claim: as it stands, mended, or no claim; and anew if he erred.

Promises: a decision is about the claim as it was seen, all of it; what a colleague made of it
meanwhile is shown in words, beside what was typed, and nothing typed is lost.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.figures.claims.claim import AlreadyDecided, Claim, Report, Statement
from aman.figures.claims.ledger import AlreadyInLedger, Key, NotInLedger
from aman.figures.wording import LANGUAGES

from .casework import keeps_what_is_typed, operator_of
from .claim_forms import MOST_REASON_LETTERS, MendForm, WriteForm, as_typed
from .claim_words import claim_said, decisions_said, differing
from .claims import of_the_ledger, speaker, the_ledger
from .coming_in import ask_to_sign_in
from .context import show
from .drafts import draft_of, filled
from .refusals import refused

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422


@require_POST
@of_the_ledger
def decide(request: HttpRequest, number: int, start: int) -> HttpResponse:
    """It is as it stands, or it is no claim, or it is to be read anew."""
    operator, at = operator_of(request), int(now())
    reason = request.POST.get("reason", "").strip()[:MOST_REASON_LETTERS]
    decision = request.POST.get("decision", "")
    if decision == "refuse" and not reason:
        return _without_reason(request, number, start)
    deed = _deed(decision, reason, operator.name, at)
    try:
        the_ledger().decide(operator, (str(number), start), seen(request.POST), deed, at)
    except AlreadyDecided:
        wanted = {"decision": decision, "reason": reason, "most_reason": MOST_REASON_LETTERS}
        return _meanwhile(request, number, start, wanted)
    return to_claim(number, start)


def _deed(decision: str, reason: str, by: str, at: int) -> Callable[[Claim], Claim]:
    """What was decided; anew where somebody decided before, which stays readable."""
    if decision == "confirm":
        return lambda claim: claim.reopened(by, at).confirm(by, at)
    if decision == "refuse":
        return lambda claim: claim.reopened(by, at).refuse(reason, by, at)
    if decision == "reopen":
        return lambda claim: claim.reopened(by, at)
    raise NotInLedger


def seen(posted: QueryDict) -> str:
    """The digest of the claim as he saw it."""
    return posted.get("seen", "")


def _meanwhile(
    request: HttpRequest, number: int, start: int, wanted: dict[str, Any]
) -> HttpResponse:
    """Say what was decided meanwhile, with what he wanted, to be decided again."""
    ledger = the_ledger().whole()
    claim, report = ledger.claim((str(number), start)), ledger.report(str(number))
    says = speaker()
    said: dict[str, Any] = {
        "number": number,
        "start": start,
        "claim": claim_said(claim, report, says),
        "since": decisions_said(claim.since(seen(request.POST)), says),
    }
    return show(request, "claim_meanwhile.html", said | wanted, CONFLICT)


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
    key = str(number), start
    claim, report = _found(key)
    typed = filled(request)
    language = get_language() or "en"
    form = MendForm(
        language if language in LANGUAGES else "en",
        typed.data,
        initial=as_typed(claim.statement, claim.reason),
    )
    said: dict[str, Any] = {"number": number, "start": start, "form": form, "typed": typed}
    said["seen"] = claim.digest if typed.data is None else seen(typed.data)
    status = UNPROCESSABLE if typed.is_posted else OK
    if typed.is_posted and form.is_valid():
        operator, at = operator_of(request), int(now())
        mended, reason = form.statement(claim.proposed), form.cleaned_data["reason"]
        try:
            the_ledger().decide(
                operator,
                key,
                said["seen"],
                lambda each: each.reopened(operator.name, at).mend(
                    mended, reason, operator.name, at
                ),
                at,
            )
            return redirect(to_claim(number, start).url)
        except AlreadyDecided:
            status = CONFLICT
            claim, report = _found(key)
            said |= _both(claim, mended, said["seen"])
    said["claim"] = claim_said(claim, report, speaker())
    return show(request, "claim_mend.html", said, status)


def _found(key: Key) -> tuple[Claim, Report]:
    ledger = the_ledger().whole()
    return ledger.claim(key), ledger.report(key[0])


def _both(claim: Claim, mended: Statement, seen: str) -> dict[str, Any]:
    """What was decided since he saw it; what differs in it and in what he typed.

    Posted again, it is about the claim as it is now.
    """
    says = speaker()
    return {
        "is_late": True,
        "since": decisions_said(claim.since(seen), says),
        "differing": differing(claim.statement, mended, says),
        "seen": claim.digest,
    }


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
