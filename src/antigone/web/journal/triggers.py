"""The database's own refusal to change, remove or insert entries, on SQLite and PostgreSQL.

Whoever alters the table in a later migration on SQLite must call `install` again: Django rebuilds
the table there, and its triggers go with it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from antigone.formats.journal import GENESIS

_SQLITE_REFUSE = (
    "CREATE TRIGGER journal_entry_no_{event} BEFORE {EVENT} ON journal_entry BEGIN "
    "SELECT RAISE(ABORT, 'the journal is append-only'); END"
)

# INSERT OR REPLACE removes rows without firing the trigger for DELETE, so the one for INSERT
# accepts nothing but the next entry.
_SQLITE_NEXT = f"""
CREATE TRIGGER journal_entry_next BEFORE INSERT ON journal_entry
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal_entry)
  OR NEW.previous_hash IS NOT coalesce(
    (SELECT entry_hash FROM journal_entry ORDER BY sequence DESC LIMIT 1), '{GENESIS}')
BEGIN SELECT RAISE(ABORT, 'an entry must follow the last one of the journal'); END
"""  # noqa: S608 - no input

_POSTGRESQL = (
    """
CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
""",
    f"""
CREATE FUNCTION journal_entry_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_sequence bigint; last_hash text;
BEGIN
  SELECT sequence, entry_hash INTO last_sequence, last_hash
    FROM journal_entry ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(last_sequence, 0) + 1
     OR NEW.previous_hash <> coalesce(last_hash, '{GENESIS}') THEN
    RAISE EXCEPTION 'an entry must follow the last one of the journal';
  END IF;
  RETURN NEW;
END $$
""",  # noqa: S608 - no input
    "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()",
    "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()",
    "CREATE TRIGGER journal_entry_next BEFORE INSERT ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_follow()",
)


class NoTriggers(RuntimeError):
    """A kind of database that cannot guard the journal."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse everything but the next entry."""
    _execute(connection, {"sqlite": _sqlite(), "postgresql": _POSTGRESQL})


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: to undo the migration, and to empty a test database."""
    names = ("journal_entry_no_update", "journal_entry_no_delete", "journal_entry_next")
    sqlite = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in names)
    functions = ("journal_entry_refuse", "journal_entry_follow")
    postgresql = tuple(f"DROP FUNCTION IF EXISTS {name} CASCADE" for name in functions)
    _execute(connection, {"sqlite": sqlite, "postgresql": postgresql})


def _sqlite() -> tuple[str, ...]:
    refuse = (_SQLITE_REFUSE.format(event=e.lower(), EVENT=e) for e in ("UPDATE", "DELETE"))
    return (*refuse, _SQLITE_NEXT)


def _execute(connection: BaseDatabaseWrapper, statements: dict[str, tuple[str, ...]]) -> None:
    if connection.vendor not in statements:
        raise NoTriggers(
            f"the journal cannot be guarded on {connection.vendor}: use SQLite or PostgreSQL"
        )
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
