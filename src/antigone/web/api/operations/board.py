"""Operations about the board, to be read only: what is proposed, decided, excluded, reopened.

Reasons and documents stay on the pages: they are written for those who decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field as About
from ninja import Path, Query, Router

from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.said import Id, Listed, Out, Page, page_of_rows
from antigone.web.board.models import Exclusion, Identification, Proposal
from antigone.web.records.doors import whole_incident_or_404

router = Router()
PART = "Board"


class SignatureShown(Out):
    """Who signed, as they stood then."""

    full_name: str
    agency: str
    signed_at: datetime


class ProposalShown(Out):
    """Remains are proposed to be a person; nothing more than that."""

    id: int
    run: int
    remains: str
    missing: str
    state: str = About(description="open, signed, refused or withdrawn")
    proposed_by: str
    proposed_at: datetime
    closed_at: datetime | None
    evidence_sha256: str
    signatures: list[SignatureShown]


class IdentificationShown(Out):
    """A signed decision that remains are a person."""

    id: int
    proposal: int
    remains: str
    missing: str
    decided_at: datetime
    document_sha256: str
    stands: bool = About(description="false: it was reopened.")


class ExclusionShown(Out):
    """A decision that remains are not a person."""

    id: int
    remains: str
    missing: str
    excluded_by: str
    excluded_at: datetime
    stands: bool = About(description="false: it was reopened.")


@operation(
    router,
    "GET",
    "/incidents/{incident}/proposals",
    scope=Scope.READ_BOARD,
    part=PART,
    gives=Listed[ProposalShown],
)
def list_proposals(
    request: HttpRequest, incident: str, asked: Query[Page]
) -> Listed[ProposalShown]:
    """All that was ever proposed, the oldest first."""
    found = whole_incident_or_404(person_of(request), incident)
    rows = Proposal.objects.filter(incident=found).select_related(
        "remains", "missing_person", "proposed_by"
    )
    items, following = page_of_rows(rows.prefetch_related("signatures"), asked, _proposals)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/proposals/{proposal}",
    scope=Scope.READ_BOARD,
    part=PART,
    gives=ProposalShown,
)
def read_proposal(request: HttpRequest, incident: str, proposal: Path[Id]) -> ProposalShown:
    """One proposal, with who signed it."""
    found = whole_incident_or_404(person_of(request), incident)
    return _proposals([get_object_or_404(Proposal, incident=found, pk=proposal)])[0]


@operation(
    router,
    "GET",
    "/incidents/{incident}/identifications",
    scope=Scope.READ_BOARD,
    part=PART,
    gives=Listed[IdentificationShown],
)
def list_identifications(
    request: HttpRequest, incident: str, asked: Query[Page]
) -> Listed[IdentificationShown]:
    """All identifications, those that were reopened too."""
    found = whole_incident_or_404(person_of(request), incident)
    rows = Identification.objects.filter(incident=found)
    rows = rows.select_related("remains", "missing_person")
    items, following = page_of_rows(rows, asked, _identifications)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/exclusions",
    scope=Scope.READ_BOARD,
    part=PART,
    gives=Listed[ExclusionShown],
)
def list_exclusions(
    request: HttpRequest, incident: str, asked: Query[Page]
) -> Listed[ExclusionShown]:
    """All exclusions, those that were reopened too."""
    found = whole_incident_or_404(person_of(request), incident)
    rows = Exclusion.objects.filter(incident=found)
    rows = rows.select_related("remains", "missing_person", "excluded_by")
    items, following = page_of_rows(rows, asked, _exclusions)
    return Listed(items=items, next=following)


def _proposals(rows: Sequence[Proposal]) -> list[ProposalShown]:
    return [
        ProposalShown(
            id=row.pk,
            run=row.run_id,
            remains=row.remains.number,
            missing=row.missing_person.number,
            state=row.state,
            proposed_by=row.proposed_by.full_name,
            proposed_at=row.proposed_at,
            closed_at=row.closed_at,
            evidence_sha256=row.evidence_sha256,
            signatures=[
                SignatureShown(full_name=one.full_name, agency=one.agency, signed_at=one.signed_at)
                for one in row.signatures.all()
            ],
        )
        for row in rows
    ]


def _identifications(rows: Sequence[Identification]) -> list[IdentificationShown]:
    return [
        IdentificationShown(
            id=row.pk,
            proposal=row.proposal_id,
            remains=row.remains.number,
            missing=row.missing_person.number,
            decided_at=row.decided_at,
            document_sha256=row.document_sha256,
            stands=row.stands,
        )
        for row in rows
    ]


def _exclusions(rows: Sequence[Exclusion]) -> list[ExclusionShown]:
    return [
        ExclusionShown(
            id=row.pk,
            remains=row.remains.number,
            missing=row.missing_person.number,
            excluded_by=row.excluded_by.full_name,
            excluded_at=row.excluded_at,
            stands=row.stands,
        )
        for row in rows
    ]
