"""The public keys of an installation and of all who sign in it, as one file that the installation signs.

With this file, and the id of the installation's key learnt from a person, anybody can check a signed
decision or a package on a machine that never met the installation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.formats.signatures import (
    KEY_ID_DIGITS,
    key_id_of,
    public_key_of,
    sign_detached,
    verify_detached,
)
from antigone.formats.signed_decision import NotASignedDecision, exactly, need, strict_object
from antigone.provenance import JsonValue, canonical_json, program

FORMAT = "antigone keys 1"
_FILE = frozenset({"keys", "signature"})
_KEYS = frozenset({"exported_at", "format", "installation", "persons", "program"})
_INSTALLATION = frozenset({"key_id", "public_key"})


@dataclass(frozen=True, slots=True)
class PersonsKey:
    """The public key of somebody who signs.

    Args:
        key_id, public_key: in hexadecimal.
        username, full_name, agency: as they are at the export.
        made_at: ISO 8601 in UTC.
        waits: it was made after somebody else had set the password; it signs once it is compared.
        compared_at, compared_by: when and by whom the id was compared face to face; "" if not.
        retired_at, retired_because: from when on it signs nothing; "" while it does.
    """

    key_id: str
    public_key: str
    username: str
    full_name: str
    agency: str
    made_at: str
    waits: bool
    compared_at: str
    compared_by: str
    retired_at: str
    retired_because: str


_PERSON = frozenset(PersonsKey.__slots__)
_TEXTS = _PERSON - {"waits"}


@dataclass(frozen=True)
class Keys:
    """What a file of keys says.

    Args:
        installation: the public key of the installation, in hexadecimal.
        persons: by key id.
        exported_at: ISO 8601 in UTC.
        is_pinned: the reader knew the id of the installation's key from elsewhere.
    """

    installation: str
    persons: Mapping[str, PersonsKey]
    exported_at: str
    is_pinned: bool


def write_keys(
    persons: Iterable[PersonsKey], *, exported_at: str, installation: Ed25519PrivateKey
) -> bytes:
    """The file, signed with the installation's key."""
    public = public_key_of(installation)
    keys = {
        "exported_at": exported_at,
        "format": FORMAT,
        "installation": {"key_id": key_id_of(public), "public_key": public},
        "persons": [
            {name: getattr(person, name) for name in PersonsKey.__slots__} for person in persons
        ],
        "program": program(),
    }
    signature = sign_detached(canonical_json(keys), installation).signature
    return canonical_json({"keys": keys, "signature": signature})


def read_keys(data: bytes, pin: str | None = None) -> Keys:
    """Read a file of keys, strictly, and check its signature.

    Args:
        pin: id or full fingerprint of the installation's key, learnt from a person; spaces, colons
            and capitals do not matter. Without one the file vouches for itself.

    Raises:
        NotASignedDecision: it is not such a file, was changed, or is of another installation.
    """
    value = exactly(strict_object(data, "the file of keys"), _FILE, "the file of keys")
    keys = exactly(value["keys"], _KEYS, "the file of keys")
    need(keys["format"] == FORMAT, f"the format is not {FORMAT!r}")
    own = exactly(keys["installation"], _INSTALLATION, "the installation's key")
    public, key_id = str(own["public_key"]), own["key_id"]
    valid = verify_detached(canonical_json(keys), str(value["signature"]), public)
    need(valid, "the signature of the file of keys is not valid: the file was changed")
    need(key_id_of(public) == key_id, "the id of the installation's key is not that of the key")
    if pin is not None:
        _insist_on_pin(pin, public)
    return Keys(public, _persons(keys["persons"]), str(keys["exported_at"]), pin is not None)


def plain_key_id(text: str) -> str:
    """The id in an id or full fingerprint as somebody wrote it down, in groups or in capitals.

    Raises:
        NotASignedDecision: it is too short.
    """
    plain = "".join(text.split()).replace(":", "").lower()
    need(len(plain) >= KEY_ID_DIGITS, f"a key id has {KEY_ID_DIGITS} digits, this one {len(plain)}")
    return plain[:KEY_ID_DIGITS]


def _insist_on_pin(pin: str, public: str) -> None:
    wanted, own = plain_key_id(pin), key_id_of(public)
    need(wanted == own, f"the keys are of another installation: its key is {own}, not {wanted}")


def _persons(value: JsonValue) -> dict[str, PersonsKey]:
    need(isinstance(value, list), "the persons' keys are no list")
    found: dict[str, PersonsKey] = {}
    for place, row in enumerate(value if isinstance(value, list) else [], start=1):
        fields = exactly(row, _PERSON, f"key {place}")
        texts = {name: text for name in _TEXTS if isinstance(text := fields[name], str)}
        need(len(texts) == len(_TEXTS), f"key {place} has a field that is no text")
        person = PersonsKey(waits=fields["waits"] is True, **texts)
        try:
            own = key_id_of(person.public_key)
        except ValueError as error:
            raise NotASignedDecision(f"key {place}: {error}") from None
        need(own == person.key_id, f"key {place}: the id is not that of the key")
        need(own not in found, f"key {place} stands twice")
        found[own] = person
    return found
