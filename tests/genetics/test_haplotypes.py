from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.haplotype_frequency import HaplotypeCount
from antigone.genetics.haplotypes import (
    CombinationRefused,
    EvidenceByLine,
    LineComparison,
    Verdict,
    maternal_line,
    paternal_line,
)
from antigone.genetics.lineage import Line, LineRefused
from antigone.genetics.mt_haplotype import MtHaplotype, compare_mt_haplotypes
from antigone.genetics.pedigree import pedigree_of
from antigone.genetics.y_haplotype import HaplotypeRefused, compare_y_haplotypes

MU = 0.002
CONTROL = ((16024, 576),)


def y(one: str, two: str, meioses: int = 1, mu: float = MU) -> float:
    first, second = ({"L": tuple(a.split(","))} for a in (one, two))
    return 10 ** compare_y_haplotypes(first, second, meioses=meioses, rates=mu).log10_probability


class TestY:
    def test_closed_formulas(self) -> None:
        assert y("14", "14") == pytest.approx(1 - MU)
        assert y("14", "15") == y("14", "13") == pytest.approx(MU / 2)
        assert y("14", "16") == 0.0
        assert y("14", "14", 2) == pytest.approx((1 - MU) ** 2 + MU**2 / 2)
        assert y("14", "16", 2) == pytest.approx(MU**2 / 4)
        assert y("9.3", "10.3") == pytest.approx(MU / 2)
        assert y("9.3", "10") == 0.0

    def test_copies_of_a_marker_are_summed_over_their_pairings(self) -> None:
        still, step = 1 - MU, MU / 2
        assert y("11,14", "14,11") == pytest.approx(still**2)
        assert y("11,14", "11,15") == pytest.approx(still * step)
        assert y("11,12", "12,11") == pytest.approx(still**2 + step**2)
        assert y("11", "11,12") == pytest.approx(2 * still * step)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(1, 5), st.floats(0.0, 0.5), st.integers(-5, 5))
    def test_equals_enumeration_of_all_paths(self, meioses: int, mu: float, change: int) -> None:
        steps = {-1: mu / 2, 0: 1 - mu, 1: mu / 2}
        expected = sum(
            math.prod(steps[s] for s in path)
            for path in product(steps, repeat=meioses)
            if sum(path) == change
        )
        assert y("20", str(20 + change), meioses, mu) == pytest.approx(expected, abs=1e-15)

    def test_no_mutation_is_the_limit(self) -> None:
        assert y("14", "14", 3, 0.0) == 1.0
        assert y("14", "15", 3, 0.0) == 0.0

    def test_the_allowance_keeps_the_risk(self) -> None:
        """With n markers that each change with probability µ, k is the binomial quantile."""
        haplotype = {f"L{i}": ("12",) for i in range(20)}
        found = compare_y_haplotypes(haplotype, haplotype, meioses=1, rates=0.01)

        def more_than(k: int) -> float:
            terms = (math.comb(20, j) * 0.01**j * 0.99 ** (20 - j) for j in range(k + 1))
            return 1 - sum(terms)

        assert more_than(found.allowed) <= 0.001 < more_than(found.allowed - 1)
        none = compare_y_haplotypes(haplotype, haplotype, meioses=1, rates=0.0)
        assert none.allowed == 0

    def test_refusals(self) -> None:
        one = {"L": ("12",)}
        for two, meioses, rates, words in (
            ({"K": ("12",)}, 1, MU, "no marker in common"),
            (one, 0, MU, "at least 1"),
            (one, 1, {"K": MU}, "no mutation rate is stated for marker L"),
            (one, 1, 1.5, "allowed is from 0"),
            ({"L": ()}, 1, MU, "cannot be paired"),
        ):
            with pytest.raises(HaplotypeRefused, match=words):
                compare_y_haplotypes(one, two, meioses=meioses, rates=rates)
        with pytest.raises(HaplotypeRefused, match="2 alleles against 3"):
            compare_y_haplotypes({"L": ("1", "2")}, {"L": ("1", "2", "3")}, meioses=1, rates=MU)


