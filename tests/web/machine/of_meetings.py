"""Acts of meetings of the board."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.web.board.models import Proposal
from antigone.web.meetings.acts.agenda import put_case, put_matter, take_off
from antigone.web.meetings.acts.attending import come, leave, open_meeting, pass_chair
from antigone.web.meetings.acts.closing import close
from antigone.web.meetings.acts.items import note, put_off, settle, take_up
from antigone.web.meetings.acts.planning import call_off, plan
from antigone.web.meetings.models import AgendaItem, Meeting
from tests.web.machine.acting import Acting, people, seldom, which, words
from tests.web.machine.stage import ROLES
from tests.web.meetings.making import CALLED_FOR, PLACE

SAYINGS = {"note": note, "put off": put_off, "take up": take_up, "settle": settle}


class OfMeetings(Acting):
    """What is done at a meeting, and before it."""

    @rule(who=people("meet"), chair=people("sign"))
    def plan_meeting(self, who: str, chair: str) -> None:
        self.act(
            "plan a meeting",
            who,
            "meet",
            lambda user: plan(
                user=user,
                incident=self.stage.incident,
                called_for=CALLED_FOR,
                place=PLACE,
                chair=self.people[chair],
            ),
        )

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("sign"), others=st.sets(people("sign"), max_size=4))
    def sit_down(self, at: int, who: str, others: set[str]) -> None:
        """Several come, and whoever tries opens the meeting."""
        meeting = self.pick(Meeting, at)
        assert meeting is not None
        for name in sorted({who, *others}):
            self._come(meeting.chair.username, meeting, name)
        self.act(
            "open a meeting",
            meeting.chair.username,
            "meet",
            lambda user: open_meeting(user=user, meeting=meeting),
        )

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("meet"), person=people("meet"))
    def come(self, at: int, who: str, person: str) -> None:
        meeting = self.pick(Meeting, at)
        assert meeting is not None
        self._come(who, meeting, person)

    def _come(self, who: str, meeting: Meeting, person: str) -> None:
        self.act(
            "come",
            who,
            "meet",
            lambda user: come(user=user, meeting=meeting, person=self.people[person]),
        )

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("meet"), person=st.sampled_from(sorted(ROLES)), stale=seldom)
    def leave_or_pass_the_chair(self, at: int, who: str, person: str, stale: bool) -> None:
        meeting = self.pick(Meeting, at, stale=stale)
        assert meeting is not None
        act = pass_chair if stale else leave
        self.act(
            "pass the chair" if stale else "leave",
            who,
            "meet",
            lambda user: act(user=user, meeting=meeting, person=self.people[person]),
        )

    @precondition(lambda self: self.has("meetings.Meeting") and self.shadow.cases)
    @rule(at=which, who=people("meet"), case=which, stale=seldom)
    def put_case(self, at: int, who: str, case: int, stale: bool) -> None:
        meeting, proposal = self.pick(Meeting, at, stale=stale), self.pick(Proposal, case)
        assert meeting is not None
        assert proposal is not None
        self.act(
            "put a case",
            who,
            "meet",
            lambda user: put_case(user=user, meeting=meeting, proposal=proposal),
        )

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("meet"), matter=words)
    def put_matter(self, at: int, who: str, matter: str) -> None:
        meeting = self.pick(Meeting, at)
        assert meeting is not None
        self.act(
            "put a matter",
            who,
            "meet",
            lambda user: put_matter(user=user, meeting=meeting, matter=matter),
        )

    @precondition(lambda self: self.has("meetings.AgendaItem"))
    @rule(at=which, who=people("meet"), says=st.sampled_from(sorted(SAYINGS)), text=words)
    def say(self, at: int, who: str, says: str, text: str) -> None:
        item = self.pick(AgendaItem, at)
        assert item is not None
        speaker = item.meeting.chair.username if says != "note" and text.strip() else who
        self.act(
            says,
            speaker,
            "meet",
            lambda user: SAYINGS[says](user=user, item=item, words=text),
        )

    @precondition(lambda self: self.has("meetings.AgendaItem"))
    @rule(at=which, who=people("meet"))
    def take_off(self, at: int, who: str) -> None:
        item = self.pick(AgendaItem, at)
        assert item is not None
        self.act("take off", who, "meet", lambda user: take_off(user=user, item=item))

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("meet"), by_chair=st.booleans(), stale=seldom)
    def close(self, at: int, who: str, by_chair: bool, stale: bool) -> None:
        meeting = self.pick(Meeting, at, stale=stale)
        assert meeting is not None
        name = meeting.chair.username if by_chair else who
        self.act("close a meeting", name, "meet", lambda user: close(user=user, meeting=meeting))

    @precondition(lambda self: self.has("meetings.Meeting"))
    @rule(at=which, who=people("meet"), because=words, stale=seldom)
    def call_off(self, at: int, who: str, because: str, stale: bool) -> None:
        meeting = self.pick(Meeting, at, stale=stale)
        assert meeting is not None
        self.act(
            "call off",
            who,
            "meet",
            lambda user: call_off(user=user, meeting=meeting, words=because),
        )
