"""Forms of signing in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.challenges import challenges_given
from antigone.web.accounts.proof import Answer


class SignInForm(forms.Form):
    """Who, and the password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """One's own password again, before something that is worth it."""

    password = forms.CharField(
        label=_("Your password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondFactorForm(forms.Form):
    """A second factor: a code, or what a passkey answered; `{% second_factor form %}` draws it."""

    code = forms.CharField(
        label=_("Code of your authenticator app"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    assertion = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def answer(self, request: HttpRequest) -> Answer:
        """What was given, with the challenges it may answer; call it once."""
        self.is_valid()
        given = self.cleaned_data
        asked = challenges_given(request)
        return Answer(given.get("code", ""), given.get("assertion", ""), asked)


class AppCodeForm(forms.Form):
    """The first code of a new secret."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(PasswordForm):
    """A name for a new passkey, and what the browser made."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("Such as: phone, or grey key."),
        max_length=60,
    )
    answer = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
    field_order = ("name", "password", "answer")


class ChangePasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old_password = forms.CharField(
        label=_("Password until now"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["new_password"].help_text = " ".join(password_validators_help_texts())

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new_password") != again:
            raise forms.ValidationError(
                _("This differs from the new password above. Type it once more in both fields.")
            )
        return again
