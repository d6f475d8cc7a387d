"""A person's key: their password alone opens it; what becomes of it when the password is lost."""

from __future__ import annotations

import ast
import inspect
import json
import os
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from pytest_django import Settings

import antigone.web.signing
from antigone.formats.signatures import verify_detached
from antigone.web.accounts.models import User
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.proof import ProofRefused
from antigone.web.accounts.services import change_password, close_account, reset_password
from antigone.web.incidents.models import Membership
from antigone.web.journal.keys import installation_key
from antigone.web.journal.models import Entry
from antigone.web.sealing.masters import masters
from antigone.web.signing import keys as module
from antigone.web.signing.acts import compare_key, give_up_key
from antigone.web.signing.keys import OpenedKey, live_key, opened_with, own_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import SigningRefused
from antigone.web.signing.scrypt import Shut, open_with, seal_under
from tests.web.conftest import PASSWORD, Cast

NEW = "river stone lamp winter"


def refused(user: User, password: str = PASSWORD) -> list[str]:
    """The codes for which a key signs nothing; none if it signs."""
    try:
        own_key(user, password)
    except SigningRefused as refusal:
        return [finding.code for finding in refusal.findings]
    return []


def key_of(user: User) -> SigningKey:
    found = live_key(user)
    assert found is not None
    return found


def compared(cast: Cast, by: User, key: SigningKey, typed: str | None = None) -> list[str]:
    try:
        compare_key(user=by, incident=cast.incident, key=key, typed=typed or key.key_id)
    except SigningRefused as refusal:
        return [finding.code for finding in refusal.findings]
    return []


def test_the_first_signature_makes_the_key_and_the_next_opens_it(cast: Cast) -> None:
    first, again = own_key(cast.ilse, PASSWORD), own_key(cast.ilse, PASSWORD)
    assert first.key_id == again.key_id == key_of(cast.ilse).key_id
    assert verify_detached(b"words", again.sign("words").signature, first.public_key)
    entry = Entry.objects.get()
    assert (entry.actor, entry.act, entry.subject) == ("ilse", "signing_key.made", "ilse")
    assert json.loads(entry.details_text) == {"key_id": first.key_id, "waits": False}
    assert own_key(cast.oyelin, PASSWORD).key_id != first.key_id


def test_si_01_another_password_does_not_open_it(cast: Cast) -> None:
    own_key(cast.ilse, PASSWORD)
    assert refused(cast.ilse, PASSWORD + " ") == ["SI-01"]
    # Somebody with the database gives the account a password of their own.
    cast.ilse.set_password(NEW)
    cast.ilse.save()
    assert refused(cast.ilse, NEW) == ["SI-01"]
    assert SigningKey.objects.count() == 1


def test_si_01_no_key_of_the_installation_opens_it(cast: Cast, settings: Settings) -> None:
    """The database, the master keys, the secret key and the journal's key together open nothing."""
    own_key(cast.ilse, PASSWORD)
    key = key_of(cast.ilse)
    journal_key = installation_key(settings.DATA_FOLDER).private_bytes_raw()
    held = [*masters().values(), journal_key, settings.SECRET_KEY.encode()]
    for secret in held:
        for guess in (secret.hex(), secret.decode("latin-1"), key.key_id, "", cast.ilse.password):
            assert opened_with(key, guess) is None


def test_si_01_the_private_half_stands_nowhere_in_the_open(cast: Cast) -> None:
    opened = own_key(cast.ilse, PASSWORD)
    private = opened._private.private_bytes_raw()
    row = SigningKey.objects.values().get()
    everything = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in row.values()
    )
    for form in (private, private.hex().encode()):
        assert form not in everything
        assert not any(form in path.read_bytes() for path in _files())
    assert private.hex() not in repr(opened)
    assert all(private.hex() not in e.details_text for e in Entry.objects.all())


