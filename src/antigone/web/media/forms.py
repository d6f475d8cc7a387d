"""Forms of media."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet, TextChoices
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.media.models import Opening, Picture
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.models import MissingPerson, Remains

MOST_FILES = 20
PICTURES = "image/jpeg,image/png,image/webp"

Upload = UploadedFile[bytes]
Files = MultiValueDict[str, Upload]

_K = Picture.Kind
OF_REMAINS = [k for k in _K if k not in {_K.PORTRAIT, _K.GROUP}]
OF_FAMILY = [_K.PORTRAIT, _K.GROUP, _K.TEETH, _K.MARK, _K.EFFECT, _K.DOCUMENT, _K.XRAY, _K.OTHER]
VIEWS = (
    ("", gettext_lazy("not stated")),
    ("front", gettext_lazy("from the front")),
    ("back", gettext_lazy("from the back")),
    ("left", gettext_lazy("from the left")),
    ("right", gettext_lazy("from the right")),
    ("above", gettext_lazy("from above")),
    ("near", gettext_lazy("a part, from near")),
)
_R = Opening.Reason
TO_OPEN = [_R.COMPARISON, _R.DESCRIPTION, _R.BOARD, _R.RIGHT_RECORD, _R.OTHER]
TO_OPEN_OF_FAMILY = [_R.COMPARISON, _R.DESCRIPTION, _R.FAMILY, _R.RIGHT_RECORD, _R.OTHER]
TO_HAND_OUT = [_R.EXAMINER, _R.BOARD, _R.RIGHT_RECORD, _R.OTHER]


def _choose(form: forms.Form, name: str, choices: Sequence[TextChoices]) -> None:
    """Let a choice begin with none made."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [("", _("Choose one")), *((one.value, str(one.label)) for one in choices)]


class ManyFiles(forms.FileInput):
    """A control for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, in the order in which they were chosen."""

    def clean(self, data: object, initial: object = None) -> list[Upload]:
        """The files; the empty ones too, so that each gets its own answer."""
        sent = data if isinstance(data, list) else [data]
        return [file for file in sent if isinstance(file, UploadedFile)]


class AddPicturesForm(forms.Form):
    """Pictures, with what they show."""

    pictures = ManyFilesField(
        label=gettext_lazy("Choose pictures"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 20 at once, each at most 40 MiB and 50 million pixels."
        ),
        required=False,
        widget=ManyFiles(attrs={"accept": PICTURES}),
    )
    camera = ManyFilesField(
        label=gettext_lazy("Or take one with this phone"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    shows = forms.CharField(
        label=gettext_lazy("What they show, in words"),
        help_text=gettext_lazy("It stands on the veil, such as: left forearm, tattoo."),
        max_length=300,
    )
    view = forms.ChoiceField(label=gettext_lazy("View"), choices=VIEWS, required=False)
    taken_by = forms.CharField(label=gettext_lazy("Taken by"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None = None, files: Files | None = None) -> None:
        super().__init__(data, files)
        _choose(self, "kind", OF_REMAINS)

    def clean(self) -> None:
        """At least one file, and no more than can be read in one request."""
        chosen = self.chosen
        if not chosen:
            self.add_error("pictures", _("Choose at least one picture, or take one."))
        if len(chosen) > MOST_FILES:
            self.add_error("pictures", _("Choose at most 20 pictures at once."))

    @property
    def chosen(self) -> list[Upload]:
        """All files that were sent."""
        return [*self.cleaned_data.get("pictures", []), *self.cleaned_data.get("camera", [])]


class AddPhotographsForm(AddPicturesForm):
    """Photographs that a family gives."""

    missing_person = forms.ModelChoiceField(
        label=gettext_lazy("Of whom"),
        queryset=MissingPerson.objects.none(),
        required=False,
        empty_label=gettext_lazy("several, or nobody who is sought"),
    )
    keep_place = forms.BooleanField(
        label=gettext_lazy("The family wants place and other data in the files kept"),
        help_text=gettext_lazy(
            "Otherwise only the picture is kept: where it was taken, names and previews written into "
            "the file are left out before it is stored."
        ),
        required=False,
    )

    field_order = ("pictures", "camera", "missing_person", "kind", "shows")

    def __init__(
        self,
        persons: QuerySet[MissingPerson],
        data: QueryDict | None = None,
        files: Files | None = None,
    ) -> None:
        super().__init__(data, files)
        _choose(self, "kind", OF_FAMILY)
        cast(
            forms.ModelChoiceField[MissingPerson], self.fields["missing_person"]
        ).queryset = persons


class AddPrintsForm(forms.Form):
    """A file of prints."""

    file = forms.FileField(
        label=gettext_lazy("File of prints"),
        help_text=gettext_lazy(
            "ANSI/NIST, as scanners and bureaus write it (.nist, .an2, .eft), at most 40 MiB."
        ),
        allow_empty_file=True,
    )
    shows = forms.CharField(
        label=gettext_lazy("What it is, in words"),
        help_text=gettext_lazy("Such as: ten-print card of 2019, from the passport office."),
        max_length=300,
    )


class ReasonForm(forms.Form):
    """Why a picture is opened, or a file of prints handed out."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"))
    words = forms.CharField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("Needed for another reason. It stays out of the journal."),
        max_length=500,
        required=False,
    )

    def __init__(
        self, reasons: list[Opening.Reason], data: QueryDict | None = None, *, ids: str = "id"
    ) -> None:
        super().__init__(data, auto_id=f"{ids}_%s")
        _choose(self, "reason", reasons)

    @property
    def given(self) -> dict[str, str]:
        """The reason, as the acts take it."""
        return {"reason": self.cleaned_data["reason"], "words": self.cleaned_data["words"]}


class MoveForm(forms.Form):
    """To which remains a picture belongs."""

    number = forms.CharField(
        label=gettext_lazy("Number of the remains it belongs to"), max_length=100
    )
    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, user: Visitor, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._in_sight = remains_in_sight(user, incident)

    def clean_number(self) -> Remains:
        """The remains, among those that this person may know of."""
        found = self._in_sight.filter(number=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There are no remains with this number."))
        return found


class RetractForm(forms.Form):
    """Why a picture no longer counts."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as: blurred, taken again."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
