from __future__ import annotations

from typing import Any

import pytest

from antigone.formats.case_json import read_kinship_case
from antigone.formats.problems import FormatError
from antigone.genetics.kinship import compare
from antigone.genetics.observation import Degraded
from tests.formats.examples import case, encoded
from tests.shared_data import shared


def refusal_of(document: object) -> str:
    with pytest.raises(FormatError) as caught:
        read_kinship_case(encoded(document), "case.json")
    return str(caught.value)


def test_it_reads_pedigrees_markers_and_genotypes() -> None:
    read = read_kinship_case(encoded(case()), "case.json")
    assert read.id == "trio"
    assert list(read.hypotheses) == ["H1", "H2"]
    assert read.hypotheses["H1"].by_id["C"].mother == "M"
    assert read.markers[0].marker.mutation_male.rate == 0.002
    assert read.markers[0].genotypes == {"F": ("6", "7"), "C": ("6", None)}
    assert read.markers[1].marker.mutation_female.model == "none"


def test_a_partial_genotype_keeps_its_known_allele_in_front() -> None:
    document = case()
    document["markers"][0]["genotypes"]["C"] = [None, "7"]
    read = read_kinship_case(encoded(document), "case.json")
    assert read.markers[0].genotypes["C"] == ("7", None)


def test_all_reference_cases_read() -> None:
    files = sorted(shared("reference", "kinship").glob("*.json"))
    assert len(files) == 178
    for file in files:
        assert read_kinship_case(file.read_bytes(), file.name).id == file.stem


def test_silent_alleles_theta_and_linkage_are_kept_for_the_comparison_to_judge() -> None:
    document = case()
    document["theta"] = 0.03
    document["linked"] = {"rho": 0.01, "markers": ["TH01", "D5S818"]}
    document["founder_inbreeding"] = {"F": 0.25}
    document["markers"][0] |= {
        "alleles": ["6", "7", "9.3", "silent"],
        "freqs": [0.25, 0.25, 0.49, 0.01],
        "silent_allele": "silent",
    }
    document["markers"][0]["genotypes"]["F"] = ["silent", "silent"]
    read = read_kinship_case(encoded(document), "case.json")
    assert read.theta == 0.03
    assert read.linked is not None
    assert read.linked.recombination == 0.01
    assert read.founder_inbreeding == {"F": 0.25}
    assert read.markers[0].marker.silent_frequency == 0.01
    assert read.markers[0].marker.alleles == ("6", "7", "9.3")


def change(path: list[str | int], value: object) -> dict[str, Any]:
    document = case()
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


H1 = ["hypotheses", "H1", "pedigree"]

