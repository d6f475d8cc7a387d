"""What ends with an account, or when its owner proves who they are in a new way.

A module listed in the setting DESKS may define `access_ended(person, actor)`: end, for good and with
an entry in the journal, whatever lets somebody in as this person without password and second factor.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from antigone.web.accounts.models import User


def end_access(*, person: User, actor: str) -> None:
    """Call all of them, in the transaction of the act that ends the old ways in."""
    for path in settings.DESKS:
        end = getattr(import_module(path), "access_ended", None)
        if end is not None:
            end(person, actor)
