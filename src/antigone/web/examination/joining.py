"""Parts of one body: two numbers are joined by a person with reasons, and can be parted again."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import product

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.evidence.parts_of_body import merged_record, part_twice
from antigone.genetics import pedigree as core
from antigone.genetics.markers import MarkerError
from antigone.genetics.observation import ObservationError
from antigone.genetics.relationships import Relationship
from antigone.genetics.same_person import ComparisonRefused
from antigone.policy.findings import Finding
from antigone.policy.remains import re_02_one_body, re_03_may_be_parted
from antigone.reconcile.bodies import Bodies, Body, sample_pairs
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.incident import Remains as CoreRemains
from antigone.reconcile.joined import joined
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.assemble import pairings_of
from antigone.web.records.consent import locked
from antigone.web.records.discretion import within_sight
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.marker_rows import degraded_from_row, profile_from_row
from antigone.web.records.models import MissingPerson, Profile, Reassociation, Remains
from antigone.web.records.profiles import genotypes_of
from antigone.web.records.reading import markers_of
from antigone.web.records.record_rows import pm_record_from_row

_FIRST, _SECOND = np.array([0]), np.array([1])


class JoinRefused(ValueError):
    """A rule stands against it; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@transaction.atomic
def join(*, user: User, first: Remains, second: Remains, reasons: str) -> Reassociation:
    """Say that two numbers are of one body; from the next run on they are compared as one.

    Raises:
        JoinRefused: ID-06, a standing identification would be contradicted; RE-02, they cannot be
            of one body, or no reasons are given.
    """
    incident = locked(first.incident)
    require(user, incident, Permission.REASSOCIATE)
    if finding := _contradiction(user, incident, first, second):
        raise JoinRefused(finding)
    finding = re_02_one_body(reasons, within_sight(user, incident, excluding(first, second)))
    if not finding.met:
        raise JoinRefused(finding)
    low, high = sorted((first, second), key=lambda remains: remains.pk)
    together = Reassociation(
        incident=incident, first=low, second=high, reasons=reasons.strip(), recorded_by=user
    )
    together.full_clean()
    together.save()
    _enter(user, "body.joined", together)
    return together


@transaction.atomic
def part(*, user: User, together: Reassociation, reasons: str) -> Reassociation:
    """Say that two numbers are not of one body after all; both entries stay readable.

    Raises:
        JoinRefused: RE-03, an identification rests on the body, or no reasons are given.
    """
    incident = locked(together.incident)
    require(user, incident, Permission.REASSOCIATE)
    row = Reassociation.objects.select_related("first", "second", "incident").get(pk=together.pk)
    if row.parted_at is not None:
        gone = Finding("RE-03", "", False, _("It was parted before."))
        raise JoinRefused(gone)
    identified = within_sight(user, incident, identified_parts(parts_of(row.first)))
    finding = re_03_may_be_parted(reasons, identified)
    if not finding.met:
        raise JoinRefused(finding)
    row.parted_at = timezone.now()
    row.parted_by = user
    row.parted_because = reasons.strip()
    row.full_clean()
    row.save()
    _enter(user, "body.parted", row)
    return row


def identified_parts(parts: Iterable[Remains]) -> tuple[str, ...]:
    """Standing identifications of any of these, in words."""
    parts = list(parts)
    numbers = {remains.number for remains in parts}
    found = signed_identifications(parts[0].incident, numbers) if parts else {}
    named = ((r.number, found[r.number]) for r in parts if r.number in found)
    return tuple(
        _("%(remains)s is identified as %(person)s") % {"remains": number, "person": person}
        for number, person in named
    )


def _contradiction(
    user: User, incident: Incident, first: Remains, second: Remains
) -> Finding | None:
    """ID-06: one body is one person, so two numbers that are identified apart are not joined.

    Nor are numbers joined to a body that is identified: its identification rests on what was compared.
    """
    identified = identified_parts([*parts_of(first), *parts_of(second)])
    if not identified:
        return None
    identified = within_sight(user, incident, identified)
    return Finding(
        "ID-06",
        _("No other identification contradicts"),
        False,
        "{identifications}. It must be reopened first.",
        {"identifications": "; ".join(identified)},
    )


