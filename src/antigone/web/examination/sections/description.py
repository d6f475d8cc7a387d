"""Description: sex, age and stature with their methods, traits, and marks on the body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.evidence.age import OLDEST_YEARS
from antigone.evidence.records import AgeMethod, MarkKind, Region, SexMethod, StatureMethod
from antigone.evidence.trait_tables import TRAITS as TRAIT_LINES
from antigone.formats.record_parts_json import STATURES_CM
from antigone.web.examination.sections.base import (
    Content,
    Record,
    RowForm,
    SectionKind,
    Table,
    choice_field,
    choices_of,
    number_field,
    text_field,
)
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import SexChoice
from antigone.web.records.record_words import MOTIFS

SEX = (
    (SexChoice.FEMALE.value, SexChoice.FEMALE.label),
    (SexChoice.MALE.value, SexChoice.MALE.label),
)
BUILD = (
    ("light", pgettext_lazy("build", "light")),
    ("medium", pgettext_lazy("build", "medium")),
    ("heavy", pgettext_lazy("build", "heavy")),
)
HAIR_LENGTH = (
    ("shaved", pgettext_lazy("hair", "shaved")),
    ("short", pgettext_lazy("hair", "short, less than 6 cm")),
    ("medium", pgettext_lazy("hair", "medium, less than 12 cm")),
    ("long", pgettext_lazy("hair", "long")),
    ("none", pgettext_lazy("hair", "none")),
)
FACIAL_HAIR = (
    ("none", pgettext_lazy("facial hair", "none")),
    ("moustache", pgettext_lazy("facial hair", "moustache")),
    ("goatee", pgettext_lazy("facial hair", "goatee")),
    ("whiskers", pgettext_lazy("facial hair", "whiskers")),
    ("full_beard", pgettext_lazy("facial hair", "full beard")),
)
SIDES = (
    ("front", pgettext_lazy("side of a mark", "in front")),
    ("back", pgettext_lazy("side of a mark", "behind")),
    ("left", pgettext_lazy("side of a mark", "left")),
    ("right", pgettext_lazy("side of a mark", "right")),
    ("middle", pgettext_lazy("side of a mark", "in the middle")),
)
LOOKED = (
    ("seen", gettext_lazy("looked for and seen: see below")),
    ("none", gettext_lazy("looked for, none there")),
)


class MarkForm(RowForm):
    """One mark."""

    kind = choice_field(gettext_lazy("Kind"), choices_of(MarkKind))
    region = choice_field(gettext_lazy("Region"), choices_of(Region))
    side = choice_field(gettext_lazy("Side"), SIDES)
    motif = choice_field(gettext_lazy("Motif of a tattoo"), tuple(MOTIFS.items()))
    text = text_field(gettext_lazy("Words or letters in it, as written"))
    size_mm = number_field(gettext_lazy("Size in mm"), low=0, high=3_000)
    detail = text_field(gettext_lazy("Exact place, shape, colours"), most=500)


class DescriptionForm(forms.Form):
    """Estimates carry their method; what was not seen stays empty."""

    sex = choice_field(gettext_lazy("Sex"), SEX, radio=True, empty=gettext_lazy("not told"))
    sex_method = choice_field(
        gettext_lazy("Told by"),
        choices_of(SexMethod),
        help_text=gettext_lazy("The method decides how far it may err."),
    )
    sex_reason = text_field(gettext_lazy("What it rests on"), most=500)
    age_method = choice_field(gettext_lazy("Age estimated"), choices_of(AgeMethod))
    age_years = number_field(gettext_lazy("Years, best estimate"), low=0, high=OLDEST_YEARS)
    age_phase = forms.IntegerField(
        label=gettext_lazy("Or phase of the pubic symphysis"),
        help_text=gettext_lazy("Suchey-Brooks, 1 to 6."),
        required=False,
        min_value=1,
        max_value=6,
    )
    age_low = number_field(gettext_lazy("Years, at least"), low=0, high=OLDEST_YEARS)
    age_high = number_field(gettext_lazy("Years, at most"), low=0, high=OLDEST_YEARS)
    stature_cm = number_field(
        gettext_lazy("Stature in cm"), low=STATURES_CM[0], high=STATURES_CM[1]
    )
    stature_method = choice_field(gettext_lazy("Measured or estimated"), choices_of(StatureMethod))
    weight_kg = number_field(gettext_lazy("Weight in kg"), low=0, high=400)
    build = choice_field(gettext_lazy("Build"), BUILD)
    traits_hair = text_field(
        gettext_lazy("Colour of hair"), most=100, help_text=gettext_lazy("Such as dark brown.")
    )
    hair_length = choice_field(gettext_lazy("Length of hair"), HAIR_LENGTH)
    facial_hair = choice_field(gettext_lazy("Facial hair"), FACIAL_HAIR)
    traits_eyes = text_field(gettext_lazy("Colour of eyes"), most=100)
    traits_handedness = text_field(
        gettext_lazy("Hand used"), most=100, help_text=gettext_lazy("Only where bones tell it.")
    )
    other = text_field(gettext_lazy("Other peculiarities"), most=5_000, rows=3)
    marks_looked = choice_field(
        gettext_lazy("Marks"), LOOKED, radio=True, empty=gettext_lazy("not looked for")
    )

    def clean(self) -> dict[str, Any]:
        """A sex or a stature without its method would count as certain."""
        told = self.cleaned_data
        before = self.initial if isinstance(self.initial, dict) else {}
        from_file = told.get("sex") == before.get("sex") and not before.get("sex_method")
        if told.get("sex") and not told.get("sex_method") and not from_file:
            self.add_error("sex_method", _("Say how the sex was told; else it counts as certain."))
        if told.get("sex_method") and not told.get("sex"):
            self.add_error("sex", _("Choose a sex, or take the method out."))
        if told.get("stature_cm") is not None and not told.get("stature_method"):
            self.add_error("stature_method", _("Say how it was measured or estimated."))
        return told


def part_of_record(content: Content) -> Record:
    """Estimates, traits and marks."""
    record: Record = {}
    if "sex" in content and "sex_method" in content:
        record["sex"] = {"sex": content["sex"], "method": content["sex_method"]}
    if age := _some(content, "age", "method", "years", "phase"):
        record["age"] = age
    if stature := _some(content, "stature", "cm", "method"):
        record["stature"] = stature
    if traits := _some(content, "traits", *(line.value for line in TRAIT_LINES)):
        record["traits"] = traits
    if content.get("marks"):
        record["marks"] = [_mark(row) for row in content["marks"]]
    elif content.get("marks_looked") == "none":
        record["marks"] = []
    return record


def _some(content: Content, of: str, *names: str) -> Record:
    return {name: content[f"{of}_{name}"] for name in names if f"{of}_{name}" in content}


def _mark(row: Record) -> Record:
    return {name: row[name] for name in ("kind", "region", "motif", "text") if name in row}


def from_record(record: Record, sex: str) -> Content:
    """What a file told."""
    content: Content = {}
    for of in ("age", "stature", "traits"):
        content |= {f"{of}_{name}": value for name, value in (record.get(of) or {}).items()}
    if told := record.get("sex"):
        content |= {"sex": told["sex"], "sex_method": told["method"]}
    elif sex != SexChoice.UNKNOWN.value:
        content["sex"] = sex
    if content.get("sex") == SexChoice.UNKNOWN.value:
        del content["sex"], content["sex_method"]
    if "marks" in record:
        content["marks_looked"] = "seen" if record["marks"] else "none"
        if record["marks"]:
            content["marks"] = [dict(mark) for mark in record["marks"]]
    return content


DESCRIPTION = SectionKind(
    permission=Permission.EXAMINE,
    form=DescriptionForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("mortuary"),
    tables={"marks": Table(MarkForm, gettext_lazy("Mark"), gettext_lazy("One more mark"))},
    from_places={"sex": "sex", "sex.sex": "sex", "sex.method": "sex_method", "age": "age_years"},
    groups=(
        (gettext_lazy("Sex"), ("sex", "sex_method", "sex_reason")),
        (
            gettext_lazy("Age"),
            ("age_method", "age_years", "age_phase", "age_low", "age_high"),
        ),
        (
            gettext_lazy("Stature and build"),
            ("stature_cm", "stature_method", "weight_kg", "build"),
        ),
        (
            gettext_lazy("Traits"),
            (
                "traits_hair",
                "hair_length",
                "facial_hair",
                "traits_eyes",
                "traits_handedness",
                "other",
            ),
        ),
        (gettext_lazy("Marks"), ("marks_looked",)),
    ),
)
