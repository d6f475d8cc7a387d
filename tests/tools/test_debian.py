"""What the system has to bring: what is missing is named, with the tests that it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import debian
from tools.debian import Need, provide

ABSENT = Need("a thing", ("thing-package",), lambda: False, "the tests of the thing")
PRESENT = Need("another", ("another-package",), lambda: True, "nothing")


def test_what_is_there_needs_nothing() -> None:
    assert provide([PRESENT]) == []


def test_a_gap_names_the_tests_the_cause_and_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "is_debian", lambda: False)
    assert provide([PRESENT, ABSENT]) == [
        "the tests of the thing: a thing is missing and this is not Debian "
        "(Debian's packages: thing-package)"
    ]


def test_without_rights_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "is_debian", lambda: True)
    monkeypatch.setattr(debian, "administrator", lambda: None)
    (gap,) = provide([ABSENT])
    assert "neither root nor sudo" in gap or "apt-get is missing" in gap


def test_a_person_may_name_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_CHROMIUM", "/somewhere/browser")
    assert debian.chromium() == Path("/somewhere/browser")
