"""Faces found and compared; exact search beside what memory gives: `python -m benchmarks.face --json`."""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from antigone.evidence.face.available import default_engine
from antigone.evidence.face.engine import Engine, Measure
from antigone.evidence.face.landmarks import only
from antigone.evidence.face.pictures import Picture
from antigone.evidence.face.quality import StateOfBody, quality_of
from antigone.evidence.face.searching import Block, Vectors, search

Figures = dict[str, float | int | str]

SIDES = (600, 1_600, 6_000)
"""Heights of the picture that is looked at: as it is, as large as faces are looked for, as cameras give."""

TOP = 20
BLOCK = 20_000
"""Vectors that are handed over at once, as a caller with a memory of 10 MB would."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure_engine(default_engine())
    rng = np.random.default_rng(asked.seed)
    rows = rng.normal(size=(asked.vectors, asked.dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    figures |= measure_search(rows, asked.batch, rng)
    if asked.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:44} {value:,.6g}" if isinstance(value, float) else f"{name:44} {value}")
    return 0


def measure_engine(engine: Engine) -> Figures:
    """Faces a second: found in pictures of several sizes, judged, made into vectors."""
    picture = hopper()
    figures: Figures = {"engine": engine.identity.key}
    for side in SIDES:
        shown = _scaled(picture, side / picture.shape[0])
        figures[f"detect_a_second_{side}"] = 1.0 / best(partial(engine.detect, shown), 3)
    nothing = np.random.default_rng(1).integers(0, 256, (600, 512, 3), dtype=np.uint8)
    figures["detect_a_second_600_none_found"] = 1.0 / best(lambda: engine.detect(nothing), 3)
    face = only(engine.detect(picture))
    living = StateOfBody.LIVING
    figures["judge_a_second"] = 1.0 / best(
        lambda: quality_of(picture, face.eyes, face.nose, living), 20
    )
    figures["embed_a_second"] = 1.0 / best(lambda: engine.embed(picture, face, living), 10)
    return figures


def measure_search(rows: Vectors, batch: int, rng: np.random.Generator) -> Figures:
    """Seconds of an exact search by both measures, as shares of what memory and arithmetic give here.

    One probe reads each vector from memory once: the bytes it reads a second stand beside those that copying
    the same array moves, each read and written, the most that this memory gives NumPy. A batch is measured
    against the bare product of the two matrices.
    """
    keys = np.arange(len(rows))
    probes = rows[rng.integers(0, len(rows), batch)] + np.float32(0.01)
    probes /= np.linalg.norm(probes, axis=1, keepdims=True)
    gallery = [Block(keys[i : i + BLOCK], rows[i : i + BLOCK]) for i in range(0, len(rows), BLOCK)]
    read = best(lambda: rows.sum(), 7)
    copied = np.empty_like(rows)
    copy = best(lambda: np.copyto(copied, rows), 7)
    bandwidth = max(rows.nbytes / read, 2 * rows.nbytes / copy)
    product = best(lambda: probes @ rows.T, 3)
    figures: Figures = {
        "vectors": len(rows),
        "dimensions": rows.shape[1],
        "megabytes": rows.nbytes / 1e6,
        "sum_gigabytes_a_second": rows.nbytes / read / 1e9,
        "copy_gigabytes_a_second": 2 * rows.nbytes / copy / 1e9,
        "product_of_batch_milliseconds": 1e3 * product,
    }
    for measure in Measure:
        one = best(partial(search, probes[:1], gallery, TOP, measure), 7)
        many = best(partial(search, probes, gallery, TOP, measure), 3)
        figures |= {
            f"{measure}_one_milliseconds": 1e3 * one,
            f"{measure}_one_gigabytes_a_second": rows.nbytes / one / 1e9,
            f"{measure}_one_of_bandwidth": rows.nbytes / one / bandwidth,
            f"{measure}_batch_of_{batch}_milliseconds": 1e3 * many,
            f"{measure}_batch_of_product": product / many,
        }
    return figures


def best(run: Callable[[], object], rounds: int) -> float:
    """Seconds of the quickest of several rounds, after one that does not count."""
    run()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def hopper() -> Picture:
    """Grace Hopper (US Navy, in the public domain), as matplotlib brings her; 512 by 600 pixels."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise SystemExit("matplotlib is not installed; it brings the picture")
    file = Path(found.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))


def _scaled(picture: Picture, by: float) -> Picture:
    size = round(picture.shape[1] * by), round(picture.shape[0] * by)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


if __name__ == "__main__":
    raise SystemExit(main())
