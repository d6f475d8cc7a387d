"""Kinship cases of any kind that is known, told apart by their content."""

from __future__ import annotations

from antigone.formats.case_json import read_kinship_case
from antigone.formats.familias_case import read_familias_case
from antigone.genetics.case import KinshipCase

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_case(data: bytes, file: str) -> KinshipCase:
    """The kinship case of a JSON file, or of a Familias file with pedigrees.

    Args:
        data: the content.
        file: the name that problems are reported with; a `.fam` is read as Familias.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if file.lower().endswith(".fam") or start.startswith(b'"Output from Familias'):
        return read_familias_case(data, file)
    return read_kinship_case(data, file)
