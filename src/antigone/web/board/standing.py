"""What stands about remains and missing persons today: proposals, identifications, exclusions."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.web.board.models import Enquiry, Exclusion, Identification, Proposal, Release
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


def identifications_of(remains: Remains) -> tuple[str, ...]:
    """Standing identifications of this body, whichever of its parts, in words."""
    found = Identification.objects.filter(
        remains__in=parts_of(remains), stands=True
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


def identified_as_parts(incident: Incident) -> list[tuple[str, str]]:
    """Numbers of remains that are identified as one person, each with the one before: parts of one body."""
    rows = Identification.objects.filter(incident=incident, stands=True, is_part=True)
    before: dict[int, str] = {}
    found = []
    for number, person in rows.order_by("decided_at", "pk").values_list(
        "remains__number", "missing_person"
    ):
        if person in before:
            found.append((before[person], number))
        before[person] = number
    return found


def not_released(incident: Incident) -> QuerySet[Identification]:
    """Identifications that stand and can be released, since nothing more is asked; the oldest first."""
    asked = still_asked().filter(proposal=OuterRef("proposal"))
    rows = Identification.objects.filter(
        ~Exists(asked), incident=incident, stands=True, release__isnull=True
    )
    return rows.order_by("decided_at", "pk")


def still_asked() -> QuerySet[Enquiry]:
    """Open requests about what waits, or stands; about what has ended they ask for nothing."""
    waits = Q(proposal__state=Proposal.State.OPEN)
    return Enquiry.objects.filter(
        waits | Q(proposal__identification__stands=True), state=Enquiry.State.OPEN
    )


def asked_of(proposal: Proposal) -> tuple[str, ...]:
    """What the board asked for about a proposal and waits for, in words."""
    return tuple(
        _("%(name)s has asked for more (request %(number)d)")
        % {"name": row.asked_by.full_name, "number": row.pk}
        for row in proposal.enquiries.all()
        if row.is_open
    )


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


def released(identification: Identification) -> bool:
    """Whether the family may be told of it: it stands, and a named person released it."""
    return identification.stands and Release.objects.filter(identification=identification).exists()


def identification_released_of(missing_person: MissingPerson) -> Identification | None:
    """The first standing identification of this person that was released; None: nobody may be told."""
    found = Identification.objects.filter(
        missing_person=missing_person, stands=True, release__isnull=False
    )
    return found.select_related("incident", "proposal").order_by("decided_at", "pk").first()
