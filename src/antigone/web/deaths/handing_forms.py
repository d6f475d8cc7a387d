"""Forms of reading a tag, of handing over, and of what comes after."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.deaths import Receiver
from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import Hands
from antigone.web.custody.forms import words
from antigone.web.deaths.acts.handing import Given
from antigone.web.deaths.form_fields import done_at


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
