"""Each act: it works, needs its permission, refuses by rule and code, and stands in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from pytest_django import Settings

from antigone.formats.journal_verify import verify_journal
from antigone.policy.identification import ThresholdRefused
from antigone.provenance import canonical_json
from antigone.web.accounts.factors.recovery import make_recovery_codes
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import Answer, ProofRefused
from antigone.web.board.acts import propose as propose_module
from antigone.web.board.acts.exclude import exclude
from antigone.web.board.acts.refuse import refuse
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.acts.sign import sign
from antigone.web.board.acts.withdraw import withdraw
from antigone.web.board.documents import sha256
from antigone.web.board.models import (
    Exclusion,
    Identification,
    Proposal,
    Reopening,
    Signature,
)
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.export import export_journal
from antigone.web.journal.models import Entry
from antigone.web.matching.models import FrozenInput
from antigone.web.records.consent import record_objection, withdraw_basis
from antigone.web.records.models import LegalBasis, Person, Profile, Remains
from antigone.web.records.profiles import genotypes_of
from tests.web.board.conftest import REASONS, Pair, PairOf, propose_pair, sign_as
from tests.web.conftest import Cast
from tests.web.factors import answer_of


def refused(act: Callable[[], object]) -> list[str]:
    """The codes of the rules that stand against an act."""
    before = Entry.objects.count()
    with pytest.raises(RuleRefused) as caught:
        act()
    assert Entry.objects.count() == before
    return [finding.code for finding in caught.value.findings]


def last_act() -> tuple[str, str, str]:
    entry = Entry.objects.latest("sequence")
    return entry.actor, entry.act, entry.subject


# Propose


def test_a_proposal_freezes_its_evidence(proposal: Proposal, pair: Pair) -> None:
    assert proposal.is_open
    evidence = proposal.evidence
    assert evidence["run"] == pair.run.pk
    assert evidence["inputs_fingerprint"] == pair.run.inputs_fingerprint
    assert float(str(evidence["posterior"])) >= 0.9995
    assert evidence["threshold"] == 0.9995
    assert "flat" in str(evidence["prior"])
    assert {"code": "ID-01", "met": True} in evidence["rules"]  # type: ignore[operator]
    assert proposal.evidence_sha256 == sha256(proposal.evidence_text)
    assert canonical_json(evidence).decode() == proposal.evidence_text
    assert last_act() == ("mara", "identification.proposed", "V1, M1")


def test_a_geneticist_may_propose_and_others_may_not(cast: Cast, pair: Pair) -> None:
    for user in (cast.ilse, cast.nadia, cast.tomas, cast.piet):
        with pytest.raises(PermissionDenied):
            propose_pair(user, pair)
    assert propose_pair(cast.oyelin, pair).proposed_by == cast.oyelin


def test_nobody_is_no_user(pair: Pair) -> None:
    with pytest.raises(PermissionDenied):
        propose_pair(AnonymousUser(), pair)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("remains", "missing", "codes"),
    [("V3", "M1", ["ID-01", "ID-04"]), ("V1", "M2", ["ID-01", "ID-04"])],
)
def test_an_improbable_or_excluded_pair_is_refused(
    cast: Cast, pair_of: PairOf, remains: str, missing: str, codes: list[str]
) -> None:
    pair = pair_of(remains, missing)
    assert refused(lambda: propose_pair(cast.mara, pair)) == codes
    assert not Proposal.objects.exists()


def test_id_01_a_raised_threshold_counts(cast: Cast, pair: Pair, settings: Settings) -> None:
    settings.LEAST_POSTERIOR = 1 - 1e-16
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-01"]


def test_id_10_a_lowered_threshold_stops_the_act(
    cast: Cast, pair: Pair, settings: Settings
) -> None:
    settings.LEAST_POSTERIOR = 0.99
    with pytest.raises(ThresholdRefused):
        propose_pair(cast.mara, pair)


@pytest.mark.parametrize("reasons", ["", " \n "])
def test_bo_07_a_proposal_needs_reasons(cast: Cast, pair: Pair, reasons: str) -> None:
    assert refused(lambda: propose_pair(cast.mara, pair, reasons)) == ["BO-07"]


def test_bo_08_one_open_proposal(cast: Cast, proposal: Proposal, pair: Pair) -> None:
    assert refused(lambda: propose_pair(cast.oyelin, pair)) == ["BO-08"]


def test_the_database_refuses_a_second_open_proposal(proposal: Proposal) -> None:
    proposal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


def test_id_07_changed_inputs_are_refused(cast: Cast, pair: Pair) -> None:
    profile = Profile.objects.get(remains=pair.remains)
    profile.genotypes = (profile.genotypes or {}) | {"L1": ["9", "12"]}
    profile.save()
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-07"]


def test_id_07_destroyed_inputs_are_refused(cast: Cast, pair: Pair) -> None:
    FrozenInput.objects.filter(run=pair.run).delete()
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-07"]


def test_id_09_a_withdrawn_basis_is_refused(cast: Cast, pair: Pair) -> None:
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="Asked to.")
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-07", "ID-09"]


def test_an_act_that_fails_leaves_neither_itself_nor_an_entry(
    cast: Cast, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Entry.objects.count()

    def broken(**kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(propose_module, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        propose_pair(cast.mara, pair)
    assert not Proposal.objects.exists()
    assert Entry.objects.count() == before


# Sign


def test_the_second_signature_identifies(cast: Cast, signed_once: Proposal) -> None:
    assert not Identification.objects.exists()
    assert last_act() == ("oyelin", "identification.signed", "V1, M1")
    second = sign_as(cast, cast.ilse, signed_once)
    assert second.position == 2
    decision = Identification.objects.get()
    assert decision.stands
    signed_once.refresh_from_db()
    assert signed_once.state == Proposal.State.SIGNED
    assert last_act() == ("ilse", "identification.decided", "V1, M1")
    entry = Entry.objects.latest("sequence")
    assert entry.details["document_sha256"] == sha256(decision.document_text)


def test_the_decision_document(identified: Proposal) -> None:
    document = json.loads(identified.identification.document_text)
    assert [s["username"] for s in document["signatures"]] == ["oyelin", "ilse"]
    assert [s["agency"] for s in document["signatures"]] == [
        "Institute of Forensic Genetics",
        "Ministry of Justice",
    ]
    head = Entry.objects.get(sequence=document["journal_head"]["sequence"])
    assert head.entry_hash == document["journal_head"]["entry_hash"]
    assert head.act == "identification.signed"
    assert {r["code"] for r in document["rules"] if r["met"]} >= {"ID-01", "BO-01", "BO-06"}
    assert document["evidence_sha256"] == identified.evidence_sha256


def test_nothing_private_stands_in_documents_and_journal(identified: Proposal, cast: Cast) -> None:
    """No genotype, no family, no free text: their words are looked for in every byte."""
    exported = export_journal(None).decode()
    assert verify_journal(exported.encode()).sound
    written = exported + identified.identification.document_text + identified.evidence_text
    owners: list[Remains | Person] = [*Remains.objects.all()]
    owners += Person.objects.filter(profile__isnull=False)
    for genotypes in map(genotypes_of, owners):
        assert json.dumps(genotypes["L1"]) not in written
        assert json.dumps(genotypes["L1"], separators=(",", ":")) not in written
    for private in ("genotypes", "alleles", REASONS, cast.password, "F1"):
        assert private not in identified.identification.document_text + identified.evidence_text
        assert private not in exported


@pytest.mark.parametrize("name", ["mara", "nadia", "tomas", "piet"])
def test_only_signers_sign(cast: Cast, proposal: Proposal, name: str) -> None:
    with pytest.raises(PermissionDenied):
        sign_as(cast, getattr(cast, name), proposal)
    assert not Signature.objects.exists()


def test_bo_01_the_proposer_cannot_sign(cast: Cast, pair: Pair) -> None:
    own = propose_pair(cast.oyelin, pair)
    assert refused(lambda: sign_as(cast, cast.oyelin, own)) == ["BO-01"]


def test_bo_02_bo_03_nobody_signs_twice(cast: Cast, signed_once: Proposal) -> None:
    assert refused(lambda: sign_as(cast, cast.oyelin, signed_once)) == ["BO-02", "BO-03", "BO-11"]


def test_bo_03_a_colleague_does_not_sign_second(cast: Cast, signed_once: Proposal) -> None:
    colleague = User.objects.create_user(
        "asha", cast.password, full_name="Asha Colleague", agency=cast.oyelin.agency
    )
    Membership.objects.create(user=colleague, incident=cast.incident, role=Role.BOARD_MEMBER)
    assert refused(lambda: sign_as(cast, colleague, signed_once)) == ["BO-03"]
    alone = User.objects.create_user("nemo", cast.password, full_name="Nemo None")
    Membership.objects.create(user=alone, incident=cast.incident, role=Role.BOARD_MEMBER)
    assert refused(lambda: sign_as(cast, alone, signed_once)) == ["BO-03"]
    cast.incident.two_agencies = False
    cast.incident.save()
    signed_once.refresh_from_db()
    assert sign_as(cast, colleague, signed_once).agency == colleague.agency.name  # type: ignore[union-attr]


def test_bo_05_the_signer_declares_to_have_read(cast: Cast, proposal: Proposal) -> None:
    act = lambda: sign(  # noqa: E731
        user=cast.ilse,
        proposal=proposal,
        password=cast.password,
        second_factor=answer_of(cast.ilse),
        has_read=False,
    )
    assert refused(act) == ["BO-05"]


def test_bo_06_a_signature_needs_password_and_second_factor(cast: Cast, proposal: Proposal) -> None:
    def with_proof(password: str, second_factor: Answer) -> Signature:
        return sign(
            user=cast.ilse,
            proposal=proposal,
            password=password,
            second_factor=second_factor,
            has_read=True,
        )

    right = answer_of(cast.ilse)
    assert refused(lambda: with_proof("", right)) == ["BO-06"]
    assert refused(lambda: with_proof(cast.password, Answer())) == ["BO-06"]
    for password, answer in (
        ("wrong", right),
        (cast.password, Answer(code="000000")),
        (cast.password, answer_of(cast.oyelin)),
        (cast.password, Answer(code=make_recovery_codes(user=cast.ilse)[0])),
    ):
        with pytest.raises(ProofRefused):
            with_proof(password, answer)
    assert not Signature.objects.exists()
    assert with_proof(cast.password, right).signer == cast.ilse
    assert Entry.objects.get(act="identification.signed").details["second_factor"] == "app"


def test_a_signer_who_lost_the_role_meanwhile_is_refused(cast: Cast, proposal: Proposal) -> None:
    Membership.objects.filter(user=cast.ilse).delete()
    with pytest.raises(PermissionDenied):
        sign_as(cast, cast.ilse, proposal)


def test_id_09_consent_withdrawn_after_the_first_signature(
    cast: Cast, signed_once: Proposal, pair: Pair
) -> None:
    record_objection(user=cast.nadia, covered=pair.missing_person.family, reason="They ask for it.")
    assert refused(lambda: sign_as(cast, cast.ilse, signed_once)) == ["ID-07", "ID-09"]


def test_id_04_excluded_after_the_first_signature(
    cast: Cast, signed_once: Proposal, pair: Pair
) -> None:
    exclude_pair(cast.oyelin, pair)
    assert refused(lambda: sign_as(cast, cast.ilse, signed_once)) == ["ID-04"]


def test_id_06_identified_remains_are_not_proposed_again(
    cast: Cast, identified: Proposal, pair_of: PairOf
) -> None:
    pair = pair_of("V1", "M1")
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-06"]


def test_the_database_refuses_a_second_identification(identified: Proposal) -> None:
    decision = identified.identification
    decision.pk = None
    decision.proposal = Proposal.objects.get(pk=identified.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save()


# Refuse, withdraw


def test_a_signer_refuses(cast: Cast, proposal: Proposal) -> None:
    refuse(user=cast.ilse, proposal=proposal, reasons="The pedigree is doubtful.")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.REFUSED
    assert proposal.closed_because == "The pedigree is doubtful."
    assert last_act() == ("ilse", "identification.refused", "V1, M1")
    assert "doubtful" not in Entry.objects.latest("sequence").details_text
    assert refused(lambda: sign_as(cast, cast.oyelin, proposal)) == ["BO-04"]


def test_refusing_needs_reasons_and_another_person(cast: Cast, pair: Pair) -> None:
    own = propose_pair(cast.oyelin, pair)
    assert refused(lambda: refuse(user=cast.ilse, proposal=own, reasons="")) == ["BO-07"]
    assert refused(lambda: refuse(user=cast.oyelin, proposal=own, reasons="No.")) == ["BO-01"]
    with pytest.raises(PermissionDenied):
        refuse(user=cast.mara, proposal=own, reasons="No.")


def test_the_proposer_withdraws_and_may_propose_again(
    cast: Cast, proposal: Proposal, pair: Pair
) -> None:
    withdraw(user=cast.mara, proposal=proposal, reasons="A sample was swapped.")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WITHDRAWN
    assert last_act() == ("mara", "identification.withdrawn", "V1, M1")
    again = propose_pair(cast.mara, pair)
    assert Proposal.objects.count() == 2
    with pytest.raises(PermissionDenied):
        withdraw(user=cast.oyelin, proposal=again, reasons="Not mine.")


def test_bo_04_a_decision_cannot_be_withdrawn_or_refused(cast: Cast, identified: Proposal) -> None:
    again = lambda: withdraw(user=cast.mara, proposal=identified, reasons="x")  # noqa: E731
    assert refused(again) == ["BO-04"]
    assert refused(lambda: refuse(user=cast.ilse, proposal=identified, reasons="x")) == ["BO-04"]


# Exclude, reopen


def exclude_pair(user: User, pair: Pair, reasons: str = "The pedigree was corrected.") -> Exclusion:
    return exclude(
        user=user,
        incident=pair.run.incident,
        remains=pair.remains,
        missing_person=pair.missing_person,
        reasons=reasons,
        run=pair.run,
    )


def test_an_exclusion_keeps_a_pair_from_being_proposed(cast: Cast, pair: Pair) -> None:
    made = exclude_pair(cast.oyelin, pair)
    assert last_act() == ("oyelin", "exclusion.decided", "V1, M1")
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-04"]
    assert refused(lambda: exclude_pair(cast.mara, pair)) == ["BO-09"]
    reopen(user=cast.ilse, decision=made, cause="New sample.")
    assert propose_pair(cast.mara, pair).is_open
    assert Exclusion.objects.count() == 1


def test_excluding_needs_permission_and_reasons(cast: Cast, pair: Pair) -> None:
    for user in (cast.nadia, cast.tomas, cast.piet):
        with pytest.raises(PermissionDenied):
            exclude_pair(user, pair)
    assert refused(lambda: exclude_pair(cast.mara, pair, " ")) == ["BO-07"]


def test_bo_09_an_identified_pair_is_not_excluded(
    cast: Cast, identified: Proposal, pair: Pair
) -> None:
    assert refused(lambda: exclude_pair(cast.ilse, pair)) == ["BO-09"]


def test_reopening_leaves_everything_visible(cast: Cast, identified: Proposal, pair: Pair) -> None:
    decision = identified.identification
    text = decision.document_text
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    decision.refresh_from_db()
    assert not decision.stands
    assert decision.document_text == text
    assert last_act() == ("ilse", "identification.reopened", "V1, M1")
    assert "tooth" not in Entry.objects.latest("sequence").details_text
    assert Signature.objects.filter(proposal=identified).count() == 2
    assert refused(lambda: reopen(user=cast.ilse, decision=decision, cause="x")) == ["BO-10"]
    again = propose_pair(cast.mara, pair)
    sign_as(cast, cast.ilse, again)
    sign_as(cast, cast.oyelin, again)
    assert Identification.objects.filter(stands=True).get().proposal == again


def test_reopening_needs_permission_and_a_cause(cast: Cast, identified: Proposal) -> None:
    decision = identified.identification
    for user in (cast.mara, cast.oyelin, cast.nadia, cast.tomas, cast.piet):
        with pytest.raises(PermissionDenied):
            reopen(user=user, decision=decision, cause="x")
    assert refused(lambda: reopen(user=cast.ilse, decision=decision, cause="")) == ["BO-07"]
    assert not Reopening.objects.exists()


def test_a_pair_of_another_incident_is_not_proposed(cast: Cast, pair: Pair) -> None:
    """Numbers repeat between incidents: V1 of one is not V1 of another."""
    elsewhere = Incident.objects.create(slug="quay", name="Quay", begun_on=date(2025, 1, 1))
    pair.remains.incident = elsewhere
    pair.remains.save()
    with pytest.raises(Remains.DoesNotExist):
        propose_pair(cast.mara, pair)
    with pytest.raises(Remains.DoesNotExist):
        exclude_pair(cast.mara, pair)
