from __future__ import annotations

import pytest

from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.formats.familias import read_familias_dvi
from antigone.formats.problems import FormatError
from antigone.genetics.pedigree import Person, Sex
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.pairwise import pairwise_log10_lr
from tests.formats.examples import (
    L1,
    SIMPLE_FAMILY,
    V1,
    fam_family,
    fam_file,
    fam_person,
    fam_system,
    simple_fam,
)
from tests.shared_data import shared

STEPWISE = {"8": "0.25", "9": "0.25", "9.3": "0.5"}
TYPED = {"L1": ("1", "2")}


def read(text: str) -> DviIncident:
    return read_familias_dvi(text.encode(), "x.fam")


def refusal_of(text: str) -> str:
    with pytest.raises(FormatError) as caught:
        read(text)
    return str(caught.value)


def line_of(text: str, content: str) -> int:
    return text.splitlines().index(content) + 1


def family_of(
    persons: list[tuple[str, str, dict[str, tuple[str, str]]]], relations: list[tuple[str, str]]
) -> str:
    return fam_file([L1], [V1], [fam_family(1, "A", persons, {"Tree": relations})])


def test_the_example_equals_the_published_data_set() -> None:
    data = shared("data", "formats", "dvi-example.fam").read_bytes()
    ours = read_familias_dvi(data, "dvi-example.fam")
    published = read_dvi_json(shared("reference", "dvi", "example1.json").read_bytes(), "example1")
    assert ours.markers == published.markers
    assert ours.remains == published.remains
    (family,), (other,) = ours.families, published.families
    names = {"Missing male 1": "M1", "Missing male 2": "M2", "Missing male 3": "M3", "R": "R1"}
    assert ours.missing == ("Missing male 1", "Missing male 2", "Missing male 3")
    assert {names[p]: g for p, g in family.profiles.items()} == other.profiles
    assert family.pedigree.by_id["Missing male 2"].mother == "R"
    for name in ours.missing:
        mine, theirs = family.pedigree.by_id[name], other.pedigree.by_id[names[name]]
        assert mine.sex is theirs.sex
        assert (names[mine.father] if mine.father else None) == theirs.father
    assert any("Missing person in the relations is Missing male 1" in n for n in ours.notices)


