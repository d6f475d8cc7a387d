"""What the record of remains can lack."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.examination.models import Section, SectionVersion
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import DeathConfirmation, RecoveryEvent

BROUGHT = {
    Section.DESCRIPTION: Q(record__has_any_keys=["sex", "age", "stature", "traits", "marks"]),
    Section.TEETH: Q(record__has_key="teeth"),
}
"""What of a section a file may have brought."""


def recorded(section: Section) -> Q:
    """As a condition on remains: that somebody recorded a section, or a file brought it."""
    own = SectionVersion.objects.filter(remains=OuterRef("pk"), section=section)
    return Q(Exists(own)) | BROUGHT[section]


def owings() -> list[Owing]:
    """Recovery, confirmation of death, description, teeth."""
    return [
        Owing(
            "recovery",
            _("Recovery is not recorded"),
            CaseKind.REMAINS,
            Permission.REGISTER,
            _without_recovery,
            lambda remains: _section(remains, Section.RECOVERY),
        ),
        Owing(
            "death",
            _("Death is not confirmed"),
            CaseKind.REMAINS,
            Permission.EXAMINE,
            _without_confirmation,
            lambda remains: reverse("examination:death", kwargs=_at(remains)),
        ),
        Owing(
            "description",
            _("Nothing is described"),
            CaseKind.REMAINS,
            Permission.EXAMINE,
            lambda user, incident, rows: _registered(rows.filter(~recorded(Section.DESCRIPTION))),
            lambda remains: _section(remains, Section.DESCRIPTION),
        ),
        Owing(
            "teeth",
            _("Teeth are not charted"),
            CaseKind.REMAINS,
            Permission.CHART_TEETH,
            lambda user, incident, rows: _registered(rows.filter(~recorded(Section.TEETH))),
            lambda remains: reverse("examination:teeth", kwargs=_at(remains)),
        ),
    ]


def _registered(rows: Cases) -> Cases:
    return since(rows, F("registered_at"))


def _without_recovery(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    events = RecoveryEvent.objects.filter(incident=incident, replaced_by__isnull=True)
    return _registered(rows.filter(~_stated(events)))


def _without_confirmation(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    stated = DeathConfirmation.objects.filter(incident=incident, taken_back_at__isnull=True)
    return _registered(rows.filter(~_stated(stated)))


def _stated(stated: Cases) -> Q:
    """That it is stated of the remains, or of all of their file."""
    files = (
        stated.filter(source_file__isnull=False).order_by().values_list("source_file", flat=True)
    )
    own = Exists(stated.filter(remains=OuterRef("pk")))
    return Q(own) | Q(source_file__in=list(files.distinct()))


def _at(remains: Any) -> dict[str, str]:  # noqa: ANN401 - remains, which the layer below does not know
    return {"incident": remains.incident.slug, "number": remains.number}


def _section(remains: Any, section: Section) -> str:  # noqa: ANN401 - as above
    return reverse("examination:section", kwargs={**_at(remains), "section": section.value})
