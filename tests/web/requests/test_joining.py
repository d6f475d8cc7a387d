"""One person sought by two families: proposed, joined by a person, compared as one, parted again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from antigone.web.journal.models import Entry
from antigone.web.matching.evidence import frozen_pair
from antigone.web.matching.models import Run
from antigone.web.matching.runs import start_run
from antigone.web.matching.shown import shown_results
from antigone.web.matching.work import compare
from antigone.web.records.alive import found_alive, record_found_alive
from antigone.web.records.assemble import NoLongerCovered, incident_for_comparison
from antigone.web.records.consent import record_objection
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MissingPerson,
    Person,
    SamePerson,
)
from antigone.web.records.profiles import store_genotypes
from antigone.web.requests.duplicates import proposals_in_sight, proposals_of
from antigone.web.requests.joining import (
    AlreadyDone,
    JoinRefused,
    join_persons,
    part_persons,
    record_two_persons,
)
from antigone.web.requests.models import Purpose, TracingRequest
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest, attest, data, imported
from tests.web.requests.taking import SOUGHT, answer, take

__all__ = ["attest", "data", "imported"]


def sister_of(cast: Cast, **changes: Any) -> TracingRequest:  # noqa: ANN401
    """A sister seeks the same man, whose name she writes in Latin letters."""
    names = [{"family": "Orlevych", "given": "Davyd"}]
    return take(cast, {"sought": {**SOUGHT, "relation": "sister", "names": names, **changes}})


def person(number: str) -> MissingPerson:
    rows = MissingPerson.objects.select_related("family__incident", "person", "incident")
    return rows.get(number=number)


def join(cast: Cast, one: str = "AM-0001", other: str = "AM-0002") -> SamePerson:
    return join_persons(
        user=cast.nadia, first=person(one), second=person(other), reasons="The mother says so."
    )


def proposed(cast: Cast) -> list[tuple[str, str]]:
    found = proposals_in_sight(cast.nadia, cast.incident)
    return [(p.first.number, p.second.number) for p in found]


def test_the_same_name_and_birth_date_are_proposed(cast: Cast) -> None:
    take(cast)
    sister_of(cast)
    (proposal,) = proposals_in_sight(cast.nadia, cast.incident)
    assert (proposal.first.number, proposal.second.number) == ("AM-0001", "AM-0002")
    words = " ".join(proposal.reasons)
    assert "family name the same" in words
    assert "same date of birth" in words
    assert proposals_of(cast.nadia, person("AM-0002").family) == [proposal]


@pytest.mark.parametrize(
    "changes",
    [
        {"sex": "F"},
        {"born_on": "1970-05-01"},
        {"names": [{"family": "Schmidt", "given": "Heinrich"}], "born_on": "1970-05-01"},
    ],
)
def test_another_sex_birth_date_or_name_is_not(cast: Cast, changes: dict[str, Any]) -> None:
    take(cast)
    sister_of(cast, **changes)
    assert proposed(cast) == []


def test_one_donor_in_two_families_is_a_reason(cast: Cast) -> None:
    one = take(cast)
    names = [{"family": "Wrong", "given": "Quite"}]
    other = take(cast, {"sought": {**SOUGHT, "names": names, "born_on": "1980-01-01"}})
    for request in (one, other):
        donor_of(cast, request, ("8", "9"))
    (proposal,) = proposals_in_sight(cast.nadia, cast.incident)
    assert "same DNA profile" in " ".join(proposal.reasons)
    assert "mother" in " ".join(proposal.reasons)


def donor_of(cast: Cast, request: TracingRequest, pair: tuple[str, str]) -> Person:
    """The enquirer gave DNA and consents, and the family to the search."""
    assert request.enquirer is not None
    donor = Person.objects.get(pk=request.enquirer.pk)
    store_genotypes(donor, {f"L{k}": list(pair) for k in range(1, 13)})
    answer(cast, request)
    answer(cast, request, Purpose.DNA, donor=donor)
    return donor


def test_nothing_is_joined_by_itself_and_two_persons_are_not_proposed_again(cast: Cast) -> None:
    take(cast)
    sister_of(cast)
    assert not SamePerson.objects.exists()
    record_two_persons(
        user=cast.nadia, first=person("AM-0002"), second=person("AM-0001"), reasons="Cousins."
    )
    assert proposed(cast) == []
    with pytest.raises(AlreadyDone):
        record_two_persons(
            user=cast.mara, first=person("AM-0001"), second=person("AM-0002"), reasons="Cousins."
        )


def test_joined_persons_are_one_and_can_be_parted(cast: Cast) -> None:
    for request in (take(cast), sister_of(cast)):
        answer(cast, request)
    made = join(cast)
    compared = incident_for_comparison(cast.incident).compared
    assert compared.numbers == {"AM-0001": ("AM-0001", "AM-0002")}
    (family,) = compared.incident.families
    assert family.name == "TR-0001"
    # Mother of the first request, sister of the second: one family of four.
    assert len(family.pedigree.persons) == 4
    assert len(family.records["AM-0001"].names) == 2
    assert proposed(cast) == []
    with pytest.raises(AlreadyDone):
        join(cast, "AM-0002", "AM-0001")
    part_persons(user=cast.nadia, join=made, reasons="A namesake.")
    assert incident_for_comparison(cast.incident).compared.numbers == {}
    assert proposed(cast) == [("AM-0001", "AM-0002")]
    with pytest.raises(AlreadyDone):
        part_persons(user=cast.nadia, join=made, reasons="Again.")
    acts = [e.act for e in Entry.objects.all()]
    assert acts[-2:] == ["persons.joined", "persons.parted"]


def test_both_families_have_to_be_covered(cast: Cast) -> None:
    one, _other = take(cast), sister_of(cast)
    answer(cast, one)
    join(cast)
    compared = incident_for_comparison(cast.incident).compared
    assert compared.numbers == {}
    assert compared.incident.missing == ("AM-0001",)


def test_a_contradiction_is_refused_in_words(cast: Cast) -> None:
    take(cast)
    sister_of(cast, sex="F")
    with pytest.raises(JoinRefused, match="different sexes"):
        join(cast)


def test_two_different_profiles_of_one_mother_are_refused(cast: Cast) -> None:
    donor_of(cast, take(cast), ("8", "9"))
    donor_of(cast, take(cast), ("12", "13"))
    with pytest.raises(JoinRefused) as refused:
        join(cast)
    assert "typed twice with different results" in str(refused.value)
    assert "12" not in str(refused.value).replace("L12", "")


def test_persons_of_one_family_are_not_joined(cast: Cast) -> None:
    brother = {"sought": {**SOUGHT, "names": [{"family": "Orlevych", "given": "Danylo"}]}}
    take(cast, {"sought": SOUGHT}, brother)
    with pytest.raises(JoinRefused, match="one family"):
        join(cast)


def test_only_those_who_take_requests_and_see_families_join(cast: Cast) -> None:
    take(cast)
    sister_of(cast)
    for who in (cast.oyelin, cast.ilse, cast.ruth, cast.tomas):
        with pytest.raises(PermissionDenied):
            join_persons(user=who, first=person("AM-0001"), second=person("AM-0002"), reasons="x")


@pytest.fixture
def joined_run(cast: Cast, imported: ImportedFile, attest: Attest) -> Run:
    """V1 has 9/13 at every marker: the mother of one request has 9/9, the sister's father 13/13."""
    attest(imported)
    donor_of(cast, take(cast), ("9", "9"))
    father = take(cast, {"sought": {**SOUGHT, "relation": "father"}})
    donor_of(cast, father, ("13", "13"))
    join(cast)
    run = start_run(user=cast.mara, incident=cast.incident)
    compare.call(run.pk)
    run.refresh_from_db()
    return run


