from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from antigone.evidence.records import AmRecord
from antigone.formats.case_json import read_kinship_case
from antigone.formats.case_json_writer import write_kinship_case
from antigone.formats.dvi import read_dvi
from antigone.formats.dvi_json import read_dvi_json
from antigone.formats.familias import read_familias_dvi
from antigone.formats.familias_case import read_familias_case
from antigone.formats.familias_case_writer import write_familias_case
from antigone.formats.familias_writer import write_familias_dvi
from antigone.formats.written import CannotBeWritten, Written
from antigone.genetics.case import KinshipCase, LinkedPair
from antigone.genetics.kinship import compare
from antigone.genetics.markers import SILENT, Marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Person, Sex, pedigree_of
from antigone.reconcile.incident import DviIncident, Remains
from antigone.reconcile.pairwise import pairwise_log10_lr
from tests.formats.examples import case, encoded, incident
from tests.formats.generated import cases, incidents
from tests.shared_data import shared

PUBLISHED = ("KETPchap481", "example1", "example2", "fire", "grave", "planecrash")


def small() -> DviIncident:
    """The small incident without its partial genotype."""
    document = incident()
    document["genotypes"]["V2"]["D5S818"] = ["10", "11"]
    return read_dvi_json(encoded(document), "small.json")


def small_case() -> KinshipCase:
    """The small kinship case without its partial genotype."""
    document = case()
    document["markers"][0]["genotypes"]["C"] = ["6", "7"]
    return read_kinship_case(encoded(document), "case.json")


def attempt(of: DviIncident) -> Written[DviIncident] | CannotBeWritten:
    try:
        return write_familias_dvi(of)
    except CannotBeWritten as refused:
        return refused


@settings(max_examples=120)
@given(incidents())
def test_incidents_come_back_equal(of: DviIncident) -> None:
    written = attempt(of)
    if isinstance(written, CannotBeWritten):
        assert all("sex is not known" in reason for reason in written.reasons)
        return
    back = read_familias_dvi(written.data, "back.fam")
    assert replace(back, notices=()) == written.content
    again = write_familias_dvi(written.content)
    assert again.content == written.content
    assert written.content.markers == of.markers or any(
        0.0 in (m.mutation_female.rate, m.mutation_male.rate) for m in of.markers
    )
    assert [r.profile for r in written.content.remains] == [r.profile for r in of.remains]


@settings(max_examples=50)
@given(cases())
def test_cases_come_back_equal_with_the_same_likelihoods(of: KinshipCase) -> None:
    written = write_familias_case(of)
    back = read_familias_case(written.data, "back.fam")
    assert replace(back, notices=()) == written.content
    ours, theirs = compare(of), compare(back)
    for one, other in zip(ours.markers, theirs.markers, strict=True):
        assert one.log10_likelihood == pytest.approx(other.log10_likelihood, abs=1e-9)
    assert read_kinship_case(write_kinship_case(of), "back.json") == of


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_incidents_give_the_same_likelihoods(name: str) -> None:
    published = read_dvi(shared("reference", "dvi", f"{name}.json").read_bytes(), f"{name}.json")
    back = read_dvi(write_familias_dvi(published).data, f"{name}.fam")
    ours, theirs = pairwise_log10_lr(published), pairwise_log10_lr(back)
    assert set(theirs.missing) == {f"Missing {person}" for person in ours.missing}
    compared = 0
    for row, remains in enumerate(ours.remains):
        for column, person in enumerate(ours.missing):
            one = ours.log10_lr[row][column]
            other = theirs.log10_lr[theirs.remains.index(remains)][
                theirs.missing.index(f"Missing {person}")
            ]
            assert other == (None if one is None else pytest.approx(one, abs=1e-9))
            compared += 1
    assert compared == len(published.remains) * len(published.missing) > 0


def test_the_published_familias_file_comes_back_as_its_json() -> None:
    own = read_dvi(shared("data", "formats", "dvi-example.fam").read_bytes(), "x.fam")
    back = read_dvi(write_familias_dvi(own).data, "y.fam")
    json = read_dvi(shared("reference", "dvi", "example1.json").read_bytes(), "example1.json")
    assert replace(back, notices=()) == replace(own, notices=())
    ours, theirs = pairwise_log10_lr(back).log10_lr, pairwise_log10_lr(json).log10_lr
    for row, other in zip(ours, theirs, strict=True):
        assert row == pytest.approx(other, abs=1e-9)


