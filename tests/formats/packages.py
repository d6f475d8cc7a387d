"""A small package, and what it is made of."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.formats.dead_person import Burial, DeadPerson, Packet
from antigone.formats.dead_person_json import DeadList, Transmitted, write_dead_list
from antigone.formats.package import NOTHING_BEFORE, Manifest, Package, sha256, write_package
from antigone.formats.signatures import key_id_of, public_key_of

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = public_key_of(KEY)
KEYS = {key_id_of(PUBLIC): PUBLIC}

NAMED = DeadPerson(
    number="D-0001",
    version=2,
    remains=("V1", "V1-2"),
    identified=True,
    power="Marel",
    service_number="1138-B",
    surname="Щербаков",
    first_names="Олег",
    names_latin="Shcherbakov, Oleh",
    born="1991-04",
    card_or_disc="half of a disc",
    died="2026-10-03",
    died_where="by the mill at Veld",
    cause="as certified",
    rank="corporal",
    fathers_first_name="Іван",
    burial=Burial(
        kind="burial",
        day="2026-10-09",
        place="Cemetery of Veld",
        position="row 3, grave 12",
        latitude=48.25,
        longitude=25.0,
        accuracy_m=5.0,
        marking="Щербаков О. І.\n1991–2026",
        disc="half_with_body",
    ),
    packets=(Packet("P-1", "S-811", ("ring, yellow metal", "money: 200 UAH"), where="the office"),),
    documents=("a letter, unopened",),
    withheld=("inform", "mothers_maiden_name"),
)
UNNAMED = DeadPerson(number="D-0002", version=1, remains=("V2",), identified=False, rank="private")


def dead_list(*persons: Transmitted, package: str = "T-CTA-0001") -> DeadList:
    return DeadList(package, persons or (Transmitted(NAMED), Transmitted(UNNAMED)))


def manifest_of(dead: DeadList) -> Manifest:
    return Manifest(
        number=dead.package,
        sequence=1,
        sender="Marel Valley",
        recipient="Central Tracing Agency",
        recipient_kind="central_agency",
        recipient_key="age1qqq",
        prepared_by="Mara Lindqvist",
        approved_by="Sanna Aho",
        made_at="2026-11-28T01:02:03+00:00",
        previous_number="",
        previous_sha256=NOTHING_BEFORE,
        list_sha256=sha256(write_dead_list(dead)),
        persons=len(dead.persons),
        journal_sequence=7,
        journal_hash="ab" * 32,
        key_id=key_id_of(PUBLIC),
        program="antigone 0",
    )


def package(dead: DeadList | None = None) -> bytes:
    dead = dead or dead_list()
    return write_package(manifest_of(dead), dead, KEY)


def after(earlier: Package, dead: DeadList) -> bytes:
    """The next package to the same recipient."""
    manifest = replace(
        manifest_of(dead),
        sequence=earlier.manifest.sequence + 1,
        previous_number=earlier.manifest.number,
        previous_sha256=earlier.manifest_sha256,
    )
    return write_package(manifest, dead, KEY)
