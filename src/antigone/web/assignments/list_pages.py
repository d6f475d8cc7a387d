"""Lists of the care for cases: what is missing in the incident, whose cases are whose, handing over."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.assignments.acts import AssignmentRefused, assign_many, hand_over_all
from antigone.web.assignments.cases import cases_in_sight, only_in_sight, words_of
from antigone.web.assignments.forms import ColleagueForm
from antigone.web.assignments.models import Assignment
from antigone.web.assignments.owed import (
    cared_for_by,
    lacking,
    owed_by,
    shown_owings,
    sums,
    with_carers,
)
from antigone.web.incidents.access import incident_or_404, may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Owing
from antigone.web.incidents.roles import Permission
from antigone.web.records.paging import page_of

ON_A_PAGE = 50
REFUSED = 409


@require_http_methods(["GET", "POST"])
def owed(request: HttpRequest, incident: str) -> HttpResponse:
    """What is missing in the incident; and of one thing the cases that lack it, oldest first."""
    found = incident_or_404(request.user, incident)
    code = request.GET.get("what", "")
    if not code:
        context = {"incident": found, "sums": sums(request.user, found)}
        return render(request, "assignments/owed.html", context)
    owing = next((one for one in shown_owings(request.user, found) if one.code == code), None)
    if owing is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    refused = ""
    form = ColleagueForm(found, request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid() and _assigned(request, found, owing, form):
                return redirect(request.get_full_path())
        except AssignmentRefused as refusal:
            refused = f"{refusal.finding.code}: {_(refusal.finding.template)}"
    return _cases_that_lack(request, found, owing, form, refused)


def _assigned(request: HttpRequest, incident: Incident, owing: Owing, form: ColleagueForm) -> bool:
    chosen = [int(pk) for pk in request.POST.getlist("case") if pk.isdecimal()][:ON_A_PAGE]
    cases = cases_in_sight(request.user, incident, owing.kind).filter(pk__in=chosen)
    if not chosen:
        form.add_error(None, _("Tick the cases first."))
        return False
    person = form.cleaned_data["person"]
    count = assign_many(
        user=cast(User, request.user),
        incident=incident,
        cases=cases.select_related("incident"),
        person=person,
    )
    messages.success(
        request,
        ngettext(
            "%(person)s looks after %(count)d case now.",
            "%(person)s looks after %(count)d cases now.",
            count,
        )
        % {"person": person.full_name, "count": count},
    )
    return True


def _cases_that_lack(
    request: HttpRequest, incident: Incident, owing: Owing, form: ColleagueForm, refused: str
) -> HttpResponse:
    user = cast(User, request.user)
    rows = lacking(user, incident, owing)
    who = request.GET.get("who", "")
    if who in {"me", "nobody"}:
        person = user.pk if who == "me" else None
        rows = cared_for_by(person, incident, rows, owing.kind)
    rows = rows.order_by("lacking_since", "pk")
    page = page_of(
        rows,
        request.GET.get("page"),
        dress=lambda some: some.select_related("incident"),
        on_a_page=ON_A_PAGE,
    )
    since = dict(rows.filter(pk__in=[c.pk for c in page]).values_list("pk", "lacking_since"))
    mine = may(user, incident, owing.by)
    context = {
        "incident": incident,
        "owing": owing,
        "owed_by": owed_by(owing),
        "page": page,
        "rows": [
            (case, since.get(case.pk), carer, owing.where(case) if mine else "")
            for case, carer in with_carers(list(page))
        ],
        "is_remains": owing.kind is CaseKind.REMAINS,
        "who": who,
        "form": form,
        "may_assign": may(user, incident, Permission.ASSIGN),
        "refused": refused,
    }
    status = REFUSED if refused else 422 if request.method == "POST" else 200
    return render(request, "assignments/owed_cases.html", context, status=status)


@require_safe
def cases(request: HttpRequest, incident: str) -> HttpResponse:
    """The cases that a person looks after: one's own; somebody else's for those who assign."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    person = _person(request, found, request.GET.get("person", ""))
    rows = Assignment.objects.live().filter(incident=found, person=person)
    ordered = only_in_sight(user, found, rows).order_by("since", "pk")
    page = page_of(
        ordered,
        request.GET.get("page"),
        dress=lambda some: some.select_related(
            "remains__incident", "family__incident", "family__key", "given_by"
        ),
        on_a_page=ON_A_PAGE,
    )
    context = {
        "incident": found,
        "person": person,
        "own": person == user,
        "page": page,
        "rows": [(row, words_of(row)) for row in page],
        "may_assign": may(user, found, Permission.ASSIGN),
        "others": ColleagueForm(found),
    }
    return render(request, "assignments/cases.html", context)


def _person(request: HttpRequest, incident: Incident, pk: str) -> User:
    """Whose cases are asked for.

    Raises:
        PermissionDenied: somebody else's, without the right to assign.
        Http404: nobody here.
    """
    user = cast(User, request.user)
    if pk in {"", str(user.pk)}:
        return user
    if not may(user, incident, Permission.ASSIGN):
        raise PermissionDenied(_("Your role in this incident does not allow this."))
    found = User.objects.filter(memberships__incident=incident, pk=int(pk) if pk.isdecimal() else 0)
    person = found.first()
    if person is None:
        raise Http404(_("This person has no role in the incident any more."))
    return person


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, incident: str) -> HttpResponse:
    """All that a person looks after goes to somebody else, as at the end of a deployment."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    of = _person(request, found, request.POST.get("of", request.GET.get("of", "")))
    form = ColleagueForm(found, request.POST or None, without=of)
    refused = ""
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["person"]
        try:
            count = hand_over_all(
                user=user, incident=found, of=of, to=to, words=form.cleaned_data["words"]
            )
        except AssignmentRefused as refusal:
            refused = f"{refusal.finding.code}: {_(refusal.finding.template)}"
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)d case was handed over to %(person)s.",
                    "%(count)d cases were handed over to %(person)s.",
                    count,
                )
                % {"count": count, "person": to.full_name},
            )
            return redirect("assignments:cases", incident=found.slug)
    context = {
        "incident": found,
        "of": of,
        "own": of == user,
        "count": Assignment.objects.live().filter(incident=found, person=of).count(),
        "form": form,
        "refused": refused,
    }
    status = REFUSED if refused else 422 if request.method == "POST" else 200
    return render(request, "assignments/hand_over.html", context, status=status)
