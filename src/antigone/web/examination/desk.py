"""What the record of remains offers to the pages that all share."""

from __future__ import annotations

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.examination.models import Section, SectionVersion
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.doors import seen_whole
from antigone.web.records.models import DeathConfirmation, RecoveryEvent, Remains


def awaiting(user: Visitor) -> list[Task]:
    """Remains that RE-01 holds back, for those who may examine; one line for each incident."""
    incidents = seen_whole(user, incidents_where(user, Permission.EXAMINE))
    of_these = Q(remains=OuterRef("pk")) | Q(source_file=OuterRef("source_file"))
    confirmed = DeathConfirmation.objects.filter(of_these, taken_back_at__isnull=True)
    recovered = RecoveryEvent.objects.filter(of_these, replaced_by__isnull=True)
    rows = (
        Remains.objects.filter(incident__in=incidents)
        .filter(~Exists(confirmed) | ~Exists(recovered))
        .order_by()
        .values("incident")
        .annotate(number=Count("pk"), since=Min("registered_at"))
    )
    found = list(rows)
    named = Incident.objects.in_bulk([row["incident"] for row in found]) if found else {}
    return [
        Task(
            incident=named[row["incident"]],
            title=_("Death or recovery is not recorded"),
            url=reverse("records:remains_list", kwargs={"incident": named[row["incident"]].slug}),
            reason=ngettext(
                "%d of the remains is held back from every comparison.",
                "%d remains are held back from every comparison.",
                row["number"],
            )
            % row["number"],
            since=row["since"],
            urgency=Urgency.OTHERS_WAIT,
            glyph="wait",
            tone="care",
        )
        for row in found
    ]


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Opinions of a file that rest on teeth of whom the family seeks go from what was kept of it."""
    if not withdrawal.told:
        return []
    numbers = set(withdrawal.family.missing_persons.values_list("number", flat=True))
    rows = SectionVersion.objects.filter(
        remains__incident=withdrawal.family.incident,
        section=Section.TEETH,
        content__has_key="tooth_opinions",
    )
    for row in rows:
        opinions = row.content["tooth_opinions"]
        left = [opinion for opinion in opinions if opinion["missing"] not in numbers]
        if len(left) < len(opinions):
            row.content = row.content | {"tooth_opinions": left}
            row.save(update_fields=["content"])
    return [SectionVersion._meta.db_table]
