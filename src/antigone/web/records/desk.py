"""What records offer to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import Count, Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import Family, ImportedFile


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Remains and persons sought; files for those who see all; sharing for those who share."""
    at = {"incident": incident.slug}
    links = [
        Link(
            Part.DEAD,
            _("Remains"),
            reverse("records:remains_list", kwargs=at),
            remains_in_sight(user, incident).count(),
        ),
        Link(
            Part.SOUGHT,
            _("Persons sought"),
            reverse("records:missing_list", kwargs=at),
            missing_in_sight(user, incident).count(),
        ),
    ]
    if sees_whole_incident(user, incident):
        links.append(Link(Part.WORK, _("Files"), reverse("records:files", kwargs=at)))
    if incident.agency_id is not None and may(user, incident, Permission.SHARE):
        links.append(Link(Part.WORK, _("Sharing"), reverse("records:shares", kwargs=at)))
    return links


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """Remains, persons sought, families held back."""
    at = {"incident": incident.slug}
    return [
        Count(
            remains_in_sight(user, incident).count(),
            _("remains registered"),
            reverse("records:remains_list", kwargs=at),
        ),
        Count(
            missing_in_sight(user, incident).count(),
            _("persons sought"),
            reverse("records:missing_list", kwargs=at),
        ),
        Count(
            len(families_held_back(user, incident)),
            _("families held back for want of a legal basis"),
            reverse("records:missing_list", kwargs=at),
        ),
    ]


def summary(user: Visitor, incident: Incident) -> list[str]:
    """How many are here, and how many are sought."""
    remains = remains_in_sight(user, incident).count()
    sought = missing_in_sight(user, incident).count()
    if not remains and not sought:
        return [
            _("Nothing is recorded yet. The first remains, request or data set begins the work.")
        ]
    first = ngettext("%d remains are registered,", "%d remains are registered,", remains) % remains
    second = ngettext("%d person is sought.", "%d persons are sought.", sought) % sought
    return [f"{first} {second}"]


def families_held_back(user: Visitor, incident: Incident) -> list[Family]:
    """Families that no live legal basis covers, and that did not withdraw."""
    coverage = coverage_of(incident)
    families = families_in_sight(user, incident).filter(key__wrapped__isnull=False)
    return [family for family in families if not coverage.covers_family(family)]


def awaiting(user: Visitor) -> list[Task]:
    """Families that are held back, for those who may record a basis."""
    return [
        _held_back(incident, file, families)
        for incident in incidents_where(user, Permission.ATTEST)
        for file, families in _by_file(user, incident).items()
    ]


def _by_file(user: Visitor, incident: Incident) -> dict[ImportedFile | None, list[Family]]:
    """By the file they came with; None for those taken by hand, or of a file that is not in sight."""
    files: dict[int, ImportedFile] = {}
    if sees_whole_incident(user, incident):
        files = ImportedFile.objects.filter(incident=incident).in_bulk()
    grouped: dict[ImportedFile | None, list[Family]] = {}
    for family in families_held_back(user, incident):
        grouped.setdefault(files.get(family.source_file_id or 0), []).append(family)
    return grouped


def _held_back(incident: Incident, file: ImportedFile | None, families: list[Family]) -> Task:
    if file is None:
        title = _("No legal basis for families whose requests were taken")
        url = reverse("records:missing_list", kwargs={"incident": incident.slug})
    else:
        title = _("No legal basis for the families of %s") % file.name
        url = reverse("records:file", kwargs={"incident": incident.slug, "pk": file.pk})
    return Task(
        incident=incident,
        title=title,
        url=url,
        reason=ngettext(
            "%d family is held back from every comparison.",
            "%d families are held back from every comparison.",
            len(families),
        )
        % len(families),
        since=file.imported_at if file else families[0].registered_at,
        urgency=Urgency.OTHERS_WAIT,
        glyph="wait",
        tone="care",
    )
