"""Remains, from sheets: with their recovery where it is complete; death is never confirmed by a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from antigone.evidence.records import PmRecord
from antigone.web.exchange.base import Content, Judged, Row, Source, Taking, Verdict
from antigone.web.exchange.models import ImportedNotes
from antigone.web.records import many_rows
from antigone.web.records.findable import find_remains
from antigone.web.records.models import RecoveryEvent, Remains
from antigone.web.records.models.remains import SexChoice
from antigone.web.records.record_rows import pm_record_to_row
from antigone.words import said


def row_of(
    number: int,
    name: str,
    sex: str,
    record: PmRecord | None,
    recovery: Content | None,
    notes: Iterable[tuple[str, str]] = (),
) -> Row:
    """Remains as a row of an intake.

    Args:
        number: of the row.
        name: the number of the remains.
        recovery: `recovered_at` in ISO form, `place`, `finder`, and `latitude`, `longitude`,
            `within_m` where they are known; None where one of the first three is lacking.
        notes: what the record has no place for, each under the code of its field.
    """
    content: Content = {
        "number": name,
        "sex": sex,
        "record": pm_record_to_row(record),
        "recovery": recovery,
        "notes": [list(note) for note in notes],
    }
    return Row(number, name, content)


def compare(source: Source, rows: Sequence[Row]) -> list[Judged]:
    """Each row beside the remains of that number."""
    numbers = {str(row.content["number"]) for row in rows}
    found = Remains.objects.filter(incident=source.incident, number__in=numbers)
    present = {one.number: one for one in found}
    return [_judged(present.get(str(row.content["number"])), row) for row in rows]


def _judged(remains: Remains | None, row: Row) -> Judged:
    if remains is None:
        if row.content["recovery"]:
            return Judged(row, Verdict.NEW)
        words = said(
            "place, day and finder of the recovery are not all told: these remains are held back until "
            "the recovery is recorded (RE-01)"
        )
        return Judged(row, Verdict.NEW, words)
    if remains.sex == row.content["sex"] and remains.record == row.content["record"]:
        return Judged(row, Verdict.HERE)
    return Judged(
        row, Verdict.CLASH, said("this number is recorded already, and something else stands there")
    )


def store(taking: Taking, rows: Sequence[Row]) -> None:
    """The remains, and their recoveries."""
    made = many_rows.bulk_create(
        Remains(
            incident=taking.file.incident,
            number=str(row.content["number"]),
            sex=str(row.content["sex"]),
            source_file=taking.file,
            position=row.number,
            agency=taking.user.agency,
            registered_by=taking.user,
            record=row.content["record"],
        )
        for row in rows
    )
    events = many_rows.bulk_create(
        _recovery(taking, remains, cast("dict[str, Any]", row.content["recovery"]))
        for remains, row in zip(made, rows, strict=True)
        if row.content["recovery"]
    )
    many_rows.bulk_create(
        ImportedNotes(
            file=taking.file,
            remains=remains,
            row=row.number,
            content={"notes": row.content["notes"]},
        )
        for remains, row in zip(made, rows, strict=True)
        if row.content["notes"]
    )
    find_remains(taking.file.incident_id, made)
    taking.count("remains", len(made))
    taking.count("recoveries", len(events))


def _recovery(taking: Taking, remains: Remains, told: dict[str, Any]) -> RecoveryEvent:
    return RecoveryEvent(
        incident=taking.file.incident,
        remains=remains,
        recorded_by=taking.user,
        **{**told, "recovered_at": datetime.fromisoformat(told["recovered_at"])},
    )


def columns() -> tuple[str, ...]:
    """Headings of the preview."""
    return (_("Number"), _("Sex"), _("Recovered"), _("Besides DNA"))


def shown(content: Content) -> tuple[str, ...]:
    """The cells of a row in the preview."""
    recovery = cast("dict[str, Any]", content["recovery"] or {})
    return (
        str(content["number"]),
        str(SexChoice(str(content["sex"])).label),
        " ".join([str(recovery.get("recovered_at", ""))[:10], str(recovery.get("place", ""))]),
        _("recorded") if content["record"] else _("nothing"),
    )
