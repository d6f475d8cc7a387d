"""Every code that a record may hold has words for the page, and the translators know them."""

from __future__ import annotations

from enum import StrEnum

import pytest

from antigone.evidence import records
from antigone.evidence.records import CodeSystem, SexMethod, StatureMethod, Verdict
from antigone.evidence.tooth_codes import SURFACES, Coarse, Material, finding
from antigone.evidence.tooth_evolution import Reason
from antigone.evidence.trait_tables import TRAITS as TRAIT_LINES
from antigone.formats.am_record_json import NAME_KINDS as ALLOWED_NAMES
from antigone.formats.record_parts_json import MOTIFS as ALLOWED_MOTIFS
from antigone.genetics.pedigree import Sex
from antigone.simulate.parameters import load_parameters
from antigone.simulate.persons import IMPLANT_KINDS
from antigone.web.records import record_words, tooth_words
from antigone.web.records.record_words import in_words, kind_in_words
from antigone.web.records.tooth_words import finding_in_words

CODED: list[type[StrEnum]] = [
    Sex,
    records.State,
    records.SexMethod,
    records.AgeMethod,
    records.StatureMethod,
    records.Informant,
    records.CodeSystem,
    records.ChartSource,
    records.MarkKind,
    records.Region,
    records.Carried,
]


@pytest.mark.parametrize("codes", CODED)
def test_every_code_has_words_of_its_own(codes: type[StrEnum]) -> None:
    words = [in_words(code) for code in codes]
    assert len(set(words)) == len(words)
    assert not any("_" in word for word in words)


def test_codes_of_one_value_but_two_meanings_have_words_of_their_own() -> None:
    assert in_words(SexMethod.BODY) == "by the body"
    assert in_words(StatureMethod.BODY) == "measured on the body"


def test_the_other_words_are_those_that_files_may_hold() -> None:
    assert tuple(record_words.MOTIFS) == ALLOWED_MOTIFS
    assert tuple(record_words.NAME_KINDS) == ALLOWED_NAMES
    assert list(record_words.TRAITS) == [line.value for line in TRAIT_LINES]
    assert set(tooth_words.COARSE) == set(Coarse)
    assert set(tooth_words.MATERIALS) == set(Material)
    assert set(tooth_words.VERDICTS) == {*Verdict, None}
    assert "".join(tooth_words.SURFACES) == SURFACES
    assert tuple(reason.value for reason in Reason) == tooth_words.REASONS


def test_kinds_that_the_simulation_draws_are_translated() -> None:
    drawn = [*load_parameters().effects.owned, *IMPLANT_KINDS, "fracture", "appendectomy"]
    assert [kind for kind in drawn if kind not in record_words.KINDS] == []
    assert kind_in_words("steel_helmet") == "steel helmet"


@pytest.mark.parametrize(
    ("tooth", "codes", "words"),
    [
        (16, "sou", "sound"),
        (16, "amf OM", "metal filling, mesial, occlusal"),
        (16, "cof", "tooth-coloured filling"),
        (16, "inl", "filled"),
        (16, "mam pon", "missing; replaced"),
        (46, "fmc rct", "crowned; root canal filled"),
        (55, "car", "carious; milk tooth"),
        (38, "mis", "missing; may also mean: lost after death"),
        (36, "rrx", "broken"),
    ],
)
def test_a_finding_in_words(tooth: int, codes: str, words: str) -> None:
    assert finding_in_words(finding(tooth, codes, CodeSystem.INTERPOL)) == words
