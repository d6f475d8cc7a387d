"""The smallest pedigree in which an enquirer stands in their relation to the person sought.

    placed = pedigree_from_relation(Relation.AUNT_MATERNAL, sought_sex=Sex.MALE)
    placed.sought, placed.enquirer      # codes: "P1", "P5"
    placed.draft.members                # Member(code, father, mother, sex, vital, can_give)

    rows = save_placed(family, placed)  # {"P1": Person, …}; inside the caller's transaction, which
                                        # writes the journal entry of the tracing request

The person sought is always P1, the first one. The enquirer is recorded as alive, the persons between
the two as not known. `relation_groups()` gives the choices of a form, in groups, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.genetics.pedigree import Sex
from antigone.web.records.models import Family, Person
from antigone.web.requests import pedigree_draft as edit
from antigone.web.requests.pedigree_draft import Draft, EditRefused, Member, Through
from antigone.web.requests.pedigree_models import Couple

__all__ = [
    "EditRefused",
    "PlacedPedigree",
    "Relation",
    "pedigree_from_relation",
    "relation_groups",
    "save_placed",
]


class Relation(models.TextChoices):
    """What the enquirer is to the person sought."""

    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    SISTER = "sister", _("sister")
    BROTHER = "brother", _("brother")
    HALF_SISTER_MATERNAL = "half_sister_maternal", _("half sister, same mother")
    HALF_BROTHER_MATERNAL = "half_brother_maternal", _("half brother, same mother")
    HALF_SISTER_PATERNAL = "half_sister_paternal", _("half sister, same father")
    HALF_BROTHER_PATERNAL = "half_brother_paternal", _("half brother, same father")
    DAUGHTER = "daughter", _("daughter")
    SON = "son", _("son")
    WIFE = "wife", _("wife")
    HUSBAND = "husband", _("husband")
    GRANDMOTHER_MATERNAL = "grandmother_maternal", _("grandmother, mother’s side")
    GRANDFATHER_MATERNAL = "grandfather_maternal", _("grandfather, mother’s side")
    GRANDMOTHER_PATERNAL = "grandmother_paternal", _("grandmother, father’s side")
    GRANDFATHER_PATERNAL = "grandfather_paternal", _("grandfather, father’s side")
    GRANDDAUGHTER_BY_DAUGHTER = "granddaughter_by_daughter", _("granddaughter, a daughter’s child")
    GRANDDAUGHTER_BY_SON = "granddaughter_by_son", _("granddaughter, a son’s child")
    GRANDSON_BY_DAUGHTER = "grandson_by_daughter", _("grandson, a daughter’s child")
    GRANDSON_BY_SON = "grandson_by_son", _("grandson, a son’s child")
    AUNT_MATERNAL = "aunt_maternal", _("aunt, the mother’s sister")
    AUNT_PATERNAL = "aunt_paternal", _("aunt, the father’s sister")
    UNCLE_MATERNAL = "uncle_maternal", _("uncle, the mother’s brother")
    UNCLE_PATERNAL = "uncle_paternal", _("uncle, the father’s brother")
    NIECE_BY_SISTER = "niece_by_sister", _("niece, a sister’s child")
    NIECE_BY_BROTHER = "niece_by_brother", _("niece, a brother’s child")
    NEPHEW_BY_SISTER = "nephew_by_sister", _("nephew, a sister’s child")
    NEPHEW_BY_BROTHER = "nephew_by_brother", _("nephew, a brother’s child")
    COUSIN_BY_MOTHERS_SISTER = "cousin_by_mothers_sister", _("cousin, the mother’s sister’s child")
    COUSIN_BY_MOTHERS_BROTHER = (
        "cousin_by_mothers_brother",
        _("cousin, the mother’s brother’s child"),
    )
    COUSIN_BY_FATHERS_SISTER = "cousin_by_fathers_sister", _("cousin, the father’s sister’s child")
    COUSIN_BY_FATHERS_BROTHER = (
        "cousin_by_fathers_brother",
        _("cousin, the father’s brother’s child"),
    )
    NOT_BY_BLOOD = "not_by_blood", _("not related by blood")


_R = Relation
STEPS: dict[Relation, tuple[str, ...]] = {
    _R.MOTHER: ("mother",),
    _R.FATHER: ("father",),
    _R.SISTER: ("sister",),
    _R.BROTHER: ("brother",),
    _R.HALF_SISTER_MATERNAL: ("half sister, mother",),
    _R.HALF_BROTHER_MATERNAL: ("half brother, mother",),
    _R.HALF_SISTER_PATERNAL: ("half sister, father",),
    _R.HALF_BROTHER_PATERNAL: ("half brother, father",),
    _R.DAUGHTER: ("daughter",),
    _R.SON: ("son",),
    _R.WIFE: ("wife",),
    _R.HUSBAND: ("husband",),
    _R.GRANDMOTHER_MATERNAL: ("mother", "mother"),
    _R.GRANDFATHER_MATERNAL: ("mother", "father"),
    _R.GRANDMOTHER_PATERNAL: ("father", "mother"),
    _R.GRANDFATHER_PATERNAL: ("father", "father"),
    _R.GRANDDAUGHTER_BY_DAUGHTER: ("daughter", "daughter"),
    _R.GRANDDAUGHTER_BY_SON: ("son", "daughter"),
    _R.GRANDSON_BY_DAUGHTER: ("daughter", "son"),
    _R.GRANDSON_BY_SON: ("son", "son"),
    _R.AUNT_MATERNAL: ("mother", "sister"),
    _R.AUNT_PATERNAL: ("father", "sister"),
    _R.UNCLE_MATERNAL: ("mother", "brother"),
    _R.UNCLE_PATERNAL: ("father", "brother"),
    _R.NIECE_BY_SISTER: ("sister", "daughter"),
    _R.NIECE_BY_BROTHER: ("brother", "daughter"),
    _R.NEPHEW_BY_SISTER: ("sister", "son"),
    _R.NEPHEW_BY_BROTHER: ("brother", "son"),
    _R.COUSIN_BY_MOTHERS_SISTER: ("mother", "sister", "child"),
    _R.COUSIN_BY_MOTHERS_BROTHER: ("mother", "brother", "child"),
    _R.COUSIN_BY_FATHERS_SISTER: ("father", "sister", "child"),
    _R.COUSIN_BY_FATHERS_BROTHER: ("father", "brother", "child"),
    _R.NOT_BY_BLOOD: ("stranger",),
}
"""From the person sought to the enquirer, one step after another."""


@dataclass(frozen=True)
class PlacedPedigree:
    """A pedigree with the codes of the person sought and of the enquirer."""

    draft: Draft
    sought: str
    enquirer: str


def pedigree_from_relation(
    relation: Relation, *, sought_sex: Sex, enquirer_sex: Sex = Sex.UNKNOWN
) -> PlacedPedigree:
    """The smallest pedigree in which the relation holds.

    Args:
        relation: what the enquirer is to the person sought.
        sought_sex: of the person sought; for a child or a grandchild it has to be known.
        enquirer_sex: where the relation does not say it (a cousin, somebody not related).

    Raises:
        EditRefused: the sex of the person sought has to be known first; the message says why.
    """
    draft, at = Draft((Member("P1", sex=sought_sex),)), "P1"
    for step in STEPS[relation]:
        draft, at = _step(draft, at, step, enquirer_sex)
    enquirer = replace(draft.by_code[at], vital=Person.Vital.ALIVE.value)
    members = tuple(enquirer if m.code == at else m for m in draft.members)
    return PlacedPedigree(replace(draft, members=members), "P1", at)


def _step(draft: Draft, at: str, step: str, enquirer_sex: Sex) -> tuple[Draft, str]:
    """One step further; who was added last is where it leads, save for a parent."""
    if step in ("mother", "father"):
        draft = edit.add_parents(draft, at)
        member = draft.by_code[at]
        return draft, str(member.mother if step == "mother" else member.father)
    sexes = {"sister": Sex.FEMALE, "brother": Sex.MALE, "daughter": Sex.FEMALE, "son": Sex.MALE}
    if step.startswith("half "):
        who, parent = step.removeprefix("half ").split(", ")
        draft = edit.add_half_sibling(draft, at, sexes[who], Through(parent))
    elif step in ("sister", "brother"):
        draft = edit.add_sibling(draft, at, sexes[step])
    elif step in ("daughter", "son", "child"):
        draft = edit.add_child(draft, at, sexes.get(step, enquirer_sex))
    else:
        sex = {"wife": Sex.FEMALE, "husband": Sex.MALE}.get(step, enquirer_sex)
        draft = edit.add_person(draft, sex)
        if step != "stranger":
            draft = edit.add_partner(draft, at, draft.members[-1].code)
    return draft, draft.members[-1].code


def relation_groups() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """The relations for a form, the closest first."""
    names = list(Relation)
    cuts = [
        (_("Parents, brothers and sisters"), names[:8]),
        (_("Children, wife or husband"), names[8:12]),
        (_("Grandparents and grandchildren"), names[12:20]),
        (_("Aunts, uncles and their children, nieces, nephews"), names[20:32]),
        (_("Others"), names[32:]),
    ]
    return [(title, [(one.value, one.label) for one in group]) for title, group in cuts]


def save_placed(family: Family, placed: PlacedPedigree) -> dict[str, Person]:
    """Store the persons of a new family; whoever calls it writes the entry in the journal."""
    rows: dict[str, Person] = {}
    for member in placed.draft.pedigree.parents_first:
        full = placed.draft.by_code[member.id]
        person = Person(
            family=family,
            code=full.code,
            father=rows[full.father] if full.father else None,
            mother=rows[full.mother] if full.mother else None,
            sex=full.sex.value,
            vital=full.vital,
            can_give=full.can_give,
            position=placed.draft.pedigree.ids.index(full.code),
        )
        person.full_clean()
        person.save()
        rows[full.code] = person
    for couple in placed.draft.couples:
        one, other = sorted((rows[code] for code in couple), key=lambda p: p.pk)
        Couple.objects.create(one=one, other=other)
    return rows
