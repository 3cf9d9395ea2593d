"""What every screen shows around its own part: who is signed in, what time it is, how the desk is.

Promises: a screen's answer is never kept by a browser or anything between.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from aman.desk.accounts.models import Operator
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.contacts import line_health
from aman.desk.cases.health import desk_health
from aman.desk.clock import now

from . import line_words, words
from .figures_due import figures_due


def signed_in(request: HttpRequest) -> Operator | None:
    """The operator, or nobody."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Operator) else None


def show(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a screen with what stands around it."""
    operator = signed_in(request)
    at = int(now())
    around: dict[str, Any] = {"operator": operator, "now": at}
    if operator is not None:
        around["programme"] = the_programme()
        found = desk_health(at)
        around["health"] = [*words.health(found, at), *line_words.health(line_health(at), at)]
        if operator.is_administrator:
            around["health"] += figures_due(at)
        around["carried_at"] = max((front.heard_at or 0 for front in found.fronts), default=0)
    answer = render(request, f"desk/{template}", around | context, status=status)
    add_never_cache_headers(answer)
    return answer
