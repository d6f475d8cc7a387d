"""What a search has found so far, on disk: an interrupted search goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from antigone.genetics.tables import TableState
from antigone.provenance import canonical_json, fingerprint
from antigone.search.block import BlockResult, LeftOut, Query
from antigone.search.candidates import Candidates
from antigone.search.case import SearchCase

_HEADER = "search.json"


class CheckpointMismatch(ValueError):
    """A folder holds the beginning of another search."""


class Checkpoint:
    """A folder with one file for each block of families that is done.

    Args:
        folder: made where it is absent.
        search: fingerprint of all that the result depends on.

    Raises:
        CheckpointMismatch: the folder holds the beginning of another search.
    """

    def __init__(self, folder: Path, search: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        header = folder / _HEADER
        if not header.exists():
            _write(header, json.dumps({"search": search}).encode())
        elif json.loads(header.read_text()).get("search") != search:
            raise CheckpointMismatch(
                f"{folder} holds the beginning of a search with other data or another threshold; "
                "remove the folder, or search again with the same files and options"
            )

    def load(self, block: int) -> BlockResult | None:
        """The result of a block, if it is done."""
        path = self._path(block)
        if not path.exists():
            return None
        with np.load(path) as stored:
            candidates = Candidates(stored["remains"], stored["missing"], stored["log10_lr"])
            left_out = tuple(
                LeftOut(int(m), TableState(int(s)), int(at)) for m, s, at in stored["left_out"]
            )
            return BlockResult(candidates, left_out, stored["recall"])

    def save(self, block: int, result: BlockResult) -> None:
        """Keep the result of a block; the file is there as a whole or not at all."""
        path = self._path(block)
        part = path.with_suffix(".part")
        left_out = [(p.missing, p.state, p.marker) for p in result.left_out]
        with part.open("wb") as stream:
            np.savez(
                stream,
                remains=result.candidates.remains,
                missing=result.candidates.missing,
                log10_lr=result.candidates.log10_lr,
                left_out=np.array(left_out, dtype=np.int64).reshape(-1, 3),
                recall=result.recall,
            )
        part.replace(path)

    def _path(self, block: int) -> Path:
        return self.folder / f"block-{block:06d}.npz"


def open_checkpoint(
    folder: Path | None, case: SearchCase, query: Query, persons_a_block: int
) -> Checkpoint | None:
    """The checkpoint of a search in a folder; none where there is no folder.

    Raises:
        CheckpointMismatch: the folder holds the beginning of another search.
    """
    if folder is None:
        return None
    return Checkpoint(folder, fingerprint_of(case, query, persons_a_block))


def remove_checkpoint(folder: Path) -> None:
    """Take a folder of a finished search away, when its result is written elsewhere."""
    for pattern in ("block-*.npz", "*.part", _HEADER):
        for path in folder.glob(pattern):
            path.unlink()
    folder.rmdir()


def fingerprint_of(case: SearchCase, query: Query, persons_a_block: int) -> str:
    """A fingerprint of the data and of everything else that the result depends on."""
    parts = [
        repr(case.markers).encode(),
        canonical_json([query.threshold, query.top, query.best_of, query.recall, persons_a_block]),
        canonical_json(case.remains.ids),
        repr(case.remains.levels).encode(),
        *(_bytes(a) for a in (case.remains.sex, case.remains.genotypes, case.remains.level)),
    ]
    for group in case.sought:
        parts += [repr(group.batch.shape).encode(), canonical_json(group.ids)]
        parts += [_bytes(a) for a in (group.numbers, group.sex, group.batch.genotypes)]
    return fingerprint(b"".join(len(part).to_bytes(8) + part for part in parts))


def _bytes(array: np.ndarray[tuple[int, ...], np.dtype[np.signedinteger]]) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