def test_a_run_sees_one_person_with_the_relatives_of_both(joined_run: Run) -> None:
    assert joined_run.status == Run.Status.DONE, joined_run.error
    results = shown_results(joined_run)
    assert "AM-0001" in results.missing
    assert "AM-0002" not in results.missing
    pair = frozen_pair(joined_run, "V1", "AM-0001")
    assert pair is not None
    assert len(pair.family.profiles) == 2


@pytest.mark.parametrize("family", ["TR-0001", "TR-0002"])
def test_one_of_two_families_withdraws_and_the_person_leaves_the_run(
    cast: Cast, joined_run: Run, family: str
) -> None:
    row = Family.objects.get(name=family)
    record_objection(user=cast.nadia, covered=row, reason="By telephone.")
    joined_run.refresh_from_db()
    assert "AM-0001" not in shown_results(joined_run).missing
    with pytest.raises(NoLongerCovered):
        frozen_pair(joined_run, "V1", "AM-0001")
    left = "AM-0002" if family == "TR-0001" else "AM-0001"
    assert left in incident_for_comparison(cast.incident).compared.incident.missing


def test_found_alive_under_one_number_ends_the_search_for_both(cast: Cast, joined_run: Run) -> None:
    record_found_alive(user=cast.nadia, missing_person=person("AM-0002"), reason="A call.")
    assert found_alive(cast.incident) >= {"AM-0001", "AM-0002"}
    assert "AM-0001" not in shown_results(joined_run).missing
    assert "AM-0001" not in incident_for_comparison(cast.incident).dvi.missing
