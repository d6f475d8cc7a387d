"""The court copy: the report with chosen pictures of the remains, for an authority that asks.

Nothing written for a family reaches this module, nor the pictures behind it. The copy is made, handed
over and forgotten: only who made it, for whom and why is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from weasyprint.urls import URLFetcherResponse  # type: ignore[import-untyped]

from antigone.policy.reports import (
    rp_02_a_court_asks,
    rp_03_chosen_of_these_remains,
    rp_06_court_is_told_once,
)
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.media.doors import pictures
from antigone.web.media.models import Opening, Picture
from antigone.web.media.opening import open_picture, show
from antigone.web.papers.rendering import FetchesNothing, html_of, written
from antigone.web.records.consent import locked
from antigone.web.records.joined_bodies import parts_of
from antigone.web.reports.identification_report import (
    enclosed,
    report_context,
    with_summary_on_one_page,
)
from antigone.web.reports.models import CourtCopy

TEMPLATE = "reports/court_copy.html"


class PictureNotShown(ValueError):
    """A picture that was opened for the copy cannot be drawn: its file is gone, or was altered."""


@dataclass(frozen=True)
class Asked:
    """Who asks for a court copy, and for what."""

    authority: str
    case_number: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """A picture as the copy shows it."""

    picture: Picture
    address: str
    content: bytes


def pictures_of(identification: Identification) -> list[Picture]:
    """The pictures of the remains, of all parts joined as one body, that stand."""
    rows = pictures().filter(remains__in=parts_of(identification.remains))
    return [row for row in rows if row.stands]


@transaction.atomic
def open_for_court(
    *,
    user: User,
    identification: Identification,
    chosen: Sequence[Picture],
    asked: Asked,
    proved: bool,
) -> CourtCopy:
    """Enter that a court copy is made, and open each of its pictures by itself (ME-01, RP-02, RP-03).

    Args:
        proved: whether this person proved a second factor lately.

    Raises:
        PermissionDenied: the person makes no court copies here.
        RuleRefused: RP-02 or RP-03.
        NotOpened: ME-02.
    """
    incident = locked(identification.incident)
    require(user, incident, Permission.COURT_COPY)
    of_remains = {picture.pk for picture in pictures_of(identification)}
    insist(
        [
            rp_02_a_court_asks(asked.authority, asked.case_number, asked.reason),
            rp_03_chosen_of_these_remains([picture.pk for picture in chosen], of_remains),
        ]
    )
    copy = CourtCopy(
        identification=identification,
        authority=asked.authority.strip(),
        case_number=asked.case_number.strip(),
        reason=asked.reason.strip(),
        made_by=user,
    )
    copy.full_clean()
    copy.save()
    words = f"{copy.authority}, {copy.case_number}"
    openings = [
        open_picture(
            user=user,
            picture=picture,
            reason=Opening.Reason.OTHER.value,
            words=words,
            proved=proved,
        )
        for picture in dict.fromkeys(chosen)
    ]
    copy.openings.set(openings)
    record(
        actor=user.username,
        act="report.court_copy",
        incident=incident.slug,
        subject=f"{identification.remains.number}, {identification.missing_person.number}",
        details={
            "asked_fingerprint": fingerprint_of_words(
                "\n".join((copy.authority, copy.case_number, copy.reason)), copy.salt
            ),
            "court_copy": copy.pk,
            "document_sha256": identification.document_sha256,
            "identification": identification.pk,
            "openings": [opening.pk for opening in openings],
        },
    )
    return copy


def render_court_copy(*, user: User, copy: CourtCopy) -> bytes:
    """The copy as PDF/A, once: each picture is shown once, to whoever opened it.

    Raises:
        PictureNotShown: one of them cannot be shown (again).
        FileGone, SealBroken: its file is not there, or was altered.
    """
    identification = copy.identification
    shown = [_shown(user, opening) for opening in _openings(copy)]
    context = {
        **report_context(identification, quoted=True),
        "copy": copy,
        "shown": shown,
    }
    language = get_language() or "en"
    html = html_of(TEMPLATE, context, language=language, dated=copy.made_at)
    fetcher = OwnPictures({one.address: one.content for one in shown})
    document = with_summary_on_one_page(html, fetcher)
    return written(document, html=html, dated=copy.made_at, enclosed=[enclosed(identification)])


@transaction.atomic
def record_told(*, user: User, copy: CourtCopy, how: str) -> CourtCopy:
    """RP-06: whoever got a copy of a decision that was reopened was told that it no longer stands.

    Raises:
        PermissionDenied: the person makes no court copies here.
        RuleRefused: RP-06; the decision stands, or they were told before.
    """
    incident = locked(copy.identification.incident)
    require(user, incident, Permission.COURT_COPY)
    copy = CourtCopy.objects.select_related("identification__incident").get(pk=copy.pk)
    insist([rp_06_court_is_told_once(copy.identification.stands, copy.told_at is not None)])
    copy.told_by, copy.told_at, copy.told_how = user, timezone.now(), how.strip()
    copy.full_clean()
    copy.save()
    record(
        actor=user.username,
        act="report.court_told",
        incident=incident.slug,
        subject=str(copy.identification.proposal),
        details={
            "court_copy": copy.pk,
            "how_fingerprint": fingerprint_of_words(copy.told_how, copy.salt),
            "identification": copy.identification_id,
        },
    )
    return copy


class OwnPictures(FetchesNothing):
    """Gives a paper the pictures that were opened for it, by an address that means nothing elsewhere."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        super().__init__()
        self._contents = contents

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The picture of this address; anything else is refused."""
        if url not in self._contents:
            super().fetch(url)
        return URLFetcherResponse(url, self._contents[url], {"Content-Type": "image/jpeg"})


def _openings(copy: CourtCopy) -> Sequence[Opening]:
    joins = ("picture__incident", "picture__file__key", "picture__remains__incident")
    return list(copy.openings.select_related(*joins, "opened_by").order_by("pk"))


def _shown(user: User, opening: Opening) -> Shown:
    content = show(user=user, opening=opening)
    picture = opening.picture
    if content is None or picture is None:
        raise PictureNotShown(str(opening))
    return Shown(picture, f"opened:{opening.pk}", content)
