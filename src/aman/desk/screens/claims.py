"""Reports of others: what contradicts what, details to check, a letter to copy.

Promises: any operator may look. Nothing is sent from here: a letter is text to copy.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aman.desk.casebook.programme import the_programme
from aman.desk.clock import now
from aman.desk.keys.vault import the_vault
from aman.desk.ledger.keepers import MayNotKeep, may_keep_ledger
from aman.desk.ledger.keeping import DeskLedger
from aman.desk.publication.folder import UnreadableFolder
from aman.figures.claims.claim import Alias, AlreadyDecided
from aman.figures.claims.comparing import Finding, Verdict
from aman.figures.claims.correcting import is_worth_a_letter, letter, to_correct
from aman.figures.claims.ledger import Ledger, NotInLedger
from aman.figures.log.reading import Doubt
from aman.figures.past import Ours
from aman.figures.sentences import Speaker
from aman.figures.wording import LANGUAGES, Namer

from .casework import operator_of
from .claim_words import (
    CONTRADICTIONS,
    check_sides,
    finding_said,
    pairs_to_tie,
    report_said,
    which,
)
from .context import show
from .figures_shown import released_figures
from .maps import while_open
from .refusals import refused

FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409
SHOWN_AT_ONCE, MOST_SHOWN = 40, 200
READ_AT_ONCE = 20
"""So many reports are looked through for details at every look; more of them when asked."""
Screen = Callable[..., HttpResponse]


def the_ledger() -> DeskLedger:
    """This desk's; `VaultLocked` when nobody is signed in."""
    return DeskLedger(the_vault())


def speaker() -> Speaker:
    """Who says figures and claims, in the operator's language."""
    language = get_language() or "en"
    named = the_programme().figures
    return Speaker(Namer(language if language in LANGUAGES else "en", named))


def of_the_ledger(view: Screen) -> Screen:
    """Tell it when something is gone, was decided meanwhile, or is not his to change."""

    @while_open
    @wraps(view)
    def told(request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - what the address holds
        try:
            return view(request, **kwargs)
        except NotInLedger:
            return _refused(request, NOT_FOUND, _("There is no such report or claim"))
        except AlreadyDecided:
            return _refused(request, CONFLICT, _("A colleague has changed this meanwhile"))
        except MayNotKeep:
            return _refused(request, FORBIDDEN, _("You may look at this, and not change it"))

    return told


def _refused(request: HttpRequest, status: int, what: str) -> HttpResponse:
    return refused(
        request,
        status,
        what=what,
        kept=_("Nothing was changed."),
        todo=_("Look at it as it is now."),
        go=(_("To the reports of others"), "/claims"),
    )


@require_safe
@of_the_ledger
def claims(request: HttpRequest) -> HttpResponse:
    """Contradictions, the worst on top; details to check; the reports."""
    ledger, says = the_ledger().whole(), speaker()
    figures, is_doubtful = ours()
    found = findings(ledger, figures)
    against = [each for each in found if each.verdict in CONTRADICTIONS]
    fitting = [each for each in found if each.verdict is Verdict.COMPATIBLE_LOWER_BOUND]
    is_whole = request.GET.get("all") == "1"
    reports = ledger.by_name()
    checks = ledger.checks() if is_whole or len(ledger.reports) <= READ_AT_ONCE else None
    shown = MOST_SHOWN if is_whole else SHOWN_AT_ONCE
    said: dict[str, Any] = {
        "findings": [finding_said(each, reports, says) for each in against[:shown]],
        "fitting": [finding_said(each, reports, says) for each in fitting[:shown]],
        "more": max(0, len(against) - shown),
        "is_whole": is_whole,
        "checks": checks and [(each, check_sides(each, reports)) for each in checks],
        "unchecked": checks is None,
        "reports": [report_said(each, ledger) for each in reversed(ledger.reports)],
        "removals": the_ledger().removals(),
        "to_tie": len(pairs_to_tie(found)),
        "is_doubtful": is_doubtful,
        "may_keep": may_keep_ledger(operator_of(request)),
    }
    return show(request, "claims.html", said)


@require_POST
@of_the_ledger
def save(request: HttpRequest) -> HttpResponse:
    """All of it as the canonical file that `aman figures claims --ledger` reads."""
    content = the_ledger().saved(operator_of(request), int(now()))
    named = {"Content-Disposition": 'attachment; filename="claims.json"'}
    return HttpResponse(content, content_type="application/json", headers=named)


@require_safe
@of_the_ledger
def draft(request: HttpRequest, finding: str) -> HttpResponse:
    """A letter to an outlet, in its language, to be copied."""
    ledger = the_ledger().whole()
    every = findings(ledger, ours()[0])
    found = next((e for e in every if which(e) == finding and is_worth_a_letter(e)), None)
    if found is None:
        raise NotInLedger
    reports = ledger.by_name()
    report = reports[to_correct(found)[0].statement.document]
    said = {
        "text": letter(found, reports, the_programme().figures),
        "outlet": report.outlet,
        "lang": report.lang,
        "number": report.name,
    }
    return show(request, "claim_letter.html", said)


def findings(ledger: Ledger, figures: list[Ours]) -> list[Finding]:
    """With ours where figures are published; our names in four languages are one by themselves."""
    names = the_programme().name
    own = names.get(get_language() or "", "") or next(iter(names.values()))
    return ledger.findings(figures, own, (Alias(tuple(names.values())),))


def ours() -> tuple[list[Ours], bool]:
    """All figures that we ever released, and whether what is published can't be believed."""
    try:
        return released_figures(), False
    except (Doubt, UnreadableFolder, OSError):
        return [], True
