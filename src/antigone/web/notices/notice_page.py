"""The page of one notice: whom the notifier meets, what can be said, what is wished, asked and written."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused, insist
from antigone.web.incidents.access import incident_or_404, may
from antigone.web.incidents.roles import Permission
from antigone.web.notices.acting import REFUSED
from antigone.web.notices.acts.letter import kinds_of
from antigone.web.notices.acts.prepare import preparation_of, rules_of_preparing
from antigone.web.notices.acts.print_sheet import record_sheet
from antigone.web.notices.acts.visit import rules_of_visiting
from antigone.web.notices.doors import notice_or_404, notices_in_sight, require_speaking
from antigone.web.notices.models import Letter, Notice, NoticeAssignment, Question, Visit
from antigone.web.notices.sealed import family_of, words_in
from antigone.web.notices.sheet import heading, sheet_of, sheet_pdf
from antigone.web.notices.standing import fell_before, telling_of
from antigone.web.notices.states import standing, with_states
from antigone.web.notices.taken_over import corrected_notice
from antigone.web.notices.wishes import wishes_said
from antigone.web.notices.words import SAID, SAID_OF_CORRECTION


@require_safe
def notice(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What is needed before sitting down with a family, and what came of it."""
    found = incident_or_404(request.user, incident)
    row = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    return _shown(request, row)


@require_POST
def sheet(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The preparation sheet as PDF; that it was printed is entered."""
    found = incident_or_404(request.user, incident)
    row = notice_or_404(request.user, found, pk)
    user = cast(User, request.user)
    require_speaking(user, found)
    try:
        insist(rules_of_preparing(user, row))
    except RuleRefused as refusal:
        return _shown(request, row, refusal.findings)
    pdf = sheet_pdf(row, get_language() or "en", timezone.now())
    record_sheet(user=user, notice=row)
    return pdf_answer(pdf, f"{row.number}-preparation.pdf")


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """A paper to be kept and printed."""
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _shown(request: HttpRequest, notice: Notice, refused: tuple[Finding, ...] = ()) -> HttpResponse:
    user = cast(User, request.user)
    state = standing(with_states(Notice.objects.filter(pk=notice.pk)).get())
    rules = rules_of_preparing(user, notice)
    context = {
        "incident": notice.incident,
        "notice": notice,
        "state": state,
        "heading": heading(notice),
        "refused": refused,
        "rules": [*rules, *rules_of_visiting(user, notice)[1:]],
        "goes_on": rules[0].met,
        "stopped": rules[0],
        "mine": all(rule.met for rule in rules),
        "sheet": sheet_of(notice),
        "preparation": preparation_of(notice),
        "taken_from": corrected_notice(notice),
        "assignments": NoticeAssignment.objects.filter(notice=notice).select_related(
            "notifier", "assigned_by"
        ),
        "visits": _visits(notice),
        "wishes": [] if notice.is_correction else wishes_said(notice.missing_person),
        "told": telling_of(notice) is not None,
        "questions": _questions(notice),
        "letters": Letter.objects.filter(notice=notice).select_related(
            "issued_by", "handed_over_by"
        ),
        "kinds": [(kind.value, kind.label) for kind in kinds_of(notice)],
        "other": _other(user, notice),
        "may_assign": may(user, notice.incident, Permission.ASSIGN),
        "may_withdraw": may(user, notice.incident, Permission.ATTEST),
    }
    return render(request, "notices/notice.html", context, status=REFUSED if refused else 200)


def _visits(notice: Notice) -> list[tuple[Visit, dict[str, str], list[str], bool]]:
    """Each visit, its words, what was said, and whether what was told had fallen by then (NO-14)."""
    rows = Visit.objects.filter(notice=notice).select_related("by", "recorded_by")
    known = {**SAID, **SAID_OF_CORRECTION}
    return [
        (
            row,
            dict(words_in(family_of(notice), row.sealed, "visit")),
            [str(known[code]) for code in row.said if code in known],
            row.outcome == Visit.Outcome.TOLD and fell_before(notice, row.at),
        )
        for row in rows
    ]


def _questions(notice: Notice) -> list[tuple[Question, dict[str, str], str]]:
    rows = Question.objects.filter(notice=notice).select_related("owed_by", "answered_by")
    family = family_of(notice)
    return [
        (
            row,
            dict(words_in(family, row.sealed, "question")),
            words_in(family, row.answer_sealed, "answer").get("words", ""),
        )
        for row in rows
    ]


def _other(user: User, notice: Notice) -> Notice | None:
    """The notice of the same identification of the other kind."""
    rows = notices_in_sight(user, notice.incident).filter(identification=notice.identification)
    return rows.exclude(pk=notice.pk).select_related("incident").first()
