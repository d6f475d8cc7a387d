"""Random acts of the whole cast, some hundreds of them; longer with `python -m verification.machine`."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.web.machine.machine import WholeCast
from tests.web.machine.stage import Stage

RUNS, STEPS = 8, 25
MINUTES = float(os.environ.get("ANTIGONE_MACHINE_MINUTES", "0"))
PHASES = (Phase.generate, Phase.shrink) if MINUTES else (Phase.generate,)
"""In the suite what failed is told at once; made shorter only where there is time."""


def sized(runs: int, steps: int) -> settings:
    """So many runs of so many acts, the same each time."""
    return settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not MINUTES,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )


def machine_on(at: Stage) -> type[WholeCast]:
    """A machine of its own for each test, with its own counts."""

    class Machine(WholeCast):
        stage, done, refused = at, {}, {}

    return Machine


def test_whatever_the_cast_does_the_rules_hold(stage: Stage) -> None:
    machine = machine_on(stage)
    run_state_machine_as_test(machine, settings=sized(RUNS, STEPS))
    assert len(machine.done) > 20, machine.done
    assert sum(machine.refused.values()) > 20, machine.refused


@pytest.mark.skipif(not MINUTES, reason="ANTIGONE_MACHINE_MINUTES is not set")
def test_for_some_minutes(stage: Stage) -> None:
    machine, until = machine_on(stage), time.monotonic() + 60 * MINUTES
    number = int(os.environ.get("ANTIGONE_MACHINE_SEED", "0"))
    while time.monotonic() < until:
        number += 1
        run = seed(number)(machine)
        run_state_machine_as_test(run, settings=sized(4, 50))
    print(number, sorted(machine.done.items()), sorted(machine.refused.items()))
