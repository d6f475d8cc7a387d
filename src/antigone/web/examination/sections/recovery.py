"""Recovery: where, when and by whom remains were found, and what lay with them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.web.examination.sections.base import (
    Content,
    Record,
    SectionKind,
    choice_field,
    day_field,
    number_field,
    text_field,
    time_field,
)
from antigone.web.incidents.roles import Permission

FOUND = (
    ("whole", gettext_lazy("A whole body")),
    ("part", gettext_lazy("A part of a body")),
    ("unsure", gettext_lazy("Not sure")),
)
METRES_IN_KM = 1000.0
LEAST_METRES = 1


class NumbersField(forms.CharField):
    """Numbers of other remains, as they are written, separated by commas."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django calls it
        """Shown as they are typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django calls it
        """A list of numbers, each once."""
        parts = re.split(r"[,;\n]", super().clean(value))
        return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


class RecoveryForm(forms.Form):
    """What is written down at the place."""

    found = choice_field(gettext_lazy("What was found"), FOUND, required=True, radio=True)
    place = text_field(
        gettext_lazy("Place in words"),
        required=True,
        most=300,
        help_text=gettext_lazy("Such as: Orchard, square E2, 3 m east of marker 12."),
    )
    latitude = number_field(
        gettext_lazy("Latitude"), low=-90, high=90, help_text=gettext_lazy("Degrees, WGS 84.")
    )
    longitude = number_field(
        gettext_lazy("Longitude"), low=-180, high=180, help_text=gettext_lazy("Degrees, WGS 84.")
    )
    within_m = number_field(
        gettext_lazy("Within how many metres"),
        low=LEAST_METRES,
        high=20_000_000,
        help_text=gettext_lazy("The place surely lies within this distance."),
    )
    recovered_on = day_field(gettext_lazy("Recovered on"), required=True)
    recovered_time = time_field(gettext_lazy("At what time"), required=True)
    finder = text_field(
        gettext_lazy("Found by"),
        required=True,
        help_text=gettext_lazy("Person or team, with the organisation."),
    )
    circumstances = text_field(gettext_lazy("Circumstances"), most=5_000, rows=3)
    condition = text_field(gettext_lazy("Condition as found"), most=2_000, rows=2)
    lying_with = NumbersField(
        label=gettext_lazy("Lying with others: which numbers"),
        required=False,
        max_length=1_000,
        help_text=gettext_lazy("Separated by commas. Empty: lying alone."),
    )
    seal = text_field(
        pgettext_lazy("of a body bag", "Number of the seal"),
        most=60,
        help_text=gettext_lazy("As printed on the seal. Read it aloud to your second."),
    )
    days_least = forms.IntegerField(
        label=gettext_lazy("Days since death, at least"),
        required=False,
        min_value=0,
        max_value=73_000,
        help_text=gettext_lazy("Only where somebody estimated it."),
    )
    days_most = forms.IntegerField(
        label=gettext_lazy("Days since death, at most"),
        required=False,
        min_value=0,
        max_value=73_000,
    )

    def clean(self) -> dict[str, Any]:
        """Coordinates are whole or absent; so is a span of days. Nobody recovers in the future."""
        told = self.cleaned_data
        if told.get("recovered_on") and told["recovered_on"] > timezone.localdate():
            self.add_error("recovered_on", _("This day is still to come."))
        self._whole(("latitude", "longitude", "within_m"), _("Coordinates need all three."))
        self._whole(("days_least", "days_most"), _("Give both numbers, or neither."))
        least, most = told.get("days_least"), told.get("days_most")
        if least is not None and most is not None and least > most:
            self.add_error("days_most", _("This is less than the least."))
        return told

    def _whole(self, names: tuple[str, ...], message: str) -> None:
        told = [name for name in names if self.cleaned_data.get(name) is not None]
        if any(name in self.errors for name in names):
            return
        for name in names if told else ():
            if name not in told:
                self.add_error(name, message)


def part_of_record(content: Content) -> Record:
    """Day, place and time since death, as the core compares them."""
    recovery: Record = {}
    if "recovered_on" in content:
        recovery["found_on"] = content["recovered_on"]
    if "latitude" in content and "longitude" in content:
        recovery["place"] = {
            "latitude": content["latitude"],
            "longitude": content["longitude"],
            "within_km": content.get("within_m", METRES_IN_KM) / METRES_IN_KM,
        }
    if "days_least" in content and "days_most" in content:
        recovery["days_since_death"] = [content["days_least"], content["days_most"]]
    return {"recovery": recovery} if recovery else {}


def from_record(record: Record, sex: str) -> Content:
    """What a file said of the recovery."""
    told, content = record.get("recovery") or {}, {}
    if told.get("found_on"):
        content["recovered_on"] = told["found_on"]
    if place := told.get("place"):
        within = place.get("within_km", 1.0) * METRES_IN_KM
        content |= {"latitude": place["latitude"], "longitude": place["longitude"]}
        content["within_m"] = round(within, 3)
    if days := told.get("days_since_death"):
        content["days_least"], content["days_most"] = days
    return content


RECOVERY = SectionKind(
    permission=Permission.REGISTER,
    form=RecoveryForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("recovery team"),
    from_places={
        "recovery.found_on": "recovered_on",
        "recovery.place": "latitude",
        "recovery.place.latitude": "latitude",
        "recovery.place.longitude": "longitude",
        "recovery.place.within_km": "within_m",
        "recovery.days_since_death": "days_most",
    },
    groups=(
        (gettext_lazy("The find"), ("found", "condition")),
        (
            gettext_lazy("Place"),
            ("place", "latitude", "longitude", "within_m"),
        ),
        (
            gettext_lazy("When, and by whom"),
            ("recovered_on", "recovered_time", "finder", "circumstances"),
        ),
        (gettext_lazy("With it"), ("lying_with", "seal")),
        (gettext_lazy("Time since death"), ("days_least", "days_most")),
    ),
)
