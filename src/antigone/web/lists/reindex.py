"""Letting everything be found anew, from what is recorded: after an upgrade, or other tables of names."""

from __future__ import annotations

from django.db import transaction

from antigone.web.custody.findable import find_packets, find_samples
from antigone.web.custody.models import Packet, Sample
from antigone.web.incidents.models import Incident
from antigone.web.records.consent import locked
from antigone.web.records.findable import SOME, find_files, find_remains, find_sought
from antigone.web.records.models import FindableWord, ImportedFile, MissingPerson, Remains
from antigone.web.records.name_index import rebuild_names
from antigone.web.requests.findable import find_requests
from antigone.web.requests.models import TracingRequest


@transaction.atomic
def rebuild(incident: Incident) -> int:
    """Write all words of an incident anew; how many there are."""
    incident = locked(incident)
    of = {"incident": incident}
    words = FindableWord.objects.filter(**of)
    words.delete()
    find_remains(incident.pk, Remains.objects.filter(**of).order_by("pk").iterator(SOME))
    sought = MissingPerson.objects.filter(**of).select_related("family").order_by("pk")
    find_sought(incident.pk, sought.iterator(SOME))
    requests = TracingRequest.objects.filter(family__incident=incident).order_by("pk")
    find_requests(incident.pk, requests.iterator(SOME))
    samples = Sample.objects.filter(**of).select_related("remains", "person").order_by("pk")
    find_samples(incident.pk, samples.iterator(SOME))
    packets = Packet.objects.filter(**of).select_related("remains").order_by("pk")
    find_packets(incident.pk, packets.iterator(SOME))
    find_files(incident.pk, ImportedFile.objects.filter(**of).order_by("pk").iterator(SOME))
    rebuild_names(incident)
    return words.count()


def catch_up() -> list[Incident]:
    """Rebuild incidents of which nothing is findable yet, as after an upgrade; which they were."""
    found = [incident for incident in Incident.objects.all() if _is_behind(incident)]
    for incident in found:
        rebuild(incident)
    return found


def _is_behind(incident: Incident) -> bool:
    if FindableWord.objects.filter(incident=incident).exists():
        return False
    holds = (Remains, MissingPerson, ImportedFile)
    return any(model._default_manager.filter(incident=incident).exists() for model in holds)
