"""Notices with how each stands, told by the database: for lists, tasks and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.notices.doors import identifications_in_sight
from antigone.web.notices.models import Notice, NoticeAssignment, Visit, Wish
from antigone.web.notices.standing import NOT_TOLD, State

WORDS: dict[State, tuple[str, Promise, str]] = {
    State.PLANNED: ("wait", _("family not yet told"), ""),
    State.TOLD: ("check", _("the family was told"), "done"),
    State.DECLINED: ("cancel", _("the family did not want to hear"), ""),
    State.STOPPED: ("broken", _("stopped: the identification was reopened"), "broken"),
    State.TO_PUT_RIGHT: ("care", _("to be put right: the family was told"), "care"),
    State.PUT_RIGHT: ("check", _("put right"), "done"),
}
"""Glyph, words and tone of each state."""

TOLD = Visit.objects.filter(outcome=Visit.Outcome.TOLD)


def with_states(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with who goes, when, whether and when the family was told, and what came after."""
    visits = Visit.objects.filter(notice=OuterRef("pk"))
    sent = NoticeAssignment.objects.filter(notice=OuterRef("pk")).order_by("-assigned_at", "-pk")
    corrected = TOLD.filter(
        notice__identification=OuterRef("identification"), notice__kind=Notice.Kind.CORRECTION
    )
    return rows.annotate(
        told_at=Subquery(visits.filter(outcome=Visit.Outcome.TOLD).values("at")[:1]),
        last_outcome=Subquery(visits.order_by("-recorded_at").values("outcome")[:1]),
        corrected_at=Subquery(corrected.values("at")[:1]),
        stands=F("identification__stands"),
        notifier_name=Subquery(sent.values("notifier__full_name")[:1]),
        notifier_pk=Subquery(sent.values("notifier")[:1]),
        planned_for=Subquery(sent.values("planned_for")[:1]),
    )


@dataclass(frozen=True)
class Standing:
    """How a notice stands, with what a list shows of it."""

    notice: Notice
    state: State
    told_at: datetime | None
    corrected_at: datetime | None
    planned_for: datetime | None
    notifier: str

    @property
    def glyph(self) -> str:
        """Of its state."""
        return WORDS[self.state][0]

    @property
    def words(self) -> str:
        """The state in words."""
        if self.notice.is_correction and self.state is State.TOLD:
            return str(_("the family was told that it no longer holds"))
        return str(WORDS[self.state][1])

    @property
    def tone(self) -> str:
        """Of the words."""
        return WORDS[self.state][2]


def standing(row: Notice) -> Standing:
    """How a notice stands that was read `with_states`."""
    read = row.__dict__
    return Standing(
        row,
        _state(row, read),
        read["told_at"],
        None if row.is_correction else read["corrected_at"],
        read["planned_for"],
        read["notifier_name"] or "",
    )


def _state(row: Notice, read: dict[str, object]) -> State:
    if row.is_correction or read["stands"]:
        if read["told_at"]:
            return State.TOLD
        declined = read["last_outcome"] == Visit.Outcome.DECLINED
        return State.DECLINED if declined else State.PLANNED
    if read["told_at"] is None:
        return State.STOPPED
    return State.PUT_RIGHT if read["corrected_at"] else State.TO_PUT_RIGHT


def waiting() -> Q:
    """Of notices `with_states` those that somebody still has to go for."""
    goes_on = Q(kind=Notice.Kind.CORRECTION) | Q(stands=True)
    return Q(told_at__isnull=True) & goes_on


def to_put_right() -> Q:
    """Of notices `with_states` those whose family was told of what no longer holds, and not of that."""
    fell = Q(kind=Notice.Kind.NEWS, stands=False)
    return fell & Q(told_at__isnull=False, corrected_at__isnull=True)


def open_count(rows: QuerySet[Notice]) -> int:
    """How many notices somebody has to go for or to put right: for pages that say this of them alone."""
    told = Exists(TOLD.filter(notice=OuterRef("pk")))
    corrected = Exists(
        TOLD.filter(
            notice__identification=OuterRef("identification"),
            notice__kind=Notice.Kind.CORRECTION,
        )
    )
    goes_on = Q(kind=Notice.Kind.CORRECTION) | Q(identification__stands=True)
    fell = Q(kind=Notice.Kind.NEWS, identification__stands=False)
    return rows.filter((~told & goes_on) | (told & fell & ~corrected)).order_by().count()


def without_notifier(user: Visitor, incident: Incident) -> QuerySet[Identification]:
    """Identifications in sight of which nobody is sent to tell: released ones, and such as fell.

    Families that do not want to be told, or have withdrawn, wait for nobody (NO-04).
    """
    rows = identifications_in_sight(user, incident)
    notices = Notice.objects.filter(identification=OuterRef("pk"))
    told = TOLD.filter(notice__identification=OuterRef("pk"), notice__kind=Notice.Kind.NEWS)
    news = Q(stands=True, release__isnull=False) & ~Exists(notices.filter(kind=Notice.Kind.NEWS))
    fell = Q(Exists(told), stands=False) & ~Exists(notices.filter(kind=Notice.Kind.CORRECTION))
    # Where nothing was said, the newest wish is NULL: neither equal to anything nor different from it.
    open_to_it = Q(telling__isnull=True) | ~Q(telling=NOT_TOLD) | Q(stands=False)
    rows = rows.annotate(telling=_newest_telling()).filter(open_to_it)
    return rows.filter(news | fell, missing_person__family__key__wrapped__isnull=False)


def not_to_be_told(user: Visitor, incident: Incident) -> QuerySet[Identification]:
    """Released identifications in sight whose family does not want to be told."""
    rows = identifications_in_sight(user, incident).filter(stands=True, release__isnull=False)
    return rows.annotate(telling=_newest_telling()).filter(Q(telling=NOT_TOLD))


def _newest_telling() -> Subquery:
    rows = Wish.objects.filter(missing_person=OuterRef("missing_person"), kind=Wish.Kind.TELLING)
    return Subquery(rows.order_by("-recorded_at", "-pk").values("choice")[:1])
