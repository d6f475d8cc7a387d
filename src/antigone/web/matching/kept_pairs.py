"""Pairs of a run over many: kept as rows, so that a page reads those that it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.web.incidents.models import Incident
from antigone.web.matching.candidates import with_both
from antigone.web.matching.models import FrozenFamily, FrozenProfile, FrozenRemains, KeptPair, Run
from antigone.web.matching.same_persons import families_of, joined_groups, numbers_of
from antigone.web.matching.screening import Found
from antigone.web.records.alive import alive_persons, found_alive
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import covered_donors, covered_families, reduced_families
from antigone.web.records.models import Family, MissingPerson, Person, Remains
from antigone.web.sealing.models import Key

AT_ONCE = 5_000
"""So many rows go to the database together."""

NAMED = 500
"""So many families are asked about together."""

LOOKED_AT, MOST_LOOKED_AT = 20, 400
"""Of the pairs of one case so many are looked at together, and so many in all."""


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
    return missing in hidden_among(run, {missing})


def strongest(run: Run, pairs: QuerySet[KeptPair], count: int) -> list[KeptPair]:
    """The strongest of the pairs of a case that may be shown: those of few persons are looked at."""
    found: list[KeptPair] = []
    rows = with_both(pairs.filter(run=run).order_by("-log10_lr", "pk"))
    for first in range(0, MOST_LOOKED_AT, LOOKED_AT):
        some = list(rows[first : first + LOOKED_AT])
        hidden = hidden_among(run, {pair.missing_person.number for pair in some})
        found += [pair for pair in some if pair.missing_person.number not in hidden]
        if len(found) >= count or len(some) < LOOKED_AT:
            break
    return found[:count]


def hidden_among(run: Run, missing: Collection[str]) -> frozenset[str]:
    """Those of a few persons whom no page may show with a run now (CO-05)."""
    incident = run.incident
    of_person = {number: numbers_of(run, number) for number in missing}
    every = frozenset[str]().union(*of_person.values())
    alive = found_alive(incident, every)
    joined = {number: families_of(run, number) for number in missing}
    names = frozenset[str]().union(*joined.values())
    seeking = MissingPerson.objects.filter(incident=incident, number__in=missing).order_by()
    family_of = dict(seeking.values_list("number", "family__name"))
    shut = shut_among(run, names.union(family_of.values()))
    return frozenset(
        number
        for number in missing
        if not alive.isdisjoint(of_person[number])
        or not shut.isdisjoint({family_of.get(number, ""), *joined[number]})
    )


def shut_among(run: Run, names: Collection[str]) -> frozenset[str]:
    """Those of some families that no basis covers now, or a donor of whom none covers."""
    every = sorted(names)
    parts = (every[first : first + NAMED] for first in range(0, len(every), NAMED))
    return frozenset(name for part in parts for name in _shut_of(run, part))


def _shut_of(run: Run, names: Sequence[str]) -> frozenset[str]:
    rows = Family.objects.filter(incident=run.incident, name__in=names)
    families = {family.pk: family for family in rows.order_by()}
    coverage = coverage_of(run.incident, families.values())
    shut = {f.name for f in families.values() if not coverage.covers_family(f)}
    used = FrozenProfile.objects.filter(run=run, person__family__in=families)
    for row in used.order_by().select_related("person").defer("sealed"):
        family = families[row.person.family_id]
        if not coverage.covers_donor(row.person, family):
            shut.add(family.name)
    return frozenset(shut)


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
