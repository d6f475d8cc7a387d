"""What all sections share: a form whose cleaned values are the content, and its tables of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils import formats
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from antigone.provenance import JsonValue
from antigone.web.incidents.roles import Permission
from antigone.web.records.record_facts import number_in_words
from antigone.web.records.record_words import in_words as code_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Content = dict[str, Any]
"""JSON values: by field what was stated, by table its rows; what was not stated is not there."""

Record = dict[str, Any]
"""Part of a record of remains as docs/records-format.md writes it."""

Words: TypeAlias = "str | _StrPromise"
Choices = Sequence[tuple[str, Any]]

MOST_ROWS = 200
MOST_LINES = 50


_in_words_later = lazy(code_in_words, str)


def choices_of(codes: Iterable[StrEnum]) -> list[tuple[str, Words]]:
    """The codes of a record with their words, in the language of each page."""
    return [(code.value, _in_words_later(code)) for code in codes]


def day_field(label: Words, *, required: bool = False, help_text: Words = "") -> forms.DateField:
    """A day, chosen in the browser's own way."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def time_field(label: Words, *, required: bool = False) -> forms.TimeField:
    """A time of day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


def text_field(
    label: Words,
    *,
    required: bool = False,
    most: int = 200,
    rows: int = 0,
    help_text: Words = "",
) -> forms.CharField:
    """Words on one line, or on several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=required, max_length=most, widget=widget, help_text=help_text
    )


def number_field(
    label: Words,
    *,
    low: float | None = None,
    high: float | None = None,
    help_text: Words = "",
    required: bool = False,
) -> forms.FloatField:
    """A number with its bounds."""
    return forms.FloatField(
        label=label,
        required=required,
        min_value=low,
        max_value=high,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


def choice_field(
    label: Words,
    choices: Choices,
    *,
    required: bool = False,
    empty: Words = "",
    radio: bool = False,
    help_text: Words = "",
) -> forms.ChoiceField:
    """One of a few words; nothing chosen is nothing stated."""
    if radio:
        listed: Choices = choices if required else [("", empty or _("not stated")), *choices]
        return forms.ChoiceField(
            label=label,
            choices=listed,
            required=required,
            widget=forms.RadioSelect,
            help_text=help_text,
        )
    listed = [("", empty or "–"), *choices]
    return forms.ChoiceField(label=label, choices=listed, required=required, help_text=help_text)


class LinesField(forms.CharField):
    """Several words, one on each line."""

    def __init__(self, *, label: Words, help_text: Words = "", lower: bool = False) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(
            label=label, help_text=help_text, required=False, max_length=5_000, widget=widget
        )
        self.lower = lower

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django calls it
        """Lists are shown a line each."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django calls it
        """A list of the lines that say something."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return [line.lower() if self.lower else line for line in lines if line]


class RowForm(forms.Form):
    """One row of a table; a row in which nothing is stated is none."""

    use_required_attribute = False
    needed: tuple[str, ...] = ("kind",)
    """What a row states if it states anything."""

    def clean(self) -> dict[str, Any]:
        """Name the fields without which the row is none."""
        told = self.cleaned_data
        if any(value not in (None, "", []) for name, value in told.items() if name != "DELETE"):
            for name in self.needed:
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed where anything else is stated of it."))
        return told


@dataclass(frozen=True)
class Table:
    """Rows of one kind in a section: their form, their title, what one more is called."""

    form: type[RowForm]
    title: Words
    one_more: Words


@dataclass(frozen=True)
class SectionKind:
    """What is particular to one section.

    Args:
        permission: who may record it.
        form: fields of which each stands once.
        tables: rows that repeat, by the name under which the content keeps them.
        part_of_record: what of the content the core compares.
        from_record: the content of what a file brought; the sex is that of the file.
        owed_by: who records it, in words.
        from_places: by place in a record the field that says it, where the names differ.
        groups: headings of the form, each with the fields below it.
    """

    permission: Permission
    form: type[forms.Form]
    part_of_record: Callable[[Content], Record]
    from_record: Callable[[Record, str], Content]
    owed_by: Words
    tables: Mapping[str, Table] = field(default_factory=dict)
    from_places: Mapping[str, str] = field(default_factory=dict)
    groups: Sequence[tuple[Words, tuple[str, ...]]] = ()

    def field_of(self, place: str) -> str:
        """The field that a place in a record speaks of, e.g. "age.years": "age_years"; else ""."""
        if place in self.from_places:
            return self.from_places[place]
        name, fields = place.replace(".", "_"), self.form.base_fields
        if name in fields:
            return name
        return next((f for f in fields if f.startswith(f"{name}_")), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a content says: a stable key, what it is about, and what."""

    key: tuple[str, int]
    label: str
    text: str


def stated(values: Mapping[str, Any]) -> Content:
    """The values that say something, as JSON."""
    plain = ((name, _json(value)) for name, value in values.items())
    return {name: value for name, value in plain if value not in (None, "", [], False, {})}


def _json(value: Any) -> JsonValue:  # noqa: ANN401 - whatever a form field gives
    match value:
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case str():
            return value.strip()
        case _:
            return value  # type: ignore[no-any-return]


def lines_of(kind: SectionKind, content: Content) -> list[Line]:
    """All that a content says, in the order and the words of its form."""
    found = _lines(kind.form.base_fields, content)
    for name, table in kind.tables.items():
        fields = table.form.base_fields
        for at, row in enumerate(content.get(name, [])):
            parts = [_part(line) for line in _lines(fields, row)]
            found.append(Line((name, at), str(table.title), "; ".join(parts)))
    return found


def _part(line: Line) -> str:
    return f"{line.label}: {line.text}"


def _lines(fields: Mapping[str, forms.Field], content: Mapping[str, Any]) -> list[Line]:
    return [
        Line((name, 0), str(of.label), in_words(of, content[name]))
        for name, of in fields.items()
        if content.get(name) not in (None, "", [])
    ]


def in_words(of: forms.Field, value: Any) -> str:  # noqa: ANN401 - a JSON value
    """A value as a page shows it."""
    if isinstance(of, (forms.ChoiceField, forms.MultipleChoiceField)):
        words = {str(k): str(v) for k, v in _flat(of.choices)}
        listed = value if isinstance(value, list) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in listed)
    if isinstance(of, forms.DateField):
        return formats.date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number_in_words(float(value)) if isinstance(value, (int, float)) else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - groups, or pairs
    found: list[tuple[Any, Any]] = []
    for value, words in choices:
        found += list(words) if isinstance(words, (list, tuple)) else [(value, words)]
    return found


ROW_PLACE = re.compile(r"(?P<table>\w+)\[(?P<row>\d+)\](?:\.(?P<field>\w+))?")
"""A place in a record that lies in a row, e.g. `marks[2].text`."""
