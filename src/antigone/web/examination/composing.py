"""From the sections of a record to what the core compares, and back to the fields that it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from antigone.evidence.records import PmRecord
from antigone.formats.cursor import Cursor
from antigone.formats.pm_record_json import read_pm_record
from antigone.formats.problems import FormatError, ProblemList
from antigone.web.accounts.models import User
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.sections import KINDS, Content
from antigone.web.examination.sections.base import ROW_PLACE, Record
from antigone.web.examination.versions import composite, current, imported_content
from antigone.web.records.models import Remains, SexChoice
from antigone.web.records.record_rows import pm_record_to_row
from antigone.web.sentences import translated

_ANY_STATE = "fresh"
"""Stands in for the state where a section is judged by itself."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What the reader of records refuses: the table and row, or the field, and why.

    Args:
        field: empty where it is the section as a whole.
        table: empty where the field stands once.
        row: place in the content's rows.
    """

    message: str
    field: str = ""
    table: str = ""
    row: int = 0


def problems_of(section: Section, content: Content) -> list[FieldProblem]:
    """What in a content no record can hold, in the reader's own words."""
    record = {"state": _ANY_STATE} | KINDS[section].part_of_record(content)
    try:
        _read(record)
    except FormatError as error:
        return [
            _at(section, problem.place, translated(problem.message)) for problem in error.problems
        ]
    return []


def _read(record: Record) -> PmRecord:
    problems = ProblemList(_("the form"))
    return problems.whole(Cursor(record, "record"), lambda c: read_pm_record(c, problems))


def _at(section: Section, place: str, message: str) -> FieldProblem:
    inner = place.removeprefix("record").removeprefix(".")
    if row := ROW_PLACE.match(inner):
        return FieldProblem(message, row["field"] or "", row["table"], int(row["row"]))
    return FieldProblem(message, KINDS[section].field_of(inner))


def keep_imported(remains: Remains, user: User) -> None:
    """Before the first edit: what the file brought becomes version 0 of each section."""
    if remains.source_file is None or SectionVersion.objects.filter(remains=remains).exists():
        return
    file = remains.source_file
    for section in Section:
        content = imported_content(remains, section)
        if content:
            SectionVersion.objects.create(
                remains=remains,
                section=section,
                version=0,
                content=content,
                observer=_("from the file %s") % file.name[:150],
                observed_at=file.imported_at,
                recorded_by=file.imported_by,
                recorded_at=file.imported_at,
            )


def recompose(remains: Remains) -> None:
    """Write what the core compares from the sections as they are now.

    Without a state nothing besides DNA is compared: what was not seen would weigh.
    """
    found = current(remains)
    record: dict[str, Any] = {}
    for section, version in found.items():
        if section is not Section.TEETH:
            record |= KINDS[section].part_of_record(version.content)
    record |= _teeth(remains)
    remains.record = pm_record_to_row(_read(record)) if "state" in record else None
    if Section.DESCRIPTION in found:
        told = found[Section.DESCRIPTION].content.get("sex")
        remains.sex = told or SexChoice.UNKNOWN.value
    remains.full_clean(validate_unique=False, validate_constraints=False)
    remains.save(update_fields=["record", "sex"])


def _teeth(remains: Remains) -> Record:
    chart = composite(remains).chart
    from_file = SectionVersion.objects.filter(
        remains=remains, section=Section.TEETH, version=0
    ).first()
    record: Record = {} if chart is None else {"teeth": chart}
    if from_file is not None and "tooth_opinions" in from_file.content:
        record["tooth_opinions"] = from_file.content["tooth_opinions"]
    return record
