"""Rows of the lists in a tracing request: a name, a mark, an operation, a thing, a record that exists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.evidence.records import MarkKind
from antigone.formats.am_record_json import NAME_KINDS
from antigone.formats.record_parts_json import MOTIFS
from antigone.web.records.record_words import NAME_KINDS as NAME_WORDS
from antigone.web.requests.fields import REGIONS, choice_of, day_field, text_line
from antigone.web.requests.words import (
    DOCUMENTS,
    IMPLANTS,
    ITEMS,
    MEDICAL,
    RECORD_KINDS,
    RECORD_STATES,
    later,
    later_motif,
)


class InformantRow(forms.Form):
    """Somebody else who can tell something."""

    name = text_line(gettext_lazy("Name"))
    relation = text_line(gettext_lazy("What they are to the person sought"))
    reach = text_line(gettext_lazy("How they may be reached"))
    about = text_line(gettext_lazy("What they can tell"))


class NameRow(forms.Form):
    """One name, as one source writes it."""

    family = text_line(gettext_lazy("Family name"))
    given = text_line(gettext_lazy("Given names"))
    patronymic = text_line(gettext_lazy("Father’s name"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [("", gettext_lazy("name")), *((k, NAME_WORDS[k]) for k in NAME_KINDS[1:])],
        required=False,
    )
    script = text_line(
        gettext_lazy("Language and script"),
        gettext_lazy("Such as: Ukrainian; or: passport, Latin."),
        60,
    )

    def clean(self) -> dict[str, Any]:
        """One part of a name at least."""
        stated = super().clean() or {}
        if not any(stated.get(part) for part in ("family", "given", "patronymic")):
            self.add_error("family", _("Give one part of the name at least, or empty the row."))
        return stated


class MarkRow(forms.Form):
    """A scar, a tattoo, a birthmark, a missing part."""

    kind = choice_of(gettext_lazy("Kind"), {kind.value: later(kind) for kind in MarkKind})
    region = choice_of(gettext_lazy("Where"), REGIONS)
    motif = choice_of(
        gettext_lazy("Motif, of a tattoo"), {motif: later_motif(motif) for motif in MOTIFS}
    )
    text = text_line(gettext_lazy("Letters or words in it"))
    note = text_line(
        gettext_lazy("More precisely"), gettext_lazy("Size, colour, how it was acquired.")
    )

    def clean(self) -> dict[str, Any]:
        """The kind is needed; only a tattoo has a motif."""
        stated = super().clean() or {}
        if not stated.get("kind"):
            self.add_error("kind", _("Choose the kind, or empty the row."))
        elif stated.get("motif") and stated["kind"] != MarkKind.TATTOO.value:
            self.add_error("motif", _("Only a tattoo has a motif. Leave it at: not told."))
        return stated


class MedicalRow(forms.Form):
    """An operation or a fracture."""

    kind = choice_of(gettext_lazy("What"), MEDICAL)
    region = choice_of(gettext_lazy("Where on the body"), REGIONS)
    when = text_line(gettext_lazy("When"), most=60)
    where = text_line(gettext_lazy("Hospital or physician"))
    note = text_line(gettext_lazy("More precisely"))

    def clean(self) -> dict[str, Any]:
        """The kind is needed."""
        return _with_kind(self, super().clean() or {})


class ImplantRow(forms.Form):
    """A plate, a joint, a pacemaker: a number on it can be read again."""

    kind = choice_of(gettext_lazy("What"), IMPLANTS)
    region = choice_of(gettext_lazy("Where on the body"), REGIONS)
    maker = text_line(gettext_lazy("Maker"))
    serial = text_line(
        gettext_lazy("Serial number"), gettext_lazy("As printed on the implant pass.")
    )
    note = text_line(gettext_lazy("When, where, by whom"))

    def clean(self) -> dict[str, Any]:
        """The kind is needed."""
        return _with_kind(self, super().clean() or {})


class ItemRow(forms.Form):
    """A thing that the person wore or carried."""

    kind = choice_of(gettext_lazy("What"), ITEMS)
    features = text_line(
        gettext_lazy("Particulars"),
        gettext_lazy("Colour, brand, inscription; several with a comma between."),
        500,
    )
    numbers = text_line(gettext_lazy("Numbers on it"), gettext_lazy("Serial or telephone number."))
    usually = text_line(gettext_lazy("Where it was usually worn"))

    def clean(self) -> dict[str, Any]:
        """The kind is needed."""
        return _with_kind(self, super().clean() or {})


class DocumentRow(forms.Form):
    """A paper that the person carried."""

    kind = choice_of(gettext_lazy("What"), DOCUMENTS)
    number = text_line(gettext_lazy("Number"))
    written_as = text_line(gettext_lazy("Name, as it stands in it"))
    issuer = text_line(gettext_lazy("Issued by, on"))

    def clean(self) -> dict[str, Any]:
        """The kind is needed."""
        return _with_kind(self, super().clean() or {})


class RecordRow(forms.Form):
    """A file, an image, a print that exists somewhere."""

    kind = choice_of(gettext_lazy("What"), RECORD_KINDS)
    where = text_line(
        gettext_lazy("Where it is"), gettext_lazy("Practice, hospital, office; period.")
    )
    state = choice_of(gettext_lazy("How it stands"), RECORD_STATES)
    owed_by = text_line(gettext_lazy("Who owes the next step"))
    since = day_field(gettext_lazy("Since"))

    def clean(self) -> dict[str, Any]:
        """The kind is needed; what is owed is owed by somebody, since a day."""
        stated = _with_kind(self, super().clean() or {})
        if stated.get("owed_by") and not stated.get("since") and "since" not in self.errors:
            self.add_error("since", _("Say since when it is owed."))
        return stated


def _with_kind(form: forms.Form, stated: dict[str, Any]) -> dict[str, Any]:
    if not stated.get("kind"):
        form.add_error("kind", _("Choose what it is, or empty the row."))
    return stated