def test_numbers_come_back_to_the_last_digit() -> None:
    of = small()
    marker = replace(
        of.markers[0],
        frequencies=(0.1 + 0.2, 0.7 - 1e-17, 5e-324),
        mutation_male=MutationModel("stepwise", 1 / 3, 1e-6 / 3, 0.1 + 0.2),
    )
    of = replace(of, markers=(marker, of.markers[1]))
    assert write_familias_dvi(of).content.markers == of.markers


def test_who_is_sought_is_called_missing_and_nobody_else() -> None:
    written = write_familias_dvi(small())
    assert set(written.content.missing) == {"Missing C", "Missing M3"}
    assert "Family F1: C is called Missing C in the file." in written.notices
    family = small().families[0]
    uncle = replace(
        family,
        pedigree=pedigree_of([("Missing uncle", None, None, "M"), ("C", None, None, "F")]),
        profiles={},
    )
    held = write_familias_dvi(replace(small(), families=(uncle,), order_of_missing=())).content
    assert held.families[0].pedigree.ids == ("Relative Missing uncle", "Missing C")
    assert held.missing == ("Missing C",)


def test_what_is_left_out_is_said() -> None:
    family = replace(small().families[0], records={"C": AmRecord(sex=Sex.MALE)})
    written = write_familias_dvi(replace(small(), families=(family, *small().families[1:])))
    told = "\n".join(written.notices)
    for words in ("recorded of C besides DNA", "which remains may be whom", "the order in which"):
        assert words in told.lower() or words in told
    assert written.content.pairings is None


def test_dna_that_a_file_cannot_hold_is_refused_by_name() -> None:
    of = small()
    first = of.remains[0]

    def refused(changed: DviIncident) -> str:
        with pytest.raises(CannotBeWritten) as caught:
            write_familias_dvi(changed)
        return str(caught.value)

    def with_remains(remains: Remains) -> DviIncident:
        return replace(of, remains=(remains, of.remains[1]))

    def with_marker(**changes: object) -> DviIncident:
        return replace(of, markers=(replace(of.markers[0], **changes), of.markers[1]))  # type: ignore[arg-type]

    degraded = with_remains(replace(first, degraded={"TH01": Degraded(0.1)}))
    assert "remains 'V1' have a drop-out" in refused(degraded)
    assert "one known allele" in refused(
        with_remains(replace(first, profile={"TH01": ("6", None)}))
    )
    dawid = MutationModel("dawid", 0.001)
    assert "mutation model dawid" in refused(with_marker(mutation_male=dawid))
    assert "X chromosome" in refused(
        replace(of, markers=(Marker("DXS8378", ("1",), (1.0,)), *of.markers))
    )
    shown = Marker("D5S818", ("10", "11"), (0.5, 0.4), silent_frequency=0.1)
    silent = with_remains(replace(first, profile={"D5S818": ("10", SILENT)}))
    assert "silent allele" in refused(replace(silent, markers=(of.markers[0], shown)))


def test_a_parent_sought_of_unknown_sex_is_refused_where_the_file_would_give_one() -> None:
    family = small().families[0]
    persons = (Person("F", None, None), Person("M", None, None), Person("C", "F", "M", Sex.MALE))
    changed = replace(family, pedigree=type(family.pedigree)(persons), missing=("F",), profiles={})
    with pytest.raises(CannotBeWritten, match="family 'F1' would come back otherwise"):
        write_familias_dvi(
            replace(small(), families=(changed,), order_of_missing=(), pairings=None)
        )


def test_a_published_kinship_file_is_read() -> None:
    read = read_familias_case(shared("data", "formats", "paternity.fam").read_bytes(), "x.fam")
    assert list(read.hypotheses) == ["H1", "H2"]
    assert read.hypotheses["H1"].by_id["CH"] == Person("CH", "AF", "MO", Sex.MALE)
    assert read.hypotheses["H2"].by_id["CH"] == Person("CH", None, None, Sex.MALE)
    assert len(read.markers) == 10
    assert read.markers[0].genotypes == {"AF": ("17", "17"), "CH": ("16", "17")}
    model = read.markers[0].marker.mutation_male
    assert (model.model, model.rate, model.rate2, model.range) == ("stepwise", 0.002, 1e-6, 0.1)
    assert replace(
        read_familias_case(write_familias_case(read).data, "y.fam"), notices=()
    ) == replace(read, notices=())


