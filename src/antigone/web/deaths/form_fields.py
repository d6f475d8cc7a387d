"""Fields that the forms of the record of a dead person share."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.web.custody.forms import moment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ISO_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
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


class EmptyForm(forms.Form):
    """An act without anything to fill in."""
