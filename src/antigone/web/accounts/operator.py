"""The person at the server's own keyboard, who sets an installation up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Operator:
    """Acts from the command line, not through the pages, and stands in the journal as such.

    Whoever may run commands on the server could write to the database directly; through an
    Operator the same rules are kept and the journal tells of it.
    """

    username: str = "console"