def excluding(first: Remains, second: Remains) -> tuple[str, ...]:
    """Why two numbers cannot be of one body, in words; all parts of both bodies are asked."""
    if first == second:
        return (_("they are the same remains"),)
    ones, twos = parts_of(first), parts_of(second)
    if second in ones:
        return (_("they are joined already"),)
    against = [words for one, two in product(ones, twos) for words in _excluding(one, two)]
    return tuple(dict.fromkeys([*against, *_by_dna(ones, twos), *_by_pairings(ones, twos)]))


def speaking_against(first: Remains, second: Remains) -> tuple[str, ...]:
    """What makes one body doubtful and excludes nothing: a person weighs it."""
    records = [pm_record_from_row(r.record) for r in (*parts_of(first), *parts_of(second))]
    told = [one for one in records if one is not None]
    notes = list(merged_record(told).contradictions) if len(told) > 1 else []
    log10_lr = _dna(parts_of(first), parts_of(second))
    if log10_lr is not None and -math.inf < log10_lr < 0.0:
        notes.append(
            _("their DNA speaks against one person (log10 LR %(lr).1f)") % {"lr": log10_lr}
        )
    return tuple(notes)


def _excluding(one: Remains, two: Remains) -> list[str]:
    names = {"one": one.number, "two": two.number}
    records = [pm_record_from_row(r.record) for r in (one, two)]
    found = []
    if records[0] is not None and records[1] is not None:
        twice = part_twice(records[0], records[1])
        if twice:
            what = {**names, "what": ", ".join(twice)}
            found.append(_("%(one)s and %(two)s both have %(what)s") % what)
    estimated = all(r is not None and r.sex is not None for r in records)
    if not estimated and not core.Sex(one.sex).consistent_with(core.Sex(two.sex)):
        found.append(_("%(one)s and %(two)s are recorded with different sex") % names)
    return found


def _core(remains: Remains) -> CoreRemains:
    try:
        profile = remains.profile
    except Profile.DoesNotExist:
        return CoreRemains(remains.number, core.Sex(remains.sex), {})
    return CoreRemains(
        remains.number,
        core.Sex(remains.sex),
        profile_from_row(genotypes_of(remains)),
        degraded_from_row(profile.degraded),
    )


def _small(parts: Iterable[Remains]) -> DviIncident:
    """An incident of these remains alone, with the markers of theirs."""
    rows = list(parts)
    markers = tuple(markers_of(rows[0].incident).values())
    return DviIncident(markers, tuple(_core(row) for row in rows), ())


def _dna(ones: Iterable[Remains], twos: Iterable[Remains]) -> float | None:
    """The least log10 LR of one person over all pairs; None where no two of them share a marker."""
    ones, twos = list(ones), list(twos)
    found: list[float] = []
    for one, two in product(ones, twos):
        small = _small([one, two])
        first, second = small.remains
        if not set(first.profile) & set(second.profile):
            continue
        try:
            pairs = sample_pairs(small)
            found.append(float(pairs.log10_lr(Relationship.ONE_PERSON, _FIRST, _SECOND)[0]))
        except (ComparisonRefused, MarkerError):
            continue
    return min(found, default=None)


def _by_dna(ones: Iterable[Remains], twos: Iterable[Remains]) -> list[str]:
    parts = [*ones, *twos]
    small = _small(parts)
    body = Body(tuple(row.number for row in parts), ())
    try:
        joined(small, Bodies((body,)))
        apart = _dna(ones, twos) == -math.inf
    except ObservationError:
        apart = True
    return [_("their DNA cannot be of one person")] if apart else []


def _by_pairings(ones: Iterable[Remains], twos: Iterable[Remains]) -> list[str]:
    parts = [*ones, *twos]
    incident = parts[0].incident
    missing = MissingPerson.objects.filter(incident=incident).values_list("number", flat=True)
    pairings = pairings_of(incident, list(missing)) or {}
    lists = [set(pairings[row.number]) for row in parts if row.number in pairings]
    if len(lists) > 1 and not set.intersection(*lists):
        return [_("no person sought is among those that the file allows for all of them")]
    return []


def _enter(user: User, act: str, together: Reassociation) -> None:
    record(
        actor=user.username,
        act=act,
        incident=together.incident.slug,
        subject=f"{together.first.number}, {together.second.number}",
        details={"reassociation": together.pk},
    )
