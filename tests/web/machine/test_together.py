"""The same acts where DNA alone does not reach and three decide on all evidence together."""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from antigone.policy.identification import Basis
from tests.web.board.test_combined import data
from tests.web.machine.stage import Stage
from tests.web.machine.test_machine import machine_on, sized

__all__ = ["data"]


@pytest.fixture
def basis() -> Basis:
    return Basis.COMBINED


def test_three_decide_whatever_the_cast_does(stage: Stage) -> None:
    machine = machine_on(stage)
    run_state_machine_as_test(machine, settings=sized(5, 20))
    assert machine.done["sign"] > 2
