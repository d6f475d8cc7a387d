"""What signing offers to the pages that all share, and to accounts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Task, Urgency
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Permission
from antigone.web.signing.models import SigningKey
from antigone.web.signing.passwords import (
    retire_after_reset,
    retire_with_account,
    seal_under_new_password,
)

password_changed = seal_under_new_password
password_reset = retire_after_reset
account_closed = retire_with_account


def awaiting(user: Visitor) -> list[Task]:
    """New keys of colleagues that sign nothing before somebody, this person for one, compares them."""
    if not isinstance(user, User):
        return []
    incidents = {
        incident.pk: incident
        for permission in (Permission.SIGN, Permission.MANAGE)
        for incident in incidents_where(user, permission)
    }
    waiting = SigningKey.objects.filter(
        waits=True, compared_at__isnull=True, retired_at__isnull=True
    ).exclude(user=user)
    by_owner = {key.user_id: key for key in waiting}
    seats = Membership.objects.filter(incident__in=incidents, user__in=by_owner)
    return [
        Task(
            incident=incidents[seat.incident_id],
            title=_("Compare the signing key of %(name)s, face to face")
            % {"name": seat.user.full_name},
            url=reverse(
                "signing:compare",
                kwargs={
                    "incident": incidents[seat.incident_id].slug,
                    "pk": by_owner[seat.user_id].pk,
                },
            ),
            reason=_("The password was set anew; nothing is signed with the new key before."),
            since=by_owner[seat.user_id].made_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="pen",
        )
        for seat in seats.select_related("user").order_by("pk")
        if by_owner[seat.user_id].password_set_by != user.username
    ]
