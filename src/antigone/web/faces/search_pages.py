"""Pages of a search: its purpose is asked for, then how far it is, then the ordered list of leads."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.accounts.second_factor import proved_lately, second_factor_needed
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces.case_pages import MALFORMED, REFUSED, no_engine
from antigone.web.faces.doors import picture_of_remains_or_404, search_or_404
from antigone.web.faces.engines import NoEngine
from antigone.web.faces.forms import SearchForm
from antigone.web.faces.models import FaceSearch
from antigone.web.faces.rights import TO_SEARCH
from antigone.web.faces.searching import NotRunning, cancel_search, start_search
from antigone.web.faces.shown import knows_all_of, leads_shown
from antigone.web.faces.standing import of_picture, of_search
from antigone.web.faces.words import ERROR_RATES, problems_in_words, warning, why_failed
from antigone.web.media.models import Picture
from antigone.web.media.words import words_of_picture


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """State the purpose, and search with one picture."""
    picture = picture_of_remains_or_404(request, incident, pk, *sorted(TO_SEARCH))
    return _start(request, picture)


@second_factor_needed
def _start(request: HttpRequest, picture: Picture) -> HttpResponse:
    user, form = cast(User, request.user), SearchForm(request.POST or None)
    refused: tuple[Finding, ...] = ()
    status = 200
    if request.method == "POST":
        status = MALFORMED
        if form.is_valid():
            status = REFUSED
            try:
                search = start_search(
                    user=user, picture=picture, proved=proved_lately(request), **form.cleaned_data
                )
            except RuleRefused as refusal:
                refused = refusal.findings
            except NoEngine as missing:
                form.add_error(None, str(missing))
            else:
                return redirect(search)
    rules = refused or of_picture(user, picture)
    context = {
        "incident": picture.incident,
        "remains": picture.remains,
        "form": form,
        "rules": rules,
        "ready": all(rule.met for rule in rules),
        "no_engine": no_engine(),
        "words": words_of_picture(picture),
        "warning": warning(),
    }
    return render(request, "faces/start.html", context, status=status)


@require_safe
def search(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A search: how far it is; when done, whom to look at first."""
    shown = search_or_404(request, incident, pk)
    context: dict[str, object] = {
        "incident": shown.incident,
        "search": shown,
        "remains": shown.remains,
        # Its words may tell of a family that is not this person's to see.
        "words": shown.words if knows_all_of(cast(User, request.user), shown) else "",
        "warning": warning(),
        "error_rates": ERROR_RATES,
    }
    if shown.status == FaceSearch.Status.FAILED:
        unmet = [rule for rule in of_search(shown, shown.picture) if not rule.met]
        context |= {"why": why_failed(shown.error), "unmet": unmet}
    if shown.status == FaceSearch.Status.DONE:
        context |= {
            "found": leads_shown(cast(User, request.user), shown),
            "problems": problems_in_words(shown.problems),
        }
    return render(request, "faces/search.html", context)


@require_safe
def status(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """How far a search is, as a piece of its page; when it has ended the page is loaded anew."""
    shown = search_or_404(request, incident, pk)
    context = {"incident": shown.incident, "search": shown}
    response = render(request, "faces/_status.html", context)
    if not shown.is_open:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """End a search that is not needed."""
    shown = search_or_404(request, incident, pk)
    try:
        cancel_search(user=cast(User, request.user), search=shown)
    except NotRunning:
        messages.warning(request, _("This search has ended already."))
    else:
        messages.info(request, _("The search is cancelled. Nothing of it was stored as a result."))
    return redirect(shown)
