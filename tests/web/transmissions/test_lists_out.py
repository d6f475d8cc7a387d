"""The records of the dead, graves, packages and what is owed as lists that go out: within rights."""

from __future__ import annotations

import pytest
from django.utils import timezone

from antigone.web.accounts.models import Agency
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.deaths.acts.burying import enter_grave
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.models import DeathRecord
from antigone.web.exchange.lists_of_dead import rows_of_deaths, rows_of_graves
from antigone.web.exchange.lists_of_work import rows_of_owed, rows_of_packages
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains
from antigone.web.transmissions.acts.afterwards import enter_answer
from tests.web.conftest import Cast
from tests.web.deaths.conftest import BURIED
from tests.web.transmissions.conftest import Bureau, drafted, sent


def other_agency_leads(cast: Cast) -> None:
    """The mortuary's agency sees its own remains, and no family."""
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=cast.incident.pk).update(agency=leader)
    Remains.objects.update(agency=cast.sanna.agency)
    cast.incident.refresh_from_db()


def test_records_and_graves_name_persons_by_number_for_who_may_read_them(
    cast: Cast, named: DeathRecord, nameless: DeathRecord
) -> None:
    certificate = issue_certificate(user=cast.sanna, record=named)
    enter_grave(user=cast.sanna, record=named, buried=BURIED)
    first, second = rows_of_deaths(cast.sanna, cast.incident)
    assert (first.number, first.remains, first.person) == (named.number, "V1", "M1")
    assert (first.certificate, first.resting_place) == (certificate.number, "burial")
    assert (second.remains, second.named, second.person) == ("V2", False, "")
    (grave,) = rows_of_graves(cast.sanna, cast.incident)
    assert (grave.record, grave.person, grave.place) == (named.number, "M1", BURIED.place)
    assert grave.marking == BURIED.marking
    assert (grave.latitude, grave.day) == (BURIED.latitude, BURIED.day)
    for rows in (rows_of_deaths, rows_of_graves):
        assert "Орлевич" not in str(list(rows(cast.sanna, cast.incident)))
        assert list(rows(cast.ruth, cast.incident)) == []
    other_agency_leads(cast)
    first, _second = rows_of_deaths(cast.sanna, cast.incident)
    assert (first.named, first.person) == (True, "")
    (grave,) = rows_of_graves(cast.sanna, cast.incident)
    assert (grave.person, grave.marking, grave.place) == ("", "", BURIED.place)


def test_a_grave_names_nobody_once_the_identification_fell(cast: Cast, named: DeathRecord) -> None:
    enter_grave(user=cast.sanna, record=named, buried=BURIED)
    reopen(user=cast.ilse, decision=Identification.objects.get(), cause="A sample was swapped.")
    (record,) = rows_of_deaths(cast.sanna, cast.incident)
    assert (record.in_doubt, record.person) == (True, "M1")
    (grave,) = rows_of_graves(cast.sanna, cast.incident)
    assert grave.person == ""


def test_packages_go_out_without_what_they_hold(
    cast: Cast, agency: Bureau, named: DeathRecord, nameless: DeathRecord
) -> None:
    second = cast.piet
    package = sent(cast, second, agency.recipient, named)
    enter_answer(
        user=cast.mara,
        package=package,
        kind="acknowledged",
        receipt="CTA/2026/811",
        day=timezone.localdate(),
        words="",
    )
    drafted(cast.mara, agency.recipient, nameless)
    first, last = rows_of_packages(cast.mara, cast.incident)
    assert (first.number, first.state, first.records) == (package.number, "made", 1)
    assert first.taken_out_at is not None
    assert (first.acknowledged_on, first.receipt) == (timezone.localdate(), "CTA/2026/811")
    assert (last.number, last.state, last.receipt) == ("", "drafted", "")
    other_agency_leads(cast)
    assert list(rows_of_packages(cast.sanna, cast.incident)) == []


@pytest.mark.usefixtures("nameless")
def test_what_is_owed_goes_out_as_far_as_it_is_in_sight(cast: Cast) -> None:
    release(user=cast.mara, identification=Identification.objects.get())
    rows = list(rows_of_owed(cast.mara, cast.incident))
    assert {row.kind for row in rows} == {"remains", "family"}
    certificate = next(row for row in rows if row.lacks == "death-certificate")
    assert certificate.case == "V2"
    assert "mortuary" in certificate.owed_by
    other_agency_leads(cast)
    assert {row.kind for row in rows_of_owed(cast.sanna, cast.incident)} == {"remains"}
    Remains.objects.update(agency=None)
    assert list(rows_of_owed(cast.sanna, cast.incident)) == []
