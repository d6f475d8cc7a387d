"""What people type before an act on a signing key."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """The id of a key, as its owner reads it out. That it is right is a rule (SI-05)."""

    typed = forms.CharField(
        label=_("The key’s id, as its owner reads it out"),
        help_text=_("32 digits and letters a to f. Spaces do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )


class GiveUpForm(forms.Form):
    """One's own password again."""

    password = forms.CharField(
        label=_("Your password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
