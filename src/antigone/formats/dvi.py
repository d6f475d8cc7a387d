"""Incident files of any kind that is known, told apart by their content."""

from __future__ import annotations

from antigone.formats.dvi_json import read_dvi_json
from antigone.formats.familias import read_familias_dvi
from antigone.formats.limits import MAX_FILE_BYTES, read_file, refuse_size
from antigone.formats.problems import refusal
from antigone.reconcile.incident import DviIncident
from antigone.words import said

__all__ = ["MAX_FILE_BYTES", "read_dvi", "read_file"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_dvi(data: bytes, file: str, mutation: str | None = None) -> DviIncident:
    """The incident of a DVI JSON file or of a Familias file with its DVI block.

    Args:
        data: the content.
        file: the name that problems are reported with; a `.fam` is read as Familias.
        mutation: name of one of the mutation models among which a JSON file lets its reader choose.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    refuse_size(len(data), file)
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not start:
        raise refusal(file, "", said("the file is empty; allowed are DVI JSON and Familias .fam"))
    if file.lower().endswith(".fam") or start.startswith(b'"Output from Familias'):
        if mutation is not None:
            raise refusal(
                file, "", said("a Familias file names its own mutation models; none can be chosen")
            )
        return read_familias_dvi(data, file)
    if file.lower().endswith(".json") or start.startswith((b"{", b"[")):
        return read_dvi_json(data, file, mutation)
    raise refusal(
        file, "", said("neither JSON nor Familias; allowed are DVI JSON and Familias .fam")
    )
