"""Forms of incidents."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
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
        fields = ("name", "slug", "begun_on", "is_training", "two_agencies")


class MemberForm(forms.Form):
    """A person and the role they are to have."""

    person = PersonField(queryset=User.objects.none(), label=_("Person"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))

    def __init__(self, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        person = cast(PersonField, self.fields["person"])
        person.queryset = (
            User.objects.filter(is_active=True)
            .exclude(memberships__incident=incident)
            .select_related("agency")
        )
