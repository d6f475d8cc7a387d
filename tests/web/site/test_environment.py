from __future__ import annotations

import stat
from pathlib import Path

import pytest

from antigone.web.site.environment import (
    SettingRefused,
    data_folder,
    database,
    flag,
    origin,
    secret_key,
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "DATABASE_URL", "SECRET_KEY", "ORIGIN", "DEBUG"):
        monkeypatch.delenv(f"ANTIGONE_{name}", raising=False)


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = secret_key(folder)
    assert len(key) >= 64
    assert secret_key(folder) == key
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_a_given_key_is_not_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_SECRET_KEY", "given")
    assert secret_key(tmp_path / "data") == "given"
    assert not (tmp_path / "data").exists()


def test_without_an_address_the_database_is_embedded(tmp_path: Path) -> None:
    embedded = database(tmp_path)
    assert embedded["ENGINE"].endswith("sqlite3")
    assert embedded["NAME"] == str(tmp_path / "antigone.sqlite3")
    assert embedded["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in str(embedded["OPTIONS"]["init_command"])


def test_addresses_of_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_DATABASE_URL", "sqlite:////srv/record.db")
    assert database(tmp_path)["NAME"] == "/srv/record.db"
    monkeypatch.setenv("ANTIGONE_DATABASE_URL", "postgresql://ann:p%40ss@db.local:5433/record")
    office = database(tmp_path)
    assert (office["USER"], office["PASSWORD"]) == ("ann", "p@ss")
    assert (office["HOST"], office["PORT"], office["NAME"]) == ("db.local", "5433", "record")
    assert office["CONN_MAX_AGE"] == 60
    url = "postgres:///record?host=/run/postgresql&sslmode=require"
    monkeypatch.setenv("ANTIGONE_DATABASE_URL", url)
    local = database(tmp_path)
    assert (local["HOST"], local["OPTIONS"]) == (
        "/run/postgresql",
        {"sslmode": "require", "options": "-c jit=off"},
    )


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "sqlite://", "nonsense"])
def test_other_addresses_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ANTIGONE_DATABASE_URL", url)
    with pytest.raises(SettingRefused, match=r"postgresql://USER:PASSWORD@HOST:PORT/NAME"):
        database(tmp_path)


def test_where_people_reach_the_pages() -> None:
    assert origin({})["secure"] is False
    public = origin({"ANTIGONE_ORIGIN": "https://antigone.example.org/"})
    assert public["secure"] is True
    assert "antigone.example.org" in public["hosts"]
    assert public["trusted"] == ["https://antigone.example.org"]
    for wrong in ("antigone.example.org", "https://x/y", "ftp://x"):
        with pytest.raises(SettingRefused, match="ANTIGONE_ORIGIN"):
            origin({"ANTIGONE_ORIGIN": wrong})


def test_flags_are_0_or_1(monkeypatch: pytest.MonkeyPatch) -> None:
    assert flag("ANTIGONE_DEBUG") is False
    monkeypatch.setenv("ANTIGONE_DEBUG", "1")
    assert flag("ANTIGONE_DEBUG") is True
    monkeypatch.setenv("ANTIGONE_DEBUG", "yes")
    with pytest.raises(SettingRefused, match="set it to 1 or 0"):
        flag("ANTIGONE_DEBUG")


def test_data_lie_in_var_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_folder() == Path("var").resolve()
    monkeypatch.setenv("ANTIGONE_DATA", "/srv/antigone")
    assert data_folder() == Path("/srv/antigone")
