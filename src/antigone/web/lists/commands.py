"""`antigone reindex`: letting everything be found anew, at the server."""

from __future__ import annotations

from typing import Annotated

import typer


def reindex(
    slug: Annotated[
        str, typer.Argument(help="Short name of an incident; without one, all of them.")
    ] = "",
) -> None:
    """Write anew under which words and names cases are found, from what is recorded."""
    from antigone.web.manage import setup

    setup()
    from antigone.web.incidents.models import Incident
    from antigone.web.lists.reindex import rebuild

    found = Incident.objects.filter(slug=slug) if slug else Incident.objects.all()
    if slug and not found:
        typer.echo(f"there is no incident {slug}", err=True)
        raise typer.Exit(1)
    for incident in found:
        typer.echo(f"{incident.slug}: {rebuild(incident)} words")
