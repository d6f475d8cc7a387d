"""What the first person would otherwise wait for, done before a process serves its first page."""

from __future__ import annotations

import gc
import logging
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.urls import get_resolver

from antigone.web.incidents.desk import offers

LOG = logging.getLogger(__name__)

COLLECT_AFTER = (5_000, 20, 50)
"""After how many new objects, and searches among those, Python looks for garbage; else 700, 10, 10."""


def warm() -> None:
    """Load the views and forms of all pages, and let the apps read what each process keeps."""
    _load(get_resolver())
    _load_forms()
    try:
        for offer in offers("warm"):
            offer()
    except DatabaseError as fault:
        # The pages say so themselves; a process that does not start could not.
        LOG.warning("The database cannot be read: %s", fault)
    finally:
        connections.close_all()


def _load_forms() -> None:
    """The templates of this program, which take some milliseconds each."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("antigone."):
            for file in sorted(folder.rglob("*.html")):
                get_template(file.relative_to(folder).as_posix())


def leave_alone_what_stays() -> None:
    """Look for garbage in nothing that is loaded by now: a fifth of a second, in the middle of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _load(resolver: object) -> None:
    for pattern in getattr(resolver, "url_patterns", ()):
        _load(pattern)
