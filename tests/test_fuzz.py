from __future__ import annotations

from pathlib import Path

import pytest

import verification.fuzz
from antigone.formats.problems import refusal
from verification.fuzz import main, targets
from verification.fuzz_mutation import fuzz_by_mutation
from verification.fuzz_target import Target


@pytest.mark.parametrize("name", targets())
def test_a_reader_reads_its_corpus_and_survives_some_changes(name: str) -> None:
    target = targets()[name]
    for content in target.corpus():
        target.read(content)
    result = fuzz_by_mutation(target, seconds=2.0, seed=7, most=40)
    assert result.failing is None, result.fault
    assert result.tried > 0
    assert result.lines > 50


def _breaks(data: bytes) -> object:
    if b"k" in data:
        raise KeyError("k")
    raise refusal("t", "", "no")


def test_a_reader_that_fails_is_told_and_its_file_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Target(_breaks, lambda: [b"abc"], words=(b"k",))
    monkeypatch.setattr(verification.fuzz, "FOUND", tmp_path)
    monkeypatch.setattr(verification.fuzz, "targets", lambda: {"broken": broken})
    assert main(["broken", "--minutes", "1", "--engine", "mutation"]) == 1
    (kept,) = tmp_path.iterdir()
    assert b"k" in kept.read_bytes()
    assert "KeyError: 'k'" in capsys.readouterr().out


def test_the_readers_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert "genotypes\n" in capsys.readouterr().out
    assert main(["absent"]) == 2
