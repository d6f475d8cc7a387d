"""What people type before an act of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.policy.identification import Basis
from antigone.web.accounts.forms import SecondFactorForm
from antigone.web.incidents.roles import Permission, Role, roles_that

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_WORDS = 5000


def _words(label: StrOrPromise, rows: int = 4, help_text: StrOrPromise = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(forms.Form):
    """Reasons, a cause: a few sentences. That they are there is a rule (BO-07), not the form's."""

    words = _words(_("Reasons"))


class ProposeForm(WordsForm):
    """Reasons, and on what the identification is to rest."""

    basis = forms.ChoiceField(
        choices=[(basis.value, basis.value) for basis in Basis],
        required=False,
        widget=forms.HiddenInput,
    )


class CommentForm(forms.Form):
    """A note on a proposal."""

    words = _words(_("Note"), help_text=_("What you saw, doubt, or want considered. It stays."))


class AskForm(forms.Form):
    """What is missing, and who by role can give it; `seen` is the state that the asker saw."""

    what = _words(_("What is asked for"))
    of_role = forms.ChoiceField(
        label=_("Of whom"),
        choices=[(role.value, role.label) for role in roles_that(Permission.ANSWER)],
    )
    seen = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    @property
    def role(self) -> Role:
        """Of whom."""
        return Role(self.cleaned_data["of_role"])


class AnswerForm(forms.Form):
    """An answer, or why it is no longer needed."""

    words = _words(_("Answer, or why it is no longer needed"), rows=3)


class ReleaseForm(forms.Form):
    """What whoever tells the family should know beside, if anything."""

    note = forms.CharField(
        label=_("Note for whoever tells the family"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignForm(SecondFactorForm):
    """A declaration and fresh proof. That they are there are rules too (BO-05, BO-06, BO-15)."""

    reasons = _words(
        _("Your reasons"),
        help_text=_("Why all evidence together convinces you, in words of your own."),
    )
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
    field_order = ("reasons", "has_read", "password", "code", "assertion")