def _files() -> list[Path]:
    return [path for path in Path(settings.DATA_FOLDER).rglob("*") if path.is_file()]


def test_si_01_a_key_sealed_for_one_person_opens_as_no_others(cast: Cast) -> None:
    """An administrator puts their own sealed half into another's row: it opens nothing."""
    own_key(cast.ilse, PASSWORD)
    own_key(cast.mara, PASSWORD)
    ilse, mara = key_of(cast.ilse), key_of(cast.mara)
    ilse.sealed, ilse.salt = mara.sealed, mara.salt
    assert opened_with(ilse, PASSWORD) is None


def test_si_01_every_way_to_an_opened_key_asks_for_the_password() -> None:
    """Read off the source: whatever gives an opened or private key takes a password, or such a key."""
    folder = Path(inspect.getfile(antigone.web.signing)).parent
    opening: dict[str, list[str]] = {}
    callers: set[str] = set()
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                returns = ast.unparse(node.returns) if node.returns else ""
                names = [argument.arg for argument in node.args.args]
                if "OpenedKey" in returns or "PrivateKey" in returns:
                    opening[node.name] = names
                calls = {ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
                if "open_with" in calls:
                    callers.add(f"{path.stem}.{node.name}")
    assert set(opening) == {"own_key", "_opened_or_made", "opened_with", "_make"}
    assert all("password" in names for names in opening.values())
    assert callers == {"keys.opened_with"}
    assert [
        name for name, _ in inspect.getmembers(module, inspect.isclass) if "Cache" in name
    ] == []
    assert OpenedKey.__dataclass_fields__["_private"].repr is False


def test_what_is_sealed_opens_with_the_same_password_and_name_only() -> None:
    sealed = seal_under(PASSWORD, b"x" * 32, "a")
    assert open_with(PASSWORD, sealed, "a") == b"x" * 32
    assert seal_under(PASSWORD, b"x" * 32, "a").content != sealed.content
    for password, name in ((PASSWORD + "x", "a"), (PASSWORD, "b")):
        with pytest.raises(Shut):
            open_with(password, sealed, name)


def test_an_installation_makes_guessing_hard(settings: Settings) -> None:
    """At least what OWASP asks of scrypt; the tests alone use less."""
    own = import_module(os.environ["DJANGO_SETTINGS_MODULE"]).SIGNING_SCRYPT
    settings.SIGNING_SCRYPT = own
    sealed = seal_under(PASSWORD, b"x" * 32, "a")
    assert (sealed.n, sealed.r, sealed.p) == own == (2**15, 8, 3)
    assert open_with(PASSWORD, sealed, "a") == b"x" * 32


def test_whoever_changes_the_password_keeps_the_key(cast: Cast) -> None:
    before = own_key(cast.ilse, PASSWORD)
    change_password(user=cast.ilse, old_password=PASSWORD, new_password=NEW)
    assert own_key(cast.ilse, NEW).key_id == before.key_id
    assert refused(cast.ilse, PASSWORD) == ["SI-01"]
    acts = list(Entry.objects.order_by("sequence").values_list("act", flat=True))
    assert acts == ["signing_key.made", "signing_key.sealed_anew", "account.password_changed"]


def test_a_change_after_somebody_meddled_retires_the_key(cast: Cast) -> None:
    own_key(cast.ilse, PASSWORD)
    cast.ilse.set_password("meddled with by hand")
    cast.ilse.save()
    change_password(user=cast.ilse, old_password="meddled with by hand", new_password=NEW)
    assert SigningKey.objects.get().retired_because == SigningKey.Retired.SHUT
    assert refused(cast.ilse, NEW) == ["SI-02"]


def test_si_02_after_a_reset_the_next_key_waits_for_a_comparison(cast: Cast) -> None:
    old = own_key(cast.ilse, PASSWORD)
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    retired = SigningKey.objects.get(key_id=old.key_id)
    assert (retired.retired_because, retired.retired_by) == ("reset", "console")
    assert retired.sealed is None
    assert opened_with(retired, PASSWORD) is None
    assert refused(cast.ilse, NEW) == ["SI-02"]
    new = key_of(cast.ilse)
    assert (new.waits, new.password_set_by) == (True, "console")
    assert refused(cast.ilse, NEW) == ["SI-02"]
    assert compared(cast, cast.oyelin, new) == []
    assert refused(cast.ilse, NEW) == []
    entry = Entry.objects.get(act="signing_key.compared")
    assert (entry.actor, entry.subject) == ("oyelin", "ilse")


def test_si_02_a_reset_before_the_first_signature_counts_too(cast: Cast) -> None:
    """Who set the password could make the key themselves; so nobody signs with it uncompared."""
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    assert refused(cast.ilse, NEW) == ["SI-02"]


def test_si_02_changing_the_password_does_not_hide_the_reset(cast: Cast) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    change_password(user=cast.ilse, old_password=NEW, new_password=PASSWORD)
    assert refused(cast.ilse) == ["SI-02"]


def test_si_03_si_04_who_compares_is_another_person_who_signs_or_manages(cast: Cast) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    refused(cast.ilse, NEW)
    key = key_of(cast.ilse)
    assert compared(cast, cast.ilse, key) == ["SI-03"]
    assert compared(cast, cast.teo, key) == ["SI-04"]
    assert compared(cast, cast.piet, key) == ["SI-04"]
    SigningKey.objects.update(password_set_by="mara")
    assert compared(cast, cast.mara, key) == ["SI-03"]
    assert compared(cast, cast.ada, key) == []  # an administrator, who says who works here


def test_si_05_the_id_is_that_of_the_key_and_it_is_compared_once(cast: Cast) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    refused(cast.ilse, NEW)
    key = key_of(cast.ilse)
    assert compared(cast, cast.mara, key, typed="0" * 32) == ["SI-05"]
    grouped = " ".join(key.key_id[i : i + 4] for i in range(0, 32, 4)).upper()
    assert compared(cast, cast.mara, key, typed=grouped) == []
    assert compared(cast, cast.oyelin, key) == ["SI-05"]
    assert Entry.objects.filter(act="signing_key.compared").count() == 1


def test_a_key_that_was_given_up_signs_no_more_and_the_next_waits(cast: Cast) -> None:
    own_key(cast.ilse, PASSWORD)
    with pytest.raises(ProofRefused):
        give_up_key(user=cast.ilse, password="a guess")
    assert live_key(cast.ilse) is not None
    give_up_key(user=cast.ilse, password=PASSWORD)
    assert live_key(cast.ilse) is None
    give_up_key(user=cast.ilse, password=PASSWORD)
    assert Entry.objects.filter(act="signing_key.retired").count() == 1
    assert refused(cast.ilse) == ["SI-02"]
    assert compared(cast, cast.mara, key_of(cast.ilse)) == []
    assert refused(cast.ilse) == []


def test_a_closed_account_leaves_its_public_key(cast: Cast) -> None:
    opened = own_key(cast.ilse, PASSWORD)
    close_account(by=Operator(), person=cast.ilse)
    key = SigningKey.objects.get()
    assert (key.public_key, key.retired_because, key.sealed) == (opened.public_key, "closed", None)


def test_the_database_keeps_one_live_key_and_no_opener_of_a_retired_one(cast: Cast) -> None:
    own_key(cast.ilse, PASSWORD)
    key = key_of(cast.ilse)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.filter(pk=key.pk).update(retired_at=key.made_at)
    key.pk, key.key_id, key.public_key = None, "0" * 32, "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        key.save()


def test_nobody_without_a_role_here_compares(cast: Cast) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    refused(cast.ilse, NEW)
    Membership.objects.filter(user=cast.oyelin).delete()
    assert compared(cast, cast.oyelin, key_of(cast.ilse)) == ["SI-04"]
