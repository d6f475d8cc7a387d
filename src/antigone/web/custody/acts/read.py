"""Entering a reading: typed once, typed again, and where the two differ looked at once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.genetics.consensus import without_unseen
from antigone.genetics.markers import SILENT, Profile
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.models import Reading, Sample
from antigone.web.custody.reading_content import (
    Content,
    consensus_of,
    content_of_reading,
    owner_of,
    readings_that_count,
    store_content,
)
from antigone.web.custody.writing import earlier_profile, write_consensus
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import coverage_of, locked
from antigone.web.records.models import Person, Remains
from antigone.web.records.reading import markers_of


@dataclass(frozen=True)
class Particulars:
    """Where, with what and by whom a sample was read."""

    laboratory: str
    kit: str
    reader: str
    read_on: date
    laboratory_number: str = ""
    quality: str = ""


@transaction.atomic
def enter_reading(
    *, user: User, sample: Sample, particulars: Particulars, profile: Profile
) -> Reading:
    """Type the alleles of a sample for the first time; nothing counts before they are typed again.

    Raises:
        CustodyRefused: nothing is typed, or a relative's DNA has no live legal basis (CO-01).
        ValidationError: a field is missing or wrong.
    """
    incident = locked(sample.incident)
    require(user, incident, Permission.ENTER_DNA)
    owner = owner_of(sample)
    insist_on_basis_of(incident, owner)
    if not profile:
        raise CustodyRefused(_("Type the alleles of at least one marker."))
    last = Reading.objects.filter(sample=sample).aggregate(last=Max("version"))["last"] or 0
    reading = Reading(
        sample=sample,
        version=last + 1,
        laboratory=particulars.laboratory.strip(),
        laboratory_number=particulars.laboratory_number.strip(),
        kit=particulars.kit.strip(),
        reader=particulars.reader.strip(),
        read_on=particulars.read_on,
        quality=particulars.quality.strip(),
        first_by=user,
    )
    earlier = {} if readings_that_count(owner) else earlier_profile(owner)
    store_content(reading, Content(profile, earlier=earlier))
    reading.full_clean()
    reading.save()
    _enter(user, "reading.typed", reading, {"markers_count": len(profile)})
    return reading


@transaction.atomic
def enter_again(*, user: User, reading: Reading, profile: Profile) -> tuple[str, ...]:
    """Type the alleles a second time; where nothing differs the reading counts from now on.

    Returns:
        The markers that differ, which have to be looked at before it counts.

    Raises:
        CustodyRefused: it was typed twice before, or a newer reading took its place.
    """
    incident = locked(reading.sample.incident)
    reading, content = _open(user, incident, reading)
    if content.second is not None:
        raise CustodyRefused(_("This reading was typed twice before. Look at what differs."))
    content = replace(content, second=profile)
    reading.second_by, reading.second_at = user, timezone.now()
    _enter(user, "reading.typed_again", reading, {"differing": list(content.differing)})
    if content.differing:
        _save(reading, content)
    else:
        _count(user, reading, replace(content, agreed=content.first))
    return content.differing


@transaction.atomic
def settle_reading(*, user: User, reading: Reading, settled: Profile) -> Reading:
    """Say what stands at the markers at which the two typings differ; the reading counts then.

    Args:
        settled: genotypes of the markers that differ; a marker that is left out was not typed.

    Raises:
        CustodyRefused: it was not typed twice, or a newer reading took its place.
    """
    incident = locked(reading.sample.incident)
    reading, content = _open(user, incident, reading)
    if content.second is None:
        raise CustodyRefused(_("This reading has to be typed a second time first."))
    agreed = {m: g for m, g in content.first.items() if m not in content.differing}
    agreed |= {m: g for m, g in settled.items() if m in content.differing}
    if not agreed:
        raise CustodyRefused(_("Type the alleles of at least one marker."))
    _enter(user, "reading.settled", reading, {"differing": list(content.differing)})
    _count(user, reading, replace(content, agreed=agreed))
    return reading


def insist_on_basis_of(incident: Incident, owner: Remains | Person) -> None:
    """A relative's DNA is read only on a live legal basis (CO-01).

    Raises:
        CustodyRefused: there is none.
    """
    if isinstance(owner, Remains):
        return
    if not coverage_of(incident, [owner.family]).covers_donor(owner, owner.family):
        raise CustodyRefused(
            _(
                "No live legal basis covers this relative (CO-01): the sample is kept, and nothing is "
                "read from it. Record the consent first."
            )
        )


def _open(user: User, incident: Incident, reading: Reading) -> tuple[Reading, Content]:
    """The reading as it stands now, if it waits for somebody.

    Raises:
        CustodyRefused: it counts already, a newer one is there, or it was withdrawn.
    """
    require(user, incident, Permission.ENTER_DNA)
    rows = Reading.objects.select_related("sample__incident", "sample__remains__incident")
    rows = rows.select_related("sample__person__key", "sample__person__family")
    reading = rows.get(pk=reading.pk)
    insist_on_basis_of(incident, owner_of(reading.sample))
    content = content_of_reading(reading)
    if content is None:
        raise CustodyRefused(_("The relative withdrew: nothing of this can be read any more."))
    if reading.counts:
        raise CustodyRefused(_("This reading counts already. A new reading corrects it."))
    if Reading.objects.filter(sample=reading.sample, version__gt=reading.version).exists():
        raise CustodyRefused(_("A newer reading of this sample was begun: go on with that one."))
    return reading, content


def _save(reading: Reading, content: Content) -> None:
    store_content(reading, content)
    reading.full_clean()
    reading.save()


def _count(user: User, reading: Reading, content: Content) -> None:
    reading.counts_since = timezone.now()
    _save(reading, content)
    owner = owner_of(reading.sample)
    found = consensus_of(owner)
    tables = {
        name: (*marker.alleles, *((SILENT,) if marker.silent_frequency else ()))
        for name, marker in markers_of(reading.sample.incident).items()
    }
    compared, unseen = without_unseen(found.profile, tables)
    write_consensus(owner, compared)
    _enter(
        user,
        "reading.counts",
        reading,
        {
            "markers_count": len(compared),
            "conflicts": list(found.conflicts),
            "not_in_table": sorted(unseen),
        },
    )


def _enter(user: User, act: str, reading: Reading, details: Mapping[str, JsonValue]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=reading.sample.incident.slug,
        subject=reading.sample.code,
        details={"reading": reading.pk, "version": reading.version, **details},
    )
