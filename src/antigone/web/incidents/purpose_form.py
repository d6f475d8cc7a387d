"""What is asked of everybody who takes something out: for what (EX-01)."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from antigone.policy.exports import PURPOSES


class PurposeForm(forms.Form):
    """The purpose by choice, and in words."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"))
    words = forms.CharField(
        label=gettext_lazy("For whom, and for what"),
        help_text=gettext_lazy(
            "In a few words. It stands in the journal for good: name an office, and nobody who is "
            "sought or found."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object = None, **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["purpose"]).choices = [
            ("", gettext("choose")),
            *((slug, gettext(words)) for slug, words in PURPOSES.items()),
        ]
