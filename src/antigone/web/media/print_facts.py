"""What a file of prints says of itself, in plain values and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from antigone.formats.cursor import Cursor
from antigone.provenance import JsonValue

_MOST = 10**6

POSITIONS: dict[int, str] = {
    0: gettext_noop("finger not known"),
    1: gettext_noop("right thumb"),
    2: gettext_noop("right index finger"),
    3: gettext_noop("right middle finger"),
    4: gettext_noop("right ring finger"),
    5: gettext_noop("right little finger"),
    6: gettext_noop("left thumb"),
    7: gettext_noop("left index finger"),
    8: gettext_noop("left middle finger"),
    9: gettext_noop("left ring finger"),
    10: gettext_noop("left little finger"),
    11: gettext_noop("right thumb, plain"),
    12: gettext_noop("left thumb, plain"),
    13: gettext_noop("four fingers of the right hand"),
    14: gettext_noop("four fingers of the left hand"),
    15: gettext_noop("both thumbs"),
    16: gettext_noop("a further finger of the right hand"),
    17: gettext_noop("a further finger of the left hand"),
    20: gettext_noop("palm not known"),
    21: gettext_noop("right palm"),
    22: gettext_noop("edge of the right palm"),
    23: gettext_noop("left palm"),
    24: gettext_noop("edge of the left palm"),
    25: gettext_noop("lower right palm"),
    26: gettext_noop("upper right palm"),
    27: gettext_noop("lower left palm"),
    28: gettext_noop("upper left palm"),
}
"""Friction ridge positions of NIST SP 500-290; others are shown by their number."""

_RECORDS = {
    4: gettext_noop("finger, binary"),
    13: gettext_noop("latent print"),
    14: gettext_noop("finger"),
    15: gettext_noop("palm"),
    19: gettext_noop("sole"),
}


@dataclass(frozen=True, slots=True)
class PrintImage:
    """One image of prints: where on the body, and how finely scanned."""

    kind: int
    positions: tuple[int, ...]
    width: int
    height: int
    ppi: int | None
    taken_on: date | None

    @property
    def what(self) -> str:
        """The kind of the record, in words."""
        return _(_RECORDS[self.kind])

    @property
    def where(self) -> str:
        """The positions, in words."""
        return ", ".join(
            _(POSITIONS[p]) if p in POSITIONS else _("position %d") % p for p in self.positions
        )


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """What a file of prints says of itself, without any name."""

    version: str
    transaction: str
    made_on: date | None
    images: tuple[PrintImage, ...]
    minutiae_records: int

    def as_row(self) -> dict[str, JsonValue]:
        """The facts as JSON values."""
        return {
            "version": self.version,
            "transaction": self.transaction,
            "made_on": _iso(self.made_on),
            "minutiae_records": self.minutiae_records,
            "images": [
                {
                    "kind": image.kind,
                    "positions": list(image.positions),
                    "width": image.width,
                    "height": image.height,
                    "ppi": image.ppi,
                    "taken_on": _iso(image.taken_on),
                }
                for image in self.images
            ],
        }

    @classmethod
    def from_row(cls, row: Cursor) -> Self:
        """What `as_row` wrote."""
        return cls(
            version=row.field("version").text(),
            transaction=row.field("transaction").text(),
            made_on=_day(row.optional("made_on")),
            minutiae_records=row.field("minutiae_records").integer(0, _MOST),
            images=tuple(_image(image) for image in row.field("images").items()),
        )


def _image(row: Cursor) -> PrintImage:
    ppi = row.optional("ppi")
    return PrintImage(
        kind=row.field("kind").integer(0, 99),
        positions=tuple(p.integer(0, 255) for p in row.field("positions").items()),
        width=row.field("width").integer(0, _MOST),
        height=row.field("height").integer(0, _MOST),
        ppi=None if ppi is None else ppi.integer(0, _MOST),
        taken_on=_day(row.optional("taken_on")),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(value: Cursor | None) -> date | None:
    return None if value is None else date.fromisoformat(value.text())
