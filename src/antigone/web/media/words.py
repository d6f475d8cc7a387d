"""What is known of a picture or a file of prints in words; kept under seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from antigone.formats.cursor import Cursor
from antigone.provenance import JsonValue
from antigone.web.media.exif import Said
from antigone.web.media.models import Kept, Opening, Picture, PrintFile
from antigone.web.media.print_facts import PrintFacts
from antigone.web.media.sealed import seal_words, unseal_words
from antigone.web.sealing.keys import KeyDestroyed

_MOST_METRES = 1e9


@dataclass(frozen=True)
class PictureWords:
    """What a picture shows, and what it says of itself."""

    file_name: str
    shows: str
    view: str
    taken_by: str
    said: Said


@dataclass(frozen=True)
class PrintWords:
    """What somebody says of a file of prints, and what stands in it."""

    file_name: str
    shows: str
    facts: PrintFacts


def seal_picture(picture: Picture, words: PictureWords) -> None:
    """Put the words into the picture's row."""
    said = words.said
    row: dict[str, JsonValue] = {
        "file_name": words.file_name,
        "shows": words.shows,
        "view": words.view,
        "taken_by": words.taken_by,
        "orientation": said.orientation,
        "taken_at": said.taken_at.isoformat() if said.taken_at else None,
        "zone_known": said.zone_known,
        "latitude": said.latitude,
        "longitude": said.longitude,
        "within_m": said.within_m,
    }
    picture.sealed_words = seal_words(picture, row)


def words_of_picture(picture: Picture) -> PictureWords | None:
    """The words of a picture; None where they are destroyed."""
    row = _opened(picture)
    if row is None:
        return None
    return PictureWords(
        file_name=row.field("file_name").text(),
        shows=row.field("shows").text(),
        view=row.field("view").text(),
        taken_by=row.field("taken_by").text(),
        said=_said(row),
    )


def _said(row: Cursor) -> Said:
    taken_at = row.optional("taken_at")
    return Said(
        orientation=row.field("orientation").integer(1, 8),
        taken_at=None if taken_at is None else datetime.fromisoformat(taken_at.text()),
        zone_known=row.field("zone_known").value is True,
        latitude=_number(row.optional("latitude"), -90, 90),
        longitude=_number(row.optional("longitude"), -180, 180),
        within_m=_number(row.optional("within_m"), 0, _MOST_METRES),
    )


def _number(value: Cursor | None, low: float, high: float) -> float | None:
    return None if value is None else value.number(low, high)


def seal_prints(prints: PrintFile, words: PrintWords) -> None:
    """Put the words into the row of a file of prints."""
    row: dict[str, JsonValue] = {"file_name": words.file_name, "shows": words.shows}
    prints.sealed_words = seal_words(prints, row | {"facts": words.facts.as_row()})


def words_of_prints(prints: PrintFile) -> PrintWords | None:
    """The words of a file of prints; None where they are destroyed."""
    row = _opened(prints)
    if row is None:
        return None
    return PrintWords(
        file_name=row.field("file_name").text(),
        shows=row.field("shows").text(),
        facts=PrintFacts.from_row(row.field("facts")),
    )


def seal_reason(opening: Opening, words: str) -> None:
    """Put the words of a reason into the row of an opening."""
    opening.sealed_words = seal_words(opening.item, words) if words else None


def _opened(item: Kept) -> Cursor | None:
    if item.sealed_words is None:
        return None
    try:
        return Cursor(unseal_words(item, bytes(item.sealed_words)))
    except KeyDestroyed:
        return None
