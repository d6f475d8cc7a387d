"""Forms of records."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.formats.limits import MAX_FILE_BYTES
from antigone.policy.consent import Attestation
from antigone.web.records.models import LegalBasis


class UploadForm(forms.Form):
    """A data set to look at."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "DVI JSON or Familias .fam with its DVI block, at most 64 MiB. "
            "Nothing is stored before you have seen what it holds and confirmed it."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,.fam,.txt"}),
    )

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse what is too large; the server kept only its beginning."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(
                _(
                    "%(name)s has %(size)d MiB; allowed are 64 MiB. Nothing was stored. A data set "
                    "of thousands of profiles has a few MiB: choose the exported data set itself."
                )
                % {"name": file.name, "size": (file.size or 0) // (1024 * 1024)}
            )
        return file


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
