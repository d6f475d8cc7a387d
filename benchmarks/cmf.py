"""Reading CODIS CMF files of growing size: `python -m benchmarks.cmf --specimens 20000`.

The same file is parsed bare in the same run, by the parser that the reader uses, building nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from defusedxml.ElementTree import DefusedXMLParser

from antigone.formats.cmf import LOCI, CmfHeader
from antigone.formats.cmf_profiles import samples_of
from antigone.formats.cmf_reading import CmfReading
from antigone.formats.cmf_samples import cmf_of_samples
from antigone.formats.genotype_reading import ReadingOptions
from antigone.formats.genotype_table import SampleProfile
from antigone.formats.locus_names import AMELOGENIN
from antigone.formats.problems import ProblemList

_NAME = "SPECIMEN-NAME"
_CHUNK = 64 * 1024


class _Nothing:
    """Takes every event of the parser and does nothing."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...


def write_file(path: Path, specimens: int) -> None:
    """A file of so many specimens, all loci of the schema, written without holding it."""
    loci = [name for name in LOCI if name not in ("AMEL", AMELOGENIN, "THO1", "TP0X")]
    sample = SampleProfile(_NAME, "", dict.fromkeys(loci, ("10", "11.2")), ("X", "Y"))
    header = CmfHeader("LAB-1", "LAB-2", "KOVAL", "2026-10-09T12:00:00")
    text = cmf_of_samples([sample], header).data.decode()
    head, rest = text.split("  <SPECIMEN ", 1)
    body, end = rest.split("</SPECIMEN>\n", 1)
    one = f"  <SPECIMEN {body}</SPECIMEN>\n"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        stream.writelines(one.replace(_NAME, f"S-{number}") for number in range(specimens))
        stream.write(end)


def read_file(path: Path) -> int:
    """Read all profiles of a file, one after another, and keep none."""
    problems = ProblemList(path.name)
    with path.open("rb") as stream:
        reading = CmfReading(stream, path.name)
        count = sum(1 for _ in samples_of(reading.specimens(), ReadingOptions(), problems))
    problems.refuse_if_any()
    return count


def parse_bare(path: Path) -> int:
    """Parse a file and keep nothing."""
    parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
    parser.close()
    return path.stat().st_size


def _seconds(act: Callable[[Path], int], path: Path) -> float:
    begin = time.process_time()
    act(path)
    return time.process_time() - begin


def measure(specimens: int) -> dict[str, float | int]:
    """Seconds of processor time, and the most memory that this process ever held, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "specimens.xml")
        write_file(path, specimens)
        size = path.stat().st_size
        bare, read = _seconds(parse_bare, path), _seconds(read_file, path)
    return {
        "specimens": specimens,
        "mib": round(size / 1024**2, 1),
        "read_s": round(read, 2),
        "bare_s": round(bare, 2),
        "ratio": round(read / bare, 2),
        "specimens_per_s": round(specimens / read),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Print one line for each size, smallest first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cmf")
    parser.add_argument("--specimens", type=int, default=20_000)
    most = parser.parse_args().specimens
    for specimens in (most // 8, most // 4, most // 2, most):
        sys.stdout.write(json.dumps(measure(specimens)) + "\n")


if __name__ == "__main__":
    main()
