"""The page of a request, its parts with all their versions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import family_or_404, missing_in_sight
from antigone.web.records.models import Family, MissingPerson
from antigone.web.requests.checklist import still_owed
from antigone.web.requests.consents import live_consents
from antigone.web.requests.duplicates import proposals_of
from antigone.web.requests.editing import PartEditor
from antigone.web.requests.joining import joins_of
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.parts import PARTS, Part, changes
from antigone.web.requests.shown import enquirer_shown, part_shown, persons_shown
from antigone.web.requests.status import Standings, Status
from antigone.web.requests.telling import (
    FamilyWithdrew,
    ToldMeanwhile,
    Version,
    key_of,
    may_see_contacts,
    newest,
    opened,
    parts_in_sight,
    tell,
    versions,
)


def request_of(family: Family) -> TracingRequest | None:
    """The request of a family that was taken here; None where it came with a file."""
    return TracingRequest.objects.filter(family=family).select_related("taken_by").first()


@require_safe
def tracing_request(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Who asks, who is sought, what was told, what is allowed, what is owed."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    own = request_of(family)
    standings = Standings(found, [family])
    numbers = list(family.missing_persons.values_list("number", flat=True))
    status = standings.of_family(family, numbers)
    withdrawn = status is Status.WITHDRAWN
    persons = [(n, status if withdrawn else standings.of_person(n)) for n in numbers]
    context: dict[str, Any] = {
        "incident": found,
        "family": family,
        "tab": "request",
        "request_taken": own,
        "status": status,
        "persons_standing": persons,
        "covered": standings.coverage.covers_family(family),
        "consents": live_consents(family),
        "joins": joins_of(request.user, family),
        "may_take": may(request.user, found, Permission.TAKE_REQUESTS),
        "may_see": may(request.user, found, Permission.SEE_FAMILIES),
    }
    if own is not None:
        context |= _told(request, own)
    if context["may_take"] and context["may_see"]:
        context["proposals"] = proposals_of(cast(User, request.user), family)
    return render(request, "requests/request.html", context)


def _told(request: HttpRequest, own: TracingRequest) -> dict[str, Any]:
    persons = persons_shown(request.user, own)
    owed = [
        (person, one)
        for person in persons
        for part in person.parts
        if part.part.key == "records" and part.version and part.version.content
        for one in still_owed(part.version.content)
    ]
    return {"enquirer": enquirer_shown(request.user, own), "persons": persons, "owed": owed}


def _part_or_404(request: HttpRequest, incident: Incident, key: str, *, of_person: bool) -> Part:
    part = PARTS.get(key)
    if part is None or part.of_person != of_person:
        raise Http404(_("There is no such part."))
    if part not in parts_in_sight(request.user, incident):
        raise PermissionDenied(_("Your role in this incident does not allow this."))
    return part


def _of_person_or_404(
    request: HttpRequest, incident: Incident, pk: int
) -> tuple[TracingRequest, MissingPerson]:
    rows = missing_in_sight(request.user, incident).select_related(
        "family__incident", "family__key", "person__family__incident"
    )
    missing = get_object_or_404(rows, pk=pk)
    return get_object_or_404(TracingRequest, family=missing.family_id), missing


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, incident: str, pk: int, part: str) -> HttpResponse:
    """Tell a part of the request anew: a correction is a new version."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.TAKE_REQUESTS)
    known = _part_or_404(request, found, part, of_person=False)
    own = get_object_or_404(
        TracingRequest.objects.select_related("family__incident"), family=family
    )
    return _edit(request, own, None, known)


@require_http_methods(["GET", "POST"])
def person_part(request: HttpRequest, incident: str, pk: int, part: str) -> HttpResponse:
    """Tell a part of a person sought anew."""
    found = incident_or_404(request.user, incident)
    own, missing = _of_person_or_404(request, found, pk)
    require(request.user, found, Permission.TAKE_REQUESTS)
    return _edit(request, own, missing, _part_or_404(request, found, part, of_person=True))


