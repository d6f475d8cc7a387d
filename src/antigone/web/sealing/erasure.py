"""So that no file of the database keeps what was destroyed: overwritten, checkpointed, vacuumed.

SQLite overwrites what is deleted (`secure_delete`, see `site.environment`), but the log beside the
database still holds the pages as they were: it is written back and cut. PostgreSQL leaves old rows
in its files until they are vacuumed, and their bytes even then: the tables are written anew. Its
own write-ahead log and all backups are the operator's (docs/operation.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from antigone.web.sealing.models import Erasure, Key

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=5)
"""After so long it is tried again."""

PATIENCE_MS = 3000
"""So long a try waits for others who read the same tables."""


class StillRead(RuntimeError):
    """Somebody still reads the old copies, so that they cannot be overwritten yet."""


def overwrite_soon(*changed: type[models.Model], tables: Iterable[str] = ()) -> None:
    """As soon as the transaction has ended, leave no old copy of its rows in the database's files.

    It is written down with the act: what cannot be overwritten then is tried again by the worker,
    and `antigone keys status` shows it until it is done.

    Args:
        changed: models of which rows were deleted, or lost what they held; keys always count.
        tables: further ones, by the names of their tables.
    """
    names = {Key._meta.db_table, *tables, *(model._meta.db_table for model in changed)}
    Erasure.objects.create(tables=sorted(names))
    transaction.on_commit(overwrite, robust=True)


def overwrite() -> bool:
    """Overwrite old copies of all that was destroyed so far; whether nothing is left to do.

    Inside a transaction nothing is done: what it destroys is there until it ends.
    """
    if connection.in_atomic_block:
        return False
    waiting = list(Erasure.objects.all())
    if not waiting:
        return True
    rows = Erasure.objects.filter(pk__in=[one.pk for one in waiting])
    try:
        _WAYS[connection.vendor](sorted({table for one in waiting for table in one.tables}))
        rows.delete()
    except (DatabaseError, StillRead) as error:
        _postpone(rows, first=not any(one.tries for one in waiting), problem=str(error))
        return False
    return True


@task()
def overwrite_again() -> None:
    """Try again what could not be overwritten at once."""
    if not overwrite():
        _enqueue()


def _postpone(rows: models.QuerySet[Erasure], *, first: bool, problem: str) -> None:
    logger.warning("old copies of destroyed content are not overwritten yet: %s", problem)
    try:
        rows.update(tries=F("tries") + 1, problem=problem[:300])
        if first:
            _enqueue()
    except DatabaseError as error:
        # The row stands as it is: the next run, the next withdrawal or the next start sees it.
        logger.warning("this could not be written down: %s", error)


def _enqueue() -> None:
    overwrite_again.using(run_after=timezone.now() + AGAIN).enqueue()


def _on_sqlite(tables: Iterable[str]) -> None:
    patience = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            for table in tables:
                cursor.execute(f"REINDEX {connection.ops.quote_name(table)}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise StillRead("somebody reads the log of the database")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _on_postgresql(tables: Iterable[str]) -> None:
    asked_at = Erasure.objects.latest("pk").asked_at
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start <= %s",
            [asked_at],
        )
        if cursor.fetchone()[0]:
            raise StillRead("a transaction that began before is still open")
        cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
        try:
            for table in tables:
                cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("RESET lock_timeout")


_WAYS: Mapping[str, Callable[[Iterable[str]], None]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
}
