"""What a withdrawal does to the record of a dead person: the name goes with its key, the death stays."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from antigone.policy.deaths import Receiver
from antigone.web.board.models import Identification
from antigone.web.deaths.models import (
    Certificate,
    ContentsList,
    DeathRecord,
    Handover,
    Recall,
    RecordVersion,
)
from antigone.web.deaths.sealed import reseal
from antigone.web.records.destruction import GONE, Withdrawal
from antigone.web.records.models import Family
from antigone.web.sealing.keys import destroy, new_key
from antigone.web.sealing.models import Key


def take_out(withdrawal: Withdrawal) -> list[str]:
    """Seal what a law keeps with a key of its own (CO-06); the rest goes with the family's key.

    Returns:
        the tables in which rows were changed.
    """
    if not withdrawal.told:
        return []
    rows = _sealed_of(withdrawal.family).filter(key=withdrawal.family.key_id)
    kept = rows.filter(identification__proposal__run__in=withdrawal.kept_runs)
    for version in kept.select_related("key"):
        reseal(version, new_key(Key.Purpose.EVIDENCE))
    gone = list(rows.filter(key=withdrawal.family.key_id))
    Certificate.objects.filter(version__in=gone, sealed__isnull=False).update(sealed=b"")
    RecordVersion.objects.filter(pk__in=[version.pk for version in gone]).update(sealed=b"")
    decided = _identifications_of(withdrawal.family)
    _empty_words(decided.exclude(proposal__run__in=withdrawal.kept_runs))
    return _tables()


def let_go(family: Family) -> list[str]:
    """No law keeps it any more: the keys are destroyed."""
    rows = _sealed_of(family).filter(key__purpose=Key.Purpose.EVIDENCE, key__wrapped__isnull=False)
    gone = list(rows.select_related("key"))
    for version in gone:
        if version.key is not None:
            destroy(version.key)
    _empty_words(_identifications_of(family))
    return _tables()


def _sealed_of(family: Family) -> QuerySet[RecordVersion]:
    return RecordVersion.objects.filter(
        identification__missing_person__family=family, sealed__isnull=False
    )


def _identifications_of(family: Family) -> QuerySet[Identification]:
    """All that were ever signed, also those that fell."""
    return Identification.objects.filter(missing_person__family=family)


def _empty_words(decided: QuerySet[Identification]) -> None:
    """What people wrote beside the record, and may tell whom it names or what the family said.

    Who received what stays: where an identification falls, it has to be found and got back.
    """
    versions = RecordVersion.objects.filter(identification__in=decided)
    records = DeathRecord.objects.filter(
        Q(versions__in=versions) | Q(remains__identifications__in=decided)
    )
    lists = ContentsList.objects.filter(record__in=records.values("pk"))
    lists.exclude(owner="").update(owner=GONE)
    versions.exclude(because="").update(because=GONE)
    handed = Handover.objects.filter(identification__in=decided, receiver=Receiver.FAMILY)
    handed.exclude(note="").update(note=GONE)
    handed.exclude(came_back_because="").update(came_back_because=GONE)
    Recall.objects.filter(handover__in=handed).update(words=GONE)


def _tables() -> list[str]:
    changed = (RecordVersion, Certificate, ContentsList, Handover, Recall)
    return [model._meta.db_table for model in changed]
