"""What families of one shape have in common: pedigree, who gave DNA, and who is sought.

Families of one shape are computed together: only their genotypes differ.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from antigone.genetics.pedigree import Pedigree, Person


@dataclass(frozen=True)
class FamilyShape:
    """A pedigree without names.

    Args:
        pedigree: only persons who matter, each after their parents; ids are "0", "1", …
        typed: who gave DNA, at least at one marker.
        sought: the missing person.
    """

    pedigree: Pedigree
    typed: tuple[str, ...]
    sought: str

    def __hash__(self) -> int:
        return hash((self.pedigree.persons, self.typed, self.sought))

    @cached_property
    def sought_is_founder(self) -> bool:
        """Whether the alleles of the missing person come from the population."""
        return self.pedigree.by_id[self.sought].is_founder

    @cached_property
    def parents_are_related(self) -> bool:
        """Whether both alleles of the missing person may be copies of one of an ancestor's."""
        person = self.pedigree.by_id[self.sought]
        if person.father is None or person.mother is None:
            return False
        return bool(self._line_of(person.father) & self._line_of(person.mother))

    def _line_of(self, person_id: str) -> set[str]:
        """A person with all ancestors."""
        line = {person_id}
        for person in reversed(self.pedigree.parents_first):
            if person.id in line:
                line.update(parent for parent in (person.father, person.mother) if parent)
        return line


def shape_of(
    pedigree: Pedigree, typed: Collection[str], sought: str
) -> tuple[FamilyShape, tuple[str, ...]]:
    """The shape of a family, and its typed persons in the order of the shape's.

    Persons who carry no information are left out: neither typed, nor sought, nor an ancestor of such.
    """
    needed = {*typed, sought}
    for person in reversed(pedigree.parents_first):
        if person.id in needed:
            needed.update(parent for parent in (person.father, person.mother) if parent)
    kept = [person for person in pedigree.parents_first if person.id in needed]
    number = {person.id: str(i) for i, person in enumerate(kept)}
    # Sex says nothing at autosomal markers; who is the father shows in the pedigree.
    unnamed = Pedigree(
        tuple(
            Person(number[p.id], number.get(p.father or ""), number.get(p.mother or ""))
            for p in kept
        )
    )
    order = tuple(person.id for person in kept if person.id in typed)
    return FamilyShape(unnamed, tuple(number[p] for p in order), number[sought]), order
