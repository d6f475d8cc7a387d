"""The record of a dead person: particulars with sources, names that rest on a decision, versions."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from antigone.policy.deaths import Particular
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.acts.recording import (
    RecordedMeanwhile,
    begin_record,
    confirm_particulars,
)
from antigone.web.deaths.desk import awaiting
from antigone.web.deaths.models import DeathRecord
from antigone.web.deaths.particulars import dead_person_of, without
from antigone.web.deaths.proposing import proposals_for
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import newest_version
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Reassociation, Remains
from tests.web.conftest import Cast
from tests.web.deaths.conftest import NAMED, NAMELESS, confirm


def codes(refused: pytest.ExceptionInfo[RuleRefused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def test_a_record_of_somebody_without_a_name(cast: Cast, nameless: DeathRecord) -> None:
    assert nameless.number == "D-0001"
    person = dead_person_of(nameless)
    assert not person.identified
    assert (person.surname, person.service_number) == ("", "АА-118204")
    assert person.documents == ("letter", "half of a disc")
    entry = Entry.objects.filter(act="death.particulars_confirmed").latest("sequence")
    assert "118204" not in str(entry.details)


def test_a_name_without_an_identification_is_refused(cast: Cast, nameless: DeathRecord) -> None:
    with pytest.raises(RuleRefused) as refused:
        confirm(cast.sanna, nameless, NAMED, "The family came.")
    assert codes(refused) == {"DE-02"}
    rank = {"rank": Particular("corporal", "family")}
    with pytest.raises(RuleRefused) as refused:
        confirm(cast.sanna, nameless, rank, "The family came.")
    assert codes(refused) == {"DE-02"}


def test_each_particular_has_a_source_and_a_correction_a_reason(
    cast: Cast, nameless: DeathRecord
) -> None:
    with pytest.raises(RuleRefused) as refused:
        confirm(cast.sanna, nameless, {"rank": Particular("corporal", "")})
    assert codes(refused) == {"DE-03", "DE-04"}
    version = confirm(cast.sanna, nameless, NAMELESS, "A letter was misread.")
    assert version.version == 2
    assert nameless.versions.count() == 2


def test_a_body_has_one_record(cast: Cast, nameless: DeathRecord) -> None:
    part = Remains.objects.get(number="V3")
    Reassociation.objects.create(
        incident=cast.incident,
        first=nameless.remains,
        second=part,
        reasons="They articulate.",
        recorded_by=cast.sanna,
    )
    with pytest.raises(RuleRefused) as refused:
        begin_record(user=cast.sanna, remains=part)
    assert codes(refused) == {"DE-01"}
    assert dead_person_of(nameless).remains == ("V1", "V3")


def test_who_keeps_no_records_begins_none(cast: Cast, remains: Remains) -> None:
    for person in (cast.teo, cast.tomas, cast.oyelin, cast.piet):
        with pytest.raises(PermissionDenied):
            begin_record(user=person, remains=remains)


def test_the_slower_of_two_is_told(cast: Cast, nameless: DeathRecord) -> None:
    with pytest.raises(RecordedMeanwhile):
        confirm_particulars(
            user=cast.mara, record=nameless, particulars=NAMELESS, because="x", seen_version=0
        )


def test_an_identification_that_falls_puts_the_record_in_doubt(
    cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    assert dead_person_of(named).surname == "Орлевич"
    reopen(user=cast.ilse, decision=identification, cause="A sample was swapped.")
    version = newest_version(named)
    assert version is not None
    assert version.in_doubt
    person = dead_person_of(named)
    assert not person.identified
    assert (person.surname, person.inform) == ("", "")
    assert person.service_number == "АА-118204"
    assert any(named.number in task.title for task in awaiting(cast.sanna))
    assert not awaiting(cast.tomas)
    with pytest.raises(RuleRefused) as refused:
        confirm(cast.sanna, named, NAMED, "As before.")
    assert codes(refused) == {"DE-02"}
    confirm(cast.sanna, named, NAMELESS, "The identification fell.")
    assert not awaiting(cast.sanna)


def test_what_is_withheld_is_named(named: DeathRecord) -> None:
    person = dead_person_of(named, ("cause", "inform"))
    assert (person.cause, person.inform) == ("", "")
    assert person.withheld == ("cause", "inform")
    with pytest.raises(ValueError, match="number"):
        without(person, ("number",))
    with pytest.raises(ValueError, match="face"):
        without(person, ("face",))


def test_proposals_are_of_whoever_may_read_them(cast: Cast, named: DeathRecord) -> None:
    told = proposals_for(cast.mara, named)
    assert {one.source for one in told["surname"]} == {"family"}
    assert "born" in told
    found = proposals_for(cast.sanna, named)
    assert "surname" not in found
    assert "card_or_disc" in found or "documents" in found


def test_a_withdrawal_takes_out_what_the_family_told(cast: Cast, named: DeathRecord) -> None:
    family = Identification.objects.get(remains=named.remains).missing_person.family
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    version = newest_version(named)
    assert version is not None
    assert particulars_in(version)["surname"].value == ""
    person = dead_person_of(named)
    assert (person.surname, person.service_number) == ("", "АА-118204")
