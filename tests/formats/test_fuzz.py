"""Whatever the bytes, a reader gives a value or refuses the file; it never fails otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.calibration_json import read_calibration, write_calibration
from antigone.formats.case_json import read_kinship_case
from antigone.formats.cmf_reading import read_cmf
from antigone.formats.dvi import read_dvi
from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.formats.familias import read_familias_dvi
from antigone.formats.familias_case import read_familias_case
from antigone.formats.lines_json import read_lines
from antigone.formats.pfif_reading import read_pfif
from antigone.formats.problems import FormatError
from antigone.formats.same_person_json import read_sample_pair
from antigone.formats.xml_reading import read_xml
from tests.formats import test_cmf, test_familias_writing, test_pfif
from tests.formats.calibrations import stored
from tests.formats.examples import (
    case,
    encoded,
    haplotypes,
    incident,
    incident_with_records,
    sample_pair,
    simple_fam,
)

READERS: list[Callable[[bytes, str], object]] = [
    read_kinship_case,
    read_dvi_json,
    read_familias_dvi,
    read_dvi,
    read_sample_pair,
    read_lines,
    read_calibration,
    read_familias_case,
    read_cmf,
    read_pfif,
    read_xml,
]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        [
            *("F", "M", "C", "V1", "M3", "TH01", "6", "*", "equal", "custom", "X", "\ud800"),
            *("skeletal", "tattoo", "plant", "2026-10-09", "interpol", "amf", "left_arm", "Ring"),
        ]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "id",
        "sex",
        "father",
        "theta",
        "linked",
        "genotypes",
        "silent_allele",
        "mutation",
        "matrix",
        "mutation_variants",
        "founder_inbreeding",
        "pairings",
        "range",
        "rate2",
        "missing",
        "notices",
        "dropout",
        "dropin",
        "dropout_homozygote",
        "minimum_frequency",
        "database_size",
        "record",
        "records",
        "marks",
        "teeth",
        "16",
        "99",
        "phase",
        "region",
    ]
)


def outcome(read: Callable[[bytes, str], object], data: bytes) -> object:
    """The value that was read, or the problems; anything else is a failure of the test."""
    try:
        return read(data, "fuzz")
    except FormatError as error:
        refusal = error
    assert refusal.problems
    assert str(refusal).encode()
    return refusal.problems


def places(document: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value of a document."""
    found = [path]
    if isinstance(document, dict):
        for key, value in document.items():
            found += places(value, (*path, key))
    if isinstance(document, list):
        for index, value in enumerate(document):
            found += places(value, (*path, index))
    return found


def changed(
    document: dict[str, Any], path: tuple[Any, ...], value: object, key: str | None
) -> object:
    """The document with one value replaced, or with one member added."""
    if not path:
        return document | {key: value} if key else value
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    if key and isinstance(target[path[-1]], dict):
        target[path[-1]][key] = value
    else:
        target[path[-1]] = value
    return document


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for read in READERS:
        outcome(read, data)


@given(VALUES)
def test_any_json(document: object) -> None:
    data = json.dumps(document).encode()
    for read in READERS:
        outcome(read, data)


@settings(max_examples=400)
@given(st.data(), VALUES, st.none() | KEYS)
def test_a_case_with_one_value_changed(data: st.DataObject, value: object, key: str | None) -> None:
    path = data.draw(st.sampled_from(places(case())))
    outcome(read_kinship_case, encoded(changed(case(), path, value, key)))


@settings(max_examples=400)
@given(st.data(), VALUES, st.none() | KEYS)
def test_an_incident_with_one_value_changed(
    data: st.DataObject, value: object, key: str | None
) -> None:
    path = data.draw(st.sampled_from(places(incident())))
    read = outcome(read_dvi_json, encoded(changed(incident(), path, value, key)))
    if not isinstance(read, tuple):
        assert read_dvi_json(write_dvi_json(read), "again") == read  # type: ignore[arg-type]


@settings(max_examples=400)
@given(st.data(), VALUES, st.none() | KEYS)
def test_an_incident_with_one_value_of_its_records_changed(
    data: st.DataObject, value: object, key: str | None
) -> None:
    within = [path for path in places(incident_with_records()) if {"record", "records"} & {*path}]
    document = changed(incident_with_records(), data.draw(st.sampled_from(within)), value, key)
    read = outcome(read_dvi_json, encoded(document))
    if not isinstance(read, tuple):
        assert read_dvi_json(write_dvi_json(read), "again") == read  # type: ignore[arg-type]


