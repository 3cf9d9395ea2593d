"""What operators type about reports of others: the text, what it is of, what it claims.

Promises: what is typed is kept when it holds a mistake.
"""

from datetime import date
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aman.desk.ledger.keeping import MOST_LETTERS
from aman.figures.claims.claim import Precision, Report, Statement, Vague, Worded
from aman.figures.claims.words.labels import VALUES

MOST_PAGE_LETTERS = 5 * 1024 * 1024
MOST_NAME_LETTERS = 200
MOST_REASON_LETTERS = 500
_MOST_NUMBER = 100_000_000


def _line(**more: Any) -> forms.TextInput:  # noqa: ANN401 - Django's own words
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"} | more)


class NewReportForm(forms.Form):
    """A report as somebody pastes it."""

    report = forms.CharField(
        label=_("Text of the report, or the source of its web page"),
        help_text=_("Nothing is fetched. Never paste what a caller wrote."),
        max_length=MOST_PAGE_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
    )


class AboutReportForm(forms.Form):
    """What a report is: guessed first, corrected by a person."""

    outlet = forms.CharField(
        label=_("Outlet"),
        help_text=_("Who printed it. Letters go there."),
        required=False,
        max_length=MOST_NAME_LETTERS,
        widget=_line(),
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=MOST_NAME_LETTERS, widget=_line()
    )
    day = forms.CharField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_day(self) -> str:
        """As 2023-01-20, or nothing."""
        day: str = self.cleaned_data["day"]
        try:
            return date.fromisoformat(day).isoformat() if day else ""
        except ValueError:
            raise forms.ValidationError(_("Write the day like 2023-01-20.")) from None

    def report(self, text: str = "") -> Report:
        """What it says now."""
        return Report(name="", text=text, **self.cleaned_data)


class MendForm(forms.Form):
    """A claim as a person reads it."""

    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=0, max_value=_MOST_NUMBER, localize=False
    )
    vague = forms.ChoiceField(label=_("Or an amount without a number"), required=False)
    precision = forms.ChoiceField(label=_("How it is meant"))
    measure = forms.ChoiceField(label=_("What was counted"))
    unit = forms.CharField(label=_("Of whom"), required=False, widget=_line())
    period = forms.CharField(label=_("When"), required=False, widget=_line())
    hotline = forms.CharField(
        label=_("Which hotline"),
        help_text=_("As the report calls it. Empty: it is not clear."),
        required=False,
        widget=_line(),
    )
    speaker = forms.CharField(label=_("Who said it"), required=False, widget=_line())
    relays = forms.CharField(
        label=_("Through whom"),
        help_text=_("One outlet a line, the one nearest to the speaker first."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_negated = forms.BooleanField(label=_("The sentence says that it is not so"), required=False)
    reason = forms.CharField(
        label=_("Why, for colleagues"),
        required=False,
        max_length=MOST_REASON_LETTERS,
        widget=_line(),
    )

    def __init__(self, lang: str, *given: Any, **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **more)
        values = VALUES[lang]
        self._choose("vague", [("", "—"), *((each.value, values[each.value]) for each in Vague)])
        self._choose("precision", [(each.value, values[each.value]) for each in Precision])
        self._choose("measure", [(each.value, values[each.value]) for each in Worded])
        for name in ("unit", "period", "hotline", "speaker"):
            self._text(name).max_length = MOST_NAME_LETTERS

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _text(self, name: str) -> forms.CharField:
        field = self.fields[name]
        if not isinstance(field, forms.CharField):
            raise TypeError(name)
        return field

    def clean(self) -> dict[str, Any]:
        """Either a number or an amount without one."""
        found: dict[str, Any] = self.cleaned_data
        is_read = {"number", "vague"} <= found.keys()
        if is_read and (found["number"] is None) == (not found["vague"]):
            one = _("Give either a number or an amount without one.")
            raise forms.ValidationError({"number": one})
        return found

    def statement(self, proposed: Statement) -> Statement:
        """The claim as it is read now; the sentence and its place stay."""
        found = self.cleaned_data
        relays = tuple(filter(None, (each.strip() for each in found["relays"].splitlines())))
        return msgspec.structs.replace(
            proposed,
            number=found["number"],
            vague=Vague(found["vague"]) if found["vague"] else None,
            precision=Precision(found["precision"]),
            measure=Worded(found["measure"]),
            relays=relays,
            **{
                name: found[name] for name in ("unit", "period", "hotline", "speaker", "is_negated")
            },
        )


class WriteForm(MendForm):
    """A claim that rules missed, with the sentence in which it stands."""

    quote = forms.CharField(
        label=_("The sentence, letter for letter"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    amount = forms.CharField(
        label=_("The amount as it stands in the sentence"),
        max_length=MOST_NAME_LETTERS,
        widget=_line(),
    )
    field_order = ("quote", "amount")

    def __init__(self, lang: str, report: Report, *given: Any, **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(lang, *given, **more)
        self._report = report
        del self.fields["reason"]

    def written(self) -> Statement | None:
        """The claim; None where it does not stand in the report like that."""
        found = self.cleaned_data
        quote = found["quote"].replace("\r\n", "\n")
        place = self._report.place_of(quote, found["amount"])
        if place is None:
            return None
        blank = Statement(
            number=0,
            measure=Worded.OTHER,
            quote=quote,
            start=place[0],
            end=place[1],
            lang=self._report.lang,
            document=self._report.name,
        )
        return self.statement(blank)


def as_typed(said: Statement, reason: str = "") -> dict[str, Any]:
    """What the form of a claim shows first."""
    shown = msgspec.structs.asdict(said)
    shown["vague"] = said.vague.value if said.vague else ""
    shown["relays"] = "\n".join(said.relays)
    return shown | {"reason": reason}


def fits(text: str) -> bool:
    """Whether a report's text is short enough to be read by rules."""
    return len(text) <= MOST_LETTERS
