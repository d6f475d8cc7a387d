"""What stands about remains and missing persons today: proposals, identifications, exclusions."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from antigone.web.board.models import Exclusion, Identification, Proposal
from antigone.web.incidents.models import Incident
from antigone.web.records.consent import locked
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Remains


def lock_pair(incident: Incident, remains: Remains, missing_person: MissingPerson) -> None:
    """Let nobody else decide about these remains or this person until the transaction ends.

    Every act of the board calls this first: the incident, so that no consent is withdrawn and no run
    begins beside it, then remains before persons, so that no two wait for each other. SQLite's
    immediate transactions take turns anyway.

    Raises:
        ObjectDoesNotExist: remains or person belong to another incident.
    """
    locked(incident)
    Remains.objects.select_for_update(no_key=True).get(pk=remains.pk, incident=incident)
    MissingPerson.objects.select_for_update(no_key=True).get(
        pk=missing_person.pk, incident=incident
    )


def identifications_of(remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """Standing identifications of this body, whichever of its parts, or of this person, in words."""
    found = Identification.objects.filter(
        Q(remains__in=parts_of(remains)) | Q(missing_person=missing_person), stands=True
    ).select_related("remains", "missing_person")
    return tuple(
        _("%(remains)s is identified as %(person)s")
        % {"remains": row.remains.number, "person": row.missing_person.number}
        for row in found
    )


def signed_pairs(incident: Incident, among: Collection[str] | None = None) -> dict[str, str]:
    """All standing identifications: number of the remains to number of the person.

    Args:
        among: only those in which one of these numbers stands.
    """
    found = Identification.objects.filter(incident=incident, stands=True)
    if among is not None:
        remains = Remains.objects.filter(incident=incident, number__in=among)
        persons = MissingPerson.objects.filter(incident=incident, number__in=among)
        found = found.filter(Q(remains__in=remains) | Q(missing_person__in=persons))
    return dict(found.values_list("remains__number", "missing_person__number"))


def exclusions_of(remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """Standing exclusions of this pair, of whichever part of the body, in words."""
    found = Exclusion.objects.filter(
        remains__in=parts_of(remains), missing_person=missing_person, stands=True
    )
    return tuple(_("exclusion %(number)s") % {"number": row.pk} for row in found)


def open_proposals_of(remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """Open proposals of this body, whichever of its parts, or of this person, in words."""
    found = Proposal.objects.filter(
        Q(remains__in=parts_of(remains)) | Q(missing_person=missing_person),
        state=Proposal.State.OPEN,
    ).select_related("remains", "missing_person")
    return tuple(
        _("Proposal %(number)s (%(pair)s)") % {"number": row.pk, "pair": str(row)} for row in found
    )


def decisions_about(remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """What stands about exactly this pair, in words."""
    pair = {"remains__in": parts_of(remains), "missing_person": missing_person, "stands": True}
    identified = Identification.objects.filter(**pair).exists()
    words = {"remains": remains.number, "person": missing_person.number}
    found = [_("%(remains)s is identified as %(person)s") % words] if identified else []
    if Exclusion.objects.filter(**pair).exists():
        found.append(_("%(remains)s is excluded to be %(person)s") % words)
    return tuple(found)
