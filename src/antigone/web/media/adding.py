"""Adding a picture or a file of prints: checked, sealed, written, journalled; or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.pictures import me_06_keeps_place
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.journal.services import record
from antigone.web.media import sealed
from antigone.web.media.checks import Checked, check_picture
from antigone.web.media.exif import Said
from antigone.web.media.models import Kept, Picture, PrintFile
from antigone.web.media.prints import read_prints
from antigone.web.media.rights import to_add
from antigone.web.media.words import PictureWords, PrintWords, seal_picture, seal_prints
from antigone.web.records.consent import locked
from antigone.web.records.models import Family, MissingPerson, Remains


@dataclass(frozen=True)
class Place:
    """Under what something is kept: remains, or a family and perhaps one whom it seeks."""

    remains: Remains | None = None
    family: Family | None = None
    missing_person: MissingPerson | None = None

    @property
    def incident(self) -> Incident:
        """Its incident."""
        owner = self.remains or self.family
        assert owner is not None  # noqa: S101  (made by `of_remains` or `of_family`)
        return owner.incident

    @property
    def subject(self) -> str:
        """How the journal names it: numbers only."""
        return self.remains.number if self.remains else f"family {self.family and self.family.pk}"

    @classmethod
    def of_remains(cls, remains: Remains) -> Place:
        """Under remains."""
        return cls(remains=remains)

    @classmethod
    def of_family(cls, family: Family, missing_person: MissingPerson | None = None) -> Place:
        """Under a family, and perhaps one whom it seeks."""
        return cls(family=family, missing_person=missing_person)


@dataclass(frozen=True)
class Described:
    """What whoever adds a picture says of it."""

    kind: str
    shows: str
    view: str = ""
    taken_by: str = ""
    keep_place: bool = False


def add_picture(
    *, user: User, place: Place, name: str, content: bytes, described: Described
) -> Picture:
    """Keep a picture: of remains as it came, of a family without what was written beside it (ME-06).

    Raises:
        Refused: it may not be kept (ME-04); the message says why.
        KeyDestroyed: the family withdrew.
    """
    require(user, place.incident, to_add(place.family is not None))
    checked = check_picture(name, content)
    keeps_all = me_06_keeps_place(place.family is not None, described.keep_place)
    with sealed.act() as folder:
        _hold(place)
        picture = Picture(
            **_common(user, place),
            file=folder.keep(content if keeps_all else checked.bare(), place.family),
            kind=described.kind,
            form=checked.structure.format,
            width=checked.structure.width,
            height=checked.structure.height,
        )
        seal_picture(picture, _words(checked, described, keeps_all=keeps_all))
        details: dict[str, JsonValue] = {"kind": picture.kind}
        _save(user, picture, "picture.added", place, details)
    return picture


def add_prints(
    *, user: User, place: Place, name: str, content: bytes, shows: str = ""
) -> PrintFile:
    """Keep an ANSI/NIST file of prints as it came.

    Raises:
        Refused: it cannot be read; the message names record and field.
        KeyDestroyed: the family withdrew.
    """
    require(user, place.incident, to_add(place.family is not None))
    shown, facts = read_prints(name, content)
    with sealed.act() as folder:
        _hold(place)
        prints = PrintFile(**_common(user, place), file=folder.keep(content, place.family))
        seal_prints(prints, PrintWords(shown, shows.strip(), facts))
        _save(user, prints, "prints.added", place, {"images_count": len(facts.images)})
    return prints


def _hold(place: Place) -> None:
    """No family withdraws while something of it is being written."""
    locked(place.incident)
    if place.family is not None:
        place.family.refresh_from_db(fields=["key"])


def _common(user: User, place: Place) -> dict[str, object]:
    return {
        "incident": place.incident,
        "remains": place.remains,
        "family": place.family,
        "missing_person": place.missing_person,
        "added_by": user,
    }


def _words(checked: Checked, described: Described, *, keeps_all: bool) -> PictureWords:
    said = checked.said
    if not keeps_all:
        said = Said(said.orientation, said.taken_at, said.zone_known)
    return PictureWords(
        file_name=checked.name,
        shows=described.shows.strip(),
        view=described.view,
        taken_by=described.taken_by.strip(),
        said=said,
    )


def _save(user: User, item: Kept, act: str, place: Place, details: dict[str, JsonValue]) -> None:
    item.full_clean()
    item.save()
    facts = {"item": item.pk, "fingerprint": item.file.sha256, "size": item.file.size}
    record(
        actor=user.username,
        act=act,
        incident=place.incident.slug,
        subject=place.subject,
        details=facts | details,
    )
