"""`antigone search`: every profile of remains against every family, blindly."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from antigone.commands.screen import screen

if TYPE_CHECKING:
    from antigone.search.block import Query
    from antigone.search.case import SearchCase
    from antigone.search.search import Progress as Reached
    from antigone.search.search import SearchResult

Remains = Annotated[
    Path | None, typer.Option(help="Table of remains, .csv or .parquet (docs/search.md).")
]
Families = Annotated[
    Path | None, typer.Option(help="Table of the families' persons, .csv or .parquet.")
]
Markers = Annotated[Path | None, typer.Option(help="Markers, JSON.")]
Incident = Annotated[
    Path | None, typer.Option(help="Instead of three files: a DVI data set, JSON or Familias.")
]
Mutation = Annotated[
    str | None,
    typer.Option(help="With --incident: a mutation model among the file's mutation_variants."),
]
Out = Annotated[Path, typer.Option(help="Where the candidates go, .csv or .parquet.")]
Persons = Annotated[
    Path | None,
    typer.Option(help="Where the expected recall of each missing person goes, .csv or .parquet."),
]
Threshold = Annotated[
    float | None, typer.Option(help="Least log10 LR of a candidate; 4, or 0 with --top.")
]
Top = Annotated[
    int | None, typer.Option(min=1, help="Only so many of the best candidates of each.")
]
BestOf = Annotated[
    str, typer.Option(help="With --top: of each 'missing' person or each 'remains'.")
]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads; all processors by default.")]
Scheduler = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler, to search on a cluster.")
]


def search(
    out: Out,
    remains: Remains = None,
    families: Families = None,
    markers: Markers = None,
    incident: Incident = None,
    mutation: Mutation = None,
    persons: Persons = None,
    threshold: Threshold = None,
    top: Top = None,
    best_of: BestOf = "missing",
    threads: Threads = None,
    scheduler: Scheduler = None,
) -> None:
    """Find all candidates among many remains and many families; stopped, it goes on where it was."""
    # numba takes a second to import; other commands must not wait for it.
    from antigone.formats.problems import FormatError
    from antigone.genetics.markers import MarkerError
    from antigone.search.block import Query
    from antigone.search.checkpoint import CheckpointMismatch
    from antigone.search.search import SearchRefused

    if best_of not in ("missing", "remains"):
        raise typer.BadParameter(f"--best-of is {best_of!r}; allowed are missing, remains")
    least = threshold if threshold is not None else 4.0 if top is None else 0.0
    query = Query(least, top, "remains" if best_of == "remains" else "missing")
    folder = out.with_name(f"{out.name}.unfinished")
    try:
        _refuse_ending(out, persons)
        case = _read(remains, families, markers, incident, mutation)
        result = _searched(case, query, folder, threads, scheduler)
        _write(case, query, result, out, persons)
    except (FormatError, MarkerError, SearchRefused, CheckpointMismatch) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(f"Stopped. The same command goes on from {folder}.", err=True)
        raise typer.Exit(130) from None
    _summarise(case, query, result, out)


def _refuse_ending(*paths: Path | None) -> None:
    from antigone.formats.problems import listed, refusal
    from antigone.formats.table import KINDS

    for path in paths:
        if path is not None and path.suffix.lower() not in KINDS:
            raise refusal(str(path), "", f"allowed are tables with the endings {listed(KINDS)}")


def _read(
    remains: Path | None,
    families: Path | None,
    markers: Path | None,
    incident: Path | None,
    mutation: str | None,
) -> SearchCase:
    from antigone.formats.dvi import read_dvi
    from antigone.formats.limits import read_file
    from antigone.formats.search_tables import read_search
    from antigone.search.case import case_of

    tables = (remains, families, markers)
    if incident is not None and tables == (None, None, None):
        return case_of(read_dvi(read_file(incident), str(incident), mutation=mutation))
    if incident is None and remains and families and markers and mutation is None:
        return read_search(remains, families, markers)
    raise typer.BadParameter(
        "give either --remains, --families and --markers, or --incident (perhaps with --mutation)"
    )


def _searched(
    case: SearchCase, query: Query, folder: Path, threads: int | None, scheduler: str | None
) -> SearchResult:
    from antigone.search.cluster import search_on_cluster
    from antigone.search.search import search as search_here

    bar = Progress(
        TextColumn("Searching"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        report = _Report(bar)
        if scheduler is not None:
            return search_on_cluster(case, query, scheduler, progress=report, checkpoint=folder)
        return search_here(case, query, threads=threads, progress=report, checkpoint=folder)


class _Report:
    """Shows pairs per second and the time that is left."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=None, rate="")
        self.begun = time.monotonic()

    def __call__(self, reached: Reached) -> None:
        seconds = time.monotonic() - self.begun
        rate = (reached.done - reached.resumed) / seconds if seconds > 0 else 0.0
        words = ""
        if rate > 0:
            left = (reached.total - reached.done) / rate
            words = f"{rate / 1e6:,.1f} million pairs/s, {left:,.0f} s left"
        self.bar.update(self.task, completed=reached.done, total=reached.total, rate=words)


def _write(
    case: SearchCase, query: Query, result: SearchResult, out: Path, persons: Path | None
) -> None:
    from antigone.formats.table import write_table
    from antigone.provenance import program

    about = {"program": program(), "query": repr(query)}
    found = result.candidates
    columns: dict[str, Sequence[object]] = {
        "remains": [case.remains.ids[place] for place in found.remains],
        "missing": [case.missing[place] for place in found.missing],
    }
    write_table(
        out,
        {**columns, "log10_lr": found.log10_lr, "expected_recall": result.recall[found.missing]},
        about,
    )
    if persons is not None:
        counts = [0] * len(case.missing)
        for place in found.missing:
            counts[place] += 1
        reasons = {one.missing: _reason(case, one.state, one.marker) for one in result.left_out}
        write_table(
            persons,
            {
                "missing": case.missing,
                "expected_recall": result.recall,
                "candidates": counts,
                "left_out": [reasons.get(place, "") for place in range(len(counts))],
            },
            about,
        )
    _remove(out)


def _remove(out: Path) -> None:
    """What was kept of the search while it ran is no longer needed."""
    from antigone.search.checkpoint import remove_checkpoint

    remove_checkpoint(out.with_name(f"{out.name}.unfinished"))


def _reason(case: SearchCase, state: int, marker: int) -> str:
    from antigone.genetics.tables import TableState

    name = case.markers[marker].name
    if state == TableState.IMPOSSIBLE:
        return f"impossible on the family's own DNA at {name}: check its samples and its pedigree"
    return f"an exact elimination at {name} would need too much memory"


def _summarise(case: SearchCase, query: Query, result: SearchResult, out: Path) -> None:
    import numpy as np

    console = screen()
    console.print(
        f"{len(case.remains.ids):,} remains, {len(case.missing):,} missing persons: "
        f"{len(result.candidates):,} candidates with log10 LR of at least {query.threshold:g}, "
        f"in {out}"
    )
    known = result.recall[~np.isnan(result.recall)]
    if len(known):
        low, middle = np.quantile(known, [0.1, 0.5])
        console.print(
            "Complete remains of a missing person reach this with a probability of "
            f"{middle:.1%} (median of the missing); for one in ten it is below {low:.1%}."
        )
    for one in result.left_out[:20]:
        reason = _reason(case, one.state, one.marker)
        console.print(f"Left out: {case.missing[one.missing]}, {reason}.")
    if len(result.left_out) > 20:
        console.print(f"and {len(result.left_out) - 20} more; --persons lists all of them.")
