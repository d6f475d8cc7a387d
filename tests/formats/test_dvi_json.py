from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from antigone.evidence.records import PmRecord
from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.formats.problems import FormatError
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex
from tests.formats.examples import encoded, incident, incident_with_records
from tests.formats.records import FULL_AM, FULL_PM
from tests.shared_data import shared

DATA_SETS = ["KETPchap481", "example1", "example2", "fire", "grave", "planecrash"]
BENCHES = ["input_20x20", "joint_input_3x3", "joint_input_5x5"]


def refusal_of(document: object, mutation: str | None = None) -> str:
    with pytest.raises(FormatError) as caught:
        read_dvi_json(encoded(document), "dvi.json", mutation)
    return str(caught.value)


def test_it_reads_remains_families_and_markers() -> None:
    read = read_dvi_json(encoded(incident()), "dvi.json")
    assert [(r.id, r.sex) for r in read.remains] == [("V1", Sex.MALE), ("V2", Sex.UNKNOWN)]
    assert read.remains[1].profile == {"TH01": ("6", "9.3"), "D5S818": ("10", None)}
    assert [f.name for f in read.families] == ["F1", "F2"]
    assert read.families[0].profiles == {"M": {"TH01": ("6", "6")}}
    assert read.missing == ("M3", "C")
    assert read.pairings == {"V1": (None, "C")}
    assert read.notices == ()


def test_an_input_inside_a_larger_file_is_found() -> None:
    document: dict[str, Any] = {"dataset": "d", "input": incident(), "results": {}}
    assert read_dvi_json(encoded(document), "dvi.json") == read_dvi_json(
        encoded(incident()), "dvi.json"
    )
    document["input"]["victims"][0]["sex"] = "?"
    assert "dvi.json: input.victims[0].sex: " in refusal_of(document)


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_published_data_sets_read_and_round_trip(name: str) -> None:
    read = read_dvi_json(shared("reference", "dvi", f"{name}.json").read_bytes(), name)
    assert read.remains
    assert read_dvi_json(write_dvi_json(read), "again") == read


@pytest.mark.parametrize("name", BENCHES)
def test_the_bench_inputs_read(name: str) -> None:
    read = read_dvi_json(shared("reference", "bench", f"{name}.json").read_bytes(), name)
    assert len(read.families) == len(read.remains) == len(read.missing)


def test_a_mutation_variant_replaces_the_models_of_all_markers() -> None:
    document = incident()
    document["mutation_variants"] = {
        "none": {"model": "none"},
        "equal": {"model": "equal", "rate": 0.1},
    }
    own = read_dvi_json(encoded(document), "dvi.json")
    assert [m.mutation_male.rate for m in own.markers] == [0.002, 0.0]
    other = read_dvi_json(encoded(document), "dvi.json", "equal")
    assert [m.mutation_male.rate for m in other.markers] == [0.1, 0.1]
    assert "the file names none, equal" in refusal_of(document, "stepwise")
    assert "the file names none" in refusal_of(incident(), "equal")


def test_frequencies_that_miss_one_slightly_are_used_as_written_with_one_notice() -> None:
    document = incident()
    document["markers"][1]["freqs"] = [0.5, 0.5 + 9e-7]
    document["markers"][0]["freqs"] = [0.25, 0.25, 0.5 - 2e-10]
    read = read_dvi_json(encoded(document), "dvi.json")
    assert read.markers[1].frequencies == (0.5, 0.5 + 9e-7)
    (notice,) = read.notices
    assert "2 markers" in notice
    assert "9e-07" in notice


def test_parts_that_are_not_known_are_told() -> None:
    (notice,) = read_dvi_json(encoded(incident() | {"weather": "fair"}), "dvi.json").notices
    assert "weather" in notice


def test_ids_that_occur_twice_round_trip_with_their_genotypes() -> None:
    document = incident()
    del document["genotypes"]["M"]
    document["families"][0]["genotypes"] = {"F": {"TH01": ["6", "6"]}}
    document["families"][1]["genotypes"] = {"F": {"TH01": ["7", "7"]}}
    read = read_dvi_json(encoded(document), "dvi.json")
    assert read.families[0].profiles["F"] == {"TH01": ("6", "6")}
    assert read.families[1].profiles["F"] == {"TH01": ("7", "7")}
    assert read_dvi_json(write_dvi_json(read), "again") == read


def change(path: list[str | int], value: object) -> dict[str, Any]:
    document = incident()
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


