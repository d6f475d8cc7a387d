"""Issuing a certificate of death of a record as it stands."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.deaths import de_05_named_physician, de_06_record_holds
from antigone.policy.findings import Finding
from antigone.provenance import canonical_json
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.deaths.models import Certificate, DeathRecord, RecordVersion
from antigone.web.deaths.particulars import dead_person_of, without
from antigone.web.deaths.sealed import particulars_in, put_text
from antigone.web.deaths.standing import newest_version, next_number
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked

LEFT_OUT = ("inform", "packets", "documents")
"""What a certificate does not say: how the family is reached, and what the person had."""


def certificate_findings(version: RecordVersion) -> tuple[Finding, ...]:
    """What stands for and against a certificate of a version."""
    said = particulars_in(version)
    cause = {name: said[name].value if name in said else "" for name in CAUSE}
    return (
        de_05_named_physician(
            cause=cause["cause"],
            name=cause["cause_by"],
            function=cause["cause_function"],
            day=cause["cause_on"],
        ),
        de_06_record_holds(
            in_doubt=version.in_doubt,
            certified=Certificate.objects.filter(version=version).exists(),
        ),
    )


CAUSE = ("cause", "cause_by", "cause_function", "cause_on")


@transaction.atomic
def issue_certificate(*, user: User, record: DeathRecord) -> Certificate:
    """Issue a certificate of the newest version, under a new number; the one before is superseded.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        ValidationError: no particular is confirmed yet.
        RuleRefused: DE-05 or DE-06.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    version = newest_version(record)
    if version is None:
        raise ValidationError(_("Confirm the particulars first."))
    insist(certificate_findings(version))
    of_incident = Certificate.objects.filter(incident=incident)
    before = of_incident.filter(version__record=record).order_by("pk").last()
    made = Certificate(
        incident=incident,
        version=version,
        number=next_number("C", of_incident.values_list("number", flat=True)),
        issued_by=user,
        issued_at=timezone.now(),
        supersedes=before,
    )
    text = _content(made, record, version)
    put_text(made, text)
    made.content_sha256 = hashlib.sha256(text.encode()).hexdigest()
    made.full_clean()
    made.save()
    enter(
        actor=user.username,
        act="death.certificate_issued",
        incident=incident.slug,
        subject=record.number,
        details={
            "certificate": made.number,
            "version": version.version,
            "sha256": made.content_sha256,
            "supersedes": None if before is None else before.number,
        },
    )
    return made


def _content(made: Certificate, record: DeathRecord, version: RecordVersion) -> str:
    """What is kept of it: canonical JSON, so that its fingerprint can be made anew anywhere."""
    person = without(dead_person_of(record), LEFT_OUT)
    said = particulars_in(version)
    decision = version.identification
    return canonical_json(
        {
            "format": "antigone certificate of death 1",
            "incident": record.incident.slug,
            "number": made.number,
            "issued_at": made.issued_at.isoformat(timespec="seconds"),
            "issued_by": made.issued_by.full_name,
            "supersedes": made.supersedes.number if made.supersedes else None,
            "person": asdict(person),
            "cause_certified": {
                name: said[name].value for name in CAUSE if name != "cause" and name in said
            },
            "decision": None
            if decision is None
            else {
                "decided_at": decision.decided_at.isoformat(timespec="seconds"),
                "document_sha256": decision.document_sha256,
                "proposal": decision.proposal_id,
            },
        }
    ).decode()
