"""What an installation sets by environment variables, read once and refused in words."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict
from urllib.parse import SplitResult, unquote, urlsplit

from antigone.policy import identification

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class SettingRefused(ValueError):
    """An environment variable has a value that cannot be used; the message says how to mend it."""


class Database(TypedDict, total=False):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, object]


def data_folder() -> Path:
    """Where the embedded database and the secret key lie: ANTIGONE_DATA, or ./var."""
    return Path(os.environ.get("ANTIGONE_DATA") or "var").resolve()


def flag(name: str) -> bool:
    """Whether a variable is set to 1.

    Raises:
        SettingRefused: it is set to something that is neither 0 nor 1.
    """
    value = os.environ.get(name, "0") or "0"
    if value not in {"0", "1"}:
        raise SettingRefused(f"{name} is {value!r}: set it to 1 or 0")
    return value == "1"


def least_posterior() -> float | None:
    """ANTIGONE_LEAST_POSTERIOR, a higher threshold for identifications (ID-10); None if not set.

    Raises:
        SettingRefused: it is no number, or lower than rule ID-10 allows.
    """
    given = os.environ.get("ANTIGONE_LEAST_POSTERIOR")
    if not given:
        return None
    try:
        return identification.least_posterior(float(given))
    except ValueError as error:
        raise SettingRefused(f"ANTIGONE_LEAST_POSTERIOR is {given!r}: {error}") from error


def idle_minutes() -> int:
    """ANTIGONE_IDLE_MINUTES, after how long without a click a session ends; 30 if not set.

    Raises:
        SettingRefused: it is no whole number from 2 to 240.
    """
    given = os.environ.get("ANTIGONE_IDLE_MINUTES") or "30"
    if not re.fullmatch("[0-9]{1,3}", given) or not 2 <= int(given) <= 240:
        raise SettingRefused(
            f"ANTIGONE_IDLE_MINUTES is {given!r}: write a whole number of minutes, 2 to 240"
        )
    return int(given)


def own_tables() -> Path | None:
    """ANTIGONE_TABLES, a folder whose tables replace packaged ones by name; None if not set.

    Raises:
        SettingRefused: it is no folder, or a table in it cannot be used.
    """
    given = os.environ.get("ANTIGONE_TABLES")
    if not given:
        return None
    from antigone.evidence.table_cursor import TableError
    from antigone.evidence.tables import load_tables

    folder = Path(given).resolve()
    try:
        load_tables(folder)
    except TableError as error:
        raise SettingRefused(f"ANTIGONE_TABLES is {given!r}: {error}") from error
    return folder


def face_models() -> Path | None:
    """ANTIGONE_FACE_MODELS, a folder with an operator's own models for faces; None if not set.

    What is in it is looked at when faces are compared: without the extra nothing else depends on it.

    Raises:
        SettingRefused: it is no folder.
    """
    given = os.environ.get("ANTIGONE_FACE_MODELS")
    if not given:
        return None
    if not Path(given).is_dir():
        raise SettingRefused(f"ANTIGONE_FACE_MODELS is {given!r}: it is no folder")
    return Path(given).resolve()


def face_calibration() -> Path | None:
    """ANTIGONE_FACE_CALIBRATION, a file that `antigone calibrate` wrote; None if not set.

    Raises:
        SettingRefused: there is no such file.
    """
    given = os.environ.get("ANTIGONE_FACE_CALIBRATION")
    if not given:
        return None
    if not Path(given).is_file():
        raise SettingRefused(f"ANTIGONE_FACE_CALIBRATION is {given!r}: there is no such file")
    return Path(given).resolve()


def secret_key(folder: Path) -> str:
    """ANTIGONE_SECRET_KEY, or the key in the data folder, which is made on the first start.

    The file can be read by its owner alone. Two processes that start together get the same key,
    because the file appears complete or not at all.
    """
    if given := os.environ.get("ANTIGONE_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".secret-key-{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def database(folder: Path) -> Database:
    """The database of ANTIGONE_DATABASE_URL, or the embedded one in the data folder.

    Raises:
        SettingRefused: the address names no database of a kind that Antigone can use.
    """
    url = os.environ.get("ANTIGONE_DATABASE_URL", "")
    if not url:
        return sqlite(folder / "antigone.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in {"postgres", "postgresql"} and len(parts.path) > 1:
        return postgresql(parts)
    raise SettingRefused(
        f"ANTIGONE_DATABASE_URL begins with {parts.scheme!r}: write "
        "sqlite:///FILE (a fourth slash for an absolute path) "
        "or postgresql://USER:PASSWORD@HOST:PORT/NAME"
    )


def sqlite(path: Path) -> Database:
    """The embedded database.

    Readers never wait for the writer (WAL). Each transaction takes the write lock when it begins
    (IMMEDIATE), so two acts cannot both read, then both write. `synchronous=FULL`: a signature
    that was acknowledged survives a power cut; NORMAL would be quicker and may lose the last ones.
    What is deleted is overwritten with zeros (`secure_delete`; see `sealing.erasure`).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON;",
        },
    }


def postgresql(parts: SplitResult) -> Database:
    """A PostgreSQL database; connections are kept for a minute, which multiplies its throughput."""
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    # Compiling a query takes seconds, and no query of a page runs for so long.
    query.setdefault("options", "-c jit=off")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket folder cannot stand where the host stands, so it is given as ?host=/folder.
        "HOST": unquote(query.pop("host", "")) or (parts.hostname or ""),
        "PORT": unquote(query.pop("port", "")) or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
    }


class Origin(TypedDict):
    """Under which address people reach the pages."""

    secure: bool
    hosts: list[str]
    trusted: list[str]


def origin(environ: Mapping[str, str] = os.environ) -> Origin:
    """ANTIGONE_ORIGIN, such as https://antigone.example.org; without it this computer alone.

    Raises:
        SettingRefused: it is not http(s)://HOST[:PORT] and nothing more.
    """
    given = environ.get("ANTIGONE_ORIGIN", "").rstrip("/")
    if not given:
        return {"secure": False, "hosts": list(LOCAL_HOSTS), "trusted": []}
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise SettingRefused(
            f"ANTIGONE_ORIGIN is {given!r}: write the address of the pages as people type it, "
            "such as https://antigone.example.org, with nothing behind the host name"
        )
    hosts = [parts.hostname, *LOCAL_HOSTS]
    return {"secure": parts.scheme == "https", "hosts": hosts, "trusted": [given]}
