from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from antigone.evidence.records import SexMethod
from antigone.evidence.table_cursor import TableCursor, TableError
from antigone.evidence.tables import MAX_TABLE_BYTES, Tables, load_tables, packaged_tables


def own(folder: Path, name: str, text: str | bytes) -> Path:
    data = text.encode() if isinstance(text, str) else text
    (folder / f"{name}.toml").write_bytes(data)
    return folder


def changed(name: str, old: str, new: str) -> bytes:
    packaged = packaged_tables()[name].decode()
    assert old in packaged
    return packaged.replace(old, new, 1).encode()


def test_every_packaged_file_is_a_field_and_every_field_a_file() -> None:
    typed = {f.name for f in fields(Tables)} - {"fingerprint", "sources", "replaced"}
    assert typed == set(packaged_tables())


def test_every_value_has_an_origin_with_a_mark() -> None:
    for place, source in load_tables().origins().items():
        if "." in place:
            assert re.search(r"\b(S|S2|M|P)\b", source), place


def test_a_file_of_ones_own_replaces_the_packaged_one(tmp_path: Path) -> None:
    own(tmp_path, "sex", changed("sex", "pelvis = 0.05", "pelvis = 0.25"))
    ours, theirs = load_tables(), load_tables(tmp_path)
    assert ours.replaced == ()
    assert theirs.replaced == ("sex",)
    assert theirs.sex.error[SexMethod.PELVIS] == 0.25
    assert theirs.sex.error[SexMethod.SKULL] == ours.sex.error[SexMethod.SKULL]
    assert ours.fingerprint != theirs.fingerprint


def test_comments_layout_and_origins_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    own(tmp_path, "sex", changed("sex", "[origin]", "# by us\r\n\r\n[origin]"))
    assert load_tables(tmp_path).fingerprint == load_tables().fingerprint
    own(tmp_path, "sex", changed("sex", 'share_of_men = "P:', 'share_of_men = "Our register:'))
    theirs = load_tables(tmp_path)
    assert theirs.fingerprint == load_tables().fingerprint
    assert theirs.origins()["sex.share_of_men"].startswith("Our register:")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("pelvis = 0.05", "pelvis = 1.0", "sex.toml: error.pelvis: 1; allowed is a probability"),
        ("pelvis = 0.05", "pelvis = nan", "sex.toml: error.pelvis: nan; allowed is a finite"),
        ("pelvis = 0.05", "pelvis = true", "sex.toml: error.pelvis: found true; allowed is a num"),
        ("pelvis = 0.05", 'pelvis = "5 %"', "sex.toml: error.pelvis: found the text '5 %'"),
        ("pelvis = 0.05", "", "sex.toml: error: 'pelvis' is missing; needed are body, pelvis"),
        ("pelvis = 0.05", "pelvis = 0.05\nface = 0.1", "sex.toml: error: 'face' is not known here"),
        ("prior_persons = 2.0", "prior_persons = 0", "sex.toml: prior_persons: 0; allowed is a n"),
        ("prior_persons = 2.0", "prior_persons = inf", "sex.toml: prior_persons: inf; allowed"),
        ("[origin]", "[source]", "sex.toml: origin: is missing; each table says where"),
        ('what = "', 'whence = "', "sex.toml: origin: 'what' is missing"),
        ('what = "Error', 'what = "Error" "', "sex.toml: broken TOML: "),
        ("0.05", "0.05\npelvis = 0.06", "sex.toml: broken TOML: "),
    ],
)
def test_a_bad_table_names_file_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    own(tmp_path, "sex", changed("sex", old, new))
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert message in str(refusal.value)


def test_a_number_too_large_for_a_float_is_refused() -> None:
    with pytest.raises(TableError, match=r"t.toml: many: too large"):
        TableCursor(10**400, "t.toml", "many").number(0.0)


def test_a_file_that_no_table_bears_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"sexes\.toml: no table has this name; allowed are .*sex"):
        load_tables(own(tmp_path, "sexes", ""))


def test_what_is_no_folder_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is not a folder"):
        load_tables(tmp_path / "nowhere")
    with pytest.raises(TableError, match=r"sex\.toml: line 2: not UTF-8"):
        load_tables(own(tmp_path, "sex", b"a = 1\n\xff = 2"))
    with pytest.raises(TableError, match="larger than"):
        load_tables(own(tmp_path, "sex", b"#" * (MAX_TABLE_BYTES + 1)))
    (tmp_path / "sex.toml").unlink()
    (tmp_path / "sex.toml").mkdir()
    with pytest.raises(TableError, match=r"sex\.toml: cannot be read"):
        load_tables(tmp_path)


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("notes", encoding="utf-8")
    assert load_tables(tmp_path).fingerprint == load_tables().fingerprint
