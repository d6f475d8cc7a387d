"""Runs one notebook to its end and says how many pictures and values it shows; fails where a cell does."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def execute(path: Path) -> dict[str, int]:
    """Nothing of it is written back."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return {
        "pictures": sum("image/png" in out.get("data", {}) for out in outputs),
        "values": sum(out["output_type"] == "execute_result" for out in outputs),
        "said": sum(out["output_type"] == "stream" for out in outputs),
    }


if __name__ == "__main__":
    print(json.dumps(execute(Path(sys.argv[1]))))
