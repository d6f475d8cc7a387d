"""DNA profiles: reading and sealing them, and alleles side by side for the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from antigone.provenance import JsonValue
from antigone.web.records.models import Person, Profile, Remains
from antigone.web.sealing.keys import new_key, seal, unseal
from antigone.web.sealing.models import Key

Owner = Remains | Person

ABOUT = "genotypes"
"""What the sealed content is bound to, besides the person's key."""


def genotypes_of(owner: Owner) -> dict[str, list[str | None]]:
    """The genotypes as recorded; nothing where there is no profile, or where it was withdrawn."""
    profile = _profile_of(owner)
    if profile is None:
        return {}
    if isinstance(owner, Remains):
        return dict(profile.genotypes or {})
    if owner.key is None or owner.key.is_destroyed or not profile.sealed:
        return {}
    opened: dict[str, list[str | None]] = json.loads(unseal(owner.key, profile.sealed, ABOUT))
    return opened


def gave_dna(person: Person) -> bool:
    """Whether a profile of this relative was recorded, also where it is withdrawn since."""
    return _profile_of(person) is not None


def sealed_genotypes(key: Key, genotypes: Mapping[str, JsonValue]) -> bytes:
    """Genotypes sealed with a person's key, their markers in the same order."""
    return seal(key, json.dumps(genotypes, ensure_ascii=False).encode(), ABOUT)


def store_genotypes(person: Person, genotypes: Mapping[str, JsonValue]) -> Profile:
    """Seal the genotypes of a relative with a key of their own; whoever calls this writes the journal.

    A relative who withdrew and gave a sample anew gets a new key.
    """
    if person.key is None or person.key.is_destroyed:
        person.key = new_key(Key.Purpose.DONOR)
        person.save(update_fields=["key"])
    profile = _profile_of(person) or Profile(person=person)
    profile.sealed = sealed_genotypes(person.key, genotypes)
    profile.full_clean()
    profile.save()
    return profile


def typed_markers(owner: Owner) -> list[str]:
    """Names of the markers at which something was seen."""
    return list(genotypes_of(owner))


def alleles_in_words(pair: Sequence[str | None] | None) -> str:
    """Two alleles as they are written; an allele that was not seen is a question mark.

    >>> alleles_in_words(["9", "9.3"]), alleles_in_words(["9", None]), alleles_in_words(None)
    ('9, 9.3', '9, ?', '')
    """
    return "" if pair is None else ", ".join("?" if a is None else a for a in pair)


def genotype_rows(markers: Sequence[str], *owners: Owner) -> list[tuple[str, list[str]]]:
    """For each marker the alleles of each owner."""
    profiles = [genotypes_of(owner) for owner in owners]
    return [(m, [alleles_in_words(profile.get(m)) for profile in profiles]) for m in markers]


def _profile_of(owner: Owner) -> Profile | None:
    try:
        return owner.profile
    except Profile.DoesNotExist:
        return None
