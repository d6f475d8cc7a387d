"""Forms of the record of a dead person: particulars, graves, effects, handing over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.deaths import Article, Particular, Receiver
from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import Hands
from antigone.web.custody.forms import moment, words
from antigone.web.custody.models import Packet
from antigone.web.deaths.acts.burying import Buried
from antigone.web.deaths.acts.handing import Given
from antigone.web.deaths.acts.packing import Counted
from antigone.web.deaths.asked import ASKED, GONE, SOURCES, Asked
from antigone.web.deaths.models import GraveEvent
from antigone.web.deaths.models.graves import RestChoice
from antigone.web.deaths.proposing import Proposed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ISO_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MONEY = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s+(?P<currency>\S+)\s*(?P<what>.*)")
MOST = 2000
A_CLOCK_THAT_IS_FAST = timedelta(minutes=5)
STILL_TO_COME = gettext_lazy("This day is still to come; allowed is today or earlier.")


def done_at(label: _StrPromise) -> forms.DateTimeField:
    """When something was done: nobody enters what is still to come."""
    field = moment(label)
    field.validators.append(_refuse_what_is_to_come)
    return field


def _refuse_what_is_to_come(value: datetime) -> None:
    if value > timezone.now() + A_CLOCK_THAT_IS_FAST:
        raise forms.ValidationError(_("This moment is still to come."))


class DayField(forms.CharField):
    """A day as exactly as it is known: a year, a month, or a day."""

    def __init__(self, label: str | _StrPromise, *, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=10,
            help_text=gettext_lazy("As exactly as it is known: 2026, 2026-10 or 2026-10-24."),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
        )

    def clean(self, value: object) -> str:
        """A day that there is."""
        text = str(super().clean(value)).strip()
        if text and not _is_day(text):
            raise forms.ValidationError(
                _("Write a year, a month or a day: 2026, 2026-10, 2026-10-24.")
            )
        if text > timezone.localdate().isoformat()[: len(text)]:
            raise forms.ValidationError(STILL_TO_COME)
        return text


def _is_day(text: str) -> bool:
    if not ISO_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


class ParticularsForm(forms.Form):
    """All particulars, each with where it is from; what the record holds already can be chosen.

    Args:
        before: the particulars of the version before.
        proposed: by particular what may be taken over.
        contacts: the person sees how families are reached.
        rests_on: pk of the identification that stands.
        hidden: particulars that the person does not see; they stay as they are.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        before: Mapping[str, Particular],
        proposed: Mapping[str, Sequence[Proposed]],
        contacts: bool,
        version: int,
        rests_on: int | None = None,
        hidden: Collection[str] = (),
    ) -> None:
        super().__init__(data)
        self.before, self.proposed = before, proposed
        self.asked = [
            one for one in ASKED if (contacts or not one.private) and one.name not in hidden
        ]
        for one in self.asked:
            self._add(one, before.get(one.name, Particular("", "")))
        if version:
            self.fields["because"] = words(
                gettext_lazy("Why it is corrected"), required=False, rows=2, max_length=500
            )
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=version)
        self.fields["rests_on"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=rests_on
        )

    def _add(self, one: Asked, was: Particular) -> None:
        self.fields[one.name] = _value_field(one)
        self.fields[one.name].initial = was.value
        if one.source_of:
            return
        self.fields[f"from_{one.name}"] = forms.ChoiceField(
            label=_("Where it is from: %s") % one.label,
            required=False,
            choices=[("", "–"), *SOURCES.items()],
            initial=was.source if was.source != GONE else "",
        )
        offers = self.proposed.get(one.name, ())
        if offers:
            self.fields[f"take_{one.name}"] = forms.ChoiceField(
                label=_("Recorded already: %s") % one.label,
                required=False,
                choices=[
                    ("", _("take over nothing")),
                    *((offer.key, offer.words) for offer in offers),
                ],
            )

    @property
    def rows(self) -> list[tuple[Asked, list[forms.BoundField]]]:
        """By particular its fields: value, what may be taken over, source."""
        return [
            (
                one,
                [
                    self[name]
                    for name in (one.name, f"take_{one.name}", f"from_{one.name}")
                    if name in self.fields
                ],
            )
            for one in self.asked
        ]

    def particulars(self) -> dict[str, Particular]:
        """What is confirmed; what this person may not see stays as it was."""
        asked = {one.name for one in self.asked}
        found = {name: one for name, one in self.before.items() if name not in asked}
        for one in self.asked:
            found[one.name] = self._of(one, found)
        return found

    def _of(self, one: Asked, found: Mapping[str, Particular]) -> Particular:
        value = self.cleaned_data.get(one.name) or ""
        if one.source_of:
            rests_on = found[one.source_of]
            return Particular(value if rests_on.value else "", rests_on.source)
        was = self.before.get(one.name)
        taken = self.cleaned_data.get(f"take_{one.name}")
        if taken:
            offer = next(o for o in self.proposed[one.name] if o.key == taken)
            return Particular(offer.value, offer.source)
        if not value and was is not None and was.source == GONE:
            return was
        return Particular(value, self.cleaned_data.get(f"from_{one.name}") or "")


