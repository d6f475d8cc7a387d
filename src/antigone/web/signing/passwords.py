"""What becomes of a person's key when their password changes, is set by another, or ends."""

from __future__ import annotations

from django.db import transaction

from antigone.web.accounts.models import User
from antigone.web.journal.services import record
from antigone.web.signing.acts import retire_key
from antigone.web.signing.keys import live_key, opened_with, seal_anew
from antigone.web.signing.models import SigningKey


@transaction.atomic
def seal_under_new_password(person: User, old: str, new: str) -> None:
    """Seal the key anew, in the transaction in which its owner changes the password."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    key = live_key(person)
    if key is None:
        return
    opened = opened_with(key, old)
    if opened is None:
        retire_key(person, SigningKey.Retired.SHUT, by=person.username)
        return
    seal_anew(key, opened, new)
    key.full_clean()
    key.save(update_fields=["sealed", "salt", "scrypt_n", "scrypt_r", "scrypt_p"])
    record(
        actor=person.username,
        act="signing_key.sealed_anew",
        incident="",
        subject=person.username,
        details={"key_id": key.key_id},
    )


def retire_after_reset(person: User, actor: str) -> None:
    """Somebody else set the password: nobody can open the key any more."""
    retire_key(person, SigningKey.Retired.RESET, by=actor)


def retire_with_account(person: User, actor: str) -> None:
    """The account is closed: nobody signs with its key."""
    retire_key(person, SigningKey.Retired.CLOSED, by=actor)
