"""What an engine is: it finds faces, and makes a vector of each that is good enough to be compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face.landmarks import Eyes, Found
from antigone.evidence.face.pictures import Picture
from antigone.evidence.face.quality import Quality, StateOfBody
from antigone.provenance import canonical_json, fingerprint
from antigone.words import said

Vector = NDArray[np.float32]


class Measure(StrEnum):
    """How two vectors of an engine are compared; a score is always higher where they are nearer.

    COSINE: the cosine of the angle between them, -1 to 1. DISTANCE: less their Euclidean distance, at
    most 0.
    """

    COSINE = "cosine"
    DISTANCE = "distance"


class ExtraMissing(RuntimeError):
    """What an engine needs is not installed here; all the rest of the program works without it."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            said(
                "Faces cannot be compared here: {package} is not installed. Whoever runs this "
                'installation can add it with: pip install "antigone[face]"',
                package=package,
            )
        )


class ModelRefused(RuntimeError):
    """The files of a model are not those that were named, or cannot be used; with the reason."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model: its name, and the SHA-256 that was checked before it was loaded."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedThreshold:
    """The score from which on the makers of a model take two faces for one person's.

    Args:
        score: in the engine's own measure.
        source: where it is published, with the error rates that are claimed.
    """

    score: float
    source: str


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Which engine made a vector, to the last file: vectors of two identities are never compared.

    Args:
        name: short, e.g. "dlib-resnet".
        version: of the program that runs the model.
        parameters: all that changes a vector, sorted by name.
        files: of the models.
        licence: of the models, in a word or a sentence.
        measure: how its vectors are compared.
        threshold: what its makers publish; none where nothing is known.
        origin: where the model comes from and what it was trained on, in words for whoever decides.
    """

    name: str
    version: str
    parameters: tuple[tuple[str, str], ...]
    files: tuple[ModelFile, ...]
    licence: str
    measure: Measure
    threshold: PublishedThreshold | None
    origin: str

    @property
    def key(self) -> str:
        """Name and fingerprint, as they stand beside each vector and in a calibration."""
        told = canonical_json(
            {
                "name": self.name,
                "version": self.version,
                "parameters": [list(pair) for pair in self.parameters],
                "files": [[file.name, file.sha256] for file in self.files],
                "measure": str(self.measure),
            }
        )
        return f"{self.name}@{fingerprint(told)[:16]}"


@dataclass(frozen=True)
class Embedded:
    """What an engine makes of one face.

    Args:
        vector: shape (dimensions,); none where the quality is below the floor.
        quality: how good the picture of the face is.
        eyes: by which it was aligned.
    """

    vector: Vector | None
    quality: Quality
    eyes: Eyes


class Engine(Protocol):
    """One detector and one embedder; equal pictures give equal answers."""

    @property
    def identity(self) -> EngineIdentity:
        """Which it is."""

    @property
    def dimensions(self) -> int:
        """Length of its vectors."""

    @property
    def finds_faces(self) -> bool:
        """Whether it has a detector; without one, eyes are always set by hand."""

    def detect(self, picture: Picture) -> tuple[Found, ...]:
        """All faces in a picture, the largest first; none is an answer too.

        Raises:
            PictureRefused: it is too large, or no picture.
        """

    def embed(self, picture: Picture, at: Found | Eyes, state: StateOfBody) -> Embedded:
        """The vector of one face, or the reasons why there is none.

        Args:
            picture: as `detect` takes it.
            at: a face that this engine found, or eyes that a person set by hand.
            state: of the body as it was recorded; `StateOfBody.LIVING` for a family's photograph.

        Raises:
            PictureRefused: the picture is refused, or an eye lies outside it.
        """