def test_it_reads_a_file_with_any_line_ends_and_encoding() -> None:
    text = simple_fam().replace("Family A", "Famille Élodie")
    expected = read(text)
    assert expected.families[0].name == "Famille Élodie"
    for data in (
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        assert read_familias_dvi(data, "x.fam") == expected


def test_utf16_and_noise_are_refused() -> None:
    for data in (simple_fam().encode("utf-16"), b"\x81\x8d\x00", b"\x81\x8d noise"):
        with pytest.raises(FormatError, match="UTF-8 or Windows-1252"):
            read_familias_dvi(data, "x.fam")


def test_a_file_without_dvi_block_is_refused() -> None:
    text = shared("data", "formats", "paternity.fam").read_text()
    assert "no [DVI] block; allowed is a file of Familias 3" in refusal_of(text)


def test_mutation_models_are_read_women_first() -> None:
    systems = [
        fam_system("EQ", STEPWISE, ("0.001", "0.002"), (0, 0)),
        fam_system("PR", STEPWISE, ("0.001", "2e-003"), (1, 1)),
        fam_system("ST", STEPWISE, ("0.001", "0.002"), (4, 4), ("1e-006", "3e-006")),
        fam_system("MIX", STEPWISE, ("0.001", "0"), (4, 1)),
        fam_system("OFF", STEPWISE, ("0", "0"), (3, 4)),
    ]
    text = fam_file(systems, [fam_person(3, 1, "V1", "Male", {})], [SIMPLE_FAMILY_ST])
    markers = {m.name: m for m in read(text).markers}
    assert markers["EQ"].mutation_female.model == "equal"
    assert (markers["EQ"].mutation_female.rate, markers["EQ"].mutation_male.rate) == (0.001, 0.002)
    assert markers["PR"].mutation_male.model == "proportional"
    female, male = markers["ST"].mutation_female, markers["ST"].mutation_male
    assert (female.model, female.rate, female.rate2, female.range) == ("stepwise", 0.001, 1e-6, 0.1)
    assert (male.rate, male.rate2, male.range) == (0.002, 3e-6, 0.2)
    assert markers["MIX"].mutation_male.model == "none"
    assert markers["OFF"].mutation_female.model == markers["OFF"].mutation_male.model == "none"


SIMPLE_FAMILY_ST = fam_family(
    1,
    "A",
    [("Mother", "Female", {}), ("Missing female 1", "Female", {})],
    {"Reference pedigree": [("Mother", "Missing female 1")]},
)


def test_the_older_stepwise_model_is_told() -> None:
    system = fam_system("L1", {"1": "0.5", "2": "0.5"}, ("0.001", "0.001"), (2, 2))
    incident = read(fam_file([system], [V1], [SIMPLE_FAMILY.replace("Allele2= 2", "Allele2= 1")]))
    assert incident.markers[0].mutation_male.model == "stepwise"
    assert sum("mutation model 2 of L1" in notice for notice in incident.notices) == 2


def test_the_role_in_the_pedigree_wins_over_the_recorded_sex_of_the_missing() -> None:
    persons = [
        ("Wife", "Female", TYPED),
        ("Son", "Male", TYPED),
        ("Missing female 1", "Female", {}),
    ]
    incident = read(family_of(persons, [("Missing person", "Son"), ("Wife", "Son")]))
    (family,) = incident.families
    assert family.missing == ("Missing female 1",)
    assert family.pedigree.by_id["Son"] == Person("Son", "Missing female 1", "Wife", Sex.MALE)
    assert family.pedigree.by_id["Missing female 1"].sex is Sex.MALE
    assert any("recorded as female, but is male" in notice for notice in incident.notices)


def test_a_missing_person_who_is_nowhere_listed_has_unknown_sex() -> None:
    incident = read(family_of([("Father", "Male", TYPED)], [("Father", "Missing person")]))
    assert incident.missing == ("Missing person",)
    assert incident.families[0].pedigree.by_id["Missing person"].sex is Sex.UNKNOWN


def test_a_missing_parent_of_unknown_sex_may_be_remains_of_either_sex() -> None:
    incident = read(family_of([("Son", "Male", TYPED)], [("Missing person", "Son")]))
    person = incident.families[0].pedigree.by_id["Missing person"]
    assert person.sex is Sex.UNKNOWN
    assert any("remains of either sex may be this person" in n for n in incident.notices)
    assert all(row[0] is not None for row in pairwise_log10_lr(incident).log10_lr)


def test_several_missing_of_one_family_are_related_through_the_placeholder() -> None:
    persons = [
        ("R1", "Male", TYPED),
        ("EM1", "Male", {}),
        ("EF1", "Female", {}),
        ("Missing female 1", "Female", {}),
        ("Missing female 2", "Female", {}),
        ("Missing male 1", "Male", {}),
    ]
    relations = [
        ("Missing person", "R1"),
        ("Missing person", "Missing male 1"),
        ("Missing person", "Missing female 2"),
        ("EM1", "Missing male 1"),
        ("EM1", "Missing female 2"),
    ]
    (family,) = read(family_of(persons, relations)).families
    assert family.missing == ("Missing female 1", "Missing female 2", "Missing male 1")
    mother = "Missing female 1"
    assert family.pedigree.by_id["R1"] == Person("R1", None, mother, Sex.MALE)
    assert family.pedigree.by_id["Missing male 1"] == Person(
        "Missing male 1", "EM1", mother, Sex.MALE
    )


def test_a_placeholder_that_may_be_several_is_refused() -> None:
    persons = [
        ("R", "Male", TYPED),
        ("Missing male 1", "Male", {}),
        ("Missing male 2", "Male", {}),
    ]
    assert "may be any of Missing male 1, Missing male 2" in refusal_of(
        family_of(persons, [("R", "Missing person")])
    )


def test_missing_of_the_same_name_get_the_name_of_their_family() -> None:
    persons: list[tuple[str, str, dict[str, tuple[str, str]]]] = [("Father", "Male", TYPED)]
    tree = {"Tree": [("Father", "Missing person")]}
    families = [fam_family(i, f"Family {i}", persons, tree) for i in (1, 2)]
    incident = read(fam_file([L1], [V1], families))
    assert incident.missing == ("Missing person (Family 1)", "Missing person (Family 2)")
    assert incident.families[1].profiles == {"Father": {"L1": ("1", "2")}}
    assert read_dvi_json(write_dvi_json(incident), "again") == incident


def test_names_with_brackets_and_notes_are_no_headings() -> None:
    persons = [("GMI-221971 [Brother]", "Male", TYPED), ("Father", "Male", {})]
    relations = [("Father", "GMI-221971 [Brother]"), ("Father", "Missing person")]
    text = family_of(persons, relations).replace("nFamilies= 1\n\n", "nFamilies= 1\n[ask] again\n")
    incident = read(text)
    assert incident.families[0].pedigree.by_id["GMI-221971 [Brother]"].father == "Father"
    assert any("notes on families are not read" in notice for notice in incident.notices)


def test_of_several_pedigrees_the_one_that_contains_the_others_is_used() -> None:
    persons: list[tuple[str, str, dict[str, tuple[str, str]]]] = [
        ("Father", "Male", TYPED),
        ("Mother", "Female", TYPED),
    ]
    fuller = [("Father", "Missing person"), ("Mother", "Missing person")]
    pedigrees = {"Reference pedigree": [], "Small": fuller[:1], "Full": fuller}
    incident = read(fam_file([L1], [V1], [fam_family(1, "A", persons, pedigrees)]))
    assert incident.families[0].pedigree.by_id["Missing person"].mother == "Mother"
    assert any("the pedigree Full is used" in notice for notice in incident.notices)
    pedigrees["Small"] = [("Missing person", "Father")]
    assert "Full, Small of family 'A' contradict" in refusal_of(
        fam_file([L1], [V1], [fam_family(1, "A", persons, pedigrees)])
    )


def test_a_parent_whose_sex_nobody_knows_is_a_mother_where_that_changes_nothing() -> None:
    persons = [("Brother", "Male", TYPED), ("Missing male 1", "Male", {})]
    relations = [("Someone", "Brother"), ("Someone", "Missing person")]
    incident = read(family_of(persons, relations))
    assert incident.families[0].pedigree.by_id["Missing male 1"].mother == "Someone"
    assert any("changes no result" in notice for notice in incident.notices)
    uneven = fam_system(
        "L1", {"1": "0.25", "2": "0.25", "3": "0.5"}, rates=("0.001", "0.002"), models=(0, 0)
    )
    text = family_of(persons, relations).replace(L1, uneven)
    assert "mutation differs by sex" in refusal_of(text)


BAD = [
    ("Fst: 0 )", "Fst: 0.01 )", "theta (Kinship/Fst) is 0.01"),
    ("#Databases: 1", "#Databases: 2", "2 databases; allowed is one"),
    ("#FALSE# (#", "#TRUE# (#", "computed probabilities"),
    ("Dropout probability = 0", "Dropout probability = 0.1", "drop-out probability of 0.1"),
    ("#FALSE#\n0\n3\t", "#TRUE#\n0.01\n3\t", "sum to 1.01"),
    ("#FALSE#\n0\n3\t", "#TRUE#\n0\n3\t", "stand together or not at all"),
    ('"L1"\n0', '"DXS10103"\n0', "lies on the X chromosome"),
    ('"L1"\n0', '"DYS391"\n0', "lies on the Y chromosome"),
    ('"L1"\n0', '"AMEL"\n0', "tells the sex"),
    ("\n0\n0\n3\n0.1", "\n0\n0\n9\n0.1", "9 alleles here, but 3 in line"),
    ('"1"\n0.25', '"1"\n0.35', "sum to 1.1"),
    ('"1"\n0.25', '"1"\n0,25', "a number (with a point)"),
    ('"1"\n0.25', '"1"\nnan', "a number (with a point)"),
    ('"1"\n0.25', '"1"\n-0.25', "from 0 to 1"),
    ('"1"\n', '"2"\n', "is listed twice"),
    ("nPersons= 1\n", "nPersons= 999999999\n", "but 1 follow"),
    ("nSystems= 1\n", "nSystems= 2\n", "but 1 follow"),
    ("nRelations= 1\n", "nRelations= 7\n", "but 1 follow"),
    ("nFamilies= 1\n[[[", "nFamilies= 2\n[[[", "but 1 follow"),
    ("Gender= Male", "Gender= Person", "allowed are Male, Female, Unknown"),
    ("SystemName= L1", "SystemName= L7", "allowed are L1"),
    ("Allele1= 1", "Allele1= 17", "allowed are 1, 2, 3"),
    ("Allele2= 1", "Allele2= ", "names it twice"),
    ("Name= V1", "Name= ", "a name is needed"),
    ("Parent= Mother", "Parent= Missing person", "their own parent"),
    ("[[Unidentified persons]]", "[[Found persons]]", "[Unidentified persons] is missing"),
    ("[[[[Persons]]]]", "[[[[[[[Persons]]]]]]]", "too deep"),
    ("Gender= Male", "Gender Male", "a heading or key= value"),
    ("\n1\n#TRUE#", "\n4000000\n#TRUE#", "allowed are 1 to 2000"),
    ("3\t(Data", "700000000\t(Data", "allowed are 1 to 1000"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_fault_is_refused_with_its_line(old: str, new: str, words: str) -> None:
    text = simple_fam()
    assert old in text
    changed = refusal_of(text.replace(old, new, 1))
    assert words in changed
    assert changed.startswith("x.fam: line ")


def test_two_mothers_are_refused() -> None:
    persons = [
        ("Anna", "Female", TYPED),
        ("Berta", "Female", TYPED),
        ("Missing male 1", "Male", {}),
    ]
    text = family_of(persons, [("Anna", "Missing male 1"), ("Berta", "Missing male 1")])
    place = line_of(text, "Parent= Berta")
    assert f"line {place}: 'Missing male 1' has two parents of one sex" in refusal_of(text)


def test_three_parents_and_ancestors_of_themselves_are_refused() -> None:
    persons = [("A", "Female", TYPED), ("B", "Male", TYPED), ("Missing male 1", "Male", {})]
    relations = [("A", "Missing male 1"), ("B", "Missing male 1"), ("C", "Missing male 1")]
    assert "more than two parents" in refusal_of(family_of(persons, relations))
    relations = [("A", "Missing male 1"), ("Missing male 1", "A")]
    assert "their own ancestor" in refusal_of(family_of(persons, relations))


def test_a_missing_person_who_is_typed_is_refused() -> None:
    persons = [("A", "Female", TYPED), ("Missing male 1", "Male", TYPED)]
    assert "direct reference sample" in refusal_of(family_of(persons, [("A", "Missing person")]))


def test_a_family_without_missing_person_is_refused() -> None:
    assert "has no missing person" in refusal_of(family_of([("A", "Female", TYPED)], []))


def test_doubled_names_are_refused() -> None:
    text = refusal_of(fam_file([L1], [V1, V1], [SIMPLE_FAMILY, SIMPLE_FAMILY]))
    assert "remains 'V1' stands twice" in text
    assert "family 'Family A' stands twice" in text
    assert "system 'L1' stands twice" in refusal_of(fam_file([L1, L1], [V1], [SIMPLE_FAMILY]))


def test_a_mutation_model_that_is_not_known_or_made_stationary_is_refused() -> None:
    for code, words in ((3, "made stationary"), (9, "allowed are 0 equal")):
        system = fam_system("L1", {"1": "0.5", "2": "0.5"}, ("0.001", "0.001"), (code, code))
        assert words in refusal_of(fam_file([system], [V1], [SIMPLE_FAMILY]))
    system = fam_system("L1", {"1": "0.5", "Rest": "0.5"}, ("0.001", "0.001"), (4, 4))
    assert "'Rest' is not a number" in refusal_of(fam_file([system], [V1], [SIMPLE_FAMILY]))


def test_what_is_left_aside_is_told() -> None:
    text = (
        simple_fam()
        .replace("Dropout= 0\n", "Dropout= 0.1\n")
        .replace("Minor allele frequency = 0 ", "Minor allele frequency = 0.3 ")
    )
    notices = " ".join(read(text.replace("Name= V1\n", "Name= V1\nHeight= 170\n")).notices)
    for words in (
        "Dropout= 0.1 concerns direct matching",
        "minimum frequency 0.3 of L1 is not applied",
        "Height= is not read",
        "the prior of the file is not used",
    ):
        assert words in notices


def test_a_line_that_never_ends_is_refused_at_once() -> None:
    endless = "#TRUE#" * 400_000
    assert "line 2: the line has 2400000 characters" in refusal_of(f'"Output"\n{endless}')
    assert "too many lines" in refusal_of("x\n" * 7_000_000)
    brackets = "[a" + "]" * 1_900 + "x\n"
    assert "[DVI]" in refusal_of(brackets * 2_000)
