"""What `antigone dvi` prints of remains that are not settled: why, and what would decide."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from antigone.commands.screen import screen
from antigone.reconcile.explain_group import GroupExplanation
from antigone.reconcile.next_step import NextSteps


def print_groups(groups: Sequence[GroupExplanation]) -> None:
    """Each group of remains with its alternatives and why it is open."""
    console = screen()
    for group in groups:
        console.print(f"Not settled: {', '.join(group.remains)}")
        _print_alternatives(console, group)
        for sentence in (*group.because, *group.other_evidence):
            console.print(f"  {sentence}")


def _print_alternatives(console: Console, group: GroupExplanation) -> None:
    if not group.alternatives:
        return
    table = Table()
    table.add_column("Posterior", justify="right")
    table.add_column("Alternative")
    for alternative in group.alternatives:
        table.add_row(f"{alternative.posterior:.6f}", str(alternative))
    console.print(table)


def print_next(found: NextSteps) -> None:
    """The next samples and tests, best first."""
    console = screen()
    table = Table(
        title="What would decide: further remains expected to reach the board's threshold",
        title_justify="left",
    )
    table.add_column("Gain", justify="right", no_wrap=True)
    table.add_column("Next step")
    for step in found:
        table.add_row(f"{step.expected_gain:.2f} ± {step.standard_error:.2f}", step.in_words)
    if found.steps:
        console.print(table)
        console.print(f"Gains are estimates from {found.worlds:,} simulated outcomes of each step.")
    else:
        console.print("No further sample that was examined would settle anybody.")
    for sentence in found.not_examined:
        console.print(sentence)
