"""Persons and agencies, what proves that it is them, and the sessions they have open."""

from __future__ import annotations

from antigone.web.accounts.models.factors import Passkey, RecoveryCode, TimeCode
from antigone.web.accounts.models.people import (
    Agency,
    Attempts,
    Limits,
    User,
    UserManager,
    valid_username,
)
from antigone.web.accounts.models.sessions import OpenSession

__all__ = [
    "Agency",
    "Attempts",
    "Limits",
    "OpenSession",
    "Passkey",
    "RecoveryCode",
    "TimeCode",
    "User",
    "UserManager",
    "valid_username",
]
