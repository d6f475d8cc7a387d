"""What each operation needs, and one real thing behind its address: a new operation needs a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Family
from tests.web.needs import About
from tests.web.samples import World

P = Permission
Kwargs = dict[str, object]

RECOVERY = {
    "found": "whole",
    "place": "Orchard, square E2",
    "recovered_on": "2026-10-05",
    "recovered_time": "09:30:00",
    "finder": "Teo Marsk, Civil Protection",
}


def _nothing(world: World) -> Kwargs:
    return {}


def _run(world: World) -> Kwargs:
    return {"run": world.run.pk}


def _family(world: World) -> Kwargs:
    return {"family": Family.objects.get(incident=world.cast.incident, name="F1").pk}


@dataclass(frozen=True)
class Need:
    """What an operation needs of the person behind the token, and how it is asked.

    Args:
        needed: permissions besides VIEW.
        sample: what fills its address.
        body: what is sent to it; bytes are a file.
        made_by: whose own the sample is; nobody else gets it.
    """

    about: About
    needed: frozenset[Permission] = frozenset()
    sample: Callable[[World], Kwargs] = _nothing
    body: object = None
    made_by: str = ""


def need(
    about: About,
    *needed: Permission,
    sample: Callable[[World], Kwargs] = _nothing,
    body: object = None,
    made_by: str = "",
) -> Need:
    """A line of the table."""
    return Need(about, frozenset(needed), sample, body, made_by)


def _remains(world: World) -> Kwargs:
    return {"number": "V1"}


def _pair(world: World) -> Kwargs:
    return {"run": world.run.pk, "remains": "V1", "missing": "M1"}


def _pending(world: World) -> Kwargs:
    return {"upload": world.pending.pk}


NEEDS: dict[str, Need] = {
    "read_incident": need(About.INCIDENT),
    "read_figures": need(About.INCIDENT),
    "read_figures_of_year": need(About.INCIDENT, sample=lambda w: {"year": 2026}),
    "list_remains": need(About.INCIDENT),
    "read_remains": need(About.REMAINS, sample=_remains),
    "read_genotypes_of_remains": need(About.REMAINS, P.SEE_GENOTYPES, sample=_remains),
    "register": need(
        About.INCIDENT,
        *(P.REGISTER, P.HANDLE_SAMPLES),
        body={"number": "NEW-1", "recovery": RECOVERY},
    ),
    "list_missing": need(About.INCIDENT),
    "read_missing": need(About.FAMILY, sample=lambda w: {"number": "M1"}),
    "list_families": need(About.INCIDENT),
    "read_family": need(About.FAMILY, sample=_family),
    "read_genotypes_of_family": need(About.FAMILY, P.SEE_GENOTYPES, sample=_family),
    "list_samples": need(About.INCIDENT),
    "read_sample": need(About.REMAINS, P.SEE_REMAINS, sample=lambda w: {"code": w.sample.code}),
    "list_runs": need(About.WHOLE),
    "start": need(About.WHOLE, P.RUN, body={}),
    "read_run": need(About.WHOLE, sample=_run),
    "cancel": need(About.WHOLE, P.RUN, sample=_run),
    "list_candidates": need(About.WHOLE, sample=_run),
    "read_pair": need(About.WHOLE, sample=_pair),
    "read_joint": need(About.WHOLE, sample=_run),
    "list_proposals": need(About.WHOLE),
    "read_proposal": need(About.WHOLE, sample=lambda w: {"proposal": w.proposal.pk}),
    "list_identifications": need(About.WHOLE),
    "list_exclusions": need(About.WHOLE),
    "list_files": need(About.WHOLE),
    "read_file": need(About.WHOLE, sample=lambda w: {"file": w.file.pk}),
    "upload": need(About.WHOLE, P.IMPORT, body=b"{}"),
    "read_upload_again": need(About.WHOLE, P.IMPORT, sample=_pending, made_by="mara"),
    "confirm_upload": need(About.WHOLE, P.IMPORT, sample=_pending, made_by="mara"),
    "discard_pending": need(About.WHOLE, P.IMPORT, sample=_pending, made_by="mara"),
    "take_out_file": need(
        About.INCIDENT,
        P.EXPORT,
        body={
            "what": "remains",
            "form": "csv",
            "purpose": "statistics",
            "words": "Counted for the office.",
        },
    ),
    "list_entries": need(About.WHOLE, P.READ_JOURNAL),
}
"""Operations of an incident."""

OUTSIDE = frozenset({"me", "list_incidents"})
"""Operations that are about no incident, or list those of the person."""
