"""Operations about samples: what there is, of whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from ninja import Field as About
from ninja import Query, Router

from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.said import Listed, Out, Page, page_of_rows
from antigone.web.custody.doors import sample_or_404, samples_shown
from antigone.web.custody.models import Sample
from antigone.web.incidents.access import incident_or_404

router = Router()
PART = "Samples"


class SampleShown(Out):
    """A sample, under its code."""

    code: str
    kind: str
    state: str
    remains: str | None = About(description="Number of the remains it is of; null: of a relative.")
    family: int | None = About(description="The family of the relative it is of.")
    relative: str | None = About(description="The code of that relative in the pedigree.")
    parent: str | None = About(description="The sample it was divided off.")
    taken_at: datetime
    readings: int


@operation(
    router,
    "GET",
    "/incidents/{incident}/samples",
    scope=Scope.READ_REMAINS,
    part=PART,
    gives=Listed[SampleShown],
)
def list_samples(request: HttpRequest, incident: str, asked: Query[Page]) -> Listed[SampleShown]:
    """Samples; those of relatives only for a token that reads families too."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    rows = samples_shown(person, found).select_related("remains", "person", "parent")
    items, following = page_of_rows(rows.prefetch_related("readings"), asked, _shown)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/samples/{code}",
    scope=Scope.READ_REMAINS,
    part=PART,
    gives=SampleShown,
)
def read_sample(request: HttpRequest, incident: str, code: str) -> SampleShown:
    """One sample."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    return _shown([sample_or_404(person, found, code)])[0]


def _shown(rows: Sequence[Sample]) -> list[SampleShown]:
    return [
        SampleShown(
            code=row.code,
            kind=row.kind,
            state=row.state,
            remains=row.remains.number if row.remains else None,
            family=row.person.family_id if row.person else None,
            relative=row.person.code if row.person else None,
            parent=row.parent.code if row.parent else None,
            taken_at=row.taken_at,
            readings=len(row.readings.all()),
        )
        for row in rows
    ]
