"""The one door to an incident: strangers are told that there is none.

An administrator says who works in an incident and sees none of its cases: for every page but those
about persons and roles, they are strangers too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role

Visitor = AbstractBaseUser | AnonymousUser
View = TypeVar("View", bound=Callable[..., object])


def incidents_of(user: Visitor) -> QuerySet[Incident]:
    """The incidents whose cases a person works on, newest first."""
    return incidents_where(user, Permission.VIEW)


def workplaces_of(user: Visitor) -> QuerySet[Incident]:
    """The incidents in which a person has any role, newest first."""
    if not user.is_authenticated or not user.is_active:
        return Incident.objects.none()
    return Incident.objects.filter(memberships__user=user.pk)


def incidents_where(user: Visitor, permission: Permission) -> QuerySet[Incident]:
    """The incidents in which a person's role carries a permission, newest first."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    if not user.is_authenticated or not user.is_active:
        return Incident.objects.none()
    # Both conditions in one filter: it is this person's role that counts.
    return Incident.objects.filter(memberships__user=user.pk, memberships__role__in=roles)


def incident_or_404(user: Visitor, slug: str) -> Incident:
    """The incident of this short name, if the person works on its cases.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    return _or_404(incidents_of(user), slug)


def workplace_or_404(user: Visitor, slug: str) -> Incident:
    """The incident of this short name, if the person has any role in it: for pages about persons.

    The view carries the mark `for_every_role`, or the door in the middleware stays shut.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    return _or_404(workplaces_of(user), slug)


def for_every_role(view: View) -> View:
    """Mark a view that shows no case: the door lets in whoever has any role in the incident."""
    view.for_every_role = True  # type: ignore[attr-defined]
    return view


def is_for_every_role(view: Callable[..., object]) -> bool:
    """Whether a view bears that mark."""
    return bool(getattr(view, "for_every_role", False))


def _or_404(incidents: QuerySet[Incident], slug: str) -> Incident:
    try:
        return incidents.get(slug=slug)
    except Incident.DoesNotExist:
        raise Http404(_("There is no such incident, or you have no role in it.")) from None


def role_of(user: Visitor, incident: Incident) -> Role | None:
    """The role a person has in an incident."""
    if not user.is_authenticated or not user.is_active:
        return None
    found = Membership.objects.filter(user=user.pk, incident=incident).first()
    return None if found is None else Role(found.role)


def permissions_of(user: Visitor, incident: Incident) -> frozenset[Permission]:
    """All that a person may do in an incident."""
    role = role_of(user, incident)
    return frozenset() if role is None else PERMISSIONS[role]


def may(user: Visitor, incident: Incident, permission: Permission) -> bool:
    """Whether a person may do this in this incident."""
    return permission in permissions_of(user, incident)


def require(user: Visitor, incident: Incident, permission: Permission) -> None:
    """Go on only if the person may do this in this incident.

    Raises:
        PermissionDenied: their role does not carry it, or nobody is named.
    """
    if not may(user, incident, permission):
        raise PermissionDenied(_("Your role in this incident does not allow this."))
