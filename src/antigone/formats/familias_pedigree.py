"""One pedigree from the relations of a Familias family: who is sought, and who is father or mother.

Familias writes parents without their role, and the sex that it records for a missing person may be
wrong; the pedigree says more. A relation may name the sought by the placeholder "Missing person".
"""

from __future__ import annotations

from dataclasses import dataclass

from antigone.formats.familias_block import Relation, WrittenFamily, WrittenPedigree
from antigone.formats.pedigree_json import MOST_PERSONS
from antigone.formats.problems import Refused, listed, shown
from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex
from antigone.words import said

PLACEHOLDER = "Missing person"

_REFERENCE = "reference pedigree"
_OTHER = {Sex.FEMALE: Sex.MALE, Sex.MALE: Sex.FEMALE}


@dataclass(frozen=True)
class BuiltPedigree:
    """The pedigree of a family with those who are missing from it."""

    pedigree: Pedigree
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def is_sought(name: str) -> bool:
    """Whether a name says that the person is missing."""
    return name.lower().startswith("missing")


def build_pedigree(family: WrittenFamily, same_for_both: bool) -> BuiltPedigree:
    """The pedigree of a family.

    Args:
        family: as written in the file.
        same_for_both: whether all markers mutate alike in women and men, so that the role of a parent
            of unknown sex is without effect.

    Raises:
        Refused: the pedigrees differ, roles contradict each other, or somebody is their own ancestor.
    """
    if len(family.persons) > MOST_PERSONS:
        raise family.line.refused(
            said(
                "{count} persons; allowed are {most}", count=len(family.persons), most=MOST_PERSONS
            )
        )
    notices: list[str] = []
    chosen = _choose(family, notices)
    relations = _name_placeholder(family, chosen.relations, notices)
    names = _names(family, relations)
    sought = tuple(name for name in names if is_sought(name))
    if not sought:
        raise family.line.refused(
            said(
                'family {family} has no missing person; whom the family seeks is called "Missing …" in '
                "a pedigree",
                family=shown(family.name),
            )
        )
    parents = _parents(relations)
    recorded = {person.name: person.sex for person in family.persons}
    sexes = _Sexes(family, parents, sought, {n: recorded.get(n, Sex.UNKNOWN) for n in names})
    sexes.settle(same_for_both, notices)
    related = {name for relation in relations for name in (relation.parent, relation.child)}
    notices.extend(
        said(
            "Family {family}: {name} has no relation in the pedigree; DNA of the family says nothing "
            "about them.",
            family=family.name,
            name=name,
        )
        for name in sought
        if name not in related
    )
    return BuiltPedigree(_pedigree(family, names, parents, sexes), sought, tuple(notices))


def _choose(family: WrittenFamily, notices: list[str]) -> WrittenPedigree:
    """The pedigree to use: of those beside the reference pedigree the one that contains the others."""
    if not family.pedigrees:
        raise family.line.refused(
            said("family {family} has no pedigree", family=shown(family.name))
        )
    others = [p for p in family.pedigrees if p.name.lower() != _REFERENCE] or family.pedigrees
    fullest = max(others, key=lambda p: len(_pairs(p)))
    unlike = [p for p in others if not _pairs(p) <= _pairs(fullest)]
    if unlike:
        raise family.line.refused(
            said(
                "the pedigrees {pedigrees} of family {family} contradict each other; keep the one that "
                "is to be used",
                pedigrees=listed([fullest.name, *(p.name for p in unlike)]),
                family=shown(family.name),
            )
        )
    if any(_pairs(p) != _pairs(fullest) for p in family.pedigrees):
        notices.append(
            said(
                "Family {family}: the pedigree {pedigree} is used; the family has {count} that differ.",
                family=family.name,
                pedigree=fullest.name,
                count=len(family.pedigrees),
            )
        )
    return fullest


def _pairs(pedigree: WrittenPedigree) -> frozenset[tuple[str, str]]:
    return frozenset((r.parent, r.child) for r in pedigree.relations)


def _name_placeholder(
    family: WrittenFamily, relations: tuple[Relation, ...], notices: list[str]
) -> tuple[Relation, ...]:
    """Familias lists the sought under a name of their own and relates them as "Missing person"."""
    listed_names = [person.name for person in family.persons]
    related = {name for relation in relations for name in (relation.parent, relation.child)}
    if PLACEHOLDER in listed_names or PLACEHOLDER not in related:
        return relations
    unrelated = [n for n in listed_names if is_sought(n) and n not in related]
    if not unrelated:
        return relations
    if len(unrelated) > 1:
        raise family.line.refused(
            said(
                "the relations of family {family} name a {placeholder} who may be any of {persons}; "
                "relate these by name",
                family=shown(family.name),
                placeholder=shown(PLACEHOLDER),
                persons=listed(unrelated),
            )
        )
    notices.append(
        said(
            "Family {family}: {placeholder} in the relations is {person}.",
            family=family.name,
            placeholder=PLACEHOLDER,
            person=unrelated[0],
        )
    )

    def named(name: str) -> str:
        return unrelated[0] if name == PLACEHOLDER else name

    return tuple(Relation(named(r.parent), named(r.child), r.line) for r in relations)


