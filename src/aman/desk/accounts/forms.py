"""What operators type to come in: fields and their words, no rules of their own."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Operator
from .passwords import MOST_LETTERS


def _password(label: object, completion: str, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": completion, "dir": "auto"}),
    )


def _name(help_text: object = "") -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "username", "dir": "auto", "autocapitalize": "off"}
    )
    return forms.CharField(
        label=_("Name"), help_text=help_text, max_length=Operator.MOST_NAME_LETTERS, widget=widget
    )


class SignInForm(forms.Form):
    """Name and password."""

    name = _name()
    password = _password(_("Password"), "current-password")


class AccountForm(forms.Form):
    """What a one-time link asks of a new operator."""

    name = _name(_("Colleagues see it. It need not be your real one."))
    password = _password(
        _("Password"),
        "new-password",
        _("At least twelve letters. Five or six unrelated words are good."),
    )
    again = _password(_("Password once more"), "new-password")
    language = forms.ChoiceField(label=_("Language of your screens"), choices=settings.LANGUAGES)

    def clean_again(self) -> str:
        """Both have to be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type both again."))
        return again


class InviteForm(forms.Form):
    """What an administrator decides about who comes next."""

    is_administrator = forms.BooleanField(
        label=_("May invite others too (administrator)"), required=False
    )
