"""Which remains may enter a comparison now, and which are held back (RE-01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Trim
from django.utils.translation import gettext as _

from antigone.policy.findings import Finding
from antigone.policy.remains import Confirmation, re_01_may_enter
from antigone.provenance import JsonValue
from antigone.web.incidents.models import Incident
from antigone.web.records.models import DeathConfirmation, RecoveryEvent, Remains


@dataclass(frozen=True, slots=True)
class RemainsHeldBack:
    """Remains that were left out of a comparison, and the rule that they do not meet."""

    number: str
    finding: Finding

    def as_json(self) -> dict[str, JsonValue]:
        """As a run keeps it; the sentence is translated where it is shown."""
        return {
            "remains": self.number,
            "code": self.finding.code,
            "because": self.finding.template,
            "values": dict(self.finding.values),
        }


class HeldBackMeanwhile(ValueError):
    """Remains whose record is frozen may no longer be compared."""


@dataclass
class Entry:
    """What lets the remains of an incident in; each is stated of one, or for all of a file."""

    confirmations: dict[tuple[str, int], list[Confirmation]] = field(default_factory=dict)
    recoveries: dict[tuple[str, int], int] = field(default_factory=dict)

    def finding(self, remains: Remains) -> Finding:
        """RE-01, applied to these remains."""
        keys = _keys_of(remains)
        confirmations = [c for key in keys for c in self.confirmations.get(key, [])]
        return re_01_may_enter(confirmations, sum(self.recoveries.get(key, 0) for key in keys))


def _keys_of(remains: Remains) -> list[tuple[str, int]]:
    own = ("remains", remains.pk)
    return [own] if remains.source_file_id is None else [own, ("file", remains.source_file_id)]


def entry_of(incident: Incident, remains: Iterable[Remains] | None = None) -> Entry:
    """Confirmations and recoveries of an incident, as the rule sees them.

    Args:
        remains: those that are asked about; None: all of the incident.
    """
    confirmations = DeathConfirmation.objects.filter(incident=incident)
    events = RecoveryEvent.objects.filter(incident=incident, replaced_by__isnull=True)
    if remains is not None:
        remains = list(remains)
        files = {row.source_file_id for row in remains} - {None}
        asked = Q(remains__in=remains) | Q(source_file__in=files)
        confirmations, events = confirmations.filter(asked), events.filter(asked)
    return _entry(confirmations, events)


def _entry(confirmations: Iterable[DeathConfirmation], events: QuerySet[RecoveryEvent]) -> Entry:
    found = Entry()
    for stated in confirmations:
        key = _key(stated.remains_id, stated.source_file_id)
        plain = Confirmation(stated.examiner, stated.function, stated.taken_back_at is None)
        found.confirmations.setdefault(key, []).append(plain)
    for remains, file in events.values_list("remains_id", "source_file_id"):
        key = _key(remains, file)
        found.recoveries[key] = found.recoveries.get(key, 0) + 1
    return found


def held_back(incident: Incident) -> Q:
    """RE-01 as a condition on the remains of an incident: those of which `Entry.finding` is not met."""
    live = DeathConfirmation.objects.filter(incident=incident, taken_back_at__isnull=True)
    # A name of two words, and a function: `Confirmation.names_the_examiner`.
    named = live.annotate(name=Trim("examiner"), of_function=Trim("function"))
    parted = Q(name__contains=" ") | Q(name__contains="\t") | Q(name__contains="\u00a0")
    confirmed = named.filter(parted).exclude(of_function="")
    events = RecoveryEvent.objects.filter(incident=incident)
    # Few are corrected: these are read once, and not looked for behind each.
    replaced = events.filter(replaces__isnull=False).order_by().values("replaces")
    recovered = events.filter(~Q(pk__in=replaced))
    return ~(_of(confirmed) & _of(recovered))


def _of(stated: QuerySet[DeathConfirmation] | QuerySet[RecoveryEvent]) -> Q:
    """Remains of which it is stated, or of whose file."""
    files = stated.filter(source_file__isnull=False).order_by().distinct()
    own = stated.filter(remains=OuterRef("pk"))
    return Q(source_file__in=list(files.values_list("source_file", flat=True))) | Q(Exists(own))


def _key(remains: int | None, file: int | None) -> tuple[str, int]:
    if remains is not None:
        return "remains", remains
    assert file is not None  # noqa: S101  (a database constraint: one of the two)
    return "file", file


def insist_on_remains(incident: Incident, numbers: Iterable[str]) -> None:
    """Go on with frozen records only while all remains in them may be compared (RE-01).

    Raises:
        HeldBackMeanwhile: a confirmation of death was taken back since.
    """
    rows = Remains.objects.filter(incident=incident, number__in=set(numbers)).only(
        "number", "source_file_id"
    )
    entry = entry_of(incident)
    if not all(entry.finding(row).met for row in rows):
        raise HeldBackMeanwhile(
            _(
                "Remains of this run are held back since it was started, because their death or "
                "their recovery is no longer confirmed (RE-01). Start a new run: it leaves them out."
            )
        )