def _value_field(one: Asked) -> forms.Field:
    if one.day:
        return DayField(cast("_StrPromise", one.label))
    if one.choices:
        return forms.ChoiceField(label=str(one.label), required=False, choices=list(one.choices))
    widget = forms.Textarea(attrs={"rows": 2}) if one.long else forms.TextInput()
    return forms.CharField(label=str(one.label), required=False, max_length=MOST, widget=widget)


class GraveForm(forms.ModelForm[GraveEvent]):
    """A burial, a cremation, an exhumation."""

    day = DayField(gettext_lazy("On which day"))

    class Meta:
        model = GraveEvent
        fields = (
            "kind",
            "day",
            "place",
            "position",
            "latitude",
            "longitude",
            "accuracy_m",
            "marking",
            "individual",
            "cremation_reason",
            "reason",
            "rites",
            "disc",
            "carried_out_by",
        )
        widgets = {"kind": forms.RadioSelect}  # noqa: RUF012 - as Django reads it
        help_texts = {  # noqa: RUF012 - as Django reads it
            "reason": gettext_lazy("Of a cremation, or of a grave with others."),
            "latitude": gettext_lazy("With all digits of the device, such as 48.123456."),
            "disc": gettext_lazy(
                "One half of a double disc, or a single disc, stays with the body."
            ),
        }

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:  # noqa: ANN401
        super().__init__(data, **more)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = RestChoice.choices

    def buried(self) -> Buried:
        """What is entered."""
        return Buried(
            **{name: self.cleaned_data[name] for name in self.fields if name != "because"}
        )


class CorrectGraveForm(GraveForm):
    """The same, with why it is corrected."""

    because = words(gettext_lazy("Why it is corrected"), required=False, rows=2, max_length=500)


