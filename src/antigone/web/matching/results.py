"""What a run found, read back from its stored numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from antigone.formats.result_json import number_of_json
from antigone.reconcile.incident import UNASSIGNED
from antigone.reconcile.results import Assignment, Standing
from antigone.web.matching.candidates import Candidate, kept_candidate, kept_candidates
from antigone.web.matching.models import Run
from antigone.web.matching.taking_out import TAKEN_OUT
from antigone.words import said_of_json


class NoResults(ValueError):
    """The run is not done, so there is nothing to read."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Remains and persons whose order nothing settles."""

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Why some remains are not settled by DNA, as the core says it.

    Args:
        alternatives: the best assignments of these remains, each at least as probable as it says.
        because: why it is open, in sentences.
        other_evidence: what the other evidence prefers, in sentences.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    families: tuple[str, ...]
    alternatives: tuple[tuple[Mapping[str, str | None], float], ...]
    because: tuple[str, ...]
    other_evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A further sample or test, and how many more remains it is expected to settle.

    Args:
        family: whose relative; None where remains are typed again.
        person: of the pedigree, or in words; empty where remains are typed again.
    """

    family: str | None
    person: str
    in_words: str
    expected_gain: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class WhatNext:
    """The samples and tests that would decide most, best first.

    Args:
        worlds: simulated outcomes of each.
        not_examined: what was left out and why, in sentences.
    """

    steps: tuple[Step, ...]
    worlds: int
    not_examined: tuple[str, ...]


AllMarginals = Mapping[str, Mapping[str | None, float]]
"""For each of the remains the probability of each person; None is nobody of those sought."""


@dataclass(frozen=True, slots=True)
class Block:
    """Remains and families that were weighed together, and what the result is worth.

    Args:
        error: proved bound of the error of every probability, 0 where exact; None: an estimate.
        standard_error: of an estimate.
        how: in words.
    """

    remains: tuple[str, ...]
    families: tuple[str, ...]
    error: float | None
    standard_error: float
    how: str


@dataclass(frozen=True)
class Combined:
    """The joint posterior from all evidence.

    Args:
        sensitivity: by factor on the prior odds of every pair the marginals that follow.
    """

    marginals: AllMarginals
    blocks: tuple[Block, ...]
    assignments: tuple[Assignment, ...]
    unsettled: tuple[Unsettled, ...]
    sensitivity: Mapping[float, AllMarginals]

    def block_of(self, remains: str) -> Block | None:
        """The block of some remains; None where they compete for nobody."""
        return next((block for block in self.blocks if remains in block.remains), None)

    def least(self, remains: str, missing: str) -> float:
        """The posterior of a pair less its proved error; an estimate counts as it is."""
        posterior = self.marginals.get(remains, {}).get(missing, 0.0)
        block = self.block_of(remains)
        return max(0.0, posterior - ((block.error if block else None) or 0.0))


@dataclass(frozen=True, slots=True)
class Lead:
    """Remains that look like parts of one body, or like relatives.

    Args:
        posterior: that they are parts of one body, at least; None where something speaks against it, or
            where they look like relatives.
        because: in the words of the core; of parts of one body it quotes the records of remains.
    """

    remains: tuple[str, ...]
    posterior: float | None
    because: tuple[str, ...]


@dataclass(frozen=True)
class RunResults:
    """The results of a run that is done.

    Args:
        run: whose they are.
        shown: what of them may be shown (`shown.shown_results`); all that is stored if None.

    Raises:
        NoResults: the run is not done.
    """

    run: Run
    shown: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.run.status != Run.Status.DONE or self.run.results is None:
            raise NoResults(str(self.run))

    @property
    def stored(self) -> Mapping[str, Any]:
        """All that the run keeps."""
        return cast("Mapping[str, Any]", self.run.results)

    @cached_property
    def _json(self) -> Mapping[str, Any]:
        return self.stored if self.shown is None else self.shown

    @property
    def taken_out(self) -> tuple[str, ...] | None:
        """Remains without a joint posterior since somebody withdrew, or is alive; None: nobody did."""
        found = self._json.get(TAKEN_OUT)
        return None if found is None else tuple(found)

    @property
    def keeps_rows(self) -> bool:
        """Whether what is kept of its pairs, and who was compared, stand in rows of their own."""
        return "remains_count" in self._json["pairwise"]

    @property
    def remains_count(self) -> int:
        """How many remains were compared."""
        found = self._json["pairwise"]
        return int(found["remains_count"]) if self.keeps_rows else len(found["remains"])

    @property
    def missing_count(self) -> int:
        """How many persons sought were compared."""
        found = self._json["pairwise"]
        return int(found["missing_count"]) if self.keeps_rows else len(found["missing"])

    @property
    def pairs_count(self) -> int:
        """How many pairs stand in rows, as the run found them."""
        return int(self._json["pairwise"]["pairs_count"])

    @property
    def supported_count(self) -> int:
        """For how many of these the DNA speaks."""
        return int(self._json["pairwise"]["supported_count"])

    @property
    def remains(self) -> tuple[str, ...]:
        """Numbers of the remains, in the order of the run; not where they stand in rows."""
        return tuple(self._json["pairwise"]["remains"])

    @property
    def missing(self) -> tuple[str, ...]:
        """Numbers of the persons sought, in the order of the run; not where they stand in rows."""
        return tuple(self._json["pairwise"]["missing"])

    @property
    def keeps_candidates_only(self) -> bool:
        """Whether there were too many pairs to keep: then the best of each person sought are here."""
        return "kept" in self._json["pairwise"]

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
        return tuple(map(said_of_json, self._json["notices"]))

    def family_of(self, missing: str) -> str:
        """The name of the family that misses a person."""
        return str(self._json["families"][missing])

    @property
    def joint_refusal(self) -> str | None:
        """Why there is no joint view, in words."""
        refusal = self._json["joint"].get("error")
        return None if refusal is None else said_of_json(refusal)

    @property
    def has_joint(self) -> bool:
        """Whether the joint view was computed; what it is worth is said block by block."""
        return "marginals" in self._json["joint"]

    @cached_property
    def marginals(self) -> AllMarginals:
        """For each of the remains the probability of each person; None is nobody of those sought."""
        return _marginals(self._json["joint"])

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Remains that were weighed together, from DNA alone, in the order of the run."""
        return _blocks(self._json["joint"])

    def block_of(self, remains: str) -> Block | None:
        """The block of some remains; None where there is no joint view."""
        return self._block_of.get(remains)

    @cached_property
    def _block_of(self) -> Mapping[str, Block]:
        return {remains: block for block in self.blocks for remains in block.remains}

    @property
    def has_other(self) -> bool:
        """Whether there was evidence besides DNA."""
        return "other" in self._json

    @cached_property
    def combined(self) -> Combined | None:
        """The joint posterior from all evidence; None where there is none besides DNA, or no joint view."""
        if "combined" not in self._json:
            return None
        of = self._json["combined"]
        return Combined(
            _marginals(of), _blocks(of), _assignments(of), _unsettled(of), _sensitivity(of)
        )

    @cached_property
    def sensitivity(self) -> Mapping[float, AllMarginals]:
        """By factor on the prior odds of every pair the posterior from DNA alone."""
        return _sensitivity(self._json["joint"])

    def other_log10_lr(self, remains: str, missing: str) -> float | None:
        """The total of the evidence besides DNA of a pair; None where there is none at all."""
        if not self.has_other:
            return None
        row = self._json["other"]["log10_lr"][self.remains.index(remains)]
        return float(row[self.missing.index(missing)])

    @property
    def prior(self) -> str:
        """The prior of the joint view, in words."""
        return said_of_json(self._json["joint"].get("prior", ""))

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """The best assignments, best first; none where a block is an estimate."""
        return _assignments(self._json["joint"])

    @cached_property
    def unsettled(self) -> tuple[Unsettled, ...]:
        """Groups that the DNA cannot tell apart."""
        return _unsettled(self._json["joint"])

    @cached_property
    def explained(self) -> tuple[Explained, ...]:
        """Why remains are not settled by DNA, group by group."""
        return tuple(
            Explained(
                tuple(group["remains"]),
                tuple(group["missing"]),
                tuple(group["families"]),
                tuple((a["assignment"], float(a["posterior"])) for a in group["alternatives"]),
                tuple(map(said_of_json, group["because"])),
                tuple(map(said_of_json, group["other_evidence"])),
            )
            for group in self._json["joint"].get("groups", [])
        )

    @cached_property
    def parts(self) -> tuple[Lead, ...]:
        """Remains that look like parts of one body; each is weighed by itself."""
        found = self._json.get("bodies") or {"joined": [], "not_joined": []}
        return (
            *(
                Lead(
                    tuple(body["parts"]),
                    min(link["posterior"] for link in body["links"]),
                    tuple(map(said_of_json, body["contradictions"])),
                )
                for body in found["joined"]
            ),
            *(
                Lead(tuple(group["remains"]), None, tuple(map(said_of_json, group["reasons"])))
                for group in found["not_joined"]
            ),
        )

    @cached_property
    def related(self) -> tuple[Lead, ...]:
        """Remains that look like relatives."""
        found = self._json.get("related_remains") or {"pairs": []}
        return tuple(
            Lead(tuple(pair["remains"]), None, (said_of_json(pair["in_words"]),))
            for pair in found["pairs"]
        )

    @cached_property
    def what_next(self) -> WhatNext | None:
        """What would decide most; None where that was not computed."""
        if "next" not in self._json:
            return None
        found = self._json["next"]
        steps = tuple(
            Step(
                step["family"],
                step["person"],
                said_of_json(step["in_words"]),
                float(step["expected_gain"]),
                float(step["standard_error"]),
            )
            for step in found["steps"]
        )
        return WhatNext(
            steps, int(found["worlds"]), tuple(map(said_of_json, found["not_examined"]))
        )

    def candidate(self, remains: str, missing: str) -> Candidate:
        """One pair.

        Raises:
            KeyError: it was not part of the run, or is not kept.
        """
        if self.keeps_rows:
            return kept_candidate(self.run, remains, missing)
        return self._candidate(remains, missing, self._pairs[remains, missing])

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """All pairs that are kept and whose sexes may agree."""
        if self.keeps_rows:
            return tuple(kept_candidates(self.run))
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


