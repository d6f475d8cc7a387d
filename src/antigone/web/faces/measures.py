"""What an engine measures of a picture, and keeping that of families' photographs under seal.

Of remains nothing is kept: their picture is measured anew for each search.
"""

from __future__ import annotations

from antigone.evidence.face.engine import Engine, ModelRefused
from antigone.evidence.face.landmarks import Eyes, NoFace, Point, SeveralFaces, only
from antigone.evidence.face.pictures import Picture as Pixels
from antigone.evidence.face.pictures import PictureRefused
from antigone.evidence.face.quality import StateOfBody
from antigone.formats.cursor import Cursor
from antigone.policy.face import fa_05_shows_one_person
from antigone.web.faces.models import EyePoints, FaceVector
from antigone.web.faces.written import Measured, as_json, from_json
from antigone.web.media.models import Picture
from antigone.web.media.pixels import pixels_of
from antigone.web.media.sealed import FileGone
from antigone.web.media.structure import Malformed
from antigone.web.records.models import Family
from antigone.web.sealing.keys import SealBroken, seal_json, unseal_json

NO_FACE, SEVERAL, UNREADABLE = "no_face", "several_faces", "unreadable"
"""Why nothing was measured, beside the problems of quality."""


def measure(
    engine: Engine, picture: Picture, state: StateOfBody, eyes: EyePoints | None
) -> Measured:
    """Decode one picture and measure the face in it; a picture that cannot be read says so.

    Args:
        state: of the body, as recorded.
        eyes: set by hand; else the engine has to find exactly one face.

    Raises:
        KeyDestroyed: the family withdrew, or took it back.
    """
    if not fa_05_shows_one_person(picture.kind, eyes_set=eyes is not None):
        return Measured(None, SEVERAL)
    try:
        pixels = pixels_of(picture)
        return _measured(engine, pixels, state, eyes)
    except NoFace:
        return Measured(None, NO_FACE)
    except SeveralFaces:
        return Measured(None, SEVERAL)
    # ModelRefused: of this face the model gave nothing that is a vector; others go on.
    except (FileGone, SealBroken, Malformed, PictureRefused, ModelRefused):
        return Measured(None, UNREADABLE)


def _measured(
    engine: Engine, pixels: Pixels, state: StateOfBody, eyes: EyePoints | None
) -> Measured:
    height, width = pixels.shape[:2]
    at = only(engine.detect(pixels)) if eyes is None else _in_pixels(eyes, width, height)
    made = engine.embed(pixels, at, state)
    found = () if isinstance(at, Eyes) else at.points
    points = [(p.x / width, p.y / height) for p in (made.eyes.right, made.eyes.left, *found)]
    return Measured(made, points=tuple((round(x, 4), round(y, 4)) for x, y in points))


def _in_pixels(eyes: EyePoints, width: int, height: int) -> Eyes:
    def point(x: float, y: float) -> Point:
        return Point(min(x * width, width - 1.0), min(y * height, height - 1.0))

    return Eyes(right=point(eyes.right_x, eyes.right_y), left=point(eyes.left_x, eyes.left_y))


def keep(picture: Picture, family: Family, engine: Engine, measured: Measured) -> FaceVector:
    """FA-13: what was measured of a photograph is kept only sealed, with the family's own key.

    Raises:
        KeyDestroyed: the family withdrew.
    """
    sealed = seal_json(family.key, as_json(measured), _about(picture.pk))
    row = FaceVector.objects.filter(picture=picture).first() or FaceVector(picture=picture)
    row.engine, row.sealed = engine.identity.key, sealed
    row.full_clean()
    row.save()
    return row


def read(row: FaceVector, family: Family) -> Measured:
    """What `keep` sealed.

    Raises:
        KeyDestroyed: the family withdrew.
    """
    return from_json(Cursor(unseal_json(family.key, bytes(row.sealed), _about(row.picture_id))))


def _about(picture: int) -> str:
    return f"face of picture {picture}"


def eyes_of(picture: Picture) -> EyePoints | None:
    """The eyes that somebody set by hand; the newest count."""
    return EyePoints.objects.filter(picture=picture).order_by("-set_at", "-pk").first()
