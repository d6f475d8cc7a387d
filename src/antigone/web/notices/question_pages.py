"""Questions of the family, and their answers."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.notices.acting import act_page, page_of_act
from antigone.web.notices.acts.ask import answer_question, take_question
from antigone.web.notices.doors import notice_or_404, question_or_404, require_speaking
from antigone.web.notices.forms import AnswerForm, QuestionForm
from antigone.web.notices.sealed import family_of, words_in


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Take a question down, or something that was promised."""
    found = incident_or_404(request.user, incident)
    notice = notice_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    page = page_of_act(
        notice,
        _("Take a question down"),
        _("Keep the question"),
        lede=_("Who answers, and until when. It stands on their home page until it is answered."),
        note=_("The words are sealed with the family’s key."),
    )

    def do(form: QuestionForm) -> tuple[str, str]:
        take_question(user=cast(User, request.user), notice=notice, **form.cleaned_data)
        return notice.get_absolute_url(), _("Kept.")

    return act_page(request, page, QuestionForm(found, request.POST or None), do)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What the family was answered."""
    found = incident_or_404(request.user, incident)
    asked = question_or_404(request.user, found, pk)
    require_speaking(request.user, found)
    words = words_in(family_of(asked.notice), asked.sealed, "question").get("words", "")
    page = page_of_act(asked.notice, _("What was answered"), _("Record the answer"), lede=words)

    def do(form: AnswerForm) -> tuple[str, str]:
        words = form.cleaned_data["words"]
        answer_question(user=cast(User, request.user), question=asked, words=words)
        return asked.notice.get_absolute_url(), _("Recorded.")

    return act_page(request, page, AnswerForm(request.POST or None), do)
