"""Spreadsheets of missing persons measured on an invented list: `python -m benchmarks.sheets --json`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator
from openpyxl import load_workbook

from antigone.formats.am_sheet import read_am_rows
from antigone.formats.column_mapping import ColumnMapping
from antigone.formats.column_mapping_proposal import propose_mapping
from antigone.formats.sheet import open_sheet
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_rows import SheetNotes, Value
from antigone.formats.sheet_writer import SheetColumn, SheetKind, write_rows

Figures = dict[str, float | int | str]

HEADINGS = """Case no|Surname|First name|Father's name|Sex|Date of birth|Height (cm)|Eye colour|Hair colour|
Tattoos|Scars|Operations|Passport|Clothes|Date last seen|Place last seen|Latitude|Longitude|Relative|
Relation|Telephone|Remarks"""
"""Twenty-two columns, as lists of Red Cross societies have them."""

_WORDS = {
    "Sex": ("m", "f", "ч", "ж"),
    "Eye colour": ("blue", "brown", "карі", "grey", "unknown", ""),
    "Hair colour": ("black", "русые", "brown", "", ""),
    "Tattoos": ("", "", "", "left arm, plant", 'right forearm, "Мама"'),
    "Scars": ("", "", "", "neck", "on the left knee from childhood"),
    "Operations": ("", "", "", "appendectomy", "fracture, left arm"),
    "Clothes": ("black jacket; jeans; boots", "чорна куртка; джинси", "uniform", ""),
    "Relation": ("mother", "wife", "брат", "дочка"),
}
_SYLLABLES = (
    "an",
    "bor",
    "che",
    "dan",
    "el",
    "ko",
    "len",
    "mar",
    "ov",
    "pet",
    "ro",
    "shev",
    "tka",
    "vy",
)


def cells(rng: Generator, number: int) -> list[Value]:
    """One row of the invented list."""
    drawn: dict[str, Value] = {
        heading: words[int(rng.integers(len(words)))] for heading, words in _WORDS.items()
    }
    for heading in ("Surname", "First name", "Father's name", "Relative"):
        drawn[heading] = "".join(rng.choice(_SYLLABLES, 3)).title()
    born = date(1940, 1, 1) + timedelta(days=int(rng.integers(25_000)))
    return [
        {
            **drawn,
            "Case no": f"M-{number:06d}",
            "Date of birth": born,
            "Height (cm)": int(rng.integers(150, 200)),
            "Passport": f"AB {rng.integers(100_000, 999_999)}",
            "Date last seen": date(2024, 1, 1) + timedelta(days=int(rng.integers(700))),
            "Place last seen": f"Village {rng.integers(500)}",
            "Latitude": round(float(rng.uniform(44, 52)), 5),
            "Longitude": round(float(rng.uniform(22, 40)), 5),
            "Telephone": f"+380 {rng.integers(10**8, 10**9)}",
            "Remarks": f"Told on {rng.integers(1, 29)} May; see file {number}.",
        }[heading]
        for heading in headings()
    ]


def headings() -> list[str]:
    """The headings of the list."""
    return HEADINGS.replace("\n", "").split("|")


def write_list(path: Path, rows: int, kind: SheetKind) -> None:
    """The invented list as a file."""
    rng = np.random.default_rng(6)
    columns = [SheetColumn(heading) for heading in headings()]
    write_rows(path, columns, (cells(rng, number) for number in range(rows)), kind)


def ours(data: bytes) -> int:
    """How many records come of a file, with a proposed mapping."""
    notes = SheetNotes("list")
    sheet = open_sheet(data, "list", notes)
    proposed = propose_mapping(sheet.headings, sheet.first_rows(), RecordKind.AM).mapping
    mapping = ColumnMapping(RecordKind.AM, proposed.columns)
    if not all(column.field for column in mapping.columns):
        raise ValueError("a column was not understood")
    count = sum(1 for _ in read_am_rows(sheet.rows(notes), mapping, notes))
    notes.refuse_if_any()
    return count


def our_rows(data: bytes) -> int:
    """How many rows of texts a file has, no records made of them."""
    notes = SheetNotes("list")
    return sum(1 for _ in open_sheet(data, "list", notes).rows(notes))


def bare(data: bytes) -> int:
    """How many rows a file has, read with nothing but the usual library."""
    if data.startswith(b"PK"):
        rows: Iterator[Sequence[object]] = load_workbook(
            io.BytesIO(data), read_only=True
        ).active.iter_rows(values_only=True)  # type: ignore[union-attr]
        return sum(1 for _ in rows) - 1
    return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1


WAYS: dict[str, Callable[[bytes], int]] = {"records": ours, "rows": our_rows, "bare": bare}


def _measured(path: Path, way: str) -> tuple[float, int, int]:
    """Seconds of the processor, rows and peak MiB of one way in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.sheets", "--one", way, str(path)],
        capture_output=True,
        check=True,
        text=True,
    )
    seconds, rows, mib = run.stdout.split()
    return float(seconds), int(rows), int(mib)


def _one(way: str, path: Path) -> None:
    data = path.read_bytes()
    start = time.process_time()
    rows = WAYS[way](data)
    seconds = time.process_time() - start
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(seconds, rows, int(peak.split()[1]) // 1024)


def measure(sizes: Sequence[int]) -> list[Figures]:
    """Rows a second and peak memory by size and kind of file, each beside the usual library."""
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for kind in (SheetKind.CSV, SheetKind.XLSX):
                path = Path(folder, f"{size}.{kind.value}")
                start = time.process_time()
                write_list(path, size, kind)
                figures: Figures = {
                    "kind": kind.value,
                    "rows": size,
                    "MiB": round(path.stat().st_size / 1024**2, 1),
                    "written rows/s, with inventing them": round(
                        size / (time.process_time() - start)
                    ),
                }
                for way in WAYS:
                    seconds, rows, mib = _measured(path, way)
                    if rows != size:
                        raise ValueError(f"{rows} rows of {size}")
                    figures |= {
                        f"{way}: seconds": round(seconds, 2),
                        f"{way}: rows/s": round(size / seconds),
                        f"{way}: peak MiB": mib,
                    }
                found.append(figures)
                print(figures, file=sys.stderr)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", choices=WAYS)
    parser.add_argument("path", nargs="?", type=Path)
    given = parser.parse_args()
    if given.one:
        _one(given.one, given.path)
        return
    figures = measure(given.sizes)
    print(json.dumps(figures, indent=1) if given.json else "\n".join(map(str, figures)))


if __name__ == "__main__":
    main()
