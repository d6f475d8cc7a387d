"""What people type before an act of the board."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.forms import SecondFactorForm


class WordsForm(forms.Form):
    """Reasons, a cause: a few sentences. That they are there is a rule (BO-07), not the form's."""

    words = forms.CharField(
        label=_("Reasons"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignForm(SecondFactorForm):
    """A declaration and fresh proof. That they are there are rules too (BO-05, BO-06)."""

    has_read = forms.BooleanField(
        label=_("I have read the evidence myself and looked for what speaks against."),
        required=False,
    )
    password = forms.CharField(
        label=_("Your password again"),
        help_text=_("So that nobody signs at a screen you left."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("has_read", "password", "code", "assertion")
