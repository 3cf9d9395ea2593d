"""One report of others: pasted or imported, described, removed; its claims with what was decided.

Promises: a saved web page is read by a confined process; what is guessed is shown to be corrected;
what is typed comes back with its mistake named.
"""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.attachments.showing import NotShown, confined
from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.ledger.keepers import may_keep_ledger
from aman.desk.ledger.keeping import MOST_LETTERS, AlreadyDescribed, LedgerFull, decided
from aman.desk.ledger.page_text import Article, is_reader_there, looks_like_a_page
from aman.figures.claims.claim import AlreadyDecided, Report, digest_of
from aman.figures.claims.details import checks, relays
from aman.figures.claims.headings import heading_of
from aman.figures.claims.ledger import AlreadyInLedger, DecidedOn
from aman.figures.draft_check import language_of

from .casework import keeps_what_is_typed, operator_of
from .claim_forms import MOST_PAGE_LETTERS, MOST_REASON_LETTERS, AboutReportForm, NewReportForm
from .claim_words import check_sides, claim_said
from .claims import of_the_ledger, speaker, the_ledger
from .coming_in import ask_to_sign_in
from .context import show
from .drafts import draft_of, filled

OK, UNPROCESSABLE, CONFLICT = 200, 422, 409
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_MOST_BROKEN = 3


class _NotTaken(Exception):  # noqa: N818 - what it says
    """Its text, for the person."""


@keeps_what_is_typed
@sensitive_post_parameters("report")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Take a report in, as text or as the source of a page."""
    try:
        return _add(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


@of_the_ledger
def _add(request: HttpRequest) -> HttpResponse:
    typed = filled(request)
    form = NewReportForm(typed.data)
    status = UNPROCESSABLE if typed.is_posted else OK
    there = ""
    if typed.is_posted and form.is_valid():
        try:
            report = _read(form.cleaned_data["report"].replace("\r\n", "\n"))
            return redirect("report", the_ledger().add(operator_of(request), report, int(now())))
        except _NotTaken as why:
            form.add_error("report", str(why))
        except AlreadyInLedger as same:
            there, status = same.args[0], CONFLICT
        except LedgerFull:
            form.add_error("report", _("The ledger is full. Remove reports that are settled."))
    said = {"form": form, "typed": typed, "there": there, "most_bytes": MOST_PAGE_LETTERS}
    return show(request, "claim_report_new.html", said, status)


def _read(pasted: str) -> Report:
    if pasted.count(_BROKEN) > _MOST_BROKEN:
        broken = _("This file is not in UTF-8. Open it in a browser and paste its text.")
        raise _NotTaken(broken)
    if not pasted.strip():
        raise _NotTaken(_("There is no text in it."))
    article = _article(pasted) if looks_like_a_page(pasted) else _plain(pasted)
    if len(article.text) > MOST_LETTERS:
        long = _("This is too long: at most %(most)s letters. Cut out the report.")
        raise _NotTaken(long % {"most": f"{MOST_LETTERS:,}"})
    about = msgspec.structs.asdict(article)
    return Report(name="", lang=language_of(article.text), **about)


def _plain(pasted: str) -> Article:
    guessed = heading_of(pasted)
    return Article(pasted, guessed.title, guessed.outlet, guessed.day)


def _article(pasted: str) -> Article:
    if not is_reader_there():
        missing = _("This desk can't read web pages. Paste the text of the article.")
        raise _NotTaken(missing)
    try:
        return msgspec.json.decode(confined("page", pasted.encode()), type=Article)
    except NotShown:
        none = _("No article was found in this page. Paste its text.")
        raise _NotTaken(none) from None


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_ledger
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report, its claims and details; POST says what it is of."""
    if request.method != "POST":
        return _report_screen(request, number)
    form, status = AboutReportForm(request.POST), UNPROCESSABLE
    if form.is_valid():
        seen, about = request.POST.get("seen", ""), form.report()
        try:
            the_ledger().describe(operator_of(request), number, seen, about, int(now()))
            return redirect("report", number)
        except DecidedOn:
            there = _("Claims were decided on in this language. Remove the report first.")
            form.add_error("lang", there)
        except AlreadyDescribed:
            status = CONFLICT
            late = _("A colleague changed this meanwhile. Above it stands as it is now.")
            form.add_error("outlet", late)
    return _report_screen(request, number, status, {"about": form})


def _report_screen(
    request: HttpRequest, number: int, status: int = OK, typed: dict[str, Any] | None = None
) -> HttpResponse:
    ledger = the_ledger().whole()
    found = ledger.report(str(number))
    claims = ledger.claims_of(found.name)
    initial = {name: getattr(found, name) for name in ("outlet", "title", "day", "lang")}
    says = speaker()
    said: dict[str, Any] = {
        "number": number,
        "report": found,
        "claims": [claim_said(each, found, says) for each in claims],
        "checks": [(c, check_sides(c, ledger.by_name())) for c in checks((found,), ledger.aliases)],
        "chains": [each.chain for each in relays(found, ledger.aliases)],
        "about": AboutReportForm(initial=initial),
        "seen": digest_of(found),
        "seen_with_claims": digest_of((found, claims)),
        "decisions": decided(claims),
        "most_reason": MOST_REASON_LETTERS,
        "may_keep": may_keep_ledger(operator_of(request)),
    }
    return show(request, "claim_report.html", said | (typed or {}), status)


@require_POST
@of_the_ledger
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """It does not belong here; its claims and decisions go with it, and the reason stays."""
    reason = request.POST.get("reason", "").strip()[:MOST_REASON_LETTERS]
    seen = request.POST.get("seen", "")
    try:
        the_ledger().remove(operator_of(request), number, seen, int(now()), reason)
    except DecidedOn:
        why = {"not_removed": _("Say why. What was decided on it is lost.")}
        return _report_screen(request, number, UNPROCESSABLE, why)
    except AlreadyDecided:
        late = _("This report was worked on meanwhile. Look at it, then remove it.")
        return _report_screen(request, number, CONFLICT, {"not_removed": late, "reason": reason})
    return redirect("claims")
