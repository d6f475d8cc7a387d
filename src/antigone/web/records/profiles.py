"""DNA profiles for the pages: which markers are typed, and alleles side by side."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.web.records.models import Person, Profile, Remains

Owner = Remains | Person


def genotypes_of(owner: Owner) -> dict[str, list[str | None]]:
    """The genotypes as recorded, nothing where there is no profile."""
    try:
        genotypes: dict[str, list[str | None]] = owner.profile.genotypes
    except Profile.DoesNotExist:
        return {}
    return genotypes


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
