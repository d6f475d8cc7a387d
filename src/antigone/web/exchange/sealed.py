"""What an intake holds, sealed with its key: the file, the choice of columns, pieces, what is told."""

from __future__ import annotations

import json
from collections.abc import Iterator

from antigone.provenance import JsonValue
from antigone.web.exchange.models import Intake, IntakePiece
from antigone.web.sealing.keys import seal, unseal
from antigone.web.sealing.models import Key

FILE, MAPPING, TOLD = "intake file", "intake columns", "intake told"


def seal_content(intake: Intake, content: bytes) -> None:
    """Put the file into an intake; the row is not saved."""
    intake.content = seal(_key(intake), content, FILE)


def content_of(intake: Intake) -> bytes:
    """The file as it was uploaded."""
    return unseal(_key(intake), intake.content or b"", FILE)


def sealed_json(intake: Intake, value: JsonValue, about: str) -> bytes:
    """A value as an intake keeps it, its parts in their order."""
    return seal(_key(intake), json.dumps(value, ensure_ascii=False).encode(), about)


def opened_json(intake: Intake, sealed: bytes | memoryview | None, about: str) -> JsonValue:
    """The value that `sealed_json` sealed; None where there is none."""
    if not sealed:
        return None
    value: JsonValue = json.loads(unseal(_key(intake), sealed, about))
    return value


def about_piece(position: int) -> str:
    """What a piece is bound to, so that none stands in another's place."""
    return f"intake piece {position}"


def pieces_of(intake: Intake) -> Iterator[tuple[IntakePiece, JsonValue]]:
    """The pieces in their order, one at a time."""
    for pk in list(intake.pieces.order_by("position").values_list("pk", flat=True)):
        piece = IntakePiece.objects.get(pk=pk)
        yield piece, opened_json(intake, piece.content, about_piece(piece.position))


def _key(intake: Intake) -> Key:
    assert intake.key is not None  # noqa: S101  (it goes only with all that it sealed)
    return intake.key