class TestMitochondrial:
    @pytest.mark.parametrize(
        ("one", "two", "different"),
        [
            ((), (), ()),
            (("263G",), ("263G",), ()),
            (("A263G",), ("263G",), ()),
            (("263G",), (), ("263",)),
            (("16189C",), ("16189A",), ("16189",)),
            (("16189Y",), ("16189C",), ()),
            (("16189R",), ("16189C",), ("16189",)),
            (("T152Y",), (), ()),
            (("T152R",), (), ("152",)),
            (("152Y",), (), ()),
            (("309.1C", "309.2C", "573.1C"), (), ()),
            (("309del",), (), ()),
            (("309T",), (), ("309",)),
            (("315.1C",), (), ("315.1",)),
            (("523-", "524-"), (), ("523",)),
            (("523-",), ("524-",), ("523", "524")),
            (("524.1A", "524.2C"), (), ("524.1",)),
            (("73G", "150T"), (), ("73", "150")),
        ],
    )
    def test_what_counts_as_a_difference(
        self, one: tuple[str, ...], two: tuple[str, ...], different: tuple[str, ...]
    ) -> None:
        first, second = MtHaplotype(CONTROL, one), MtHaplotype(CONTROL, two)
        for found in (compare_mt_haplotypes(first, second), compare_mt_haplotypes(second, first)):
            assert found.different == different
            assert found.excluded == (len(different) >= 2)
            assert found.inconclusive == (len(different) == 1)

    def test_only_what_both_were_read_in_is_compared(self) -> None:
        one = MtHaplotype(((16024, 16365),), ("16189C",))
        two = MtHaplotype(((16300, 16569), (1, 100)), ("73G", "16311C"))
        found = compare_mt_haplotypes(one, two)
        assert found.positions == 66
        assert found.different == ("16311",)

    def test_mixtures_are_told(self) -> None:
        found = compare_mt_haplotypes(
            MtHaplotype(CONTROL, ("152Y", "T16189Y")), MtHaplotype(CONTROL, ("16189C",))
        )
        assert found.heteroplasmic == ("152", "16189")
        assert found.presumed == ("152",)

    @pytest.mark.parametrize(
        ("ranges", "differences", "words"),
        [
            (((0, 10),), (), "not within the reference"),
            (((1, 99_999),), (), "not within the reference"),
            (CONTROL, ("16189X",), "is no difference"),
            (CONTROL, ("99999C",), "not within the reference"),
            (CONTROL, ("A263A",), "the reference itself"),
            (CONTROL, ("8860G",), "outside the ranges"),
            (CONTROL, ("263G", "A263G"), "one position"),
        ],
    )
    def test_what_cannot_be_read_is_refused(
        self, ranges: tuple[tuple[int, int], ...], differences: tuple[str, ...], words: str
    ) -> None:
        with pytest.raises(HaplotypeRefused, match=words):
            MtHaplotype(ranges, differences)

    def test_nothing_in_common_is_refused(self) -> None:
        with pytest.raises(HaplotypeRefused, match="read in both"):
            compare_mt_haplotypes(MtHaplotype(((1, 10),)), MtHaplotype(((11, 20),)))


FAMILY = pedigree_of(
    [
        ("grandfather", None, None, "M"),
        ("uncle", "grandfather", None, "M"),
        ("father", "grandfather", None, "M"),
        ("mother", None, None, "F"),
        ("missing", "father", "mother", "M"),
        ("sister", "father", "mother", "F"),
    ]
)
COUNT = HaplotypeCount(0, 999)
Y = {"L": ("14",), "K": ("11", "14")}


