"""What is written down of somebody who looks for names."""

from __future__ import annotations

from collections.abc import Mapping


def co_16_entered(found: int) -> Mapping[str, int]:
    """CO-16: what the journal keeps of a search by name, besides who searched, when, and where.

    Never what was typed: the journal outlives every withdrawal, and a name that was looked for is as
    telling as one that was found.
    """
    return {"found_count": found}
