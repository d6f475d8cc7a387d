"""Which second factors somebody has, and that one of them stays."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.endings import end_access
from antigone.web.accounts.factors import passkeys, recovery, time_codes
from antigone.web.accounts.models import Passkey, TimeCode, User
from antigone.web.accounts.operator import Operator
from antigone.web.journal.services import record


class LastFactor(Exception):
    """Without it, the person could neither sign nor open a picture."""


def has_second_factor(user: User) -> bool:
    """Whether somebody can prove more than a password."""
    return (
        TimeCode.objects.filter(user=user, confirmed_at__isnull=False).exists()
        or Passkey.objects.filter(user=user).exists()
    )


@transaction.atomic
def take_app_away(*, user: User) -> None:
    """Remove one's authenticator app.

    Raises:
        LastFactor: there is no passkey besides.
    """
    _locked(user)
    if not Passkey.objects.filter(user=user).exists():
        raise LastFactor(_("It is your only second factor. Set another one up first."))
    time_codes.remove_app(user=user)


@transaction.atomic
def take_passkey_away(*, user: User, passkey: Passkey) -> None:
    """Remove one of one's passkeys.

    Raises:
        LastFactor: there is neither an app nor another passkey.
    """
    _locked(user)
    others = Passkey.objects.filter(user=user).exclude(pk=passkey.pk)
    if time_codes.app_of(user) is None and not others.exists():
        raise LastFactor(_("It is your only second factor. Set another one up first."))
    passkeys.remove_passkey(user=user, passkey=passkey)


@transaction.atomic
def reset_second_factor(*, by: User | Operator, person: User) -> None:
    """For somebody who lost phone and paper: they set up a second factor anew; their tokens end.

    Raises:
        PermissionDenied: not asked for at the server's console.
    """
    if not isinstance(by, Operator):
        raise PermissionDenied(_("Second factors are reset at the server, by whoever runs it."))
    time_codes.forget_apps(person)
    recovery.forget_recovery_codes(person)
    Passkey.objects.filter(user=person).delete()
    end_access(person=person, actor=by.username)
    record(
        actor=by.username,
        act="account.second_factor_reset",
        incident="",
        subject=person.username,
        details={},
    )


def _locked(user: User) -> None:
    """Two removals at once would each see the other's factor stay."""
    User.objects.select_for_update().get(pk=user.pk)
