"""ANTIGONE_LEAST_POSTERIOR: an installation may raise the threshold, never lower it."""

from __future__ import annotations

import pytest

from antigone.web.site.environment import SettingRefused, least_posterior


@pytest.mark.parametrize(
    ("given", "expected"), [("", None), ("0.9995", 0.9995), ("0.99999", 0.99999)]
)
def test_it_may_be_raised(
    monkeypatch: pytest.MonkeyPatch, given: str, expected: float | None
) -> None:
    monkeypatch.setenv("ANTIGONE_LEAST_POSTERIOR", given)
    assert least_posterior() == expected


@pytest.mark.parametrize("given", ["0.9994", "0", "1", "nan", "inf", "99.95 %", "high"])
def test_id_10_a_lower_one_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("ANTIGONE_LEAST_POSTERIOR", given)
    with pytest.raises(SettingRefused, match="ANTIGONE_LEAST_POSTERIOR is"):
        least_posterior()
