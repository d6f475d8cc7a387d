"""RP-04: after a withdrawal the report says which parts are no longer there, and still stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.web.board.models import Identification, Proposal
from antigone.web.records.consent import record_basis, record_objection
from antigone.web.records.models import Family, ImportedFile, LegalBasis
from antigone.web.reports.dna import dna_of
from antigone.web.reports.identification_report import render_report
from tests.web.conftest import Cast
from tests.web.records.conftest import STATED
from tests.web.reports.conftest import squeezed, text_of

LAW = replace(STATED, kind="law", particulars="Missing Persons Act, article 7")
GONE = "No longer there: the family’s DNA and its pedigree."


@pytest.fixture
def law(cast: Cast, imported: ImportedFile) -> LegalBasis:
    return record_basis(user=cast.nadia, covered=imported, attestation=LAW, statement="I state it.")


def withdraw(cast: Cast, name: str = "F1") -> None:
    family = Family.objects.get(name=name)
    record_objection(user=cast.nadia, covered=family, reason="They asked for it.")


def report_of(proposal: Proposal) -> str:
    decision = Identification.objects.get(proposal=proposal)
    return squeezed(text_of(render_report(decision)))


def test_rp_04_it_says_that_the_dna_of_a_family_is_gone(cast: Cast, identified: Proposal) -> None:
    signed = report_of(identified)
    assert squeezed(GONE) not in signed
    withdraw(cast)
    text = report_of(identified)
    assert squeezed(GONE) in text
    assert squeezed("No longer there: the joint view of the run with this pair.") in text
    assert "+0.22" not in text
    for words in ("V1 is M1", identified.identification.document_sha256, "+8.00", "Theta 0"):
        assert squeezed(words) in text, words
    assert dna_of(identified.run, "V1", "M1", may_be_shown=False).pair is None


def test_rp_04_what_a_law_keeps_stays_in_it(
    cast: Cast, identified: Proposal, law: LegalBasis
) -> None:
    withdraw(cast)
    text = report_of(identified)
    assert squeezed("A law keeps what the signed identification rests on") in text
    assert squeezed(GONE) not in text
    assert "+0.22" in text
    assert dna_of(identified.run, "V1", "M1", may_be_shown=False).kept_by_law


def test_rp_04_lines_that_rest_on_another_familys_records_are_said_to_be_gone(
    cast: Cast, identified_with_records: Proposal
) -> None:
    before = report_of(identified_with_records)
    assert squeezed("Implants") in before
    withdraw(cast, "F2")
    text = report_of(identified_with_records)
    assert squeezed("No longer there: the records behind the lines besides DNA.") in text
    assert squeezed("Implants") not in text
    assert squeezed("All besides DNA") in text
    assert "+0.22" in text
