"""What the first person would otherwise wait for, done before a process serves its first page."""

from __future__ import annotations

import gc
import logging

from django.db import DatabaseError, connections
from django.urls import get_resolver

from antigone.web.incidents.desk import offers

LOG = logging.getLogger(__name__)

COLLECT_AFTER = (5_000, 20, 50)
"""How many new objects, young and middle collections make Python look for cycles; 700, 10, 10 otherwise."""


def warm() -> None:
    """Load the views of all pages, and let the apps read what each process keeps."""
    _load(get_resolver())
    try:
        for offer in offers("warm"):
            offer()
    except DatabaseError as fault:
        # The pages say so themselves; a process that does not start could not.
        LOG.warning("The database cannot be read: %s", fault)
    finally:
        connections.close_all()
    _leave_alone_what_stays()


def _leave_alone_what_stays() -> None:
    """What is loaded by now stays for good: a search for garbage in it would hold up a page each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _load(resolver: object) -> None:
    for pattern in getattr(resolver, "url_patterns", ()):
        _load(pattern)
