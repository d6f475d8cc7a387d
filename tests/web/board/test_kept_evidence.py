"""CO-06: what a signed identification rests on follows its recorded legal basis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.web.board.models import Identification, Proposal
from antigone.web.matching.evidence import kept_pair
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.models import Run
from antigone.web.records.consent import record_basis, record_objection, withdraw_basis
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Person
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import STATED

LAW = replace(STATED, kind="law", particulars="Missing Persons Act, article 7")


@pytest.fixture
def law(cast: Cast, imported: ImportedFile) -> LegalBasis:
    """A law covers the file, besides the consent that does."""
    return record_basis(user=cast.nadia, covered=imported, attestation=LAW, statement="I state it.")


def withdraw(cast: Cast, *, donor: bool = False) -> None:
    covered = Person.objects.get(code="R1") if donor else Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=covered, reason="They asked for it.")


@pytest.mark.parametrize("donor", [False, True])
def test_co_06_a_law_keeps_what_the_identification_rests_on(
    cast: Cast, identified: Proposal, law: LegalBasis, client_of: ClientOf, donor: bool
) -> None:
    run = identified.run
    before = read_frozen(run).content
    withdraw(cast, donor=donor)
    assert read_frozen(run).content == before
    assert kept_pair(run, "V1", "M1") is not None or donor
    page = client_of("oyelin").get(f"{run.get_absolute_url()}pair/V1/M1/")
    assert page.status_code == 410
    kept = "A law keeps what the signed identification rests on" in page.content.decode()
    assert kept
    assert "DNA, marker by marker" in page.content.decode()
    assert "DNA, marker by marker" not in (
        client_of("oyelin").get(f"{run.get_absolute_url()}pair/V2/M1/").content.decode()
    )


def test_all_else_of_the_family_is_destroyed(
    cast: Cast, identified: Proposal, law: LegalBasis
) -> None:
    other = Run.objects.get(pk=identified.run.pk)
    withdraw(cast)
    assert Family.objects.get(name="F1").is_withdrawn
    assert '"M1"' not in str(Run.objects.get(pk=other.pk).results)
    assert Key.objects.filter(purpose="evidence", wrapped__isnull=False).count() == 1


def test_with_consent_alone_the_decision_stands_alone(
    cast: Cast, identified: Proposal, client_of: ClientOf
) -> None:
    text = identified.identification.document_text
    withdraw(cast)
    assert read_frozen(identified.run).withdrawn == {"F1"}
    page = client_of("oyelin").get(f"{identified.run.get_absolute_url()}pair/V1/M1/")
    assert "DNA, marker by marker" not in page.content.decode()
    assert Identification.objects.get().document_text == text
    assert client_of("oyelin").get(identified.get_absolute_url()).status_code == 200


def test_what_was_only_proposed_is_not_kept(
    cast: Cast, proposal: Proposal, law: LegalBasis
) -> None:
    withdraw(cast)
    assert read_frozen(proposal.run).withdrawn == {"F1"}


def test_when_the_law_ends_it_is_destroyed_too(
    cast: Cast, identified: Proposal, law: LegalBasis
) -> None:
    withdraw(cast, donor=True)
    withdraw(cast)
    assert read_frozen(identified.run).withdrawn == frozenset()
    withdraw_basis(user=cast.nadia, basis=law, reason="The act was repealed.")
    assert read_frozen(identified.run).withdrawn == {"F1"}
    assert kept_pair(identified.run, "V1", "M1") is None
    assert not Key.objects.filter(purpose="evidence", wrapped__isnull=False).exists()
