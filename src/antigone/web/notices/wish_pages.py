"""What the family wishes: whether and how to be told, and once it was told, the rest."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.policy.notices import no_11_wish_of_a_person
from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.notices.acting import ActPage, act_page, page_of_act
from antigone.web.notices.acts.wish import record_wish
from antigone.web.notices.doors import notice_or_404, require_speaking, sought_or_404
from antigone.web.notices.forms import TellingForm, WishForm
from antigone.web.notices.models import Wish
from antigone.web.notices.standing import told_visits
from antigone.web.notices.wishes import wishes_said


@require_http_methods(["GET", "POST"])
def telling(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Whether and how the family of a person sought wants to be told, whenever somebody says it."""
    found = incident_or_404(request.user, incident)
    person = sought_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    page = ActPage(
        incident=found,
        title=_("How the family of %(number)s wants to be told") % {"number": person.number},
        act=_("Record the wish"),
        back=person.family.get_absolute_url(),
        back_to=person.family.name,
        lede=_(
            "Asked before anything is known, and again whenever the family speaks of it. A family may "
            "choose not to be told."
        ),
        note=_("The newest wish counts; earlier ones stay readable. The words are sealed."),
        template="notices/telling.html",
    )

    def do(form: TellingForm) -> tuple[str, str]:
        data = form.cleaned_data
        record_wish(
            user=cast(User, request.user),
            missing_person=person,
            kind=Wish.Kind.TELLING,
            choice=data["choice"],
            said_by=data["said_by"],
            said_on=data["said_on"],
            content={name: data[name] for name in ("first", "channel", "words")},
        )
        return request.path, _("Recorded.")

    said = [one for one in wishes_said(person) if one.wish.kind == Wish.Kind.TELLING]
    return act_page(request, page, TellingForm(request.POST or None), do, said=said)


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A wish of the family, once it was told."""
    found = incident_or_404(request.user, incident)
    notice = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    person, today = notice.missing_person, timezone.localdate()
    told = told_visits().filter(notice__missing_person=person).exists()
    page = page_of_act(
        notice,
        _("Record a wish of the family"),
        _("Record the wish"),
        lede=_("With who said it, and when. A new answer takes the place of the one before."),
        note=_("Earlier answers stay readable. The words are sealed with the family’s key."),
        rules=[
            no_11_wish_of_a_person(
                said_by="-", said_on=today, today=today, about_telling=False, told=told
            )
        ],
    )

    def do(form: WishForm) -> tuple[str, str]:
        kind, _colon, choice = form.cleaned_data["wish"].partition(":")
        record_wish(
            user=cast(User, request.user),
            missing_person=person,
            kind=kind,
            choice=choice,
            said_by=form.cleaned_data["said_by"],
            said_on=form.cleaned_data["said_on"],
            content={"words": form.cleaned_data["words"]},
        )
        return notice.get_absolute_url(), _("Recorded.")

    return act_page(request, page, WishForm(request.POST or None), do)
