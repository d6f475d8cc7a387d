"""A meeting on the way from its plan to its close, with one case on the agenda."""

from __future__ import annotations

from antigone.web.board.models import Proposal
from antigone.web.meetings.acts.agenda import put_case
from antigone.web.meetings.acts.attending import come, open_meeting
from antigone.web.meetings.models import AgendaItem, Meeting
from tests.web.board.conftest import (
    attest,
    data,
    done,
    imported,
    pair,
    pair_of,
    proposal,
    work,
)
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.meetings.making import planned_by

__all__ = ["attest", "data", "done", "imported", "pair", "pair_of", "proposal", "work"]


@kept
def meeting(cast: Cast) -> Meeting:
    return planned_by(cast.mara, cast, cast.ilse)


@kept
def item(cast: Cast, meeting: Meeting, proposal: Proposal) -> AgendaItem:
    return put_case(user=cast.mara, meeting=meeting, proposal=proposal)


@kept
def seated(cast: Cast, meeting: Meeting, item: AgendaItem) -> Meeting:
    """All who are needed are present."""
    for person in (cast.ilse, cast.oyelin, cast.mara):
        come(user=cast.ilse, meeting=meeting, person=person)
    return meeting


@kept
def opened(cast: Cast, seated: Meeting) -> Meeting:
    open_meeting(user=cast.ilse, meeting=seated)
    seated.refresh_from_db()
    return seated
