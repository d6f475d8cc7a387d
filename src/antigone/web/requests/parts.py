"""The parts of a tracing request: what each asks, how it is filled in, kept, and shown again.

What is kept of a part is one JSON object: the fields of its form, and under the name of each list its
rows. Absent and empty say the same: not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.provenance import JsonValue
from antigone.web.requests import part_forms as asked
from antigone.web.requests import row_forms
from antigone.web.requests.words import Text

Content = Mapping[str, Any]
"""What is kept of one part."""


class RowSet(BaseFormSet[forms.Form]):
    """Rows of which any may be emptied; an empty one is no row."""

    def initial_form_count(self) -> int:
        """What was there before counts like what is new once something is posted."""
        return 0 if self.is_bound else super().initial_form_count()


@dataclass(frozen=True)
class Rows:
    """A list within a part: its name, its title, the form of a row, and the word of its button.

    Args:
        first: whether it stands before the fields of the part.
        most: so many rows it may have.
    """

    name: str
    title: Text
    form: type[forms.Form]
    another: Text
    first: bool = False
    most: int = 40

    def set_of(
        self, data: QueryDict | None, initial: list[dict[str, Any]] | None, extra: int
    ) -> BaseFormSet[forms.Form]:
        """The rows, with so many empty ones at the end."""
        kind = formset_factory(
            self.form, formset=RowSet, extra=extra, max_num=self.most, validate_max=True
        )
        return kind(data, initial=initial, prefix=self.name)


@dataclass(frozen=True)
class Part:
    """One part of a request.

    Args:
        key: as it is kept.
        title: as it is read.
        lede: one sentence under the title.
        form: its fields.
        rows: its lists.
        of_person: whether it is told of each person sought, or once.
        private: whether only those who speak with the family see it.
        teeth: whether a tooth chart belongs to it.
    """

    key: str
    title: Text
    lede: Text
    form: type[asked.PartForm]
    rows: tuple[Rows, ...] = ()
    of_person: bool = True
    private: bool = False
    teeth: bool = False


PARTS: Mapping[str, Part] = {
    part.key: part
    for part in (
        Part(
            "enquirer",
            _("Who asks"),
            _("Shown only to those who speak with the family."),
            asked.EnquirerForm,
            (
                Rows(
                    "informants",
                    _("Others who can tell something"),
                    row_forms.InformantRow,
                    _("Another informant"),
                ),
            ),
            of_person=False,
            private=True,
        ),
        Part(
            "sought",
            _("Who is sought"),
            _("Each name as each source writes it, in its own script."),
            asked.SoughtForm,
            (Rows("names", _("Names"), row_forms.NameRow, _("Another name"), first=True),),
        ),
        Part(
            "description",
            _("Description"),
            _("What could be seen on the person."),
            asked.DescriptionForm,
            (Rows("marks", _("Marks on the body"), row_forms.MarkRow, _("Another mark")),),
        ),
        Part(
            "medical",
            _("Medical"),
            _("What stays to be seen: operations, fractures, what was put in."),
            asked.MedicalForm,
            (
                Rows(
                    "medical",
                    _("Operations and fractures"),
                    row_forms.MedicalRow,
                    _("Another operation or fracture"),
                ),
                Rows("implants", _("Implants"), row_forms.ImplantRow, _("Another implant")),
            ),
        ),
        Part(
            "teeth",
            _("Teeth"),
            _("From the dentist’s file, where there is one: teeth can identify by themselves."),
            asked.TeethForm,
            teeth=True,
        ),
        Part(
            "effects",
            _("Effects and documents"),
            _("What the person wore and carried."),
            asked.EffectsForm,
            (
                Rows("items", _("Things"), row_forms.ItemRow, _("Another thing")),
                Rows("documents", _("Documents"), row_forms.DocumentRow, _("Another document")),
            ),
        ),
        Part(
            "records",
            _("Records that exist"),
            _("What exists, where, who owes it, and since when."),
            asked.ChecklistForm,
            (Rows("records", _("Records"), row_forms.RecordRow, _("Another record")),),
        ),
    )
}
OF_PERSON = tuple(part for part in PARTS.values() if part.of_person)


@dataclass
class Entry:
    """A part that is being filled in."""

    part: Part
    form: asked.PartForm
    rowsets: list[tuple[Rows, BaseFormSet[forms.Form]]] = field(default_factory=list)

    @classmethod
    def begun(cls, part: Part, content: Content | None) -> Entry:
        """As it was kept, or empty; an empty row stands at the end of each list."""
        known = content or {}
        rowsets = [(rows, rows.set_of(None, known.get(rows.name), 1)) for rows in part.rows]
        return cls(part, part.form(initial=_fields(part, known)), rowsets)

    @classmethod
    def posted(cls, part: Part, data: QueryDict) -> Entry:
        """As it was sent."""
        return cls(
            part, part.form(data), [(rows, rows.set_of(data, None, 0)) for rows in part.rows]
        )

    @classmethod
    def with_another(cls, part: Part, data: QueryDict, name: str) -> Entry:
        """As it was typed so far, unread, with one more empty row in a list."""
        raw = {key: data.get(key, "") for key in part.form.base_fields}
        rowsets = [
            (rows, rows.set_of(None, _typed_rows(rows, data), 1 if rows.name == name else 0))
            for rows in part.rows
        ]
        return cls(part, part.form(initial=raw), rowsets)

    def is_valid(self) -> bool:
        """Whether all of it can be kept; every error is looked for."""
        return all([self.form.is_valid(), *(rowset.is_valid() for _rows, rowset in self.rowsets)])

    def content(self) -> dict[str, JsonValue]:
        """What is kept; only after `is_valid`."""
        lists = {
            rows.name: [_told(row.cleaned_data) for row in rowset if row.has_changed()]
            for rows, rowset in self.rowsets
        }
        return {
            **_told(self.form.cleaned_data),
            **{n: found for n, found in lists.items() if found},
        }


def _fields(part: Part, content: Content) -> dict[str, Any]:
    return {name: content[name] for name in part.form.base_fields if name in content}


def _typed_rows(rows: Rows, data: QueryDict) -> list[dict[str, Any]]:
    """The rows that hold anything, as they were typed."""
    count = data.get(f"{rows.name}-TOTAL_FORMS", "0")
    found = [
        {name: data.get(f"{rows.name}-{at}-{name}", "") for name in rows.form.base_fields}
        for at in range(min(int(count) if count.isdecimal() else 0, rows.most))
    ]
    return [row for row in found if any(row.values())]


def _told(cleaned: Mapping[str, Any]) -> dict[str, JsonValue]:
    """What says something, as JSON values."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in cleaned.items()
        if value not in (None, "", False)
    }


