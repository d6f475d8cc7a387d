"""What `antigone dvi` prints for people."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from antigone.commands.screen import screen
from antigone.reconcile.ambiguity import ambiguities
from antigone.reconcile.bodies import ASSUMPTIONS
from antigone.reconcile.direct import DirectComparison
from antigone.reconcile.results import (
    JointBlock,
    JointPosterior,
    PairwiseLr,
    Reconciliation,
    Standing,
)

NOBODY = "nobody of those sought"


def print_dvi(result: Reconciliation, direct: DirectComparison, replaced: tuple[str, ...]) -> None:
    """Print all that was found.

    Args:
        result: of the comparison with families.
        direct: of the comparison of remains with each other.
        replaced: tables of numbers that the user's own replace.
    """
    console = screen()
    for name in result.inconsistent_families:
        console.print(
            f"Family {name} is impossible on its own DNA: check its samples and its pedigree."
        )
    _print_bodies(console, direct)
    _print_pairs(console, result.pairwise)
    if result.joint is not None:
        _print_joint(console, result.joint, direct.fixed)
        _print_posteriors(console, result.joint, result.combined)
        if result.combined is not None and replaced:
            console.print(f"Own tables of numbers: {', '.join(replaced)}; all others as packaged.")
    if result.joint_refusal is not None:
        console.print(f"No joint posterior: {result.joint_refusal}.")
    for notice in result.notices:
        console.print(f"Notice: {notice}")


def standing_in_words(block: JointBlock | None) -> str:
    """What the posteriors of a block are worth; None: the remains compete with nobody.

    >>> standing_in_words(JointBlock(("V1",), ("A",), Standing.CERTIFIED, 0.0002))
    'error at most 0.0002'
    """
    if block is None or block.standing is Standing.EXACT:
        return "exact"
    if block.standing is Standing.CERTIFIED:
        return f"error at most {block.error:.2g}"
    # Not a number where it is unknown.
    error = f", standard error {block.error:.2g}" if block.error == block.error else ""
    return f"estimate{error}"


def _print_bodies(console: Console, direct: DirectComparison) -> None:
    if direct.refusal is not None:
        console.print(f"Remains were not compared with each other: {direct.refusal}.")
    bodies = direct.bodies
    if bodies is not None and bodies.joined:
        if direct.compared_as_one:
            console.print("Parts of one body, below as one (--no-join-parts leaves them apart):")
        else:
            console.print("These look like parts of one body; each stands by itself, as asked:")
        for body in bodies.joined:
            console.print(f"  {body}.")
            for contradiction in direct.contradictions.get(body.id, ()):
                console.print(f"    Their records contradict each other: {contradiction}.")
        console.print(
            f"  Prior odds of one body {bodies.prior_odds:.2g}, joined from posterior "
            f"{bodies.least_posterior:g} on. Assumed: {'; '.join(ASSUMPTIONS)}."
        )
    for group in bodies.not_joined if bodies is not None else ():
        console.print(f"{group}.")
    for pair in direct.related.pairs if direct.related is not None else ():
        console.print(f"Lead, never a ground to identify: {pair}.")


def _print_pairs(console: Console, pairwise: PairwiseLr) -> None:
    table = Table(
        title="log10 LR of each pair (against a stranger); – the sexes differ", title_justify="left"
    )
    table.add_column("Remains")
    for person in pairwise.missing:
        table.add_column(person, justify="right", no_wrap=True)
    for remains, row in zip(pairwise.remains, pairwise.log10_lr, strict=True):
        table.add_row(remains, *("–" if x is None else f"{x:+.2f}" for x in row))
    console.print(table)


def _print_joint(console: Console, joint: JointPosterior, fixed: Mapping[str, str]) -> None:
    table = Table(title="Best assignments", title_justify="left")
    table.add_column("Posterior", justify="right")
    table.add_column("log10 weight", justify="right")
    table.add_column("Assignment")
    for best in joint.assignments:
        table.add_row(f"{best.posterior:.6f}", f"{best.log10_weight:+.3f}", _words(best.assignment))
    console.print(table)
    for ambiguity in ambiguities(joint):
        console.print(f"{ambiguity}: the DNA cannot tell which is which.")
    if fixed:
        signed = ", ".join(f"{remains} is {person}" for remains, person in fixed.items())
        console.print(f"Signed, and not judged here: {signed}.")
    console.print(f"Prior: {joint.prior}.")


def _print_posteriors(
    console: Console, joint: JointPosterior, combined: JointPosterior | None
) -> None:
    """The most probable person of each of the remains, by DNA and by all evidence."""
    table = Table(title="Posterior of each of the remains", title_justify="left")
    table.add_column("Remains")
    table.add_column("Most probably")
    table.add_column("DNA alone", justify="right")
    if combined is not None:
        table.add_column("All evidence", justify="right")
    table.add_column("DNA alone is", justify="right")
    if combined is not None:
        table.add_column("All evidence is", justify="right")
    posteriors = [joint] if combined is None else [joint, combined]
    blocks = [{r: b for b in one.blocks for r in b.remains} for one in posteriors]
    for remains in joint.marginals:
        for person in dict.fromkeys(_most_probable(one, remains) for one in posteriors):
            table.add_row(
                remains,
                NOBODY if person is None else person,
                *(f"{one.marginals[remains].get(person, 0.0):.6f}" for one in posteriors),
                *(standing_in_words(of.get(remains)) for of in blocks),
            )
    console.print(table)
    for name, one in zip(("DNA alone", "All evidence"), posteriors, strict=False):
        for block in one.blocks:
            if block.standing is not Standing.EXACT:
                console.print(
                    f"{name}, {', '.join(block.remains)}: {standing_in_words(block)} ({block.how})."
                )


def _most_probable(joint: JointPosterior, remains: str) -> str | None:
    row = joint.marginals[remains]
    return max(row, key=lambda person: row[person], default=None)


def _words(assignment: Mapping[str, str | None]) -> str:
    named = [
        f"{remains} is {person}" for remains, person in assignment.items() if person is not None
    ]
    return ", ".join(named) or "nobody identified"