BAD = [
    ([*H1, 2, "father"], "Nobody", "hypotheses.H1.pedigree[2].father", "not in the pedigree"),
    ([*H1, 0, "father"], "C", "hypotheses.H1.pedigree", "own ancestor"),
    ([*H1, 0, "father"], "F", "hypotheses.H1.pedigree[0].father", "their own father"),
    ([*H1, 2, "father"], "M", "hypotheses.H1.pedigree[2].father", "recorded as female"),
    ([*H1, 2, "mother"], ["M", "X"], "hypotheses.H1.pedigree[2].mother", "found a list"),
    ([*H1, 0, "id"], "M", "hypotheses.H1.pedigree[1].id", "stands twice"),
    ([*H1, 0, "sex"], "X", "hypotheses.H1.pedigree[0].sex", "allowed are F, M, U"),
    ([*H1, 0, "sex"], 1, "hypotheses.H1.pedigree[0].sex", "allowed are F, M, U"),
    (["hypotheses"], {}, "hypotheses", "allowed are 1 to 100"),
    (["hypotheses"], [], "hypotheses", "found a list"),
    (["hypotheses", "H1"], None, "hypotheses.H1", "found null"),
    (["theta"], "0", "theta", "allowed is a number"),
    (["theta"], True, "theta", "found true"),
    (["theta"], float("nan"), "theta", "finite"),
    (["theta"], float("inf"), "theta", "finite"),
    (["theta"], -0.1, "theta", "from 0 to 1"),
    (["dropout"], 0.1, "dropout", "a value for each sample"),
    (["dropout"], {"Z": 0.1}, "dropout.Z", "no genotypes in the file"),
    (["dropout"], {"F": 1}, "dropout.F", "from 0 to below 1"),
    (["dropout"], {"F": {"TH02": 0.1}}, "dropout.F.TH02", "allowed are TH01, D5S818"),
    (["dropin"], {"F": -1}, "dropin.F", "from 0 to 1"),
    (["minimum_frequency"], 0, "minimum_frequency", "above 0"),
    (["minimum_frequency"], 2, "minimum_frequency", "from 0 to 1"),
    (["database_size"], 2, "database_size", "3 persons or more"),
    (["founder_inbreeding"], {"Z": 0.1}, "founder_inbreeding.Z", "occurs in no pedigree"),
    (["linked"], {"rho": 0.1, "markers": ["TH01", "TH01"]}, "linked.markers", "two different"),
    (["linked"], {"rho": 0.9, "markers": ["TH01", "D5S818"]}, "linked.rho", "from 0 to 0.5"),
    (["markers"], [], "markers", "at least one"),
    (["markers", 1, "name"], "TH01", "markers[1]", "stands twice"),
    (["markers", 0, "name"], "", "markers[0].name", "is empty"),
    (["markers", 0, "name"], "a\u202eb", "markers[0].name", "control characters"),
    (["markers", 0, "alleles", 1], "6", "markers[0].alleles[1]", "stands twice"),
    (["markers", 0, "alleles", 1], 7, "markers[0].alleles[1]", "quotation marks"),
    (["markers", 0, "freqs"], [0.5, 0.5], "markers[0].freqs", "2 frequencies for 3 alleles"),
    (["markers", 0, "freqs", 0], 0.250002, "markers[0].freqs", "within 1e-06"),
    (["markers", 0, "freqs", 0], -0.25, "markers[0].freqs[0]", "from 0 to 1"),
    (["markers", 0, "freqs", 0], "0.25", "markers[0].freqs[0]", "found the text"),
    (["markers", 0, "freqs", 0], False, "markers[0].freqs[0]", "found false"),
    (["markers", 0, "freqs", 0], float("nan"), "markers[0].freqs[0]", "finite"),
    (["markers", 0, "chrom"], "Y", "markers[0].chrom", "allowed are A, X"),
    (["markers", 0, "mutation"], "none", "markers[0].mutation", "an object"),
    (["markers", 0, "mutation", "model"], "magic", "markers[0].mutation", "dawid"),
    (["markers", 0, "mutation", "male"], {"rate": 2}, "markers[0].mutation.male.rate", "to 1"),
    (["markers", 0, "mutation", "male"], {}, "markers[0].mutation.male", "'rate' is missing"),
    (["markers", 0, "genotypes"], [], "markers[0].genotypes", "an object"),
    (["markers", 0, "genotypes", "C"], ["6", "8"], "markers[0].genotypes.C[1]", "6, 7, 9.3"),
    (["markers", 0, "genotypes", "C"], ["6"], "markers[0].genotypes.C", "allowed are two"),
    (["markers", 0, "genotypes", "C"], [6, 7], "markers[0].genotypes.C[0]", "quotation marks"),
    (["markers", 0, "genotypes", "C"], [None, None], "markers[0].genotypes.C", "leave out"),
    (["markers", 0, "genotypes", "C"], "6/7", "markers[0].genotypes.C", "a list"),
    (["markers", 0, "genotypes", "Z z"], ["6", "7"], "markers[0].genotypes['Z z']", "no pedigree"),
    (["markers", 0, "silent_allele"], "none", "markers[0].silent_allele", "one of several"),
]


@pytest.mark.parametrize(("path", "value", "place", "words"), BAD)
def test_a_fault_is_refused_with_its_place(
    path: list[str | int], value: object, place: str, words: str
) -> None:
    text = refusal_of(change(path, value))
    assert any(
        line.startswith(f"case.json: {place}") and words in line for line in text.splitlines()
    ), text


def test_drop_out_is_read_by_person_and_marker() -> None:
    document = case() | {
        "dropout": {"F": 0.1, "C": {"TH01": 0.2}},
        "dropin": {"F": {"TH01": 0.05}},
        "dropout_homozygote": {"C": {"TH01": 0.03}},
    }
    read = read_kinship_case(encoded(document), "case.json")
    assert read.markers[0].degraded == {"F": Degraded(0.1, 0.05), "C": Degraded(0.2, 0.0, 0.03)}
    assert read.markers[1].degraded == {}


