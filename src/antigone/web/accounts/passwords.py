"""What follows a password: whatever its owner alone opens with it is sealed anew, or given up.

A module listed in the setting DESKS may define any of these, each called in the transaction of the act:

- `password_changed(person, old, new)`: the owner, who knew the old one, chose another;
- `password_reset(person, actor)`: somebody else set it, who does not know the old one;
- `account_closed(person, actor)`: nobody signs in with it any more.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from antigone.web.accounts.models import User


def tell_of_change(person: User, old: str, new: str) -> None:
    """Call all `password_changed`."""
    _tell("password_changed", person, old, new)


def tell_of_reset(person: User, actor: str) -> None:
    """Call all `password_reset`."""
    _tell("password_reset", person, actor)


def tell_of_closing(person: User, actor: str) -> None:
    """Call all `account_closed`."""
    _tell("account_closed", person, actor)


def _tell(name: str, person: User, *words: str) -> None:
    for path in settings.DESKS:
        follow = getattr(import_module(path), name, None)
        if follow is not None:
            follow(person, *words)
