"""Papers for the family: issuing one, printing it, and entering that it was handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.notices.acting import REFUSED, act_page, page_of_act
from antigone.web.notices.acts.letter import (
    hand_over_letter,
    issue_letter,
    kinds_of,
    rules_of_handing_over,
    rules_of_issuing,
    values_of_record,
)
from antigone.web.notices.doors import letter_or_404, notice_or_404, require_speaking
from antigone.web.notices.forms import HandOverForm, LetterForm
from antigone.web.notices.models import Letter, Notice
from antigone.web.notices.notice_page import pdf_answer
from antigone.web.notices.papers import (
    Content,
    Values,
    paper_texts,
    printed,
    put_together,
    rules_of_texts,
    thawed,
)
from antigone.web.notices.sealed import family_of, json_in
from antigone.web.notices.sheet import sheet_of
from antigone.web.notices.sources import grounds_of, name_of_reader
from antigone.web.notices.standing import may_go_on


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, incident: str, pk: int, kind: str) -> HttpResponse:
    """Read a paper in a language as it would be, confirm what stands in it, and issue it."""
    found = incident_or_404(request.user, incident)
    notice = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    if kind not in kinds_of(notice):
        raise Http404(_("This notice has no such paper."))
    user = cast(User, request.user)
    form = LetterForm(kind, request.POST or None, initial=begun(notice, kind))
    language = _language(request, form)
    form.initial["language"] = language
    values = _values(form)
    grounds = [] if kind != Letter.Kind.NEWS else grounds_of(notice.identification)
    rules = rules_of_issuing(user, notice, kind)
    texts = paper_texts(kind, grounds, values)
    draft = None
    if rules[0].met:
        given = {**values, **values_of_record(notice, kind)}
        draft = put_together(
            number=notice.number,
            kind=kind,
            language=language,
            texts=texts,
            values=given,
            dated=timezone.now(),
        )
    page = page_of_act(
        notice,
        str(Letter.Kind(kind).label),
        _("Issue it"),
        lede=_("Printed on paper, handed over in person after telling. Nothing is ever sent."),
        note=_(
            "Its words are frozen under a number and a fingerprint, and sealed with the family’s key."
        ),
        rules=[*rules, *rules_of_texts(texts, language)],
        template="notices/letter.html",
    )

    def do(form: LetterForm) -> tuple[str, str]:
        made = issue_letter(
            user=user, notice=notice, kind=kind, language=language, values=_values(form)
        )
        return notice.get_absolute_url(), _("%s is issued and can be printed.") % made.number

    languages = settings.LANGUAGES
    return act_page(request, page, form, do, draft=draft, languages=languages, language=language)


def begun(notice: Notice, kind: str) -> dict[str, Any]:
    """What stands in the form at first: what is prepared, and what the record may say."""
    sheet, family = sheet_of(notice), family_of(notice)
    known = {name: getattr(sheet, name, "") for name in LetterForm.OF[kind]}
    return {**known, "reader": name_of_reader(family), "language": "en"}


def _language(request: HttpRequest, form: LetterForm) -> str:
    asked = form["language"].value() if form.is_bound else request.GET.get("language", "en")
    return str(asked) if asked in dict(settings.LANGUAGES) else "en"


def _values(form: LetterForm) -> Values:
    """What stands in the places: as it was typed, and before that as the form begins."""
    if form.is_bound and form.is_valid():
        data: Mapping[str, Any] = form.cleaned_data
    else:
        data = form.initial
    given = {name: data.get(name) for name in form.fields if name != "language"}
    return {n: v for n, v in given.items() if isinstance(v, str | date) and v}


@require_safe
def letter_pdf(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """An issued paper as PDF; while it is not handed over, only as long as its ground holds."""
    found = incident_or_404(request.user, incident)
    row = letter_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    content = content_of(row)
    ground = may_go_on(row.notice)
    if content is None or (not ground.met and row.handed_over_at is None):
        context = {"incident": found, "letter": row, "ground": ground, "gone": content is None}
        return render(request, "notices/no_paper.html", context, status=REFUSED)
    name = row.number.replace("/", "-")
    return pdf_answer(printed(content, row.sha256, row.issued_at), f"{name}.pdf")


def content_of(letter: Letter) -> Content | None:
    """What an issued paper says; None where the family has withdrawn."""
    kept = json_in(family_of(letter.notice), letter.sealed, "letter")
    return thawed(kept) if isinstance(kept, dict) else None


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Enter that a paper was handed over, after telling."""
    found = incident_or_404(request.user, incident)
    row = letter_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    user = cast(User, request.user)
    page = page_of_act(
        row.notice,
        _("%s was handed over") % row.number,
        _("Record that it was handed over"),
        lede=_("In person, after the family was told."),
        rules=rules_of_handing_over(user, row),
    )

    def do(form: HandOverForm) -> tuple[str, str]:
        hand_over_letter(user=user, letter=row, at=form.cleaned_data["at"])
        return row.notice.get_absolute_url(), _("Recorded.")

    return act_page(request, page, HandOverForm(request.POST or None), do)
