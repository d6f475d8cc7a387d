"""ID-01: what a file says of whom its remains may be identifies nobody."""

from __future__ import annotations

import pytest

from antigone.web.board.acts.propose import propose
from antigone.web.board.evidence import evidence_of_run
from antigone.web.board.refusal import RuleRefused
from antigone.web.matching.results import RunResults
from tests.web.board.conftest import Pair, decidable, propose_pair
from tests.web.conftest import Cast
from tests.web.records.conftest import Document


class TestRemainsWithoutDnaThatTheFileNames:
    @pytest.fixture
    def data(self) -> Document:
        document = decidable() | {"pairings": {"V1": ["M1"]}}
        del document["genotypes"]["V1"]
        return document

    def test_are_not_proposed(self, cast: Cast, pair: Pair) -> None:
        assert RunResults(pair.run).marginals["V1"]["M1"] == 1.0
        with pytest.raises(RuleRefused) as caught:
            propose_pair(cast.mara, pair)
        assert [finding.code for finding in caught.value.findings] == ["ID-01"]


class TestABrotherWhomTheFileRulesOut:
    @pytest.fixture
    def data(self) -> Document:
        document = decidable() | {"pairings": {"V1": ["*", "M1"]}}
        family = document["families"][0]
        family["pedigree"].append({"id": "M3", "father": "R1", "mother": "MX", "sex": "M"})
        family["missing"].append("M3")
        document["missing"].append("M3")
        return document

    def test_is_not_ruled_out_for_the_board(self, cast: Cast, pair: Pair) -> None:
        with pytest.raises(RuleRefused) as caught:
            propose_pair(cast.mara, pair)
        assert [finding.code for finding in caught.value.findings] == ["ID-01"]


class TestPairingsThatSayNoMoreThanTheDna:
    @pytest.fixture
    def data(self) -> Document:
        """V1 and V2 are men and women; V3, of unknown sex, is excluded from neither."""
        pairings = {"V1": ["*", "M1"], "V2": ["*", "M2"], "V3": ["*", "M1", "M2"]}
        return decidable() | {"pairings": pairings}

    def test_leave_a_pair_to_the_board(self, cast: Cast, pair: Pair) -> None:
        assert evidence_of_run(pair.run, pair.remains, pair.missing_person).dna_only
        propose(
            user=cast.mara,
            run=pair.run,
            remains=pair.remains,
            missing_person=pair.missing_person,
            reasons="Father typed.",
        )