def test_kinship_that_a_file_cannot_hold_is_refused_by_name() -> None:
    def refused(changed: KinshipCase) -> str:
        with pytest.raises(CannotBeWritten) as caught:
            write_familias_case(changed)
        return str(caught.value)

    of = small_case()
    assert "'F' is given as inbred" in refused(replace(of, founder_inbreeding={"F": 0.25}))
    linked = LinkedPair(("TH01", "D5S818"), 0.1)
    assert "are linked" in refused(replace(of, linked=linked))
    typed = replace(of.markers[0], degraded={"F": Degraded(0.1)})
    assert "drop-out" in refused(replace(of, markers=(typed,)))
    other = pedigree_of([("M", None, None, "M"), ("F", None, None, "U"), ("C", "M", "F", "U")])
    assert "male in one pedigree and female" in refused(
        replace(of, hypotheses={**of.hypotheses, "H2": other})
    )
    x = replace(of.markers[0], marker=replace(of.markers[0].marker, chromosome="X"))
    assert "X-linked" in refused(replace(of, markers=(x,)))


def test_a_case_told_what_stands_otherwise() -> None:
    written = write_familias_case(replace(small_case(), theta=0.02))
    assert written.content.theta == 0.02
    assert (
        "The sex of C is not known and stands as female; the file knows two. It changes no result."
        in (written.notices)
    )
    assert any("name of the case" in notice for notice in written.notices)


FAM = write_familias_case(small_case()).data.decode().replace("\r\n", "\n")
BAD = [
    ("\n3\n", "\n4\n", "expected is a setting of a person"),
    ("\n3\n", "\n9999\n", "9999 persons; allowed are 1000"),
    ('"Known relations"', '"Relations"', "expected is Known relations"),
    ('"H1"\n0\n0\n2\n0\n2', '"H1"\n0\n0\n2\n0\n7', "person 7; allowed are 0 to 2"),
    ('"H1"\n0\n0\n2\n0\n2', '"H1"\n0\n0\n2\n0 (Direct)\n2', "twins are not supported"),
    ('"H1"\n0\n0\n2\n0\n2\n1\n2', '"H1"\n0\n0\n1\n2\n2', "own ancestor"),
    ('"H2"', '"H1"', "pedigree 'H1' stands twice"),
    ('\n"H1"\n0', '\n"H1"\n2000', "2000 persons; allowed are 1000"),
    ('"M"', '"F"', "person 'F' stands twice"),
    ("Fst: 0 ", "Fst: 7 ", "a number (with a point) from 0 to 1"),
    ("Dropout probability = 0", "Dropout probability = 0.2", "drop-out probability of 0.2"),
    ("#FALSE#\n-1\n#FALSE#\n#TRUE#", "#FALSE#\n-1\n#FALSE#\nman", "whether the person is male"),
    ('"TH01"', '"DYS19"', "Y chromosome"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_fault_of_a_case_is_refused_with_its_line(old: str, new: str, words: str) -> None:
    assert old in FAM
    with pytest.raises(ValueError, match="line") as caught:
        read_familias_case(FAM.replace(old, new, 1).encode(), "x.fam")
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.fam: line ")


def test_two_parents_of_one_sex_are_refused() -> None:
    female = FAM.replace('"F"\n#FALSE#\n-1\n#FALSE#\n#TRUE#', '"F"\n#FALSE#\n-1\n#FALSE#\n#FALSE#')
    with pytest.raises(ValueError, match="two parents of one sex, F, M"):
        read_familias_case(female.encode(), "x.fam")


def test_a_file_without_pedigrees_says_where_it_belongs() -> None:
    data = write_familias_dvi(small()).data
    with pytest.raises(ValueError, match="read it as an incident"):
        read_familias_case(data, "x.fam")
    with pytest.raises(ValueError, match="no pedigrees; draw at least one"):
        read_familias_case(data.split(b"[DVI]")[0], "x.fam")


def test_persons_that_a_pedigree_adds_get_names_of_their_own() -> None:
    text = FAM.replace('"H1"\n0\n0\n2\n', '"H1"\n1\n1\n4\n3\n0\n4\n0\n')
    read = read_familias_case(text.encode(), "x.fam")
    assert read.hypotheses["H1"].by_id["F"] == Person("F", "Added 2", "Added 1", Sex.MALE)
    assert "Added 1" not in read.hypotheses["H2"].by_id
    both = text.replace('"H2"\n0\n0\n', '"H2"\n0\n1\n')
    assert "Added 3" in read_familias_case(both.encode(), "x.fam").hypotheses["H2"].by_id


def test_years_of_birth_are_told() -> None:
    text = FAM.replace("#FALSE#\n-1\n", "#FALSE#\n1950\n", 1)
    assert any("year of birth" in n for n in read_familias_case(text.encode(), "x.fam").notices)
