"""Forms of searches by face. None of them takes a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.web.faces.eyes import Points
from antigone.web.faces.models import FaceOpinion, FaceSearch


class BecauseForm(forms.Form):
    """The reason of a release, or of taking it back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SearchForm(forms.Form):
    """What a search is for."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=[("", gettext_lazy("Choose one")), *FaceSearch.Purpose.choices],
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("It stands with the search, and stays out of the journal."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OpenForm(forms.Form):
    """A word about why pictures are opened, beside the comparison itself."""

    words = forms.CharField(
        label=gettext_lazy("Reason, in words"),
        help_text=gettext_lazy("It stays out of the journal."),
        max_length=500,
    )


class OpinionForm(forms.Form):
    """What somebody thinks of a pair."""

    opinion = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        choices=FaceOpinion.Opinion.choices,
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy(
            "Which features agree, which do not, and what cannot be seen: ears, brow, nose, mouth, chin, "
            "hairline, marks."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _per_cent(label: Any) -> forms.FloatField:  # noqa: ANN401  (a lazy text)
    return forms.FloatField(
        label=label,
        min_value=0.0,
        max_value=100.0,
        widget=forms.NumberInput(attrs={"step": "0.1", "min": "0", "max": "100"}),
    )


class EyesForm(forms.Form):
    """Both eyes in per cent of width and height, for whoever does not point."""

    right_x = _per_cent(gettext_lazy("The person’s right eye, per cent from the left edge"))
    right_y = _per_cent(gettext_lazy("The person’s right eye, per cent from the upper edge"))
    left_x = _per_cent(gettext_lazy("The person’s left eye, per cent from the left edge"))
    left_y = _per_cent(gettext_lazy("The person’s left eye, per cent from the upper edge"))

    def clean(self) -> None:
        """Two eyes are in two places."""
        given = self.cleaned_data
        if len(given) == 4 and not self.points.are_apart:
            self.add_error(None, _("Both eyes stand on one place."))

    @property
    def points(self) -> Points:
        """As fractions; only after `is_valid`."""
        return Points(**{name: self.cleaned_data[name] / 100 for name in self.fields})
