"""What a run was computed from, in parts that can be destroyed one by one.

The document of all inputs is taken apart (`frozen_document`): what a family told and its pedigree
are sealed with the family's key, the DNA of each relative with that person's; remains and markers
stay plain. Put together again it is the same, byte for byte, so that its fingerprint holds. Where a
key is destroyed, the part is absent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from antigone.formats.dvi_json import read_dvi_json
from antigone.reconcile.incident import DviIncident
from antigone.web.matching.frozen_document import Document, as_bytes, join, packed, split
from antigone.web.matching.models import FrozenFamily, FrozenInput, FrozenProfile, Run
from antigone.web.records.family_rows import FamilyRows, family_rows
from antigone.web.sealing.keys import seal, unseal
from antigone.web.sealing.models import Key

FAMILY, DONOR = "frozen family", "frozen genotypes"
"""What the sealed parts are bound to, besides their key."""

BATCH = 500


class InputsDestroyed(ValueError):
    """Nothing is left of the inputs of a run."""


@dataclass(frozen=True)
class Frozen:
    """The inputs of a run, as far as they can still be read.

    Args:
        content: the document; that of the run's fingerprint where nothing was withdrawn.
        withdrawn: names of families that are absent, or whose relatives' DNA is, in part.
    """

    run: Run
    content: bytes
    withdrawn: frozenset[str]

    @cached_property
    def dvi(self) -> DviIncident:
        """The inputs, read."""
        return read_dvi_json(self.content, str(self.run))


def freeze(run: Run, content: bytes, salt: bytes) -> None:
    """Keep the inputs of a run in parts.

    Args:
        content: from `write_dvi_json`.
        salt: of the fingerprint.
    """
    document: Document = json.loads(content)
    rows = {one.family.name: one for one in family_rows(run.incident)}
    parts = split(document)
    FrozenInput.objects.create(run=run, salt=salt, content=as_bytes(document))
    families, profiles = [], []
    for position, (part, donors) in enumerate(parts):
        row = rows[part["family"]["name"]]
        families.append(_frozen_family(run, row, position, part))
        profiles += _frozen_profiles(run, row, donors)
    FrozenFamily.objects.bulk_create(families, batch_size=BATCH)
    FrozenProfile.objects.bulk_create(profiles, batch_size=BATCH)


def _frozen_family(run: Run, row: FamilyRows, position: int, part: Document) -> FrozenFamily:
    key = row.family.key
    sealed = seal(key, packed(part), FAMILY)
    return FrozenFamily(run=run, family=row.family, position=position, key=key, sealed=sealed)


def _frozen_profiles(
    run: Run, row: FamilyRows, donors: Mapping[str, Document]
) -> list[FrozenProfile]:
    persons = {person.code: person for person in row.persons}
    found = []
    for code, genotypes in donors.items():
        key = persons[code].key
        assert key is not None  # noqa: S101  (whoever is typed has one)
        sealed = seal(key, packed(genotypes), DONOR)
        found.append(FrozenProfile(run=run, person=persons[code], key=key, sealed=sealed))
    return found


def read_frozen(run: Run) -> Frozen:
    """Put the inputs of a run together again, as far as their keys are there.

    Raises:
        InputsDestroyed: nothing of them is left.
    """
    rest = FrozenInput.objects.filter(run=run).first()
    if rest is None:
        raise InputsDestroyed(str(run))
    donors, withdrawn = _donors_of(run)
    parts = []
    families = FrozenFamily.objects.filter(run=run).select_related("key", "family")
    for row in families.order_by("position"):
        if row.key.is_destroyed:
            withdrawn.add(row.family.name)
            continue
        parts.append((json.loads(unseal(row.key, row.sealed, FAMILY)), donors[row.family_id]))
    document = json.loads(bytes(rest.content))
    join(document, parts)
    return Frozen(run, as_bytes(document), frozenset(withdrawn))


def _donors_of(run: Run) -> tuple[dict[int, dict[str, Document]], set[str]]:
    """Genotypes by family and person, and names of families where some are destroyed."""
    found: dict[int, dict[str, Document]] = defaultdict(dict)
    withdrawn = set()
    rows = FrozenProfile.objects.filter(run=run).select_related("key", "person__family")
    for row in rows:
        if row.key.is_destroyed:
            withdrawn.add(row.person.family.name)
        else:
            opened = json.loads(unseal(row.key, row.sealed, DONOR))
            found[row.person.family_id][row.person.code] = opened
    return found, withdrawn


def reseal(families: Iterable[FrozenFamily], profiles: Iterable[FrozenProfile], key: Key) -> None:
    """Seal parts of a run's inputs with another key, before their own is destroyed."""
    for family in families:
        _reseal(family, FAMILY, key)
    for profile in profiles:
        _reseal(profile, DONOR, key)


def _reseal(row: FrozenFamily | FrozenProfile, about: str, key: Key) -> None:
    if row.key_id == key.pk or row.key.is_destroyed:
        return
    row.sealed, row.key = seal(key, unseal(row.key, row.sealed, about), about), key
    row.save(update_fields=["sealed", "key"])
