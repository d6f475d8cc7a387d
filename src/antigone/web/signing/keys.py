"""A person's own key: made at their first signature, opened with their password, and with nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from antigone.formats.signatures import Detached, key_id_of, public_key_of, sign_detached
from antigone.policy import signing as rules
from antigone.web.accounts.models import User
from antigone.web.journal.models import Entry
from antigone.web.journal.services import record
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import insist
from antigone.web.signing.scrypt import Sealed, Shut, open_with, seal_under


@dataclass(frozen=True)
class OpenedKey:
    """A person's key for the length of one act; it is kept nowhere.

    Args:
        username: whose it is.
        key_id, public_key: see `formats.signatures`.
    """

    username: str
    key_id: str
    public_key: str
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, text: str) -> Detached:
        """Sign a text that says itself what it is."""
        return sign_detached(text.encode(), self._private)


def live_key(user: User) -> SigningKey | None:
    """The key with which a person signs now."""
    return SigningKey.objects.filter(user=user, retired_at__isnull=True).first()


def own_key(user: User, password: str) -> OpenedKey:
    """Open the person's key with their password, which was proved just now; the first time, make it.

    Call it before the act's transaction: a key that is new stays, though it may not sign yet.

    Raises:
        SigningRefused: SI-01, the password does not open it; SI-02, it is to be compared first.
    """
    opened, waits = _opened_or_made(user, password)
    insist([rules.si_01_opened_by_the_signer(opened is not None), rules.si_02_compared(waits)])
    assert opened is not None  # noqa: S101 - SI-01
    return opened


@transaction.atomic
def _opened_or_made(user: User, password: str) -> tuple[OpenedKey | None, bool]:
    # One at a time: two first signatures at the same moment make one key.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    key = live_key(user)
    if key is None:
        return _make(user, password)
    return opened_with(key, password), key.must_be_compared


def opened_with(key: SigningKey, password: str) -> OpenedKey | None:
    """The key opened with its owner's password; None if another one was given, or it is retired."""
    if key.sealed is None:
        return None
    sealed = Sealed(bytes(key.sealed), bytes(key.salt), key.scrypt_n, key.scrypt_r, key.scrypt_p)
    try:
        private = open_with(password, sealed, key.key_id)
    except Shut:
        return None
    found = Ed25519PrivateKey.from_private_bytes(private)
    return OpenedKey(key.user.username, key.key_id, key.public_key, found)


def seal_anew(key: SigningKey, opened: OpenedKey, password: str) -> None:
    """Seal an opened key under another password; the row is not saved."""
    sealed = seal_under(password, opened._private.private_bytes_raw(), key.key_id)
    key.sealed, key.salt = sealed.content, sealed.salt
    key.scrypt_n, key.scrypt_r, key.scrypt_p = sealed.n, sealed.r, sealed.p


def _make(user: User, password: str) -> tuple[OpenedKey, bool]:
    private = Ed25519PrivateKey.generate()
    public = public_key_of(private)
    opened = OpenedKey(user.username, key_id_of(public), public, private)
    set_by = _password_set_by(user)
    # Only the first key of an account whose password nobody else has set anew signs at once.
    waits = bool(set_by) or SigningKey.objects.filter(user=user).exists()
    key = SigningKey(
        user=user,
        key_id=opened.key_id,
        public_key=public,
        waits=waits,
        password_set_by=set_by,
    )
    seal_anew(key, opened, password)
    key.full_clean()
    key.save()
    record(
        actor=user.username,
        act="signing_key.made",
        incident="",
        subject=user.username,
        details={"key_id": key.key_id, "waits": waits},
    )
    return opened, waits


def _password_set_by(user: User) -> str:
    """Who last set this person's password in their stead, as the journal says; "" if nobody did."""
    resets = Entry.objects.filter(incident="", act="account.password_reset", subject=user.username)
    last = resets.order_by("-sequence").values_list("actor", flat=True).first()
    return last or ""
