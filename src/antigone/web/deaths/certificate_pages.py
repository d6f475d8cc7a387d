"""Certificates of death: what stands for and against one, issuing it, and its paper."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.deaths import Receiver, de_13_released
from antigone.policy.findings import Finding
from antigone.web.deaths.acting import Tried, head_of, not_words_alone, person
from antigone.web.deaths.acts.certifying import certificate_findings, issue_certificate
from antigone.web.deaths.doors import death_records_in_sight, named_for, record_or_404
from antigone.web.deaths.form_fields import EmptyForm
from antigone.web.deaths.models import Certificate, RecordVersion
from antigone.web.deaths.papers import as_file, certificate_paper, language_of
from antigone.web.deaths.sealed import text_of
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.papers.words_only import PictureInWords
from antigone.web.records.joined_bodies import finding_in_words


@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """The certificates of a record, and the next one."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    tried = None
    if request.method == "POST":
        require(request.user, found, Permission.RECORD_DEATHS)
        form = EmptyForm(request.POST)
        tried = Tried(form, lambda: issue_certificate(user=person(request), record=record))
        if tried.done:
            messages.success(request, _("The certificate is issued."))
            return redirect("deaths:certificate", incident=found.slug, number=record.number)
    head = head_of(request, record, "certificate")
    version = head["version"]
    rules = certificate_findings(version) if isinstance(version, RecordVersion) else ()
    rows = Certificate.objects.filter(version__record=record).select_related(
        "version__identification__release", "version__key", "issued_by", "superseded_by"
    )
    context = head | {
        "rules": rules,
        "blocked": [rule for rule in rules if not rule.met],
        "certificates": [
            (one, bool(text_of(one)), family_copy(one).met) for one in rows.order_by("-pk")
        ],
        "languages": settings.LANGUAGES,
        "refused": tried.refused if tried else (),
        "form": EmptyForm() if tried is None else form,
    }
    status = tried.status if tried else 200
    return render(request, "deaths/certificate.html", context, status=status)


def family_copy(row: Certificate) -> Finding:
    """Whether a copy for the family may be printed (DE-13): what lies on a table is soon given away."""
    named = row.version.identification
    return de_13_released(
        receiver=Receiver.FAMILY,
        identified=named is not None and named.stands,
        released=named is not None and hasattr(named, "release"),
    )


@require_safe
def paper_of(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A certificate as a paper, or the copy for the family."""
    found = incident_or_404(request.user, incident)
    records = death_records_in_sight(request.user, found)
    rows = Certificate.objects.filter(version__record__in=records.order_by())
    row = get_object_or_404(
        rows.select_related(
            "incident", "version__identification", "version__record", "version__key"
        ),
        pk=pk,
    )
    require(request.user, found, Permission.SEE_REMAINS)
    require(request.user, found, Permission.RECORD_DEATHS)
    if not text_of(row) or not named_for(request.user, found, [row.version]):
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    for_family = request.GET.get("copy") == "family"
    if for_family and not (rule := family_copy(row)).met:
        messages.error(request, f"{rule.code}: {finding_in_words(rule)}")
        return redirect("deaths:certificate", incident=found.slug, number=row.version.record.number)
    try:
        paper = certificate_paper(row, language_of(request), for_family=for_family)
    except PictureInWords:
        return not_words_alone(request, "deaths:certificate", row.version.record)
    return as_file(paper, row.number)
