"""Sharing an incident or one case with another agency, and ending that."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from antigone.policy import sharing as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.access import require
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import Family, Remains, Share

Shared = Incident | Remains | Family


class ShareRefused(ValueError):
    """A rule stands against the share; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class ShareEnded(ValueError):
    """It was ended before, or its last day is past."""


def incident_of(shared: Shared) -> Incident:
    """The incident that is shared, or that the case is of."""
    return shared if isinstance(shared, Incident) else shared.incident


def owner_of(share: Share) -> Shared:
    """What a share is of."""
    return share.remains or share.family or share.incident


def may_share(user: User, shared: Shared) -> bool:
    """Whether it is this person's agency's own (SH-02). That their role shares is asked besides."""
    return _own(user, shared).met


def _own(user: User, shared: Shared) -> Finding:
    lead = incident_of(shared).agency_id
    return rules.sh_02_only_ones_own(user.agency_id, lead=lead, case=_case_agency(shared))


def _case_agency(shared: Shared) -> int | None:
    return None if isinstance(shared, Incident) else shared.agency_id


@transaction.atomic
def share(*, user: User, shared: Shared, agency: Agency, purpose: str, until: date) -> Share:
    """Let another agency see an incident or a case until a day.

    Raises:
        ShareRefused: SH-01 to SH-04.
    """
    incident = locked(incident_of(shared))
    require(user, incident, Permission.SHARE)
    lead, case = incident.agency_id, _case_agency(shared)
    for finding in (
        rules.sh_03_with_another(agency.pk, lead=lead, case=case),
        _own(user, shared),
        rules.sh_01_purpose_and_end(purpose, until, timezone.localdate()),
        *_consent(shared, agency),
    ):
        if not finding.met:
            raise ShareRefused(finding)
    made = Share(
        incident=incident,
        remains=shared if isinstance(shared, Remains) else None,
        family=shared if isinstance(shared, Family) else None,
        agency=agency,
        purpose=purpose.strip(),
        until=until,
        recorded_by=user,
    )
    made.full_clean()
    made.save()
    _enter(user, "share.recorded", made)
    return made


def _consent(shared: Shared, agency: Agency) -> list[Finding]:
    """Whether a family said yes to this agency (SH-04), as the parts say that record it."""
    if not isinstance(shared, Family):
        return []
    names = (agency.name, agency.short)
    consents = any(offer(shared, names) for offer in offers("sharing_allowed"))
    by_hand = shared.source_file_id is None
    return [rules.sh_04_family_consents(by_hand=by_hand, consents=consents)]


@transaction.atomic
def end_share(*, user: User, made: Share) -> Share:
    """The other agency sees it no more, from now on.

    Raises:
        PermissionDenied: it is not the person's agency that shared it.
        ShareEnded: it holds no more.
    """
    incident = locked(made.incident)
    require(user, incident, Permission.SHARE)
    rows = Share.objects.select_related("remains", "family", "incident", "agency")
    made = rows.get(pk=made.pk)
    if not _own(user, owner_of(made)).met:
        raise PermissionDenied
    if not made.is_live:
        raise ShareEnded
    made.ended_at, made.ended_by = timezone.now(), user
    made.full_clean()
    made.save()
    _enter(user, "share.ended", made)
    return made


def _enter(user: User, act: str, made: Share) -> None:
    record(
        actor=user.username,
        act=act,
        incident=made.incident.slug,
        subject=_subject(made),
        details={
            "agency": made.agency.short,
            "share": made.pk,
            "until": made.until.isoformat(),
        },
    )


def _subject(made: Share) -> str:
    """Numbers only: a family's name does not stand in the journal."""
    if made.remains is not None:
        return made.remains.number
    return f"family {made.family_id}" if made.family_id else made.incident.slug