class TestLines:
    def test_the_paternal_lr(self) -> None:
        (found,) = paternal_line(FAMILY, "missing", Y, {"uncle": Y, "sister": Y}, COUNT, rates=MU)
        still = (1 - MU) ** 3 + 3 * (1 - MU) * MU**2 / 2
        assert (found.relative, found.meioses, found.verdict) == ("uncle", 3, Verdict.NOT_EXCLUDED)
        assert found.log10_lr is not None
        # Two copies of K can also have met in the middle, which is far below the tolerance.
        assert 10**found.log10_lr == pytest.approx(still**3 / 0.001, rel=1e-6)

    def test_the_limit_is_more_careful_than_the_count(self) -> None:
        (found,) = paternal_line(FAMILY, "missing", Y, {"uncle": Y}, COUNT, rates=MU)
        assert found.log10_lr is not None
        assert found.log10_lr_at_limit == pytest.approx(
            found.log10_lr + math.log10(COUNT.frequency) - math.log10(COUNT.upper_limit())
        )
        assert found.log10_lr_at_limit is not None
        assert found.log10_lr_at_limit < found.log10_lr

    def test_too_many_changes_exclude(self) -> None:
        remains = {"L": ("16",), "K": ("12", "15")}
        near, far = paternal_line(
            FAMILY, "missing", remains, {"father": Y, "uncle": Y}, COUNT, rates=MU
        )
        assert (near.relative, far.relative) == ("father", "uncle")
        assert near.verdict is Verdict.EXCLUDED
        assert near.log10_lr == -math.inf
        assert far.verdict is Verdict.EXCLUDED

    def test_the_maternal_lr_is_stated_only_without_a_difference(self) -> None:
        own = MtHaplotype(CONTROL, ("263G", "16189C"))
        sister = {"sister": own, "father": own}
        (found,) = maternal_line(FAMILY, "missing", own, sister, COUNT, change_rate=0.01)
        assert (found.relative, found.meioses) == ("sister", 2)
        assert found.log10_lr == pytest.approx(3 + 2 * math.log10(0.99))
        for differences, verdict in (
            (("263G",), Verdict.INCONCLUSIVE),
            ((), Verdict.EXCLUDED),
        ):
            remains = MtHaplotype(CONTROL, differences)
            (found,) = maternal_line(FAMILY, "missing", remains, sister, COUNT)
            assert found.verdict is verdict
            assert found.log10_lr is None

    def test_a_line_without_samples_is_refused(self) -> None:
        with pytest.raises(HaplotypeRefused, match="nobody of the paternal line"):
            paternal_line(FAMILY, "missing", Y, {"mother": Y}, COUNT, rates=MU)
        with pytest.raises(LineRefused):
            paternal_line(FAMILY, "sister", Y, {"father": Y}, COUNT, rates=MU)
        with pytest.raises(HaplotypeRefused, match="rate of change"):
            maternal_line(FAMILY, "missing", MtHaplotype(CONTROL), {}, COUNT, change_rate=1.0)


def line(which: Line, verdict: Verdict, log10_lr: float | None) -> LineComparison:
    return LineComparison(which, "uncle", 3, "23 markers", (), verdict, log10_lr, log10_lr)


class TestCombining:
    def test_lines_stay_apart_until_asked(self) -> None:
        evidence = EvidenceByLine(2.0, line(Line.PATERNAL, Verdict.NOT_EXCLUDED, 1.5))
        assert evidence.autosomal_log10_lr == 2.0
        combined = evidence.if_independent()
        assert combined.log10_lr == 3.5
        assert any("brothers" in words for words in combined.assumptions)

    def test_a_line_without_an_lr_is_left_out_and_named(self) -> None:
        evidence = EvidenceByLine(2.0, maternal=line(Line.MATERNAL, Verdict.INCONCLUSIVE, None))
        combined = evidence.if_independent()
        assert combined.log10_lr == 2.0
        assert "inconclusive" in combined.assumptions[-1]

    def test_an_excluded_line_forbids_a_number(self) -> None:
        evidence = EvidenceByLine(9.0, line(Line.PATERNAL, Verdict.EXCLUDED, -4.0))
        with pytest.raises(CombinationRefused, match="paternal line is excluded by 'uncle'"):
            evidence.if_independent()
