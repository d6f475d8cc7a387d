"""Handing over, correcting an entry, explaining a break."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy.deaths import de_18_not_by_custody_alone
from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import (
    CustodyRefused,
    Passing,
    RuleStands,
    SealSeen,
    enter,
)
from antigone.web.custody.items import Item, as_item, item_of, key_of, name_of
from antigone.web.custody.models import CustodyEvent, Explanation, ReceivedBy, Sample
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked


@transaction.atomic
def hand_over(
    *, user: User, incident: Incident, items: Sequence[tuple[Item, SealSeen]], passing: Passing
) -> list[CustodyEvent]:
    """One thing or many pass from one person to another, or are sealed anew in the same hands.

    That the giver had it is not asked here: what happened is written down, and shown as a break.

    Raises:
        RuleStands: DE-18.
        CustodyRefused: nothing is named, or a sample is no longer there.
        ValidationError: a field is missing or wrong.
    """
    _insist_on_no_family([item for item, _seen in items], passing)
    return pass_on(user=user, incident=incident, items=items, passing=passing)


@transaction.atomic
def pass_on(
    *, user: User, incident: Incident, items: Sequence[tuple[Item, SealSeen]], passing: Passing
) -> list[CustodyEvent]:
    """The same for the act that hands over to a family, which has its own rules (DE-13 to DE-16).

    Raises:
        CustodyRefused: nothing is named, or a sample is no longer there.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(incident)
    require(user, incident, Permission.HANDLE_SAMPLES)
    if not items:
        raise CustodyRefused(_("Name at least one thing that is handed over."))
    _insist_they_are_there([item for item, _seen in items], incident)
    return [enter(user, item, passing, seen, act="custody.handed_over") for item, seen in items]


@transaction.atomic
def correct_event(
    *, user: User, event: CustodyEvent, passing: Passing, seen: SealSeen, because: str
) -> CustodyEvent:
    """Put a new entry in the place of one that was wrong; the old one stays readable.

    Raises:
        RuleStands: DE-18.
        CustodyRefused: somebody corrected it before, or no reason is given.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(event.incident)
    require(user, incident, Permission.HANDLE_SAMPLES)
    if CustodyEvent.objects.filter(replaces=event).exists():
        raise CustodyRefused(
            _("This entry was corrected before. Open the newer one and correct that.")
        )
    if not because.strip():
        raise CustodyRefused(_("Say why the entry is corrected."))
    _insist_on_no_family([item_of(event)], passing, was=event.to_kind)
    return enter(
        user,
        item_of(event),
        passing,
        seen,
        act="custody.corrected",
        replaces=event,
        because=because,
    )


@transaction.atomic
def explain_break(
    *, user: User, item: Item, code: str, event: CustodyEvent | None, words: str
) -> Explanation:
    """Say how a break came about; it stays visible as a break that is explained.

    Raises:
        CustodyRefused: the words are missing, or the entry is not one of this thing.
    """
    require(user, item.incident, Permission.HANDLE_SAMPLES)
    if not words.strip():
        raise CustodyRefused(_("Say what happened, and who says so."))
    if event is not None and key_of(item_of(event)) != key_of(item):
        raise CustodyRefused(_("This entry is of something else."))
    explanation = Explanation(
        incident=item.incident,
        event=event,
        code=code,
        words=words.strip(),
        recorded_by=user,
        **as_item(item),
    )
    explanation.full_clean()
    explanation.save()
    record(
        actor=user.username,
        act="custody.explained",
        incident=item.incident.slug,
        subject=name_of(item),
        details={"explanation": explanation.pk, "rule": code},
    )
    return explanation


def _insist_on_no_family(
    items: Sequence[Item], passing: Passing, was: str = ReceivedBy.SERVICE
) -> None:
    found = de_18_not_by_custody_alone(
        of_the_dead=[name_of(item) for item in items if not isinstance(item, Sample)],
        private=passing.to_kind == ReceivedBy.PRIVATE,
        was_private=was == ReceivedBy.PRIVATE,
    )
    if not found.met:
        raise RuleStands(found)


def _insist_they_are_there(items: Sequence[Item], incident: Incident) -> None:
    for item in items:
        if item.incident_id != incident.pk:
            raise CustodyRefused(_("%s belongs to another incident.") % name_of(item))
    samples = [item.pk for item in items if isinstance(item, Sample)]
    gone = Sample.objects.filter(pk__in=samples).exclude(state=Sample.State.HERE).first()
    if gone is not None:
        raise CustodyRefused(
            _("%(code)s is no longer there (%(state)s), so it cannot be handed over.")
            % {"code": gone.code, "state": gone.get_state_display()}
        )
