"""Where DNA alone does not reach the threshold three decide on all evidence together, with reasons."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from antigone.policy.identification import Basis
from antigone.web.accounts.models import Agency, User
from antigone.web.board.acts.propose import propose
from antigone.web.board.acts.sign import sign
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Role
from tests.web.board.conftest import REASONS, Pair, PairOf, propose_pair, sign_as
from tests.web.board.test_acts import refused
from tests.web.conftest import Cast, ClientOf
from tests.web.factors import answer_of, code_of
from tests.web.kept import kept
from tests.web.page import check_page, html_of
from tests.web.records.conftest import Document, data_set, with_records

MARKERS = 24
"""So many of the small data set's that DNA alone stays at 0.93, and all evidence reaches 0.9999."""

WHY = "The age, the find and the DNA agree."


@pytest.fixture
def data() -> Document:
    document = with_records(data_set())
    first = document["markers"]
    document["markers"] = [first[k % len(first)] | {"name": f"L{k + 1}"} for k in range(MARKERS)]
    document["genotypes"] = {
        name: {f"L{k + 1}": row["L1"] for k in range(MARKERS)}
        for name, row in document["genotypes"].items()
    }
    return document


@kept
def together(cast: Cast, pair: Pair) -> Proposal:
    return propose(
        user=cast.mara,
        run=pair.run,
        remains=pair.remains,
        missing_person=pair.missing_person,
        reasons=REASONS,
        basis=Basis.COMBINED,
    )


def with_reasons(cast: Cast, user: User, proposal: Proposal, reasons: str = WHY) -> Signature:
    return sign(
        user=user,
        proposal=proposal,
        password=cast.password,
        second_factor=answer_of(user),
        has_read=True,
        reasons=reasons,
    )


def test_dna_alone_is_refused_and_all_evidence_is_not(cast: Cast, pair: Pair) -> None:
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-01"]


def test_id_12_what_was_found_is_frozen(together: Proposal) -> None:
    evidence = together.evidence
    assert (evidence["format"], evidence["basis"]) == ("antigone evidence 3", "combined")
    assert float(str(evidence["posterior"])) < 0.9995
    assert float(str(evidence["combined_posterior"])) >= 0.9995
    assert float(str(evidence["combined_at_lower_odds"])) >= 0.9995
    assert evidence["combined_error"] == 0.0
    assert float(str(evidence["teeth_log10_lr"])) == pytest.approx(0.296, abs=0.001)
    codes = [rule["code"] for rule in json.loads(together.evidence_text)["rules"]]
    assert "ID-12" in codes
    assert "ID-01" not in codes


def test_id_12_a_weak_pair_is_refused(cast: Cast, pair_of: PairOf) -> None:
    weak = pair_of("V3", "M2")
    codes = refused(
        lambda: propose(
            user=cast.mara,
            run=weak.run,
            remains=weak.remains,
            missing_person=weak.missing_person,
            reasons=REASONS,
            basis=Basis.COMBINED,
        )
    )
    assert "ID-12" in codes


def test_bo_15_three_decide_each_with_reasons(cast: Cast, together: Proposal) -> None:
    assert refused(lambda: sign_as(cast, cast.ilse, together)) == ["BO-15"]
    with_reasons(cast, cast.ilse, together)
    with_reasons(cast, cast.halvar, together)
    assert not Identification.objects.exists()
    third = with_reasons(cast, cast.oyelin, together, " Twenty-four markers. ")
    assert third.reasons == "Twenty-four markers."
    decision = Identification.objects.get()
    signers = json.loads(decision.document_text)["signatures"]
    assert [one["role"] for one in signers] == ["board_member", "odontologist", "geneticist"]
    assert WHY not in decision.document_text
    statement = json.loads(third.statement_text)
    assert statement["reasons_fingerprint"]


def test_bo_12_one_of_three_is_competent(cast: Cast, together: Proposal) -> None:
    with_reasons(cast, cast.ilse, together)
    others = [
        a_member(cast, "asha", "Office of Asha", Role.BOARD_MEMBER),
        a_member(cast, "bela", "Office of Bela", Role.BOARD_MEMBER),
    ]
    with_reasons(cast, others[0], together)
    assert refused(lambda: with_reasons(cast, others[1], together)) == ["BO-11", "BO-12"]
    assert with_reasons(cast, cast.halvar, together).position == 3


def a_member(cast: Cast, name: str, agency: str, role: Role) -> User:
    office, _ = Agency.objects.get_or_create(name=agency, defaults={"short": name})
    user = User.objects.create_user(name, cast.password, full_name=name.title(), agency=office)
    Membership.objects.create(user=user, incident=cast.incident, role=role)
    return user


def test_the_pages_offer_it_and_three_sign(cast: Cast, client_of: ClientOf, pair: Pair) -> None:
    ids = {"run": pair.run.pk, "remains": pair.remains.pk, "missing": pair.missing_person.pk}
    url = reverse("board:propose", kwargs={"incident": "marel-valley"} | ids)
    mara = client_of("mara")
    assert "all evidence together may" in html_of(mara.get(url))
    shown = mara.get(f"{url}?basis=combined")
    check_page(shown)
    assert 'name="basis" value="combined"' in html_of(shown)
    assert "With a tenth of the prior odds" in html_of(shown)
    done = mara.post(url, {"words": REASONS, "basis": "combined"}, follow=True)
    proposal = Proposal.objects.get()
    assert proposal.rests_on is Basis.COMBINED
    assert "3 more signatures are needed." in html_of(done)
    sign_url = reverse("board:sign", kwargs={"incident": "marel-valley", "pk": proposal.pk})
    for name in ("ilse", "halvar", "oyelin"):
        user = getattr(cast, name)
        typed = {"has_read": "on", "password": cast.password, "code": code_of(user)}
        silent = client_of(name).post(sign_url, typed)
        assert silent.status_code == 409
        assert "BO-15" in html_of(silent)
        said = client_of(name).post(sign_url, typed | {"reasons": WHY})
        assert said.status_code == 302
    page = client_of("tomas").get(proposal.get_absolute_url())
    check_page(page)
    assert html_of(page).count(WHY) == 3
    assert "The identification stands" in html_of(page)
