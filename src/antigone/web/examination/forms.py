"""Forms of the record: who observed, the number of new remains, confirmations, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.formats.cursor import fault_of_name
from antigone.web.examination.models import SectionVersion
from antigone.web.examination.recording import Observation
from antigone.web.examination.sections.base import (
    choice_field,
    day_field,
    text_field,
    time_field,
)


def _moment(day: Any, clock: time | None) -> datetime:  # noqa: ANN401 - a date, as the form gives it
    return timezone.make_aware(datetime.combine(day, clock or time()))


def _not_to_come(form: forms.Form, name: str) -> None:
    day = form.cleaned_data.get(name)
    if day is not None and day > timezone.localdate():
        form.add_error(name, _("This day is still to come."))


class ObservationForm(forms.Form):
    """Who observed a section, when and how; or why nothing can be stated."""

    absence = choice_field(
        gettext_lazy("Stated"),
        SectionVersion.Absence.choices,
        radio=True,
        empty=gettext_lazy("what stands in the fields"),
    )
    observer = text_field(gettext_lazy("Observed by"), required=True)
    function = text_field(gettext_lazy("Function"), required=True)
    observed_on = day_field(gettext_lazy("Observed on"), required=True)
    observed_time = time_field(gettext_lazy("At what time"))
    method = text_field(gettext_lazy("Method"), most=300)
    certainty = choice_field(gettext_lazy("Certainty"), SectionVersion.Certainty.choices)
    note = text_field(gettext_lazy("Note, or why it was corrected"), most=2_000, rows=2)

    def __init__(
        self,
        asked: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object],
        signed_in: str = "",
        with_absence: bool = True,
    ) -> None:
        """Args: `signed_in`: the observer is this person and nobody else."""
        super().__init__(asked, initial=dict(initial), prefix="about")
        self.signed_in = signed_in
        if signed_in:
            del self.fields["observer"]
        if not with_absence:
            del self.fields["absence"]

    def clean(self) -> dict[str, Any]:
        """Nobody observes in the future."""
        _not_to_come(self, "observed_on")
        return self.cleaned_data

    def observation(self) -> Observation:
        """What was stated."""
        told = self.cleaned_data
        return Observation(
            observer=self.signed_in or told["observer"],
            function=told["function"],
            observed_at=_moment(told["observed_on"], told["observed_time"]),
            method=told["method"],
            certainty=told["certainty"],
            note=told["note"],
            absence=told.get("absence", ""),
        )


class NumberForm(forms.Form):
    """The number on the tag."""

    number = forms.CharField(
        label=gettext_lazy("Number on the tag"),
        help_text=gettext_lazy("As printed. It stands once in the incident and is never changed."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """A number that a record can hold."""
        number: str = self.cleaned_data["number"]
        fault = fault_of_name(number)
        if fault:
            raise forms.ValidationError(_("This number %s.") % fault)
        return number


class ConfirmationForm(forms.Form):
    """Who examined and confirms death."""

    examiner = text_field(
        gettext_lazy("Full name of the examiner"),
        required=True,
        help_text=gettext_lazy("First name and surname."),
    )
    function = text_field(
        gettext_lazy("Function"),
        required=True,
        help_text=gettext_lazy("Such as forensic physician."),
    )
    examined_on = day_field(gettext_lazy("Examined on"), required=True)
    particulars = text_field(
        gettext_lazy("By which signs, or from which source"), most=1_000, rows=2
    )

    def clean(self) -> dict[str, Any]:
        """Nobody examines in the future."""
        _not_to_come(self, "examined_on")
        return self.cleaned_data


class FileStatementForm(ConfirmationForm):
    """Both for all remains of a file, as its papers say."""

    recovered_on = day_field(
        gettext_lazy("Recovered on"),
        required=True,
        help_text=gettext_lazy("The first day, where they were recovered on several."),
    )
    place = text_field(gettext_lazy("Where they were recovered"), required=True, most=500)
    finder = text_field(
        gettext_lazy("Recovered by"),
        required=True,
        help_text=gettext_lazy("Person, team or organisation."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django calls it
        super().__init__(*args, **kwargs)
        self.fields["particulars"].label = _("From which source both are known")
        self.fields["particulars"].required = True

    def clean(self) -> dict[str, Any]:
        """Nothing lies in the future."""
        super().clean()
        _not_to_come(self, "recovered_on")
        return self.cleaned_data

    def recovered_at(self) -> datetime:
        """The beginning of that day."""
        return _moment(self.cleaned_data["recovered_on"], None)


class ReasonForm(forms.Form):
    """Why something no longer holds."""

    reason = text_field(gettext_lazy("Reason"), required=True, most=500, rows=3)


class JoinForm(forms.Form):
    """Another number of the same body, and why."""

    number = forms.CharField(label=gettext_lazy("Number of the other remains"), max_length=100)
    reasons = text_field(
        gettext_lazy("Reasons"),
        required=True,
        most=1_000,
        rows=3,
        help_text=gettext_lazy("Such as: the bones articulate, the fracture surfaces fit."),
    )
    weighed = forms.BooleanField(
        label=gettext_lazy("I have weighed what speaks against it"), required=False
    )
