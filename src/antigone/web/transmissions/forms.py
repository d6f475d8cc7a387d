"""Forms of recipients and packages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.formats.package_sealing import NoAgeKey, checked_recipient
from antigone.web.incidents.purpose_form import PurposeForm
from antigone.web.transmissions.models import Answer, Recipient, RecipientKey, TakenOut


class KeyField(forms.CharField):
    """A public key of age."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Public key of age"),
            max_length=100,
            widget=forms.TextInput(attrs={"class": "ltr", "spellcheck": "false"}),
            help_text=_(
                "Begins with age1. The recipient makes it with age-keygen and keeps the rest."
            ),
        )

    def clean(self, value: str | None) -> str:
        """The key without spaces around it."""
        try:
            return checked_recipient(super().clean(value))
        except NoAgeKey as error:
            raise forms.ValidationError(
                _("This is no public key of age. It begins with age1.")
            ) from error


class RecipientForm(forms.ModelForm[Recipient]):
    """An office outside, and its key."""

    public = KeyField()

    class Meta:
        model = Recipient
        fields = ("name", "short", "kind")


class KeyForm(forms.Form):
    """A further key."""

    public = KeyField()

    def __init__(self, recipient: Recipient, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_key_%s")
        self._recipient = recipient

    def clean_public(self) -> str:
        """One that was not entered before."""
        public: str = self.cleaned_data["public"]
        if self._recipient.keys.filter(public=public).exists():
            raise forms.ValidationError(_("This key was entered before."))
        return public


class ConfirmForm(forms.ModelForm[RecipientKey]):
    """With whom a fingerprint was compared."""

    class Meta:
        model = RecipientKey
        fields = ("spoken_with",)


class ReasonForm(forms.Form):
    """A reason, in words."""

    because = forms.CharField(
        label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class WithholdForm(forms.Form):
    """Which particulars of a record do not go to a party, and why."""

    fields_withheld = forms.MultipleChoiceField(
        label=_("What does not go"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Whom it may harm, and how"),
        help_text=_("Stays here. The recipient is told that it is withheld, and not why."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        choices: list[tuple[str, str]],
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        cast(forms.MultipleChoiceField, self.fields["fields_withheld"]).choices = choices


class TakeOutForm(PurposeForm):
    """What is taken out, and for what."""

    field_order = ("what", "purpose", "words")

    what = forms.ChoiceField(
        label=_("What"), choices=TakenOut.What.choices, widget=forms.RadioSelect, initial="file"
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["purpose"].initial = "law"
        self.fields["words"].help_text = _(
            "By what way it goes, and who carries it. It stands in the journal for good."
        )


class AnswerForm(forms.ModelForm[Answer]):
    """What the recipient answered."""

    class Meta:
        model = Answer
        fields = ("kind", "receipt", "day", "words")
        widgets = {  # noqa: RUF012
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs={"rows": 2}),
        }
