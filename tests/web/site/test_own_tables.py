from __future__ import annotations

from pathlib import Path

import pytest

from antigone.evidence.tables import packaged_tables
from antigone.web.site.environment import SettingRefused, own_tables


def test_without_the_variable_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTIGONE_TABLES", raising=False)
    assert own_tables() is None


def test_a_folder_is_read_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANTIGONE_TABLES", str(tmp_path))
    (tmp_path / "sex.toml").write_bytes(packaged_tables()["sex"])
    assert own_tables() == tmp_path
    (tmp_path / "sex.toml").write_text("amelogenin_error = 7")
    with pytest.raises(SettingRefused, match=r"ANTIGONE_TABLES is .*sex"):
        own_tables()
    monkeypatch.setenv("ANTIGONE_TABLES", str(tmp_path / "absent"))
    with pytest.raises(SettingRefused, match="ANTIGONE_TABLES"):
        own_tables()
