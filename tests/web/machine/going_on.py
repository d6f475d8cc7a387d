"""The next steps as they ought to be: what random acts alone would seldom reach."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.policy.deaths import Receiver
from antigone.web.board.models import Enquiry, Identification, Proposal
from antigone.web.deaths.models import DeathRecord
from antigone.web.matching.models import Run
from antigone.web.notices.models import Letter, Notice, Visit, Wish
from antigone.web.notices.standing import telling_of
from tests.web.machine.of_board import OfBoard
from tests.web.machine.of_deaths import OfDeaths
from tests.web.machine.of_notices import OfNotices
from tests.web.machine.of_packages import OfPackages

BODY_OF = {"M1": "V1", "M2": "V2"}
steps = st.integers(1, 4)


class GoingOn(OfBoard, OfDeaths, OfNotices, OfPackages):
    """Who does it may do it; a refusal is fine here too."""

    @rule(steps=steps)
    def the_board_goes_on(self, steps: int) -> None:
        for _ in range(steps):
            self._board()

    def _board(self) -> None:
        enquiry = self.pick(Enquiry, 0, state=Enquiry.State.OPEN)
        waiting = self.pick(Proposal, 0, state=Proposal.State.OPEN)
        unreleased = self.pick(Identification, 0, stands=True, release__isnull=True)
        if enquiry is not None:
            self.answered("sanna", enquiry, "It lies in the file.")
        elif waiting is not None:
            self.signed(self._next_signer(waiting), waiting)
        elif unreleased is not None:
            self.was_released("mara", unreleased)
        else:
            run = self.pick(Run, 0, status=Run.Status.DONE)
            assert run is not None
            decided = {case.person for case in self.shadow.standing()}
            for person in sorted(BODY_OF.keys() - decided)[:1]:
                self.proposed("lev", (BODY_OF[person], person), run, "It fits.")

    def _next_signer(self, proposal: Proposal) -> str:
        case = self.shadow.cases[proposal.pk]
        able = ("oyelin", "ilse", "halvar", "lin", "asha")
        return next(name for name in able if name not in (case.proposer, *case.signers))

    @rule(steps=steps)
    def the_record_goes_on(self, steps: int) -> None:
        for _ in range(steps):
            self._record()

    def _record(self) -> None:
        record = self.pick(DeathRecord, 0)
        if record is None:
            self.began_record("sanna", "V1")
        elif not record.versions.exists():
            identified = {case.remains for case in self.shadow.standing()}
            self.confirmed("sanna", record, named=record.remains.number in identified)
        elif not self.has("custody.Packet"):
            self.packed("sanna", record)
        elif not self.has("deaths.Certificate"):
            self.certified("sanna", record)
        elif self.has("transmissions.Package"):
            self.made_package("lev", 0)
        else:
            self.drafted("mara", [record])

    @precondition(lambda self: self.has("board.Release"))
    @rule(steps=steps)
    def the_family_is_told(self, steps: int) -> None:
        for _ in range(steps):
            self._family()

    def _family(self) -> None:
        notice = self.pick(Notice, 0)
        if notice is None or notice.identification.stands == notice.is_correction:
            found = self.pick(Identification, 0, release__isnull=False)
            assert found is not None
            self.sent("mara", found, "ruth")
        elif telling_of(notice) is None:
            self.visited("ruth", notice, Visit.Outcome.TOLD, in_person=True)
        else:
            self._after_telling(notice)

    def _after_telling(self, notice: Notice) -> None:
        letter = self.pick(Letter, 0, notice=notice)
        if letter is None:
            self.wrote("ruth", notice)
        elif letter.handed_over_at is None:
            self.handed_letter("ruth", letter)
        else:
            number = notice.missing_person.number
            self.wished("ruth", number, (Wish.Kind.RETURN, "home"), "His mother")

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(read=st.booleans(), what=st.sampled_from(["remains", "effects", "certificate"]))
    def the_dead_come_home(self, read: bool, what: str) -> None:
        """To whoever comes for them, with all that is asked done, or without."""
        record = self.pick(DeathRecord, 0)
        assert record is not None
        found = self.pick(Identification, 0, remains=record.remains)
        steps: list[Callable[[], object]] = []
        if read and found is not None:
            number = found.missing_person.number
            steps.append(
                lambda: self.wished("ruth", number, (Wish.Kind.RETURN, "home"), "His mother")
            )
        if read:
            steps.append(lambda: self.tag_was_read({"sanna", "teo"}, record.remains.number))
        for step in steps:
            step()
        self.handed_over("sanna", record, 0, what, Receiver.FAMILY, read=True)
