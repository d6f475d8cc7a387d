from __future__ import annotations

import sys

import pytest

from tests.shared_data import shared
from verification.__main__ import main


def test_the_page_of_validation_stands_as_computed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shared("reference")
    monkeypatch.setattr(sys, "argv", ["verification", "--check"])
    assert main() == 0, capsys.readouterr().err
