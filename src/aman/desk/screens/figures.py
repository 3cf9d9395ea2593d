"""Published figures for whoever speaks for the hotline: how to quote them, and a text looked over.

Promises: what is shown to everybody is public, and a text that is looked over is kept nowhere.
Figures before their day are shown to a spokesperson by a press of his own, and that stands in the
audit. Refuses to know: who may see what when (`publication.early` decides).
"""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.audit.book import Action, write_down
from aman.desk.clock import now
from aman.desk.keys.vault import DamagedRecord, VaultLocked
from aman.desk.publication.desk_book import DeskBook, DeskEvents
from aman.desk.publication.early import (
    LOCK,
    NotForThisRole,
    NotInStep,
    SomebodyPublishes,
    alone,
    seen_early,
)
from aman.desk.publication.folder import UnreadableFolder
from aman.desk.publication.shown import StrangeKey, awaited
from aman.desk.running import the_desk
from aman.figures.draft_check import check_text, language_of
from aman.figures.log.reading import Doubt, Log
from aman.figures.page.from_log import period_of
from aman.figures.page.publication import Publication
from aman.figures.past import every_figure

from .casework import operator_of
from .context import show
from .figures_said import said, said_coming, said_series, speaker
from .figures_shown import public_in, public_log, published_folder
from .refusals import refused

OK, FORBIDDEN, CONFLICT, UNPROCESSABLE = 200, 403, 409, 422
MOST_LETTERS = 20_000


class DraftForm(forms.Form):
    """A text before it is sent."""

    text = forms.CharField(
        label=gettext_lazy("Your text"),
        help_text=gettext_lazy("It is looked over and not kept."),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("text")
def figures(request: HttpRequest) -> HttpResponse:
    """The newest figures with their sentences, the calendar, and "check my text"."""
    if published_folder() is None:
        return show(request, "figures.html", {"is_off": True})
    try:
        log = public_log()
        public = public_in(log)
    except StrangeKey:
        return show(request, "figures.html", {"is_strange": True})
    except (Doubt, UnreadableFolder, OSError):
        return show(request, "figures.html", {"is_doubtful": True})
    form = DraftForm(request.POST if request.method == "POST" else None)
    around: dict[str, Any] = _around(request, log, public) | {"form": form}
    if form.is_valid():
        text = form.cleaned_data["text"]
        around |= {"is_checked": True, "lang": language_of(text)}
        around["findings"] = check_text(text, every_figure(log.history), speaker())
    return show(request, "figures.html", around, UNPROCESSABLE if form.errors else OK)


def _around(request: HttpRequest, log: Log, public: Publication | None) -> dict[str, Any]:
    operator, settings = operator_of(request), the_desk().settings
    around: dict[str, Any] = {
        "signer": log.signer.fingerprint() if log.signer else "",
        "is_compared": bool(settings.figures_signers),
        "early_role": operator.early_role,
    }
    if public is None:
        return around
    titles = public.titles(speaker())
    coming = sorted(public.calendar, key=lambda each: (each.day, each.series))
    return around | {
        "series": said_series(public),
        "coming": [said_coming(each, titles[each.series]) for each in coming],
        "early": [{"role": role, "hours": hours} for role, hours in public.early],
        "sees_early": _hours(public, operator.early_role),
        "awaited": awaited(log, _today().date()),
    }


def _hours(public: Publication, role: str) -> int:
    """Only to say it: `seen_early` decides."""
    return dict(public.early).get(role, 0)


def _today() -> datetime:
    return datetime.fromtimestamp(int(now()), UTC)


@require_POST
def early(request: HttpRequest) -> HttpResponse:
    """What a spokesperson may see before its day; looking fixes the counts."""
    desk, operator = the_desk(), operator_of(request)
    keeper = DeskBook(desk.vault, desk.settings.hotline)
    try:
        with alone(desk.folder / LOCK):
            log = public_log()
            if not keeper.exists():
                return _not_in_step(request)
            seen = seen_early(operator.early_role, keeper, log, DeskEvents(), _today())
            write_down(operator, Action.SAW_EARLY, None, int(now()))
    except NotForThisRole:
        return refused(
            request,
            FORBIDDEN,
            what=_("These figures are not public yet"),
            kept=_("Nothing was changed."),
            todo=_("The calendar says who sees figures earlier, and when all do."),
            go=(_("To the figures"), "/figures"),
        )
    except SomebodyPublishes:
        return refused(
            request,
            CONFLICT,
            what=_("Figures are being published in this moment"),
            kept=_("Nothing was changed."),
            todo=_("Try again in a minute."),
            go=(_("To the figures"), "/figures"),
        )
    except VaultLocked:
        return redirect("sign-in")
    except (*NotInStep, Doubt, UnreadableFolder, DamagedRecord, OSError):
        return _not_in_step(request)
    public = public_in(log)
    titles = public.titles(speaker()) if public else {}
    says, found = speaker(), []
    for release in seen:
        period = period_of(release, log.history.series[release.series])
        day = says.day(period.total.as_of, year=True)
        parts = {"total": said(period.total), "change": said(period.change)}
        found.append({"name": titles.get(release.series, ""), "day": day, **parts})
    return show(request, "figures_early.html", {"seen": found})


def _not_in_step(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        CONFLICT,
        what=_("What was counted can't be shown yet"),
        kept=_("The private book does not fit what is published. Nothing was changed."),
        todo=_("Ask an administrator to publish with the command."),
        go=(_("To the figures"), "/figures"),
    )
