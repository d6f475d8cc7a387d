"""Parts of one body: joined by a person, compared as one, parted again; what contradicts is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from antigone.web.board.acts.exclude import exclude
from antigone.web.board.standing import exclusions_of, identifications_of
from antigone.web.examination.joining import JoinRefused, excluding, join, part
from antigone.web.examination.models import Section
from antigone.web.journal.models import Entry
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.joined_bodies import bodies_of, parts_of
from antigone.web.records.models import MissingPerson, Reassociation, Remains
from tests.web.board.conftest import Pair, decidable, done, propose_pair, sign_as, work
from tests.web.conftest import Cast
from tests.web.examination.conftest import ClientOf, state, url
from tests.web.matching.conftest import Work
from tests.web.page import check_page
from tests.web.records.conftest import Document

__all__ = ["done", "work"]

REASONS = "The bones articulate."


@pytest.fixture
def data() -> Document:
    """As on the board; V4 shows the alleles of V1, V5 is without DNA and of unknown sex."""
    document = decidable()
    document["victims"] += [{"id": "V4", "sex": "M"}, {"id": "V5", "sex": "U"}]
    document["genotypes"]["V4"] = document["genotypes"]["V1"]
    return document


def remains(number: str) -> Remains:
    return Remains.objects.select_related("incident").get(number=number)


def together(cast: Cast, one: str, two: str) -> Reassociation:
    return join(user=cast.sanna, first=remains(one), second=remains(two), reasons=REASONS)


def test_joined_numbers_are_compared_as_one_body(
    cast: Cast, done: Run, work: Work, client_of: ClientOf
) -> None:
    apart = RunResults(done)
    assert set(apart.remains) == {"V1", "V2", "V3", "V4", "V5"}
    together(cast, "V4", "V1")
    together(cast, "V5", "V4")
    assert bodies_of(cast.incident) == (("V1", "V4", "V5"),)
    run = work()
    results = RunResults(run)
    assert set(results.remains) == {"V1", "V2", "V3"}
    assert results.marginals["V1"]["M1"] > 0.99
    assert apart.marginals["V1"]["M1"] < 0.6
    assert run.assumptions["bodies"] == {"V1": ["V1", "V4", "V5"]}
    page = client_of("tomas").get(run.get_absolute_url()).content.decode()
    assert "Compared as one body, under V1: V1, V4, V5." in page
    case = client_of("sanna").get(remains("V4").get_absolute_url()).content.decode()
    assert "Of one body with others: V1, V4, V5." in case


def test_parted_again_both_stay_readable(cast: Cast, client_of: ClientOf, done: Run) -> None:
    row = together(cast, "V1", "V4")
    address = url("parted", pk=row.pk)
    check_page(client_of("sanna").get(address))
    assert client_of("sanna").post(address, {"reason": "A mix-up of tags."}).status_code == 302
    assert bodies_of(cast.incident) == ()
    assert len(incident_for_comparison(cast.incident).dvi.remains) == 5
    page = client_of("sanna").get(url("body", "V1")).content.decode()
    assert REASONS in page
    assert "A mix-up of tags." in page
    acts = list(Entry.objects.order_by("-sequence").values_list("act", flat=True)[:2])
    assert acts == ["body.parted", "body.joined"]
    with pytest.raises(JoinRefused):
        part(user=cast.sanna, together=row, reasons="again")
    together(cast, "V1", "V4")
    assert Reassociation.objects.count() == 2


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ("V1", "V2", "recorded with different sex"),
        ("V1", "V3", "their DNA cannot be of one person"),
        ("V1", "V1", "the same remains"),
    ],
)
def test_what_cannot_be_of_one_body_is_refused(
    cast: Cast, done: Run, one: str, two: str, words: str
) -> None:
    with pytest.raises(JoinRefused) as refused:
        together(cast, one, two)
    assert refused.value.finding.code == "RE-02"
    assert words in refused.value.finding.message
    assert not Reassociation.objects.exists()


def test_what_a_body_has_once_is_asked_of_all_parts(cast: Cast, done: Run) -> None:
    for number in ("V4", "V5"):
        chart = {"system": "interpol", "source": "one_examiner", "teeth": {"16": "amf"}}
        state(cast.sanna, remains(number), Section.EXTERNAL, {"state": "fresh"})
        state(cast.halvar, remains(number), Section.TEETH, {"chart": chart})
    together(cast, "V1", "V5")
    assert any("both have tooth 16" in words for words in excluding(remains("V1"), remains("V4")))


def test_pairings_of_a_file_exclude(cast: Cast, done: Run) -> None:
    file = remains("V4").source_file
    assert file is not None
    file.pairings = {"V4": ["M1"], "V5": ["M2"]}
    file.save()
    assert any("no person sought" in words for words in excluding(remains("V4"), remains("V5")))


def test_reasons_are_given_and_nobody_joins_twice(cast: Cast, done: Run) -> None:
    with pytest.raises(JoinRefused, match="reasons"):
        join(user=cast.sanna, first=remains("V1"), second=remains("V4"), reasons="  ")
    together(cast, "V1", "V4")
    with pytest.raises(JoinRefused, match="joined already"):
        together(cast, "V4", "V1")


def test_dna_that_comes_later_and_contradicts_holds_the_body_back(cast: Cast, done: Run) -> None:
    together(cast, "V1", "V4")
    profile = remains("V4").profile
    profile.genotypes = remains("V3").profile.genotypes
    profile.save()
    found = incident_for_comparison(cast.incident)
    assert {r.id for r in found.dvi.remains} == {"V2", "V3", "V5"}
    assert [held.number for held in found.remains_held_back] == ["V1", "V4"]


def identify(cast: Cast, run: Run, number: str, person: str) -> None:
    found = Pair(run, remains(number), MissingPerson.objects.get(number=person))
    proposed = propose_pair(cast.mara, found)
    for signer in (cast.oyelin, cast.ilse):
        sign_as(cast, signer, proposed)


# Identifications ---------------------------------------------------------------------------------


def test_a_join_with_identified_remains_is_refused_with_id_06(
    cast: Cast, client_of: ClientOf, done: Run
) -> None:
    identify(cast, done, "V2", "M2")
    with pytest.raises(JoinRefused) as refused:
        together(cast, "V5", "V2")
    assert refused.value.finding.code == "ID-06"
    posted = {"number": "V2", "reasons": REASONS, "weighed": "on"}
    answer = client_of("sanna").post(url("body", "V5"), posted)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "ID-06" in page
    assert "V2 is identified as M2. It must be reopened first." in page
    assert not Reassociation.objects.exists()


def test_what_stands_of_one_part_stands_of_the_body(cast: Cast, done: Run, work: Work) -> None:
    person = MissingPerson.objects.get(number="M1")
    exclude(
        user=cast.oyelin,
        incident=cast.incident,
        run=done,
        remains=remains("V4"),
        missing_person=person,
        reasons="An amputation.",
    )
    assert exclusions_of(remains("V1"), person) == ()
    together(cast, "V1", "V4")
    assert len(exclusions_of(remains("V1"), person)) == 1
    assert identifications_of(remains("V4")) == ()


def test_a_body_that_is_identified_is_not_parted(
    cast: Cast, client_of: ClientOf, done: Run, work: Work
) -> None:
    row = together(cast, "V1", "V4")
    identify(cast, work(), "V1", "M1")
    assert bodies_of(cast.incident) == (("V1", "V4"),)
    assert [r.number for r in parts_of(remains("V4"))] == ["V1", "V4"]
    assert identifications_of(remains("V4")) != ()
    answer = client_of("sanna").post(url("parted", pk=row.pk), {"reason": "A mix-up."})
    assert answer.status_code == 409
    assert "RE-03" in answer.content.decode()


# Pages -------------------------------------------------------------------------------------------


def test_a_lead_of_a_run_leads_to_joining(cast: Cast, client_of: ClientOf, done: Run) -> None:
    page = client_of("sanna").get(done.get_absolute_url()).content.decode()
    address = url("body", "V1") + "?with=V4"
    assert address in page
    assert address not in client_of("oyelin").get(done.get_absolute_url()).content.decode()
    offered = client_of("sanna").get(address)
    check_page(offered)
    assert "Nothing recorded speaks against V4." in offered.content.decode()
    posted = {"number": "V4", "reasons": REASONS}
    assert client_of("sanna").post(url("body", "V1"), posted).status_code == 302
    assert bodies_of(cast.incident) == (("V1", "V4"),)


def test_what_speaks_against_is_weighed_first(cast: Cast, client_of: ClientOf, done: Run) -> None:
    for number, sex in (("V4", "M"), ("V5", "F")):
        content = {"sex": sex, "sex_method": "skull" if number == "V4" else "pelvis"}
        state(cast.sanna, remains(number), Section.EXTERNAL, {"state": "skeletal"})
        state(cast.sanna, remains(number), Section.DESCRIPTION, content)
    page = client_of("sanna").get(url("body", "V4") + "?with=V5").content.decode()
    assert "What speaks against V5 being of the same body" in page
    posted = {"number": "V5", "reasons": REASONS}
    answer = client_of("sanna").post(url("body", "V4"), posted)
    assert answer.status_code == 422
    assert not Reassociation.objects.exists()
    posted["weighed"] = "on"
    assert client_of("sanna").post(url("body", "V4"), posted).status_code == 302


def test_an_unknown_number_is_told(client_of: ClientOf, done: Run) -> None:
    answer = client_of("sanna").post(url("body", "V1"), {"number": "V99", "reasons": REASONS})
    assert answer.status_code == 422
    assert "There are no remains with this number." in answer.content.decode()


@pytest.mark.parametrize("who", ["teo", "halvar", "oyelin", "nadia", "piet"])
def test_it_requires_the_right(cast: Cast, client_of: ClientOf, done: Run, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        join(user=person, first=remains("V1"), second=remains("V4"), reasons=REASONS)
    row = together(cast, "V1", "V4")
    with pytest.raises(PermissionDenied):
        part(user=person, together=row, reasons=REASONS)