BAD: list[tuple[list[str | int], object, str, str]] = [
    (["victims"], None, "", "'victims' is missing"),
    (["victims"], {}, "victims", "a list"),
    (["victims", 1, "id"], "V1", "victims[1].id", "stands twice"),
    (["victims", 0, "sex"], "male", "victims[0].sex", "allowed are F, M, U"),
    (["victims", 0], "V1", "victims[0]", "an object"),
    (["victims", 0, "id"], 7, "victims[0].id", "quotation marks"),
    (["families", 1, "name"], "F1", "families[1].name", "family 'F1' stands twice"),
    (["families", 0, "missing"], ["Z"], "families[0].missing[0]", "allowed are F, M, C"),
    (["families", 0, "missing"], "C", "families[0].missing", "a list"),
    (["families", 1, "missing"], ["F"], "missing", "each missing person"),
    (["families", 0, "pedigree", 2, "father"], "Z", "families[0].pedigree[2].father", "null"),
    (["families", 0, "pedigree", 0, "father"], "C", "families[0].pedigree", "own ancestor"),
    (["families", 0, "pedigree", 2, "mother"], "F", "families[0].pedigree[2].mother", "male"),
    (["families", 0, "pedigree", 1, "id"], "F", "families[0].pedigree[1].id", "stands twice"),
    (["missing"], ["C"], "missing", "once: C, M3"),
    (["missing"], ["C", "M3", "C"], "missing", "once: C, M3"),
    (["markers"], [], "markers", "at least one"),
    (["markers", 1, "name"], "TH01", "markers[1]", "stands twice"),
    (["markers", 1, "freqs"], [0.5, 0.500002], "markers[1].freqs", "sum to 1.000002"),
    (["genotypes", "Z"], {}, "genotypes.Z", "neither remains nor in any pedigree"),
    (["genotypes", "F"], {"TH01": ["6", "6"]}, "genotypes.F", "unique in the file"),
    (["genotypes", "C"], {"TH01": ["6", "6"]}, "families[0]", "direct reference sample"),
    (["genotypes", "M", "D99"], ["1", "1"], "genotypes.M.D99", "allowed are TH01, D5S818"),
    (["genotypes", "M", "TH01"], ["8", "6"], "genotypes.M.TH01[0]", "allowed are 6, 7, 9.3"),
    (["genotypes", "M"], ["6"], "genotypes.M", "an object"),
    (["genotypes"], [], "genotypes", "an object"),
    (["pairings"], {"V9": ["*"]}, "pairings.V9", "not among the remains"),
    (["pairings"], {"V1": ["Z"]}, "pairings.V1[0]", "allowed are the missing persons"),
    (["pairings"], {"V1": [3]}, "pairings.V1[0]", "quotation marks"),
    (["pairings"], {"V1": ["C", "C"]}, "pairings.V1[1]", "stands twice"),
    (["pairings"], {"V1": [[]]}, "pairings.V1[0]", "found a list"),
    (["pairings"], {"V1": "C"}, "pairings.V1", "a list"),
    (["theta"], 0.01, "theta", "not supported"),
    (["dropout"], 0.1, "dropout", "beside its id in victims"),
    (["victims", 0, "dropout"], 1.5, "victims[0].dropout", "from 0 to 1"),
    (["victims", 0, "dropin"], {"D99": 0.1}, "victims[0].dropin.D99", "not among the markers"),
    (["victims", 0, "dropout"], "much", "victims[0].dropout", "allowed is a number"),
    (["minimum_frequency"], "rare", "minimum_frequency", "allowed is a number"),
    (["victims", 0, "genotypes"], {}, "victims[0].genotypes", "here and under genotypes"),
]


@pytest.mark.parametrize(("path", "value", "place", "words"), BAD)
def test_a_fault_is_refused_with_its_place(
    path: list[str | int], value: object, place: str, words: str
) -> None:
    text = refusal_of(change(path, value))
    assert any(
        line.startswith(f"dvi.json: {place}") and words in line for line in text.splitlines()
    ), text


def test_degraded_remains_are_read_and_round_trip() -> None:
    document = incident()
    document["victims"][0]["dropout"] = 0.2
    document["victims"][1] |= {"dropout": {"TH01": 0.1}, "dropin": 0.05, "dropout_homozygote": 0.3}
    read = read_dvi_json(encoded(document), "dvi.json")
    assert read.remains[0].degraded == {"TH01": Degraded(0.2)}
    assert read.remains[1].degraded == {
        "TH01": Degraded(0.1, 0.05, 0.3),
        "D5S818": Degraded(0.0, 0.05, 0.3),
    }
    assert read_dvi_json(write_dvi_json(read), "again") == read


