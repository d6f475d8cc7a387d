"""The operations, one module for each part of the record. None of them signs, decides or opens a picture."""

from __future__ import annotations

from antigone.web.api.operations import (
    board,
    exports,
    figures,
    files,
    incidents,
    journal,
    remains,
    runs,
    samples,
    sought,
)

ROUTERS = (
    incidents.router,
    figures.router,
    remains.router,
    sought.router,
    samples.router,
    runs.router,
    board.router,
    files.router,
    exports.router,
    journal.router,
)
