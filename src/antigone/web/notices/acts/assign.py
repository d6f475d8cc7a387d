"""Sending a trained person to a family: with it a notice begins, or goes to somebody else."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.notices.acts.entering import identification_now
from antigone.web.notices.models import Notice, NoticeAssignment
from antigone.web.notices.standing import day_of, may_go_on, trained, wants
from antigone.web.records.consent import locked


def kind_of(identification: Identification) -> Notice.Kind:
    """What its family is to be told: of one that fell, that it no longer holds."""
    return Notice.Kind.NEWS if identification.stands else Notice.Kind.CORRECTION


def begun(identification: Identification) -> Notice:
    """The notice of what is to be told of an identification; a new one is not saved."""
    kind = kind_of(identification)
    found = Notice.objects.filter(identification=identification, kind=kind).first()
    return found or Notice(
        incident=identification.incident,
        kind=kind,
        identification=identification,
        missing_person=identification.missing_person,
    )


def rules_of_assigning(
    identification: Identification, notifier: User | None, planned_for: datetime | None
) -> list[Finding]:
    """What has to hold before somebody is sent: NO-02 or NO-12, NO-04, and of a person NO-03."""
    notice = begun(identification)
    notice.identification = identification
    found = [may_go_on(notice), wants(identification.missing_person, identification)]
    if notifier is not None:
        on = day_of(planned_for or timezone.now())
        family = identification.missing_person.family
        found.append(trained(notifier, identification.incident, family, on))
    return found


@transaction.atomic
def assign_notifier(
    *, user: User, identification: Identification, notifier: User, planned_for: datetime
) -> NoticeAssignment:
    """Send a person to the family of somebody who is identified, or whose identification fell.

    Raises:
        PermissionDenied: the asking person does not assign.
        RuleRefused: NO-02 or NO-12, NO-03, NO-04.
        ValidationError: the planned day is past.
    """
    incident = locked(identification.incident)
    require(user, incident, Permission.ASSIGN)
    identification = identification_now(identification)
    insist(rules_of_assigning(identification, notifier, planned_for))
    if day_of(planned_for) < timezone.localdate():
        raise ValidationError({"planned_for": _("The day is past. Name today or a later day.")})
    notice = begun(identification)
    if notice._state.adding:
        _open(notice, user)
    made = NoticeAssignment(
        notice=notice, notifier=notifier, planned_for=planned_for, assigned_by=user
    )
    made.full_clean()
    made.save()
    record(
        actor=user.username,
        act="notice.assigned",
        incident=incident.slug,
        subject=notice.number,
        details={
            "identification": identification.pk,
            "kind": notice.kind,
            "planned_for": planned_for.isoformat(),
            "to": notifier.username,
        },
    )
    return made


def _open(notice: Notice, user: User) -> None:
    notice.number, notice.opened_by = _free_number(notice.incident), user
    notice.full_clean()
    notice.save()


def _free_number(incident: Incident) -> str:
    """The next number of the form N-0001; nothing is deleted, so the count says it."""
    return f"N-{Notice.objects.filter(incident=incident).count() + 1:04d}"
