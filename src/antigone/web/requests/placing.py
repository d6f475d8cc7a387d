"""One pedigree for all whom an enquirer seeks, from the relation to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antigone.genetics.merging import MergeRefused, Relatives, merge
from antigone.genetics.pedigree import Sex
from antigone.web.requests.pedigree_draft import Draft, Member
from antigone.web.requests.pedigree_from_relation import (
    EditRefused,
    PlacedPedigree,
    Relation,
    pedigree_from_relation,
)

__all__ = ["PlacedFamily", "PlacingRefused", "place_family"]


@dataclass(frozen=True)
class PlacedFamily:
    """A pedigree with the codes of the enquirer and of those who are sought, in their order."""

    draft: Draft
    enquirer: str
    sought: tuple[str, ...]

    @property
    def as_placed(self) -> PlacedPedigree:
        """As the pedigree editor stores it."""
        return PlacedPedigree(self.draft, self.sought[0], self.enquirer)


def place_family(
    sought: Sequence[tuple[Relation, Sex]], enquirer_sex: Sex = Sex.UNKNOWN
) -> PlacedFamily:
    """The smallest pedigree in which all the relations hold.

    The enquirer is one person, and so are the parents of the enquirer. Children of one enquirer have
    both parents in common until somebody says otherwise; the page shows it before it is stored.

    Args:
        sought: what the enquirer is to each person sought, and that person's sex.
        enquirer_sex: where no relation says it.

    Raises:
        EditRefused: the sex of a person sought has to be known first.
        MergeRefused: the relations contradict each other.
    """
    placed = [
        pedigree_from_relation(relation, sought_sex=sex, enquirer_sex=enquirer_sex)
        for relation, sex in sought
    ]
    found = PlacedFamily(placed[0].draft, placed[0].enquirer, (placed[0].sought,))
    for one in placed[1:]:
        found = _with(found, one)
    return found


def _with(family: PlacedFamily, other: PlacedPedigree) -> PlacedFamily:
    taken = {*family.draft.by_code, *family.draft.used}
    free = (code for n in range(1, 1000) if (code := f"P{n}") not in taken)
    new = {member.code: next(free) for member in other.draft.members}
    same = [(family.enquirer, other.enquirer), *_other_parents(family, other)]
    merged = merge(
        Relatives(family.draft.pedigree), Relatives(other.draft.pedigree), same, new.__getitem__
    )
    known = {merged.renamed[m.code]: m for m in other.draft.members} | family.draft.by_code
    members = tuple(
        Member(p.id, p.father, p.mother, p.sex, known[p.id].vital, known[p.id].can_give)
        for p in merged.relatives.pedigree.persons
    )
    couples = {frozenset(merged.renamed[c] for c in pair) for pair in other.draft.couples}
    draft = Draft(members, family.draft.couples | couples, family.draft.used)
    return PlacedFamily(draft, family.enquirer, (*family.sought, merged.renamed[other.sought]))


def _other_parents(family: PlacedFamily, other: PlacedPedigree) -> list[tuple[str, str]]:
    """The other parent of the enquirer's children, in both."""
    child = other.draft.by_code[other.sought]
    partner = _partner(child, other.enquirer)
    if partner is None:
        return []
    own = (_partner(family.draft.by_code[code], family.enquirer) for code in family.sought)
    return [(known, partner) for known in own if known][:1]


def _partner(child: Member, parent: str) -> str | None:
    """With whom a person has this child."""
    if parent not in (child.father, child.mother):
        return None
    return child.mother if child.father == parent else child.father


PlacingRefused = (EditRefused, MergeRefused)
