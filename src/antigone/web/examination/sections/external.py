"""External examination: how complete remains are, and in what state, region by region."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.evidence.records import Region, State
from antigone.web.examination.sections.base import (
    Content,
    Record,
    SectionKind,
    choice_field,
    choices_of,
    text_field,
)
from antigone.web.incidents.roles import Permission

COMPLETENESS = (
    ("whole", gettext_lazy("whole")),
    ("incomplete", gettext_lazy("incomplete")),
    ("part", gettext_lazy("a part of a body")),
)
STATES = (
    ("damaged", pgettext_lazy("state of a region", "damaged")),
    ("burned", pgettext_lazy("state of a region", "burned")),
    ("decomposed", pgettext_lazy("state of a region", "decomposed")),
    ("skeletonised", pgettext_lazy("state of a region", "skeletonised")),
    ("missing", pgettext_lazy("state of a region", "missing")),
    ("detached", pgettext_lazy("state of a region", "detached")),
)


class ExternalForm(forms.Form):
    """The whole first, then twelve regions."""

    state = choice_field(
        gettext_lazy("State of the remains"),
        choices_of(State),
        required=True,
        radio=True,
        help_text=gettext_lazy("It decides what can still be seen, and so how absence weighs."),
    )
    completeness = choice_field(gettext_lazy("Completeness"), COMPLETENESS, radio=True)
    parts = text_field(gettext_lazy("Which parts are there, or missing"), most=500, rows=2)
    injuries = text_field(
        gettext_lazy("Injuries and other changes seen from outside"), most=5_000, rows=3
    )


def _region_name(region: Region) -> str:
    return f"condition_{region.value}"


REGION_FIELDS = tuple(_region_name(region) for region in Region)


for _value, _label in choices_of(Region):
    ExternalForm.base_fields[f"condition_{_value}"] = forms.MultipleChoiceField(
        label=_label, choices=STATES, required=False, widget=forms.CheckboxSelectMultiple
    )


def part_of_record(content: Content) -> Record:
    """The state."""
    return {"state": content["state"]} if "state" in content else {}


def from_record(record: Record, sex: str) -> Content:
    """The state that a file told."""
    return {"state": record["state"]} if "state" in record else {}


EXTERNAL = SectionKind(
    permission=Permission.EXAMINE,
    form=ExternalForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("mortuary"),
    groups=(
        (gettext_lazy("As a whole"), ("state", "completeness", "parts", "injuries")),
        (gettext_lazy("Region by region"), REGION_FIELDS),
    ),
)
