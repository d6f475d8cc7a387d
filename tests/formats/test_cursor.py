from __future__ import annotations

from pathlib import Path

import pytest

from antigone.formats.cursor import parse_json
from antigone.formats.dvi import read_dvi, read_file
from antigone.formats.limits import MAX_FILE_BYTES
from antigone.formats.problems import FormatError
from tests.formats.examples import encoded, incident, simple_fam


def refusal_of(data: bytes, file: str = "x.json") -> str:
    with pytest.raises(FormatError) as caught:
        read_dvi(data, file)
    return str(caught.value)


def test_broken_json_is_refused_with_line_and_column() -> None:
    text = refusal_of(b'{\n  "victims": [1,,2]\n}')
    assert text.startswith("x.json: line 2, column 17: broken JSON")


def test_a_doubled_key_is_refused_with_its_place() -> None:
    text = refusal_of(b'{"victims": [{"id": "V1", "id": "V2", "sex": "M"}]}')
    assert "x.json: victims[0]: the key 'id' stands twice" in text


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("file", ["x.json", "x.fam", "x"])
def test_an_empty_file_is_refused(data: bytes, file: str) -> None:
    assert "empty" in refusal_of(data, file)


def test_deep_nesting_is_refused() -> None:
    assert "nested too deeply" in refusal_of(b"[" * 200_000)
    assert "nested too deeply" in refusal_of(b'{"a":' * 200_000)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    assert refusal_of(b'{"a":\n"\xff"}').startswith("x.json: line 2: not UTF-8")


def test_a_byte_order_mark_is_accepted() -> None:
    assert read_dvi(b"\xef\xbb\xbf" + encoded(incident()), "x").remains


def test_a_number_of_ten_thousand_digits_is_refused() -> None:
    document = encoded(incident()).replace(b"0.25", b"1" * 10_000, 1)
    assert "finite number" in refusal_of(document)


def test_noise_is_refused() -> None:
    assert "neither JSON nor Familias" in refusal_of(b"\x00\x13noise" * 1000, "noise.bin")


def test_200_mb_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "noise.json"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(FormatError, match="allowed are 64 MiB"):
        read_file(path)


def test_data_above_the_limit_are_refused() -> None:
    data = bytes(MAX_FILE_BYTES + 1)
    for file in ("x.json", "x.fam", "x"):
        assert "allowed are 64 MiB" in refusal_of(data, file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        read_file(tmp_path / "absent.json")
    with pytest.raises(FormatError, match="cannot be read"):
        read_file(tmp_path)


def test_the_kind_of_a_file_is_seen_from_its_content() -> None:
    assert read_dvi(simple_fam().encode(), "upload").families[0].name == "Family A"
    assert read_dvi(encoded(incident()), "upload").families[0].name == "F1"


def test_a_mutation_variant_is_chosen_in_json_only() -> None:
    document = incident() | {"mutation_variants": {"none": {"model": "none"}}}
    read = read_dvi(encoded(document), "x.json", mutation="none")
    assert read.markers[0].mutation_male.model == "none"
    with pytest.raises(FormatError, match="its own mutation models"):
        read_dvi(simple_fam().encode(), "x.fam", mutation="none")


def test_places_of_odd_keys_are_quoted() -> None:
    cursor = parse_json(b'{"a b": {"c": [1]}}', "x")
    assert cursor.field("a b").field("c").items()[0].place == "['a b'].c[0]"
