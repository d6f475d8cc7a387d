"""Forms of incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Role


class PersonField(forms.ModelChoiceField[User]):
    """A person, with the agency beside the name."""

    def label_from_instance(self, obj: User) -> str:
        """Name and agency."""
        return f"{obj.full_name}, {obj.agency.name}" if obj.agency else obj.full_name


class IncidentForm(forms.ModelForm[Incident]):
    """What is known of an incident when it is opened."""

    begun_on = forms.DateField(
        label=_("Begun on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    coordinator = PersonField(
        queryset=User.objects.filter(is_active=True).select_related("agency"),
        label=_("First reconciliation officer"),
        help_text=_("This person gives the others their roles."),
    )

    class Meta:
        model = Incident
        fields = ("name", "slug", "begun_on", "agency", "is_training", "two_agencies")


class MemberForm(forms.Form):
    """A person and the role they are to have."""

    person = PersonField(queryset=User.objects.none(), label=_("Person"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))

    def __init__(self, user: User, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        person = cast(PersonField, self.fields["person"])
        rows = User.objects.filter(is_active=True, agency__in=_agencies_of(user, incident))
        if incident.agency_id in (None, user.agency_id):
            rows |= User.objects.filter(is_active=True, agency__isnull=True)
        person.queryset = rows.exclude(memberships__incident=incident).select_related("agency")


def _agencies_of(user: User, incident: Incident) -> QuerySet[Agency]:
    """The agencies to whose people somebody gives roles (SH-05)."""
    rows = Agency.objects.all()
    if incident.agency_id in (None, user.agency_id):
        return rows
    return rows.filter(pk=user.agency_id or 0)


class InvitationForm(forms.Form):
    """Who is invited, of which agency, for which role."""

    full_name = forms.CharField(
        label=_("Full name"),
        help_text=_("As it is to stand under a signature."),
        max_length=200,
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Agency"),
        required=False,
        empty_label=_("none"),
        help_text=_("New agencies are registered at the server: antigone agency create."),
    )
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))

    def __init__(self, user: User, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        agency = cast(forms.ModelChoiceField[Agency], self.fields["agency"])
        agency.queryset = _agencies_of(user, incident)
        if incident.agency_id not in (None, user.agency_id):
            agency.required, agency.empty_label = True, None


class AcceptForm(forms.Form):
    """What the invited chooses."""

    username = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Small letters, digits, dots or hyphens; it stands in the journal."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_username(self) -> str:
        """A phone that writes the first letter large is forgiven."""
        return str(self.cleaned_data["username"]).strip().lower()

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password") != again:
            raise forms.ValidationError(
                _("This differs from the password above. Type it once more in both fields.")
            )
        return again

    def add_errors(self, errors: Mapping[str, list[str]]) -> None:
        """What the account was refused for, beside the fields."""
        for name, words in errors.items():
            self.add_error(name, words)
