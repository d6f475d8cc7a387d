"""The machine of the whole cast: random acts of all, and after each what must hold."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from antigone.web.board.models import Identification
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.models import Incident
from antigone.web.notices.models import Notice, Visit
from tests.web.machine import invariants
from tests.web.machine.going_on import GoingOn
from tests.web.machine.of_board import signers_for
from tests.web.machine.of_meetings import OfMeetings
from tests.web.machine.of_records import OfRecords
from tests.web.machine.snapshot import rows_now

BEGINNINGS = ("nothing", "proposed", "signed once", "identified", "released", "recorded", "told")
"""How far the case of V1 and M1 is before anybody acts at random."""

LATE = ("told", "recorded", "identified")


class WholeCast(GoingOn, OfMeetings, OfRecords):
    """Everybody does what they can, and tries what they cannot."""

    @initialize(begins=st.sampled_from([*LATE * 2, *BEGINNINGS]), one_agency_will_do=st.booleans())
    def begin(self, begins: str, one_agency_will_do: bool) -> None:
        """Bring the first case so far, by the same acts."""
        self.shadow.two_agencies = not one_agency_will_do
        rows = Incident.objects.filter(pk=self.stage.incident.pk)
        rows.update(two_agencies=self.shadow.two_agencies)
        self.rows = rows_now()
        steps = BEGINNINGS.index(begins)
        if steps < 1:
            return
        proposal = self.proposed("mara", ("V1", "M1"), self.stage.run, "It fits.")
        assert proposal is not None
        signers = signers_for(self.stage.basis)
        for name in signers if steps > 2 else signers[: steps - 1]:
            self.signed(name, proposal)
        if steps >= 4:
            self.was_released("mara", Identification.objects.get())
        if steps >= 5:
            self.began_record("sanna", "V1")
            self.confirmed("sanna", DeathRecord.objects.get(), named=True)
        if steps >= 6:
            self.sent("mara", Identification.objects.get(), "ruth")
            self.visited("ruth", Notice.objects.get(), Visit.Outcome.TOLD, in_person=True)

    @invariant()
    def all_holds(self) -> None:
        """One after the other, cheapest first."""
        self.journal = invariants.journal_verifies()
        invariants.board_is_as_told(self.shadow)
        invariants.one_is_one()
        invariants.signatures_hold()
        invariants.families_are_told_of_what_holds()
        invariants.names_rest_on_identifications()
        invariants.packages_name_who_is_identified(self.stage.identity)

    def teardown(self) -> None:
        """Every decision verifies with the journal, and says so where it fell."""
        try:
            if hasattr(self, "journal"):
                invariants.decisions_verify_with(self.journal)
        finally:
            super().teardown()
