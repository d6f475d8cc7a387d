"""Forms on which an answer about consent, and a withdrawal, are recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.purposes import NEEDS_CONSENT, Asked
from antigone.web.records.models import LegalBasis, Person
from antigone.web.requests.consent_texts import CURRENT
from antigone.web.requests.consents import ConsentRefused, Question
from antigone.web.requests.models import ConsentGiven, Purpose

ANSWERS = [
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
    ("later", gettext_lazy("later: asked again another time")),
]


class ConsentForm(forms.Form):
    """What was asked, of whom, and what was answered."""

    donor = forms.ModelChoiceField(label=gettext_lazy("Whose DNA"), queryset=Person.objects.none())
    recipient = forms.CharField(
        label=gettext_lazy("With which organisation"),
        help_text=gettext_lazy("One, by its full name. Ask again for each other one."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "agencies"}),
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=ANSWERS, widget=forms.RadioSelect
    )
    asked = forms.CharField(
        label=gettext_lazy("Name of the person who was asked"), max_length=200, required=False
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("Asked as"), choices=ConsentGiven.Capacity.choices
    )
    language = forms.CharField(
        label=gettext_lazy("Language in which the text was read"), max_length=60, required=False
    )
    given_on = forms.DateField(
        label=gettext_lazy("Day of the answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    interviewer = forms.CharField(
        label=gettext_lazy("Full name of the person who asked"), max_length=200
    )
    witness = forms.CharField(
        label=gettext_lazy("Who else was there"), max_length=200, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("What was said besides"),
        help_text=gettext_lazy("Such as: details that may not be shared, and why."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Rests on"),
        choices=[
            (LegalBasis.Kind.CONSENT.value, gettext_lazy("consent")),
            (LegalBasis.Kind.LAW.value, LegalBasis.Kind.LAW.label),
            (LegalBasis.Kind.OTHER.value, LegalBasis.Kind.OTHER.label),
        ],
        initial=LegalBasis.Kind.CONSENT.value,
        help_text=gettext_lazy("Another basis only where nobody can be asked."),
    )
    particulars = forms.CharField(
        label=gettext_lazy("Which law, or which other basis"),
        help_text=gettext_lazy("Not needed for consent."),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401
        *,
        purpose: Purpose,
        donors: QuerySet[Person],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial={"given_on": timezone.localdate(), **initial})
        self.purpose = purpose
        if purpose is Purpose.DNA:
            self.fields["donor"].queryset = donors  # type: ignore[attr-defined]
        else:
            del self.fields["donor"]
        if purpose is not Purpose.SHARING:
            del self.fields["recipient"]
        if purpose in NEEDS_CONSENT:
            del self.fields["kind"], self.fields["particulars"]

    @property
    def question(self) -> Question:
        """What was asked; only after `is_valid`."""
        stated = self.cleaned_data
        return Question(self.purpose, stated.get("donor"), stated.get("recipient", "").strip())

    def as_asked(self) -> Asked:
        """As the rules read it."""
        stated = self.cleaned_data
        kind = stated.get("kind", LegalBasis.Kind.CONSENT.value)
        return Asked(
            purpose=self.purpose.value,
            answer=stated["answer"],
            kind=kind,
            particulars=stated.get("particulars", ""),
            asked=stated["asked"],
            interviewer=stated["interviewer"],
            text_version=CURRENT if kind == LegalBasis.Kind.CONSENT.value else "",
            language=stated["language"],
            given_on=stated["given_on"],
            recipient=stated.get("recipient", ""),
        )

    def refuse(self, refused: ConsentRefused) -> None:
        """Say what is lacking at the field where it is."""
        for finding in refused.findings:
            at = finding.values.get("field")
            words = f"{finding.code}: {_(finding.template)}"
            self.add_error(at if at in self.fields else None, words)


class WithdrawForm(forms.Form):
    """Why, and that it is known what is destroyed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as: asked for by telephone today. No reason has to be given."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("It is known what is destroyed and does not come back"), required=False
    )
