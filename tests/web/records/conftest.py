"""A small data set made here: two families, three remains, markers without and with mutation."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from antigone.formats.record_json_writer import am_record_json, pm_record_json
from antigone.policy.consent import Attestation
from antigone.web.records.consent import Covered, record_basis
from antigone.web.records.imports import import_upload, upload_file
from antigone.web.records.models import DeathConfirmation, ImportedFile, RecoveryEvent
from tests.formats.records import FULL_AM, FULL_PM
from tests.web.conftest import Cast
from tests.web.kept import kept

Document = dict[str, Any]
Attest = Callable[[Covered], None]

STATED = Attestation("Nadia Sarkis", "Family liaison officer", "consent", "", True)


def data_set() -> Document:
    """V1 fits M1 (a son of R1), V2 fits M2; V3 is of a stranger. MX is a wife without DNA."""
    alleles = [str(n) for n in range(8, 14)]
    frequencies = [0.1, 0.15, 0.25, 0.25, 0.15, 0.1]
    markers = [
        {
            "name": f"L{k}",
            "chrom": "A",
            "alleles": alleles,
            "freqs": list(frequencies),
            "mutation": {"model": "equal", "rate": 0.002} if k % 2 else {"model": "none"},
        }
        for k in range(1, 13)
    ]
    pairs = {
        "R1": ("8", "9"),
        "V1": ("9", "13"),
        "R2": ("12", "13"),
        "V2": ("12", "10"),
        "V3": ("10", "10"),
    }
    return {
        "victims": [
            {"id": "V1", "sex": "M"},
            {"id": "V2", "sex": "F"},
            {"id": "V3", "sex": "U"},
        ],
        "families": [
            {
                "name": "F1",
                "pedigree": [
                    {"id": "R1", "father": None, "mother": None, "sex": "M"},
                    {"id": "MX", "father": None, "mother": None, "sex": "F"},
                    {"id": "M1", "father": "R1", "mother": "MX", "sex": "M"},
                ],
                "missing": ["M1"],
            },
            {
                "name": "F2",
                "pedigree": [
                    {"id": "R2", "father": None, "mother": None, "sex": "F"},
                    {"id": "FX", "father": None, "mother": None, "sex": "M"},
                    {"id": "M2", "father": "FX", "mother": "R2", "sex": "F"},
                ],
                "missing": ["M2"],
            },
        ],
        "missing": ["M1", "M2"],
        "markers": markers,
        "genotypes": {
            name: {f"L{k}": list(pair) for k in range(1, 13)} for name, pair in pairs.items()
        },
    }


def as_file(document: Document) -> bytes:
    return json.dumps(document).encode()


def renamed(data: Document) -> Document:
    """The same data set with other numbers and names."""
    other = copy.deepcopy(data)
    for victim in other["victims"]:
        victim["id"] = "X" + victim["id"]
    for family in other["families"]:
        family["name"] = "X" + family["name"]
        family["missing"] = ["X" + m for m in family["missing"]]
        for person in family["pedigree"]:
            for key in ("id", "father", "mother"):
                person[key] = person[key] and "X" + person[key]
    other["missing"] = ["X" + m for m in other["missing"]]
    other["genotypes"] = {"X" + name: g for name, g in other["genotypes"].items()}
    return other


@pytest.fixture
def data() -> Document:
    return data_set()


def with_records(document: Document) -> Document:
    """The data set with all that may be known besides DNA of V1, and of M1 of the family F1."""
    observed = pm_record_json(FULL_PM)
    observed["tooth_opinions"] = [
        {"missing": person, "tooth": 16, "verdict": "explained", "reason": "Renewed.", "by": "Dr H"}
        for person in ("M1", "M2")
    ]
    document["victims"][0]["record"] = observed
    document["victims"][1]["record"] = {"state": "fresh", "marks": []}
    document["families"][0]["records"] = {"M1": am_record_json(FULL_AM)}
    document["families"][1]["records"] = {"M2": {"sex": "F", "medical": []}}
    return document


@kept
def imported(cast: Cast, data: Document) -> ImportedFile:
    """The data set, imported by Mara; no legal basis yet."""
    return bring_in(cast, data)


def bring_in(cast: Cast, document: Document, name: str = "small.json") -> ImportedFile:
    pending = upload_file(
        user=cast.mara, incident=cast.incident, name=name, content=as_file(document)
    )
    file = import_upload(user=cast.mara, pending=pending)
    let_in(cast, file)
    return file


def let_in(cast: Cast, file: ImportedFile) -> None:
    """Death confirmed and recovery recorded for all remains of a file, without journal entries."""
    stated = {"incident": file.incident, "source_file": file, "recorded_by": cast.mara}
    DeathConfirmation.objects.create(
        examiner="Dr Imani Roskvist",
        function="Forensic physician",
        examined_on=date(2026, 10, 9),
        **stated,
    )
    RecoveryEvent.objects.create(
        recovered_at=datetime(2026, 10, 5, 11, 20, tzinfo=UTC),
        place="Orchard, square E3",
        finder="Recovery team 2",
        **stated,
    )


@kept
def imported_records(cast: Cast, data: Document) -> ImportedFile:
    """The data set with records besides DNA, imported by Mara; no legal basis yet."""
    return bring_in(cast, with_records(data))


@pytest.fixture
def attest(cast: Cast) -> Attest:
    """`attest(file)`: Nadia states the basis for a file, a family or a donor."""

    def state(covered: Covered) -> None:
        record_basis(user=cast.nadia, covered=covered, attestation=STATED, statement="I state it.")

    return state
