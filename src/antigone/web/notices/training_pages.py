"""Who is trained to tell families."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.notices.acting import ActPage, act_page
from antigone.web.notices.acts.train import record_training, take_back_training
from antigone.web.notices.forms import TakeBackForm, TrainingForm
from antigone.web.notices.models import NotifierTraining


@require_http_methods(["GET", "POST"])
def trainings(request: HttpRequest, incident: str) -> HttpResponse:
    """All trainings, those that are past as well; a further one."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.ASSIGN)
    page = ActPage(
        incident=found,
        title=_("Who is trained to tell families"),
        act=_("Record the training"),
        back=reverse("notices:list", kwargs={"incident": found.slug}),
        back_to=_("Notices"),
        lede=_("Nobody is sent to a family without a training that is valid on that day."),
        note=_("Entered in the journal under your name."),
        template="notices/trainings.html",
    )

    def do(form: TrainingForm) -> tuple[str, str]:
        record_training(user=cast(User, request.user), incident=found, **form.cleaned_data)
        return request.path, _("Recorded.")

    form = TrainingForm(found, request.POST or None)
    return act_page(request, page, form, do, trainings=_of(found), today=timezone.localdate())


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A training counts no longer."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.ASSIGN)
    training = get_object_or_404(_of(found), pk=pk)
    back = reverse("notices:trainings", kwargs={"incident": found.slug})
    page = ActPage(
        incident=found,
        title=_("The training of %s counts no longer") % training.person.full_name,
        act=_("Take it back"),
        back=back,
        back_to=_("Who is trained"),
    )

    def do(form: TakeBackForm) -> tuple[str, str]:
        reason = form.cleaned_data["reason"]
        take_back_training(user=cast(User, request.user), training=training, reason=reason)
        return back, _("Taken back.")

    return act_page(request, page, TakeBackForm(request.POST or None), do)


def _of(incident: Incident) -> QuerySet[NotifierTraining]:
    rows = NotifierTraining.objects.filter(incident=incident)
    return rows.select_related("incident", "person", "recorded_by", "taken_back_by")
