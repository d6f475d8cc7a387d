"""Passkeys (WebAuthn, level 2): the browser signs our challenge with a key that never leaves it.

A passkey belongs to a host name, so there are none where the pages are reached by a bare number
such as 127.0.0.1.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from antigone.provenance import JsonValue
from antigone.web.accounts.models import Passkey, User
from antigone.web.journal.services import record


class PasskeyRefused(ValueError):
    """What the browser answered does not fit what it was asked."""


@dataclass(frozen=True)
class Asked:
    """A challenge that this session gave to the browser.

    Args:
        origin: scheme, host and port of our pages, as the browser sees them.
        state: what the library keeps of the challenge.
    """

    origin: str
    state: dict[str, str]


def can_have_passkeys(host: str) -> bool:
    """Whether a host is reached by a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def ask_to_create(user: User, origin: str) -> tuple[str, Asked]:
    """What the browser is to do to make a passkey, as JSON."""
    entity = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.username, display_name=user.full_name
    )
    options, state = _server(origin).register_begin(
        entity,
        _credentials(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return json.dumps(dict(options)["publicKey"]), Asked(origin, state)


def ask_to_sign(user: User, origin: str) -> tuple[str, Asked]:
    """What the browser is to do to use a passkey, as JSON."""
    options, state = _server(origin).authenticate_begin(
        _credentials(user), UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)["publicKey"]), Asked(origin, state)


@transaction.atomic
def add_passkey(*, user: User, name: str, asked: Asked, answer: str) -> Passkey:
    """Keep the public half of a key pair that the browser made.

    Raises:
        PasskeyRefused: the answer does not fit what was asked.
        ValidationError: the name is taken or missing.
    """
    made = _register(asked, answer)
    passkey = Passkey(
        user=user,
        name=name.strip(),
        credential_id=websafe_encode(made.credential_id),
        credential=bytes(made),
    )
    passkey.full_clean()
    passkey.save()
    _enter(user, "account.passkey_added", passkey)
    return passkey


@transaction.atomic
def remove_passkey(*, user: User, passkey: Passkey) -> None:
    """The passkey counts no more. Whether another factor stays is asked before."""
    _enter(user, "account.passkey_removed", passkey)
    passkey.delete()


def accepts_passkey(user: User, asked: Sequence[Asked], answer: str) -> bool:
    """Whether one of the person's passkeys signed one of the challenges of this session."""
    for one in asked:
        try:
            response = AuthenticationResponse.from_dict(json.loads(answer))
            used = _server(one.origin).authenticate_complete(
                one.state, _credentials(user), response
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        return _count_use(user, used, response.response.authenticator_data.counter)
    return False


def _count_use(user: User, used: AttestedCredentialData, counter: int) -> bool:
    """Note the use; a counter that did not grow says that the passkey was copied."""
    with transaction.atomic():
        rows = Passkey.objects.select_for_update().filter(user=user)
        passkey = rows.get(credential_id=websafe_encode(used.credential_id))
        if counter <= passkey.sign_count and (counter or passkey.sign_count):
            return False
        passkey.sign_count, passkey.used_at = counter, timezone.now()
        passkey.save(update_fields=["sign_count", "used_at"])
    return True


def _register(asked: Asked, answer: str) -> AttestedCredentialData:
    try:
        response = RegistrationResponse.from_dict(json.loads(answer))
        made = _server(asked.origin).register_complete(asked.state, response).credential_data
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise PasskeyRefused(str(error)) from error
    if made is None or not isinstance(made.public_key, CoseKey):
        raise PasskeyRefused("no key was made")
    return made


def _credentials(user: User) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(user=user)
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def _server(origin: str) -> Fido2Server:
    """One for the host of our pages; only our own pages may have asked."""
    host = origin.partition("://")[2]
    host = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdigit() else host
    entity = PublicKeyCredentialRpEntity(name="Antigone", id=host)
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _enter(user: User, act: str, passkey: Passkey) -> None:
    details: dict[str, JsonValue] = {"passkey": passkey.pk}
    record(actor=user.username, act=act, incident="", subject=user.username, details=details)
