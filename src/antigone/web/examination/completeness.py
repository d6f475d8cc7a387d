"""Whether remains are recorded as a part of a body."""

from __future__ import annotations

from antigone.web.examination.models import Section, SectionVersion
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains

PART = "part"
"""What the external examination says of a part of a body (`sections.external`)."""


def is_recorded_as_part(remains: Remains) -> bool:
    """Whether the external examination that counts says that these are a part of a body."""
    rows = SectionVersion.objects.filter(remains=remains, section=Section.EXTERNAL)
    newest = rows.order_by("-version").first()
    return newest is not None and newest.content.get("completeness") == PART


def recorded_as_parts(incident: Incident) -> frozenset[str]:
    """Numbers of all remains of which it says so."""
    rows = SectionVersion.objects.filter(remains__incident=incident, section=Section.EXTERNAL)
    newest = dict(rows.order_by("version").values_list("remains__number", "content"))
    return frozenset(n for n, content in newest.items() if content.get("completeness") == PART)
