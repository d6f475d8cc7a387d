"""From which file and row something came, for the pages of a case and of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext_lazy

from antigone.formats.sheet_fields import RecordKind, fields_of
from antigone.provenance import JsonValue
from antigone.web.exchange.kinds import KINDS
from antigone.web.exchange.models import ImportedNotes, ImportedReading, Origin
from antigone.web.exchange.of_sought import ABOUT
from antigone.web.records.models import Family, ImportedFile, Remains
from antigone.web.sealing.keys import unseal_json
from antigone.web.sentences import translated

Line = tuple[str, str]

PFIF_LABELS = {
    "home_street": gettext_lazy("Home, street"),
    "home_neighborhood": gettext_lazy("Home, quarter"),
    "home_city": gettext_lazy("Home, town"),
    "home_state": gettext_lazy("Home, region"),
    "home_postal_code": gettext_lazy("Home, postal code"),
    "home_country": gettext_lazy("Home, country"),
    "date_of_birth": gettext_lazy("Born"),
    "age": gettext_lazy("Age"),
    "description": gettext_lazy("Description"),
    "other": gettext_lazy("Besides"),
    "source_name": gettext_lazy("Source"),
    "source_url": gettext_lazy("Address of the source"),
    "source_date": gettext_lazy("Date of the source"),
    "note": gettext_lazy("Note of somebody: hearsay"),
    "record_id": gettext_lazy("Number in the other register"),
}


@dataclass(frozen=True)
class NotesShown:
    """What a row of a sheet said besides.

    Args:
        number: of the person sought, or of the remains.
        lines: labels with words; of how an enquirer is reached only for who may see that.
    """

    file: ImportedFile
    row: int
    number: str
    lines: Sequence[Line]


def readings_of(remains: Remains | None, family: Family | None) -> list[ImportedReading]:
    """The rows of files that say something of this DNA."""
    rows = ImportedReading.objects.select_related("file__imported_by", "person")
    if remains is not None:
        return list(rows.filter(remains=remains).defer("content"))
    return list(rows.filter(person__family=family).defer("sealed"))


def notes_of_remains(remains: Remains) -> list[NotesShown]:
    """What sheets said of remains besides."""
    rows = ImportedNotes.objects.filter(remains=remains).select_related("file")
    return [
        NotesShown(
            one.file, one.row, remains.number, _lines(one.content, ("notes",), RecordKind.PM)
        )
        for one in rows
    ]


def notes_of_family(family: Family, *, notes: bool, reached: bool) -> list[NotesShown]:
    """What sheets said of the persons whom a family seeks, and how the enquirer is reached.

    Args:
        notes, reached: whether these may be read.
    """
    parts = [part for part, may in (("notes", notes), ("reached", reached)) if may]
    if not parts or family.key.is_destroyed:
        return []
    rows = ImportedNotes.objects.filter(missing_person__family=family, sealed__isnull=False)
    found = []
    for one in rows.select_related("file", "missing_person"):
        told = unseal_json(family.key, one.sealed or b"", ABOUT)
        lines = _lines(told, parts, RecordKind.AM)
        assert one.missing_person is not None  # noqa: S101  (that is what was asked for)
        if lines:
            found.append(NotesShown(one.file, one.row, one.missing_person.number, lines))
    return found


def _lines(told: JsonValue, parts: Iterable[str], kind: RecordKind) -> list[Line]:
    content = cast("Mapping[str, Sequence[Line]]", told)
    fields = fields_of(kind)
    return [
        (translated(fields[code].label) if code in fields else _label_of_pfif(code), words)
        for part in parts
        for code, words in content.get(part, ())
    ]


def _label_of_pfif(code: str) -> str:
    return str(PFIF_LABELS.get(code, code))


@dataclass(frozen=True)
class OriginShown:
    """How a file was read."""

    kind: str
    columns: Sequence[Line]
    options: Sequence[Line]
    new: int
    here: int
    clash: int


def origin_shown(file: ImportedFile) -> OriginShown | None:
    """How a file was read; None of those that are taken over as a whole data set."""
    origin = Origin.objects.filter(file=file).first()
    if origin is None:
        return None
    kind = KINDS[origin.kind]
    labels = kind.form.base_fields if kind.form else {}
    return OriginShown(
        str(kind.title),
        [(str(heading), _label(code)) for heading, code in origin.columns],
        [
            (str(labels[name].label), _chosen(labels[name], value))
            for name, value in origin.options.items()
            if name in labels
        ],
        *(origin.counts.get(name, 0) for name in ("new", "here", "clash")),
    )


def _label(code: str) -> str:
    """The field that a column became; empty where it was left out."""
    for kind in RecordKind:
        if code in fields_of(kind):
            return translated(fields_of(kind)[code].label)
    return ""


def _chosen(field: object, value: object) -> str:
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))
