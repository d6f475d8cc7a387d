"""Entering what somebody of the family said that it wishes."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy import notices as rules
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.journal.services import record
from antigone.web.notices.doors import require_speaking
from antigone.web.notices.models import Wish
from antigone.web.notices.sealed import Words, sealed_words
from antigone.web.notices.standing import told_visits
from antigone.web.notices.words import CHOICES
from antigone.web.records.consent import locked
from antigone.web.records.models import MissingPerson


@transaction.atomic
def record_wish(
    *,
    user: User,
    missing_person: MissingPerson,
    kind: str,
    choice: str,
    said_by: str,
    said_on: date,
    content: Words,
) -> Wish:
    """Enter a wish; from now on it counts, and the one before stays readable.

    Args:
        choice: one of `words.CHOICES` of this kind.
        content: what was said in words, and of how to be told the channel and whom first.

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: NO-11.
        ValidationError: there is no such choice.
        KeyDestroyed: the family has withdrawn.
    """
    incident = locked(missing_person.incident)
    require_speaking(user, incident)
    finding = rules.no_11_wish_of_a_person(
        said_by=said_by,
        said_on=said_on,
        today=timezone.localdate(),
        about_telling=kind == Wish.Kind.TELLING,
        told=told_visits().filter(notice__missing_person=missing_person).exists(),
    )
    insist([finding])
    if choice not in CHOICES.get(kind, {}):
        raise ValidationError({"choice": _("Choose one of these.")})
    made = Wish(
        missing_person=missing_person,
        kind=kind,
        choice=choice,
        said_on=said_on,
        recorded_by=user,
    )
    said = {"said_by": " ".join(said_by.split()), **content}
    made.sealed = sealed_words(missing_person.family, said, "wish")
    made.full_clean()
    made.save()
    record(
        actor=user.username,
        act="wish.recorded",
        incident=incident.slug,
        subject=missing_person.number,
        details={"choice": choice, "kind": kind, "said_on": said_on.isoformat(), "wish": made.pk},
    )
    return made
