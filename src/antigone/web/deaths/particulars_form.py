"""The form of the particulars of a dead person, each with where it is from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.deaths import Particular
from antigone.web.custody.forms import words
from antigone.web.deaths.asked import ASKED, GONE, SOURCES, Asked
from antigone.web.deaths.form_fields import DayField
from antigone.web.deaths.proposing import Proposed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 2000


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
