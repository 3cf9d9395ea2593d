"""Published figures for whoever speaks for the hotline: how to quote them, and a text looked over.

Promises: nothing here is secret or changes anything: only what is public is shown, and a text that
is looked over is kept nowhere. Refuses to know: figures before their day.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aman.desk.casebook.programme import the_programme
from aman.desk.publication.folder import UnreadableFolder
from aman.desk.publication.past import figures_in
from aman.desk.publication.shown import Coming, Public, public
from aman.desk.running import the_desk
from aman.figures.draft_check import check_text, language_of
from aman.figures.log.reading import Doubt
from aman.figures.sentences import Figure, Speaker
from aman.figures.wording import LANGUAGES, Namer

from .context import show

OK, UNPROCESSABLE = 200, 422
MOST_LETTERS = 20_000


class DraftForm(forms.Form):
    """A text before it is sent."""

    text = forms.CharField(
        label=_("Your text"),
        help_text=_("It is looked over and not kept."),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in words."""

    name: str
    sentence: str
    as_of: str
    uncertain: str
    unsaid: tuple[str, ...]
    quotation: str
    card: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("text")
def figures(request: HttpRequest) -> HttpResponse:
    """The newest figures with their sentences, the calendar, and "check my text"."""
    folder = the_desk().settings.figures
    if not folder:
        return show(request, "figures.html", {"is_off": True})
    try:
        there = public(the_desk().folder / Path(folder))
    except (Doubt, UnreadableFolder):
        return show(request, "figures.html", {"is_doubtful": True})
    speaker = _speaker()
    form = DraftForm(request.POST if request.method == "POST" else None)
    said: dict[str, Any] = _around(there, speaker) | {"form": form}
    if form.is_valid():
        text = form.cleaned_data["text"]
        said |= {"is_checked": True, "lang": language_of(text)}
        every = figures_in(the_desk().folder / Path(folder))
        said["findings"] = check_text(text, every, speaker)
    return show(request, "figures.html", said, UNPROCESSABLE if form.errors else OK)


def _speaker() -> Speaker:
    language = get_language() or "en"
    named = the_programme().figures
    return Speaker(Namer(language if language in LANGUAGES else "en", named))


def _around(there: Public, speaker: Speaker) -> dict[str, Any]:
    return {
        "figures": [_said(each, speaker) for each in there.figures],
        "coming": [_coming(each, speaker) for each in there.coming],
        "early": there.early,
    }


def _said(figure: Figure, speaker: Speaker) -> Said:
    return Said(
        speaker.namer.wording(figure.measure.id).name,
        speaker.sentence(figure),
        speaker.as_of(figure),
        speaker.uncertain(figure),
        speaker.unsaid(figure),
        speaker.quotation(figure),
        tuple(speaker.press_card(figure)),
    )


def _coming(each: Coming, speaker: Speaker) -> dict[str, str]:
    def day(written: date) -> str:
        return speaker.day(written, year=True)

    name = speaker.namer.wording(each.measure).name
    return {"day": day(each.day), "name": name, "before": day(each.before)}
