"""Forms of signing in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


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
