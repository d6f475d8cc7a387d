"""Saving, renaming and deleting views of a list, and choosing the one to begin with.

Nothing of a record: these acts are not in the journal.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.lists.models import FirstView, List, SavedView
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.models import Share

PATHS = {
    List.REMAINS: "records:remains_list",
    List.SOUGHT: "records:missing_list",
    List.REQUESTS: "requests:list",
    List.SAMPLES: "custody:list",
}
"""The page of each list."""

TYPED = ("q", "page")
"""Parts of an address that no view keeps: what was typed may be a name."""

MOST_VIEWS = 50
"""So many a person may save in an incident."""


class ViewRefused(ValueError):
    """The view cannot be saved as asked for."""


def views_in_sight(user: User, incident: Incident) -> QuerySet[SavedView]:
    """A person's own views, and those shared by members who see the same of the incident."""
    rows = SavedView.objects.filter(incident=incident).select_related("owner")
    same = Q(owner__agency=user.agency_id, owner__agency__isnull=False)
    if sees_whole_incident(user, incident):
        same |= _owner_sees_all(incident)
    return rows.filter(Q(owner=user) | (Q(is_shared=True) & same))


def _owner_sees_all(incident: Incident) -> Q:
    """Views of those who see all cases too: `doors.sees_whole_incident` as a condition."""
    if incident.agency_id is None:
        return Q(owner__isnull=False)
    whole = Share.objects.live().filter(
        incident=incident, remains__isnull=True, family__isnull=True
    )
    return Q(owner__agency=incident.agency_id) | Q(owner__agency__in=whole.values("agency"))


@transaction.atomic
def save_view(
    *, user: User, incident: Incident, of: str, name: str, address: str, shared: bool
) -> SavedView:
    """Keep the filters of a list under a name; one's own view of this name is replaced.

    Raises:
        ViewRefused: no name, no such list, or too many views.
    """
    require(user, incident, Permission.VIEW)
    mine = SavedView.objects.filter(owner=user, incident=incident)
    view = mine.filter(list=of, name=name.strip()).first()
    if view is None:
        if mine.count() >= MOST_VIEWS:
            raise ViewRefused(_("Delete a view first: you have saved as many as there may be."))
        view = SavedView(owner=user, incident=incident, list=of, name=name.strip())
    view.address, view.is_shared = _without_typed(address), shared
    _keep(view)
    return view


@transaction.atomic
def change_view(*, user: User, view: SavedView, name: str, shared: bool) -> SavedView:
    """Rename one's own view, share it or keep it to oneself.

    Raises:
        ViewRefused: no name, or another view has it.
    """
    require(user, view.incident, Permission.VIEW)
    view = own_view_or_404(user, view.incident, view.pk)
    view.name, view.is_shared = name.strip(), shared
    _keep(view)
    if not shared:
        FirstView.objects.filter(view=view).exclude(user=user).delete()
    return view


@transaction.atomic
def delete_view(*, user: User, view: SavedView) -> None:
    """Delete one's own view; whoever began with it begins with the whole list again."""
    require(user, view.incident, Permission.VIEW)
    view = own_view_or_404(user, view.incident, view.pk)
    FirstView.objects.filter(view=view).delete()
    view.delete()


@transaction.atomic
def begin_with(*, user: User, view: SavedView, first: bool) -> None:
    """Begin at a list with this view, or with the whole list again."""
    require(user, view.incident, Permission.VIEW)
    view = view_or_404(user, view.incident, view.pk)
    FirstView.objects.filter(user=user, view__incident=view.incident, view__list=view.list).delete()
    if first:
        FirstView.objects.create(user=user, view=view)


def view_or_404(user: User, incident: Incident, pk: int) -> SavedView:
    """A view that a person may use.

    Raises:
        Http404: there is none, or none for this person.
    """
    view = views_in_sight(user, incident).filter(pk=pk).first()
    if view is None:
        raise Http404(_("There is no such view."))
    return view


def own_view_or_404(user: User, incident: Incident, pk: int) -> SavedView:
    """A person's own view.

    Raises:
        Http404: there is none, or it is another's.
    """
    view = SavedView.objects.filter(owner=user, incident=incident, pk=pk).first()
    if view is None:
        raise Http404(_("There is no such view."))
    return view


def address_of(incident: Incident, of: str, address: str) -> str:
    """Where a view leads."""
    path = reverse(PATHS[List(of)], kwargs={"incident": incident.slug})
    return f"{path}?{address}" if address else path


def first_views(user: User, incident: Incident) -> dict[str, str]:
    """By address of a list the one with which a person begins there."""
    rows = FirstView.objects.filter(user=user, view__in=views_in_sight(user, incident).order_by())
    return {
        address_of(incident, of, ""): address_of(incident, of, address)
        for of, address in rows.values_list("view__list", "view__address")
    }


def _without_typed(address: str) -> str:
    data = QueryDict(address[:1000], mutable=True)
    for name in TYPED:
        data.pop(name, None)
    return data.urlencode()


def _keep(view: SavedView) -> None:
    try:
        view.full_clean()
    except ValidationError as error:
        told = {field: messages[0] for field, messages in error.message_dict.items()}
        raise ViewRefused(next(iter(told.values()))) from None
    view.save()
