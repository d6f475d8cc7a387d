"""The work of a search by face, in the background: what is not allowed at its moment is not read."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from antigone.evidence.face.bands import Lead
from antigone.evidence.face.engine import Engine
from antigone.policy.face import fa_08_good_enough, fa_09_capped
from antigone.provenance import JsonValue
from antigone.web.faces.dropping import drop_unused
from antigone.web.faces.engines import NoEngine, engine_in_force, identity_json
from antigone.web.faces.gallery import allowed, in_parts
from antigone.web.faces.leads import Photographs, best_photograph, leads_of
from antigone.web.faces.measures import eyes_of, measure
from antigone.web.faces.measuring import Measuring, SearchEnded
from antigone.web.faces.models import FaceHit, FaceSearch, FaceVector
from antigone.web.faces.rights import may_search
from antigone.web.faces.standing import of_search
from antigone.web.faces.states import state_of_face
from antigone.web.faces.written import Measured
from antigone.web.incidents.models import Incident
from antigone.web.journal.services import record
from antigone.web.media.doors import pictures
from antigone.web.media.models import Picture
from antigone.web.records.consent import locked
from antigone.web.records.doors import remains_in_sight
from antigone.web.sealing.erasure import overwrite, overwrite_soon
from antigone.words import said_json

logger = logging.getLogger(__name__)


@task()
def search_by_face(search_id: int) -> None:
    """Do the work of a search once; one that was cancelled or is done already is left alone."""
    overwrite()
    claimed = FaceSearch.objects.filter(pk=search_id, status=FaceSearch.Status.WAITING).update(
        status=FaceSearch.Status.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if claimed != 1:
        return
    row = FaceSearch.objects.select_related("incident", "asked_by", "remains").get(pk=search_id)
    try:
        _work(row)
    except SearchEnded:
        return
    except Exception as error:
        _fail(row, error)


def _work(row: FaceSearch) -> None:
    engine = engine_in_force()
    _forget_other_engines(row.incident, engine)
    picture = pictures().get(pk=row.picture_id)
    if unmet := _unmet(row, picture):
        _end_as_failed(row, unmet)
        return
    probe = measure(engine, picture, state_of_face(row.remains), eyes_of(picture))
    if probe.vector is None or not fa_08_good_enough(probe.problems).met:
        _finish(row, engine, Found(probe))
        return
    persons, unmeasured = Measuring(row, engine).all()
    leads = leads_of(engine, probe.vector, persons)
    _finish(row, engine, Found(probe, persons, leads, unmeasured))


def _unmet(row: FaceSearch, picture: Picture) -> str:
    """Codes of the rules that do not hold any more: FA-01 to FA-04, or FA-07 for whoever asked."""
    sees = remains_in_sight(row.asked_by, row.incident).filter(pk=row.remains_id)
    if not may_search(row.asked_by, row.incident) or not sees.exists():
        return "FA-07"
    return ", ".join(f.code for f in of_search(row, picture) if not f.met)


def _forget_other_engines(incident: Incident, engine: Engine) -> None:
    """Vectors of another engine are never compared with this one's: they are measured anew.

    Some families at a time, so that nobody waits long for the lock.
    """
    of_vectors = FaceVector.objects.filter(picture__incident=incident).order_by()
    of_leads = FaceHit.objects.filter(search__incident=incident).order_by()
    families = {
        *of_vectors.values_list("picture__family", flat=True),
        *of_leads.values_list("picture__family", flat=True),
    }
    for part in in_parts(families):
        _forget_of(incident, engine, part)


@transaction.atomic
def _forget_of(incident: Incident, engine: Engine, families: Sequence[int]) -> None:
    locked(incident)
    tables = set(drop_unused(incident, families))
    old = FaceVector.objects.filter(picture__family__in=families)
    old = old.exclude(engine=engine.identity.key)
    if old.exists():
        old.delete()
        tables.add(FaceVector._meta.db_table)
    if tables:
        overwrite_soon(tables=tables)


@dataclass(frozen=True)
class Found:
    """What a search found.

    Args:
        probe: what was measured of the picture of the remains.
        persons: by person sought what was measured of their photographs.
        leads: the nearest first.
        unmeasured: photographs in which no face could be measured, by pk.
    """

    probe: Measured
    persons: Mapping[int, Photographs] = field(default_factory=dict)
    leads: Sequence[tuple[int, Lead]] = ()
    unmeasured: Sequence[int] = ()

    @property
    def photographs_count(self) -> int:
        """How many photographs were compared."""
        return sum(len(photographs) for photographs in self.persons.values())


@transaction.atomic
def _finish(row: FaceSearch, engine: Engine, found: Found) -> None:
    """Store what was found, while nobody can withdraw: what a withdrawal took is left out."""
    locked(row.incident)
    if unmet := _unmet(row, pictures().get(pk=row.picture_id)):
        _end_as_failed(row, unmet)
        return
    hits = _hits(row, found)
    done = FaceSearch.objects.filter(pk=row.pk, status=FaceSearch.Status.RUNNING).update(
        status=FaceSearch.Status.DONE,
        finished_at=timezone.now(),
        # What did the work: the worker may have another engine than the page had.
        engine=said_json(identity_json(engine.identity)),
        problems=list(found.probe.problems),
        points=[list(point) for point in found.probe.points],
        persons_count=len(found.persons),
        photographs_count=found.photographs_count,
        listed_count=len(hits),
        unmeasured=list(found.unmeasured),
    )
    if done:
        FaceHit.objects.bulk_create(hits)
        _record(row, "face.search_finished", {"persons_count": len(found.persons)})


def _hits(row: FaceSearch, found: Found) -> list[FaceHit]:
    """The leads whose photographs may all be used still."""
    read = {person: set(found.persons[person]) for person, _ in found.leads}
    now = allowed(row.incident, set().union(*read.values()))
    let_in = [(person, lead) for person, lead in found.leads if read[person] <= now]
    return [
        FaceHit(
            search=row,
            missing_person_id=person,
            picture_id=best_photograph(found.persons[person]),
            rank=rank,
            band=lead.band.value,
            log10_lr=fa_09_capped(lead.log10_lr),
        )
        for rank, (person, lead) in enumerate(let_in, start=1)
    ]


def _fail(row: FaceSearch, error: Exception) -> None:
    # A message may quote a path or a number: only kind and place are logged.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("search by face %s failed: %s\n%s", row.pk, type(error).__name__, place)
    _end_as_failed(row, str(error) if isinstance(error, NoEngine) else type(error).__name__)


@transaction.atomic
def _end_as_failed(row: FaceSearch, why: str) -> None:
    failed = FaceSearch.objects.filter(pk=row.pk, status=FaceSearch.Status.RUNNING).update(
        status=FaceSearch.Status.FAILED, error=why[:300], finished_at=timezone.now()
    )
    if failed:
        _record(row, "face.search_failed", {"search": row.pk})


def _record(row: FaceSearch, act: str, details: dict[str, JsonValue]) -> None:
    record(
        actor=row.asked_by.username,
        act=act,
        incident=row.incident.slug,
        subject=row.remains.number,
        details={"search": row.pk} | details,
    )
