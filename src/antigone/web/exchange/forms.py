"""Forms of bringing files in: the file, and what is chosen about each kind of it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.formats.limits import MAX_FILE_BYTES
from antigone.formats.text_decoding import ENCODINGS
from antigone.web.exchange.of_dna import CREATE

ENDINGS = ".json,.fam,.txt,.csv,.tsv,.xlsx,.xml,.an2,.nist,.nst,.eft"


class FileForm(forms.Form):
    """A file of any kind that is known."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "At most 64 MiB. It is kept sealed for a day. Nothing of it becomes part of the record before "
            "you have seen what it holds and confirmed it."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large; the server kept only its beginning."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(
                _(
                    "%(name)s has %(size)d MiB; allowed are 64 MiB. Nothing was stored. Divide it into "
                    "several files."
                )
                % {"name": file.name, "size": (file.size or 0) // (1024 * 1024)}
            )
        return file


class TextOptions(forms.Form):
    """What the encoding of a text file is, where nobody can tell from the file."""

    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        help_text=gettext_lazy("Of a text file. UTF-8, and UTF-16 with its mark, are found."),
        choices=[("", gettext_lazy("found in the file")), *((one, one) for one in ENCODINGS)],
        required=False,
    )


class SheetOptions(TextOptions):
    """Which sheet of a workbook, and where its headings stand."""

    sheet = forms.CharField(
        label=gettext_lazy("Name of the sheet"),
        help_text=gettext_lazy(
            "Of a workbook with several. Empty: the first one that is not hidden."
        ),
        max_length=100,
        required=False,
    )
    heading_row = forms.IntegerField(
        label=gettext_lazy("Row of the headings"),
        help_text=gettext_lazy("Empty: it is found."),
        min_value=1,
        required=False,
    )


class DnaOptions(TextOptions):
    """How genotypes are understood, whose they are, and where they were read."""

    one_allele = forms.ChoiceField(
        label=gettext_lazy("One allele that stands alone"),
        help_text=gettext_lazy("The file does not say it: ask the laboratory how it writes them."),
        choices=[
            ("homozygous", gettext_lazy("homozygous: the same allele twice")),
            ("unknown", gettext_lazy("the other one may have dropped out")),
        ],
        widget=forms.RadioSelect,
    )
    unknown = forms.ChoiceField(
        label=gettext_lazy("Samples whose name is not known here"),
        help_text=gettext_lazy(
            "Known are numbers of remains, and codes of samples and of relatives."
        ),
        choices=[
            ("refuse", gettext_lazy("are shown, and not taken over")),
            (CREATE, gettext_lazy("are registered as new remains, under this name as number")),
        ],
        initial="refuse",
        widget=forms.RadioSelect,
    )
    replicates = forms.BooleanField(
        label=gettext_lazy("The same sample may stand there several times, as replicates"),
        required=False,
    )
    laboratory = forms.CharField(label=gettext_lazy("Laboratory"), max_length=200)
    kit = forms.CharField(label=gettext_lazy("Kit"), max_length=200, required=False)


class FrequencyOptions(TextOptions):
    """Under what name frequencies are kept, and how alleles are taken to mutate."""

    set = forms.CharField(
        label=gettext_lazy("Name of the set"),
        help_text=gettext_lazy("It stands in every report: population, source and year."),
        max_length=200,
    )
    origin = forms.CharField(
        label=gettext_lazy("Population"),
        help_text=gettext_lazy(
            "Where the file holds several, the one that is used, as it is named there."
        ),
        max_length=200,
        required=False,
    )
    model = forms.ChoiceField(
        label=gettext_lazy("Mutation model"),
        choices=[
            ("none", gettext_lazy("none: an allele never changes")),
            ("equal", gettext_lazy("equal: to every other allele alike")),
            ("proportional", gettext_lazy("proportional to the frequencies")),
            ("stepwise", gettext_lazy("stepwise: by whole repeats, and between microvariants")),
        ],
        initial="equal",
    )
    rate_female = forms.FloatField(
        label=gettext_lazy("Rate, mothers"),
        initial=0.0005,
        min_value=0,
        max_value=1,
        required=False,
    )
    rate_male = forms.FloatField(
        label=gettext_lazy("Rate, fathers"), initial=0.002, min_value=0, max_value=1, required=False
    )
    rate2 = forms.FloatField(
        label=gettext_lazy("Rate between microvariants"),
        help_text=gettext_lazy("Stepwise only."),
        initial=0.000001,
        min_value=0,
        max_value=1,
        required=False,
    )
    range = forms.FloatField(
        label=gettext_lazy("Probability of each further step"),
        help_text=gettext_lazy("Stepwise only."),
        initial=0.1,
        min_value=0.000001,
        max_value=1,
        required=False,
    )


class ConfirmForm(forms.Form):
    """What becomes of rows that contradict the record."""

    leave_out = forms.BooleanField(
        label=gettext_lazy("Leave these rows out, and take over the others"), required=False
    )
