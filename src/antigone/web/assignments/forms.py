"""Forms of the care for cases: to whom, until when, and in what words."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.assignments.models import MOST_WORDS
from antigone.web.incidents.forms import PersonField
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission, roles_that


class ColleagueForm(forms.Form):
    """A colleague who works on cases, and words for them."""

    person = PersonField(queryset=User.objects.none(), label=_("To whom"))
    words = forms.CharField(
        label=_("Words for whoever takes it over"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is agreed, what comes next. Whoever sees the case can read it."),
    )

    def __init__(
        self, incident: Incident, data: QueryDict | None = None, *, without: User | None = None
    ) -> None:
        super().__init__(data, auto_id="id_give_%s")
        rows = User.objects.filter(
            is_active=True,
            memberships__incident=incident,
            memberships__role__in=roles_that(Permission.VIEW),
        )
        if without is not None:
            rows = rows.exclude(pk=without.pk)
        field = cast(PersonField, self.fields["person"])
        field.queryset = rows.select_related("agency").order_by("full_name")


class ReminderForm(forms.Form):
    """A day, what to be reminded of, and whether oneself or whoever looks after the case."""

    due_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label=_("What is to be done"),
        max_length=MOST_WORDS,
        widget=forms.TextInput(),
        help_text=_("Such as: ask the laboratory for the second extraction."),
    )
    for_carer = forms.BooleanField(
        label=_("remind whoever looks after the case, not me"), required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_remind_%s")
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()


class PostponeForm(forms.Form):
    """A later day."""

    due_on = forms.DateField(
        label=_("Later day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
