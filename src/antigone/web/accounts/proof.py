"""Proof that the person at the keyboard is still the one who signed in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.accounts.throttle import (
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    key_of_person,
)


class ProofRefused(Exception):
    """The password is wrong, or was tried too often; the message says which."""


def require_fresh_proof(user: User, password: str) -> None:
    """Go on only if this is the person's password, typed anew for this act.

    Call it before the act's transaction begins: a try that failed stays counted, whatever
    becomes of the act.

    Raises:
        ProofRefused: wrong password, too many tries, or an account that was closed.
        RuntimeError: called inside a transaction.
    """
    key = key_of_person("proof", user.username)
    try:
        count_attempt(key)
    except TooManyAttempts as refusal:
        raise ProofRefused(str(refusal)) from None
    if not user.is_active or not user.check_password(password):
        raise ProofRefused(_("This is not your password. Nothing was signed or changed."))
    forget_attempts(key)
