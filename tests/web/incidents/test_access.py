from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from antigone.web.incidents.access import incident_or_404, incidents_of, may, require, role_of
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from tests.web.conftest import Cast


@pytest.mark.parametrize("name", ["mara", "oyelin", "ilse", "nadia", "tomas"])
def test_members_find_their_incident(cast: Cast, name: str) -> None:
    assert incident_or_404(getattr(cast, name), "marel-valley") == cast.incident


def test_strangers_are_told_there_is_none(cast: Cast) -> None:
    with pytest.raises(Http404):
        incident_or_404(cast.piet, "marel-valley")
    with pytest.raises(Http404):
        incident_or_404(AnonymousUser(), "marel-valley")


def test_an_administrator_sees_no_record(cast: Cast) -> None:
    cast.piet.is_superuser = True
    cast.piet.save()
    with pytest.raises(Http404):
        incident_or_404(cast.piet, "marel-valley")


def test_a_person_who_left_is_a_stranger(cast: Cast) -> None:
    cast.mara.is_active = False
    cast.mara.save()
    assert not incidents_of(cast.mara).exists()
    assert role_of(cast.mara, cast.incident) is None
    assert not may(cast.mara, cast.incident, Permission.VIEW)


def test_require_refuses_what_the_role_does_not_carry(cast: Cast) -> None:
    require(cast.ilse, cast.incident, Permission.SIGN)
    with pytest.raises(PermissionDenied):
        require(cast.mara, cast.incident, Permission.SIGN)
    with pytest.raises(PermissionDenied):
        require(AnonymousUser(), cast.incident, Permission.VIEW)


def test_every_role_may_look_and_no_role_may_do_everything() -> None:
    assert set(PERMISSIONS) == set(Role)
    for role, permissions in PERMISSIONS.items():
        # Administrators say who works here; that shows them no case.
        assert (Permission.VIEW in permissions) == (role is not Role.ADMINISTRATOR)
        # Four eyes: whoever runs the incident does not sign in it.
        assert not {Permission.MANAGE, Permission.SIGN} <= permissions


def test_a_role_is_for_one_incident(cast: Cast) -> None:
    other = type(cast.incident).objects.create(
        slug="other", name="Other", begun_on=cast.incident.begun_on
    )
    Membership.objects.create(user=cast.piet, incident=other, role=Role.COORDINATOR)
    assert incident_or_404(cast.piet, "other") == other
    with pytest.raises(Http404):
        incident_or_404(cast.piet, "marel-valley")
