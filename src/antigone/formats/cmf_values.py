"""Values of CMF files: instants in time, truth values, and characters that XML can hold."""

from __future__ import annotations

import re
from datetime import datetime

_INSTANT = re.compile(
    r"(?P<whole>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d)?", re.ASCII
)
_FIRST, _LAST = datetime(1900, 1, 2), datetime(2079, 6, 5)
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TRUTH = {"true": True, "1": True, "false": False, "0": False}
"""Words for truth values."""


def is_instant(text: str) -> bool:
    """Whether a text is a day and a time of day as the schema has them, from 1900 to 2079.

    >>> is_instant("2015-04-07T16:23:00"), is_instant("2015-04-07"), is_instant("1850-01-01T00:00:00")
    (True, False, False)
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        return False
    try:
        return _FIRST <= datetime.fromisoformat(found["whole"]) <= _LAST
    except ValueError:
        return False


def unwritable(text: str) -> str:
    """The first character that XML cannot hold; empty where there is none."""
    found = _NO_CHARACTER.search(text)
    return found[0] if found else ""
