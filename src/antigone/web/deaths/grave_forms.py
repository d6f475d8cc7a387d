"""Forms of burials, cremations and exhumations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from antigone.web.custody.forms import words
from antigone.web.deaths.acts.burying import Buried
from antigone.web.deaths.form_fields import DayField
from antigone.web.deaths.models import GraveEvent
from antigone.web.deaths.models.graves import RestChoice


class GraveForm(forms.ModelForm[GraveEvent]):
    """A burial, a cremation, an exhumation."""

    day = DayField(gettext_lazy("On which day"))

    class Meta:
        model = GraveEvent
        fields = (
            "kind",
            "day",
            "place",
            "position",
            "latitude",
            "longitude",
            "accuracy_m",
            "marking",
            "individual",
            "cremation_reason",
            "reason",
            "rites",
            "disc",
            "carried_out_by",
        )
        widgets = {"kind": forms.RadioSelect}  # noqa: RUF012 - as Django reads it
        help_texts = {  # noqa: RUF012 - as Django reads it
            "reason": gettext_lazy("Of a cremation, or of a grave with others."),
            "latitude": gettext_lazy("With all digits of the device, such as 48.123456."),
            "disc": gettext_lazy(
                "One half of a double disc, or a single disc, stays with the body."
            ),
        }

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:  # noqa: ANN401
        super().__init__(data, **more)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = RestChoice.choices

    def buried(self) -> Buried:
        """What is entered."""
        return Buried(
            **{name: self.cleaned_data[name] for name in self.fields if name != "because"}
        )


class CorrectGraveForm(GraveForm):
    """The same, with why it is corrected."""

    because = words(gettext_lazy("Why it is corrected"), required=False, rows=2, max_length=500)
