"""Effects, clothing and documents, item by item, and the sealed packets in which they lie."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.evidence.records import Carried
from antigone.web.examination.kinds import ITEM_KINDS
from antigone.web.examination.sections.base import (
    Content,
    LinesField,
    Record,
    RowForm,
    SectionKind,
    Table,
    choice_field,
    choices_of,
    text_field,
)
from antigone.web.examination.sections.internal import KindForm
from antigone.web.incidents.roles import Permission


class ItemForm(KindForm):
    """One item."""

    needed = ("kind", "carried")

    kind = choice_field(gettext_lazy("Kind"), ITEM_KINDS)
    kind_in_words = text_field(gettext_lazy("Another kind, in words"), most=60)
    carried = choice_field(
        gettext_lazy("Where it was"),
        choices_of(Carried),
        help_text=gettext_lazy("Worn is not the same as lying loose: it may be somebody else's."),
    )
    features = LinesField(
        label=gettext_lazy("Colour, material, brand, size, inscription"),
        help_text=gettext_lazy("One on each line."),
        lower=True,
    )
    numbers = LinesField(
        label=gettext_lazy("Numbers read from it"), help_text=gettext_lazy("One on each line.")
    )
    names = LinesField(
        label=gettext_lazy("Names read from it, as written"),
        help_text=gettext_lazy("One on each line, in their own script."),
    )
    packet = text_field(gettext_lazy("Number of the sealed packet"), most=100)
    detail = text_field(gettext_lazy("Damage, and what else is seen"), most=500)


class PacketForm(RowForm):
    """One sealed packet."""

    needed = ("number",)

    number = text_field(pgettext_lazy("of a packet", "Number of the packet"), most=100)
    seal = text_field(pgettext_lazy("of a packet", "Number of the seal"), most=100)
    owner = text_field(
        gettext_lazy("Whose, as far as is known"),
        most=300,
        help_text=gettext_lazy("The statement that goes with the packet."),
    )


class EffectsForm(forms.Form):
    """What is said of all of them."""

    clothing = text_field(gettext_lazy("Clothing as a whole"), most=2_000, rows=2)


def part_of_record(content: Content) -> Record:
    """The items."""
    items = [
        {n: row[n] for n in ("kind", "carried", "numbers", "names", "features") if n in row}
        for row in content.get("items", [])
    ]
    return {"items": items} if items else {}


def from_record(record: Record, sex: str) -> Content:
    """The items that a file listed."""
    return {"items": [dict(row) for row in record["items"]]} if record.get("items") else {}


def packets(content: Content) -> list[tuple[str, str, list[Record]]]:
    """Each sealed packet with its seal and the complete list of what lies in it."""
    seals = {row["number"]: row.get("seal", "") for row in content.get("packets", [])}
    named = [row["packet"] for row in content.get("items", []) if "packet" in row]
    return [
        (
            number,
            seals.get(number, ""),
            [row for row in content.get("items", []) if row.get("packet") == number],
        )
        for number in dict.fromkeys([*seals, *named])
    ]


EFFECTS = SectionKind(
    permission=Permission.EXAMINE,
    form=EffectsForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("mortuary"),
    tables={
        "items": Table(ItemForm, gettext_lazy("Item"), gettext_lazy("One more item")),
        "packets": Table(
            PacketForm, gettext_lazy("Sealed packet"), gettext_lazy("One more packet")
        ),
    },
    groups=((gettext_lazy("As a whole"), ("clothing",)),),
)
