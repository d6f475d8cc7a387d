"""Models that an operator lays ready: files, and a page beside them that says what they are."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from antigone.evidence.face.engine import ModelFile, ModelRefused, PublishedThreshold
from antigone.words import in_a_row, said

PAGE = "model.toml"
MOST_BYTES = 1_000_000_000
"""Largest file of a model; the largest that are used for faces have 250 MB."""

_MOST_WORDS = 65_536


class EmbedderLayout(StrEnum):
    """What an embedder takes: 112 by 112 pixels, red, green, blue, one channel after the other.

    SFACE: 0 to 255, as SFace and the ArcFace of the ONNX model zoo. ARCFACE: (x - 127.5) / 127.5, as the
    models of InsightFace.
    """

    SFACE = "sface"
    ARCFACE = "arcface"


class DetectorLayout(StrEnum):
    """What a detector takes and gives; YUNET: the outputs of the YuNet of March 2023."""

    YUNET = "yunet"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder on the operator's machine, with `model.toml` and the files that it names; no pictures."""

    path: Path


@dataclass(frozen=True)
class SuppliedModel:
    """A file of a model, read once, and checked.

    Args:
        file: its name and SHA-256.
        layout: as the page names it.
        content: the file.
    """

    file: ModelFile
    layout: str
    content: bytes


@dataclass(frozen=True)
class Supplied:
    """What an operator has laid ready.

    Args:
        name, version, licence, origin: as the page says.
        embedder: makes vectors.
        detector: finds faces; none where eyes are always set by hand.
        threshold: what the makers publish; none where nothing is known.
    """

    name: str
    version: str
    licence: str
    origin: str
    embedder: SuppliedModel
    detector: SuppliedModel | None
    threshold: PublishedThreshold | None


def read_supplied(folder: ModelFolder) -> Supplied:
    """Read the page and the files, each checked against its SHA-256.

    Raises:
        ModelRefused: the page or a file is missing, too large, or not what the page says; no word of
            the licence or the origin.
    """
    page = _Table(_page(folder), PAGE)
    page.only("name", "version", "licence", "licence_file", "origin", "embedder", "detector")
    _licence_text(folder, page.text("licence_file"))
    embedder = page.table("embedder")
    embedder.only("file", "sha256", "layout", "threshold", "threshold_source")
    detector = page.table("detector") if page.has("detector") else None
    if detector is not None:
        detector.only("file", "sha256", "layout")
    return Supplied(
        name=page.text("name"),
        version=page.text("version"),
        licence=page.text("licence"),
        origin=page.text("origin"),
        embedder=_model(folder, embedder, tuple(EmbedderLayout)),
        detector=None if detector is None else _model(folder, detector, tuple(DetectorLayout)),
        threshold=_threshold(embedder),
    )


class _Table:
    """A table of the page, read with words for what is wrong."""

    def __init__(self, values: dict[str, object], where: str) -> None:
        self._values, self._where = values, where

    def only(self, *names: str) -> None:
        for name in self._values:
            if name not in names:
                raise ModelRefused(
                    said(
                        '{where} names "{name}", which is not known; allowed are {names}.',
                        where=self._where,
                        name=name,
                        names=in_a_row(names),
                    )
                )

    def has(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise ModelRefused(
                said('{where} does not say "{name}" in words.', where=self._where, name=name)
            )
        return value.strip()

    def number(self, name: str) -> float:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value <= 1:
            raise ModelRefused(
                said(
                    '{where} does not give "{name}" as a cosine from -1 to 1.',
                    where=self._where,
                    name=name,
                )
            )
        return float(value)

    def table(self, name: str) -> _Table:
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise ModelRefused(said("{where} has no part [{name}].", where=self._where, name=name))
        return _Table(cast("dict[str, object]", value), f"{self._where} [{name}]")


def _page(folder: ModelFolder) -> dict[str, object]:
    content = _content(folder, PAGE, _MOST_WORDS)
    try:
        return tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelRefused(
            said("{file} cannot be read: {reason}", file=PAGE, reason=str(error))
        ) from error


def _licence_text(folder: ModelFolder, name: str) -> None:
    if not _content(folder, name, _MOST_WORDS).strip():
        raise ModelRefused(said("The licence in {file} is empty.", file=name))


def _model(folder: ModelFolder, page: _Table, layouts: tuple[str, ...]) -> SuppliedModel:
    name, stated, layout = page.text("file"), page.text("sha256").lower(), page.text("layout")
    if layout not in layouts:
        raise ModelRefused(
            said(
                'The layout "{layout}" is not known; allowed are {layouts}.',
                layout=layout,
                layouts=in_a_row([str(known) for known in layouts]),
            )
        )
    content = _content(folder, name, MOST_BYTES)
    found = hashlib.sha256(content).hexdigest()
    if found != stated:
        raise ModelRefused(
            said(
                "{file} has the SHA-256 {found}; {page} says {stated}.",
                file=name,
                found=found,
                page=PAGE,
                stated=stated,
            )
        )
    return SuppliedModel(ModelFile(name, found), layout, content)


def _threshold(page: _Table) -> PublishedThreshold | None:
    if not page.has("threshold"):
        return None
    return PublishedThreshold(page.number("threshold"), page.text("threshold_source"))


def _content(folder: ModelFolder, name: str, most: int) -> bytes:
    """A file of the folder, by its bare name."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name):
        raise ModelRefused(
            said('"{name}" is not the plain name of a file in the folder of the model.', name=name)
        )
    file = folder.path / name
    try:
        if file.stat().st_size > most:
            raise ModelRefused(said("{file} is too large.", file=name))
        return file.read_bytes()
    except OSError as error:
        raise ModelRefused(said("{file} cannot be read.", file=name)) from error