def test_drop_out_switched_off_is_none() -> None:
    read = read_kinship_case(encoded(case() | {"dropout": 0, "dropin": {"F": 0}}), "case.json")
    assert all(typed.degraded == {} for typed in read.markers)


def test_an_unseen_allele_gets_the_minimum_frequency_with_a_notice() -> None:
    document = case() | {"database_size": 250}
    document["markers"][0]["genotypes"]["C"] = ["6", "8"]
    read = read_kinship_case(encoded(document), "case.json")
    marker = read.markers[0].marker
    assert marker.frequencies[marker.index["8"]] == 0.01
    assert marker.frequency_sum == pytest.approx(1.0)
    (notice,) = read.notices
    assert "Allele 8 of TH01" in notice
    assert "0.01 (5/2n for n = 250)" in notice
    assert compare(read).notices == read.notices


def test_frequencies_that_miss_1_slightly_are_used_as_written_with_a_notice() -> None:
    document = case()
    document["markers"][0]["freqs"][0] += 5e-7
    read = read_kinship_case(encoded(document), "case.json")
    (notice,) = read.notices
    assert "miss a sum of 1 by up to 5e-07 (TH01)" in notice
    assert read.markers[0].marker.frequencies[0] == document["markers"][0]["freqs"][0]


def test_the_minimum_frequency_of_a_marker_goes_before_that_of_the_file() -> None:
    document = case() | {"database_size": 250}
    document["markers"][0]["minimum_frequency"] = 0.002
    document["markers"][0]["genotypes"]["C"] = ["6", "8"]
    marker = read_kinship_case(encoded(document), "case.json").markers[0].marker
    assert marker.frequencies[marker.index["8"]] == 0.002


def test_two_sexes_of_a_typed_person_are_refused() -> None:
    document = case()
    document["hypotheses"]["H1"]["pedigree"] = [
        {"id": "C", "father": None, "mother": None, "sex": "M"},
        {"id": "F", "father": None, "mother": None, "sex": "M"},
        {"id": "M", "father": None, "mother": None, "sex": "F"},
    ]
    document["hypotheses"]["H2"]["pedigree"] = [
        {"id": "C", "father": None, "mother": None, "sex": "F"}
    ]
    assert "the sex of 'C' differs" in refusal_of(document)


def test_a_person_who_is_father_and_mother_is_refused() -> None:
    document = case()
    document["hypotheses"]["H1"]["pedigree"] += [
        {"id": "P", "father": None, "mother": None, "sex": "U"},
        {"id": "A", "father": "P", "mother": None, "sex": "U"},
        {"id": "B", "father": None, "mother": "P", "sex": "U"},
    ]
    assert "as a mother and as a father" in refusal_of(document)


def test_every_problem_is_told_in_one_pass() -> None:
    document = case()
    document["theta"] = 2
    document["hypotheses"]["H1"]["pedigree"][2]["father"] = "Nobody"
    document["markers"][0]["genotypes"]["F"] = ["6", "8"]
    document["markers"][1]["freqs"] = [0.5, 0.6]
    places = {line.split(": ")[1] for line in refusal_of(document).splitlines()}
    assert places == {
        "theta",
        "hypotheses.H1.pedigree[2].father",
        "markers[0].genotypes.F[1]",
        "markers[1].freqs",
    }


def test_of_many_problems_fifty_are_told_and_the_rest_counted() -> None:
    document = case()
    document["markers"][0]["genotypes"] = {f"P{i}": ["6", "7"] for i in range(70)}
    lines = refusal_of(document).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "case.json: and 20 more problems"


@pytest.mark.parametrize("model", ["onestep", "dawid", "custom"])
def test_a_matrix_is_read_for_custom_and_checked_for_named_models(model: str) -> None:
    document = case()
    marker = document["markers"][1]
    rows = [[0.9, 0.1], [0.1, 0.9]]
    marker["mutation"] = {"model": model, "rate": 0.1, "range": 0.5, "matrix": rows}
    read = read_kinship_case(encoded(document), "case.json").markers[1].marker
    assert read.mutation_male.model == read.mutation_female.model == model
    assert read.mutation_male.matrix == (((0.9, 0.1), (0.1, 0.9)) if model == "custom" else ())
    marker["mutation"]["matrix"] = [[0.9, 0.2], [0.1, 0.9]]
    assert "markers[1].mutation" in refusal_of(document)
