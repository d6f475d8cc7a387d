"""Between the rows of a family and its draft: reading, writing what an act changed, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from antigone.genetics.pedigree import Sex
from antigone.web.records.models import Family, Person, SamePerson
from antigone.web.requests.pedigree_draft import Draft, EditRefused, Member
from antigone.web.requests.pedigree_models import Couple, PedigreeAct

Row = Mapping[str, str | int | None]


def couples_of(family: Family) -> QuerySet[Couple]:
    """The couples of a family."""
    return Couple.objects.filter(one__family=family).select_related("one", "other")


def version_of(family: Family) -> int:
    """How many acts there were on a pedigree."""
    last = PedigreeAct.objects.filter(family=family).aggregate(last=Max("number"))["last"]
    return int(last or 0)


def draft_of(family: Family) -> Draft:
    """The pedigree as it is now."""
    persons = list(Person.objects.filter(family=family))
    code = {person.pk: person.code for person in persons}
    members = tuple(
        Member(
            person.code,
            code[person.father_id] if person.father_id else None,
            code[person.mother_id] if person.mother_id else None,
            Sex(person.sex),
            person.vital,
            person.can_give,
        )
        for person in persons
    )
    acts = PedigreeAct.objects.filter(family=family).values_list("after", flat=True)
    used = {given for after in acts for given in after["persons"]}
    couples = frozenset(frozenset((c.one.code, c.other.code)) for c in couples_of(family))
    return Draft(members, couples, frozenset(used) | frozenset(code.values()))


@dataclass(frozen=True)
class Change:
    """What an act touches: each person by code with the fields before and after, None where absent.

    `persons` and `couples` are pairs (before, after) that differ.
    """

    persons: Mapping[str, tuple[Row | None, Row | None]]
    couples: tuple[frozenset[frozenset[str]], frozenset[frozenset[str]]]

    def side(self, which: int) -> dict[str, Any]:
        """As an act keeps it: 0 before, 1 after."""
        return {
            "persons": {code: pair[which] for code, pair in self.persons.items()},
            "couples": sorted(sorted(couple) for couple in self.couples[which]),
        }

    @property
    def added(self) -> tuple[str, ...]:
        """Codes of the persons who are new."""
        return tuple(code for code, (before, _after) in self.persons.items() if before is None)


def change_between(before: Draft, after: Draft) -> Change:
    """What differs between two drafts."""
    one, other = _rows(before), _rows(after)
    touched = {
        c: (one.get(c), other.get(c)) for c in {**one, **other} if one.get(c) != other.get(c)
    }
    return Change(touched, (before.couples - after.couples, after.couples - before.couples))


def change_back(act: PedigreeAct) -> Change:
    """What takes an act back."""
    persons = {c: (act.after["persons"][c], act.before["persons"][c]) for c in act.after["persons"]}
    sides = [frozenset(frozenset(c) for c in side["couples"]) for side in (act.after, act.before)]
    return Change(persons, (sides[0], sides[1]))


def _rows(draft: Draft) -> dict[str, Row]:
    return {
        m.code: {
            "father": m.father,
            "mother": m.mother,
            "sex": m.sex.value,
            "vital": m.vital,
            "can_give": m.can_give,
        }
        for m in draft.members
    }


def applied(draft: Draft, change: Change) -> Draft:
    """The draft with a change made.

    Raises:
        EditRefused: somebody or something that it touches is no longer as it was.
        PedigreeError: the pedigree would contradict itself.
    """
    rows = _rows(draft)
    as_before = all(rows.get(code) == before for code, (before, _after) in change.persons.items())
    if not as_before or not change.couples[0] <= draft.couples:
        raise EditRefused(_("It cannot be taken back: what it changed has been changed since."))
    members = [m for m in draft.members if m.code not in change.persons]
    for code, (_before, row) in change.persons.items():
        if row is not None:
            members.append(_member_of(code, row))
    order = {m.code: i for i, m in enumerate(draft.members)}
    members.sort(key=lambda m: order.get(m.code, len(order)))
    couples = draft.couples - change.couples[0] | change.couples[1]
    return Draft(tuple(members), couples, draft.used)


def _member_of(code: str, row: Row) -> Member:
    return Member(
        code,
        None if row["father"] is None else str(row["father"]),
        None if row["mother"] is None else str(row["mother"]),
        Sex(str(row["sex"])),
        str(row["vital"]),
        str(row["can_give"]),
    )


def write(family: Family, change: Change) -> None:
    """Make the rows what the change says. Nobody of substance is taken out (`substance_of`).

    Raises:
        EditRefused: who is to be taken out gave DNA, is sought, or is named in a record.
    """
    persons = {person.code: person for person in Person.objects.filter(family=family)}
    gone = [persons[c] for c, (_before, row) in change.persons.items() if row is None]
    for person in gone:
        if reason := substance_of(person):
            raise EditRefused(reason)
    _remove_couples(family, change.couples[0])
    last = max((person.position for person in persons.values()), default=-1)
    new = [c for c, (before, row) in change.persons.items() if before is None and row is not None]
    for place, code in enumerate(new, start=last + 1):
        persons[code] = Person(family=family, code=code, sex=Sex.UNKNOWN.value, position=place)
        persons[code].save()
    for code, (_before, row) in change.persons.items():
        if row is not None:
            _save(persons[code], row, persons)
    rows = Person.objects.filter(pk__in=[person.pk for person in gone])
    rows.update(father=None, mother=None)
    rows.delete()
    for couple in change.couples[1]:
        one, other = sorted((persons[code] for code in couple), key=lambda p: p.pk)
        Couple.objects.create(one=one, other=other)


def _save(person: Person, row: Row, persons: Mapping[str, Person]) -> None:
    person.father = persons[str(row["father"])] if row["father"] else None
    person.mother = persons[str(row["mother"])] if row["mother"] else None
    person.sex, person.vital, person.can_give = (str(row[f]) for f in ("sex", "vital", "can_give"))
    person.full_clean()
    person.save(update_fields=["father", "mother", "sex", "vital", "can_give"])


def _remove_couples(family: Family, couples: frozenset[frozenset[str]]) -> None:
    for row in couples_of(family):
        if frozenset((row.one.code, row.other.code)) in couples:
            row.delete()


def substance_of(person: Person) -> str:
    """Why a person cannot be taken out of a pedigree; "" where nothing is known but the place in it."""
    if hasattr(person, "profile"):
        return _("%s stays: there is DNA under this code.") % person.code
    if hasattr(person, "missing_person"):
        return _("%s stays: this is a person sought.") % person.code
    if hasattr(person, "relative_name"):
        return _("%s stays while a name is kept under this code.") % person.code
    joined = SamePerson.objects.filter(incident=person.family.incident)
    correspondences = joined.values_list("correspondences", flat=True)
    in_a_join = any(person.pk in pair for pairs in correspondences for pair in pairs)
    if person.donor_code or person.key_id or in_a_join or _named_elsewhere(person):
        return _("%s stays: another record names this person.") % person.code
    return ""


def _named_elsewhere(person: Person) -> bool:
    """Whether a row of any part of the program, save pedigree and couples, names the person."""
    relations = [
        field
        for field in Person._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model not in (Person, Couple)
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: person}).exists()
        for relation in relations
    )
