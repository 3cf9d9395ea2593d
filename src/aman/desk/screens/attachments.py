"""What people attached: looked at re-encoded and on demand, saved as it was only after a warning.

Promises: this process reads no file as anything but bytes; what a browser gets to show has a type
that is ours to say, may run nothing, and is kept nowhere. The name, the size and the type are the
sender's words and are only ever text. Refuses to know: what a file is.
"""

from contextlib import suppress
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aman.desk.attachments.showing import NotShown, form_of
from aman.desk.attachments.showing import show as re_encode
from aman.desk.cases import files
from aman.desk.cases.files import NoSuchFile, NotWhole, Purpose
from aman.desk.clock import now

from .casework import of_one_case, operator_of
from .context import show
from .refusals import refused

NOT_FOUND, UNPROCESSABLE = 404, 422
AT_ONCE = BoundedSemaphore(2)
"""So many files are re-encoded at a time; each may take a gigabyte and twenty seconds."""
_SHUT_IN = "sandbox; default-src 'none'; frame-ancestors 'none'"


@of_one_case
@require_safe
def file(request: HttpRequest, number: int, item: int, place: int) -> HttpResponse:
    """One file: the re-encoded picture or sound, and what the sender said of it."""
    try:
        said = files.announced_file(number, item, place, int(now()))
    except NoSuchFile:
        return _no_such_file(request, number)
    form = None if said.fault else form_of(said.media)
    context = {"number": number, "item": item, "place": place, "file": said, "form": form}
    return show(request, "file.html", context)


@of_one_case
@require_safe
def shown(request: HttpRequest, number: int, item: int, place: int) -> HttpResponse:
    """The re-encoded bytes, for a browser to show within a page of ours."""
    operator, at = operator_of(request), int(now())
    with suppress(NoSuchFile, NotWhole, NotShown):
        said, content = files.take_file(operator, number, item, place, purpose=Purpose.LOOK, now=at)
        form = form_of(said.media)
        if form is not None:
            with AT_ONCE:
                drawn = re_encode(content, form)
            return _shut_in(HttpResponse(drawn.content, content_type=drawn.media))
    nothing = HttpResponse(_("This can't be shown."), status=NOT_FOUND, content_type="text/plain")
    return _shut_in(nothing)


@of_one_case
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, number: int, item: int, place: int) -> HttpResponse:
    """Say what an original may do; give it to who saves it all the same."""
    operator, at = operator_of(request), int(now())
    try:
        if request.method == "POST":
            _said, content = files.take_file(
                operator, number, item, place, purpose=Purpose.SAVE, now=at
            )
            return _original(content, f"case-{number}-file-{item}-{place}.original")
        said = files.announced_file(number, item, place, at)
    except NoSuchFile:
        return _no_such_file(request, number)
    except NotWhole:
        return _not_whole(request, number)
    context = {"number": number, "item": item, "place": place, "file": said}
    return show(request, "save_file.html", context)


def _original(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _shut_in(answer)


def _shut_in(answer: HttpResponse) -> HttpResponse:
    """Whatever it is: it may run nothing, is what we say it is, and stays in no cache."""
    answer.headers["Content-Security-Policy"] = _SHUT_IN
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _no_such_file(request: HttpRequest, number: int) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such file"),
        kept=_("No message of this case brought it. Nothing was changed."),
        todo=_("Open the file from the conversation."),
        go=(_("Back to the case"), f"/case/{number}"),
    )


def _not_whole(request: HttpRequest, number: int) -> HttpResponse:
    return refused(
        request,
        UNPROCESSABLE,
        what=_("This file is not whole"),
        kept=_("Parts of it have not come, or they are others than announced."),
        todo=_("Wait a minute. If it stays so, ask the person to send it again."),
        go=(_("Back to the case"), f"/case/{number}"),
    )
