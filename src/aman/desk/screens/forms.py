"""What operators type about their accounts: fields and their words, no rules of their own."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aman.desk.accounts.models import MOST_NAME_LETTERS
from aman.desk.accounts.passwords import MOST_LETTERS


class PasswordField(forms.CharField):
    """A password, of any letters, kept as typed."""

    def __init__(self, completion: str, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        widget = forms.PasswordInput(attrs={"autocomplete": completion, "dir": "auto"})
        super().__init__(max_length=MOST_LETTERS, strip=False, widget=widget, **words)


class NameField(forms.CharField):
    """What colleagues call an operator."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        widget = forms.TextInput(
            attrs={"autocomplete": "username", "dir": "auto", "autocapitalize": "off"}
        )
        super().__init__(label=_("Name"), max_length=MOST_NAME_LETTERS, widget=widget, **words)


class SignInForm(forms.Form):
    """Name and password."""

    name = NameField()
    password = PasswordField("current-password", label=_("Password"))


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = PasswordField(
        "new-password",
        label=_("Password"),
        help_text=_("At least twelve letters. Five or six unrelated words are good."),
    )
    again = PasswordField("new-password", label=_("Password once more"))

    def clean_again(self) -> str:
        """Both have to be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type both again."))
        return again


class PasswordForm(NewPasswordForm):
    """What an operator gives to change his password."""

    old = PasswordField("current-password", label=_("The password that you have now"))
    field_order = ("old", "password", "again")

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **more)
        self.fields["password"].label = _("New password")
        self.fields["again"].label = _("New password once more")


class AccountForm(NewPasswordForm):
    """What a one-time link asks of a new operator."""

    name = NameField(help_text=_("Colleagues see it. It need not be your real one."))
    language = forms.ChoiceField(label=_("Language of your screens"), choices=settings.LANGUAGES)
    field_order = ("name", "password", "again", "language")


class InviteForm(forms.Form):
    """What an administrator decides about who comes next."""

    is_administrator = forms.BooleanField(
        label=_("May invite others too (administrator)"), required=False
    )
