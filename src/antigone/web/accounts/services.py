"""Acts on persons and agencies; each is one transaction with its journal entry."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.endings import end_access
from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.passwords import tell_of_change, tell_of_closing, tell_of_reset
from antigone.web.accounts.proof import require_password
from antigone.web.journal.services import record


def _require_operator(by: User | Operator) -> None:
    if not isinstance(by, Operator):
        raise PermissionDenied(_("Accounts are made at the server, by whoever runs it."))


@transaction.atomic
def create_agency(*, by: User | Operator, name: str, short: str) -> Agency:
    """Register an agency.

    Raises:
        PermissionDenied: not asked for at the server's console.
        ValidationError: the name is taken or too long.
    """
    _require_operator(by)
    agency = Agency(name=name.strip(), short=short.strip())
    agency.full_clean()
    agency.save()
    record(
        actor=by.username,
        act="agency.created",
        incident="",
        subject=agency.short,
        details={"name": agency.name},
    )
    return agency


def create_person(
    *,
    by: User | Operator,
    username: str,
    password: str,
    full_name: str,
    agency: Agency | None,
    is_superuser: bool = False,
) -> User:
    """Make an account.

    Raises:
        PermissionDenied: not asked for at the server's console.
        ValidationError: the sign-in name is taken or not allowed, or the password is too easy.
    """
    _require_operator(by)
    return open_account(
        actor=by.username,
        username=username,
        password=password,
        full_name=full_name,
        agency=agency,
        is_superuser=is_superuser,
    )


@transaction.atomic
def open_account(
    *,
    actor: str,
    username: str,
    password: str,
    full_name: str,
    agency: Agency | None,
    is_superuser: bool = False,
) -> User:
    """Make an account for whom the caller has the right to make one: the console, an invitation.

    Raises:
        ValidationError: the sign-in name is taken or not allowed, or the password is too easy.
    """
    draft = User(username=username, full_name=full_name, agency=agency)
    validate_password(password, draft)
    person = User.objects.create_user(
        username, password, full_name=full_name, agency=agency, is_superuser=is_superuser
    )
    record(
        actor=actor,
        act="account.created",
        incident="",
        subject=username,
        details={"agency": agency.short if agency else None, "administrator": is_superuser},
    )
    return person


@transaction.atomic
def reset_password(*, by: User | Operator, person: User, password: str) -> None:
    """Give somebody who lost theirs a new password; their sessions and tokens end.

    Raises:
        PermissionDenied: not asked for at the server's console.
        ValidationError: the password is too easy.
    """
    _require_operator(by)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_access(person=person, actor=by.username)
    tell_of_reset(person, by.username)
    record(
        actor=by.username,
        act="account.password_reset",
        incident="",
        subject=person.username,
        details={},
    )


@transaction.atomic
def close_account(*, by: User | Operator, person: User) -> None:
    """Nobody signs in as this person any more; what they did keeps their name.

    Raises:
        PermissionDenied: not asked for at the server's console.
    """
    _require_operator(by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_access(person=person, actor=by.username)
    tell_of_closing(person, by.username)
    record(
        actor=by.username, act="account.closed", incident="", subject=person.username, details={}
    )


def change_password(*, user: User, old_password: str, new_password: str) -> None:
    """Replace one's own password, after proof with the old one.

    Raises:
        ProofRefused: the old password is wrong or was tried too often.
        ValidationError: the new one is too easy.
    """
    require_password(user, old_password)
    validate_password(new_password, user)
    with transaction.atomic():
        user.set_password(new_password)
        user.save(update_fields=["password"])
        end_access(person=user, actor=user.username)
        tell_of_change(user, old_password, new_password)
        record(
            actor=user.username,
            act="account.password_changed",
            incident="",
            subject=user.username,
            details={},
        )
