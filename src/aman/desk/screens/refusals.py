"""Refusals: what happened, what was kept, what to do.

Promises: a refusal names nothing of what was asked. (404, 403_csrf, 400 and 500 are templates that
Django finds by their names.)
"""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from aman.desk.bodies import LAYER_MEBIBYTES, REFUSED

from .context import show

OK, FORBIDDEN, NOT_FOUND, TOO_LARGE = 200, 403, 404, 413


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


def not_yours(request: HttpRequest, number: int) -> HttpResponse:
    """Say who may destroy a case."""
    return refused(
        request,
        FORBIDDEN,
        what=_("Only who has taken this case, or an administrator, can destroy it"),
        kept=_("Nothing was changed."),
        todo=_("Take the case first, or ask an administrator."),
        go=(_("Back to the case"), f"/case/{number}"),
    )


def destroyed(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a case is destroyed, and from when on for good."""
    return refused(
        request,
        OK,
        what=_("Case %(number)d is destroyed") % {"number": number},
        kept=_("Nobody can read it any more at this desk. After seven days nobody can anywhere."),
        todo=_("If the person writes again, a new case appears in the queue."),
        go=(_("To the queue"), "/"),
    )


class TooLargeMiddleware(MiddlewareMixin):
    """Says what the door did: the body of this request was too large, and was not kept."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Whoever it is; nothing is shown to him but this."""
        if not getattr(request, "scope", {}).get(REFUSED):
            return None
        said = {
            "operator": None,
            "what": _("This is more than the desk takes at once"),
            "kept": _("Nothing was changed. What you sent was not kept."),
            "todo": _("A hazard layer has at most %(most)d MB, everything else far less.")
            % {"most": LAYER_MEBIBYTES},
            "go": _("To the queue"),
            "href": "/",
        }
        return show(request, "refused.html", said, TOO_LARGE)
