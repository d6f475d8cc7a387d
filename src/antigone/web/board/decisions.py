"""Pages of what was decided: history, documents, exclusions, reopenings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.web.board.acts.exclude import exclude as exclude_act
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.desk import NOT_RELEASED
from antigone.web.board.doors import pair_or_404, person, proposal_or_404
from antigone.web.board.forms import WordsForm
from antigone.web.board.models import Exclusion, Identification, Reopening
from antigone.web.board.proposal_page import CONFLICT
from antigone.web.board.refusal import RuleRefused
from antigone.web.board.signed import bundle_of, is_sealed
from antigone.web.board.standing import not_released, released
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.desk import Informed, informed_of
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.paging import page_of

_LARGE = ("document_text", "proposal__evidence_text")


@require_safe
def history(request: HttpRequest, incident: str) -> HttpResponse:
    """All identifications, exclusions and reopenings, those that no longer stand as well.

    Or those identifications alone that wait for their release, the oldest first.
    """
    found = whole_incident_or_404(request.user, incident)
    asked, not_yet = request.GET.get("page"), request.GET.get("only") == NOT_RELEASED
    decided = not_released(found) if not_yet else Identification.objects.filter(incident=found)
    ruled_out = Exclusion.objects.none() if not_yet else Exclusion.objects.filter(incident=found)
    pair = ("incident", "remains", "missing_person", "reopening__reopened_by")
    identified = page_of(
        decided,
        asked,
        dress=lambda rows: rows.select_related(*pair, "proposal__incident").defer(*_LARGE),
    )
    excluded = page_of(
        ruled_out,
        asked,
        dress=lambda rows: rows.select_related(*pair, "excluded_by"),
    )
    # Both lists turn their pages together; the shorter one has none left.
    number = max(identified.number, excluded.number)
    context = {
        "incident": found,
        "only_not_released": not_yet,
        "not_released": NOT_RELEASED,
        "page": identified if identified.number == number else excluded,
        "identifications": identified.object_list if identified.number == number else [],
        "exclusions": excluded.object_list if excluded.number == number else [],
        "may_reopen": Permission.REOPEN in permissions_of(request.user, found),
    }
    return render(request, "board/history.html", context)


@require_safe
def document(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The decision document of a proposal that was signed, byte for byte as its hash says."""
    proposal = proposal_or_404(request, incident, pk)
    decision = Identification.objects.filter(proposal=proposal).first()
    if decision is None:
        raise Http404(_("Nothing was decided on this proposal, so there is no document."))
    name = f"identification-{decision.pk}.json"
    return HttpResponse(
        decision.document_text.encode(),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def signed_decision(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The document with all signatures and public keys, as `antigone decision verify` checks it."""
    proposal = proposal_or_404(request, incident, pk)
    decision = Identification.objects.filter(proposal=proposal).first()
    if decision is None or not is_sealed(decision):
        raise Http404(_("No keys signed a decision on this proposal."))
    name = f"signed-decision-{decision.pk}.json"
    return HttpResponse(
        bundle_of(decision),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def exclude(
    request: HttpRequest, incident: str, run: int, remains: int, missing: int
) -> HttpResponse:
    """Say that remains are not this person."""
    found, the_run, the_remains, the_person = pair_or_404(request, incident, run, remains, missing)
    require(request.user, found, Permission.EXCLUDE)
    form = WordsForm(request.POST or None, auto_id="id_exclude_%s")
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            exclude_act(
                user=person(request),
                incident=found,
                remains=the_remains,
                missing_person=the_person,
                reasons=form.cleaned_data["words"],
                run=the_run,
            )
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Excluded. It can be reopened, never erased."))
            return redirect("board:history", incident=found.slug)
    context = {
        "incident": found,
        "run": the_run,
        "remains": the_remains,
        "missing_person": the_person,
        "form": form,
        "refused": refused,
    }
    return render(request, "board/exclude.html", context, status=CONFLICT if refused else 200)


@require_http_methods(["GET", "POST"])
def reopen_identification(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """An identification no longer stands."""
    found = whole_incident_or_404(request.user, incident)
    return _reopen(request, get_object_or_404(Identification, incident=found, pk=pk))


@require_http_methods(["GET", "POST"])
def reopen_exclusion(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """An exclusion no longer stands."""
    found = whole_incident_or_404(request.user, incident)
    return _reopen(request, get_object_or_404(Exclusion, incident=found, pk=pk))


def told_of(decision: Identification | Exclusion) -> list[Informed]:
    """Who was told outside the office that it holds; of an exclusion nobody is told."""
    if isinstance(decision, Exclusion):
        return []
    return informed_of(decision.remains, decision.missing_person)


def _reopen(request: HttpRequest, decision: Identification | Exclusion) -> HttpResponse:
    require(request.user, decision.incident, Permission.REOPEN)
    form = WordsForm(request.POST or None, auto_id="id_reopen_%s")
    form.fields["words"].label = Reopening._meta.get_field("cause").verbose_name.capitalize()
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            reopen(user=person(request), decision=decision, cause=form.cleaned_data["words"])
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Reopened. The earlier decision stays visible."))
            return redirect("board:history", incident=decision.incident.slug)
    context = {
        "incident": decision.incident,
        "decision": decision,
        "is_identification": isinstance(decision, Identification),
        "is_released": isinstance(decision, Identification) and released(decision),
        "informed": told_of(decision),
        "form": form,
        "refused": refused,
    }
    return render(request, "board/reopen.html", context, status=CONFLICT if refused else 200)
