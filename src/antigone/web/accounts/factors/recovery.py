"""Recovery codes: ten on paper, for the day the phone is lost. Each works once."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.db import transaction
from django.utils import timezone

from antigone.web.accounts.models import RecoveryCode, User
from antigone.web.journal.services import record

HOW_MANY = 10
# Without letters and digits that are mistaken for each other on paper: 16 of 30 are 78 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz2345678"
_LENGTH = 16
_GROUP = 4


@transaction.atomic
def make_recovery_codes(*, user: User) -> list[str]:
    """Ten new codes, shown this once; those from before count no more."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_hash(user, code)) for code in codes
    )
    record(
        actor=user.username,
        act="account.recovery_codes_made",
        incident="",
        subject=user.username,
        details={},
    )
    return ["-".join(re.findall(f".{{{_GROUP}}}", code)) for code in codes]


@transaction.atomic
def accepts_recovery_code(user: User, code: str) -> bool:
    """Whether this is a recovery code that was not used yet; it is used up by this."""
    typed = "".join(letter for letter in code.lower() if letter.isalnum())
    unused = RecoveryCode.objects.filter(
        user=user, code_hash=_hash(user, typed), used_at__isnull=True
    )
    if unused.update(used_at=timezone.now()) != 1:
        return False
    record(
        actor=user.username,
        act="account.recovery_code_used",
        incident="",
        subject=user.username,
        details={"left": codes_left(user)},
    )
    return True


def codes_left(user: User) -> int:
    """How many codes still work."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def forget_recovery_codes(user: User) -> None:
    """None works any more; the caller writes the journal."""
    RecoveryCode.objects.filter(user=user).delete()


def _hash(user: User, code: str) -> str:
    """So many random bits cannot be guessed from a hash, so it needs no slow one."""
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
