"""Importing a data set: whole or not at all, once, and journalled without genotypes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from antigone.formats.dvi_json import read_dvi_json
from antigone.genetics.markers import Marker
from antigone.genetics.mutation import MutationModel
from antigone.web.journal.models import Entry
from antigone.web.records import models
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.imports import (
    AlreadyImported,
    ImportRefused,
    discard_upload,
    import_upload,
    upload_file,
)
from antigone.web.records.marker_rows import markers_from_rows, markers_to_rows
from tests.shared_data import shared
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest, Document, as_file, bring_in, let_in, renamed

STORED = (
    models.ImportedFile,
    models.MarkerSet,
    models.Remains,
    models.Family,
    models.Person,
    models.MissingPerson,
    models.Profile,
)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in STORED}


def test_it_works(cast: Cast, imported: models.ImportedFile) -> None:
    assert counts() == {
        "ImportedFile": 1,
        "MarkerSet": 1,
        "Remains": 3,
        "Family": 2,
        "Person": 6,
        "MissingPerson": 2,
        "Profile": 5,
    }
    child = models.MissingPerson.objects.get(number="M1").person
    assert (child.father and child.father.code, child.mother and child.mother.code) == ("R1", "MX")
    assert not models.PendingUpload.objects.exists()


def test_uploading_stores_nothing_but_the_upload(cast: Cast, data: Document) -> None:
    upload_file(user=cast.mara, incident=cast.incident, name="a.json", content=as_file(data))
    assert not any(counts().values())
    assert not Entry.objects.exists()


def test_what_was_imported_is_what_is_compared(
    cast: Cast, data: Document, imported: models.ImportedFile, attest_all: None
) -> None:
    read = read_dvi_json(as_file(data), "small.json")
    dvi = incident_for_comparison(cast.incident).dvi
    assert dvi.markers == read.markers
    assert dvi.remains == read.remains
    assert dvi.families == read.families
    assert dvi.missing == read.missing


@pytest.fixture
def attest_all(imported: models.ImportedFile, attest: Attest) -> None:
    attest(imported)


def test_drop_out_and_drop_in_survive_the_database(cast: Cast, data: Document) -> None:
    for victim in data["victims"]:
        victim |= {"dropout": 0.2, "dropin": 0.05, "dropout_homozygote": 0.01}
    content = as_file(data)
    pending = upload_file(user=cast.mara, incident=cast.incident, name="d.json", content=content)
    let_in(cast, import_upload(user=cast.mara, pending=pending))
    read = read_dvi_json(content, "d.json").remains
    assert any(remains.degraded for remains in read)
    assert incident_for_comparison(cast.incident).dvi.remains == read


@pytest.mark.parametrize("name", ["example2", "grave", "planecrash"])
def test_published_data_sets_survive_the_database(cast: Cast, name: str, attest: Attest) -> None:
    content = shared("reference", "dvi", f"{name}.json").read_bytes()
    pending = upload_file(
        user=cast.mara, incident=cast.incident, name=f"{name}.json", content=content
    )
    file = import_upload(user=cast.mara, pending=pending)
    let_in(cast, file)
    attest(file)
    read = read_dvi_json(content, name)
    dvi = incident_for_comparison(cast.incident).dvi
    assert (dvi.markers, dvi.remains, dvi.families) == (read.markers, read.remains, read.families)
    assert dvi.missing == read.missing
    assert dvi.pairings == read.pairings


def test_the_same_file_twice_does_nothing_twice(
    cast: Cast, data: Document, imported: models.ImportedFile
) -> None:
    before = counts()
    with pytest.raises(AlreadyImported) as refused:
        upload_file(user=cast.mara, incident=cast.incident, name="b.json", content=as_file(data))
    assert refused.value.file == imported
    assert counts() == before


def test_two_uploads_of_one_file_are_imported_once(cast: Cast, data: Document) -> None:
    uploads = [
        upload_file(user=cast.mara, incident=cast.incident, name="a.json", content=as_file(data))
        for _ in range(2)
    ]
    import_upload(user=cast.mara, pending=uploads[0])
    before = counts()
    with pytest.raises(AlreadyImported):
        import_upload(user=cast.mara, pending=uploads[1])
    assert counts() == before


def test_numbers_that_exist_are_refused_by_name(
    cast: Cast, data: Document, imported: models.ImportedFile
) -> None:
    before = counts()
    data["victims"].append({"id": "V9", "sex": "F"})
    with pytest.raises(ImportRefused) as refused:
        upload_file(user=cast.mara, incident=cast.incident, name="b.json", content=as_file(data))
    places = {problem.place for problem in refused.value.problems}
    assert places == {f"remains V{i}" for i in (1, 2, 3)} | {
        "missing person M1",
        "missing person M2",
        "family F1",
        "family F2",
    }
    assert "small.json" in str(refused.value)
    assert counts() == before


def test_other_frequencies_for_a_known_marker_are_refused(
    cast: Cast, data: Document, imported: models.ImportedFile
) -> None:
    other = renamed(data)
    other["markers"][0]["freqs"] = [0.15, 0.1, 0.25, 0.25, 0.15, 0.1]
    with pytest.raises(ImportRefused) as refused:
        bring_in(cast, other, "other.json")
    assert [problem.place for problem in refused.value.problems] == ["marker L1"]


def test_a_second_file_adds_to_the_first(
    cast: Cast, data: Document, imported: models.ImportedFile
) -> None:
    bring_in(cast, renamed(data), "other.json")
    assert models.Remains.objects.count() == 6
    assert models.Family.objects.count() == 4


def break_json(_: Document) -> bytes:
    return b'{"victims": ['


def unknown_parent(data: Document) -> bytes:
    data["families"][0]["pedigree"][2]["father"] = "nobody"
    return as_file(data)


def own_ancestor(data: Document) -> bytes:
    data["families"][0]["pedigree"][0]["father"] = "M1"
    return as_file(data)


def contradicting_sex(data: Document) -> bytes:
    data["families"][0]["pedigree"][0]["sex"] = "F"
    return as_file(data)


def unknown_allele(data: Document) -> bytes:
    data["genotypes"]["V1"]["L1"] = ["9", "99"]
    return as_file(data)


def frequencies_that_miss_one(data: Document) -> bytes:
    data["markers"][0]["freqs"][0] = 0.2
    return as_file(data)


def duplicate_id(data: Document) -> bytes:
    data["victims"].append({"id": "V1", "sex": "M"})
    return as_file(data)


def typed_missing(data: Document) -> bytes:
    data["genotypes"]["M1"] = data["genotypes"]["V1"]
    return as_file(data)


def empty(_: Document) -> bytes:
    return b""


def noise(_: Document) -> bytes:
    return bytes(range(256)) * 4096


BAD = [
    (break_json, "small.json"),
    (unknown_parent, "nobody"),
    (own_ancestor, "ancestor"),
    (contradicting_sex, "R1"),
    (unknown_allele, "99"),
    (frequencies_that_miss_one, "markers[0].freqs"),
    (duplicate_id, "V1"),
    (typed_missing, "M1"),
    (empty, "empty"),
    (noise, "small.json"),
]


@pytest.mark.parametrize(("spoil", "word"), BAD)
def test_bad_input_stores_nothing_and_says_where(
    cast: Cast, data: Document, spoil: Callable[[Document], bytes], word: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        upload_file(user=cast.mara, incident=cast.incident, name="small.json", content=spoil(data))
    assert all(problem.file == "small.json" for problem in refused.value.problems)
    assert word in str(refused.value)
    assert not any(counts().values())
    assert not models.PendingUpload.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["oyelin", "ilse", "nadia", "tomas", "piet"])
def test_it_requires_the_right_to_import(cast: Cast, data: Document, name: str) -> None:
    with pytest.raises(PermissionDenied):
        upload_file(
            user=getattr(cast, name), incident=cast.incident, name="a.json", content=as_file(data)
        )
    pending = upload_file(
        user=cast.mara, incident=cast.incident, name="a.json", content=as_file(data)
    )
    for act in (import_upload, discard_upload):
        with pytest.raises(PermissionDenied):
            act(user=getattr(cast, name), pending=pending)
    assert not any(counts().values())


def test_an_upload_is_forgotten_after_a_day(cast: Cast, data: Document) -> None:
    old = upload_file(user=cast.mara, incident=cast.incident, name="a.json", content=as_file(data))
    models.PendingUpload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    new = upload_file(user=cast.mara, incident=cast.incident, name="b.json", content=as_file(data))
    assert list(models.PendingUpload.objects.all()) == [new]
    assert old != new


def test_the_journal_holds_ids_and_a_salted_fingerprint(
    cast: Cast, data: Document, imported: models.ImportedFile
) -> None:
    entry = Entry.objects.get()
    assert (entry.act, entry.actor, entry.subject) == (
        "file.imported",
        "mara",
        f"file {imported.pk}",
    )
    assert entry.details["remains"] == ["V1", "V2", "V3"]
    assert entry.details["fingerprint"] != imported.sha256
    for private in ("genotypes", "R1", "small.json", '"13"'):
        assert private not in entry.details_text


def test_every_parameter_of_a_marker_is_kept() -> None:
    marker = Marker(
        "L",
        ("9", "9.3", "10"),
        (0.1 + 0.2, 0.3, 0.39),
        MutationModel("stepwise", rate=0.001, rate2=1e-6, range=0.15),
        MutationModel("custom", matrix=((0.9, 0.1, 0.0), (0.0, 1.0, 0.0), (0.0, 0.5, 0.5))),
        silent_frequency=0.01,
    )
    assert markers_from_rows(markers_to_rows([marker])) == (marker,)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["V1", "M1", "R1"])
def test_a_number_too_long_for_the_record_is_refused_before_confirming(
    cast: Cast, data: Document, what: str
) -> None:
    def long(characters: int) -> Document:
        text = json.dumps(data).replace(f'"{what}"', f'"{"x" * characters}"')
        return dict(json.loads(text))

    with pytest.raises(ImportRefused) as caught:
        bring_in(cast, long(101))
    assert "101 characters; allowed are 100" in str(caught.value)
    bring_in(cast, long(100))
