"""What operators type about an address that was named, and about two cases of one person.

Promises: what is typed is kept when it holds a mistake.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.core.address import MOST_LETTERS
from aman.desk.cases.naming import LineView, Typed
from aman.desk.cases.people import MemberView

from .drafts import number_from
from .line_words import inert, line_name
from .naming_words import kind_of_address
from .words import language_in_words

OWN, OTHERS, NOBODYS = "own", "others", ""


class NameForm(forms.Form):
    """A line, an address on it, whose it is and in which language to write there."""

    line = forms.ChoiceField(label=_("Line"))
    address = forms.CharField(
        label=_("Address"),
        help_text=_("As the person named it: +380…, alice@example.org or @alice:example.org."),
        max_length=2 * MOST_LETTERS,
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )
    whose = forms.ChoiceField(label=_("Whose it is"), required=False)
    lang = forms.ChoiceField(label=_("Language of the first words there"))

    def __init__(
        self,
        lines: Sequence[LineView],
        members: Sequence[MemberView],
        languages: Sequence[str],
        *args: Any,  # noqa: ANN401 - Django's own
        **words: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **words)
        self._has_members = bool(members)
        possible = [line for line in lines if line.first.is_possible]
        own = [
            (OWN, _("this person's own")),
            (OTHERS, _("somebody else's, for example his wife's")),
        ]
        people = [(str(each.number), inert(each.label) or "?") for each in members]
        self._choose("line", [(line.name, _label(line)) for line in possible])
        self._choose("whose", [(NOBODYS, _("nobody's yet")), *people] if members else own)
        self._choose("lang", [(code, language_in_words(code)) for code in languages])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def clean_whose(self) -> str:
        """Of somebody else an answer has to know for whom it is."""
        whose: str = self.cleaned_data["whose"]
        if whose == OTHERS:
            raise forms.ValidationError(
                _("Write down the people of this case first. Then every answer says for whom.")
            )
        return whose

    def typed(self) -> Typed:
        """Where, and in which language."""
        said = self.cleaned_data
        return Typed(said["line"], said["address"], said["lang"])

    def member(self) -> int | None:
        """Whose it is, of several people."""
        return number_from(self.cleaned_data["whose"]) if self._has_members else None


def _label(line: LineView) -> str:
    return f"{line_name(line.name)}: {kind_of_address(line.addresses)}"


class MergeForm(forms.Form):
    """The other case of the same person."""

    case = forms.CharField(
        label=_("Number of the other case"),
        max_length=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_case(self) -> int:
        """It is a number."""
        number = number_from(self.cleaned_data["case"].strip())
        if number is None:
            raise forms.ValidationError(_("Write the number alone, for example 12."))
        return number
