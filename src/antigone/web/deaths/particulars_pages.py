"""The page on which the particulars are confirmed, each with where it is from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.board.models import Identification
from antigone.web.deaths.acting import REFUSED, Tried, head_of, person
from antigone.web.deaths.acts.recording import RecordedMeanwhile, confirm_particulars
from antigone.web.deaths.asked import ASKED, rests_on_identification
from antigone.web.deaths.doors import named_for, record_or_404
from antigone.web.deaths.models import DeathRecord, RecordVersion
from antigone.web.deaths.particulars_form import ParticularsForm
from antigone.web.deaths.proposing import proposals_for
from antigone.web.deaths.sealed import particulars_to_go_on_with
from antigone.web.deaths.standing import newest_version, standing_identification
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """All particulars in one form; what the record holds already stands beside each."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    require(request.user, found, Permission.RECORD_DEATHS)
    version = newest_version(record)
    stands = standing_identification(record)
    form = _form(request, record, version, stands)
    tried, meanwhile = None, None
    if request.method == "POST":
        try:
            tried = Tried(form, lambda: _confirmed(request, record, form))
        except RecordedMeanwhile as changed:
            meanwhile = changed.newest
        else:
            if tried.done:
                messages.success(request, _("The particulars are confirmed."))
                return redirect(record)
    context = head_of(request, record, "particulars") | {
        "form": form,
        "refused": tried.refused if tried else (),
        "meanwhile": meanwhile,
    }
    status = REFUSED if meanwhile else tried.status if tried else 200
    return render(request, "deaths/particulars.html", context, status=status)


def _form(
    request: HttpRequest,
    record: DeathRecord,
    version: RecordVersion | None,
    stands: Identification | None,
) -> ParticularsForm:
    before = particulars_to_go_on_with(version, stands)
    names = {name for name, one in before.items() if rests_on_identification(name, one)}
    hidden: set[str] = set()
    if version is not None and names and not named_for(request.user, record.incident, [version]):
        hidden = names | {one.name for one in ASKED if one.names}
    return ParticularsForm(
        request.POST or None,
        before=before,
        proposed=proposals_for(request.user, record),
        contacts=may(request.user, record.incident, Permission.SEE_CONTACTS),
        version=version.version if version else 0,
        rests_on=stands.pk if stands else None,
        hidden=hidden,
    )


def _confirmed(request: HttpRequest, record: DeathRecord, form: ParticularsForm) -> RecordVersion:
    return confirm_particulars(
        user=person(request),
        record=record,
        particulars=form.particulars(),
        because=form.cleaned_data.get("because", ""),
        seen_version=form.cleaned_data["seen"],
        rests_on=form.cleaned_data["rests_on"],
    )