class CountForm(forms.Form):
    """What two persons counted, and the seal that they set."""

    articles = forms.CharField(
        label=gettext_lazy("Articles: one on each line"),
        help_text=gettext_lazy("Each article that lies in it; nothing is left out."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    money = forms.CharField(
        label=gettext_lazy("Money: amount and currency, one on each line"),
        help_text=gettext_lazy("Such as: 120.50 UAH in notes."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = words(
        gettext_lazy("Statement of the owner’s particulars"),
        help_text=gettext_lazy("Whose, as far as is known; of somebody unidentified the number."),
        required=False,
        max_length=1000,
        rows=2,
    )
    seal = words(gettext_lazy("Number of the seal that is set"), required=False, max_length=60)
    packed_by = words(gettext_lazy("Full name of who packed"), required=False, max_length=200)
    function = words(gettext_lazy("Function of who packed"), max_length=200)
    counted_by = words(gettext_lazy("Full name of who counted"), required=False, max_length=200)
    at = done_at(gettext_lazy("When"))
    place = words(gettext_lazy("Where"))

    def counted(self) -> Counted:
        """What they counted."""
        told = self.cleaned_data
        return Counted(
            articles=[*_articles(told["articles"]), *_money(told["money"])],
            owner=told["owner"],
            seal=told["seal"],
            packed_by=told["packed_by"],
            function=told["function"],
            counted_by=told["counted_by"],
            at=told["at"],
            place=told["place"],
        )

    @staticmethod
    def of(user: User) -> dict[str, object]:
        """What the form begins with where the person signed in packs."""
        return {"packed_by": user.full_name, "at": timezone.localtime()}


def _articles(text: str) -> list[Article]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [Article(line) for line in lines if line]


def _money(text: str) -> list[Article]:
    found = []
    for line in text.splitlines():
        plain = " ".join(line.split())
        if not plain:
            continue
        read = MONEY.fullmatch(plain)
        if read is None:
            # DE-11 says what lacks: an amount without a currency.
            found.append(Article(plain, "?", ""))
            continue
        amount = read["amount"].replace(",", ".")
        found.append(Article(read["what"] or _("money"), amount, read["currency"]))
    return found


class PackForm(CountForm):
    """A new packet."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), choices=Packet.Kind.choices)
    part = forms.ChoiceField(label=gettext_lazy("Found with"))
    field_order = ("part", "kind")

    def __init__(
        self, data: QueryDict | None = None, *, parts: Sequence[str], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        part = cast(forms.ChoiceField, self.fields["part"])
        part.choices = [(number, number) for number in parts]


class CountAnewForm(CountForm):
    """A packet that was opened."""

    seal_found = words(
        gettext_lazy("Number of the seal as found"),
        help_text=gettext_lazy("As printed on the seal. Empty where it was not sealed."),
        required=False,
        max_length=60,
    )
    whole = forms.BooleanField(
        label=gettext_lazy("The seal was whole"), required=False, initial=True
    )
    because = words(gettext_lazy("Why it was opened"), required=False, rows=2, max_length=500)
    field_order = ("seal_found", "whole", "because")


class GivenForm(forms.Form):
    """From whom to whom, when and where."""

    to_name = words(gettext_lazy("Full name of who receives"), max_length=200)
    to_function = words(gettext_lazy("Function, or relation to the dead person"), max_length=200)
    to_agency = words(gettext_lazy("Agency"), required=False, max_length=200)
    given_by = words(gettext_lazy("Full name of who gives"), max_length=200)
    given_function = words(gettext_lazy("Function of who gives"), max_length=200)
    at = done_at(gettext_lazy("When"))
    place = words(gettext_lazy("Where"))
    note = words(gettext_lazy("Note"), required=False, max_length=1000, rows=2)
    wishes = forms.CharField(widget=forms.HiddenInput, required=False)
    wishes_read = forms.BooleanField(
        label=gettext_lazy("I have read what the family wishes, as it stands above."),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: User,
        wishes: str,
        packets: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        begun = {"given_by": user.full_name, "at": timezone.localtime(), "wishes": wishes}
        super().__init__(data, initial=begun)
        if not wishes:
            del self.fields["wishes_read"]
        if packets is not None:
            self._add_packets(packets)

    def _add_packets(self, packets: Sequence[tuple[str, str]]) -> None:
        own = dict(self.fields)
        self.fields.clear()
        self.fields["packets"] = forms.MultipleChoiceField(
            label=_("Packets"), choices=list(packets), widget=forms.CheckboxSelectMultiple
        )
        self.fields["seals"] = forms.BooleanField(
            label=_("Each seal was read: it is whole, and its number is the one written here.")
        )
        self.fields.update(own)

    def given(self, receiver: Receiver, user: User) -> Given:
        """From whom to whom."""
        told = self.cleaned_data
        agency = user.agency.name if user.agency else "–"
        return Given(
            receiver=receiver,
            giver=Hands(told["given_by"], told["given_function"], agency),
            to=Hands(told["to_name"], told["to_function"], told["to_agency"]),
            at=told["at"],
            place=told["place"],
            note=told["note"],
            wishes_read=told["wishes"] if told.get("wishes_read") else "",
        )


class TagForm(forms.Form):
    """What a tag says."""

    typed = words(
        gettext_lazy("Number as you read it from the tag"),
        help_text=gettext_lazy("Read it from the tag itself, not from a list; or scan its code."),
        max_length=100,
    )


class RecallForm(forms.Form):
    """Who was told that the identification fell."""

    told_at = done_at(gettext_lazy("Told on"))
    told_by = words(gettext_lazy("Full name of who told it"), max_length=200)
    agreed = words(gettext_lazy("What was agreed"), rows=3, max_length=1000)


class BackForm(forms.Form):
    """Something came back."""

    at = done_at(gettext_lazy("Came back on"))
    because = words(gettext_lazy("Why it came back"), rows=2, max_length=500, required=False)


class EmptyForm(forms.Form):
    """An act without anything to fill in."""
