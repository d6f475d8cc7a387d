"""Names given back, the families told, and who waits: against what was made by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from antigone.web.board.models import Identification, Proposal, Reopening
from antigone.web.glance.counted import days_between
from antigone.web.glance.months import months_of
from antigone.web.glance.names import Named, named_in, with_a_name_at
from antigone.web.glance.yearly import figures_of
from antigone.web.incidents.models import Incident
from antigone.web.notices.models import Notice, Visit
from antigone.web.records.models import Reassociation, Remains
from tests.web.conftest import Cast, ClientOf


def of(cast: Cast) -> dict[str, float | None]:
    incidents = Incident.objects.filter(pk=cast.incident.pk)
    figures = figures_of(cast.mara, incidents, timezone.localdate().year)
    return {figure.code: figure.value for figure in figures}


def told(cast: Cast, kind: str = Notice.Kind.NEWS, outcome: str = Visit.Outcome.TOLD) -> Visit:
    """A family was visited because of the identification of this incident."""
    decision = Identification.objects.get()
    notice = Notice.objects.create(
        incident=cast.incident,
        number=f"N-{Notice.objects.count() + 1:04d}",
        kind=kind,
        identification=decision,
        missing_person=decision.missing_person,
        opened_by=cast.mara,
    )
    at = timezone.now()
    return Visit.objects.create(
        notice=notice, at=at, by=cast.ruth, outcome=outcome, recorded_by=cast.ruth
    )


def test_an_identification_waits_until_the_family_is_told(cast: Cast, identified: Proposal) -> None:
    before = of(cast)
    assert (before["informed"], before["named_not_told"]) == (0, 1)
    assert before["days_to_telling"] is None
    told(cast)
    after = of(cast)
    assert (after["informed"], after["named_not_told"]) == (1, 0)
    days = after["days_to_telling"]
    assert days is not None
    assert 0 <= days < 1


@pytest.mark.parametrize("outcome", [Visit.Outcome.NOT_HOME, Visit.Outcome.DECLINED])
def test_a_visit_at_which_nothing_was_told_counts_not(
    cast: Cast, identified: Proposal, outcome: str
) -> None:
    told(cast, outcome=outcome)
    found = of(cast)
    assert (found["informed"], found["named_not_told"]) == (0, 1)


def test_an_error_that_the_family_was_told_of(cast: Cast, identified: Proposal) -> None:
    told(cast)
    Identification.objects.update(stands=False)
    decision = Identification.objects.get()
    Reopening.objects.create(
        incident=cast.incident, identification=decision, reopened_by=cast.ilse, cause="A swap."
    )
    told(cast, kind=Notice.Kind.CORRECTION)
    found = of(cast)
    assert (found["informed"], found["corrected"], found["reopened"]) == (1, 1, 1)
    assert (found["identified"], found["named_not_told"]) == (0, 0)
    assert found["remains_unnamed"] == Remains.objects.count()


def test_a_part_of_a_body_that_has_a_name_has_it_too(cast: Cast, identified: Proposal) -> None:
    assert of(cast)["remains_unnamed"] == Remains.objects.count() - 1
    part = Remains.objects.exclude(pk=identified.remains_id).first()
    assert part is not None
    together = Reassociation.objects.create(
        incident=cast.incident,
        first=identified.remains,
        second=part,
        recorded_by=cast.sanna,
        reasons="One of two.",
    )
    assert of(cast)["remains_unnamed"] == Remains.objects.count() - 2
    incidents = Incident.objects.filter(pk=cast.incident.pk)
    before = together.recorded_at - timedelta(seconds=1)
    assert part.pk not in with_a_name_at(incidents, named_in(incidents), before)
    together.parted_at, together.parted_by = timezone.now(), cast.sanna
    together.save()
    assert of(cast)["remains_unnamed"] == Remains.objects.count() - 1


def test_a_name_stands_and_waits_from_then_to_then() -> None:
    day = [datetime(2026, 1, n, tzinfo=timezone.get_current_timezone()) for n in range(1, 8)]
    one = Named(1, day[1], day[5], None, day[3], None)
    assert [one.stood_at(moment) for moment in day] == [False, False, True, True, True, True, False]
    assert [one.waited_at(m) for m in day] == [False, False, True, True, False, False, False]


def test_the_median_comes_with_its_quartiles() -> None:
    begun = timezone.now()
    pairs = [(begun, begun + timedelta(days=n)) for n in (1, 2, 3, 4, 5)]
    figure = days_between("days", "Days", "Median.", [*pairs, (None, begun), (begun, None)])
    assert (figure.value, figure.spread) == (3.0, (2.0, 4.0))
    assert days_between("days", "Days", "Median.", pairs[:1]).spread is None
    assert days_between("days", "Days", "Median.", []).value is None


def test_the_months_add_up_to_the_year(cast: Cast, identified: Proposal) -> None:
    told(cast)
    months = months_of(cast.mara, cast.incident, timezone.localdate().year)
    assert len(months) == timezone.localdate().month
    year = of(cast)
    assert sum(month.identified for month in months) == year["identified"] == 1
    assert sum(month.told for month in months) == year["informed"] == 1
    assert sum(month.reopened for month in months) == year["reopened"] == 0
    assert months[-1].waiting == year["waiting"]
    assert months[-1].not_told == year["named_not_told"] == 0
    assert months_of(cast.mara, cast.incident, timezone.localdate().year + 1) == []


def test_the_page_draws_the_months_for_who_sees_all(
    cast: Cast, client_of: ClientOf, identified: Proposal
) -> None:
    url = reverse("glance:figures", kwargs={"incident": cast.incident.slug})
    content = client_of("tomas").get(url).content.decode()
    assert "Names given back, and told" in content
    assert content.count('<svg class="chart"') == 2
    few = client_of("tomas").get(url, {"few": "hidden"}).content.decode()
    assert "Month by month" not in few
