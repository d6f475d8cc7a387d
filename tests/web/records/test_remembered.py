"""What is counted in a large incident is kept until something is recorded in it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from antigone.web.accounts.models import User
from antigone.web.incidents import desk
from antigone.web.incidents.desk import Link, Part
from antigone.web.incidents.models import Incident
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


def test_who_belongs_to_no_agency_is_not_told_what_others_see(
    cast: Cast, imported: ImportedFile
) -> None:
    """Another agency leads, and sees all; a person of none sees nothing of it."""
    Incident.objects.filter(pk=cast.incident.pk).update(agency=cast.mara.agency)
    User.objects.filter(pk=cast.nadia.pk).update(agency=None)
    cast.incident.refresh_from_db()
    cast.nadia.refresh_from_db()
    assert families_held_back(cast.mara, cast.incident) == 2
    assert remembered.remains_count(cast.mara, cast.incident) == 3
    assert families_held_back(cast.nadia, cast.incident) == 0
    assert remembered.remains_count(cast.nadia, cast.incident) == 0


def test_the_navigation_is_made_anew_after_any_act_for_each_role(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, imported: ImportedFile
) -> None:
    made: list[str] = []

    def offered(user: User, incident: Incident) -> list[Link]:
        made.append(user.username)
        return [Link(Part.WORK, f"Made {len(made)} times", "/made/")]

    monkeypatch.setattr(desk, "navigation", offered)

    def shown(name: str) -> str:
        page = client_of(name).get(f"/i/{cast.incident.slug}/remains/")
        sections = page.context["frame"].navigation
        return str(next(k.title for s in sections for k in s.links if k.url == "/made/"))

    assert [shown("mara"), shown("mara"), shown("sanna")] == [
        "Made 1 times",
        "Made 1 times",
        "Made 2 times",
    ]
    enter(cast, "names.searched")
    assert shown("mara") == "Made 3 times"
    assert made == ["mara", "sanna", "mara"]


def enter(cast: Cast, act: str) -> None:
    with transaction.atomic():
        record(actor="mara", act=act, incident=cast.incident.slug, subject="", details={})
