"""The audit as administrators read it: all of it, of one operator, of one case.

Promises: only reading; what was done is said in words of the reader's language.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aman.desk.accounts.models import Operator
from aman.desk.accounts.staff import staff
from aman.desk.audit.reading import UNKNOWN, access_audit

from .context import show
from .drafts import number_from
from .staff import for_administrators


@require_safe
@for_administrators
def history(request: HttpRequest, operator: Operator) -> HttpResponse:
    """One page, newest first; the address says of what."""
    asked = {name: number_from(request.GET.get(name)) for name in ("of", "case", "before")}
    page = access_audit(operator, **asked)
    chosen = {name: asked[name] for name in ("of", "case") if asked[name] is not None}
    said: dict[str, Any] = {
        "entries": page.entries,
        "members": staff(operator),
        "unknown": UNKNOWN,
        "of": asked["of"],
        "of_case": asked["case"],
        "newest": f"/audit?{urlencode(chosen)}" if asked["before"] else None,
        "older": f"/audit?{urlencode(chosen | {'before': page.older})}" if page.older else None,
    }
    return show(request, "audit.html", said)
