from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from antigone.formats.calibration_json import read_calibration, write_calibration
from antigone.formats.problems import FormatError
from tests.formats.calibrations import stored

Document = dict[str, Any]


def document() -> Document:
    value: Document = json.loads(write_calibration(stored()))
    return value


def read(value: object) -> object:
    return read_calibration(json.dumps(value).encode(), "calibration.json")


def test_what_is_written_is_read() -> None:
    first = stored()
    data = write_calibration(first)
    again = read_calibration(data, "calibration.json")
    assert again == first
    assert write_calibration(again) == data


def test_pairs_without_groups_and_without_description_are_read() -> None:
    first = stored()
    bare = dataclasses.replace(
        first,
        origin=dataclasses.replace(first.origin, description=""),
        measures=dataclasses.replace(first.measures, groups=None),
    )
    assert read_calibration(write_calibration(bare), "x") == bare


def test_whoever_reads_the_file_without_us_finds_caps_and_loss() -> None:
    value = document()
    assert value["caps"] == {
        "lowest": stored().calibration.lowest,
        "highest": stored().calibration.highest,
    }
    measures = value["measures"]
    assert measures["calibration_loss"] == measures["cllr"] - measures["cllr_min"]
    assert value["pairs"]["same"] == 60
    assert value["date"] == "2025-03-01"


def set_to(*path: str | int, value: object) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (set_to("date", value="1 March"), "date: found the text '1 March'; allowed is a day as"),
        (set_to("date", value="2025-02-30"), "date: found the text '2025-02-30'; allowed is a day"),
        (set_to("program", value=""), "program: '' is empty"),
        (
            set_to("pairs", "sha256", value="ABC"),
            "pairs.sha256: found the text 'ABC'; allowed is a sha256",
        ),
        (
            set_to("pairs", "same", value=19),
            "pairs.same: found 19; allowed is a finite number from 20",
        ),
        (set_to("pairs", "same", value=60.5), "pairs.same: found 60.5; allowed is a whole number"),
        (set_to("fit", "slope", value=0), "fit.slope: found 0; allowed is a number above 0"),
        (set_to("fit", "slope", value=-1), "fit.slope: found -1; allowed is a finite number"),
        (set_to("fit", "highest_score", value=-1e8), "fit.highest_score: found"),
        (
            set_to("fit", "weight", value=1),
            "fit.weight: 'weight' is not known; allowed are intercept",
        ),
        (set_to("caps", "highest", value=6.0), "caps.highest: found 6.0; allowed is 2.95"),
        (set_to("measures", "equal_error_rate", value=0.6), "measures.equal_error_rate: found 0.6"),
        (set_to("measures", "misleading_same", value=61), "measures.misleading_same: found 61"),
        (
            set_to("measures", "calibration_loss", value=0.5),
            "which follows from the rest of the file",
        ),
        (set_to("measures", "folds", value=1), "measures.folds: found 1"),
        (
            set_to("measures", "reliability", value=[]),
            "measures.reliability: allowed are bins that hold 60",
        ),
        (
            set_to("measures", "reliability", 0, "low", value=0.9),
            "measures.reliability[0].high: found",
        ),
        (set_to("measures", "tippett", value=[]), "measures.tippett: allowed are points from one"),
        (set_to("measures", "tippett", 1, 1, value=1.5), "measures.tippett[1][1]: found 1.5"),
        (set_to("measures", "tippett", 1, 0, value=-9), "points of rising log10 LR"),
        (set_to("measures", "tippett", 1, value=[0, 1]), "measures.tippett[1]: found a list"),
        (set_to("pairs", value=[]), "pairs: found a list; allowed is an object"),
    ],
)
def test_what_is_not_allowed_is_told_by_place(
    change: Callable[[Document], None], words: str
) -> None:
    value = document()
    change(value)
    with pytest.raises(FormatError) as refused:
        read(value)
    assert words in str(refused.value)


@pytest.mark.parametrize("part", ["program", "date", "pairs", "fit", "caps", "measures"])
def test_each_part_is_needed(part: str) -> None:
    value = document()
    del value[part]
    with pytest.raises(FormatError, match=f"'{part}' is missing"):
        read(value)


def test_bins_out_of_order_are_refused() -> None:
    value = document()
    value["measures"]["reliability"].reverse()
    with pytest.raises(FormatError, match="rising bins"):
        read(value)


def test_several_problems_are_told_at_once() -> None:
    value = document()
    value["date"], value["fit"]["slope"], value["measures"]["folds"] = "x", 0, 0
    with pytest.raises(FormatError) as refused:
        read(value)
    assert len(refused.value.problems) == 3
