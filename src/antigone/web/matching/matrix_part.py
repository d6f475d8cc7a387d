"""Which part of a joint posterior its matrix shows: filtered, in an order, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from antigone.web.matching.joint_view import JointView
from antigone.web.matching.results import Block

ROWS = (25, 50, 100)
"""Zoom: how many remains stand in one matrix."""

ALL_COLUMNS = 40
"""Up to so many persons sought all have a column; of more, only those who may be somebody here."""

LARGEST_OVERVIEW = 400
"""With more remains or persons than this even an overview shows nothing."""


class PartForm(forms.Form):
    """Filter, order and zoom of a matrix; what makes no sense counts as not asked for."""

    q = forms.CharField(
        label=gettext_lazy("Remains, person or family"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            ("", gettext_lazy("all remains")),
            ("open", gettext_lazy("only what is not settled")),
        ],
        required=False,
    )
    block = forms.TypedChoiceField(
        label=gettext_lazy("Competing"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[
            ("", gettext_lazy("by number")),
            ("family", gettext_lazy("by family")),
        ],
        required=False,
    )
    rows = forms.TypedChoiceField(
        label=gettext_lazy("Remains at a time"),
        choices=[(n, str(n)) for n in ROWS],
        coerce=int,
        required=False,
    )

    def __init__(self, asked: Mapping[str, str], view: JointView) -> None:
        super().__init__(asked, auto_id="id_part_%s")
        large = [block for block in view.blocks if len(block.remains) > 1]
        self.blocks = dict(enumerate(large, start=1))
        chosen = self.fields["block"]
        assert isinstance(chosen, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = [("", _("everybody"))] + [
            (i, _name(block)) for i, block in self.blocks.items()
        ]

    def part(self) -> Part:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        block = self.blocks.get(asked.get("block") or 0)
        return Part(
            text=asked.get("q", "").strip(),
            only_open=asked.get("show") == "open",
            block=block,
            by_family=asked.get("sort") == "family",
            rows=asked.get("rows") or ROWS[0],
        )


def _name(block: Block) -> str:
    first, more = ", ".join(block.remains[:3]), len(block.remains) - 3
    if more <= 0:
        return first
    return ngettext("%(first)s and %(n)d more", "%(first)s and %(n)d more", more) % {
        "first": first,
        "n": more,
    }


@dataclass(frozen=True)
class Part:
    """Filter, order and zoom."""

    text: str = ""
    only_open: bool = False
    block: Block | None = None
    by_family: bool = False
    rows: int = ROWS[0]

    @property
    def filters(self) -> bool:
        """Whether some remains may be left out."""
        return bool(self.text or self.only_open or self.block)


@dataclass(frozen=True)
class Selection:
    """The remains that a part holds, and the persons of its columns, both in its order.

    Args:
        view: the joint posterior.
        part: what was asked for.
        family_of: the family's name by person sought, in the order of the run.
    """

    view: JointView
    part: Part
    family_of: Mapping[str, str]

    @cached_property
    def remains(self) -> list[str]:
        """All remains that fit the filter."""
        found = [r for r in self.view.marginals if self._fits(r)]
        return sorted(found, key=self._place_of_best) if self.part.by_family else found

    def columns(self, remains: list[str]) -> list[str]:
        """Persons who have a column beside these remains."""
        persons = [m for m in self._persons if not self._left_out(m)]
        if len(persons) <= ALL_COLUMNS and not self.part.filters:
            return persons
        here = {m for r in remains for m in self.view.persons(r)}
        return [m for m in persons if m in here]

    @cached_property
    def _persons(self) -> list[str]:
        """All persons sought in the order of the columns."""
        if not self.part.by_family:
            return list(self.family_of)
        families = list(dict.fromkeys(self.family_of.values()))
        return sorted(self.family_of, key=lambda m: families.index(self.family_of[m]))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {person: place for place, person in enumerate(self._persons)}

    @cached_property
    def _compared(self) -> frozenset[str | None]:
        return frozenset(m for row in self.view.marginals.values() for m in row)

    def _left_out(self, person: str) -> bool:
        """Whether the person's family is no part of the joint view."""
        return person not in self._compared

    def _place_of_best(self, remains: str) -> int:
        best = next(iter(self.view.persons(remains)), None)
        return len(self._persons) if best is None else self._places[best]

    def _fits(self, remains: str) -> bool:
        part = self.part
        if part.only_open and remains not in self.view.open_remains:
            return False
        if part.block is not None and remains not in part.block.remains:
            return False
        return not part.text or self._is_named(remains, part.text.casefold())

    def _is_named(self, remains: str, text: str) -> bool:
        persons = self.view.persons(remains)
        names = [remains, *persons, *(self.family_of[m] for m in persons)]
        return any(text in name.casefold() for name in names)
