"""What a withdrawal does to requests: what was told goes, that it was told stays."""

from __future__ import annotations

from django.db.models import Q

from antigone.policy.purposes import co_12_allows
from antigone.web.records.destruction import GONE, Withdrawal
from antigone.web.requests.consents import Question, add_withdrawal, answers
from antigone.web.requests.models import ConsentGiven, NotSame, Purpose, Told


def take_out(withdrawal: Withdrawal) -> list[str]:
    """End the consents that go with it, and empty what the family's key sealed.

    Returns:
        tables in which rows were changed.
    """
    donors = {donor.pk for donor in withdrawal.donors}
    for question, rows in answers(withdrawal.family).items():
        if co_12_allows(row.answer for row in rows) and _ends(question, donors, withdrawal.told):
            add_withdrawal(withdrawal.by, withdrawal.family, question)
    if not withdrawal.told:
        return []
    Told.objects.filter(request__family=withdrawal.family).update(content=b"")
    ConsentGiven.objects.filter(family=withdrawal.family).update(sealed=None)
    apart = Q(first__family=withdrawal.family) | Q(second__family=withdrawal.family)
    NotSame.objects.filter(apart).update(reasons=GONE)
    return [model._meta.db_table for model in (Told, ConsentGiven, NotSame)]


def _ends(question: Question, donors: set[int], told: bool) -> bool:
    """Whether a consent ends: all of a family's, or that of a donor alone."""
    if told:
        return True
    return (
        question.purpose is Purpose.DNA
        and question.donor is not None
        and question.donor.pk in donors
    )
