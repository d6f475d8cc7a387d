"""`antigone dvi`: who of the missing may be which remains, from one file of DNA data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from antigone.commands.dvi_print import print_dvi
from antigone.commands.open_print import print_groups, print_next
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables
from antigone.formats.bodies_json import direct_json
from antigone.formats.dvi import read_dvi
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError, listed
from antigone.formats.result_json import next_json, reconciliation_json
from antigone.policy.identification import LEAST_POSTERIOR
from antigone.reconcile.direct import compare_remains
from antigone.reconcile.explain import explanations_of_groups
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joint import reconcile
from antigone.reconcile.next_step import next_steps
from antigone.reconcile.priors import ListKind, Prior, PriorError, closed_list, flat, open_list
from antigone.search.pairs import fast_pairwise

File = Annotated[
    Path, typer.Argument(help="A DVI data set: JSON, or Familias .fam with a [DVI] block.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Top = Annotated[int, typer.Option(min=1, help="How many of the best assignments to print.")]
PairwiseOnly = Annotated[
    bool, typer.Option("--pairwise-only", help="Leave the joint posterior out.")
]
Mutation = Annotated[
    str | None,
    typer.Option(help="Name of a mutation model among the file's mutation_variants."),
]
PriorKind = Annotated[
    ListKind,
    typer.Option(
        "--prior",
        help="flat: all assignments alike; open: some remains are of nobody sought (with "
        "--expected-overlap); closed: each of the remains is of somebody sought.",
    ),
]
Overlap = Annotated[
    float | None,
    typer.Option(help="With --prior open: how many of the remains are of persons sought."),
]
Fixed = Annotated[
    list[str] | None,
    typer.Option(
        metavar="REMAINS=PERSON",
        help="A signed identification that stands, e.g. V1=M3; may be repeated.",
    ),
]
TableFolder = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Own tables of error rates and frequencies, which replace packaged ones by name: see "
        "antigone tables.",
    ),
]
JoinParts = Annotated[
    bool,
    typer.Option(help="Compare remains that are parts of one body as one."),
]

Next = Annotated[
    bool,
    typer.Option(
        "--next", help="Say which further sample or test would settle most, by simulation."
    ),
]
Seed = Annotated[
    int,
    typer.Option(min=0, help="With --next, start of its random numbers: same seed, same answer."),
]


class _OptionError(ValueError):
    """An option has a value that is not allowed; the message names it and what is."""


def dvi(
    file: File,
    as_json: AsJson = False,
    top: Top = 10,
    pairwise_only: PairwiseOnly = False,
    mutation: Mutation = None,
    prior: PriorKind = ListKind.FLAT,
    expected_overlap: Overlap = None,
    fixed: Fixed = None,
    tables: TableFolder = None,
    join_parts: JoinParts = True,
    what_next: Next = False,
    seed: Seed = 1,
) -> None:
    """Compare all remains with all missing persons: pairs, and one joint posterior.

    First the remains are compared with each other: parts of one body are then compared as one, and
    are told. Evidence besides DNA counts where the file holds records; DNA alone stands beside it.
    """
    try:
        incident = read_dvi(read_file(file), str(file), mutation=mutation)
        numbers = load_tables(tables)
        direct = compare_remains(
            incident, fixed=_signed(fixed or (), incident), join_parts=join_parts
        )
        chosen = _prior(prior, expected_overlap, direct.incident)
    except (FormatError, TableError, _OptionError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    result = reconcile(
        direct.incident,
        best=top,
        pairwise_only=pairwise_only,
        prior=chosen,
        fixed=direct.fixed,
        tables=numbers,
        pairwise=fast_pairwise(direct.incident),
    )
    groups = explanations_of_groups(
        direct.incident, result, threshold=LEAST_POSTERIOR, prior=chosen, signed=direct.fixed
    )
    steps = None
    if what_next:
        steps = next_steps(
            direct.incident,
            result,
            threshold=LEAST_POSTERIOR,
            rng=np.random.default_rng(seed),
            prior=chosen,
            signed=direct.fixed,
        )
    if as_json:
        value = (
            reconciliation_json(result, groups)
            | {"fixed": dict(direct.fixed)}
            | direct_json(direct)
        )
        if steps is not None:
            value["next"] = next_json(steps)
        value["tables"] = {"fingerprint": numbers.fingerprint, "replaced": list(numbers.replaced)}
        typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        print_dvi(result, direct, numbers.replaced)
        print_groups(groups)
        if steps is not None:
            print_next(steps)


def _signed(options: Iterable[str], incident: DviIncident) -> dict[str, str]:
    """Remains to person; ids may hold "=" themselves."""
    remains, missing = {r.id for r in incident.remains}, set(incident.missing)
    found: dict[str, str] = {}
    for option in options:
        parts = option.split("=")
        pairs = [("=".join(parts[:i]), "=".join(parts[i:])) for i in range(1, len(parts))]
        known = [(r, m) for r, m in pairs if r in remains and m in missing]
        if not known:
            raise _OptionError(
                f"--fixed {option}: allowed is REMAINS=PERSON with one of the remains "
                f"{listed(sorted(remains))} and one of the missing persons {listed(sorted(missing))}"
            )
        name, person = known[0]
        if found.get(name, person) != person:
            raise _OptionError(
                f"--fixed {option}: {name} is already {found[name]}; allowed is one person for each"
            )
        found[name] = person
    return found


def _prior(kind: ListKind, overlap: float | None, incident: DviIncident) -> Prior:
    if kind is not ListKind.OPEN:
        if overlap is not None:
            raise _OptionError(
                f"--expected-overlap {overlap:g}: allowed with --prior open only, not with {kind.value}"
            )
        return closed_list() if kind is ListKind.CLOSED else flat()
    remains, missing = len(incident.remains), len(incident.missing)
    if overlap is None:
        raise _OptionError(
            "--prior open needs --expected-overlap: how many of the remains are of persons sought; "
            f"allowed is above 0 and below {min(remains, missing):,}"
        )
    try:
        return open_list(remains, missing, overlap)
    except PriorError as error:
        raise _OptionError(f"--expected-overlap: {error}") from None
