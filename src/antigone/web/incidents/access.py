"""The one door to an incident: strangers are told that there is none.

An administrator says who works in an incident and sees none of its cases: for every page but those
about persons and roles, they are strangers too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from antigone.web.accounts.models import Limits
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.once import making_a_page, once
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
    return _open_to(user, Incident.objects.filter(memberships__user=user.pk))


def incidents_where(user: Visitor, permission: Permission) -> QuerySet[Incident]:
    """The incidents in which a person's role carries a permission, newest first."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    if not user.is_authenticated or not user.is_active:
        return Incident.objects.none()
    limits = limits_of(user)
    if limits is not None and permission not in limits.permissions:
        return Incident.objects.none()
    if making_a_page():
        # Its parts all ask, each for another right: what the roles are was read once.
        held = [one.incident_id for one in memberships_of(user) if one.role in roles]
        return Incident.objects.filter(pk__in=held) if held else Incident.objects.none()
    # Both conditions in one filter: it is this person's role that counts.
    found = Incident.objects.filter(memberships__user=user.pk, memberships__role__in=roles)
    return _open_to(user, found)


def memberships_of(user: Visitor) -> list[Membership]:
    """All roles of a person with their incidents, the newest first; read once for a page."""
    if not user.is_authenticated or not user.is_active:
        return []
    rows = Membership.objects.filter(user=user.pk).select_related("incident")
    newest_first = rows.order_by("-incident__begun_on", "incident__name")
    found = once(("memberships", user.pk), lambda: list(newest_first))
    limits = limits_of(user)
    # A token may be made for one incident: then there is no other.
    return [m for m in found if limits is None or limits.incident in {None, m.incident_id}]


def incident_or_404(user: Visitor, slug: str) -> Incident:
    """The incident of this short name, if the person works on its cases.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    return _or_404((m for m in memberships_of(user) if m.may(Permission.VIEW)), slug)


def workplace_or_404(user: Visitor, slug: str) -> Incident:
    """The incident of this short name, if the person has any role in it: for pages about persons.

    The view carries the mark `for_every_role`, or the door in the middleware stays shut.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    return _or_404(memberships_of(user), slug)


def for_every_role(view: View) -> View:
    """Mark a view that shows no case: the door lets in whoever has any role in the incident."""
    view.for_every_role = True  # type: ignore[attr-defined]
    return view


def for_tokens(view: View) -> View:
    """Mark a view that knows persons by their token: it goes through the doors itself, with them."""
    view.for_tokens = True  # type: ignore[attr-defined]
    return view


def is_for_tokens(view: Callable[..., object]) -> bool:
    """Whether a view bears that mark."""
    return bool(getattr(view, "for_tokens", False))


def is_for_every_role(view: Callable[..., object]) -> bool:
    """Whether a view bears that mark."""
    return bool(getattr(view, "for_every_role", False))


def _or_404(memberships: Iterable[Membership], slug: str) -> Incident:
    found = next((m.incident for m in memberships if m.incident.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such incident, or you have no role in it."))
    return found


def role_of(user: Visitor, incident: Incident) -> Role | None:
    """The role a person has in an incident."""
    own = (m.role for m in memberships_of(user) if m.incident_id == incident.pk)
    found = next(own, None)
    return None if found is None else Role(found)


def permissions_of(user: Visitor, incident: Incident) -> frozenset[Permission]:
    """All that a person may do in an incident; of a token, what it leaves of that (AP-01)."""
    role, limits = role_of(user, incident), limits_of(user)
    if role is None:
        return frozenset()
    if limits is None:
        return PERMISSIONS[role]
    if limits.incident not in {None, incident.pk}:
        return frozenset()
    return frozenset(p for p in PERMISSIONS[role] if p in limits.permissions)


def limits_of(user: Visitor) -> Limits | None:
    """What a token that acts for a person leaves of their rights; None where no token does."""
    limits: Limits | None = getattr(user, "limits", None)
    return limits


def _open_to(user: Visitor, incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Of these incidents the one that a token is made for, where it is made for one."""
    limits = limits_of(user)
    if limits is None or limits.incident is None:
        return incidents
    return incidents.filter(pk=limits.incident)


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
