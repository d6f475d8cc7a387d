"""What media offers to the pages and acts that all share."""

from __future__ import annotations

from antigone.web.media.withdrawal import destroy_photographs
from antigone.web.records.destruction import Withdrawal


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """With all that a family told, its photographs and prints go."""
    return destroy_photographs(withdrawal.family) if withdrawal.told else []
