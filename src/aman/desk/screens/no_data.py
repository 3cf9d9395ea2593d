"""What counts where no hazard layer says anything: shown with who changed it when, and changed.

Promises: what is typed comes back with its mistake; a colleague's change is not overwritten unseen.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps.keeping import ChangedMeanwhile
from aman.desk.maps.no_data import (
    NoDataView,
    access_no_data,
    access_no_data_history,
    write_no_data,
)
from aman.roads.zones import NO_DATA, Guess

from .casework import keeps_what_is_typed, operator_of
from .coming_in import ask_to_sign_in
from .context import show
from .drafts import draft_of, filled, number_from
from .hazard_form import Of1000, of_1000, share
from .layer_files import CONFLICT, UNPROCESSABLE, changed

ONE = 0
"""In the place of a number: there is one."""


class NoDataForm(forms.Form):
    """Of 1,000 people in an hour."""

    low = Of1000(label=_("At least"))
    likely = Of1000(label=_("Most likely"))
    high = Of1000(label=_("At most"))

    def clean(self) -> None:
        """What fields say only together."""
        given: list[float] = [
            self.cleaned_data[each] for each in self.fields if each in self.cleaned_data
        ]
        if given != sorted(given):
            self.add_error("likely", _("At least, most likely and at most must ascend."))

    def rates(self) -> Guess:
        """Per minute; only of a form without mistakes."""
        return Guess(*(share(self.cleaned_data[each]) for each in ("low", "likely", "high")))


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def no_data(request: HttpRequest, number: int) -> HttpResponse:
    """Look at it, or write other figures down."""
    try:
        return _no_data(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


def _no_data(request: HttpRequest) -> HttpResponse:
    kept, typed = access_no_data(), filled(request)
    form = NoDataForm(typed.data, initial=_initial(kept))
    status = 200
    if typed.is_posted:
        status = UNPROCESSABLE
        if form.is_valid():
            seen = number_from(request.POST.get("seen"))
            try:
                write_no_data(operator_of(request), form.rates(), seen or 0, int(now()))
            except ChangedMeanwhile:
                form.add_error(None, changed())
                status = CONFLICT
            else:
                return redirect("map")
    seen_turn = typed.data.get("seen", kept.turn) if typed.data is not None else kept.turn
    said: dict[str, Any] = {"form": form, "typed": typed, "kept": kept, "seen": seen_turn}
    said["history"] = [
        {"figures": _figures(each), "at": each.at, "by": each.by}
        for each in access_no_data_history()
    ]
    return show(request, "no_data.html", said, status)


def _figures(past: NoDataView) -> str:
    """Of 1,000 in an hour; a mark in the place of what does not open."""
    return ", ".join(_initial(past).values()) if past.rates else "?"


def _initial(kept: NoDataView) -> dict[str, str]:
    rates = kept.rates or NO_DATA
    figures = {"low": rates.low, "likely": rates.likely, "high": rates.high}
    return {name: f"{of_1000(figure):.3g}" for name, figure in figures.items()}
