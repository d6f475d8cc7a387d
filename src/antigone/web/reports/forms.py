"""What people type before a court copy is made, and after an authority was told of a change."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.web.media.models import Picture
from antigone.web.media.words import words_of_picture
from antigone.web.reports.court_copy import Asked


class CourtCopyForm(forms.Form):
    """Who asks, in which case, for what, and which pictures. That they are there are rules (RP-02, RP-03)."""

    authority = forms.CharField(
        label=gettext_lazy("Court or authority"), max_length=200, required=False
    )
    case_number = forms.CharField(
        label=gettext_lazy("Its case number"), max_length=100, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("For what it needs the pictures"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    chosen = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pictures that go into the copy"),
        help_text=gettext_lazy("In words; they stay veiled here. Choose only what is asked for."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, pictures: Sequence[Picture], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, or None
        self._pictures = {picture.pk: picture for picture in pictures}
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (picture.pk, in_words(picture)) for picture in pictures
        ]

    @property
    def asked(self) -> Asked:
        """Who asks, and for what."""
        cleaned = self.cleaned_data
        return Asked(cleaned["authority"], cleaned["case_number"], cleaned["reason"])

    @property
    def pictures(self) -> list[Picture]:
        """Those that were chosen."""
        return [self._pictures[pk] for pk in self.cleaned_data["chosen"]]


class ToldForm(forms.Form):
    """How an authority was told, and who received it."""

    how = forms.CharField(
        label=gettext_lazy("How they were told, and who received it"), max_length=500
    )


def in_words(picture: Picture) -> str:
    """A picture in words: what stands for it while it is veiled."""
    words = words_of_picture(picture)
    shows = words.shows if words else _("Destroyed")
    number = picture.remains.number if picture.remains else ""
    return f"{number}: {picture.get_kind_display()}, {shows}"