def test_records_are_read_and_round_trip() -> None:
    read = read_dvi_json(encoded(incident_with_records()), "dvi.json")
    assert [r.record for r in read.remains] == [FULL_PM, PmRecord()]
    assert [dict(f.records) for f in read.families] == [{"C": FULL_AM}, {}]
    assert read_dvi_json(write_dvi_json(read), "again") == read


def test_without_records_nothing_is_written_of_them() -> None:
    read = read_dvi_json(encoded(incident()), "dvi.json")
    written = write_dvi_json(read)
    assert b"record" not in written
    bare = read_dvi_json(encoded(incident_with_records()), "dvi.json")
    assert written == write_dvi_json(
        replace(
            bare,
            remains=tuple(replace(r, record=None) for r in bare.remains),
            families=tuple(replace(f, records={}) for f in bare.families),
        )
    )


RECORD_FAULTS: list[tuple[list[str | int], object, str, str]] = [
    (["families", 0, "records"], {"Z": {}}, "families[0].records.Z", "allowed are C"),
    (["families", 1, "records"], {"C": {}}, "families[1].records.C", "allowed are M3"),
    (["families", 0, "records"], [], "families[0].records", "an object"),
    (["victims", 0, "record"], "yes", "victims[0].record", "an object"),
    (
        ["victims", 0, "record", "tooth_opinions", 0, "missing"],
        "Z",
        "victims[0].record.tooth_opinions[0].missing",
        "not among the missing persons",
    ),
    (
        ["victims", 0, "record", "teeth", "teeth", "16"],
        "gold",
        "victims[0].record.teeth.teeth.16",
        "no code of the system interpol; allowed are sou,",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "words"), RECORD_FAULTS)
def test_a_fault_of_a_record_is_refused_with_its_place(
    path: list[str | int], value: object, place: str, words: str
) -> None:
    document = incident_with_records()
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    (line,) = refusal_of(document).splitlines()
    assert line.startswith(f"dvi.json: {place}: ")
    assert words in line


def test_all_faults_of_a_record_are_told_at_once() -> None:
    document = incident_with_records()
    record = document["victims"][0]["record"]
    record["stature"]["cm"] = 300
    record["age"]["phase"] = 7
    record["marks"][0]["region"] = "tail"
    record["teeth"]["teeth"] |= {"19": "sou", "17": "zzz"}
    record["colour"] = "red"
    assert len(refusal_of(document).splitlines()) == 6


def test_alleles_that_only_profiles_have_join_the_table_where_the_file_says_so() -> None:
    document = incident() | {"database_size": 1000}
    document["genotypes"]["V1"]["TH01"] = ["6", "8"]
    read = read_dvi_json(encoded(document), "dvi.json")
    marker = read.markers[0]
    assert marker.frequencies[marker.index["8"]] == 0.0025
    assert any("Allele 8 of TH01" in notice for notice in read.notices)
    assert read_dvi_json(write_dvi_json(read), "again") == read


def test_a_custom_matrix_cannot_take_an_unseen_allele() -> None:
    document = incident() | {"minimum_frequency": 0.01}
    document["markers"][1]["mutation"] = {"model": "custom", "matrix": [[0.9, 0.1], [0.1, 0.9]]}
    document["genotypes"]["V2"]["D5S818"] = ["10", "12"]
    assert "no row for allele '12'" in refusal_of(document)


def test_a_missing_person_of_two_families_is_refused() -> None:
    document = incident()
    document["families"][1]["pedigree"][1]["id"] = "C"
    document["families"][1]["missing"] = ["C"]
    document["missing"] = ["C"]
    assert "families[1].missing[0]: missing person 'C' stands twice" in refusal_of(document)


def test_one_fault_of_a_pedigree_does_not_raise_false_alarms() -> None:
    document = incident()
    document["families"][0]["pedigree"][2]["father"] = "Z"
    assert len(refusal_of(document).splitlines()) == 1


def test_one_fault_of_a_marker_does_not_raise_false_alarms() -> None:
    document = incident()
    document["markers"][0]["freqs"][0] = 3
    assert len(refusal_of(document).splitlines()) == 1
