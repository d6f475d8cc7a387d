"""Views that a person saves, shares, renames, deletes and begins with; single keys on and off."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.urls import reverse

from antigone.web.journal.models import Entry
from antigone.web.lists.models import FirstView, SavedView
from antigone.web.lists.views import (
    MOST_VIEWS,
    ViewRefused,
    begin_with,
    change_view,
    delete_view,
    save_view,
    view_or_404,
    views_in_sight,
)
from antigone.web.records.models import ImportedFile
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page, html_of


def url(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"incident": "marel-valley", **kwargs})


def saved(cast: Cast, name: str = "Men", *, shared: bool = False) -> SavedView:
    return save_view(
        user=cast.mara,
        incident=cast.incident,
        of="remains",
        name=name,
        address="sex=M&q=Orlevych&page=3&sort=number",
        shared=shared,
    )


def test_a_view_keeps_filters_and_order_but_nothing_typed(cast: Cast) -> None:
    view = saved(cast)
    assert view.address == "sex=M&sort=number"
    assert saved(cast).pk == view.pk
    assert not Entry.objects.exists()


def test_others_see_it_once_it_is_shared_and_they_see_as_much(cast: Cast) -> None:
    view = saved(cast)
    assert list(views_in_sight(cast.mara, cast.incident)) == [view]
    assert list(views_in_sight(cast.nadia, cast.incident)) == []
    view = change_view(user=cast.mara, view=view, name="All men", shared=True)
    for who in (cast.nadia, cast.oyelin, cast.tomas):
        assert list(views_in_sight(who, cast.incident)) == [view]
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    assert list(views_in_sight(cast.nadia, cast.incident)) == [view]
    assert list(views_in_sight(cast.oyelin, cast.incident)) == []
    cast.incident.agency = cast.oyelin.agency
    cast.incident.save()
    assert list(views_in_sight(cast.nadia, cast.incident)) == [view]  # of the same agency
    assert list(views_in_sight(cast.oyelin, cast.incident)) == []


def test_only_its_owner_changes_or_deletes_it(cast: Cast) -> None:
    view = saved(cast, shared=True)
    with pytest.raises(Http404):
        change_view(user=cast.nadia, view=view, name="Mine", shared=False)
    with pytest.raises(Http404):
        delete_view(user=cast.nadia, view=view)
    with pytest.raises(Http404):
        view_or_404(cast.piet, cast.incident, view.pk + 1)
    begin_with(user=cast.nadia, view=view, first=True)
    delete_view(user=cast.mara, view=view)
    assert not FirstView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_has_a_name(cast: Cast, name: str) -> None:
    with pytest.raises(ViewRefused):
        saved(cast, name)


def test_there_are_not_endlessly_many(cast: Cast) -> None:
    for n in range(MOST_VIEWS):
        saved(cast, f"View {n}")
    saved(cast, "View 3")
    with pytest.raises(ViewRefused):
        saved(cast, "One more")


def test_two_views_have_two_names(cast: Cast) -> None:
    saved(cast, "One")
    with pytest.raises(ViewRefused):
        change_view(user=cast.mara, view=saved(cast, "Two"), name="One", shared=False)


def test_who_begins_with_a_view_gets_there_by_the_navigation(
    cast: Cast, imported: ImportedFile, client_of: ClientOf
) -> None:
    view = saved(cast)
    client = client_of("mara")
    page = html_of(client.get(cast.incident.get_absolute_url()))
    assert f'href="{url("records:remains_list")}"' in page
    client.post(url("lists:first", pk=view.pk), {"first": "1"})
    page = html_of(client.get(cast.incident.get_absolute_url()))
    assert f'href="{url("records:remains_list")}?sex=M&amp;sort=number"' in page
    client.post(url("lists:first", pk=view.pk))
    assert not FirstView.objects.exists()


def test_a_view_is_saved_from_its_list_and_changed_on_its_page(
    cast: Cast, imported: ImportedFile, client_of: ClientOf
) -> None:
    client, listed = client_of("mara"), url("records:remains_list")
    page = html_of(client.get(listed, {"sex": "M", "q": "V"}))
    assert "Save this view" in page
    assert "Save this view" not in html_of(client.get(listed))
    data = {"list": "remains", "address": "sex=M&q=V", "name": "Men", "shared": "on"}
    answer = client.post(url("lists:save"), data, follow=True)
    check_page(answer)
    assert answer.redirect_chain[-1][0] == f"{listed}?sex=M"
    view = SavedView.objects.get()
    check_page(client.get(url("lists:views")))
    check_page(client.get(url("lists:view", pk=view.pk)))
    refused = client.post(url("lists:view", pk=view.pk), {"name": ""})
    assert "aria-invalid" in html_of(refused)
    client.post(url("lists:view", pk=view.pk), {"name": "Sons"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Sons", False)
    client.post(url("lists:view", pk=view.pk), {"delete": "1"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"list": "people", "name": "X"}, {"list": "remains", "name": ""}]
)
def test_what_cannot_be_saved_is_not(cast: Cast, client_of: ClientOf, data: dict[str, str]) -> None:
    client_of("mara").post(url("lists:save"), data)
    assert not SavedView.objects.exists()


def test_single_keys_can_be_turned_off_and_on(
    cast: Cast, imported: ImportedFile, client_of: ClientOf
) -> None:
    client = client_of("mara")
    assert "lists/keys.js" in html_of(client.get(url("records:remains_list")))
    check_page(client.get(url("lists:keys")))
    client.post(url("lists:keys"))
    assert "lists/keys.js" not in html_of(client.get(url("records:remains_list")))
    assert "lists/keys.js" in html_of(client_of("nadia").get(url("records:remains_list")))
    client.post(url("lists:keys"), {"at_work": "1"})
    assert "lists/keys.js" in html_of(client.get(url("records:remains_list")))
