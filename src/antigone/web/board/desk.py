"""What the board offers to the pages that all share."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.policy.board import unmet
from antigone.web.accounts.models import User
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.models import Identification, Proposal
from antigone.web.board.standing import identified_as_parts, not_released, signed_pairs, still_asked
from antigone.web.incidents.access import Visitor, incidents_where, may, role_of
from antigone.web.incidents.desk import (
    Count,
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import seen_whole, sees_whole_incident
from antigone.web.records.models import Family

NOT_RELEASED = "not-released"
"""How the page of decisions is asked for these alone."""


def awaiting(user: Visitor) -> list[Task]:
    """Proposals that this person can sign now, what they are asked for, and what they can release."""
    return [*_to_sign(user), *_to_answer(user), *_to_release(user)]


def _to_answer(user: Visitor) -> list[Task]:
    incidents = {i.pk: i for i in seen_whole(user, incidents_where(user, Permission.ANSWER))}
    rows = still_asked().filter(proposal__incident__in=incidents)
    found = rows.select_related(*(f"proposal__{name}" for name in _PAIR), "asked_by")
    return [
        Task(
            incident=incidents[one.proposal.incident_id],
            title=_("The board asks for more about %(remains)s and %(person)s")
            % {
                "remains": one.proposal.remains.number,
                "person": one.proposal.missing_person.number,
            },
            url=one.proposal.get_absolute_url(),
            reason=_("Asked by %(name)s. Until it is answered nobody signs.")
            % {"name": one.asked_by.full_name},
            since=one.asked_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="wait",
        )
        for one in found
        if role_of(user, incidents[one.proposal.incident_id]) == one.of_role
    ]


def _to_release(user: Visitor) -> list[Task]:
    """The oldest by name, the others counted."""
    return [
        task
        for incident in seen_whole(user, incidents_where(user, Permission.RELEASE))
        for task in _to_release_in(incident)
    ]


def _to_release_in(incident: Incident) -> list[Task]:
    rows = not_released(incident).select_related(*_PAIR, "proposal__incident").defer(*_LARGE)

    def task(one: Identification) -> Task:
        return Task(
            incident=incident,
            title=_("%(remains)s is identified as %(person)s")
            % {"remains": one.remains.number, "person": one.missing_person.number},
            url=one.get_absolute_url(),
            reason=_("Signed and not released: the family is not told before."),
            since=one.decided_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="m3",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more identification is signed and not released",
            "%d more identifications are signed and not released",
            count,
        )
        return words % count

    url = reverse("board:history", kwargs={"incident": incident.slug})
    return named_and_counted(oldest(rows), task, others, f"{url}?only={NOT_RELEASED}")


_PAIR = ("remains", "missing_person", "incident")
_LARGE = ("document_text", "remains__record", "missing_person__record", "proposal__evidence_text")


def _to_sign(user: Visitor) -> list[Task]:
    return [
        Task(
            incident=incident,
            title=_("%(remains)s is proposed to be %(person)s")
            % {"remains": p.remains.number, "person": p.missing_person.number},
            url=p.get_absolute_url(),
            reason=ngettext(
                "Proposed by %(name)s; %(count)d signature so far",
                "Proposed by %(name)s; %(count)d signatures so far",
                len(p.signatures.all()),
            )
            % {"name": p.proposed_by.full_name, "count": len(p.signatures.all())},
            since=p.proposed_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="pen",
        )
        for incident in seen_whole(user, incidents_where(user, Permission.SIGN))
        if isinstance(user, User)
        for p in signable(user, incident)
    ]


def signable(user: User, incident: Incident) -> list[Proposal]:
    """Open proposals that this person may sign: neither theirs, nor signed by them or their agency."""
    if not may(user, incident, Permission.SIGN):
        return []
    found = (
        Proposal.objects.filter(incident=incident, state=Proposal.State.OPEN)
        .select_related("remains", "missing_person", "proposed_by", "incident")
        .prefetch_related("signatures__signer", "enquiries__asked_by")
    )
    return [p for p in found if not unmet(signing_of(user, p, has_read=True))]


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The board with what is open on it."""
    if not sees_whole_incident(user, incident):
        return []
    count = Proposal.objects.filter(incident=incident, state=Proposal.State.OPEN).count()
    slug = {"incident": incident.slug}
    links = [Link(Part.TOGETHER, _("Board"), reverse("board:list", kwargs=slug), count)]
    return links


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """How many remains have a name."""
    if not sees_whole_incident(user, incident):
        return []
    count = Identification.objects.filter(incident=incident, stands=True).count()
    url = reverse("board:history", kwargs={"incident": incident.slug})
    return [Count(count, ngettext("identified", "identified", count), url)]


def summary(user: Visitor, incident: Incident) -> list[str]:
    """How many have their names back."""
    if not sees_whole_incident(user, incident):
        return []
    count = Identification.objects.filter(incident=incident, stands=True).count()
    if not count:
        return [_("Nobody has been identified yet.")]
    return [ngettext("%d has a name again.", "%d have their names back.", count) % count]


def signed(incident: Incident, among: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Identifications that stand, by number of the remains and of the person."""
    return list(signed_pairs(incident, among).items())


def of_one_body(incident: Incident) -> list[tuple[str, str]]:
    """Numbers of remains that are identified as one person, two by two."""
    return identified_as_parts(incident)


def signed_count(incident: Incident) -> list[int]:
    """How many identifications stand."""
    return [Identification.objects.filter(incident=incident, stands=True).count()]


def identified_persons(incident: Incident) -> list[QuerySet[Identification, int]]:
    """The persons sought of whom an identification stands."""
    rows = Identification.objects.filter(incident=incident, stands=True)
    return [rows.order_by().values_list("missing_person", flat=True)]


def identified_in(family: Family) -> list[int]:
    """Runs on which identifications that stand rest, of persons whom this family seeks."""
    found = Identification.objects.filter(missing_person__family=family, stands=True)
    return list(found.values_list("proposal__run", flat=True))
