"""What the persons of a pedigree are to the person sought: in words, and how much DNA they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from antigone.genetics.pedigree import Pedigree, Sex
from antigone.web.requests.pedigree_draft import Draft

_N = gettext_noop


@dataclass(frozen=True, slots=True)
class Tie:
    """The shortest way from one person to another over a common ancestor.

    Args:
        up: generations from the first person up to the common ancestor.
        down: generations from there down to the other person.
        full: whether both parents of the generation below are common, as of full brothers.
        side: the parent of the first person over whom the way leads, where it leads up.
    """

    up: int
    down: int
    full: bool = False
    side: str | None = None


def tie_between(pedigree: Pedigree, person: str, other: str) -> Tie | None:
    """How another person is related to one by blood; None where the pedigree has no way."""
    if person == other:
        return None
    above, below = _ancestors(pedigree, person), _ancestors(pedigree, other)
    ways = [
        (up + down, up, down, ancestor)
        for ancestor, up in above.items()
        for down in (below.get(ancestor, -1),)
        if down >= 0
    ]
    if not ways:
        return None
    total, up, down, _ancestor = min(ways)
    nearest = {a for length, u, d, a in ways if (length, u, d) == (total, up, down)}
    full = any({p.father, p.mother} <= nearest for p in pedigree.persons if p.father and p.mother)
    return Tie(up, down, full, _side(pedigree, person, nearest) if up else None)


def _ancestors(pedigree: Pedigree, person: str) -> dict[str, int]:
    """A person and the ancestors, each with the fewest generations up to them."""
    found, row, up = {person: 0}, [person], 0
    while row:
        parents = [pedigree.by_id[p] for p in row]
        row = [q for p in parents for q in (p.father, p.mother) if q and q not in found]
        up += 1
        found.update(dict.fromkeys(row, up))
    return found


def _side(pedigree: Pedigree, person: str, nearest: set[str]) -> str | None:
    row = pedigree.by_id[person]
    sides = {
        side
        for side, parent in (("mother", row.mother), ("father", row.father))
        if parent and nearest & set(_ancestors(pedigree, parent))
    }
    return sides.pop() if len(sides) == 1 else None


_WORDS: Mapping[tuple[int, int], tuple[str, str, str]] = {
    (1, 0): (_N("mother"), _N("father"), _N("parent")),
    (2, 0): (_N("grandmother"), _N("grandfather"), _N("grandparent")),
    (3, 0): (_N("great-grandmother"), _N("great-grandfather"), _N("great-grandparent")),
    (0, 1): (_N("daughter"), _N("son"), _N("child")),
    (0, 2): (_N("granddaughter"), _N("grandson"), _N("grandchild")),
    (0, 3): (_N("great-granddaughter"), _N("great-grandson"), _N("great-grandchild")),
    (1, 2): (_N("niece"), _N("nephew"), _N("niece or nephew")),
    (1, 3): (_N("grandniece"), _N("grandnephew"), _N("grandniece or -nephew")),
    (2, 1): (_N("aunt"), _N("uncle"), _N("aunt or uncle")),
    (3, 1): (_N("great-aunt"), _N("great-uncle"), _N("great-aunt or -uncle")),
    (2, 2): (_N("cousin"), _N("cousin"), _N("cousin")),
}
_SIBLING = (_N("sister"), _N("brother"), _N("sibling"))
_HALF = (_N("half sister"), _N("half brother"), _N("half sibling"))


def relation_word(draft: Draft, person: str, sought: str) -> str:
    """What a person is to the person sought, as short as it goes; "" where there is no word."""
    pedigree = draft.pedigree
    sex = (Sex.FEMALE, Sex.MALE, Sex.UNKNOWN).index(pedigree.sex_of(person))
    tie = tie_between(pedigree, sought, person)
    if tie is None:
        return _("partner") if person in draft.partners_of(sought) else ""
    if (tie.up, tie.down) == (1, 1):
        return _((_SIBLING if tie.full else _HALF)[sex])
    words = _WORDS.get((tie.up, tie.down))
    return _("relative") if words is None else _(words[sex])


def side_word(draft: Draft, person: str, sought: str) -> str:
    """On whose side a relative stands, where that has to be said."""
    tie = tie_between(draft.pedigree, sought, person)
    if tie is None or tie.up < 1 or (tie.up, tie.down) == (1, 0) or (tie.full and tie.up == 1):
        return ""
    return {"mother": _("mother’s side"), "father": _("father’s side")}.get(tie.side or "", "")


def relatedness(pedigree: Pedigree, one: str, other: str) -> float:
    """The share of DNA that two persons have in common by descent, on average.

    Twice the kinship coefficient (Wright 1922, doi:10.1086/279872); founders are unrelated.

    >>> from antigone.genetics.pedigree import pedigree_of
    >>> trio = pedigree_of([("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "U")])
    >>> relatedness(trio, "F", "C"), relatedness(trio, "F", "M")
    (0.5, 0.0)
    """
    place = {person.id: i for i, person in enumerate(pedigree.parents_first)}

    @cache
    def kinship(a: str | None, b: str | None) -> float:
        if a is None or b is None:
            return 0.0
        later, earlier = (a, b) if place[a] >= place[b] else (b, a)
        row = pedigree.by_id[later]
        if later == earlier:
            return 0.5 * (1.0 + kinship(row.father, row.mother))
        return 0.5 * (kinship(row.father, earlier) + kinship(row.mother, earlier))

    return 2.0 * kinship(one, other)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How useful a relative's sample is likely to be, judged by the pedigree alone.

    Args:
        share: of DNA in common with the nearest person sought, on average.
        through: a child of that person whose other parent the relative is.
        sought: who that is.
    """

    share: float
    through: str = ""
    sought: str = ""

    @property
    def helps(self) -> bool:
        """Whether a sample could say anything."""
        return self.share > 0.0 or bool(self.through)


def closeness(draft: Draft, person: str, sought: tuple[str, ...]) -> Closeness:
    """The closest tie of a relative to anybody sought; sharing DNA comes before a common child."""
    pedigree = draft.pedigree
    shares = [(relatedness(pedigree, person, s), -i) for i, s in enumerate(sought)]
    share, place = max(shares, default=(0.0, 0))
    if share > 0.0:
        return Closeness(share, sought=sought[-place])
    common = (
        Closeness(0.0, child, s)
        for s, child in product(sought, draft.children_of(person))
        if child in draft.children_of(s)
    )
    return next(common, Closeness(0.0))
