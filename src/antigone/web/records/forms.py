"""Forms of records."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.consent import Attestation, co_07_told_before
from antigone.web.accounts.models import Agency
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, FoundAlive, LegalBasis, Remains


class BasisForm(forms.Form):
    """Who states on what basis records may be compared."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of basis"),
        choices=LegalBasis.Kind.choices,
        widget=forms.RadioSelect,
    )
    particulars = forms.CharField(
        label=gettext_lazy("Which law, or which other basis"),
        help_text=gettext_lazy("Not needed for consent."),
        max_length=500,
        required=False,
    )
    given_by = forms.CharField(
        label=gettext_lazy("Full name of the person who states it"), max_length=200
    )
    function = forms.CharField(
        label=gettext_lazy("Function"),
        help_text=gettext_lazy("What this person is in this matter, such as head of the bureau."),
        max_length=200,
    )
    confirmed = forms.BooleanField(label=gettext_lazy("Read in full, and it is so"))

    def attestation(self) -> Attestation:
        """What was stated, as the rule reads it."""
        stated = self.cleaned_data
        return Attestation(
            given_by=stated["given_by"],
            function=stated["function"],
            kind=stated["kind"],
            particulars=stated["particulars"],
            statement_confirmed=stated["confirmed"],
        )


class WithdrawalForm(forms.Form):
    """Why something no longer holds."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as: the sister asked for it by telephone today."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AliveForm(WithdrawalForm):
    """How it became known that a person is alive, and what the person wishes."""

    wish = forms.ChoiceField(
        label=gettext_lazy("Does the person wish to be in touch with those who seek them?"),
        help_text=gettext_lazy("Asked first: a person who is found may not want to be."),
        choices=FoundAlive.Wish.choices,
        widget=forms.RadioSelect,
    )


class ShareForm(forms.Form):
    """With which agency, for what, until when."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Agency"))
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most a year from today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What the other agency needs it for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, shared: Incident | Remains | Family, data: QueryDict | None = None) -> None:
        super().__init__(data)
        incident = shared if isinstance(shared, Incident) else shared.incident
        see_it = [pk for pk in (incident.agency_id, shared.agency_id) if pk is not None]
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)  # noqa: S101
        agency.queryset = Agency.objects.exclude(pk__in=see_it)


class ObjectionForm(WithdrawalForm):
    """A withdrawal, which destroys content (CO-07)."""

    confirmed = forms.BooleanField(
        label=gettext_lazy(
            "It is known that this is destroyed for good, and cannot be brought back"
        ),
        required=False,
    )

    def clean_confirmed(self) -> bool:
        """CO-07: whoever records it says to know what it does."""
        confirmed = bool(self.cleaned_data["confirmed"])
        finding = co_07_told_before(confirmed=confirmed)
        if not finding.met:
            raise ValidationError(f"{_(finding.template)} ({finding.code})")
        return confirmed