@dataclass(frozen=True)
class Line:
    """One line of a part as it is shown."""

    label: str
    text: str
    day: date | None = None


def lines_of(part: Part, content: Content) -> list[Line]:
    """What is told in a part, line by line; the rows of a list one line each."""
    lists = [(rows.first, list(_rows_shown(rows, content))) for rows in part.rows]
    before = [line for first, lines in lists for line in lines if first]
    after = [line for first, lines in lists for line in lines if not first]
    return [*before, *_lines(part.form(), content), *after]


def _lines(form: forms.Form, content: Content) -> Iterator[Line]:
    skipped = asked.PartForm.TOLD if isinstance(form, asked.PartForm) else ()
    for name, known in form.fields.items():
        if name in content and name not in skipped:
            yield _line(str(known.label), known, content[name])


def _line(label: str, known: forms.Field, value: Any) -> Line:  # noqa: ANN401 - a value of JSON
    if isinstance(known, forms.DateField):
        return Line(label, "", date.fromisoformat(value))
    if isinstance(known, forms.BooleanField):
        return Line(label, str(_("yes")))
    if isinstance(known, forms.ChoiceField):
        return Line(label, _chosen(known, str(value)))
    return Line(label, f"{value:g}" if isinstance(value, float) else str(value))


def _chosen(known: forms.ChoiceField, value: str) -> str:
    choices: Any = known.choices
    for code, word in choices:
        if isinstance(word, list | tuple):
            for inner, inner_word in word:
                if str(inner) == value:
                    return str(inner_word)
        elif str(code) == value:
            return str(word)
    return value


def _rows_shown(rows: Rows, content: Content) -> Iterator[Line]:
    form = rows.form()
    for row in content.get(rows.name, ()):
        first, *rest = [_in_row(line) for line in _lines(form, row)]
        more = [f"{line.label}: {line.text}" for line in rest]
        yield Line(str(rows.title), "; ".join([first.text, *more]))


def _in_row(line: Line) -> Line:
    return Line(line.label, line.day.isoformat() if line.day else line.text)


@dataclass(frozen=True)
class Change:
    """One line that differs between two versions."""

    label: str
    before: str
    after: str


def changes(part: Part, before: Content, after: Content) -> list[Change]:
    """What differs between two versions of a part, line by line."""
    old, new = _by_label(part, before), _by_label(part, after)
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]


def _by_label(part: Part, content: Content) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in lines_of(part, content):
        found.setdefault(line.label, []).append(_in_row(line).text)
    return {label: " | ".join(texts) for label, texts in found.items()}
