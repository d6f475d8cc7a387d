"""So that no file of the database keeps what was destroyed: overwritten, checkpointed, vacuumed."""

from __future__ import annotations

from django.db import connection, transaction


def overwrite_soon() -> None:
    """As soon as the transaction has ended, leave no old copy of its rows in the database's files.

    SQLite overwrites freed content (`secure_delete`), but the log beside the database still holds
    the pages as they were: it is written back and cut. PostgreSQL keeps dead rows until they are
    vacuumed; its own write-ahead log and backups are the operator's (docs/operation.md).
    """
    transaction.on_commit(_overwrite)


def _overwrite() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            for table in _TABLES:
                cursor.execute(f"VACUUM {table}")


_TABLES = ("sealing_key",)
