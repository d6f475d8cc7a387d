"""What is written down of somebody who looks for names."""

from __future__ import annotations

from antigone.policy.searching import co_16_entered


def test_co_16_the_journal_keeps_how_many_were_found_and_no_word() -> None:
    entered = co_16_entered(3)
    assert entered == {"found_count": 3}
    assert not any(isinstance(value, str) for value in entered.values())
