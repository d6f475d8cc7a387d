"""Internal examination and medical findings: organs, implants with their numbers, operations, fractures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.evidence.records import Region
from antigone.web.examination.kinds import IMPLANT_KINDS, MEDICAL_KINDS, code_of
from antigone.web.examination.sections.base import (
    Content,
    Record,
    RowForm,
    SectionKind,
    Table,
    choice_field,
    choices_of,
    text_field,
)
from antigone.web.examination.sections.description import LOOKED
from antigone.web.incidents.roles import Permission

EXAMINATION = (
    ("external", gettext_lazy("external only")),
    ("partial", gettext_lazy("partial")),
    ("full", gettext_lazy("full")),
)
FINDINGS = (
    ("skull", gettext_lazy("Head, skull, brain")),
    ("neck", gettext_lazy("Neck")),
    ("chest", gettext_lazy("Chest, ribs, breastbone")),
    ("lungs", gettext_lazy("Lungs")),
    ("heart", gettext_lazy("Heart and vessels")),
    ("stomach", gettext_lazy("Stomach and bowel")),
    ("appendix", gettext_lazy("Appendix")),
    ("liver", gettext_lazy("Liver and gallbladder")),
    ("kidneys", gettext_lazy("Kidneys, ureters, bladder")),
    ("glands", gettext_lazy("Adrenals, pancreas, spleen")),
    ("genitals", gettext_lazy("Genital organs")),
    ("spine", gettext_lazy("Spine and pelvis")),
    ("right_arm", gettext_lazy("Right shoulder and arm")),
    ("left_arm", gettext_lazy("Left shoulder and arm")),
    ("right_leg", gettext_lazy("Right hip and leg")),
    ("left_leg", gettext_lazy("Left hip and leg")),
    ("soft_tissue", gettext_lazy("Soft tissue and other bones")),
)
BLOOD_GROUPS = tuple((g, g) for g in ("A+", "A−", "B+", "B−", "AB+", "AB−", "O+", "O−"))


class KindForm(RowForm):
    """A row with a kind from the list, or one in words."""

    def clean(self) -> dict[str, Any]:
        """Another kind is kept as its code."""
        told = super().clean()
        if told.get("kind") == "another":
            code = code_of(told.get("kind_in_words", ""))
            if code:
                told["kind"] = code
            else:
                self.add_error(
                    "kind_in_words", _("Say which kind, in a few words of Latin letters.")
                )
        told.pop("kind_in_words", None)
        return told


class ImplantForm(KindForm):
    """An implant or prosthesis."""

    kind = choice_field(gettext_lazy("Kind"), IMPLANT_KINDS)
    kind_in_words = text_field(gettext_lazy("Another kind, in words"), most=60)
    region = choice_field(gettext_lazy("Region"), choices_of(Region))
    maker = text_field(gettext_lazy("Maker"))
    model = text_field(gettext_lazy("Model"))
    serial = text_field(
        gettext_lazy("Serial number, as printed"),
        help_text=gettext_lazy("Two persons read it. It is verified with the maker."),
    )


class MedicalForm(KindForm):
    """An operation, a healed fracture, a missing organ."""

    kind = choice_field(gettext_lazy("Kind"), MEDICAL_KINDS)
    kind_in_words = text_field(gettext_lazy("Another kind, in words"), most=60)
    region = choice_field(gettext_lazy("Region"), choices_of(Region))
    detail = text_field(gettext_lazy("How old, how healed, how seen"), most=500)


class InternalForm(forms.Form):
    """How far was examined, and what was found."""

    examination = choice_field(
        pgettext_lazy("kind of examination", "Examination"), EXAMINATION, radio=True
    )
    images = text_field(gettext_lazy("Radiographs and CT: what, where kept"), most=500, rows=2)
    blood_group = choice_field(gettext_lazy("Blood group"), BLOOD_GROUPS)
    other = text_field(gettext_lazy("Other clues to identity"), most=5_000, rows=3)
    medical_looked = choice_field(
        gettext_lazy("Operations, healed fractures, missing organs"),
        LOOKED,
        radio=True,
        empty=gettext_lazy("not looked for"),
    )


for _name, _label in FINDINGS:
    InternalForm.base_fields[f"finding_{_name}"] = text_field(_label, most=1_000)

FINDING_FIELDS = tuple(f"finding_{name}" for name, _label in FINDINGS)


def part_of_record(content: Content) -> Record:
    """Implants and medical findings."""
    record: Record = {}
    if content.get("implants"):
        names = ("kind", "region", "maker", "serial")
        record["implants"] = [_picked(row, names) for row in content["implants"]]
    if content.get("medical"):
        record["medical"] = [_picked(row, ("kind", "region")) for row in content["medical"]]
    elif content.get("medical_looked") == "none":
        record["medical"] = []
    return record


def _picked(row: Record, names: tuple[str, ...]) -> Record:
    return {name: row[name] for name in names if name in row}


def from_record(record: Record, sex: str) -> Content:
    """What a file told."""
    content: Content = {}
    if record.get("implants"):
        content["implants"] = [dict(row) for row in record["implants"]]
    if "medical" in record:
        content["medical_looked"] = "seen" if record["medical"] else "none"
        if record["medical"]:
            content["medical"] = [dict(row) for row in record["medical"]]
    return content


INTERNAL = SectionKind(
    permission=Permission.EXAMINE,
    form=InternalForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("mortuary"),
    tables={
        "implants": Table(
            ImplantForm, gettext_lazy("Implant or prosthesis"), gettext_lazy("One more implant")
        ),
        "medical": Table(
            MedicalForm, gettext_lazy("Medical finding"), gettext_lazy("One more finding")
        ),
    },
    groups=(
        (gettext_lazy("Examination"), ("examination", "images", "blood_group")),
        (gettext_lazy("Findings"), (*FINDING_FIELDS, "other")),
        (gettext_lazy("Operations, fractures, organs"), ("medical_looked",)),
    ),
)
