"""Forms of the pedigree editor, and which act each button stands for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from antigone.genetics.pedigree import Sex
from antigone.web.records.models import Person, SexChoice
from antigone.web.requests import pedigree_draft as edit
from antigone.web.requests.pedigree_acts import Kind
from antigone.web.requests.pedigree_codes import CodeMisread, Reason, read_donor_code
from antigone.web.requests.pedigree_draft import Draft, Through

NEW = "new"
"""Instead of a code: a person who is not in the pedigree yet."""

_SEXES = {
    "sister": Sex.FEMALE,
    "brother": Sex.MALE,
    "sibling": Sex.UNKNOWN,
    "daughter": Sex.FEMALE,
    "son": Sex.MALE,
    "child": Sex.UNKNOWN,
}
KINDS = {
    "parents": Kind.PARENTS,
    **dict.fromkeys(("sister", "brother", "sibling"), Kind.SIBLING),
    **dict.fromkeys(("half_maternal", "half_paternal"), Kind.HALF_SIBLING),
    **dict.fromkeys(("daughter", "son", "child"), Kind.CHILD),
    "partner": Kind.PARTNER,
    "person": Kind.PERSON,
    "tie": Kind.TIE,
    "description": Kind.DESCRIPTION,
    "removal": Kind.REMOVAL,
    "sought": Kind.SOUGHT,
    "undo": Kind.UNDO,
}


class StepForm(forms.Form):
    """One press of a button: what is done, at whom, and which version of the pedigree was seen."""

    version = forms.IntegerField(min_value=0)
    at = forms.CharField(max_length=100, required=False)
    step = forms.ChoiceField(choices=[(name, name) for name in KINDS])
    partner = forms.CharField(max_length=100, required=False)
    father = forms.CharField(max_length=100, required=False)
    mother = forms.CharField(max_length=100, required=False)
    sex = forms.ChoiceField(choices=SexChoice.choices, required=False)
    vital = forms.ChoiceField(choices=Person.Vital.choices, required=False)
    can_give = forms.ChoiceField(choices=Person.CanGive.choices, required=False)

    def change(self) -> Callable[[Draft], Draft]:
        """The act on the draft; none for removal, undoing and seeking, which are acts of their own."""
        said = self.cleaned_data
        step, at, sex = said["step"], said["at"], Sex(said["sex"] or Sex.UNKNOWN.value)
        other = None if said["partner"] in ("", NEW) else said["partner"]
        match step:
            case "parents":
                return partial(edit.add_parents, code=at)
            case "sister" | "brother" | "sibling":
                return partial(edit.add_sibling, code=at, sex=_SEXES[step])
            case "half_maternal" | "half_paternal":
                through = Through.MOTHER if step == "half_maternal" else Through.FATHER
                return partial(edit.add_half_sibling, code=at, sex=sex, through=through)
            case "daughter" | "son" | "child":
                return partial(edit.add_child, code=at, sex=_SEXES[step], partner=other)
            case "partner":
                return partial(edit.add_partner, code=at)
            case "person":
                return partial(edit.add_person, sex=sex)
            case "tie":
                return partial(edit.tie, code=at, father=said["father"], mother=said["mother"])
            case _:
                vital, can_give = (said[key] or "unknown" for key in ("vital", "can_give"))
                return partial(edit.describe, code=at, sex=sex, vital=vital, can_give=can_give)


class NameForm(forms.Form):
    """Name and contact of a relative."""

    name = forms.CharField(
        label=_("Name as the family writes it"),
        help_text=_("Empty: the name kept under this code is forgotten."),
        max_length=200,
        required=False,
    )
    contact = forms.CharField(
        label=_("How to reach this relative"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, str]:
        """A contact belongs to a name."""
        said = super().clean() or {}
        if said.get("contact") and not said.get("name"):
            raise ValidationError(
                {"name": _("Write the name as well: a contact belongs to a name.")}
            )
        return said


class ResolveForm(forms.Form):
    """Which code, and why."""

    code = forms.CharField(
        label=_("Donor code"),
        help_text=_("Such as D-7K3M-9QXT-C. One code at a time."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=Reason.choices, widget=forms.RadioSelect)

    def clean_code(self) -> str:
        """A slip is noticed before anything is looked up."""
        try:
            return read_donor_code(self.cleaned_data["code"])
        except CodeMisread as error:
            raise ValidationError(str(error)) from None


class ReasonForm(forms.Form):
    """Why somebody asks for the name behind a code that is known already."""

    reason = forms.ChoiceField(label=_("Why"), choices=Reason.choices, widget=forms.RadioSelect)
