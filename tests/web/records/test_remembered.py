"""What is counted in a large incident is kept until something is recorded in it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from antigone.web.journal.services import record
from antigone.web.records import remembered
from antigone.web.records.consent import record_basis, record_objection
from antigone.web.records.desk import families_held_back
from antigone.web.records.models import Family, ImportedFile, LegalBasis
from antigone.web.requests.models import TracingRequest
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import STATED


@pytest.fixture(autouse=True)
def _every_incident_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LARGE", 0)
    monkeypatch.setattr(remembered, "_KEPT", {})


def test_after_each_act_it_is_counted_anew(cast: Cast, imported: ImportedFile) -> None:
    assert families_held_back(cast.mara, cast.incident) == 2
    record_basis(user=cast.nadia, covered=imported, attestation=STATED, statement="As stated.")
    assert families_held_back(cast.mara, cast.incident) == 0
    first = Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=first, reason="Asked.")
    assert families_held_back(cast.mara, cast.incident) == 0
    record_basis(user=cast.nadia, covered=first, attestation=STATED, statement="As stated.")
    assert families_held_back(cast.mara, cast.incident) == 0


def test_acts_that_count_nothing_leave_it(cast: Cast, imported: ImportedFile) -> None:
    assert families_held_back(cast.mara, cast.incident) == 2
    basis = LegalBasis(
        incident=cast.incident,
        source_file=imported,
        given_by="Nadia Sarkis",
        function="officer",
        statement="-",
        recorded_by=cast.nadia,
    )
    basis.save()
    enter(cast, "names.searched")
    assert families_held_back(cast.mara, cast.incident) == 2
    enter(cast, "of.tomorrow")
    assert families_held_back(cast.mara, cast.incident) == 0


def test_how_long_a_narrowed_list_is_is_remembered_for_what_is_lacking_alone(
    cast: Cast, client_of: ClientOf, imported: ImportedFile
) -> None:
    listed = reverse("requests:list", kwargs={"incident": cast.incident.slug})
    families = Family.objects.all()
    TracingRequest.objects.bulk_create(
        TracingRequest(family=family, number=family.name, taken_by=cast.nadia)
        for family in families
    )
    nadia = client_of("nadia")
    assert nadia.get(f"{listed}?lacking=consent").context["page"].paginator.count == 2
    TracingRequest.objects.first().delete()  # type: ignore[union-attr]
    assert nadia.get(f"{listed}?lacking=consent").context["page"].paginator.count == 2
    assert nadia.get(f"{listed}?lacking=consent&q=F").context["page"].paginator.count == 1
    enter(cast, "request.taken")
    assert nadia.get(f"{listed}?lacking=consent").context["page"].paginator.count == 1


def enter(cast: Cast, act: str) -> None:
    with transaction.atomic():
        record(actor="mara", act=act, incident=cast.incident.slug, subject="", details={})
