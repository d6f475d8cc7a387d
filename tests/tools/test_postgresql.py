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


def is_running(process: int) -> bool:
    """A process that has ended may keep its number until somebody asks after it."""
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_it_answers_and_nothing_is_left(programs: Path) -> None:
    with throw_away_server(programs) as address:
        folder = folder_of(address)
        process = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 6 * 7").fetchone() == (42,)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not folder.exists()
    assert not is_running(process)


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_nothing_is_left_when_the_tests_are_cut_short(
    programs: Path, ending: type[BaseException]
) -> None:
    addresses = []

    def cut_short() -> None:
        with throw_away_server(programs) as address:
            addresses.append(address)
            raise ending

    with pytest.raises(ending):
        cut_short()
    (address,) = addresses
    assert not folder_of(address).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
