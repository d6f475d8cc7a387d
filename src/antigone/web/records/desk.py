"""What records offer to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Count, Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Remains


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Remains, persons sought, files."""
    at = {"incident": incident.slug}
    return [
        Link(
            Part.DEAD,
            _("Remains"),
            reverse("records:remains_list", kwargs=at),
            Remains.objects.filter(incident=incident).count(),
        ),
        Link(
            Part.SOUGHT,
            _("Persons sought"),
            reverse("records:missing_list", kwargs=at),
            MissingPerson.objects.filter(incident=incident).count(),
        ),
        Link(Part.WORK, _("Files"), reverse("records:files", kwargs=at)),
    ]


def tally(incident: Incident) -> list[Count]:
    """Remains, persons sought, families held back."""
    at = {"incident": incident.slug}
    return [
        Count(
            Remains.objects.filter(incident=incident).count(),
            _("remains registered"),
            reverse("records:remains_list", kwargs=at),
        ),
        Count(
            MissingPerson.objects.filter(incident=incident).count(),
            _("persons sought"),
            reverse("records:missing_list", kwargs=at),
        ),
        Count(
            len(families_held_back(incident)),
            _("families held back for want of a legal basis"),
            reverse("records:missing_list", kwargs=at),
        ),
    ]


def summary(incident: Incident) -> list[str]:
    """How many are here, and how many are sought."""
    remains = Remains.objects.filter(incident=incident).count()
    sought = MissingPerson.objects.filter(incident=incident).count()
    if not remains and not sought:
        return [_("Nothing has been recorded yet. The first data set begins the work.")]
    first = ngettext("%d remains are registered,", "%d remains are registered,", remains) % remains
    second = ngettext("%d person is sought.", "%d persons are sought.", sought) % sought
    return [f"{first} {second}"]


def families_held_back(incident: Incident) -> list[Family]:
    """Families that no live legal basis covers."""
    coverage = coverage_of(incident)
    families = Family.objects.filter(incident=incident)
    return [family for family in families if not coverage.covers_family(family)]


def awaiting(user: Visitor) -> list[Task]:
    """Families that are held back, for those who may record a basis."""
    return [
        _held_back(file, len(families))
        for incident in incidents_where(user, Permission.ATTEST)
        for file, families in _by_file(families_held_back(incident)).items()
    ]


def _by_file(families: list[Family]) -> dict[ImportedFile, list[Family]]:
    files = ImportedFile.objects.select_related("incident").in_bulk(
        {family.source_file_id for family in families}
    )
    grouped: dict[ImportedFile, list[Family]] = {}
    for family in families:
        grouped.setdefault(files[family.source_file_id], []).append(family)
    return grouped


def _held_back(file: ImportedFile, families: int) -> Task:
    return Task(
        incident=file.incident,
        title=_("No legal basis for the families of %s") % file.name,
        url=file.get_absolute_url(),
        reason=ngettext(
            "%d family is held back from every comparison.",
            "%d families are held back from every comparison.",
            families,
        )
        % families,
        since=file.imported_at,
        urgency=Urgency.OTHERS_WAIT,
        glyph="wait",
        tone="care",
    )
