"""Proof that the person at the keyboard is still the one who signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from antigone.web.accounts.factors.passkeys import Asked, accepts_passkey
from antigone.web.accounts.factors.recovery import accepts_recovery_code
from antigone.web.accounts.factors.standing import has_second_factor
from antigone.web.accounts.factors.time_codes import accepts_code
from antigone.web.accounts.models import User
from antigone.web.accounts.throttle import (
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    key_of_person,
)


class ProofRefused(Exception):
    """Password or second factor is wrong, or was tried too often; the message says which."""


class Factor(StrEnum):
    """By which second factor somebody proved who they are."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Answer:
    """What was given as a second factor: a typed code, or what a passkey said to a challenge.

    Args:
        code: of the authenticator app, or a recovery code.
        assertion: what the browser answered for a passkey, as JSON.
        asked: the challenges that this session gave lately.
    """

    code: str = ""
    assertion: str = ""
    asked: Sequence[Asked] = ()

    @property
    def is_given(self) -> bool:
        """Whether anything was given."""
        return bool(self.code.strip() or self.assertion)


def require_password(user: User, password: str) -> None:
    """Go on only if this is the person's password, typed anew for this act.

    Call it before the act's transaction begins: a try that failed stays counted, whatever
    becomes of the act.

    Raises:
        ProofRefused: wrong password, too many tries, or an account that was closed.
        RuntimeError: called inside a transaction.
    """
    key = _count("proof", user)
    if not user.is_active or not user.check_password(password):
        raise ProofRefused(_("This is not your password. Nothing was signed or changed."))
    forget_attempts(key)


def require_second_factor(user: User, answer: Answer, *, recovery: bool = True) -> Factor:
    """Go on only if a second factor of this person was given; a code is used up by it.

    Args:
        recovery: whether a recovery code counts too.

    Raises:
        ProofRefused: wrong, used before, too many tries, or the person has no second factor.
        RuntimeError: called inside a transaction.
    """
    if not has_second_factor(user):
        raise ProofRefused(_("You have no second factor yet. Set one up under Your account."))
    key = _count("second-factor", user)
    factor = _factor(user, answer, recovery=recovery)
    if factor is None:
        raise ProofRefused(
            _(
                "This second factor is wrong, or its code was used before. Nothing was signed or "
                "changed. Wait for the app's next code, or use the passkey again."
            )
        )
    forget_attempts(key)
    return factor


def require_fresh_proof(user: User, password: str, answer: Answer) -> Factor:
    """Go on only with the person's password and second factor, both given anew for this act.

    A recovery code is for setting up a new second factor; it signs nothing.

    Raises:
        ProofRefused: one of the two is wrong; with a wrong password no code is used up.
        RuntimeError: called inside a transaction.
    """
    require_password(user, password)
    return require_second_factor(user, answer, recovery=False)


def _factor(user: User, answer: Answer, *, recovery: bool) -> Factor | None:
    if answer.assertion and accepts_passkey(user, answer.asked, answer.assertion):
        return Factor.PASSKEY
    if accepts_code(user, answer.code):
        return Factor.APP
    if recovery and accepts_recovery_code(user, answer.code):
        return Factor.RECOVERY
    return None


def _count(purpose: str, user: User) -> str:
    key = key_of_person(purpose, user.username)
    try:
        count_attempt(key)
    except TooManyAttempts as refusal:
        raise ProofRefused(str(refusal)) from None
    return key
