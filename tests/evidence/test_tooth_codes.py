from __future__ import annotations

import pytest

from antigone.evidence.records import ChartSource, CodeSystem, ToothChart
from antigone.evidence.tooth_codes import (
    INTERPOL_CODES,
    NCIC_CODES,
    WINID_PRIMARY,
    WINID_SECONDARY,
    Coarse,
    Material,
    ToothCodeError,
    finding,
)
from antigone.evidence.tooth_comparison import entries
from antigone.evidence.tooth_states import states_of

INTERPOL, NCIC, WINID = CodeSystem.INTERPOL, CodeSystem.NCIC, CodeSystem.WINID


@pytest.mark.parametrize(
    ("system", "codes", "coarse", "surfaces", "material"),
    [
        (INTERPOL, "amf MOD", Coarse.FILLED, "MOD", Material.METAL),
        (INTERPOL, "cof BL", Coarse.FILLED, "VL", Material.TOOTH_COLOURED),
        (INTERPOL, "amf O cof D", Coarse.FILLED, "OD", None),
        (INTERPOL, "amf O car D", Coarse.FILLED, "O", Material.METAL),
        (INTERPOL, "MO", Coarse.FILLED, "MO", None),
        (INTERPOL, "gif O", Coarse.FILLED, "O", None),
        (INTERPOL, "car O", Coarse.DAMAGED, "", None),
        (INTERPOL, "fis O", Coarse.SOUND, "", None),
        (INTERPOL, "rct poc", Coarse.CROWNED, "", None),
        (INTERPOL, "mpm", Coarse.LOST_AFTER_DEATH, "", None),
        (INTERPOL, "non", Coarse.NO_INFORMATION, "", None),
        (INTERPOL, "", Coarse.NO_INFORMATION, "", None),
        (NCIC, "MOF", Coarse.FILLED, "MOV", None),
        (NCIC, "MODC", Coarse.CROWNED, "", None),
        (NCIC, "/", Coarse.NO_INFORMATION, "", None),
        (NCIC, "/R", Coarse.PRESENT, "", None),
        (NCIC, "ALL", Coarse.SOUND, "", None),
        (NCIC, "UNK", Coarse.NO_INFORMATION, "", None),
        (WINID, "MOD-SR", Coarse.FILLED, "MOD", Material.METAL),
        (WINID, "MI E", Coarse.FILLED, "MO", Material.TOOTH_COLOURED),
        (WINID, "X-P", Coarse.MISSING, "", None),
        (WINID, "J", Coarse.LOST_AFTER_DEATH, "", None),
        (WINID, "U", Coarse.UNERUPTED, "", None),
    ],
)
def test_codes_of_three_systems(
    system: CodeSystem, codes: str, coarse: Coarse, surfaces: str, material: Material | None
) -> None:
    found = finding(16, codes, system)
    assert (found.coarse, found.surfaces, found.material) == (coarse, surfaces, material)


def test_what_a_code_leaves_open_is_settled_by_the_one_beside_it() -> None:
    assert Coarse.LOST_AFTER_DEATH in finding(36, "mis", INTERPOL).also
    replaced = finding(36, "mis pon", INTERPOL)
    assert (replaced.also, replaced.replaced) == (frozenset(), True)
    assert finding(36, "meb abu", INTERPOL).also == frozenset()


def test_v_of_ncic_says_less_than_sound() -> None:
    assert finding(18, "V", NCIC).also == {Coarse.UNERUPTED, Coarse.DAMAGED}
    assert finding(18, "sou", INTERPOL).also == frozenset()


def test_root_fillings_and_milk_teeth_are_marked() -> None:
    assert finding(46, "MODR", NCIC).root_filled
    assert finding(55, "sou", INTERPOL).deciduous
    assert finding(15, "V-B", WINID).deciduous
    assert not finding(15, "V", WINID).deciduous


@pytest.mark.parametrize(
    ("tooth", "codes", "system", "named"),
    [
        (16, "xyz", INTERPOL, ("tooth 16", "'xyz'", "interpol", "amf", "mpm")),
        (16, "AMF", INTERPOL, ("'AMF'", "M O I D V B F L")),
        (26, "MOI", NCIC, ("tooth 26", "'MOI'", "ncic", "UNK")),
        (26, "MOD-Q", WINID, ("'MODQ'", "winid", "Z")),
        (26, "-", WINID, ("'-'", "winid")),
    ],
)
def test_an_unknown_code_names_tooth_code_system_and_what_is_allowed(
    tooth: int, codes: str, system: CodeSystem, named: tuple[str, ...]
) -> None:
    with pytest.raises(ToothCodeError) as refused:
        finding(tooth, codes, system)
    for part in named:
        assert part in str(refused.value)


@pytest.mark.parametrize("tooth", [0, 10, 19, 49, 56, 90, 116, -16])
def test_a_number_that_fdi_does_not_have_is_refused(tooth: int) -> None:
    with pytest.raises(ToothCodeError, match="11-18"):
        finding(tooth, "sou", INTERPOL)


def test_every_code_is_read_and_means_at_least_one_state() -> None:
    systems = (
        (INTERPOL, tuple(INTERPOL_CODES)),
        (NCIC, tuple(NCIC_CODES)),
        (WINID, (*WINID_PRIMARY, *(f"V-{code}" for code in WINID_SECONDARY))),
    )
    for system, codes in systems:
        for code in codes:
            assert states_of(finding(16, code, system)).any(), (system, code)


def test_in_mixed_dentition_the_tooth_that_stands_counts() -> None:
    teeth = {55: "amf O", 15: "une", 54: "mis", 14: "sou"}
    found = entries(ToothChart(INTERPOL, ChartSource.IMAGE, teeth))
    assert {place: entry.tooth for place, entry in found.items()} == {14: 14, 15: 55}
