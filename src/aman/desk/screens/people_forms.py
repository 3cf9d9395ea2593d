"""What operators type about several people, relatives and consents: fields, and mistakes in words.

Promises: what is typed is kept when it holds a mistake.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.cases.people import LABEL_LETTERS, NOTES_LETTERS
from aman.desk.cases.records import ConversationItem
from aman.desk.cases.relatives import Permission, Tell
from aman.desk.people.consents import MOST_LETTERS

from .drafts import number_from
from .line_words import inert
from .people_words import tell
from .words import exact

EXCERPT_LETTERS = 60
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT ISOLATE}"
_BY_ITSELF = "\N{FIRST STRONG ISOLATE}"
_END = "\N{POP DIRECTIONAL ISOLATE}"


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"dir": "auto", "rows": rows})


class MemberForm(forms.Form):
    """One of several people."""

    label = forms.CharField(
        label=_("By what you tell this person apart"),
        max_length=LABEL_LETTERS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=NOTES_LETTERS, widget=_lines(4)
    )


class RelateForm(forms.Form):
    """The case of the person about whom is written here."""

    case = forms.CharField(
        label=_("Number of the case of the person who is asked about"),
        max_length=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_case(self) -> int:
        """It is a number."""
        number = number_from(self.cleaned_data["case"])
        if number is None:
            raise forms.ValidationError(_("Write the number alone, for example 12."))
        return number


class ConsentForm(forms.Form):
    """What somebody permits, in whose words, and in which message."""

    permits = forms.MultipleChoiceField(
        label=_("This person permits to tell"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.CharField(
        label=_("Something else"), required=False, max_length=MOST_LETTERS, widget=_lines(2)
    )
    wording = forms.CharField(
        label=_("The person's own words"), max_length=MOST_LETTERS, widget=_lines(3)
    )
    message = forms.ChoiceField(label=_("The message in which they stand"))

    def __init__(self, messages: Sequence[ConversationItem], number: int, *given: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given)
        kinds = [each for each in Tell if each is not Tell.OTHER]
        permits, message = self.fields["permits"], self.fields["message"]
        if isinstance(permits, forms.MultipleChoiceField):
            permits.choices = [(each.value, tell(each)) for each in kinds]
        if isinstance(message, forms.ChoiceField):
            message.choices = [
                (f"{each.case or number}:{each.item}", _excerpt(each))
                for each in reversed(messages)
            ]

    def clean(self) -> dict[str, Any]:
        """Something has to be permitted."""
        said = self.cleaned_data
        if "permits" in said and not said["permits"] and not said.get("other"):
            self.add_error("permits", _("Tick at least one, or write something else."))
        return said

    def permission(self) -> Permission:
        """What is to be kept."""
        said = self.cleaned_data
        case, _colon, item = said["message"].partition(":")
        permits = [Tell(each) for each in said["permits"]]
        if said["other"]:
            permits.append(Tell.OTHER)
        return Permission(tuple(permits), said["wording"], int(case), int(item), said["other"])


def _excerpt(item: ConversationItem) -> str:
    """When and what, each in its own direction: an option of a list holds no elements."""
    text = inert(item.text)[:EXCERPT_LETTERS]
    return f"{_LEFT_TO_RIGHT}{exact(item.at)}{_END} · {_BY_ITSELF}{text}{_END}"