@given(st.data(), VALUES, st.none() | KEYS)
def test_two_samples_with_one_value_changed(
    data: st.DataObject, value: object, key: str | None
) -> None:
    path = data.draw(st.sampled_from(places(sample_pair())))
    outcome(read_sample_pair, encoded(changed(sample_pair(), path, value, key)))


@given(st.data(), VALUES, st.none() | KEYS)
def test_haplotypes_with_one_value_changed(
    data: st.DataObject, value: object, key: str | None
) -> None:
    path = data.draw(st.sampled_from(places(haplotypes())))
    outcome(read_lines, encoded(changed(haplotypes(), path, value, key)))


CALIBRATION = json.loads(write_calibration(stored()))


@settings(max_examples=400)
@given(st.data(), VALUES, st.none() | KEYS)
def test_a_calibration_with_one_value_changed(
    data: st.DataObject, value: object, key: str | None
) -> None:
    path = data.draw(st.sampled_from(places(CALIBRATION)))
    read = outcome(read_calibration, encoded(changed(deepcopy(CALIBRATION), path, value, key)))
    if not isinstance(read, tuple):
        assert read_calibration(write_calibration(read), "again") == read  # type: ignore[arg-type]


def changes_of(lines: list[str], *pieces: str) -> st.SearchStrategy[list[tuple[int, str, str]]]:
    """One to three lines that are dropped, doubled, swapped or written otherwise."""
    return st.lists(
        st.tuples(
            st.integers(0, len(lines) - 1),
            st.sampled_from(["drop", "double", "swap", "write"]),
            st.text(max_size=8) | st.sampled_from([*lines, *pieces]),
        ),
        min_size=1,
        max_size=3,
    )


def with_changes(lines: list[str], changes: list[tuple[int, str, str]]) -> bytes:
    """The lines after the changes, as the bytes of a file."""
    lines = list(lines)
    for index, act, text in changes:
        at = min(index, len(lines) - 1)
        match act:
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
            case _:
                lines[at] = text
    return "\n".join(lines).encode("utf-8", "surrogatepass")


LINES = simple_fam().split("\n")
CASE_LINES = test_familias_writing.FAM.split("\n")
CMF_LINES = test_cmf.TEXT.split("\n")
PFIF_LINES = test_pfif.document(test_pfif.PERSON + test_pfif.NOTE).decode().split("\n")
XML = ("<a>", "</a>", "<!DOCTYPE a>", "&b;", "&#0;", "<![CDATA[", "]]>", "<!--", "-->")


@settings(max_examples=400)
@given(changes_of(LINES, "nan", "1e999", "-1", "[[", "[x]"))
def test_a_familias_file_with_lines_changed(changes: list[tuple[int, str, str]]) -> None:
    outcome(read_familias_dvi, with_changes(LINES, changes))


@settings(max_examples=200)
@given(changes_of(CASE_LINES, "nan", "1e999", "-1", "99", "0 (Direct)"))
def test_a_familias_case_with_lines_changed(changes: list[tuple[int, str, str]]) -> None:
    outcome(read_familias_case, with_changes(CASE_LINES, changes))


@settings(max_examples=200)
@given(changes_of(CMF_LINES, *XML), changes_of(PFIF_LINES, *XML))
def test_xml_files_with_lines_changed(
    of_cmf: list[tuple[int, str, str]], of_pfif: list[tuple[int, str, str]]
) -> None:
    for read, lines, changes in (
        (read_cmf, CMF_LINES, of_cmf),
        (read_pfif, PFIF_LINES, of_pfif),
    ):
        outcome(read, with_changes(lines, changes))


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=3))
def test_a_file_with_bytes_changed(at: int, new: bytes) -> None:
    for read, data in (
        (read_familias_dvi, simple_fam().encode()),
        (read_dvi_json, encoded(incident())),
        (read_dvi_json, encoded(incident_with_records())),
        (read_kinship_case, encoded(case())),
        (read_familias_case, test_familias_writing.FAM.encode()),
        (read_cmf, test_cmf.TEXT.encode()),
        (read_pfif, "\n".join(PFIF_LINES).encode()),
    ):
        position = at % len(data)
        outcome(read, data[:position] + new + data[position + len(new) :])
        outcome(read, data[:position])
