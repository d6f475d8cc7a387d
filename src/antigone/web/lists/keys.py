"""Single keys: at work for everybody who did not turn them off (WCAG 2.1.4)."""

from __future__ import annotations

from django.db import transaction

from antigone.web.accounts.models import User
from antigone.web.lists.models import Keys


def keys_at_work(user: User) -> bool:
    """Whether single keys do something for this person."""
    said = Keys.objects.filter(user=user).values_list("at_work", flat=True).first()
    return said is not False


@transaction.atomic
def put_keys(*, user: User, at_work: bool) -> None:
    """Put single keys to work, or turn them off; a habit of a person, not in the journal."""
    Keys.objects.update_or_create(user=user, defaults={"at_work": at_work})
