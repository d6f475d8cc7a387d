"""Meetings for tests that need one to exist."""

from __future__ import annotations

from datetime import UTC, datetime

from antigone.web.accounts.models import User
from antigone.web.board.models import Proposal
from antigone.web.meetings.acts.agenda import put_case, put_matter
from antigone.web.meetings.acts.amending import amend
from antigone.web.meetings.acts.attending import come, open_meeting
from antigone.web.meetings.acts.closing import close
from antigone.web.meetings.acts.items import note, settle
from antigone.web.meetings.acts.planning import plan
from antigone.web.meetings.models import Meeting, Minutes
from tests.web.conftest import Cast

CALLED_FOR = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PLACE = "Room 4, Ministry of Justice"


def planned_by(user: User, cast: Cast, chair: User) -> Meeting:
    """A meeting in November."""
    return plan(user=user, incident=cast.incident, called_for=CALLED_FOR, place=PLACE, chair=chair)


def opened_by(cast: Cast, meeting: Meeting) -> Meeting:
    """All who are needed come, and Ilse opens it."""
    for person in (cast.ilse, cast.oyelin, cast.mara):
        come(user=cast.ilse, meeting=meeting, person=person)
    return open_meeting(user=cast.ilse, meeting=meeting)


def a_meeting(cast: Cast, proposal: Proposal) -> Meeting:
    """A meeting that sits, with a case, where it still waits, and a matter on its agenda."""
    meeting = opened_by(cast, planned_by(cast.mara, cast, cast.ilse))
    if Proposal.objects.get(pk=proposal.pk).is_open:
        put_case(user=cast.mara, meeting=meeting, proposal=proposal)
    matter = put_matter(user=cast.mara, meeting=meeting, matter="Other matters")
    note(user=cast.ilse, item=matter, words="To be talked about at the end.")
    return meeting


def the_minutes(cast: Cast) -> Minutes:
    """The minutes of a meeting at which one matter was settled, with an addendum."""
    meeting = opened_by(cast, planned_by(cast.mara, cast, cast.ilse))
    matter = put_matter(user=cast.mara, meeting=meeting, matter="How the laboratory answers")
    settle(user=cast.ilse, item=matter, words="Within a week.")
    minutes = close(user=cast.ilse, meeting=meeting)
    amend(user=cast.mara, meeting=meeting, words="Halvar was there too.")
    return minutes
