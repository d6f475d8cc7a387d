"""Certificates of death: of a record that holds, kept byte for byte, superseded by a correction."""

from __future__ import annotations

import hashlib
import json

import pytest

from antigone.policy.consent import Attestation
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.models import Certificate, DeathRecord
from antigone.web.deaths.particulars import dead_person_of
from antigone.web.deaths.sealed import text_of
from antigone.web.records.consent import record_basis, record_objection, withdraw_basis
from tests.web.conftest import Cast
from tests.web.deaths.conftest import NAMED, NAMELESS, confirm
from tests.web.deaths.test_recording import codes


def test_a_certificate_is_kept_as_it_was_issued(cast: Cast, named: DeathRecord) -> None:
    made = issue_certificate(user=cast.sanna, record=named)
    assert made.number == "C-0001"
    assert "Орлевич" not in made.content_text
    content = json.loads(text_of(made))
    assert content["person"]["surname"] == "Орлевич"
    assert content["cause_certified"]["cause_by"] == "Dr Imani Roskvist"
    # How the family is reached, and what was found, is for others.
    assert content["person"]["inform"] == ""
    assert content["person"]["packets"] == []
    assert hashlib.sha256(text_of(made).encode()).hexdigest() == made.content_sha256


def test_a_correction_gets_a_new_number(cast: Cast, named: DeathRecord) -> None:
    first = issue_certificate(user=cast.sanna, record=named)
    with pytest.raises(RuleRefused) as refused:
        issue_certificate(user=cast.sanna, record=named)
    assert codes(refused) == {"DE-06"}
    confirm(cast.sanna, named, NAMED, "The day was misread.")
    second = issue_certificate(user=cast.sanna, record=named)
    assert (second.number, second.supersedes) == ("C-0002", first)


def test_without_a_physician_there_is_none(cast: Cast, nameless: DeathRecord) -> None:
    without = {n: one for n, one in NAMELESS.items() if n != "cause_by"}
    confirm(cast.sanna, nameless, without, "Nobody certified it yet.")
    with pytest.raises(RuleRefused) as refused:
        issue_certificate(user=cast.sanna, record=nameless)
    assert codes(refused) == {"DE-05"}


def test_of_remains_without_a_name_it_names_nobody(cast: Cast, nameless: DeathRecord) -> None:
    content = json.loads(text_of(issue_certificate(user=cast.sanna, record=nameless)))
    assert content["person"]["identified"] is False
    assert content["decision"] is None


def test_a_record_in_doubt_is_not_certified(
    cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    reopen(user=cast.ilse, decision=identification, cause="A sample was swapped.")
    with pytest.raises(RuleRefused) as refused:
        issue_certificate(user=cast.sanna, record=named)
    assert codes(refused) == {"DE-06"}


def test_a_withdrawal_leaves_the_fingerprint(
    cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    made = issue_certificate(user=cast.sanna, record=named)
    family = identification.missing_person.family
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    kept = Certificate.objects.get(pk=made.pk)
    assert text_of(kept) == ""
    assert kept.content_sha256 == made.content_sha256


def test_co_06_a_law_keeps_the_certificate(
    cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    made = issue_certificate(user=cast.sanna, record=named)
    family = identification.missing_person.family
    law = Attestation("Jo Marek", "Registrar", "law", "Civil registration act", True)
    basis = record_basis(user=cast.nadia, covered=family, attestation=law, statement="I state it.")
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    kept = Certificate.objects.select_related("version__key").get(pk=made.pk)
    assert "Орлевич" in text_of(kept)
    assert dead_person_of(named).surname == "Орлевич"
    withdraw_basis(user=cast.nadia, basis=basis, reason="The act was repealed.")
    gone = Certificate.objects.select_related("version__key").get(pk=made.pk)
    assert text_of(gone) == ""
    assert dead_person_of(named).surname == ""
