"""Acts on incidents and on who works in them; each is one transaction with its journal entry."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy.sharing import sh_05_roles_for_ones_own
from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.operator import Operator
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Permission, Role
from antigone.web.journal.services import record


class LastCoordinator(Exception):
    """The incident would be left without anybody who can give others a role."""


@transaction.atomic
def create_incident(
    *,
    by: User | Operator,
    slug: str,
    name: str,
    begun_on: date,
    is_training: bool,
    coordinator: User,
    two_agencies: bool = True,
    agency: Agency | None = None,
) -> Incident:
    """Open an incident and give it its first reconciliation officer.

    Raises:
        PermissionDenied: neither an administrator nor the server's console asks for it.
        ValidationError: the short name is taken or not allowed.
    """
    if not isinstance(by, Operator) and not (by.is_active and by.is_superuser):
        raise PermissionDenied(_("Incidents are opened by an administrator."))
    incident = Incident(
        slug=slug,
        name=name,
        begun_on=begun_on,
        is_training=is_training,
        two_agencies=two_agencies,
        agency=agency,
    )
    incident.full_clean()
    incident.save()
    record(
        actor=by.username,
        act="incident.created",
        incident=slug,
        subject=slug,
        details={
            "name": name,
            "begun_on": begun_on.isoformat(),
            "training": is_training,
            "two_agencies": two_agencies,
            "lead_agency": agency.short if agency else None,
        },
    )
    give_role(actor=by.username, incident=incident, person=coordinator, role=Role.COORDINATOR)
    return incident


@transaction.atomic
def add_member(*, by: User | Operator, incident: Incident, person: User, role: Role) -> Membership:
    """Give a person a role in an incident.

    Raises:
        PermissionDenied: the asking person may not manage this incident, or not for others (SH-05).
        ValidationError: the person has a role already, or their account is closed.
    """
    _require_manage(by, incident)
    require_own_agency(by, incident, person.agency_id)
    return give_role(actor=by.username, incident=incident, person=person, role=role)


@transaction.atomic
def remove_member(*, by: User | Operator, incident: Incident, person: User) -> None:
    """Take a person's role away; what they did stays under their name.

    Raises:
        PermissionDenied: the asking person may not manage this incident, or not for others (SH-05).
        LastCoordinator: nobody would be left to give roles.
        Membership.DoesNotExist: the person has no role here.
    """
    _require_manage(by, incident)
    require_own_agency(by, incident, person.agency_id)
    # All memberships are locked: two coordinators cannot remove each other at once.
    members = list(Membership.objects.select_for_update(of=("self",)).filter(incident=incident))
    leaving = next((m for m in members if m.user_id == person.pk), None)
    if leaving is None:
        raise Membership.DoesNotExist
    others = (m for m in members if m.pk != leaving.pk)
    if leaving.role == Role.COORDINATOR and not any(m.role == Role.COORDINATOR for m in others):
        raise LastCoordinator(
            _(
                "This is the only reconciliation officer of the incident. "
                "Give this role to somebody else first."
            )
        )
    leaving.delete()
    record(
        actor=by.username,
        act="incident.member_removed",
        incident=incident.slug,
        subject=person.username,
        details={"role": leaving.role},
    )


def _require_manage(by: User | Operator, incident: Incident) -> None:
    if not isinstance(by, Operator):
        require(by, incident, Permission.MANAGE)


def require_own_agency(by: User | Operator, incident: Incident, agency: int | None) -> None:
    """Go on only if this person gives and takes roles of an agency's people (SH-05).

    Raises:
        PermissionDenied: another agency leads, and it is not theirs.
    """
    if isinstance(by, Operator):
        return
    finding = sh_05_roles_for_ones_own(by.agency_id, lead=incident.agency_id, of=agency)
    if not finding.met:
        raise PermissionDenied(f"{finding.code}: {_(finding.template)}")


def give_role(*, actor: str, incident: Incident, person: User, role: Role) -> Membership:
    """Give a role on behalf of whoever had the right to; the caller asked for that right.

    Raises:
        ValidationError: the person has a role already, or their account is closed.
    """
    if not person.is_active:
        raise ValidationError({"person": _("The account of this person is closed.")})
    membership = Membership(incident=incident, user=person, role=role)
    membership.full_clean()
    membership.save()
    record(
        actor=actor,
        act="incident.member_added",
        incident=incident.slug,
        subject=person.username,
        details={"role": str(role)},
    )
    return membership
