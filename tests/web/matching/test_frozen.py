"""Inputs of a run are kept in parts, each under its own key, and put together to the same bytes."""

from __future__ import annotations

import json

import pytest

from antigone.formats.dvi_json import write_dvi_json
from antigone.provenance import fingerprint
from antigone.web.matching.frozen import InputsDestroyed, read_frozen
from antigone.web.matching.frozen_document import as_bytes, join, split
from antigone.web.matching.models import FrozenFamily, FrozenInput, FrozenProfile, Run
from antigone.web.matching.runs import start_run
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, Person
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest, Document, bring_in, data_set, with_records

PRIVATE = ("Павлович", "1991-02-28", "Сокіл")
"""What the family of M1 told."""


@pytest.fixture
def run(cast: Cast, attest: Attest) -> Run:
    document = with_records(data_set())
    document["pairings"] = {"V1": ["M1", "*"], "V3": ["M2", "M1", "*"]}
    document["missing"] = ["M2", "M1"]
    # Two families may use one code: these genotypes stand in the family, not in the shared place.
    document["families"][0]["pedigree"][1]["id"] = "R2"
    document["families"][0]["pedigree"][2]["mother"] = "R2"
    own = document["genotypes"].pop("R2")
    document["families"][0]["genotypes"] = {"R2": own}
    document["families"][1]["genotypes"] = {"R2": own}
    attest(bring_in(cast, document))
    return start_run(user=cast.mara, incident=cast.incident)


def test_the_same_bytes_come_back(cast: Cast, run: Run) -> None:
    content = write_dvi_json(incident_for_comparison(cast.incident).dvi)
    frozen = read_frozen(run)
    assert frozen.content == content
    assert frozen.withdrawn == frozenset()
    assert fingerprint(content, bytes(run.frozen_input.salt)) == run.inputs_fingerprint


def test_nothing_of_a_family_lies_open(run: Run) -> None:
    kept = FrozenInput.objects.get(run=run)
    assert json.loads(bytes(kept.content))["families"] == []
    families = [bytes(row.sealed) for row in FrozenFamily.objects.all()]
    profiles = [bytes(row.sealed) for row in FrozenProfile.objects.all()]
    assert (len(families), len(profiles)) == (2, 3)
    for content in (bytes(kept.content), *families, *profiles):
        for words in (*PRIVATE, '"R1"', "Renewed."):
            assert words.encode() not in content


def test_a_document_without_families_changes_nothing() -> None:
    document: Document = {"victims": [], "families": [], "genotypes": {}, "markers": []}
    before = as_bytes(document)
    join(document, split(document))
    assert as_bytes(document) == before


def test_a_family_that_withdrew_is_absent(cast: Cast, run: Run) -> None:
    record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="Asked.")
    frozen = read_frozen(run)
    assert frozen.withdrawn == {"F1"}
    assert [family.name for family in frozen.dvi.families] == ["F2"]
    assert frozen.dvi.missing == ("M2",)
    assert frozen.dvi.pairings == {"V1": (None,), "V3": ("M2", None)}
    record = frozen.dvi.remains[0].record
    assert record is not None
    assert [opinion.missing for opinion in record.tooth_opinions] == ["M2"]
    for words in PRIVATE:
        assert words not in frozen.content.decode()


def test_a_donor_who_withdrew_is_untyped(cast: Cast, run: Run) -> None:
    record_objection(user=cast.nadia, covered=Person.objects.get(code="R1"), reason="Asked.")
    frozen = read_frozen(run)
    assert frozen.withdrawn == {"F1"}
    assert list(frozen.dvi.family_of("M1").profiles) == ["R2"]
    assert "R1" in frozen.dvi.family_of("M1").pedigree.by_id


def test_destroyed_inputs_are_told(run: Run) -> None:
    FrozenInput.objects.all().delete()
    with pytest.raises(InputsDestroyed):
        read_frozen(run)


def test_many_families_are_frozen_in_few_queries(
    cast: Cast,
    imported: ImportedFile,
    attest: Attest,
    django_assert_max_num_queries: object,
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        read_frozen(run)
