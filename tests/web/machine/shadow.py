"""What must hold, in plain Python: who proposed, who signed, what is asked, what stands and is released.

The machine tells it each act that was done. An act that could not have been done by its own rules fails
here, whatever the program's rules said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.web.machine.stage import ROLES

COMPETENT = {"dna": {"geneticist"}, "combined": {"geneticist", "odontologist"}}
NEEDED = {"dna": 2, "combined": 3}


@dataclass
class Case:
    """A proposal."""

    remains: str
    person: str
    proposer: str
    basis: str
    state: str = "open"
    signers: list[str] = field(default_factory=list)
    asked: dict[int, str] = field(default_factory=dict)


@dataclass
class Shadow:
    """The board, as far as it was told; keys are those of the rows."""

    agencies: dict[str, str]
    two_agencies: bool
    cases: dict[int, Case] = field(default_factory=dict)
    identified: dict[int, int] = field(default_factory=dict)
    fallen: dict[int, datetime] = field(default_factory=dict)
    released: set[int] = field(default_factory=set)
    excluded: dict[int, tuple[str, str]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def stands(self, identification: int) -> bool:
        """Whether it was not reopened."""
        return identification in self.identified and identification not in self.fallen

    def is_released(self, identification: int) -> bool:
        """Whether the family may be told."""
        return self.stands(identification) and identification in self.released

    def standing(self) -> list[Case]:
        """The cases that are identified now."""
        return [self.cases[c] for i, c in self.identified.items() if i not in self.fallen]

    def propose(self, pk: int, case: Case) -> None:
        """Neither side stands before the board, nor is decided."""
        for other in self.cases.values():
            apart = other.remains != case.remains and other.person != case.person
            assert other.state != "open" or apart, "two proposals wait for one decision"
        for other in self.standing():
            apart = other.remains != case.remains and other.person != case.person
            assert apart, "proposed though somebody is identified"
        assert (case.remains, case.person) not in self.excluded.values(), "proposed though excluded"
        self.cases[pk] = case

    def sign(self, pk: int, who: str, *, proved: bool, read: bool, reasoned: bool) -> bool:
        """One more signature; whether it decides."""
        case = self.cases[pk]
        assert proved, f"{who} signed without proof"
        assert read, f"{who} signed without having read"
        assert reasoned or case.basis == "dna", f"{who} signed all evidence without reasons"
        assert case.state == "open", f"{who} signed what had ended"
        assert who != case.proposer, f"{who} signed what they proposed"
        assert who not in case.signers, f"{who} signed twice"
        assert not case.asked, f"{who} signed while more is asked"
        assert (case.remains, case.person) not in self.excluded.values(), "signed though excluded"
        case.signers.append(who)
        if len(case.signers) < NEEDED[case.basis]:
            return False
        roles = {ROLES[name] for name in case.signers}
        assert len(roles) > 1, "all signers are of one role"
        assert roles & COMPETENT[case.basis], "nobody who signed can judge it"
        agencies = {self.agencies[name] for name in case.signers}
        assert len(agencies) > 1 or not self.two_agencies, "all signers are of one agency"
        case.state = "signed"
        return True

    def identify(self, identification: int, pk: int) -> None:
        """It is decided."""
        assert self.cases[pk].state == "signed", "identified without its signatures"
        self.identified[identification] = pk

    def end(self, pk: int, state: str, who: str) -> None:
        """Refused, or withdrawn."""
        case = self.cases[pk]
        assert case.state == "open", f"{state} after it had ended"
        assert (who == case.proposer) == (state == "withdrawn"), f"{state} by {who}"
        case.state = state

    def ask(self, pk: int, enquiry: int, who: str) -> None:
        """More is asked of what waits, or stands."""
        case = self.cases[pk]
        is_identified = any(
            self.identified.get(i) == pk and self.stands(i) for i in self.identified
        )
        assert case.state == "open" or is_identified, "asked about what has ended"
        case.asked[enquiry] = who

    def no_longer_ask(self, enquiry: int, *, taken_back_by: str = "") -> None:
        """It is answered, or taken back by whoever asked."""
        case = next(one for one in self.cases.values() if enquiry in one.asked)
        asker = case.asked.pop(enquiry)
        assert taken_back_by in ("", asker), f"{taken_back_by} took back what {asker} asked"

    def release(self, identification: int) -> None:
        """The family may be told."""
        assert self.stands(identification), "released though it does not stand"
        assert identification not in self.released, "released twice"
        assert not self.cases[self.identified[identification]].asked, "released while more is asked"
        self.released.add(identification)

    def reopen(self, identification: int, at: datetime) -> None:
        """It stands no more."""
        assert self.stands(identification), "reopened twice"
        self.fallen[identification] = at

    def exclude(self, exclusion: int, remains: str, person: str) -> None:
        """This pair is not one person."""
        for case in self.standing():
            assert (case.remains, case.person) != (remains, person), "excluded though identified"
        assert (remains, person) not in self.excluded.values(), "excluded twice"
        self.excluded[exclusion] = (remains, person)

    def tell(
        self, identification: int, at: datetime, *, correction: bool, did_not_know: bool
    ) -> None:
        """A family was told of it, or that it fell; before it fell rightly, after it in ignorance alone."""
        if correction:
            assert identification in self.told, "put right though nothing was told"
            assert not self.stands(identification), "put right though it stands"
            return
        assert identification in self.released, "told of what is not released"
        stood = self.stands(identification) or at < self.fallen[identification]
        assert stood or did_not_know, "told of what does not stand"
        self.told.add(identification)

    def write_to_family(self, identification: int, *, correction: bool) -> None:
        """Somebody is sent to a family, or a paper is written for it."""
        if correction:
            assert identification in self.told, "put right though nothing was told"
            assert not self.stands(identification), "put right though it stands"
        else:
            assert self.is_released(identification), "written of what is not signed and released"

    def give_to_family(self, identification: int | None) -> None:
        """Something of the dead goes to a family."""
        assert identification is not None, "given to a family without an identification"
        assert self.is_released(identification), "given of what is not signed and released"
