"""Fields as the parts of a tracing request use them: nothing is required, invisible signs are refused."""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from antigone.evidence.records import Region
from antigone.formats.cursor import fault_of_name
from antigone.web.requests.words import TRAIT_NAMES, TRAIT_VALUES, Text, Words, later

NOT_TOLD: tuple[str, Text] = ("", gettext_lazy("not told"))
LONGEST = 5000


def _choices(words: Words) -> list[tuple[str, Text]]:
    return [NOT_TOLD, *words.items()]


def text_line(label: Text, help_text: Text = "", most: int = 200) -> forms.CharField:
    """A text on one line."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=False,
        validators=[_can_be_shown],
    )


def _can_be_shown(text: str) -> None:
    """What a record may hold: one line without invisible characters that turn a text round."""
    if fault_of_name(text):
        raise ValidationError(
            gettext_lazy(
                "This holds characters that cannot be seen. Type it anew instead of pasting."
            )
        )


def text_area(label: Text, help_text: Text = "", rows: int = 3) -> forms.CharField:
    """A longer text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice_of(label: Text, words: Words, help_text: Text = "") -> forms.ChoiceField:
    """One of some words, or "not told"."""
    return forms.ChoiceField(
        label=label, choices=lambda: _choices(words), help_text=help_text, required=False
    )


def day_field(label: Text, help_text: Text = "", *, required: bool = False) -> forms.DateField:
    """A day, today or earlier."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_not_to_come],
    )


def _not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(
            gettext_lazy("This day is still to come; allowed is today or earlier.")
        )


def number_field(label: Text, least: float, most: float, help_text: Text = "") -> forms.FloatField:
    """A number between two bounds, both included."""
    return forms.FloatField(
        label=label,
        help_text=help_text,
        required=False,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


REGIONS = {region.value: later(region) for region in Region}


def trait_field(trait: str) -> forms.ChoiceField:
    """A colour or the hand used, in the words of the tables."""
    return choice_of(TRAIT_NAMES[trait], TRAIT_VALUES[trait])


def split(text: str) -> list[str]:
    """Several values in one field, with commas or semicolons between."""
    return [part for part in (" ".join(p.split()) for p in re.split("[,;،；]", text)) if part]
