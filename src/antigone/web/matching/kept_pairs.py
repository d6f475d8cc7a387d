"""Pairs of a run over many: kept as rows, so that a page reads those that it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.web.incidents.models import Incident
from antigone.web.matching.models import FrozenFamily, FrozenProfile, FrozenRemains, KeptPair, Run
from antigone.web.matching.same_persons import families_of, joined_groups, numbers_of
from antigone.web.matching.screening import Found
from antigone.web.records.alive import alive_persons, found_alive
from antigone.web.records.covered import covered_donors, covered_families, reduced_families
from antigone.web.records.models import Family, MissingPerson, Person, Remains
from antigone.web.sealing.models import Key

AT_ONCE = 5_000
"""So many rows go to the database together."""


def keep_pairs(run: Run, found: Iterable[Found]) -> int:
    """Store the pairs of a run; how many."""
    incident = run.incident
    remains = _pks(Remains.objects.filter(incident=incident))
    persons = _pks(MissingPerson.objects.filter(incident=incident))
    rows = (
        KeptPair(
            run=run, remains_id=remains[r], missing_person_id=persons[m], log10_lr=float(log10_lr)
        )
        for r, m, log10_lr in found
    )
    return sum(len(KeptPair.objects.bulk_create(part)) for part in _parts(rows))


def _pks(rows: QuerySet[Remains] | QuerySet[MissingPerson]) -> dict[str, int]:
    return dict(rows.order_by().values_list("number", "pk"))


def _parts(rows: Iterator[KeptPair]) -> Iterator[Sequence[KeptPair]]:
    part: list[KeptPair] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def shown_pairs(run: Run, numbers: Collection[str] | None = None) -> QuerySet[KeptPair]:
    """The pairs of a run without those that no page may show with it now (CO-05), strongest first.

    Args:
        numbers: only pairs of these persons sought.
    """
    incident = run.incident
    pairs = KeptPair.objects.filter(run=run)
    if numbers is not None:
        pairs = pairs.filter(missing_person__in=_persons(incident, numbers))
    alive = MissingPerson.objects.filter(alive_persons(incident), incident=incident).order_by()
    shut = Family.objects.filter(_shut(run), incident=incident).order_by()
    hidden = Q(missing_person__in=alive.values("pk")) | Q(
        missing_person__family__in=shut.values("pk")
    )
    beside = _hidden_with_others(run)
    if beside:
        hidden |= Q(missing_person__in=_persons(incident, beside))
    return pairs.filter(~hidden).order_by("-log10_lr", "pk")


def _persons(incident: Incident, numbers: Collection[str]) -> list[int]:
    rows = MissingPerson.objects.filter(incident=incident, number__in=numbers).order_by()
    return list(rows.values_list("pk", flat=True))


def _shut(run: Run) -> Q:
    """Families of a run that no basis covers now, or a donor of whom none covers."""
    incident = run.incident
    used = FrozenProfile.objects.filter(run=run).order_by().values("person")
    donors = Person.objects.filter(family=OuterRef("pk"), pk__in=used).order_by()
    lost = Exists(donors.filter(~covered_donors(incident)))
    return reduced_families(incident) & (~covered_families(incident) | Q(lost))


def _hidden_with_others(run: Run) -> frozenset[str]:
    """Persons who stand in the run as one with somebody who may not be shown."""
    groups = joined_groups(run)
    names = {name for families, _ in groups for name in families}
    numbers = {number for _, numbers in groups for number in numbers}
    if not groups:
        return frozenset()
    shut = Family.objects.filter(_shut(run), incident=run.incident, name__in=names).order_by()
    closed, alive = set(shut.values_list("name", flat=True)), found_alive(run.incident, numbers)
    hidden = [numbers for families, numbers in groups if closed & set(families)]
    same = [numbers_of(run, number) for number in numbers]
    return frozenset().union(*hidden, *(one for one in same if not alive.isdisjoint(one)))


def hides(run: Run, missing: str) -> bool:
    """Whether no page may show a person with a run now (CO-05)."""
    numbers = numbers_of(run, missing)
    if not numbers.isdisjoint(found_alive(run.incident, numbers)):
        return True
    seeking = Q(missing_persons__number=missing) | Q(name__in=families_of(run, missing))
    return Family.objects.filter(seeking & _shut(run), incident=run.incident).exists()


def was_compared(
    run: Run, remains: Collection[str] | None, missing: Collection[str] | None
) -> bool:
    """Whether a run read some of these remains, or sought some of these persons."""
    if remains is not None:
        return FrozenRemains.objects.filter(run=run, number__in=remains).exists()
    seeking = FrozenFamily.objects.filter(
        run=run, family__missing_persons__number__in=missing or ()
    )
    return seeking.exists()


def hidden_names(run: Run) -> frozenset[str]:
    """Numbers of persons whom no page may show with a run now, and names of their families."""
    shut = Family.objects.filter(_shut(run), incident=run.incident).order_by()
    rows = MissingPerson.objects.filter(incident=run.incident).order_by()
    hidden = rows.filter(Q(family__in=shut.values("pk")) | alive_persons(run.incident))
    return frozenset(hidden.values_list("number", flat=True)).union(
        shut.values_list("name", flat=True), _hidden_with_others(run)
    )


def was_withdrawn(run: Run, missing: str) -> bool:
    """Whether the family of a person, or a relative who gave DNA, withdrew since a run read them."""
    gone = Q(key__wrapped__isnull=True) | Q(key__purpose=Key.Purpose.EVIDENCE)
    families = FrozenFamily.objects.filter(gone, run=run, family__missing_persons__number=missing)
    donors = FrozenProfile.objects.filter(
        gone, run=run, person__family__missing_persons__number=missing
    )
    return families.exists() or donors.exists()


def take_pairs_out(run: Run, numbers: Collection[str]) -> None:
    """Delete the pairs of persons who withdrew."""
    KeptPair.objects.filter(run=run, missing_person__in=_persons(run.incident, numbers)).delete()
