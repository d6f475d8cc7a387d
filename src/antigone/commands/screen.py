"""Where the commands print for people."""

from __future__ import annotations

import sys

from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 200


def screen() -> Console:
    """A screen as wide as the terminal; a file or a pipe has no width to squeeze a table into."""
    width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    # What files call persons and families is printed as it is: "[x]" and ":x:" are no formatting.
    return Console(width=width, markup=False, emoji=False)
