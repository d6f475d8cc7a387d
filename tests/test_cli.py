"""The command line as a whole."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from antigone import __version__
from antigone.cli import app

runner = CliRunner()


def test_it_says_which_version_it_is() -> None:
    shown = runner.invoke(app, ["--version"])
    assert shown.exit_code == 0
    assert shown.output == f"antigone {__version__}\n"


@pytest.mark.parametrize(
    "command", [["kinship"], ["dvi"], ["simulate"], ["demo"], ["journal", "verify"]]
)
def test_each_command_explains_itself(command: list[str]) -> None:
    shown = runner.invoke(app, [*command, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.output
