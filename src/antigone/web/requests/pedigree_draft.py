"""A pedigree while it is edited: each act makes a new draft of the last one, or is refused.

Nothing here knows a database. The core judges every draft (`genetics.pedigree`): one that
contradicts itself cannot be made. A person whose parents are given has both of them, so that a half
brother never looks like a full one; who of them is not known stands there as a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _

from antigone.genetics import pedigree as core
from antigone.genetics.pedigree import Sex

OPPOSITE = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE, Sex.UNKNOWN: Sex.UNKNOWN}


class EditRefused(ValueError):
    """An act on a pedigree is not possible; the message says why, and what is."""


class Through(StrEnum):
    """The parent that half brothers and sisters share."""

    MOTHER = "mother"
    FATHER = "father"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a draft. `vital` and `can_give` are values of `records.models.Person`."""

    code: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = Sex.UNKNOWN
    vital: str = "unknown"
    can_give: str = "unknown"


@dataclass(frozen=True)
class Draft:
    """The persons of a pedigree, and the couples that are drawn though they have no child.

    Args:
        members: in the order of the pedigree.
        couples: pairs of codes.
        used: codes that were given once, also to persons who were removed since.

    Raises:
        PedigreeError: the pedigree contradicts itself.
    """

    members: tuple[Member, ...] = ()
    couples: frozenset[frozenset[str]] = frozenset()
    used: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.pedigree  # noqa: B018  (building it is the check)

    @cached_property
    def pedigree(self) -> core.Pedigree:
        """As the core sees it."""
        return core.Pedigree(
            tuple(core.Person(m.code, m.father, m.mother, m.sex) for m in self.members)
        )

    @cached_property
    def by_code(self) -> dict[str, Member]:
        """The persons under their codes."""
        return {member.code: member for member in self.members}

    def children_of(self, code: str) -> tuple[str, ...]:
        """The children of a person."""
        return tuple(m.code for m in self.members if code in (m.father, m.mother))

    def partners_of(self, code: str) -> tuple[str, ...]:
        """With whom a person has children or is drawn as a couple."""
        parents = [{m.father, m.mother} for m in self.members]
        together = [pair for pair in (*parents, *self.couples) if code in pair]
        return tuple(c for c in self.by_code if c != code and any(c in pair for pair in together))

    def free_code(self) -> str:
        """A code that nobody has or had."""
        number = len(self.members) + 1
        while (code := f"P{number}") in self.used or code in self.by_code:
            number += 1
        return code


def _with(draft: Draft, *new: Member, couples: Iterable[frozenset[str]] = ()) -> Draft:
    """The draft with persons added, or changed where their code is known."""
    changed = {member.code: member for member in new}
    kept = tuple(changed.pop(m.code, m) for m in draft.members)
    used = draft.used | {member.code for member in new}
    return Draft((*kept, *changed.values()), draft.couples | frozenset(couples), used)


def _new(draft: Draft, sex: Sex = Sex.UNKNOWN) -> tuple[Draft, str]:
    code = draft.free_code()
    return _with(draft, Member(code, sex=sex)), code


def _member(draft: Draft, code: str) -> Member:
    try:
        return draft.by_code[code]
    except KeyError:
        raise EditRefused(_("%s is not in this pedigree any more.") % code) from None


def add_parents(draft: Draft, code: str) -> Draft:
    """Father and mother; only the one who is not given yet, where one is.

    >>> [m.code for m in add_parents(Draft((Member("P1"),)), "P1").members]
    ['P1', 'P2', 'P3']
    """
    member = _member(draft, code)
    if member.father and member.mother:
        raise EditRefused(_("%s has both parents already.") % code)
    father, mother = member.father, member.mother
    if mother is None:
        draft, mother = _new(draft, Sex.FEMALE)
    if father is None:
        draft, father = _new(draft, Sex.MALE)
    return _with(draft, replace(member, father=father, mother=mother))


def _with_both_parents(draft: Draft, code: str) -> Draft:
    member = _member(draft, code)
    return draft if member.father and member.mother else add_parents(draft, code)


def add_sibling(draft: Draft, code: str, sex: Sex) -> Draft:
    """A full brother or sister; the parents are added where they are not there."""
    draft = _with_both_parents(draft, code)
    member = draft.by_code[code]
    return _with(draft, Member(draft.free_code(), member.father, member.mother, sex))


