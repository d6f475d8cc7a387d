"""The editor of one section: its form, its tables of rows, and who observed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from antigone.web.examination.composing import FieldProblem
from antigone.web.examination.forms import ObservationForm
from antigone.web.examination.models import Section
from antigone.web.examination.sections import KINDS, Content
from antigone.web.examination.sections.base import MOST_ROWS, RowForm, Table, Words, stated


class Rows(BaseFormSet[RowForm]):
    """Rows of a table, each of which can be taken out."""

    def add_fields(self, form: RowForm, index: int | None) -> None:
        """Name the box in the words of the page."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this row out")


@dataclass(frozen=True)
class Group:
    """A heading and the fields below it."""

    title: Words
    fields: list[forms.BoundField]
    matrix: bool


@dataclass(frozen=True)
class TableShown:
    """A table with its rows."""

    name: str
    of: Table
    rows: Any


class SectionEditor:
    """What a page shows and reads of one section."""

    def __init__(
        self,
        section: Section,
        asked: QueryDict | None,
        *,
        content: Content,
        about: ObservationForm,
        based_on: int | None,
    ) -> None:
        """Begin with a content, or go on with what was posted.

        Args:
            content: which the form begins with.
            about: the form of who observed, for the same post.
            based_on: the version that the person had before them.
        """
        self.section, self.kind = section, KINDS[section]
        self.about, self.based_on = about, based_on
        self.asked = self._with_one_more(asked)
        self.form = self.kind.form(self.asked, initial=content)
        self.rows = {
            name: self._formset(name, table, content.get(name, []))
            for name, table in self.kind.tables.items()
        }
        if self.stepped:
            self.without_errors()

    @property
    def stepped(self) -> bool:
        """Whether only one more row was asked for."""
        return self.asked is not None and "more" in self.asked

    def _with_one_more(self, asked: QueryDict | None) -> QueryDict | None:
        table = "" if asked is None else asked.get("more", "")
        if asked is None or table not in self.kind.tables:
            return asked
        posted, key = asked.copy(), f"{table}-TOTAL_FORMS"
        total = posted.get(key, "0")
        posted[key] = str(min(MOST_ROWS, int(total) + 1 if total.isdecimal() else 1))
        return posted

    def _formset(self, name: str, table: Table, rows: list[Mapping[str, Any]]) -> Rows:
        made = formset_factory(
            table.form,
            formset=Rows,
            extra=0 if rows else 1,
            can_delete=True,
            max_num=MOST_ROWS,
            validate_max=True,
        )
        initial = [_choosable(table, row) for row in rows]
        rows_of = made(self.asked, initial=None if self.asked else initial, prefix=name)
        return cast(Rows, rows_of)

    def without_errors(self) -> None:
        """Show what was typed as it is, without judging it yet."""
        for form in (self.form, self.about, *(f for rows in self.rows.values() for f in rows)):
            form._errors = ErrorDict()  # type: ignore[attr-defined]

    # What a template shows -----------------------------------------------------------------------

    @property
    def groups(self) -> list[Group]:
        """The fields under their headings."""
        return [
            Group(title, [self.form[name] for name in names], names[0].startswith("condition_"))
            for title, names in self.kind.groups
        ]

    @property
    def tables(self) -> list[TableShown]:
        """The tables."""
        return [TableShown(name, of, self.rows[name]) for name, of in self.kind.tables.items()]

    @property
    def has_errors(self) -> bool:
        """Whether anything has to be changed."""
        forms_of = (self.form, self.about, *(f for rows in self.rows.values() for f in rows))
        return any(form.errors for form in forms_of)

    # What it reads -------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Whether all that was filled in can be stated."""
        valid = [self.form.is_valid(), self.about.is_valid()]
        valid += [rows.is_valid() for rows in self.rows.values()]
        return all(valid) and self._says_something()

    def _says_something(self) -> bool:
        content, absence = self.content(), self.about.cleaned_data.get("absence", "")
        if absence and content:
            self.about.add_error(
                "absence",
                _("Something stands in the fields. Empty them, or say that they are stated."),
            )
        elif not absence and not content:
            self.form.add_error(
                None, _("Nothing is stated. State something, or say why nothing can be.")
            )
        return bool(absence) != bool(content)

    def content(self) -> Content:
        """What was stated; only after the forms were checked."""
        content = stated(self.form.cleaned_data)
        for name, forms_of in self.rows.items():
            rows = [row for _form, row in _stated_rows(forms_of)]
            if rows:
                content[name] = rows
        return content

    def show(self, problems: Iterable[FieldProblem]) -> None:
        """Put what the reader of records refuses beside the fields that it is about."""
        for problem in problems:
            form: forms.Form = self.form
            if problem.table in self.rows:
                there = list(_stated_rows(self.rows[problem.table]))
                form = there[problem.row][0] if problem.row < len(there) else form
            name = problem.field if problem.field in form.fields else None
            form.add_error(name, problem.message)


def _stated_rows(rows: Rows) -> Iterable[tuple[RowForm, Content]]:
    for form in rows:
        told = dict(getattr(form, "cleaned_data", {}))
        taken_out = told.pop("DELETE", False)
        row = stated(told)
        if row and not taken_out:
            yield form, row


def _choosable(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as its form can show it: a kind that is not in the list stands in words."""
    fields = table.form.base_fields
    shown = dict(row)
    if "kind_in_words" in fields and not _offers(fields["kind"], str(row.get("kind", ""))):
        shown |= {"kind": "another", "kind_in_words": str(row["kind"]).replace("_", " ")}
    return shown


def _offers(field: forms.Field, value: str) -> bool:
    return not value or (isinstance(field, forms.ChoiceField) and field.valid_value(value))
