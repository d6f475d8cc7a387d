"""Drawings of the report: the pedigree under codes, and the seal as a QR code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from antigone.genetics.pedigree import Pedigree
from antigone.web.custody.labels import qr_svg
from antigone.web.figures.pedigree import Marks
from antigone.web.figures.pedigree_rows import generations
from antigone.web.matching.evidence import FrozenPair
from antigone.web.records.drawing import draw_pedigree
from antigone.web.requests.pedigree_draft import Draft, Member
from antigone.web.requests.pedigree_relations import relation_word

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

# A drawing on paper has no page around it: what the style sheet of the pages says stands in it.
_STYLE = (
    '<style>text{fill:#000;font-family:"Noto Sans","Noto Sans Arabic"}.t-q{fill:#333}'
    ".t-b{font-weight:bold}.ln{stroke:#000;fill:none;stroke-width:1.5}.ln-3{stroke-width:2.5}"
    ".fl{fill:#000}.fl-act{fill:#ddd}</style>"
)


def on_paper(figure: str) -> SafeString:
    """A figure of the pages with what their style sheet gives to it."""
    head, rest = figure.split(">", 1)
    return mark_safe(f"{head}>{_STYLE}{rest}")  # noqa: S308 - figures escape their texts


def seal_drawn(text: str) -> SafeString:
    """The QR code of a seal."""
    return qr_svg(text)


def drawn_pedigree(pair: FrozenPair) -> SafeString:
    """The family of the person sought, by position and relation: no name of a relative, no code of theirs."""
    family = pair.family
    roles = relations(family.pedigree, pair.missing)
    marks = Marks(
        typed=set(family.profiles),
        missing=dict.fromkeys(family.missing, ""),
        in_question=(pair.missing, f"{pair.remains.id}?"),
        labels=codes(family.pedigree, family.missing),
        roles=roles,
    )
    return on_paper(draw_pedigree(family.pedigree, marks))


def codes(pedigree: Pedigree, sought: tuple[str, ...]) -> Mapping[str, str]:
    """How the report names the persons of a family: by generation and place; those sought by number.

    >>> from antigone.genetics.pedigree import Person, Sex
    >>> father, mother = Person("Ivan", sex=Sex.MALE), Person("Olena", sex=Sex.FEMALE)
    >>> child = Person("M1", "Ivan", "Olena", Sex.MALE)
    >>> codes(Pedigree((father, mother, child)), ("M1",))
    {'Ivan': 'I-1', 'Olena': 'I-2', 'M1': 'M1'}
    """
    rows, counted, named = generations(pedigree), [0] * len(pedigree.ids), {}
    for person in pedigree.ids:
        row = rows[person]
        counted[row] += 1
        numeral = NUMERALS[row] if row < len(NUMERALS) else str(row + 1)
        named[person] = person if person in sought else f"{numeral}-{counted[row]}"
    return named


def relations(pedigree: Pedigree, sought: str) -> Mapping[str, str]:
    """What each person is to the person sought, where there is a word for it."""
    members = tuple(Member(p.id, p.father, p.mother, p.sex) for p in pedigree.persons)
    draft = Draft(members)
    return {p: relation_word(draft, p, sought) for p in pedigree.ids if p != sought}
