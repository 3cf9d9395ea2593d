"""Refusals: what happened, what was kept, what to do.

Promises: a refusal names nothing of what was asked. (404, 403_csrf, 400 and 500 are templates that
Django finds by their names.)
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .context import show

NOT_FOUND = 404


def refused(  # noqa: PLR0913 - the parts of a refusal
    request: HttpRequest, status: int, *, what: str, kept: str, todo: str, go: tuple[str, str]
) -> HttpResponse:
    """Say it, with one way on."""
    said = {"what": what, "kept": kept, "todo": todo, "go": go[0], "href": go[1]}
    return show(request, "refused.html", said, status)


def no_such_case(request: HttpRequest) -> HttpResponse:
    """Say that a case is not there, or no longer."""
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such case"),
        kept=_("It was destroyed, or its number is wrong. Nothing was changed."),
        todo=_("Go on from the queue."),
        go=(_("To the queue"), "/"),
    )
