"""What somebody fills in to make a token."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.policy.tokens import LONGEST_DAYS, USUAL_DAYS, Scope
from antigone.web.accounts.forms import SecondFactorForm
from antigone.web.accounts.models import User
from antigone.web.incidents.access import workplaces_of
from antigone.web.incidents.models import Incident

SCOPES: dict[Scope, str | Promise] = {
    Scope.READ_INCIDENTS: _("Read incidents and their data sets"),
    Scope.READ_REMAINS: _("Read remains, their records and samples"),
    Scope.READ_FAMILIES: _("Read families and persons sought"),
    Scope.READ_GENOTYPES: _("Read DNA profiles"),
    Scope.READ_RUNS: _("Read runs and what they found"),
    Scope.READ_BOARD: _("Read what is proposed and decided"),
    Scope.READ_FIGURES: _("Read the figures of an incident"),
    Scope.READ_JOURNAL: _("Read the journal"),
    Scope.WRITE_REGISTER: _("Register remains"),
    Scope.WRITE_FILES: _("Import data sets"),
    Scope.WRITE_RUNS: _("Start and cancel runs"),
    Scope.EXPORT: _("Take lists and files out"),
}


class TokenForm(SecondFactorForm):
    """A name, what it is for, where, how long; and fresh proof."""

    name = forms.CharField(
        label=_("Name of the token"),
        help_text=_(
            "The program and the computer that will use it, such as: weekly figures, office."
        ),
        max_length=60,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it is for"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        help_text=_("It never does more than your role lets you do."),
        widget=forms.CheckboxSelectMultiple,
    )
    incident = forms.ModelChoiceField(
        label=_("In which incident"),
        queryset=Incident.objects.none(),
        required=False,
        empty_label=_("In all of mine"),
        to_field_name="slug",
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        initial=USUAL_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("Your password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("name", "scopes", "incident", "days", "password", "code", "assertion")

    def __init__(self, user: User, data: QueryDict | None = None) -> None:
        super().__init__(data)
        incidents = self.fields["incident"]
        assert isinstance(incidents, forms.ModelChoiceField)  # noqa: S101
        incidents.queryset = workplaces_of(user)

    def wanted(self) -> list[Scope]:
        """What was chosen."""
        return [Scope(scope) for scope in self.cleaned_data["scopes"]]
