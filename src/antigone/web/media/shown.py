"""What a page shows of pictures and files of prints: words, never a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.media.exif import Said
from antigone.web.media.forms import TO_HAND_OUT, TO_OPEN, TO_OPEN_OF_FAMILY, VIEWS, ReasonForm
from antigone.web.media.models import Kept, Opening, Picture, PrintFile
from antigone.web.media.words import (
    PictureWords,
    PrintWords,
    words_of_picture,
    words_of_prints,
)
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.models import Remains


@dataclass(frozen=True)
class Veil:
    """One picture, veiled; `words` is None where it was destroyed."""

    picture: Picture
    position: int
    words: PictureWords | None
    form: ReasonForm
    opened: int
    last_opened: datetime | None
    went_to: Remains | None

    @property
    def view(self) -> str:
        """From where it is seen, in words."""
        return str(dict(VIEWS).get(self.words.view, "")) if self.words and self.words.view else ""

    @property
    def taken(self) -> str:
        """When it says it was taken, by the clock of the camera."""
        return taken_in_words(self.words.said) if self.words else ""

    @property
    def says_something(self) -> bool:
        """Whether it says when or where it was taken."""
        said = self.words.said if self.words else None
        return said is not None and (said.taken_at is not None or said.latitude is not None)


@dataclass(frozen=True)
class Prints:
    """One file of prints; `words` is None where it was destroyed."""

    prints: PrintFile
    words: PrintWords | None
    handed_out: int
    went_to: Remains | None


def veils(user: User, rows: Sequence[Picture]) -> list[Veil]:
    """The veils of the pictures of one case, in their order."""
    counted = _counted("picture", rows)
    seen = _moved_within_sight(user, rows)
    return [
        Veil(
            picture=row,
            position=position,
            words=words_of_picture(row),
            form=ReasonForm(reasons_for(row), ids=f"p{row.pk}"),
            opened=counted.get(row.pk, (0, None))[0],
            last_opened=counted.get(row.pk, (0, None))[1],
            went_to=_went_to(row, seen),
        )
        for position, row in enumerate(rows, start=1)
    ]


def listed_prints(user: User, rows: Sequence[PrintFile]) -> list[Prints]:
    """The files of prints of one case, in their order."""
    counted = _counted("print_file", rows)
    seen = _moved_within_sight(user, rows)
    return [
        Prints(row, words_of_prints(row), counted.get(row.pk, (0, None))[0], _went_to(row, seen))
        for row in rows
    ]


def reasons_for(item: Kept) -> list[Opening.Reason]:
    """The reasons that may be given for opening this."""
    if isinstance(item, PrintFile):
        return TO_HAND_OUT
    return TO_OPEN if item.family_id is None else TO_OPEN_OF_FAMILY


def taken_in_words(said: Said) -> str:
    """When a picture says it was taken, by the clock of the camera; "" where it does not say."""
    if said.taken_at is None:
        return ""
    clock = said.taken_at.replace(tzinfo=None)
    zone = f"UTC{said.taken_at.isoformat()[-6:]}" if said.zone_known else _("it names no time zone")
    moment = (formats.date_format(clock, "DATE_FORMAT"), formats.date_format(clock, "TIME_FORMAT"))
    return f"{', '.join(moment)} ({zone})"


def case_url(item: Kept) -> str:
    """The page on which it is listed."""
    slug = item.incident.slug
    if item.remains is not None:
        number = item.remains.number
        return reverse("media:of_remains", kwargs={"incident": slug, "number": number})
    return reverse("media:of_family", kwargs={"incident": slug, "pk": item.family_id})


def _counted(name: str, rows: Sequence[Kept]) -> dict[int, tuple[int, datetime | None]]:
    openings = Opening.objects.filter(**{f"{name}__in": [row.pk for row in rows]})
    found = openings.order_by().values_list(name).annotate(Count("pk"), Max("opened_at"))
    return {pk: (count, last) for pk, count, last in found}


def _moved_within_sight(user: User, rows: Sequence[Kept]) -> set[int]:
    """The remains to which something went, those that this person may know of."""
    moved = [row.went_to.remains_id or 0 for row in rows if row.went_to is not None]
    if not moved:
        return set()
    known = remains_in_sight(user, rows[0].incident).filter(pk__in=moved)
    return set(known.values_list("pk", flat=True))


def _went_to(row: Kept, seen: set[int]) -> Remains | None:
    moved = row.went_to
    return moved.remains if moved is not None and moved.remains_id in seen else None
