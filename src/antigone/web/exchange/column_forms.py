"""The form on which a person says which column of a sheet is what, and how its cells are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.formats.column_mapping import SEPARATORS, ColumnMapping, MappedColumn
from antigone.formats.column_mapping_proposal import Proposal, ProposedMapping
from antigone.formats.sheet_fields import (
    ASSUMED,
    NEVER_TAKEN,
    Goes,
    RecordKind,
    Shape,
    SheetField,
    fields_of,
)
from antigone.formats.sheet_rows import SheetRow
from antigone.formats.sheet_values import DateOrder, LengthUnit
from antigone.formats.sheet_words import meanings
from antigone.web.sentences import translated

SHOWN_CELLS = 3
"""So many different cells of a column are shown beside it."""

GROUPS = {
    Goes.RECORD: gettext_lazy("In the record"),
    Goes.CONTACT: gettext_lazy("Who asks, sealed apart"),
    Goes.NOTE: gettext_lazy("Kept as words beside the record"),
}
ORDERS = {
    "": gettext_lazy("only what can be read in one way"),
    DateOrder.DAY_FIRST.value: gettext_lazy("the day first: 31/12/1990"),
    DateOrder.MONTH_FIRST.value: gettext_lazy("the month first: 12/31/1990"),
}
UNITS = {
    LengthUnit.CM.value: gettext_lazy("centimetres"),
    LengthUnit.M.value: gettext_lazy("metres"),
    LengthUnit.INCH.value: gettext_lazy("inches"),
    LengthUnit.FOOT.value: gettext_lazy("feet and inches"),
}
ASSUMED_TITLES = {
    "state": gettext_lazy("State of the remains"),
    "sex_method": gettext_lazy("How the sex was told"),
    "age_method": gettext_lazy("How the age was estimated"),
    "stature_method": gettext_lazy("How the height was estimated"),
    "stature_informant": gettext_lazy("Who told the height"),
    "carried": gettext_lazy("How items lay with the remains"),
}


class ColumnForm(forms.Form):
    """One column."""

    field = forms.ChoiceField(label=gettext_lazy("It holds"), required=False)
    date_order = forms.ChoiceField(
        label=gettext_lazy("Order of the date"), choices=ORDERS.items(), required=False
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=UNITS.items(), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Between the entries stands"), required=False)
    values = forms.CharField(
        label=gettext_lazy("Cells that are to be read otherwise"),
        help_text=gettext_lazy("One on each line: the cell, an equals sign, what it means."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=20_000,
        required=False,
    )
    keep_unreadable = forms.BooleanField(
        label=gettext_lazy("Keep what cannot be read as a note"), required=False
    )

    def __init__(self, fields: Mapping[str, SheetField], **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["field"]).choices = field_choices(fields)
        separators = [(one, one or _("semicolons or line breaks")) for one in SEPARATORS]
        cast(forms.ChoiceField, self.fields["separator"]).choices = separators

    def column(self, heading: str) -> MappedColumn:
        """The column as it was filled in."""
        stated = self.cleaned_data
        order, unit = stated.get("date_order"), stated.get("unit")
        pairs = (line.partition("=") for line in stated.get("values", "").splitlines())
        return MappedColumn(
            heading=heading,
            field=stated.get("field", ""),
            values={cell.strip(): means.strip() for cell, equals, means in pairs if equals},
            date_order=DateOrder(order) if order else None,
            unit=LengthUnit(unit) if unit else LengthUnit.CM,
            separator=stated.get("separator", ""),
            keep_unreadable=bool(stated.get("keep_unreadable")),
        )


class AssumedForm(forms.Form):
    """What holds for all rows that do not say it."""

    def __init__(self, kind: RecordKind, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        for key, group in ASSUMED[kind].items():
            choices = [
                ("", _("not stated")),
                *((one, one.replace("_", " ")) for one in meanings(group)),
            ]
            self.fields[key] = forms.ChoiceField(
                label=ASSUMED_TITLES[key], choices=choices, required=False
            )

    def assumed(self) -> dict[str, str]:
        """What was stated."""
        return {key: value for key, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class ColumnShown:
    """A column as the page shows it, with its form."""

    number: int
    heading: str
    cells: Sequence[str]
    reason: str
    sure: bool
    form: ColumnForm
    shape: Shape | None

    @property
    def controls(self) -> list[forms.BoundField]:
        """The further controls that its field needs."""
        named = {
            Shape.DAY: ["date_order"],
            Shape.LENGTH: ["unit"],
            Shape.LIST: ["separator"],
        }.get(self.shape or Shape.TEXT, [])
        return [self.form[name] for name in [*named, "values", "keep_unreadable"]]


def field_choices(
    fields: Mapping[str, SheetField],
) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The fields by where they go, in the reader's language; first that the column is left out."""
    grouped: list[tuple[str, str | list[tuple[str, str]]]] = [("", _("nothing: it is left out"))]
    for goes, title in GROUPS.items():
        of_group = [
            (code, translated(field.label))
            for code, field in fields.items()
            if field.goes is goes and code not in NEVER_TAKEN
        ]
        if of_group:
            grouped.append((str(title), of_group))
    return grouped


def columns_shown(
    proposed: ProposedMapping, rows: Sequence[SheetRow], data: QueryDict | None
) -> list[ColumnShown]:
    """Every column with its form, filled in as proposed, or as it was sent."""
    fields = fields_of(proposed.mapping.kind)
    shown = []
    for place, one in enumerate(proposed.proposals):
        form = ColumnForm(fields, data=data, prefix=f"c{place}", initial=_initial(one))
        code = form["field"].value() or ""
        shown.append(
            ColumnShown(
                number=place + 1,
                heading=one.column.heading,
                cells=_cells(rows, place),
                reason=translated(one.reason),
                sure=one.sure,
                form=form,
                shape=fields[code].shape if code in fields else None,
            )
        )
    return shown


def _initial(one: Proposal) -> dict[str, object]:
    column = one.column
    return {
        "field": "" if column.field in NEVER_TAKEN else column.field,
        "date_order": column.date_order.value if column.date_order else "",
        "unit": column.unit.value,
        "separator": column.separator,
        "values": "\n".join(f"{cell} = {means}" for cell, means in column.values.items()),
        "keep_unreadable": column.keep_unreadable,
    }


def _cells(rows: Sequence[SheetRow], place: int) -> list[str]:
    found = dict.fromkeys(row.cells[place] for row in rows if row.cells[place])
    return [cell[:60] for cell in list(found)[:SHOWN_CELLS]]


def mapping_of(
    kind: RecordKind, columns: Sequence[ColumnShown], assumed: AssumedForm
) -> ColumnMapping | None:
    """The mapping that was filled in; None where something of it is not allowed."""
    # Every form is asked, so that each says what is wrong with it.
    valid = [form.is_valid() for form in (*(one.form for one in columns), assumed)]
    if not all(valid):
        return None
    found = tuple(one.form.column(one.heading) for one in columns)
    return ColumnMapping(kind, found, assumed.assumed())
