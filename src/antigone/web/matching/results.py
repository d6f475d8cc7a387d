"""What a run found, read back from its stored numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from antigone.formats.result_json import number_of_json
from antigone.reconcile.incident import UNASSIGNED
from antigone.reconcile.results import Assignment
from antigone.web.matching.models import Run


class NoResults(ValueError):
    """The run is not done, so there is nothing to read."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pair of remains and person sought, as a run compared them.

    Args:
        log10_lr: DNA alone; None where the sexes differ, nan where the family is inconsistent.
        posterior: in the joint view; None where there is none.
    """

    remains: str
    missing: str
    family: str
    log10_lr: float | None
    posterior: float | None

    @property
    def excluded(self) -> bool:
        """Whether the DNA excludes the pair."""
        return self.log10_lr == -math.inf


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Remains and persons whose order nothing settles."""

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    in_words: str


@dataclass(frozen=True)
class RunResults:
    """The results of a run that is done.

    Raises:
        NoResults: the run is not done.
    """

    run: Run

    def __post_init__(self) -> None:
        if self.run.status != Run.Status.DONE or self.run.results is None:
            raise NoResults(str(self.run))

    @cached_property
    def _json(self) -> Mapping[str, Any]:
        return cast("Mapping[str, Any]", self.run.results)

    @property
    def remains(self) -> tuple[str, ...]:
        """Numbers of the remains, in the order of the run."""
        return tuple(self._json["pairwise"]["remains"])

    @property
    def missing(self) -> tuple[str, ...]:
        """Numbers of the persons sought, in the order of the run."""
        return tuple(self._json["pairwise"]["missing"])

    @property
    def keeps_candidates_only(self) -> bool:
        """Whether there were too many pairs to keep: then the best of each person sought are here."""
        return "candidates" in self._json["pairwise"]

    @property
    def best_of_each(self) -> int:
        """How many candidates of each person sought are kept at most, where not all pairs are."""
        return int(self._json["pairwise"]["kept"]["best_of_each"])

    @cached_property
    def log10_lr(self) -> tuple[tuple[float | None, ...], ...]:
        """Rows are remains, columns persons sought; only where all pairs are kept."""
        rows = self._json["pairwise"]["log10_lr"]
        return tuple(tuple(number_of_json(value) for value in row) for row in rows)

    @property
    def inconsistent_families(self) -> tuple[str, ...]:
        """Families that their own DNA contradicts."""
        return tuple(self._json["inconsistent_families"])

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of the inputs."""
        return tuple(self._json["notices"])

    def family_of(self, missing: str) -> str:
        """The name of the family that misses a person."""
        return str(self._json["families"][missing])

    @property
    def joint_refusal(self) -> str | None:
        """Why there is no joint view, in words."""
        refusal = self._json["joint"].get("error")
        return None if refusal is None else str(refusal)

    @property
    def has_joint(self) -> bool:
        """Whether the joint view was computed, exactly."""
        return bool(self._json["joint"]["exact"])

    @cached_property
    def marginals(self) -> Mapping[str, Mapping[str | None, float]]:
        """For each of the remains the probability of each person; None is nobody of those sought."""
        rows = self._json["joint"].get("marginals", {})
        return {
            remains: {None if m == UNASSIGNED else m: float(p) for m, p in row.items()}
            for remains, row in rows.items()
        }

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """The best assignments, best first."""
        return tuple(
            Assignment(
                {r: a["assignment"][r] for r in self.remains},
                float(a["log10_weight"]),
                float(a["posterior"]),
            )
            for a in self._json["joint"].get("assignments", [])
        )

    @cached_property
    def unsettled(self) -> tuple[Unsettled, ...]:
        """Groups that the DNA cannot tell apart."""
        return tuple(
            Unsettled(tuple(a["remains"]), tuple(a["missing"]), a["in_words"])
            for a in self._json["joint"].get("ambiguities", [])
        )

    def candidate(self, remains: str, missing: str) -> Candidate:
        """One pair.

        Raises:
            KeyError: it was not part of the run, or is not kept.
        """
        return self._candidate(remains, missing, self._pairs[remains, missing])

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """All pairs that are kept and whose sexes may agree."""
        return tuple(
            self._candidate(remains, missing, log10_lr)
            for (remains, missing), log10_lr in self._pairs.items()
            if log10_lr is not None
        )

    @cached_property
    def _pairs(self) -> Mapping[tuple[str, str], float | None]:
        """log10 LR of every pair that is kept."""
        if self.keeps_candidates_only:
            kept = self._json["pairwise"]["candidates"]
            return {(remains, missing): float(log10_lr) for remains, missing, log10_lr in kept}
        return {
            (remains, missing): log10_lr
            for remains, row in zip(self.remains, self.log10_lr, strict=True)
            for missing, log10_lr in zip(self.missing, row, strict=True)
        }

    def _candidate(self, remains: str, missing: str, log10_lr: float | None) -> Candidate:
        posterior = self.marginals.get(remains, {}).get(missing)
        return Candidate(remains, missing, self.family_of(missing), log10_lr, posterior)