def add_half_sibling(draft: Draft, code: str, sex: Sex, through: Through) -> Draft:
    """A half brother or sister, with the other parent."""
    draft = _with_both_parents(draft, code)
    member = draft.by_code[code]
    if through is Through.MOTHER:
        draft, father = _new(draft, Sex.MALE)
        return _with(draft, Member(draft.free_code(), father, member.mother, sex))
    draft, mother = _new(draft, Sex.FEMALE)
    return _with(draft, Member(draft.free_code(), member.father, mother, sex))


def add_child(draft: Draft, code: str, sex: Sex, partner: str | None = None) -> Draft:
    """A child with a partner of this pedigree; without one, with a new person who is not known."""
    _member(draft, code)
    own = draft.pedigree.sex_of(code)
    if partner is not None:
        _member(draft, partner)
        own = OPPOSITE[draft.pedigree.sex_of(partner)] if own is Sex.UNKNOWN else own
    if own is Sex.UNKNOWN:
        raise EditRefused(
            _("Say first whether %s is a man or a woman: a child has a father and a mother.") % code
        )
    if partner is None:
        draft, partner = _new(draft, OPPOSITE[own])
    father, mother = (code, partner) if own is Sex.MALE else (partner, code)
    return _with(draft, Member(draft.free_code(), father, mother, sex))


def add_partner(draft: Draft, code: str, partner: str | None = None) -> Draft:
    """A partner: one of this pedigree, or a new person."""
    _member(draft, code)
    if partner is None:
        draft, partner = _new(draft, OPPOSITE[draft.pedigree.sex_of(code)])
    _member(draft, partner)
    if partner == code or partner in draft.partners_of(code):
        raise EditRefused(_("%(one)s and %(other)s are a couple already.") % _pair(code, partner))
    return _with(draft, couples=[frozenset((code, partner))])


def _pair(one: str, other: str) -> dict[str, str]:
    return {"one": one, "other": other}


def add_person(draft: Draft, sex: Sex = Sex.UNKNOWN) -> Draft:
    """A person of whom it is not known yet how they belong; `tie` says it later."""
    return _new(draft, sex)[0]


def tie(draft: Draft, code: str, father: str, mother: str) -> Draft:
    """Say who of this pedigree are the parents of a person without parents."""
    member = _member(draft, code)
    if member.father or member.mother:
        raise EditRefused(
            _("%s has parents already. Take back the act that added them, or add persons anew.")
            % code
        )
    _member(draft, father)
    _member(draft, mother)
    return _with(draft, replace(member, father=father, mother=mother))


def describe(draft: Draft, code: str, sex: Sex, vital: str, can_give: str) -> Draft:
    """Sex, whether alive, and whether a sample could be had."""
    member = _member(draft, code)
    return _with(draft, replace(member, sex=sex, vital=vital, can_give=can_give))


def goes_with(draft: Draft, code: str) -> frozenset[str]:
    """Who has to go where a person is removed: nobody else, or the other parent of an only child.

    Raises:
        EditRefused: others hang on this person.
    """
    member, children = _member(draft, code), draft.children_of(code)
    if not children:
        return frozenset({code})
    pair = {p for p in (draft.by_code[children[0]].father, draft.by_code[children[0]].mother) if p}
    at_the_top = all(not draft.by_code[p].father and not draft.by_code[p].mother for p in pair)
    alone = all(
        draft.children_of(p) == children[:1] and set(draft.partners_of(p)) <= pair for p in pair
    )
    if len(children) > 1 or member.father or member.mother or not (at_the_top and alone):
        raise EditRefused(
            _("%(code)s stays: %(others)s would lose their tie to the family. Remove them first.")
            % {"code": code, "others": ", ".join(children)}
        )
    return frozenset(pair)


def remove(draft: Draft, code: str) -> Draft:
    """Take out a person who was added by mistake, at the edge of the pedigree."""
    gone = goes_with(draft, code)
    kept = tuple(
        replace(m, father=None, mother=None) if gone & {m.father, m.mother} else m
        for m in draft.members
        if m.code not in gone
    )
    couples = frozenset(couple for couple in draft.couples if not couple & gone)
    return Draft(kept, couples, draft.used | gone)
