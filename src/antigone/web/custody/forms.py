"""Forms of samples, packets and custody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.custody import Seal
from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.acts.take import MOST_ALIQUOTS
from antigone.web.custody.models import CustodyEvent, Packet, ReceivedBy, Sample
from antigone.web.custody.models.events import SealChoice
from antigone.web.custody.taking import Taking

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LOCAL = "%Y-%m-%dT%H:%M"


def moment(
    label: str | _StrPromise, *, help_text: str | _StrPromise = "", required: bool = True
) -> forms.DateTimeField:
    """A day with a time, as phones and desks let it be chosen."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, help_text=help_text, required=required, widget=widget)


def words(
    label: str | _StrPromise,
    *,
    help_text: str | _StrPromise = "",
    required: bool = True,
    max_length: int = 300,
    rows: int = 0,
) -> forms.CharField:
    """A line of text, or several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=max_length, widget=widget
    )


class SampleWords(forms.Form):
    """What is written of a sample."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Sample.Kind.choices)
    element = words(
        gettext_lazy("Which bone, tooth, object or part"),
        help_text=gettext_lazy("Such as: right femur, tooth 36, toothbrush."),
        required=False,
    )
    taken_at = moment(gettext_lazy("Taken on"))
    taken_by = words(gettext_lazy("Full name of who took it"), max_length=200)
    witness = words(gettext_lazy("Witness"), required=False, max_length=200)
    place = words(gettext_lazy("Where"))
    condition = words(gettext_lazy("Condition"), required=False)
    container = words(gettext_lazy("Container"), required=False)
    storage = words(gettext_lazy("Where it lies"), required=False)
    note = words(gettext_lazy("Note"), rows=2, required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """A bone, a tooth and an object have to be named."""
        cleaned = super().clean() or {}
        named = (Sample.Kind.BONE, Sample.Kind.TOOTH, Sample.Kind.OBJECT)
        if cleaned.get("kind") in named and not cleaned.get("element"):
            self.add_error("element", _("Say which one: the report and the laboratory need it."))
        return cleaned

    def taking(self) -> Taking:
        """The words, as they are kept."""
        names = ("element", "taken_by", "witness", "place", "condition", "container", "storage")
        return Taking(**{name: self.cleaned_data[name].strip() for name in (*names, "note")})


class TakeForm(SampleWords):
    """A sample that is taken."""

    field_order: tuple[str, ...] = (
        "kind",
        "element",
        "taken_at",
        "taken_by",
        "taker_function",
        "taker_agency",
    )
    taker_function = words(gettext_lazy("Function of who took it"), max_length=200)
    taker_agency = words(gettext_lazy("Agency of who took it"), max_length=200)
    seal = words(
        gettext_lazy("Number of the seal"),
        help_text=gettext_lazy("As printed on the seal. Empty where it was not sealed."),
        required=False,
        max_length=60,
    )

    def taker(self) -> Hands:
        """Who took it."""
        return Hands(
            self.cleaned_data["taken_by"],
            self.cleaned_data["taker_function"],
            self.cleaned_data["taker_agency"],
        )

    @staticmethod
    def of(user: User) -> dict[str, object]:
        """What the form begins with where the person signed in takes it."""
        return {
            "taken_at": timezone.localtime(),
            "taken_by": user.full_name,
            "taker_agency": user.agency.name if user.agency else "",
        }


class DivideForm(TakeForm):
    """Aliquots that are divided off a sample."""

    count = forms.IntegerField(
        label=gettext_lazy("How many aliquots"), min_value=1, max_value=MOST_ALIQUOTS, initial=1
    )
    used_up = forms.BooleanField(
        label=gettext_lazy("The sample is used up by this"), required=False
    )
    # Aliquots lie in the same hands: a seal comes with the next entry.
    seal = None  # type: ignore[assignment]
    field_order = ("count", "kind")


class CorrectSampleForm(SampleWords):
    """What is written of a sample, corrected."""

    because = words(gettext_lazy("Why it is corrected"), rows=2, max_length=500)


class StateForm(forms.Form):
    """What became of a sample."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=Sample.State.choices,
        widget=forms.RadioSelect,
    )
    at = moment(gettext_lazy("When"))
    decided_by = words(
        gettext_lazy("Full name of who decided it"),
        help_text=gettext_lazy("A relative stands here under the donor code."),
        max_length=200,
    )
    reason = words(gettext_lazy("Why"), rows=2, max_length=500)


class PackForm(forms.Form):
    """A packet of what was found with remains."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), choices=Packet.Kind.choices)
    contents = words(
        gettext_lazy("Contents in words"),
        help_text=gettext_lazy(
            "Such as: items 1 to 4 of the list of effects; or the number of a file here."
        ),
        rows=2,
        required=False,
        max_length=1000,
    )
    packed_at = moment(gettext_lazy("Packed on"))
    packed_by = words(gettext_lazy("Full name of who packed it"), max_length=200)
    function = words(gettext_lazy("Function"), max_length=200)
    agency = words(gettext_lazy("Agency"), max_length=200)
    place = words(gettext_lazy("Where"))
    seal = words(gettext_lazy("Number of the seal"), required=False, max_length=60)

    def packer(self) -> Hands:
        """Who packed it."""
        cleaned = self.cleaned_data
        return Hands(cleaned["packed_by"], cleaned["function"], cleaned["agency"])


class PassingForm(forms.Form):
    """From whom to whom, when, where and why."""

    at = moment(gettext_lazy("When"))
    from_name = words(gettext_lazy("Full name of who gives"), max_length=200)
    from_function = words(gettext_lazy("Function of who gives"), max_length=200)
    from_agency = words(gettext_lazy("Agency of who gives"), max_length=200)
    to_name = words(
        gettext_lazy("Full name of who receives"),
        help_text=gettext_lazy(
            "The same name where it is only opened, sealed or put elsewhere. A relative stands here "
            "under the donor code."
        ),
        max_length=200,
    )
    to_kind = forms.ChoiceField(
        label=gettext_lazy("Who receives is"),
        help_text=gettext_lazy(
            "Remains and packets go to a family from the page “Handing over” of the record of death, "
            "never from here (DE-18)."
        ),
        choices=ReceivedBy.choices,
        widget=forms.RadioSelect,
    )
    to_function = words(gettext_lazy("Function of who receives"), max_length=200)
    to_agency = words(gettext_lazy("Agency of who receives"), max_length=200)
    place = words(gettext_lazy("Where"))
    reason = words(
        gettext_lazy("Why"), help_text=gettext_lazy("Such as: to the laboratory, for typing.")
    )
    expected_by = moment(
        gettext_lazy("Expected in the next hands by"),
        help_text=gettext_lazy(
            "Empty where it stays. If nothing is entered by then, it is a break."
        ),
        required=False,
    )
    temperature_c = forms.FloatField(
        label=gettext_lazy("Temperature, °C"),
        required=False,
        min_value=-200,
        max_value=100,
    )
    witness = words(gettext_lazy("Witness"), required=False, max_length=200)
    note = words(
        gettext_lazy("Note"),
        help_text=gettext_lazy("Never the name of a relative."),
        rows=2,
        required=False,
        max_length=1000,
    )

    def clean(self) -> dict[str, Any]:
        """What is expected next comes later."""
        cleaned = super().clean() or {}
        at, expected = cleaned.get("at"), cleaned.get("expected_by")
        if at and expected and expected <= at:
            self.add_error(
                "expected_by", _("It is expected after it was given: choose a later time.")
            )
        return cleaned

    def passing(self) -> Passing:
        """What every thing that is handed over has in common."""
        cleaned = self.cleaned_data
        giver, receiver = (
            Hands(cleaned[f"{side}_name"], cleaned[f"{side}_function"], cleaned[f"{side}_agency"])
            for side in ("from", "to")
        )
        return Passing(
            cleaned["at"],
            giver,
            receiver,
            cleaned["place"],
            cleaned["reason"],
            cleaned["expected_by"],
            cleaned["temperature_c"],
            cleaned["witness"],
            cleaned["note"],
            ReceivedBy(cleaned["to_kind"]),
        )


class SealForm(forms.Form):
    """The seal of one thing."""

    seal = forms.ChoiceField(label=gettext_lazy("Seal as found"), choices=SealChoice.choices)
    seal_old = words(
        gettext_lazy("Number as read"),
        help_text=gettext_lazy("Read it from the seal, not from the list."),
        required=False,
        max_length=60,
    )
    seal_new = words(gettext_lazy("Number of a new seal"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """A seal has a number."""
        cleaned = super().clean() or {}
        if cleaned.get("seal") != Seal.NOT_SEALED and not cleaned.get("seal_old"):
            self.add_error("seal_old", _("Give the number of the seal as it was read."))
        return cleaned

    def seen(self) -> SealSeen:
        """The seal, as the entry keeps it."""
        cleaned = self.cleaned_data
        return SealSeen(Seal(cleaned["seal"]), cleaned["seal_old"], cleaned["seal_new"])


class CorrectEventForm(PassingForm, SealForm):
    """An entry of custody, corrected."""

    because = words(gettext_lazy("Why it is corrected"), rows=2, max_length=500)

    @staticmethod
    def of(event: CustodyEvent) -> dict[str, object]:
        """What the form begins with."""
        return {
            name: getattr(event, name) for name in (*PassingForm.base_fields, *SealForm.base_fields)
        }


class ExplainForm(forms.Form):
    """What happened at a break."""

    words = words(
        gettext_lazy("What happened, and who says so"),
        help_text=gettext_lazy(
            "Such as: two digits exchanged in writing; B. Aske-Romero, asked on 20 November."
        ),
        rows=4,
        max_length=1000,
    )


class ParticularsForm(forms.Form):
    """Where, with what and by whom a sample was read."""

    laboratory = words(gettext_lazy("Laboratory"), max_length=200)
    laboratory_number = words(
        gettext_lazy("Number in the laboratory"), required=False, max_length=100
    )
    kit = words(gettext_lazy("Kit"), max_length=200)
    reader = words(gettext_lazy("Full name of who read it"), max_length=200)
    read_on = forms.DateField(
        label=gettext_lazy("Read on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    quality = words(
        gettext_lazy("Notes on quality"),
        help_text=gettext_lazy(
            "Such as: low peaks at the long markers, three alleles at one marker, two replicates."
        ),
        rows=2,
        required=False,
        max_length=1000,
    )


class PhotoForm(forms.Form):
    """A photograph of a label, for browsers that may not use the camera."""

    photo = forms.ImageField(
        label=gettext_lazy("Photograph of the label"),
        help_text=gettext_lazy("JPEG or PNG, at most 12 MiB. It is read and not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


class TypedForm(forms.Form):
    """A code that is typed from a label."""

    code = words(
        gettext_lazy("Number or code"),
        help_text=gettext_lazy(
            "As on the label, with the single character behind it where there is one."
        ),
        max_length=200,
    )

    def clean_code(self) -> str:
        """Not only blanks."""
        code: str = self.cleaned_data["code"]
        if not code.strip():
            raise ValidationError(_("Type the number or code of a label."))
        return code
