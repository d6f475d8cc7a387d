"""Remains with a picture of a face, and families whose photographs may be searched: through the acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from PIL import Image

from antigone.evidence.face.pictures import Picture as Pixels
from antigone.web.accounts.models import User
from antigone.web.examination.confirming import confirm_death
from antigone.web.faces.models import FaceRelease, FaceSearch
from antigone.web.faces.releasing import release_picture
from antigone.web.faces.searching import start_search
from antigone.web.faces.work import search_by_face
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.models import Picture
from antigone.web.media.opening import open_picture, show
from antigone.web.records.findable import find_remains
from antigone.web.records.models import Family, MissingPerson, RecoveryEvent, Remains
from antigone.web.requests.models import Purpose, TracingRequest
from tests.evidence.face.faces import collins, hopper, scaled, with_gamma
from tests.web.conftest import Cast
from tests.web.media.drawn import jpeg
from tests.web.requests.taking import answer, take

WORDS = "Two families have a son of this age."


def as_jpeg(pixels: Pixels) -> bytes:
    return jpeg(Image.fromarray(pixels), quality=92)


def of_collins() -> bytes:
    """The face as the family's photograph shows it."""
    return as_jpeg(collins())


def of_collins_again() -> bytes:
    """The same face in another light and size, in the place of the remains' picture."""
    return as_jpeg(with_gamma(scaled(collins(), 1.3), 1.2))


def of_hopper() -> bytes:
    return as_jpeg(hopper())


def a_body(cast: Cast, number: str = "PM-701", state: str = "fresh") -> Remains:
    """Remains with their recovery, examined and dead."""
    remains = Remains.objects.create(
        incident=cast.incident,
        number=number,
        sex="F",
        record={"state": state} if state else None,
        agency=cast.sanna.agency,
    )
    RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=remains,
        recovered_at=datetime(2026, 10, 5, 11, 20, tzinfo=UTC),
        place="Orchard, square E3",
        finder="Teo Varga",
        recorded_by=cast.teo,
    )
    confirm_death(
        user=cast.sanna,
        of=remains,
        examiner="Dr Imani Roskvist",
        function="Forensic physician",
        examined_on=date(2026, 10, 9),
    )
    find_remains(cast.incident.pk, [remains])
    return remains


def a_picture(cast: Cast, remains: Remains, content: bytes = b"", kind: str = "face") -> Picture:
    """A picture of remains, added by Sanna."""
    return add_picture(
        user=cast.sanna,
        place=Place.of_remains(remains),
        name="face.jpg",
        content=content or of_collins_again(),
        described=Described(kind, "the face, from the front"),
    )


def looked(user: User, picture: Picture) -> None:
    """Somebody opens a picture, and sees it."""
    opening = open_picture(
        user=user, picture=picture, reason="right_record", words="Is it they?", proved=True
    )
    assert show(user=user, opening=opening)


def released(
    user: User, picture: Picture, reason: str = "Fresh, the face is whole."
) -> FaceRelease:
    """Somebody looks at a picture and releases it."""
    looked(user, picture)
    return release_picture(user=user, picture=picture, reason=reason)


def a_photograph(
    cast: Cast, request: TracingRequest, content: bytes = b"", kind: str = "portrait"
) -> Picture:
    """A photograph of whom the request seeks, taken in by Nadia."""
    family = request.family
    return add_picture(
        user=cast.nadia,
        place=Place.of_family(family, family.missing_persons.get()),
        name="smile.jpg",
        content=content or of_collins(),
        described=Described(kind, "smiling, at the Lukar bridge"),
    )


def consents(cast: Cast, request: TracingRequest, *purposes: Purpose) -> None:
    for purpose in purposes or (Purpose.SEARCH, Purpose.PHOTOGRAPHS, Purpose.FACES):
        answer(cast, request, purpose)


def a_family(cast: Cast, content: bytes = b"") -> TracingRequest:
    """A family that allows all that a search by face needs, with one photograph."""
    request = take(cast)
    consents(cast, request)
    a_photograph(cast, request, content)
    return request


@dataclass(frozen=True)
class Ready:
    """All that a search needs: a picture that Ilse released, and two families that allow it."""

    cast: Cast
    remains: Remains
    picture: Picture
    release: FaceRelease
    near: TracingRequest
    far: TracingRequest

    @property
    def family(self) -> Family:
        """The one whose photograph shows the same face."""
        return self.near.family

    @property
    def person(self) -> MissingPerson:
        """Whom it seeks."""
        return self.near.family.missing_persons.get()

    @property
    def photograph(self) -> Picture:
        """What it gave."""
        return self.near.family.pictures.get()


def ready(cast: Cast) -> Ready:
    remains = a_body(cast)
    picture = a_picture(cast, remains)
    release = released(cast.ilse, picture)
    return Ready(cast, remains, picture, release, a_family(cast), a_family(cast, of_hopper()))


def started(at: Ready) -> FaceSearch:
    """Halvar searches; nothing is done yet."""
    return start_search(
        user=at.cast.halvar, picture=at.picture, purpose="first_sample", words=WORDS, proved=True
    )


def worked(search: FaceSearch) -> FaceSearch:
    """The worker does it."""
    search_by_face.call(search.pk)
    search.refresh_from_db()
    return search


def searched(at: Ready) -> FaceSearch:
    return worked(started(at))