def _names(family: WrittenFamily, relations: tuple[Relation, ...]) -> list[str]:
    seen: dict[str, None] = {}
    for person in family.persons:
        if person.name in seen:
            raise person.line.refused(
                said(
                    "person {name} stands twice in family {family}",
                    name=shown(person.name),
                    family=shown(family.name),
                )
            )
        seen[person.name] = None
    for relation in relations:
        seen |= dict.fromkeys((relation.parent, relation.child))
    return list(seen)


def _parents(relations: tuple[Relation, ...]) -> dict[str, dict[str, Relation]]:
    """For each child the parents, each with the relation that says so."""
    parents: dict[str, dict[str, Relation]] = {}
    for relation in relations:
        of_child = parents.setdefault(relation.child, {})
        of_child.setdefault(relation.parent, relation)
        if len(of_child) > 2:
            raise relation.line.refused(
                said("{child} has more than two parents", child=shown(relation.child))
            )
        if relation.parent == relation.child:
            raise relation.line.refused(
                said("{child} is given as their own parent", child=shown(relation.child))
            )
    return parents


class _Sexes:
    """The sexes of a family, recorded or following from who has a child with whom."""

    def __init__(
        self,
        family: WrittenFamily,
        parents: dict[str, dict[str, Relation]],
        sought: tuple[str, ...],
        recorded: dict[str, Sex],
    ) -> None:
        self.of: dict[str, Sex] = {}
        self.open: set[str] = set()
        self._family = family
        self._parents = parents
        self._sought = sought
        self._recorded = recorded
        self._partners: dict[str, list[tuple[str, Relation]]] = {}
        for of_child in parents.values():
            if len(of_child) == 2:
                (one, other), relation = tuple(of_child), tuple(of_child.values())[1]
                self._partners.setdefault(one, []).append((other, relation))
                self._partners.setdefault(other, []).append((one, relation))

    def settle(self, same_for_both: bool, notices: list[str]) -> None:
        """Sexes of relatives hold; those of the sought give way to their role in the pedigree."""
        for name, sex in self._recorded.items():
            if name not in self._sought and sex is not Sex.UNKNOWN:
                self._set(name, sex)
        for name in self._sought:
            sex = self._recorded[name]
            if name not in self.of and sex is not Sex.UNKNOWN:
                self._set(name, sex)
            elif sex is not Sex.UNKNOWN and self.of[name] is not sex:
                notices.append(
                    said(
                        "Family {family}: {name} is recorded as {recorded}, but is {in_pedigree} in the "
                        "pedigree; the pedigree is followed.",
                        family=self._family.name,
                        name=name,
                        recorded=_word(sex),
                        in_pedigree=_word(self.of[name]),
                    )
                )
        for relation in {p: r for of in self._parents.values() for p, r in of.items()}.values():
            if relation.parent not in self.of:
                self._assume(relation, same_for_both, notices)

    def _set(self, name: str, sex: Sex) -> None:
        self.of[name] = sex
        waiting = [name]
        while waiting:
            one = waiting.pop()
            for other, relation in self._partners.get(one, []):
                if other not in self.of:
                    self.of[other] = _OTHER[self.of[one]]
                    waiting.append(other)
                elif self.of[other] is self.of[one]:
                    raise self._contradiction(relation)

    def _contradiction(self, relation: Relation) -> Refused:
        parents = list(self._parents[relation.child])
        return relation.line.refused(
            said(
                "{child} has two parents of one sex, {parents}, or a parent is father of one child and "
                "mother of another; correct gender or relation",
                child=shown(relation.child),
                parents=listed(parents),
            )
        )

    def _assume(self, relation: Relation, same_for_both: bool, notices: list[str]) -> None:
        parent = relation.parent
        if not same_for_both:
            raise relation.line.refused(
                said(
                    "whether {parent} is father or mother of {child} is not recorded, and mutation "
                    "differs by sex: give the gender",
                    parent=shown(parent),
                    child=shown(relation.child),
                )
            )
        notices.append(
            said(
                "Family {family}: {parent} has no recorded sex and is read as a mother, which changes "
                "no result because mutation is the same for both sexes; remains of either sex may be "
                "this person.",
                family=self._family.name,
                parent=parent,
            )
            if parent in self._sought
            else said(
                "Family {family}: {parent} has no recorded sex and is read as a mother, which changes "
                "no result because mutation is the same for both sexes.",
                family=self._family.name,
                parent=parent,
            )
        )
        self._set(parent, Sex.FEMALE)
        self.open.add(parent)


def _word(sex: Sex) -> str:
    return said("female") if sex is Sex.FEMALE else said("male")


def _pedigree(
    family: WrittenFamily,
    names: list[str],
    parents: dict[str, dict[str, Relation]],
    sexes: _Sexes,
) -> Pedigree:
    persons = []
    for name in names:
        by_sex = {sexes.of[parent]: parent for parent in parents.get(name, {})}
        sex = Sex.UNKNOWN if name in sexes.open else sexes.of.get(name, Sex.UNKNOWN)
        persons.append(Person(name, by_sex.get(Sex.MALE), by_sex.get(Sex.FEMALE), sex))
    try:
        return Pedigree(tuple(persons))
    except PedigreeError as error:
        raise family.line.refused(
            said("family {family}: {fault}", family=shown(family.name), fault=error)
        ) from error
