from __future__ import annotations

import pytest

from antigone.formats.genotype_layout import WIDE, layout_of
from antigone.formats.locus_names import (
    AMELOGENIN,
    CODIS_20,
    ESS_12,
    KINDS,
    LocusKind,
    LocusNames,
    UnknownLocus,
    is_alias,
)
from antigone.formats.problems import ProblemList

NAMES = LocusNames()


@pytest.mark.parametrize(
    ("written", "locus"),
    [
        ("vWA", "vWA"),
        ("VWA", "vWA"),
        ("vWF", "vWA"),
        ("HUMVWFA31", "vWA"),
        ("D5S818 ", "D5S818"),
        ("D5S818_", "D5S818"),
        ("d5s818", "D5S818"),
        ("PENTA D", "Penta D"),
        ("Penta_D", "Penta D"),
        ("Penta\u00a0D", "Penta D"),
        ("PentaE", "Penta E"),
        ("THO1", "TH01"),
        ("ТН01", "TH01"),  # in Cyrillic letters
        ("CSFIPO", "CSF1PO"),
        ("CSF1P0", "CSF1PO"),
        ("TP0X", "TPOX"),
        ("ACTBP2", "SE33"),
        ("AMEL", AMELOGENIN),
        ("amelogenin", AMELOGENIN),
        ("DYS389 I", "DYS389I"),
        ("DYS389.2", "DYS389II"),
        ("Y-GATA-H4", "YGATAH4"),
        ("DYS385a/b", "DYS385"),
    ],
)
def test_aliases(written: str, locus: str) -> None:
    assert NAMES.named(written) == locus


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("D5S8118", "D5S818"), ("D3S1385", "D3S1358"), ("vWAA", "vWA"), ("Penta G", "Penta E")],
)
def test_an_unknown_name_is_refused_with_the_nearest(written: str, nearest: str) -> None:
    with pytest.raises(UnknownLocus, match=f"nearest is {nearest}"):
        NAMES.named(written)


def test_where_nothing_is_near_what_is_allowed_is_listed() -> None:
    with pytest.raises(UnknownLocus, match=r"'Haar' is no locus.*allowed are CSF1PO"):
        NAMES.named("Haar")


def test_the_incidents_own_names_win() -> None:
    own = LocusNames(("VWA", "M7", "m7", "TH01"))
    assert own.named("vWF") == "VWA"
    assert own.named("THO1") == "TH01"
    assert own.named("m7") == "m7"
    assert own.find("M 7") is None  # two of the incident's markers may be meant
    assert own.kind("M7") is LocusKind.AUTOSOMAL


def test_each_name_and_alias_means_one_locus() -> None:
    assert [NAMES.find(name) for name in KINDS] == list(KINDS)
    assert len(CODIS_20) == 20
    assert len(ESS_12) == 12
    assert not is_alias("PENTA D", "Penta D")
    assert is_alias("vWF", "vWA")


def test_a_side_behind_a_name_is_never_taken_for_part_of_it() -> None:
    for locus, kind in KINDS.items():
        for pattern in ("{}_{}", "{} {}", "{} Allele {}", "{} A{}"):
            headings = ["Sample", *(pattern.format(locus, side) for side in (1, 2))]
            problems = ProblemList("t")
            layout = layout_of(headings, NAMES, problems).layout
            problems.refuse_if_any()
            assert layout is not None
            assert layout.kind == WIDE
            assert layout.alleles == {locus: (1, 2)}, (pattern, kind)
