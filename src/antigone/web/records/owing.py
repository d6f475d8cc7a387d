"""What a family's record can lack."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.records.covered import covered_families
from antigone.web.records.models import Profile


def owings() -> list[Owing]:
    """A legal basis, and DNA of at least one relative."""
    return [
        Owing(
            "basis",
            _("No legal basis is recorded"),
            CaseKind.FAMILY,
            Permission.ATTEST,
            _without_basis,
            lambda family: reverse("records:family_basis", kwargs=_at(family)),
        ),
        Owing(
            "relatives",
            _("No relative gave DNA"),
            CaseKind.FAMILY,
            Permission.TAKE_REQUESTS,
            _without_dna,
            lambda family: reverse("records:family", kwargs=_at(family)),
        ),
    ]


def _without_basis(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    left: Cases = rows.filter(~covered_families(incident), key__wrapped__isnull=False)
    return since(left, F("registered_at"))


def _without_dna(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    typed = Profile.objects.filter(person__family=OuterRef("pk"))
    left: Cases = rows.filter(~Exists(typed), key__wrapped__isnull=False)
    return since(left, F("registered_at"))


def _at(family: Any) -> dict[str, Any]:  # noqa: ANN401 - a family, whose type the dataclass does not know
    return {"incident": family.incident.slug, "pk": family.pk}
