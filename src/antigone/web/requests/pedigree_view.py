"""What the page of a pedigree shows: the drawing, the chosen person, who could give a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antigone.genetics.pedigree import Sex
from antigone.web.figures.numbers import signed
from antigone.web.figures.pedigree import Marks, Words, pedigree_figure
from antigone.web.records.drawing import pedigree_sentence
from antigone.web.records.models import Family, Person
from antigone.web.records.profiles import typed_markers
from antigone.web.requests.pedigree_dna import FamilyDna, family_dna
from antigone.web.requests.pedigree_draft import Draft
from antigone.web.requests.pedigree_relations import (
    Closeness,
    closeness,
    relation_word,
    side_word,
)
from antigone.web.requests.pedigree_store import draft_of, version_of

Vital, CanGive = Person.Vital, Person.CanGive


ADDS_NOTHING = 0.05
"""An expected log10 LR below this is shown as zero."""


@dataclass(frozen=True)
class Donor:
    """A relative who could still give a sample, or was asked and cannot.

    `gain` is the expected log10 LR that the sample adds, None where it was not computed.
    """

    person: Person
    relation: str
    closeness: Closeness
    gain: float | None

    @property
    def helps(self) -> bool:
        """Whether the sample could say anything."""
        return self.closeness.helps if self.gain is None else self.gain >= ADDS_NOTHING

    @property
    def reason(self) -> str:
        """Why this sample would help, by the pedigree and the DNA that is there."""
        if self.gain is not None and self.gain < ADDS_NOTHING:
            return _("By itself it adds nothing to the DNA that is there.")
        if self.closeness.through:
            return _("The other parent of %(child)s: shows what %(child)s has from %(sought)s.") % {
                "child": self.closeness.through,
                "sought": self.closeness.sought,
            }
        share = self.closeness.share
        if share <= 0.0:
            return _("Not related by blood to anybody sought, by this pedigree.")
        if share >= 0.5:
            words = _("Shares a half of the DNA with %s, on average.")
        elif share >= 0.25:
            words = _("Shares a quarter of the DNA with %s, on average.")
        elif share >= 0.125:
            words = _("Shares an eighth of the DNA with %s, on average.")
        else:
            words = _("Shares less than an eighth of the DNA with %s, on average.")
        return words % self.closeness.sought


class PedigreeView:
    """A family's pedigree as its page needs it."""

    def __init__(self, family: Family, at: str = "", address: str = "") -> None:
        self.family = family
        self.draft: Draft = draft_of(family)
        self.version = version_of(family)
        self._at, self._address = at, address

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        """The rows, by code."""
        rows = self.family.persons.select_related(
            "profile", "key", "missing_person", "relative_name"
        )
        return {row.code: row for row in rows}

    @cached_property
    def sought(self) -> tuple[str, ...]:
        """Codes of the persons sought."""
        return tuple(self.family.missing_persons.values_list("person__code", flat=True))

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """Codes of those under whose code there is DNA."""
        return tuple(code for code, row in self.persons.items() if typed_markers(row))

    @cached_property
    def dna(self) -> FamilyDna:
        """What the DNA says."""
        return family_dna(self.family, self.draft)

    @property
    def chosen(self) -> Person | None:
        """The person asked for; else the first one sought; else the first one."""
        wanted = (self._at, *self.sought, *self.persons)
        return next((self.persons[code] for code in wanted if code in self.persons), None)

    def relation(self, code: str) -> str:
        """What a person is to the first one sought."""
        if not self.sought or code == self.sought[0]:
            return ""
        return relation_word(self.draft, code, self.sought[0])

    def side(self, code: str) -> str:
        """On whose side the person stands, where that has to be said."""
        return side_word(self.draft, code, self.sought[0]) if self.sought else ""

    @cached_property
    def donors(self) -> list[Donor]:
        """Who has given no sample: the most useful first, those who cannot last."""
        found = [
            Donor(row, self.relation(code), closeness(self.draft, code, self.sought), gain)
            for code, row in self.persons.items()
            if code not in self.typed and code not in self.sought and row.vital != Vital.DEAD
            for gain in (self.dna.gains.get(code),)
        ]
        return sorted(found, key=_usefulness)

    def drawing(self) -> SafeString:
        """The drawing, with a link behind each person."""
        could = [d for d in self.donors if d.person.can_give == CanGive.YES and d.helps]
        marks = Marks(
            typed=self.typed,
            missing={c: _number(self.persons[c]) for c in self.sought},
            roles={code: self.relation(code) for code in self.persons},
            died=[code for code, row in self.persons.items() if row.vital == Vital.DEAD],
            could_give={
                d.person.code: "" if d.gain is None else _("%s expected") % signed(d.gain, 1)
                for d in could
            },
            couples=[(one, other) for one, other in map(sorted, self.draft.couples)],
            links={code: self.link(code) for code in self.persons},
            chosen=self.chosen.code if self.chosen else None,
        )
        words = Words(
            label=pedigree_sentence(self.draft.pedigree, marks),
            man=_("man"),
            woman=_("woman"),
            sex_unknown=_("sex not known"),
            typed=_("typed"),
            sought=_("person sought"),
            died=_("has died"),
            could_give=_("could give a sample"),
        )
        figure = pedigree_figure(self.draft.pedigree, marks, words)
        return mark_safe(figure)  # noqa: S308 - it escapes its texts

    def link(self, code: str) -> str:
        """The address of the page with a person chosen."""
        return f"{self._address}?{urlencode({'at': code})}"

    def partners(self, code: str) -> list[tuple[str, str]]:
        """With whom a person may have a child: partners first, then others, each with a word."""
        own, draft = self.draft.pedigree.sex_of(code), self.draft
        together = draft.partners_of(code)
        others = [
            c
            for c in self.persons
            if c != code
            and c not in together
            and (Sex.UNKNOWN in (own, draft.pedigree.sex_of(c)) or draft.pedigree.sex_of(c) != own)
        ]
        return [(c, self.named(c)) for c in (*together, *others)]

    def named(self, code: str) -> str:
        """A code with what the person is."""
        word = self.relation(code)
        return f"{code}, {word}" if word else code


def _number(person: Person) -> str:
    number: str = person.missing_person.number
    return "" if number == person.code else number


def _usefulness(donor: Donor) -> tuple[bool, float, bool, float, int]:
    return (
        donor.person.can_give == CanGive.NO,
        0.0 if donor.gain is None else -donor.gain,
        not donor.closeness.helps,
        -donor.closeness.share,
        donor.person.position,
    )
