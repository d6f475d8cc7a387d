"""The plan of recoveries."""

from __future__ import annotations

import pytest
from django.urls import reverse

from antigone.web.figures.place_map import Window
from antigone.web.glance import places as subject
from antigone.web.glance.places import Found, places_in_sight, rounded, view_of
from antigone.web.records.models import RecoveryEvent, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import attest

__all__ = ["attest"]


def test_places_on_both_sides_of_180_degrees_stay_together(
    cast: Cast, places: list[RecoveryEvent]
) -> None:
    view = view_of(cast.mara, cast.incident, None)
    assert view is not None
    assert view.window.span_m < 10_000
    assert [one.number for one in view.found] == ["V1", "V2"]
    assert view.without_place == Remains.objects.filter(incident=cast.incident).count() - 2
    xs = [view.window.x(one.longitude) for one in view.found]
    assert 0 < xs[0] < xs[1] < 640


def test_squares_hold_what_single_places_do(
    cast: Cast, places: list[RecoveryEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    single = view_of(cast.mara, cast.incident, None)
    monkeypatch.setattr(subject, "MOST_SINGLE", 0)
    squares = view_of(cast.mara, cast.incident, None)
    assert single is not None
    assert squares is not None
    assert squares.in_squares
    assert sum(one.count for one in squares.found) == 2
    assert {round(one.longitude, 6) for one in squares.found} == {179.995, -179.995}
    assert {round(one.latitude, 6) for one in squares.found} == {-16.5, -16.51}


def test_a_window_leaves_out_what_lies_elsewhere(cast: Cast, places: list[RecoveryEvent]) -> None:
    view = view_of(cast.mara, cast.incident, Window(-16.5, 179.995, 300.0))
    assert view is not None
    assert [one.number for one in view.found] == ["V1"]
    assert view.elsewhere == 1


def test_a_place_that_a_file_brought_counts_where_nobody_entered_one(
    cast: Cast, places: list[RecoveryEvent]
) -> None:
    for number in ("V2", "V3"):
        Remains.objects.filter(incident=cast.incident, number=number).update(
            record={"recovery": {"place": {"latitude": -16.52, "longitude": 179.9, "within_km": 2}}}
        )
    view = view_of(cast.mara, cast.incident, None)
    assert view is not None
    found = {one.number: one for one in view.found}
    assert found["V2"].latitude == -16.51
    assert (found["V3"].latitude, found["V3"].within_m) == (-16.52, 2000.0)


def test_a_correction_takes_the_place_of_what_it_corrects(
    cast: Cast, places: list[RecoveryEvent]
) -> None:
    first = places[0]
    RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=first.remains,
        recovered_at=first.recovered_at,
        place=first.place,
        latitude=-16.6,
        longitude=179.9,
        finder=first.finder,
        recorded_by=cast.teo,
        replaces=first,
    )
    entered, _ = places_in_sight(cast.mara, cast.incident)
    assert sorted(entered.values_list("north", flat=True)) == [-16.6, -16.51]


def test_rounding_forgets_where_exactly() -> None:
    one = rounded(Found(48.123456, 37.654321, 1, None, "V1", 5.0), 10_000)
    other = rounded(Found(48.123999, 37.655, 1, None, "V1", 5.0), 10_000)
    assert (one.latitude, one.longitude) == (other.latitude, other.longitude)
    assert one.within_m == 10_000


def test_the_page_names_each_place_once_in_the_plan_and_once_in_the_list(
    client_of: ClientOf, cast: Cast, places: list[RecoveryEvent]
) -> None:
    url = reverse("glance:places", kwargs={"incident": cast.incident.slug})
    text = client_of("teo").get(url).content.decode()
    assert text.count(reverse("records:remains", args=[cast.incident.slug, "V1"])) == 2
    assert "within" in text.lower()
    exact = "-16.50000"
    assert exact in text
    assert exact not in client_of("teo").get(f"{url}?rounded=10000").content.decode()


@pytest.mark.parametrize(
    "asked", ["?at=x&span=1", "?at=1,2&span=-3", "?at=91,0&span=10", "?span=5"]
)
def test_an_address_that_makes_no_sense_shows_all(
    client_of: ClientOf, cast: Cast, places: list[RecoveryEvent], asked: str
) -> None:
    url = reverse("glance:places", kwargs={"incident": cast.incident.slug})
    assert client_of("teo").get(url + asked).status_code == 200


def test_without_any_place_the_page_says_how_they_come(client_of: ClientOf, cast: Cast) -> None:
    url = reverse("glance:places", kwargs={"incident": cast.incident.slug})
    assert "No place has coordinates yet" in client_of("teo").get(url).content.decode()
