"""The samples of an incident, as genotype tables and CMF files have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.formats.cmf import UNIDENTIFIED
from antigone.formats.genotype_table import SampleProfile, as_seen
from antigone.genetics.markers import Profile
from antigone.genetics.pedigree import Pedigree
from antigone.reconcile.incident import DviIncident, Family


@dataclass(frozen=True)
class IncidentSample:
    """A sample with the family that it is of; of remains, none."""

    sample: SampleProfile
    family: str = ""


def samples_of_incident(incident: DviIncident) -> tuple[IncidentSample, ...]:
    """Remains, then the relatives who gave DNA, family by family.

    The category of remains is "Unidentified Person", that of relatives their relation to the first
    person sought to whom they are related. Where an id is not unique in the incident, the family's name
    stands before it.
    """
    times = Counter(remains.id for remains in incident.remains)
    times.update(person for family in incident.families for person in family.profiles)
    found = [
        IncidentSample(_sample(remains.id, remains.profile, UNIDENTIFIED))
        for remains in incident.remains
    ]
    for family in incident.families:
        for person, profile in family.profiles.items():
            name = person if times[person] == 1 else f"{family.name}/{person}"
            sample = _sample(name, profile, relation_in(family, person))
            found.append(IncidentSample(sample, family.name))
    return tuple(found)


def _sample(name: str, profile: Profile, category: str) -> SampleProfile:
    genotypes = {marker: as_seen(*genotype) for marker, genotype in profile.items()}
    return SampleProfile(name, "", genotypes, category=category)


def relation_in(family: Family, person: str) -> str:
    """What CMF calls a relative of the persons whom the family seeks."""
    for sought in family.missing:
        relation = _relation(family.pedigree, person, sought)
        if relation:
            return relation
    return "Other"


def _relation(pedigree: Pedigree, person: str, sought: str) -> str:
    own, theirs = pedigree.by_id[person], pedigree.by_id[sought]
    if person == theirs.mother:
        return "Biological Mother"
    if person == theirs.father:
        return "Biological Father"
    if sought in (own.father, own.mother):
        return "Biological Child"
    if {own.father, own.mother} & {theirs.father, theirs.mother} - {None}:
        return "Biological Sibling"
    ancestors = _ancestors(pedigree)
    for parent, relation in (
        (theirs.mother, "Maternal Relative"),
        (theirs.father, "Paternal Relative"),
    ):
        if parent and ancestors[parent] & ancestors[person]:
            return relation
    if any({person, sought} == {p.father, p.mother} for p in pedigree.persons):
        return "Spouse"
    return ""


def _ancestors(pedigree: Pedigree) -> Mapping[str, frozenset[str]]:
    """For each person those from whom they descend, themselves among them."""
    found: dict[str, frozenset[str]] = {}
    for person in pedigree.parents_first:
        above = (found[parent] for parent in (person.father, person.mother) if parent)
        found[person.id] = frozenset({person.id}).union(*above)
    return found
