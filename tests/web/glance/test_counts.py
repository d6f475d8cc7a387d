"""Progress, timeline and the figures of a year, against a recount by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from antigone.web.accounts.models import Agency
from antigone.web.board.models import Identification, Proposal, Reopening
from antigone.web.glance.events import events_of
from antigone.web.glance.progress import progress_of_remains, progress_of_sought
from antigone.web.glance.yearly import figures_of, waiting_at
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Profile, Remains
from tests.web.conftest import Cast, ClientOf


def _stages(progress: object) -> dict[str, int]:
    return {stage.code: stage.count for stage in progress.stages}  # type: ignore[attr-defined]


def test_progress_counts_what_a_recount_counts(cast: Cast, identified: Proposal) -> None:
    remains = progress_of_remains(cast.mara, cast.incident)
    sought = progress_of_sought(cast.mara, cast.incident)
    assert remains.total == Remains.objects.count()
    found = _stages(remains)
    assert found["profiled"] == len(set(Profile.objects.values_list("remains", flat=True)) - {None})
    assert found["recovered"] == found["confirmed"] == remains.total
    assert found["proposed"] == found["named"] == 1
    assert sought.total == MissingPerson.objects.count()
    assert _stages(sought)["covered"] == sought.total
    assert _stages(sought)["named"] == 1
    typed = {p.person.family_id for p in Profile.objects.filter(person__isnull=False)}  # type: ignore[union-attr]
    of_typed = MissingPerson.objects.filter(family__in=typed).count()
    assert _stages(sought)["typed"] == of_typed


def test_a_reopened_identification_goes_down_again(cast: Cast, identified: Proposal) -> None:
    decision = Identification.objects.get()
    today = timezone.localdate()
    assert events_of(cast.mara, cast.incident)["named"] == {today: 1}
    Identification.objects.update(stands=False)
    Reopening.objects.create(
        incident=cast.incident, identification=decision, reopened_by=cast.ilse, cause="A swap."
    )
    assert events_of(cast.mara, cast.incident)["named"] == {today: 0}
    found = _figures(cast)
    assert (found["identified"], found["reopened"]) == (0, 1)


def _figures(cast: Cast, year: int | None = None) -> dict[str, float | None]:
    incidents = Incident.objects.filter(pk=cast.incident.pk)
    figures = figures_of(cast.mara, incidents, year or timezone.localdate().year)
    return {figure.code: figure.value for figure in figures}


def test_the_figures_of_a_year_count_that_year_alone(cast: Cast, identified: Proposal) -> None:
    this = _figures(cast)
    assert this["remains_registered"] == Remains.objects.count()
    assert this["families_registered"] == Family.objects.count()
    assert this["identified"] == 1
    assert this["waiting"] == MissingPerson.objects.count() - 1
    days = this["days_from_registration"]
    assert days is not None
    assert 0 <= days < 1
    before = _figures(cast, timezone.localdate().year - 1)
    assert set(before.values()) <= {0, None}


def test_who_waited_then_is_counted_as_it_was_then(cast: Cast, identified: Proposal) -> None:
    incidents = Incident.objects.filter(pk=cast.incident.pk)
    sought = MissingPerson.objects.count()
    decided = Identification.objects.get().decided_at
    assert waiting_at(cast.mara, incidents, decided) == sought
    assert waiting_at(cast.mara, incidents, decided + timedelta(seconds=1)) == sought - 1
    assert waiting_at(cast.mara, incidents, decided - timedelta(days=400)) == 0


def test_of_others_cases_nothing_is_counted(cast: Cast, identified: Proposal) -> None:
    """Another agency leads: who sees only their own cases learns nothing of the rest."""
    other = Agency.objects.create(name="Another office", short="AO")
    Incident.objects.filter(pk=cast.incident.pk).update(agency=other)
    cast.incident.refresh_from_db()
    assert progress_of_remains(cast.sanna, cast.incident).total == 0
    assert "named" not in events_of(cast.sanna, cast.incident)
    incidents = Incident.objects.filter(pk=cast.incident.pk)
    year = timezone.localdate().year
    assert not any(figure.value for figure in figures_of(cast.sanna, incidents, year))


@pytest.mark.parametrize("name", ["mara", "teo", "tomas"])
def test_the_pages_work(client_of: ClientOf, cast: Cast, identified: Proposal, name: str) -> None:
    client = client_of(name)
    at = {"incident": cast.incident.slug}
    shown = _get(client, reverse("glance:glance", kwargs=at))
    assert shown.count('<svg class="chart"') == 3
    assert "Figures of" in _get(client, reverse("glance:figures", kwargs=at))
    assert "Marel Valley" in _get(client, reverse("office:figures"))


def _get(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_small_numbers_can_be_hidden(client_of: ClientOf, cast: Cast, identified: Proposal) -> None:
    url = reverse("glance:figures", kwargs={"incident": cast.incident.slug})
    hidden = _get(client_of("mara"), f"{url}?few=hidden")
    assert hidden.count("fewer than 5") >= 2
    assert "fewer than 5" not in _get(client_of("mara"), url)
