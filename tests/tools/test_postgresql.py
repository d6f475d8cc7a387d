"""The throw-away server: it answers while it is needed, and nothing of it is left afterwards."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tools.debian import postgresql_programs
from tools.postgresql import throw_away_server


@pytest.fixture
def programs() -> Path:
    found = postgresql_programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    return found


def folder_of(address: str) -> Path:
    return Path(parse_qs(urlsplit(address).query)["host"][0])


def test_it_answers_and_nothing_is_left(programs: Path) -> None:
    with throw_away_server(programs) as address:
        folder = folder_of(address)
        process = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 6 * 7").fetchone() == (42,)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not folder.exists()
    assert not Path(f"/proc/{process}").exists()


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_nothing_is_left_when_the_tests_are_cut_short(
    programs: Path, ending: type[BaseException]
) -> None:
    folders = []
    with pytest.raises(ending), throw_away_server(programs) as address:
        folders.append(folder_of(address))
        raise ending
    assert [folder for folder in folders if folder.exists()] == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
