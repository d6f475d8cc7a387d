"""Files on their way in, brought by Mara and worked through by the real worker's functions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from antigone.provenance import JsonValue
from antigone.web.exchange.intake import confirm_intake, receive_file, start_reading
from antigone.web.exchange.models import Intake
from antigone.web.exchange.work import read_file, take_over
from tests.web.conftest import Cast
from tests.web.records.conftest import attest, data, imported

__all__ = ["attest", "data", "imported"]

DNA = {"one_allele": "homozygous", "unknown": "refuse", "laboratory": "Marel", "kit": "Kit 12"}

Bring = Callable[..., Intake]


@pytest.fixture
def bring(cast: Cast) -> Bring:
    """`bring("dna", content)`: Mara adds a file, and the worker reads it."""

    def brought(kind: str, content: bytes, name: str = "", **options: JsonValue) -> Intake:
        name = name or f"{kind}.csv"
        intake = receive_file(user=cast.mara, incident=cast.incident, name=name, content=content)
        chosen = {**(DNA if kind in ("dna", "cmf") else {}), **options}
        return read(start_reading(user=cast.mara, intake=intake, kind=kind, options=chosen))

    return brought


def read(intake: Intake) -> Intake:
    """Let the worker read it."""
    read_file.call(intake.pk)
    intake.refresh_from_db()
    return intake


def take(cast: Cast, intake: Intake, *, leave_out: bool = False) -> Intake:
    """Let Mara confirm, and the worker take it over."""
    confirm_intake(user=cast.mara, intake=intake, leave_out=leave_out)
    take_over.call(intake.pk)
    intake.refresh_from_db()
    return intake


def table(*rows: tuple[str, ...], markers: int = 2) -> bytes:
    """A wide table of the markers L1, L2, …: `table(("V3", "10/11", "8/9"))`."""
    heads = ["Sample Name", *(f"L{k}_{side}" for k in range(1, markers + 1) for side in (1, 2))]
    lines = [",".join(heads)]
    for name, *cells in rows:
        lines.append(",".join([name, *(allele for cell in cells for allele in cell.split("/"))]))
    return "\n".join(lines).encode() + b"\n"
