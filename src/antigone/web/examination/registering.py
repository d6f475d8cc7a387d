"""Registering remains: their number, their recovery, and in whose hands they are, in one act."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.examination.models import Section
from antigone.web.examination.recording import Observation, moment, record_section
from antigone.web.examination.sections import Content
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains, SexChoice


class NumberTaken(ValueError):
    """The number stands on other remains of the incident."""


@transaction.atomic
def register_remains(
    *, user: User, incident: Incident, number: str, content: Content, function: str
) -> Remains:
    """Remains with their recovery; sex and all else are told by an examination.

    CU-05: the chain of custody begins here, with the person who registers, at the time of recovery.

    Args:
        content: the section "recovery" as its form gives it.
        function: what the person who registers is, e.g. their role.

    Raises:
        NumberTaken: another of the remains has it.
        ContentRefused: a record cannot hold the recovery.
    """
    incident = locked(incident)
    require(user, incident, Permission.REGISTER)
    if Remains.objects.filter(incident=incident, number=number).exists():
        raise NumberTaken(_("%s is registered already in this incident.") % number)
    remains = Remains(
        incident=incident,
        number=number,
        sex=SexChoice.UNKNOWN,
        agency=user.agency,
        registered_by=user,
    )
    remains.full_clean()
    remains.save()
    record(
        actor=user.username,
        act="remains.registered",
        incident=incident.slug,
        subject=number,
        details={"agency": user.agency.short if user.agency else ""},
    )
    record_section(
        user=user,
        remains=remains,
        section=Section.RECOVERY,
        content=content,
        observation=Observation(user.full_name, function, moment(content)),
        based_on=None,
    )
    _begin_custody(user, remains, content, function)
    return remains


def _begin_custody(user: User, remains: Remains, content: Content, function: str) -> None:
    hands = Hands.of(user, function)
    passing = Passing(
        at=moment(content),
        giver=hands,
        receiver=hands,
        place=content["place"],
        reason=_("Recovery"),
    )
    sealed = SealSeen(new=content.get("seal", ""))
    hand_over(user=user, incident=remains.incident, items=[(remains, sealed)], passing=passing)
