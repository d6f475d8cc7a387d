"""The page of the care for one case: who has it, who had it, what is missing, reminders."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.models import User
from antigone.web.assignments.acts import AssignmentRefused, assign, assignment_of, give_back
from antigone.web.assignments.cases import Case, field_of, sees, words_of
from antigone.web.assignments.forms import ColleagueForm, PostponeForm, ReminderForm
from antigone.web.assignments.models import Assignment, Reminder
from antigone.web.assignments.owed import missing_of
from antigone.web.assignments.reminding import done, insist_on_ones_own, postpone, remind
from antigone.web.incidents.access import incident_or_404, may
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import family_or_404, remains_or_404
from antigone.web.records.models import Remains
from antigone.web.sealing.keys import KeyDestroyed

REFUSED = 409


@require_http_methods(["GET", "POST"])
def of_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """The care for one of the remains."""
    found = incident_or_404(request.user, incident)
    return _care(request, remains_or_404(request.user, found, number))


@require_http_methods(["GET", "POST"])
def of_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The care for one family."""
    found = incident_or_404(request.user, incident)
    return _care(request, family_or_404(request.user, found, pk))


def address_of(case: Case) -> str:
    """The page of the care for a case."""
    at = {"incident": case.incident.slug}
    if isinstance(case, Remains):
        return reverse("assignments:of_remains", kwargs=at | {"number": case.number})
    return reverse("assignments:of_family", kwargs={**at, "pk": case.pk})


def _care(request: HttpRequest, case: Case) -> HttpResponse:
    user = cast(User, request.user)
    if not sees(user, case):
        raise PermissionDenied(_("Your role in this incident does not allow this."))
    give, reminding, refused = ColleagueForm(case.incident), ReminderForm(), ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "assign":
            give = ColleagueForm(case.incident, request.POST)
        elif act == "remind":
            reminding = ReminderForm(request.POST)
        try:
            if _acted(request, user, case, act, give, reminding):
                return redirect(address_of(case))
        except AssignmentRefused as refusal:
            refused = f"{refusal.finding.code}: {_(refusal.finding.template)}"
        except KeyDestroyed:
            refused = _("The family has withdrawn: nothing more is written about it.")
    status = REFUSED if refused else 422 if request.method == "POST" else 200
    return _shown(request, user, case, give, reminding, refused, status)


def _acted(
    request: HttpRequest,
    user: User,
    case: Case,
    act: str,
    give: ColleagueForm,
    reminding: ReminderForm,
) -> bool:
    """Do what was asked; whether it was done."""
    if act == "take":
        assign(user=user, case=case, person=user)
        messages.success(request, _("You look after this case now."))
    elif act == "give_back":
        give_back(user=user, case=case)
        messages.success(request, _("Nobody looks after this case now."))
    elif act == "assign" and give.is_valid():
        person = give.cleaned_data["person"]
        assign(user=user, case=case, person=person, words=give.cleaned_data["words"])
        messages.success(request, _("%s looks after this case now.") % person.full_name)
    elif act == "remind" and reminding.is_valid():
        return _reminded(request, user, case, reminding)
    else:
        return False
    return True


def _reminded(request: HttpRequest, user: User, case: Case, form: ReminderForm) -> bool:
    carer = assignment_of(case) if form.cleaned_data["for_carer"] else None
    person = user if carer is None else carer.person
    try:
        remind(
            user=user,
            case=case,
            person=person,
            due_on=form.cleaned_data["due_on"],
            words=form.cleaned_data["words"],
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The reminder is set for %s.") % person.full_name)
    return True


def _shown(
    request: HttpRequest,
    user: User,
    case: Case,
    give: ColleagueForm,
    reminding: ReminderForm,
    refused: str,
    status: int,
) -> HttpResponse:
    now = assignment_of(case)
    mine = now is not None and now.person_id == user.pk
    may_assign = may(user, case.incident, Permission.ASSIGN)
    history = Assignment.objects.filter(**field_of(case)).select_related("person", "given_by")
    reminders = Reminder.objects.filter(**field_of(case)).select_related("person", "made_by")
    of_family = history.select_related("family__key"), reminders.select_related("family__key")
    context = {
        "incident": case.incident,
        "case": case,
        "is_remains": isinstance(case, Remains),
        "now": now,
        "mine": mine,
        "may_take": now is None or (may_assign and not mine),
        "may_give": mine or may_assign,
        "give": give,
        "reminding": reminding,
        "postponing": PostponeForm(),
        "refused": refused,
        "missing": missing_of(user, case),
        "history": [(row, words_of(row)) for row in of_family[0]],
        "reminders": [
            (row, words_of(row), user.pk in {row.person_id, row.made_by_id})
            for row in of_family[1].order_by("done_at", "due_on")
        ],
    }
    return render(request, "assignments/care.html", context, status=status)


@require_POST
def reminder(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A reminder is done, or put off."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    rows = Reminder.objects.select_related("remains__incident", "family__incident")
    row = rows.filter(incident=found, pk=pk).first()
    if row is None or not sees(user, row.case):
        raise Http404(_("There is no such reminder, or it is not yours to see."))
    insist_on_ones_own(user, row)
    form = PostponeForm(request.POST)
    if request.POST.get("act") == "done":
        done(user=user, reminder=row)
        messages.success(request, _("Done."))
    elif form.is_valid():
        try:
            postpone(user=user, reminder=row, due_on=form.cleaned_data["due_on"])
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Put off."))
    else:
        messages.error(request, _("Name the later day."))
    return redirect("home" if request.POST.get("from") == "home" else address_of(row.case))
