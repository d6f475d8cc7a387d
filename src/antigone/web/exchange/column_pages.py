"""The page on which a person says which column of a sheet is what."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.formats.column_mapping import ColumnMapping, faults_of, fingerprint_of
from antigone.formats.column_mapping_json import mapping_json, read_mapping
from antigone.formats.column_mapping_proposal import propose_mapping
from antigone.formats.problems import FormatError
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_rows import SheetNotes
from antigone.web.accounts.models import User
from antigone.web.exchange.column_forms import AssumedForm, columns_shown, mapping_of
from antigone.web.exchange.intake import NotNow, choose_columns, start_reading
from antigone.web.exchange.kinds import KINDS
from antigone.web.exchange.models import Intake, RememberedMapping
from antigone.web.exchange.pages import door, intake_or_404
from antigone.web.exchange.sealed import MAPPING, opened_json
from antigone.web.exchange.sheets_in import RECORDS, remembered_for, sheet_of
from antigone.web.exchange.told import in_the_readers_language
from antigone.web.exchange.work import source_of
from antigone.web.incidents.models import Incident
from antigone.web.sentences import translated


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Which column is what: proposed, corrected; sent to, the sheet is read in the background."""
    found = door(request, incident)
    row = intake_or_404(request, found, pk)
    if not KINDS[row.kind].has_columns:
        raise Http404(_("This file has no columns that could be chosen."))
    if row.is_at_work:
        return redirect(row)
    kind = RECORDS[row.kind]
    context: dict[str, object] = {"incident": found, "intake": row}
    try:
        sheet = sheet_of(source_of(row), SheetNotes(row.name))
        first = sheet.first_rows()
    except FormatError as error:
        context |= {"problems": in_the_readers_language(error.problems), "file": row.name}
        return render(request, "exchange/columns.html", context, status=422)
    chosen = _chosen_before(row) or _remembered(found, kind, sheet.headings)
    proposed = propose_mapping(sheet.headings, first, kind, chosen)
    sent = request.POST if request.method == "POST" else None
    shown = columns_shown(proposed, first, sent)
    assumed = AssumedForm(kind, data=sent, prefix="all", initial=dict(proposed.mapping.assumed))
    faults: list[str] = []
    if sent is not None and (mapping := mapping_of(kind, shown, assumed)) is not None:
        faults = [translated(fault) for fault in faults_of(mapping, sheet.headings)]
        if "look" not in sent and not faults:
            return _read(request, row, mapping)
    context |= {
        "columns": shown,
        "assumed": assumed,
        "to_state": proposed.to_state,
        "faults": faults,
        "sheet": sheet,
    }
    status = 422 if sent is not None and "look" not in sent else 200
    return render(request, "exchange/columns.html", context, status=status)


def _read(request: HttpRequest, row: Intake, mapping: ColumnMapping) -> HttpResponse:
    user = cast(User, request.user)
    try:
        choose_columns(user=user, intake=row, mapping=mapping_json(mapping))
        start_reading(user=user, intake=row, kind=row.kind, options=row.options)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
    return redirect(row)


def _chosen_before(row: Intake) -> ColumnMapping | None:
    value = opened_json(row, row.mapping, MAPPING)
    return None if value is None else read_mapping(value, row.name)


def _remembered(
    incident: Incident, kind: RecordKind, headings: tuple[str, ...]
) -> ColumnMapping | None:
    """What was chosen for these headings last time; else for the newest sheet of this kind."""
    rows = RememberedMapping.objects.filter(incident=incident, kind=kind.value)
    same = rows.filter(headings=fingerprint_of(headings)).first()
    if same is not None:
        return remembered_for(read_mapping(same.content), headings)
    row = rows.order_by("-remembered_at", "-pk").first()
    return None if row is None else read_mapping(row.content)
