"""Names that may be one: shown side by side, tied and untied by a person.

Promises: rules never tie; a tie has who made it and when.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from aman.desk.casebook.programme import the_programme
from aman.desk.clock import now
from aman.desk.ledger.keepers import may_keep_ledger
from aman.figures.claims.claim import digest_of

from .casework import operator_of
from .claim_words import pairs_to_tie
from .claims import findings, of_the_ledger, ours, the_ledger
from .context import show

MOST_PAIRS = 40
"""Those on which the worst hang; when they are settled the next ones come."""


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_ledger
def names(request: HttpRequest) -> HttpResponse:
    """Pairs that contradictions hang on, any two others, and what is tied."""
    own = tuple(the_programme().name.values())
    if request.method == "POST":
        return _changed(request, own)
    ledger = the_ledger().whole()
    pairs = pairs_to_tie(findings(ledger, ours()[0]))
    said = {
        "pairs": pairs[:MOST_PAIRS],
        "more": max(0, len(pairs) - MOST_PAIRS),
        "aliases": [(each, digest_of(each)) for each in ledger.aliases],
        "names": [*ledger.names(), *own],
        "may_keep": may_keep_ledger(operator_of(request)),
    }
    return show(request, "claim_names.html", said)


def _changed(request: HttpRequest, own: tuple[str, ...]) -> HttpResponse:
    operator, at = operator_of(request), int(now())
    posted = request.POST
    if "untie" in posted:
        the_ledger().untie(operator, posted.getlist("name"), posted.get("seen", ""), at)
    else:
        first, second = posted.get("first", ""), posted.get("second", "")
        the_ledger().tie(operator, (first, second), at, also=own)
    return redirect("claim-names")
