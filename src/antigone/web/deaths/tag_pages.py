"""Two persons, each signed in, state what the tag of remains says."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.deaths.acting import Tried, person
from antigone.web.deaths.acts.tag import read_tag
from antigone.web.deaths.handing_forms import TagForm
from antigone.web.deaths.models import TagCheck
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_or_404


@require_http_methods(["GET", "POST"])
def tag(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """A person types what the tag of these remains says, as they read it themselves."""
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.HANDLE_SAMPLES)
    require(request.user, found, Permission.SEE_REMAINS)
    form = TagForm(request.POST or None)
    tried = None
    if request.method == "POST":
        made: list[TagCheck] = []
        tried = Tried(
            form,
            lambda: made.append(
                read_tag(user=person(request), remains=remains, typed=form.cleaned_data["typed"])
            ),
        )
        if tried.done:
            _say(request, made[0])
            return redirect("deaths:of_remains", incident=found.slug, number=remains.number)
    rows = TagCheck.objects.filter(remains=remains).select_related("read_by").order_by("-pk")
    context = {"incident": found, "remains": remains, "form": form, "readings": rows[:10]}
    return render(request, "deaths/tag.html", context, status=tried.status if tried else 200)


def _say(request: HttpRequest, made: TagCheck) -> None:
    if made.equal:
        messages.success(request, _("The tag says the right number. Your reading is recorded."))
    else:
        messages.warning(
            request,
            _(
                "This is another number. Your reading is recorded; hand nothing over before it is clear."
            ),
        )
