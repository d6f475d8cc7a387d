"""All tables of an empty database at once, as they are after the last migration.

Django renders most models anew after each step of a hundred and more, which takes a first start twenty
seconds; of their last state each is rendered once. `tests/web/sealing/test_before.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

ON_EMPTY = "on_empty"
"""The hint of a step in Python that an empty database needs as well, as triggers are; others move rows."""


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether nobody made a table in it."""
    return not connection.introspection.table_names()


def build_whole(connection: BaseDatabaseWrapper) -> None:
    """Make every table, and note every migration as done; all of it or nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    migrations = [migration for migration, _backwards in plan]
    apps = executor.loader.project_state().apps
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
        for step in _needed(migrations):
            step.code(apps, editor)
        executor.recorder.ensure_schema()
        for migration in migrations:
            executor.recorder.record_applied(migration.app_label, migration.name)


def _needed(migrations: list[Migration]) -> Iterator[RunPython]:
    for migration in migrations:
        for step in migration.operations:
            if isinstance(step, RunPython) and step.hints.get(ON_EMPTY):
                yield step
