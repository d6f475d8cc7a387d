"""A pedigree: persons with their parents and sex, checked for contradictions when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from antigone.words import said


class PedigreeError(ValueError):
    """A pedigree contradicts itself. `person` names the person at whom it does, where there is one."""

    def __init__(self, message: str, person: str | None = None) -> None:
        super().__init__(message)
        self.person = person


class Sex(StrEnum):
    """Genetic sex as recorded; `UNKNOWN` is consistent with both."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"

    def consistent_with(self, other: Sex) -> bool:
        """Whether one person may have been recorded under both values."""
        return self is other or Sex.UNKNOWN in (self, other)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a pedigree. A person with no parents given is a founder."""

    id: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = Sex.UNKNOWN

    @property
    def is_founder(self) -> bool:
        """Whether no parent of the person is part of the pedigree."""
        return self.father is None and self.mother is None


@dataclass(frozen=True)
class Pedigree:
    """Persons in the order given; any shape: inbreeding loops, several marriages, single parents.

    A person with one parent given has the other parent drawn from the population, like a founder.

    Raises:
        PedigreeError: an id occurs twice; a parent is not in the pedigree; one person is father and
            mother of the same child; a father is female or a mother male (also through two roles);
            a person is their own ancestor.
    """

    persons: tuple[Person, ...]

    def __post_init__(self) -> None:
        self._refuse_duplicates()
        self._refuse_wrong_parents()
        self._refuse_cycles()

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """The persons under their ids, in the order of the pedigree."""
        return {person.id: person for person in self.persons}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the pedigree."""
        return tuple(person.id for person in self.persons)

    @cached_property
    def parents_first(self) -> tuple[Person, ...]:
        """All persons, each after their parents; otherwise in the order given."""
        known = {person.id: person for person in self.persons}
        done: dict[str, Person] = {}
        for start in self.persons:
            path: dict[str, None] = {}
            stack = [start.id]
            while stack:
                current = stack[-1]
                if current in done:
                    stack.pop()
                    continue
                path[current] = None
                person = known[current]
                waiting = [q for q in (person.father, person.mother) if q and q not in done]
                if not waiting:
                    done[current] = person
                    stack.pop()
                    continue
                for parent in waiting:
                    if parent in path:
                        raise PedigreeError(
                            said("{parent} is their own ancestor", parent=repr(parent)), parent
                        )
                stack.extend(reversed(waiting))
        return tuple(done.values())

    def sex_of(self, person_id: str) -> Sex:
        """Recorded sex, or the sex that being a father or a mother implies."""
        person = self.by_id[person_id]
        if person.sex is not Sex.UNKNOWN:
            return person.sex
        if any(p.father == person_id for p in self.persons):
            return Sex.MALE
        if any(p.mother == person_id for p in self.persons):
            return Sex.FEMALE
        return Sex.UNKNOWN

    def _refuse_duplicates(self) -> None:
        seen: set[str] = set()
        for person in self.persons:
            if person.id in seen:
                raise PedigreeError(
                    said("person {person} occurs twice", person=repr(person.id)), person.id
                )
            seen.add(person.id)

    def _refuse_wrong_parents(self) -> None:
        known = {person.id: person for person in self.persons}
        fathers = {p.father for p in self.persons if p.father is not None}
        for person in self.persons:
            for role, parent, wrong in (
                ("father", person.father, Sex.FEMALE),
                ("mother", person.mother, Sex.MALE),
            ):
                if parent is None:
                    continue
                if parent not in known:
                    raise PedigreeError(
                        said(
                            "the {role} of {person}, {parent}, is not in the pedigree",
                            role=said(role),
                            person=repr(person.id),
                            parent=repr(parent),
                        ),
                        person.id,
                    )
                if known[parent].sex is wrong:
                    word = "female" if wrong is Sex.FEMALE else "male"
                    raise PedigreeError(
                        said(
                            "the {role} of {person}, {parent}, is recorded as {sex}",
                            role=said(role),
                            person=repr(person.id),
                            parent=repr(parent),
                            sex=said(word),
                        ),
                        person.id,
                    )
            if person.mother is not None and person.mother in fathers:
                raise PedigreeError(
                    said(
                        "{mother} is given as a mother and as a father", mother=repr(person.mother)
                    ),
                    person.mother,
                )

    def _refuse_cycles(self) -> None:
        self.parents_first  # noqa: B018  (computing the order is the check)


def pedigree_of(rows: Iterable[tuple[str, str | None, str | None, str]]) -> Pedigree:
    """A pedigree from rows (id, father, mother, sex), for tests and notebooks.

    >>> pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")]).ids
    ('F', 'C')
    """
    return Pedigree(tuple(Person(i, f, m, Sex(s)) for i, f, m, s in rows))
