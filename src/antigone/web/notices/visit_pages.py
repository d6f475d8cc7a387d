"""Preparing a visit, and recording it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.notices.acting import act_page, page_of_act
from antigone.web.notices.acts.prepare import (
    PREPARED,
    preparation_of,
    prepare,
    rules_of_preparing,
)
from antigone.web.notices.acts.visit import VISIT_WORDS, record_visit, rules_of_visiting
from antigone.web.notices.doors import notice_or_404, require_speaking
from antigone.web.notices.forms import PreparationForm, VisitForm
from antigone.web.notices.models import Notice, Visit
from antigone.web.notices.sheet import prefilled
from antigone.web.notices.standing import fell_before, telling_of
from antigone.web.notices.taken_over import corrected_notice, words_to_begin_with
from antigone.web.sentences import isolated


@require_http_methods(["GET", "POST"])
def preparation(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Whom the notifier meets, how, and which places stand in the papers."""
    found = incident_or_404(request.user, incident)
    notice = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    user = cast(User, request.user)
    last = preparation_of(notice)
    form = PreparationForm(request.POST or None)
    if not form.is_bound:
        version = 0 if last is None else last.version
        form = PreparationForm(initial={**prefilled(notice), "version": version})
    page = page_of_act(
        notice,
        _("Prepare the visit"),
        _("Keep the preparation"),
        lede=_lede_of(notice),
        note=_(
            "Sealed with the family’s key, as a new version. The journal names the number alone."
        ),
        rules=rules_of_preparing(user, notice),
    )

    def do(form: PreparationForm) -> tuple[str, str]:
        data = {name: _text(form.cleaned_data[name]) for name in PREPARED}
        seen = form.cleaned_data["version"]
        prepare(user=user, notice=notice, content=data, seen_version=seen)
        return notice.get_absolute_url(), _("Kept.")

    return act_page(request, page, form, do)


def _lede_of(notice: Notice) -> str:
    earlier = corrected_notice(notice)
    if earlier is None:
        return _("What the record may say stands here already. Confirm each place, or change it.")
    return _(
        "To be checked: what was known of the family for %s stands here already. It may have "
        "changed since the family was told. Confirm each place, or change it."
    ) % isolated(earlier.number)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A visit that took place."""
    found = incident_or_404(request.user, incident)
    notice = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    user = cast(User, request.user)
    fell = fell_before(notice) and telling_of(notice) is None
    form = VisitForm(notice, request.POST or None, fell=fell)
    if not form.is_bound:
        prepared = words_to_begin_with(notice)
        form.initial = {
            "place": prepared.get("place", ""),
            "present": prepared.get("with_whom", ""),
            "language": prepared.get("language", ""),
            "interpreter": prepared.get("interpreter", ""),
        }
    page = page_of_act(
        notice,
        _("Record that the family was told that it no longer holds")
        if notice.is_correction
        else _("Record that the family was told"),
        _("Record the visit"),
        lede=_("Who was told, by whom, where and when. Only after the visit."),
        note=_("Entered for good. The words are sealed with the family’s key."),
        rules=rules_of_visiting(user, notice),
        confirmed=("NO-14",),
    )

    def do(form: VisitForm) -> tuple[str, str]:
        data = form.cleaned_data
        made = record_visit(
            user=user,
            notice=notice,
            at=data["at"],
            outcome=Visit.Outcome(data["outcome"]),
            in_person=data["in_person"],
            said=data["said"],
            content={name: data[name] for name in VISIT_WORDS},
            did_not_know=data.get("did_not_know", False),
        )
        if fell and made.outcome == Visit.Outcome.TOLD:
            done = _("Recorded. The family has to be told that it no longer holds.")
            return notice.get_absolute_url(), done
        return notice.get_absolute_url(), _("Recorded.")

    return act_page(request, page, form, do)
