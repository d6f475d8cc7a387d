"""What is fuzzed: a reader, and files that it reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A reader that must give a result or refuse the file, whatever the bytes.

    Args:
        read: takes the bytes; `FormatError` is a refusal, any other exception a finding.
        corpus: files to begin with, made by our own writers.
        words: pieces that are put into files, e.g. names of loci.
        most_bytes: longest file that is tried.
    """

    read: Callable[[bytes], object]
    corpus: Callable[[], Sequence[bytes]]
    words: Sequence[bytes] = ()
    most_bytes: int = 8_192
