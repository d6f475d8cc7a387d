"""What a run was computed from, in parts that can be destroyed one by one.

The document of all inputs is taken apart (`frozen_document`): what a family told and its pedigree
are sealed with the family's key, the DNA of each relative with that person's; remains, each by
itself, and markers stay plain. Put together again it is the same, byte for byte, so that its
fingerprint holds. Where a key is destroyed, the part is absent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from antigone.formats.dvi_json import read_dvi_json
from antigone.reconcile.incident import DviIncident
from antigone.web.matching.frozen_document import (
    Document,
    as_bytes,
    at_place,
    join,
    leave_only,
    packed,
    put_remains,
    split,
    take_remains,
)
from antigone.web.matching.models import (
    FrozenFamily,
    FrozenInput,
    FrozenProfile,
    FrozenRemains,
    Run,
)
from antigone.web.records.family_rows import MOST_NAMED, FamilyRows, family_rows
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
    remains = [
        FrozenRemains(run=run, position=position, number=number, content=packed(part))
        for position, (number, part) in enumerate(take_remains(document))
    ]
    FrozenInput.objects.create(run=run, salt=salt, content=as_bytes(document))
    FrozenRemains.objects.bulk_create(remains, batch_size=BATCH)
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
    document = _document_of(run)
    rows = FrozenRemains.objects.filter(run=run).order_by("position")
    put_remains(document, (json.loads(bytes(row.content)) for row in rows))
    parts, withdrawn = _families_of(run, FrozenFamily.objects.filter(run=run))
    join(document, parts)
    return Frozen(run, as_bytes(document), withdrawn)


def read_frozen_pair(run: Run, remains: str, missing: str, families: Collection[str]) -> Frozen:
    """The inputs of a run as far as one pair rests on them: these remains, and the person's family.

    Args:
        families: names of further families, in which the person stands under other numbers.

    Raises:
        InputsDestroyed: nothing of the inputs is left.
    """
    document = _document_of(run)
    own = FrozenRemains.objects.filter(run=run, number=remains).first()
    if own is None:
        place = [victim["id"] for victim in document["victims"]].index(remains)
        leave_only(document, remains)
    else:
        place = own.position
        put_remains(document, [json.loads(bytes(own.content))])
        leave_only(document, remains)
    seeking = Q(family__missing_persons__number=missing) | Q(family__name__in=families)
    rows = FrozenFamily.objects.filter(seeking, run=run).distinct()
    parts, withdrawn = _families_of(run, rows)
    join(document, [(at_place(part, place), donors) for part, donors in parts])
    # Nobody compares these bytes with a fingerprint: they are written the quick way.
    return Frozen(run, packed(document), withdrawn)


def _document_of(run: Run) -> Document:
    rest = FrozenInput.objects.filter(run=run).first()
    if rest is None:
        raise InputsDestroyed(str(run))
    document: Document = json.loads(bytes(rest.content))
    return document


Parts = list[tuple[Document, Mapping[str, Document]]]


def _families_of(run: Run, rows: QuerySet[FrozenFamily]) -> tuple[Parts, frozenset[str]]:
    """Parts of families with their donors' genotypes, and the names of families that lack some."""
    found = list(rows.select_related("key", "family").order_by("position"))
    donors, withdrawn = _donors_of(run, {row.family_id for row in found})
    parts: Parts = []
    for row in found:
        if row.key.is_destroyed:
            withdrawn.add(row.family.name)
            continue
        parts.append((json.loads(unseal(row.key, row.sealed, FAMILY)), donors[row.family_id]))
    return parts, frozenset(withdrawn)


def _donors_of(
    run: Run, families: Collection[int]
) -> tuple[dict[int, dict[str, Document]], set[str]]:
    """Genotypes by family and person, and names of families where some are destroyed."""
    found: dict[int, dict[str, Document]] = defaultdict(dict)
    withdrawn = set()
    rows = FrozenProfile.objects.filter(run=run).select_related("key", "person__family")
    if len(families) <= MOST_NAMED:
        rows = rows.filter(person__family__in=families)
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
