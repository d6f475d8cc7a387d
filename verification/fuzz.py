"""Throw broken files at a reader for some minutes: it must give a result, or refuse the file in words.

    python -m verification.fuzz --list
    python -m verification.fuzz genotypes --minutes 10

Files are changed by Atheris (libFuzzer) where it is installed, else by a mutation of our own that keeps
what reaches new lines. At the end it says how many files were tried and how much of the code they
reached; a file at which the reader fails otherwise than by a refusal is kept, and the status is 1.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from verification.fuzz_mutation import fuzz_by_mutation
from verification.fuzz_target import Target

PARTS = (
    "verification.fuzz_tables",
    "verification.fuzz_files",
    "verification.fuzz_sheets",
)
"""Modules that hold `TARGETS`; a new reader adds its own here."""

FOUND = Path(__file__).resolve().parents[1] / "build" / "fuzz"
"""Where files are kept at which a reader failed."""

_INSTRUMENTED = ["antigone.formats", "antigone.evidence", "antigone.genetics"]
_DONE = re.compile(
    r"#(?P<runs>\d+)\s+DONE\s+cov: (?P<cov>\d+)\s+ft: (?P<ft>\d+)\s+corp: (?P<corp>\S+)"
)


def targets() -> dict[str, Target]:
    """All targets by name."""
    found: dict[str, Target] = {}
    for part in PARTS:
        of_part: Mapping[str, Target] = importlib.import_module(part).TARGETS
        found |= of_part
    return found


def main(arguments: list[str] | None = None) -> int:
    """Fuzz one reader; 1 where it failed at a file."""
    parser = argparse.ArgumentParser(prog="python -m verification.fuzz")
    parser.add_argument("reader", nargs="?")
    parser.add_argument("--list", action="store_true", help="name the readers")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("atheris", "mutation", "within"))
    given = parser.parse_args(arguments)
    if given.engine == "within":
        _within_atheris(given.reader, sys.stdin.read().splitlines())
    if given.list or given.reader not in targets():
        sys.stdout.write("".join(f"{name}\n" for name in targets()))
        return 0 if given.list else 2
    engine = given.engine or ("atheris" if importlib.util.find_spec("atheris") else "mutation")
    seconds = round(given.minutes * 60.0)
    if engine == "atheris":
        return _by_atheris(given.reader, seconds, given.seed)
    result = fuzz_by_mutation(targets()[given.reader], seconds, given.seed)
    sys.stdout.write(f"{given.reader}: {result.tried} files, {result.lines} lines reached\n")
    if result.failing is None:
        return 0
    FOUND.mkdir(parents=True, exist_ok=True)
    kept = FOUND / f"{given.reader}-{sha256(result.failing).hexdigest()[:16]}"
    kept.write_bytes(result.failing)
    sys.stdout.write(f"{result.fault}\nkept: {kept}\n")
    return 1


def _by_atheris(name: str, seconds: int, seed: int) -> int:
    """Run libFuzzer in a process of its own: it ends the process that it runs in."""
    target = targets()[name]
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, content in enumerate(target.corpus()):
            (corpus / str(number)).write_bytes(content)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={target.most_bytes}",
            f"-artifact_prefix={FOUND / name}-",
            f"-dict={words}",
            f"-seed={seed}",
            "-timeout=30",
            "-rss_limit_mb=2048",
            str(corpus),
        ]
        run = subprocess.run(
            [sys.executable, "-m", "verification.fuzz", name, "--engine", "within"],
            input="\n".join(options),
            capture_output=True,
            text=True,
            check=False,
        )
    done = _DONE.search(run.stderr)
    if run.returncode == 0 and done:
        sys.stdout.write(
            f"{name}: {done['runs']} files, {done['cov']} branches and {done['ft']} features reached, "
            f"{done['corp']} files kept as different\n"
        )
        return 0
    sys.stdout.write(run.stderr[-4_000:] + f"\n{name}: failed; what is kept lies in {FOUND}\n")
    return 1


def _within_atheris(name: str, options: list[str]) -> None:
    atheris = importlib.import_module("atheris")
    for module in [m for m in sys.modules if m.startswith("antigone.")]:
        del sys.modules[module]
    with atheris.instrument_imports(include=_INSTRUMENTED):
        target = targets()[name]
        refused = importlib.import_module("antigone.formats.problems").FormatError

    def once(data: bytes) -> None:
        try:
            target.read(data)
        except refused:
            return

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(main())
