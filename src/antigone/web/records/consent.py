"""Recording legal bases and withdrawals, and which records they cover now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from antigone.policy import consent as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Objection, Person

Covered = ImportedFile | Family | Person


class BasisRefused(ValueError):
    """A legal basis cannot be recorded as stated; `finding` says what it lacks."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class NotCovered(ValueError):
    """Nothing is left to withdraw."""


def incident_of(covered: Covered) -> Incident:
    """The incident of a file, family or donor."""
    return covered.family.incident if isinstance(covered, Person) else covered.incident


def locked(incident: Incident) -> Incident:
    """The incident, held until the transaction ends: no run starts beside a withdrawal."""
    return Incident.objects.select_for_update().get(pk=incident.pk)


def name_of(covered: Covered) -> str:
    """How the journal names what a basis covers: numbers only."""
    kind = {ImportedFile: "file", Family: "family", Person: "donor"}[type(covered)]
    return f"{kind} {covered.pk}"


@transaction.atomic
def record_basis(
    *,
    user: User,
    covered: Covered,
    attestation: rules.Attestation,
    statement: str,
) -> LegalBasis:
    """Record the legal basis for comparing a file's family records, one family's, or one donor's.

    Raises:
        BasisRefused: CO-02, somebody or something is not named.
    """
    incident = locked(incident_of(covered))
    require(user, incident, Permission.ATTEST)
    finding = rules.co_02_names_who_states_it(attestation)
    if not finding.met:
        raise BasisRefused(finding)
    basis = LegalBasis(
        incident=incident,
        kind=attestation.kind,
        particulars=attestation.particulars.strip(),
        given_by=attestation.given_by.strip(),
        function=attestation.function.strip(),
        statement=statement,
        recorded_by=user,
        **_as_scope(covered),
    )
    basis.full_clean()
    basis.save()
    # Who answers for a whole file is an official; who consents for a family is one of the family.
    named = {"given_by": basis.given_by} if isinstance(covered, ImportedFile) else {}
    record(
        actor=user.username,
        act="basis.recorded",
        incident=incident.slug,
        subject=name_of(covered),
        details={"basis": basis.pk, "kind": basis.kind, **named},
    )
    return basis


def _as_scope(covered: Covered) -> dict[str, Covered]:
    field_of = {ImportedFile: "source_file", Family: "family", Person: "donor"}
    return {field_of[type(covered)]: covered}


@transaction.atomic
def withdraw_basis(*, user: User, basis: LegalBasis, reason: str) -> LegalBasis:
    """End a legal basis; what it alone covered is left out of every comparison from now on.

    Raises:
        NotCovered: it was withdrawn before.
    """
    incident = locked(basis.incident)
    require(user, incident, Permission.ATTEST)
    basis = LegalBasis.objects.get(pk=basis.pk)
    if basis.withdrawn_at is not None:
        raise NotCovered
    basis.withdrawn_at = timezone.now()
    basis.withdrawn_by = user
    basis.withdrawal_reason = reason.strip()
    basis.full_clean()
    basis.save()
    covered = basis.source_file or basis.family or basis.donor
    record(
        actor=user.username,
        act="basis.withdrawn",
        incident=incident.slug,
        subject=name_of(covered) if covered else "",
        details={"basis": basis.pk},
    )
    return basis


@transaction.atomic
def record_objection(*, user: User, covered: Family | Person, reason: str) -> Objection:
    """A family or a donor withdraws: outweighs what anybody stated for them (CO-03)."""
    incident = locked(incident_of(covered))
    require(user, incident, Permission.ATTEST)
    objection = Objection(
        incident=incident, reason=reason.strip(), recorded_by=user, **_as_scope(covered)
    )
    objection.full_clean()
    objection.save()
    record(
        actor=user.username,
        act="consent.withdrawn",
        incident=incident.slug,
        subject=name_of(covered),
        details={"objection": objection.pk},
    )
    return objection


@dataclass
class Coverage:
    """Which families and donors of an incident may be compared now (CO-01)."""

    bases: dict[tuple[rules.Scope, int], list[rules.Basis]] = field(default_factory=dict)
    objections: dict[tuple[rules.Scope, int], list[rules.Objection]] = field(default_factory=dict)

    def covers_family(self, family: Family) -> bool:
        """Whether the family's missing persons may be compared."""
        return self._covers(_keys_of(family))

    def covers_donor(self, person: Person, family: Family) -> bool:
        """Whether the DNA of a relative may be used."""
        return self._covers([*_keys_of(family), (rules.Scope.DONOR, person.pk)])

    def _covers(self, keys: Iterable[tuple[rules.Scope, int]]) -> bool:
        keys = list(keys)
        return rules.co_01_may_be_compared(
            [basis for key in keys for basis in self.bases.get(key, [])],
            [objection for key in keys for objection in self.objections.get(key, [])],
        )


def _keys_of(family: Family) -> list[tuple[rules.Scope, int]]:
    """What covers a family: a basis of its own, and of its file where it came with one."""
    own = (rules.Scope.FAMILY, family.pk)
    return (
        [own] if family.source_file_id is None else [(rules.Scope.FILE, family.source_file_id), own]
    )


def coverage_of(incident: Incident) -> Coverage:
    """The legal bases and objections of an incident, as the rules see them."""
    found = Coverage()
    for basis in LegalBasis.objects.filter(incident=incident):
        scope, pk = _scope_of(basis.source_file_id, basis.family_id, basis.donor_id)
        plain = rules.Basis(scope, basis.recorded_at, basis.withdrawn_at)
        found.bases.setdefault((scope, pk), []).append(plain)
    for objection in Objection.objects.filter(incident=incident):
        scope, pk = _scope_of(None, objection.family_id, objection.donor_id)
        plain_objection = rules.Objection(scope, objection.recorded_at)
        found.objections.setdefault((scope, pk), []).append(plain_objection)
    return found


def _scope_of(file: int | None, family: int | None, donor: int | None) -> tuple[rules.Scope, int]:
    if file is not None:
        return rules.Scope.FILE, file
    if family is not None:
        return rules.Scope.FAMILY, family
    assert donor is not None  # noqa: S101  (a database constraint: one of the three)
    return rules.Scope.DONOR, donor
