from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from antigone.cli import app
from antigone.evidence.tables import load_tables, packaged_tables


def tables(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["tables", *map(str, arguments)])


def test_each_table_is_listed_with_the_origin_of_its_numbers() -> None:
    found = tables()
    assert found.exit_code == 0
    for name in packaged_tables():
        assert f"{name}.toml: " in found.stdout
    assert "  told_sd_years: P: an age told" in found.stdout
    assert f"Fingerprint of all tables: {load_tables().fingerprint}" in found.stdout


def test_the_list_as_json() -> None:
    value = json.loads(tables("--json").stdout)
    assert value["origins"] == dict(load_tables().origins())
    assert value["fingerprint"] == load_tables().fingerprint
    assert value["replaced"] == value["written"] == []


def test_tables_are_written_byte_for_byte_and_pass_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "tables"
    written = tables("--write", folder)
    assert written.exit_code == 0, written.output
    assert {path.stem: path.read_bytes() for path in folder.iterdir()} == packaged_tables()
    checked = tables("--check", folder)
    assert checked.exit_code == 0, checked.output
    assert "replaces age.toml, " in checked.stdout
    assert load_tables(folder).fingerprint in checked.stdout


def test_nothing_is_replaced_and_nothing_written_by_half(tmp_path: Path) -> None:
    own = tmp_path / "traits.toml"
    own.write_text("# ours", encoding="utf-8")
    refused = tables("--write", tmp_path)
    assert refused.exit_code == 1
    assert "traits.toml: is there already and is not replaced" in refused.stderr
    assert list(tmp_path.iterdir()) == [own]
    assert own.read_text(encoding="utf-8") == "# ours"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = tables("--write", tmp_path / "file" / "tables")
    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr
    assert str(tmp_path / "file") in refused.stderr


def test_a_fault_is_named_by_file_key_and_what_is_allowed(tmp_path: Path) -> None:
    text = packaged_tables()["sex"].decode().replace("pelvis = 0.05", "pelvis = 5")
    (tmp_path / "sex.toml").write_text(text, encoding="utf-8")
    refused = tables("--check", tmp_path)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert f"{tmp_path / 'sex.toml'}: error.pelvis: 5; allowed is a finite" in refused.stderr


def test_an_empty_folder_leaves_all_as_packaged(tmp_path: Path) -> None:
    found = tables("--check", tmp_path)
    assert found.exit_code == 0
    assert "holds no table" in found.stdout
    assert load_tables().fingerprint in found.stdout


def test_both_options_at_once_are_refused(tmp_path: Path) -> None:
    refused = tables("--write", tmp_path, "--check", tmp_path)
    assert refused.exit_code == 1
    assert "exclude each other" in refused.stderr
    assert list(tmp_path.iterdir()) == []
