"""Pages of saved views and of the keys."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.incidents.models import Incident
from antigone.web.lists.keys import keys_at_work, put_keys
from antigone.web.lists.models import FirstView, List, SavedView
from antigone.web.lists.views import (
    ViewRefused,
    address_of,
    begin_with,
    change_view,
    delete_view,
    own_view_or_404,
    save_view,
    view_or_404,
    views_in_sight,
)


@require_safe
def views(request: HttpRequest, incident: str) -> HttpResponse:
    """All views of a person, those shared by others, and with which each list begins."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    first = set(FirstView.objects.filter(user=user).values_list("view", flat=True))
    rows = views_in_sight(user, found).order_by("list", "name", "pk")
    context = {
        "incident": found,
        "rows": [
            (view, address_of(found, view.list, view.address), view.pk in first) for view in rows
        ],
    }
    return render(request, "lists/views.html", context)


@require_POST
def save(request: HttpRequest, incident: str) -> HttpResponse:
    """Save the view that a list has now, and go back to it."""
    found = incident_or_404(request.user, incident)
    of, address = request.POST.get("list", ""), request.POST.get("address", "")
    if of not in List:
        return redirect("lists:views", incident=found.slug)
    try:
        view = save_view(
            user=cast(User, request.user),
            incident=found,
            of=of,
            name=request.POST.get("name", ""),
            address=address,
            shared="shared" in request.POST,
        )
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(found, of, address))
    messages.success(request, _("The view “%s” is saved.") % view.name)
    return redirect(address_of(found, of, view.address))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Rename, share or delete one's own view."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    view = own_view_or_404(user, found, pk)
    if request.method == "POST":
        if "delete" in request.POST:
            delete_view(user=user, view=view)
            messages.success(request, _("The view is deleted."))
            return redirect("lists:views", incident=found.slug)
        try:
            change_view(
                user=user,
                view=view,
                name=request.POST.get("name", ""),
                shared="shared" in request.POST,
            )
        except ViewRefused as refusal:
            return _change_page(request, found, view, str(refusal))
        messages.success(request, _("The view is changed."))
        return redirect("lists:views", incident=found.slug)
    return _change_page(request, found, view, "")


def _change_page(
    request: HttpRequest, incident: Incident, view: SavedView, error: str
) -> HttpResponse:
    context = {"incident": incident, "view": view, "error": error}
    return render(request, "lists/change.html", context)


@require_POST
def first(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Begin with a view, or with the whole list again."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    view = view_or_404(user, found, pk)
    begin_with(user=user, view=view, first="first" in request.POST)
    return redirect("lists:views", incident=found.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, incident: str) -> HttpResponse:
    """Which keys do what, and turning them off or on."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    if request.method == "POST":
        put_keys(user=user, at_work="at_work" in request.POST)
        return redirect("lists:keys", incident=found.slug)
    return render(request, "lists/keys.html", {"incident": found, "at_work": keys_at_work(user)})
