"""What a database is made of, whatever the order in which its columns were added."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


def schema_of(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """By table its columns, constraints and indexes; and the triggers, and what was migrated."""
    look = connection.introspection
    with connection.cursor() as cursor:
        tables = {name: _table(look, cursor, name) for name in sorted(look.table_names(cursor))}
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = sorted(map(list, cursor.fetchall()))
        cursor.execute("SELECT app, name FROM django_migrations")
        migrated = sorted(map(list, cursor.fetchall()))
    return {"tables": tables, "triggers": triggers, "migrated": migrated}


def _table(look: Any, cursor: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - per vendor
    columns = {
        column.name: [str(column.type_code), column.internal_size, column.null_ok, column.default]
        for column in look.get_table_description(cursor, name)
    }
    found = look.get_constraints(cursor, name)
    # Names of keys hold a counter; what they are of is compared.
    constraints = sorted(
        repr(sorted((key, value) for key, value in one.items() if key != "definition"))
        for one in found.values()
    )
    named = sorted(
        key for key, one in found.items() if one["index"] or (one["check"] and key[:2] != "__")
    )
    return {"columns": columns, "constraints": constraints, "named": named}
