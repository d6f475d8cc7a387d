"""Breaks of custody that nobody explained bar a proposal and a signature."""

from __future__ import annotations

from antigone.web.board.models import Identification, Proposal
from antigone.web.custody.acts.hand_over import explain_break
from antigone.web.custody.breaks import breaks_of_sample
from antigone.web.custody.models import CustodyEvent, Sample
from tests.web.board.conftest import Pair, propose_pair, sign_as
from tests.web.board.test_acts import refused
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import HOUR, OYELIN, START, TEO, a_broken_sample, a_sample, handed
from tests.web.page import check_page, html_of

NAMED = "Every marker fits. CU-03 is a transposed number."


def explain(cast: Cast, sample: Sample) -> None:
    for one in breaks_of_sample(sample):
        event = CustodyEvent.objects.get(pk=one.event) if one.event else None
        explain_break(
            user=cast.sanna, item=sample, code=one.code, event=event, words="Read again: 4471."
        )


def test_bo_14_an_unexplained_break_bars_proposal_and_signature(cast: Cast, pair: Pair) -> None:
    sample = a_broken_sample(cast, pair.remains)
    assert refused(lambda: propose_pair(cast.mara, pair, NAMED)) == ["BO-14"]
    explain(cast, sample)
    proposal = propose_pair(cast.mara, pair, NAMED)
    later = a_broken_sample(cast, pair.remains)
    assert refused(lambda: sign_as(cast, cast.oyelin, proposal)) == ["BO-14"]
    explain(cast, later)
    for signer in (cast.oyelin, cast.ilse):
        sign_as(cast, signer, proposal)
    assert Identification.objects.filter(stands=True).exists()


def test_bo_14_a_familys_samples_count_too(cast: Cast, signed_once: Proposal, pair: Pair) -> None:
    sample = a_sample(cast, pair.missing_person.family.persons.get(code="R1"), kind="buccal")
    handed(cast, sample, TEO, OYELIN, START + HOUR)
    assert refused(lambda: sign_as(cast, cast.ilse, signed_once)) == ["BO-14"]


def test_the_page_says_which_break_bars(
    cast: Cast, client_of: ClientOf, signed_once: Proposal, pair: Pair
) -> None:
    sample = a_broken_sample(cast, pair.remains)
    shown = client_of("ilse").get(signed_once.get_absolute_url())
    check_page(shown)
    content = html_of(shown)
    assert "Nobody can sign it now" in content
    assert f"CU-03 {sample.code}" in content
    assert content.index("BO-14") < content.index("ID-01")
