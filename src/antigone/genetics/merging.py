"""Two families that seek one person, made one: whoever is the same in both stands once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from antigone.genetics.markers import Genotype, Profile
from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex
from antigone.words import in_a_row, said, told


class MergeRefused(ValueError):
    """Two pedigrees contradict each other where persons of both are said to be the same."""


@dataclass(frozen=True)
class Relatives:
    """A pedigree with the profiles of those who gave DNA."""

    pedigree: Pedigree
    profiles: Mapping[str, Profile] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """One pedigree from two.

    Args:
        relatives: first the persons of the first pedigree under their ids, then those who stand in
            the second one only.
        renamed: by id in the second pedigree the id in the merged one.
    """

    relatives: Relatives
    renamed: Mapping[str, str]


def merge(
    first: Relatives,
    second: Relatives,
    same: Iterable[tuple[str, str]],
    rename: Callable[[str], str] = str,
) -> Merged:
    """One pedigree from two, given who of the second is whom of the first.

    A person has one father and one mother: where both pedigrees name them, they are the same persons
    too, and so on upwards. Children, brothers and sisters stay apart unless they are named. A parent
    or a sex that only one pedigree knows holds in the merged one; so does a marker that only one typed.

    Args:
        first, second: the two pedigrees; their ids have nothing to do with each other.
        same: pairs (id in the first, id in the second).
        rename: from an id in the second to one that the first does not use, for whoever stands in the
            second only.

    Raises:
        MergeRefused: a person is not there; two persons of one pedigree would be one; sexes differ; a
            person would be their own ancestor, or father and mother; two profiles of one person differ;
            a new id is taken.

    >>> from antigone.genetics.pedigree import pedigree_of
    >>> one = pedigree_of([("M", None, None, "F"), ("A", None, "M", "M")])
    >>> two = pedigree_of([("V", None, None, "M"), ("W", None, None, "F"), ("B", "V", "W", "M")])
    >>> merge(Relatives(one), Relatives(two), [("A", "B")]).relatives.pedigree.by_id["A"]
    Person(id='A', father='V', mother='M', sex=<Sex.MALE: 'M'>)
    """
    partner = _identified(first.pedigree, second.pedigree, same)
    renamed = {p.id: partner.get(p.id) or rename(p.id) for p in second.pedigree.persons}
    persons = {p.id: p for p in first.pedigree.persons}
    for person in second.pedigree.persons:
        own = _renamed(person, renamed)
        if person.id in partner:
            persons[own.id] = _both(persons[own.id], own)
        elif own.id in persons:
            raise MergeRefused(
                said("{person} stands in both pedigrees for different persons", person=repr(own.id))
            )
        else:
            persons[own.id] = own
    try:
        pedigree = Pedigree(tuple(persons.values()))
    except PedigreeError as error:
        raise MergeRefused(
            said("the merged pedigree contradicts itself: {error}", error=told(error))
        ) from None
    return Merged(Relatives(pedigree, _profiles(first, second, renamed)), renamed)


def _identified(
    first: Pedigree, second: Pedigree, same: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """By id in the second pedigree the same person in the first, with what follows for parents."""
    partner: dict[str, str] = {}
    taken: dict[str, str] = {}
    waiting = deque(same)
    while waiting:
        one, two = waiting.popleft()
        for pedigree, person in ((first, one), (second, two)):
            if person not in pedigree.by_id:
                raise MergeRefused(said("{person} is not in the pedigree", person=repr(person)))
        if partner.get(two) == one:
            continue
        for known, person, other in ((partner, two, one), (taken, one, two)):
            if person in known:
                raise MergeRefused(
                    said(
                        "{known} and {other} stand in one pedigree as two persons, and both "
                        "would be {person} of the other",
                        known=repr(known[person]),
                        other=repr(other),
                        person=repr(person),
                    )
                )
        sexes = first.sex_of(one), second.sex_of(two)
        if not sexes[0].consistent_with(sexes[1]):
            raise MergeRefused(
                said(
                    "{one} and {two} are recorded with different sexes",
                    one=repr(one),
                    two=repr(two),
                )
            )
        partner[two], taken[one] = one, two
        mine, theirs = first.by_id[one], second.by_id[two]
        waiting.extend(
            (a, b)
            for a, b in ((mine.father, theirs.father), (mine.mother, theirs.mother))
            if a is not None and b is not None
        )
    return partner


def _renamed(person: Person, renamed: Mapping[str, str]) -> Person:
    father = renamed[person.father] if person.father else None
    mother = renamed[person.mother] if person.mother else None
    return Person(renamed[person.id], father, mother, person.sex)


def _both(one: Person, two: Person) -> Person:
    """A person of whom each pedigree may know what the other does not."""
    sex = two.sex if one.sex is Sex.UNKNOWN else one.sex
    return Person(one.id, one.father or two.father, one.mother or two.mother, sex)


def _profiles(
    first: Relatives, second: Relatives, renamed: Mapping[str, str]
) -> dict[str, Profile]:
    found = dict(first.profiles)
    for person, profile in second.profiles.items():
        own = renamed[person]
        found[own] = one_profile(found[own], profile, own) if own in found else profile
    return found


def one_profile(one: Profile, two: Profile, person: str) -> Profile:
    """One profile from two of the same person.

    Of a genotype with an unknown allele and a whole one that holds the known allele, the whole holds.

    Raises:
        MergeRefused: at a marker they differ; the message names the markers, no allele.
    """
    both = [marker for marker in two if marker in one]
    merged = {marker: _one_genotype(one[marker], two[marker]) for marker in both}
    differing = sorted(marker for marker, genotype in merged.items() if genotype is None)
    if differing:
        raise MergeRefused(
            said(
                "{person} was typed twice with different results, at {markers}",
                person=repr(person),
                markers=in_a_row(differing),
            )
        )
    return {**one, **two, **{marker: g for marker, g in merged.items() if g is not None}}


def _one_genotype(one: Genotype, two: Genotype) -> Genotype | None:
    """The genotype that both show; None where they differ."""
    if sorted(map(str, one)) == sorted(map(str, two)):
        return one
    whole, partial = (two, one) if None in one else (one, two)
    known = [allele for allele in partial if allele is not None]
    fits = None in partial and None not in whole and known[0] in whole
    return whole if fits else None
