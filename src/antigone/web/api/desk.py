"""What the programming interface offers to the parts that all share."""

from __future__ import annotations

from antigone.web.accounts.models import User
from antigone.web.api.tokens import end_tokens


def access_ended(person: User, actor: str) -> None:
    """An account was closed, its password or its second factor reset: no token outlives that."""
    end_tokens(person=person, actor=actor)
