"""The forms of the parts of a tracing request: what is asked, with who told it and how sure they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.evidence.records import Informant
from antigone.formats.record_parts_json import STATURES_CM, WITHIN_KM
from antigone.web.requests.fields import (
    choice_of,
    day_field,
    number_field,
    text_area,
    text_line,
    trait_field,
)
from antigone.web.requests.pedigree_from_relation import relation_groups
from antigone.web.requests.words import (
    CATEGORIES,
    CERTAINTIES,
    CHANNELS,
    WAYS_OF_TELLING,
    later,
)


class PartForm(forms.Form):
    """The fields of one part; after them who told it, when, how, and how sure they are."""

    told_by = text_line(
        gettext_lazy("Who told it"), gettext_lazy("Empty: the enquirer. Or the name, or the paper.")
    )
    told_on = day_field(gettext_lazy("Told on"), required=True)
    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=lambda: list(WAYS_OF_TELLING.items())
    )
    certainty = forms.ChoiceField(
        label=gettext_lazy("How sure"), choices=lambda: list(CERTAINTIES.items())
    )
    TOLD: ClassVar = ("told_by", "told_on", "how", "certainty")

    def __init__(
        self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"told_on": timezone.localdate(), **(initial or {})})
        told = {name: self.fields.pop(name) for name in self.TOLD}
        self.fields.update(told)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the part itself."""
        return [self[name] for name in self.fields if name not in self.TOLD]

    @property
    def told(self) -> list[forms.BoundField]:
        """Who told it, when, how, how sure."""
        return [self[name] for name in self.TOLD]


class EnquirerForm(PartForm):
    """Who asks, how they may be reached, and what has to be minded."""

    name_own = text_line(
        gettext_lazy("Name, as they write it"), gettext_lazy("In their own script.")
    )
    name_latin = text_line(gettext_lazy("The same name in Latin letters"))
    sex = choice_of(
        gettext_lazy("Sex"),
        {"F": gettext_lazy("female"), "M": gettext_lazy("male")},
        gettext_lazy("Needed only where the relation does not say it."),
    )
    can_give = choice_of(
        gettext_lazy("Could give a sample of DNA"),
        {
            "yes": gettext_lazy("yes, if the person consents"),
            "no": gettext_lazy("cannot or does not want to"),
        },
        gettext_lazy("Only whether it would be possible. Consent is asked for by itself."),
    )
    language = text_line(gettext_lazy("Language in which we speak"))
    script = text_line(gettext_lazy("Language and script in which they read"))
    channel = choice_of(gettext_lazy("How they wish to be reached"), CHANNELS)
    address = text_area(gettext_lazy("Address"), rows=2)
    telephone = text_line(gettext_lazy("Telephone"))
    other_contact = text_line(gettext_lazy("Another way to reach them"))
    safe_times = text_line(
        gettext_lazy("When a call or a visit is safe"),
        gettext_lazy("Such as: in the evening, not at the place of work."),
    )
    not_told = text_area(
        gettext_lazy("Who must not be told"),
        gettext_lazy("Persons or offices that may not learn of this request, and why."),
    )
    notes = text_area(gettext_lazy("Notes"), gettext_lazy("What was agreed, what was asked."))

    def clean(self) -> dict[str, Any]:
        """A name is needed, in one script at least."""
        stated = super().clean() or {}
        if not stated.get("name_own") and not stated.get("name_latin"):
            self.add_error("name_own", _("Give the name, in one script at least."))
        return stated


class SoughtForm(PartForm):
    """Who is sought, and when and how they were last seen."""

    relation = forms.ChoiceField(
        label=gettext_lazy("The enquirer is the person’s"),
        help_text=gettext_lazy("By blood: it decides what DNA can show."),
        choices=lambda: [("", gettext_lazy("Choose one")), *relation_groups()],
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[
            ("U", gettext_lazy("not known")),
            ("F", gettext_lazy("female")),
            ("M", gettext_lazy("male")),
        ],
    )
    born_on = day_field(gettext_lazy("Date of birth"))
    born_about = text_line(
        gettext_lazy("Date of birth, as far as it is known"),
        gettext_lazy("Where the day is not known, such as: 1984, or spring 1984."),
    )
    age_years = number_field(
        gettext_lazy("Age when last seen, in years"),
        0,
        125,
        gettext_lazy("Where the date of birth is not known."),
    )
    category = choice_of(gettext_lazy("As what the person was there"), CATEGORIES)
    occupation = text_line(gettext_lazy("Occupation, rank, unit, service number"))
    seen_on = day_field(gettext_lazy("Last seen, or last news, on"))
    seen_where = text_line(gettext_lazy("Where"), gettext_lazy("The place in words."))
    latitude = number_field(gettext_lazy("Latitude, in degrees"), -90, 90)
    longitude = number_field(gettext_lazy("Longitude, in degrees"), -180, 180)
    within_km = number_field(
        gettext_lazy("Surely within, in km"), *WITHIN_KM, gettext_lazy("Without a number: 1 km.")
    )
    seen_how = text_line(gettext_lazy("By whom, doing what, by which news"))
    circumstances = text_area(gettext_lazy("What happened, in the family’s words"), rows=5)

    def clean(self) -> dict[str, Any]:
        """A place on the map has two numbers."""
        stated = super().clean() or {}
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if stated.get(one) is None and stated.get(other) is not None:
                self.add_error(one, _("Give latitude and longitude, or neither."))
        seen, born = stated.get("seen_on"), stated.get("born_on")
        if seen and born and seen < born:
            self.add_error("seen_on", _("This is before the date of birth. Change one of them."))
        return stated


class DescriptionForm(PartForm):
    """How the person looked."""

    stature_cm = number_field(gettext_lazy("Stature, in cm"), *STATURES_CM)
    stature_from = choice_of(
        gettext_lazy("Where the stature comes from"),
        {informant.value: later(informant) for informant in Informant},
    )
    eyes = trait_field("eyes")
    hair = trait_field("hair")
    handedness = trait_field("handedness")
    weight_kg = number_field(gettext_lazy("Weight, in kg"), 1, 400)
    no_marks = forms.BooleanField(
        label=gettext_lazy("Asked for marks on the body: there are none"), required=False
    )
    other = text_area(
        gettext_lazy("What tells this person from others, in the family’s words"),
        gettext_lazy("Gait, speech, glasses, beard, shoe size, teeth as seen when smiling."),
    )


class MedicalForm(PartForm):
    """Illness, operations, and what stays in the body."""

    no_medical = forms.BooleanField(
        label=gettext_lazy("Asked for operations and fractures: there were none"), required=False
    )
    health = text_area(gettext_lazy("Illness, medicines, blood group, births"))


class TeethForm(PartForm):
    """Whose file the chart comes from; the chart itself stands above."""

    dentist = text_line(gettext_lazy("Dentist or clinic"), gettext_lazy("Name and place."))
    material = text_area(
        gettext_lazy("What the dentist has"),
        gettext_lazy("File, radiographs, casts, photographs; from when to when."),
        2,
    )
    recalled = text_area(gettext_lazy("Teeth as the family recalls them"), rows=2)


class EffectsForm(PartForm):
    """What the person had along."""

    clothing = text_area(gettext_lazy("What the person was wearing, in the family’s words"))


class ChecklistForm(PartForm):
    """What exists elsewhere and is still to come."""

    remarks = text_area(gettext_lazy("Remarks"), rows=2)