def _marginals(joint: Mapping[str, Any]) -> AllMarginals:
    return _rows(joint.get("marginals", {}))


def _sensitivity(joint: Mapping[str, Any]) -> Mapping[float, AllMarginals]:
    return {float(factor): _rows(rows) for factor, rows in joint.get("sensitivity", {}).items()}


def _rows(rows: Mapping[str, Mapping[str, float]]) -> AllMarginals:
    return {
        remains: {None if m == UNASSIGNED else m: float(p) for m, p in row.items()}
        for remains, row in rows.items()
    }


def _assignments(joint: Mapping[str, Any]) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            {r: a["assignment"][r] for r in joint["marginals"]},
            float(a["log10_weight"]),
            float(a["posterior"]),
        )
        for a in joint.get("assignments", [])
    )


def _unsettled(joint: Mapping[str, Any]) -> tuple[Unsettled, ...]:
    return tuple(
        Unsettled(tuple(a["remains"]), tuple(a["missing"]), said_of_json(a["in_words"]))
        for a in joint.get("ambiguities", [])
    )


def _blocks(joint: Mapping[str, Any]) -> tuple[Block, ...]:
    return tuple(_block(block) for block in joint.get("blocks", ()))


def _block(block: Mapping[str, Any]) -> Block:
    error = float(block["error"])
    estimate = block["standing"] == Standing.ESTIMATE
    return Block(
        tuple(block["remains"]),
        tuple(block["families"]),
        None if estimate else error,
        error if estimate else 0.0,
        said_of_json(block["how"]),
    )
