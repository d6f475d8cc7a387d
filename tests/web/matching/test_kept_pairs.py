"""Pairs of a run over many stand in rows: whoever may not be shown is left out as they are read."""

from __future__ import annotations

import pytest
from django.test import Client

from antigone.web.board.evidence import inputs_are_current
from antigone.web.matching import screening
from antigone.web.matching.evidence import frozen_pair, pair_evidence
from antigone.web.matching.kept_pairs import shown_pairs
from antigone.web.matching.models import KeptPair, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.shown import shown_results, was_taken_out
from antigone.web.records.alive import record_found_alive, record_sought_again
from antigone.web.records.consent import record_basis, record_objection, withdraw_basis
from antigone.web.records.models import Family, ImportedFile, LegalBasis, MissingPerson, Person
from tests.web.conftest import Cast, ClientOf
from tests.web.kept import kept
from tests.web.matching.conftest import Work
from tests.web.records.conftest import STATED, Attest


@kept
def screened(imported: ImportedFile, attest: Attest, work: Work) -> Run:
    attest(imported)
    before, screening.MOST_PAIRS_KEPT = screening.MOST_PAIRS_KEPT, 0
    try:
        return work()
    finally:
        screening.MOST_PAIRS_KEPT = before


def shown(run: Run) -> set[tuple[str, str]]:
    rows = shown_pairs(run).select_related("remains", "missing_person")
    return {(row.remains.number, row.missing_person.number) for row in rows}


def test_all_is_shown_at_first(screened: Run) -> None:
    pairs = {(pair.remains, pair.missing) for pair in RunResults(screened).candidates}
    assert {("V1", "M1"), ("V2", "M2")} <= pairs
    assert shown(screened) == pairs
    assert screened.results is not None
    assert screened.results["pairwise"]["pairs_count"] == len(pairs)
    assert "V1" not in str(screened.results)


def test_co_05_who_is_alive_is_hidden_until_that_was_an_error(cast: Cast, screened: Run) -> None:
    person = MissingPerson.objects.get(number="M1")
    alive = record_found_alive(user=cast.nadia, missing_person=person, reason="A call.")
    assert {missing for _, missing in shown(screened)} == {"M2"}
    with pytest.raises(KeyError):
        shown_results(screened).candidate("V1", "M1")
    assert was_taken_out(screened, "M1")
    record_sought_again(user=cast.nadia, found=alive, reason="A namesake.")
    assert ("V1", "M1") in shown(screened)
    assert not was_taken_out(screened, "M1")


def test_co_05_without_a_basis_a_family_is_hidden_until_another_is_recorded(
    cast: Cast, imported: ImportedFile, screened: Run
) -> None:
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="Expired.")
    assert shown(screened) == set()
    family = Family.objects.get(name="F2")
    record_basis(user=cast.nadia, covered=family, attestation=STATED, statement="As stated.")
    assert {missing for _, missing in shown(screened)} == {"M2"}


def test_co_04_pairs_of_a_family_that_withdrew_are_deleted(cast: Cast, screened: Run) -> None:
    family = Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=family, reason="Asked.")
    assert not KeptPair.objects.filter(missing_person__number="M1").exists()
    assert KeptPair.objects.filter(missing_person__number="M2").exists()
    record_basis(user=cast.nadia, covered=family, attestation=STATED, statement="As stated.")
    screened.refresh_from_db()
    assert was_taken_out(screened, "M1")
    assert shown_results(screened).taken_out == ()


def test_co_05_a_donor_who_withdrew_hides_the_pairs(cast: Cast, screened: Run) -> None:
    donor = Person.objects.get(code="R1")
    record_objection(user=cast.nadia, covered=donor, reason="Asked.")
    assert {missing for _, missing in shown(screened)} == {"M2"}
    assert was_taken_out(screened, "M1")


def test_a_pair_alone_says_what_it_says_among_all(screened: Run) -> None:
    alone = frozen_pair(screened, "V1", "M1", alone=True)
    among = frozen_pair(screened, "V1", "M1")
    assert alone is not None
    assert among is not None
    assert [f.name for f in alone.dvi.families] == ["F1"]
    assert [r.id for r in alone.dvi.remains] == ["V1"]
    assert (alone.family, alone.remains) == (among.family, among.remains)
    rows, beside = pair_evidence(alone).rows, pair_evidence(among).rows
    assert [(r.marker, r.remains, r.relatives) for r in rows] == [
        (r.marker, r.remains, r.relatives) for r in beside
    ]
    assert [r.log10_lr for r in rows] == pytest.approx([r.log10_lr for r in beside], abs=1e-9)


def test_what_is_known_besides_dna_is_weighed_when_asked(
    client_of: ClientOf, screened: Run
) -> None:
    client, pair = client_of("mara"), f"{screened.get_absolute_url()}pair/V1/M1/"
    assert 'href="?lines=all"' in page_of(client, pair)
    assert 'href="?lines=all"' not in page_of(client, f"{pair}?lines=all")


def test_cases_name_their_candidates(client_of: ClientOf, screened: Run) -> None:
    client = client_of("mara")
    for address in ("remains/V1/", f"sought/families/{Family.objects.get(name='F1').pk}/"):
        assert f"runs/{screened.pk}/pair/V1/M1/" in page_of(client, f"/i/marel-valley/{address}")


def test_id_07_any_act_that_may_change_the_record_counts(cast: Cast, screened: Run) -> None:
    assert inputs_are_current(screened)
    record_found_alive(
        user=cast.nadia, missing_person=MissingPerson.objects.get(number="M2"), reason="A call."
    )
    assert not inputs_are_current(screened)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()
