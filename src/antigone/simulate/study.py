"""A study: many simulated incidents under the board's rules, with and without clerical errors."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.random import Generator

from antigone.provenance import program
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident
from antigone.simulate.parameters import Parameters, load_parameters
from antigone.simulate.study_arm import outcome_of_incident
from antigone.simulate.study_incident import compared
from antigone.simulate.study_outcome import Outcome, Tree, added, outcome_of

ARMS = ("a", "b")
"""(a) without clerical error, (b) with errors at the rates of the parameters; else the same."""

Report = Callable[[int, int], None]


class StudyRefused(ValueError):
    """A study cannot be run or read; the message says why and how to mend it."""


@dataclass(frozen=True)
class StudyPlan:
    """What is studied.

    Args:
        incidents: how many in each arm.
        families: of each incident.
        seed: same seed, same study.
        records: whether there is evidence besides DNA.
        parameters: of the simulation; the packaged ones where None.

    Raises:
        StudyRefused: no incident or no family.
    """

    incidents: int
    families: int
    seed: int
    records: bool = False
    parameters: Parameters = field(default_factory=load_parameters)

    def __post_init__(self) -> None:
        if self.incidents < 1 or self.families < 1:
            raise StudyRefused(
                f"{self.incidents} incidents of {self.families} families; "
                "at least one of each is needed"
            )

    def of_incident(self, *, clerical_errors: bool) -> Plan:
        """The plan of one incident; strangers and loci that fail are drawn by the parameters."""
        return Plan(
            self.families,
            None,
            None,
            records=self.records,
            clerical_errors=clerical_errors,
            parameters=self.parameters,
        )

    def described(self) -> dict[str, object]:
        """The plan as it stands in the result; another plan is another study."""
        return {
            "program": program(),
            "incidents": self.incidents,
            "families": self.families,
            "seed": self.seed,
            "records": self.records,
            "parameters": self.parameters.fingerprint,
        }


@dataclass(frozen=True)
class StudyResult:
    """The counts of both arms, and the plan in words and numbers."""

    plan: Tree
    arms: Mapping[str, Outcome]


def run_study(
    plan: StudyPlan,
    *,
    kept: Path | None = None,
    processes: int = 2,
    progress: Report | None = None,
) -> StudyResult:
    """Run all incidents of a study.

    Args:
        plan: what is studied.
        kept: a file in which finished incidents are kept, a line each; a study that was interrupted
            goes on from there.
        processes: how many incidents at once.
        progress: called with incidents done, of how many.

    Raises:
        StudyRefused: the file holds another study.
    """
    done = _read_kept(kept, plan) if kept is not None else {}
    tell = progress or _silent
    tell(len(done), plan.incidents)
    for number, trees in _computed(
        plan, [n for n in range(plan.incidents) if n not in done], processes
    ):
        done[number] = trees
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"incident": number, "arms": trees}) + "\n")
        tell(len(done), plan.incidents)
    total: object = {}
    for number in range(plan.incidents):
        total = added(total, done[number])
    if not isinstance(total, Mapping):
        raise AssertionError("a sum of trees is a tree")
    return StudyResult(plan.described(), {arm: outcome_of(total[arm]) for arm in ARMS})


def study_of_incident(plan: StudyPlan, number: int) -> dict[str, object]:
    """Both arms of one incident, as trees of counts; the incident's number decides all that is drawn.

    Where no error happened the second arm is the first: the same seed gives the same incident otherwise.
    """
    with_errors = plan.of_incident(clerical_errors=True)
    simulated = simulate_incident(with_errors, _generator(plan, number))
    second = _outcome(with_errors, simulated)
    if not simulated.truth.errors:
        return {"a": second, "b": second}
    without = plan.of_incident(clerical_errors=False)
    return {
        "a": _outcome(without, simulate_incident(without, _generator(plan, number))),
        "b": second,
    }


def _generator(plan: StudyPlan, number: int) -> Generator:
    return np.random.default_rng(np.random.SeedSequence([plan.seed, number]))


def _outcome(plan: Plan, simulated: SimulatedIncident) -> object:
    outcome = outcome_of_incident(compared(plan, simulated))
    # As it will be read again: tuples become lists.
    return json.loads(json.dumps(outcome.tree()))


def result_json(result: StudyResult) -> bytes:
    """The result as a file; the same study gives the same bytes."""
    document = {
        "plan": dict(result.plan),
        "arms": {arm: outcome.tree() for arm, outcome in result.arms.items()},
    }
    return (json.dumps(_rounded(document), indent=1, sort_keys=True) + "\n").encode()


def read_result(content: bytes, file: str) -> StudyResult:
    """The result of a study from a file.

    Raises:
        StudyRefused: the file holds no result of a study.
    """
    try:
        document = json.loads(content)
        return StudyResult(
            document["plan"], {arm: outcome_of(document["arms"][arm]) for arm in ARMS}
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StudyRefused(
            f"{file}: no result of a study ({error}); write one with antigone study --out"
        ) from None


def _computed(
    plan: StudyPlan, numbers: list[int], processes: int
) -> Iterator[tuple[int, dict[str, object]]]:
    """Incidents as they get done, in any order."""
    if processes <= 1 or len(numbers) <= 1:
        for number in numbers:
            yield number, study_of_incident(plan, number)
        return
    # Forked processes would inherit the threads of compiled kernels.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        running = {pool.submit(study_of_incident, plan, number): number for number in numbers}
        for future in as_completed(running):
            yield running[future], future.result()


def _read_kept(path: Path, plan: StudyPlan) -> dict[int, dict[str, object]]:
    """Incidents of an earlier run; a line that was not finished is computed again."""
    head = json.dumps(plan.described(), sort_keys=True)
    if not path.exists():
        path.write_text(head + "\n", encoding="utf-8")
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != head:
        raise StudyRefused(
            f"{path} holds the beginning of another study; remove it, or choose another --out"
        )
    done: dict[int, dict[str, object]] = {}
    whole = [head]
    for line in lines[1:]:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        done[int(entry["incident"])] = entry["arms"]
        whole.append(line)
    path.write_text("\n".join(whole) + "\n", encoding="utf-8")
    return done


def _rounded(value: object) -> object:
    """Numbers with six digits: enough to read, and the same on every processor."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def _silent(_done: int, _total: int) -> None:
    return None
