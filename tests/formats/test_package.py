"""Packages: what is signed and sealed opens with public keys alone, and every changed byte is found."""

from __future__ import annotations

import random
import shutil
import subprocess
import tarfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from antigone.formats.dead_person_json import Transmitted
from antigone.formats.package import (
    follows,
    read_package,
    write_manifest,
    write_package,
)
from antigone.formats.package_sealing import (
    NoAgeKey,
    checked_recipient,
    decrypt,
    encrypt,
    fingerprint_of_recipient,
)
from antigone.formats.problems import FormatError
from antigone.formats.signatures import key_id_of, public_key_of
from tests.formats.packages import KEY, KEYS, NAMED, UNNAMED, after, dead_list, manifest_of, package

SMALL = dead_list(Transmitted(UNNAMED))


def refused(data: bytes) -> bool:
    try:
        read_package(data, "package", KEYS)
    except FormatError:
        return True
    return False


def test_what_is_written_is_read() -> None:
    found = read_package(package(), "package", KEYS)
    assert found.dead == dead_list()
    assert found.manifest == manifest_of(dead_list())
    assert package() == package()


def test_every_changed_byte_of_a_package_is_found() -> None:
    data, chance = package(SMALL), random.Random(1864)
    assert not refused(data)
    for at in range(len(data)):
        flips = [1 << chance.randrange(8), chance.randrange(1, 256)]
        for flip in flips:
            changed = bytearray(data)
            changed[at] ^= flip
            assert refused(bytes(changed)), (at, flip)


def test_a_package_that_is_cut_doubled_or_longer_is_found() -> None:
    data = package(SMALL)
    assert refused(b"")
    assert all(refused(data[:at]) for at in range(0, len(data), 97))
    assert refused(data + data)
    assert refused(data + b"\0")
    assert refused(data + b"\0" * 10240)


def test_every_changed_byte_of_the_encrypted_file_is_found() -> None:
    identity = pyrage.x25519.Identity.generate()
    data = encrypt(package(SMALL), str(identity.to_public()))
    assert decrypt(data, str(identity), "file") == package(SMALL)
    chance = random.Random(1949)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= chance.randrange(1, 256)
        with pytest.raises(FormatError):
            decrypt(bytes(changed), str(identity), "file")
    for other in (data[:-1], data[:40], data + b"\0", b"", data + data):
        with pytest.raises(FormatError):
            decrypt(other, str(identity), "file")


def test_only_the_recipient_opens_it() -> None:
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    data = encrypt(package(SMALL), str(identity.to_public()))
    assert not any(package(SMALL)[at : at + 8] in data for at in range(len(package(SMALL)) - 8))
    with pytest.raises(FormatError, match="somebody else"):
        decrypt(data, str(other), "file")
    commented = f"# created: 2026-11-28\n# public key: {identity.to_public()}\n{identity}\n"
    assert decrypt(data, commented, "file") == package(SMALL)


@pytest.mark.parametrize("key", ["", "age1", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(NoAgeKey):
        checked_recipient(key)
    with pytest.raises(NoAgeKey):
        decrypt(b"", key, "file")


def test_the_fingerprint_of_a_key_is_short_enough_to_read_out() -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    assert checked_recipient(f" {key}\n") == key
    assert len(fingerprint_of_recipient(key).split()) == 8


def test_another_installation_is_not_trusted() -> None:
    other = Ed25519PrivateKey.generate()
    public = public_key_of(other)
    dead = dead_list()
    forged = write_package(replace(manifest_of(dead), key_id=key_id_of(public)), dead, other)
    with pytest.raises(FormatError, match="not among those given"):
        read_package(forged, "package", KEYS)
    with pytest.raises(FormatError, match="signature"):
        read_package(package(), "package", dict.fromkeys(KEYS, public))
    with pytest.raises(ValueError, match="another key"):
        write_package(manifest_of(dead), dead, other)


def test_signed_parts_of_two_packages_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="not of this list"):
        write_package(manifest_of(dead_list()), SMALL, KEY)
    other = dead_list(package="T-CTA-0002")
    manifest = replace(manifest_of(other), number="T-CTA-0001")
    with pytest.raises(FormatError, match="another package"):
        read_package(write_package(manifest, other, KEY), "package", KEYS)


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 2},
        {"previous_number": "T-CTA-0000"},
        {"previous_sha256": "ab" * 32},
        {"number": "CTA 1"},
        {"recipient_kind": "press"},
        {"recipient": ""},
        {"journal_hash": "ab"},
        {"persons": 3},
    ],
)
def test_a_manifest_that_contradicts_itself_is_refused(changed: dict[str, object]) -> None:
    dead = dead_list()
    manifest = replace(manifest_of(dead), **changed)  # type: ignore[arg-type]
    with pytest.raises(FormatError):
        read_package(write_package(manifest, dead, KEY), "package", KEYS)


def test_a_package_that_is_left_out_is_missed() -> None:
    first = read_package(package(), "1", KEYS)
    second = read_package(after(first, dead_list(package="T-CTA-0002")), "2", KEYS)
    third = read_package(after(second, dead_list(package="T-CTA-0003")), "3", KEYS)
    assert follows(first, second)
    assert follows(second, third)
    assert not follows(first, third)
    assert not follows(second, first)
    alike = dead_list(Transmitted(NAMED))
    forged = read_package(package(alike), "1", KEYS)
    assert not follows(forged, second)


def test_other_programs_open_and_verify_it(tmp_path: Path) -> None:
    """As `docs/transmissions.md` says: tar, and openssl with the public key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed here")
    with tarfile.open(fileobj=BytesIO(package())) as archive:
        archive.extractall(tmp_path, filter="data")
    assert (tmp_path / "manifest.json").read_bytes() == write_manifest(manifest_of(dead_list()))
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    verify = [openssl, "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem"]
    verify += ["-sigfile", "manifest.sig", "-in", "manifest.json"]
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "manifest.json").write_bytes(b"{}")
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode != 0
