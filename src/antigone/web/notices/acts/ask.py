"""Questions of the family: taken down, and answered."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import may
from antigone.web.incidents.roles import Permission
from antigone.web.notices.acts.entering import enter, held_notice
from antigone.web.notices.doors import speaks_with_families
from antigone.web.notices.models import Notice, Question
from antigone.web.notices.sealed import family_of, sealed_words


@transaction.atomic
def take_question(
    *, user: User, notice: Notice, words: str, asked_by: str, owed_by: User, due_on: date
) -> Question:
    """Take a question down, with who owes the answer and until when.

    Raises:
        PermissionDenied: the person does not speak with families.
        ValidationError: the day is past, or whoever is to answer does not speak with families here.
        KeyDestroyed: the family has withdrawn.
    """
    notice = held_notice(user, notice)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("The day is past. Name today or a later day.")})
    if not speaks_with_families(owed_by, notice.incident):
        raise ValidationError(
            {"owed_by": _("The role of this person in the incident does not speak with families.")}
        )
    made = Question(notice=notice, owed_by=owed_by, due_on=due_on, recorded_by=user)
    said = {"words": words.strip(), "asked_by": " ".join(asked_by.split())}
    made.sealed = sealed_words(family_of(notice), said, "question")
    made.full_clean()
    made.save()
    owed = {"due_on": due_on.isoformat(), "owed_by": owed_by.username}
    enter(user, "question.taken", notice, {"question": made.pk, **owed})
    return made


@transaction.atomic
def answer_question(*, user: User, question: Question, words: str) -> None:
    """Enter what the family was answered.

    Raises:
        PermissionDenied: somebody else owes the answer, and this person does not assign.
        ValidationError: it was answered before, or nothing is said.
        KeyDestroyed: the family has withdrawn.
    """
    notice = held_notice(user, question.notice)
    question = Question.objects.get(pk=question.pk)
    own = user.pk in {question.owed_by_id, question.recorded_by_id}
    if not own and not may(user, notice.incident, Permission.ASSIGN):
        raise PermissionDenied(_("The answer is entered by whoever owes it, or took the question."))
    if question.answered_at is not None:
        raise ValidationError(_("It was answered before."))
    if not words.strip():
        raise ValidationError({"words": _("Say what the family was answered.")})
    question.answered_by, question.answered_at = user, timezone.now()
    question.answer_sealed = sealed_words(family_of(notice), {"words": words.strip()}, "answer")
    question.full_clean()
    question.save()
    enter(user, "question.answered", notice, {"question": question.pk})