def _edit(
    request: HttpRequest, own: TracingRequest, missing: MissingPerson | None, part: Part
) -> HttpResponse:
    last = newest(own, missing).get(part.key)
    editor = PartEditor(request, part, last.content if last else None)
    context: dict[str, Any] = {
        "incident": own.family.incident,
        "family": own.family,
        "missing": missing,
        "back": own.get_absolute_url(),
        "seen": request.POST.get("seen") or (last.told.version if last else 0),
        "withdrawn": own.family.is_withdrawn,
    }
    if editor.is_valid():
        try:
            _keep(request, own, missing, part, editor)
        except ToldMeanwhile as meanwhile:
            context |= _difference(own, meanwhile, editor)
            return render(request, "requests/part.html", context | editor.context(), status=409)
        except FamilyWithdrew:
            messages.error(request, _("This family withdrew. Nothing can be kept for it."))
        else:
            messages.success(request, _("Kept. The version before stays readable."))
        return redirect(own)
    if editor.teeth is not None and editor.teeth.stepped:
        return editor.teeth.answer(request, "requests/part.html", context | editor.context())
    return render(request, "requests/part.html", context | editor.context(), status=editor.status)


def _keep(
    request: HttpRequest,
    own: TracingRequest,
    missing: MissingPerson | None,
    part: Part,
    editor: PartEditor,
) -> None:
    seen = request.POST.get("seen", "")
    tell(
        user=cast(User, request.user),
        request=own,
        missing_person=missing,
        part=part,
        content=editor.content(),
        seen_version=int(seen) if seen.isdecimal() else 0,
    )


def _difference(
    own: TracingRequest, meanwhile: ToldMeanwhile, editor: PartEditor
) -> dict[str, Any]:
    """What the other version says where the one on the page says something else."""
    theirs = opened(key_of(own.family), meanwhile.newest) or {}
    return {
        "newest": meanwhile.newest,
        "meanwhile": changes(editor.part, theirs, editor.content()),
        "seen": meanwhile.newest.version,
    }


@require_safe
def part_versions(request: HttpRequest, incident: str, pk: int, part: str) -> HttpResponse:
    """All versions of a part of the request."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.SEE_FAMILIES)
    known = _part_or_404(request, found, part, of_person=False)
    own = get_object_or_404(
        TracingRequest.objects.select_related("family__incident"), family=family
    )
    return _versions(request, own, None, known)


@require_safe
def person_versions(request: HttpRequest, incident: str, pk: int, part: str) -> HttpResponse:
    """All versions of a part of a person sought."""
    found = incident_or_404(request.user, incident)
    own, missing = _of_person_or_404(request, found, pk)
    require(request.user, found, Permission.SEE_FAMILIES)
    return _versions(request, own, missing, _part_or_404(request, found, part, of_person=True))


def _versions(
    request: HttpRequest, own: TracingRequest, missing: MissingPerson | None, part: Part
) -> HttpResponse:
    rows = versions(own, missing, part)
    contacts = may_see_contacts(request.user, own.family.incident)
    number = missing.number if missing else own.number
    shown = [part_shown(part, row, number=number, contacts=contacts) for row in rows]
    context = {
        "incident": own.family.incident,
        "family": own.family,
        "missing": missing,
        "part": part,
        "rows": list(zip(shown, _changed(part, rows), strict=True)),
        "back": reverse(
            "requests:request", kwargs={"incident": own.family.incident.slug, "pk": own.family_id}
        ),
    }
    return render(request, "requests/versions.html", context)


def _changed(part: Part, rows: list[Version]) -> list[Any]:
    """By version what it changed of the one before."""
    before = [row.content or {} for row in rows[1:]] + [{}]
    return [changes(part, old, row.content or {}) for row, old in zip(rows, before, strict=True)]
