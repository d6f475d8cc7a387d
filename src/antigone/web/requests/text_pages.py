"""Pages of the texts for families: each in every language, and who answers for its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.policy.wording import WRITTEN_IN
from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.requests.approving import approve_text, withdraw_approval
from antigone.web.wording.approvals import (
    WordingRefused,
    approval_of,
    approvals_of,
    standing_of,
)
from antigone.web.wording.models import Approval
from antigone.web.wording.texts import FamilyText, family_texts, text_named


@dataclass(frozen=True)
class Cell:
    """A text in one language."""

    code: str
    name: str
    translated: bool
    approval: Approval | None

    @property
    def is_original(self) -> bool:
        """Whether the makers wrote it in this language."""
        return self.code == WRITTEN_IN


class ApprovalForm(forms.Form):
    """Who read the text, and when."""

    reader = forms.CharField(
        label=gettext_lazy("Who approves the words"),
        max_length=200,
        help_text=gettext_lazy(
            "First name and surname of somebody who reads the language natively."
        ),
    )
    function = forms.CharField(
        label=gettext_lazy("Function"),
        max_length=200,
        help_text=gettext_lazy("Such as: tracing officer of the Red Crescent, sworn translator."),
    )
    read_on = forms.DateField(
        label=gettext_lazy("Read on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TakeBackForm(forms.Form):
    """Why an approval no longer holds."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


@require_safe
def texts(request: HttpRequest, incident: str) -> HttpResponse:
    """All texts, and in which languages they may be used."""
    found = incident_or_404(request.user, incident)
    every = list(family_texts())
    approvals = approvals_of(every)
    rows = [
        (text, [_cell(text, code, name, approvals) for code, name in settings.LANGUAGES])
        for text in every
    ]
    context = {"incident": found, "rows": rows, "languages": settings.LANGUAGES}
    return render(request, "requests/texts.html", context)


def _cell(
    text: FamilyText, code: str, name: str, approvals: dict[tuple[str, str], Approval]
) -> Cell:
    return Cell(code, name, text.is_translated(code), approvals.get((text.key, code)))


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, incident: str, key: str, language: str) -> HttpResponse:
    """One text in one language, beside the English one: to approve it, or take that back."""
    found = incident_or_404(request.user, incident)
    asked = text_named(key)
    if asked is None or language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such text."))
    approval = approval_of(asked, language)
    if request.method == "POST":
        require(request.user, found, Permission.ATTEST)
    form = _form(request, approval)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, found, asked, language, form)
    ):
        return redirect("requests:text", incident=incident, key=key, language=language)
    told, finding = get_language_info(language), standing_of(asked, language)
    context = {
        "incident": found,
        "text": asked,
        "language": dict(settings.LANGUAGES)[language],
        "code": language,
        "direction": "rtl" if told["bidi"] else "ltr",
        "words": asked.words(language),
        "finding": finding,
        "finding_words": _(finding.template),
        "approval": approval,
        "is_original": language == WRITTEN_IN,
        "translated": asked.is_translated(language),
        "form": form if may(request.user, found, Permission.ATTEST) else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/text.html", context, status=status)


def _form(request: HttpRequest, approval: Approval | None) -> forms.Form:
    data = request.POST or None
    if approval is not None:
        return TakeBackForm(data)
    return ApprovalForm(data, initial={"read_on": timezone.localdate()})


def _done(
    request: HttpRequest, incident: Incident, text: FamilyText, language: str, form: forms.Form
) -> bool:
    user, given = cast(User, request.user), form.cleaned_data
    try:
        if isinstance(form, ApprovalForm):
            approve_text(user=user, incident=incident, text=text, language=language, **given)
            messages.success(request, _("Recorded. The text may be used in this language now."))
        else:
            approval = approval_of(text, language)
            if approval is not None:
                withdraw_approval(user=user, incident=incident, approval=approval, **given)
            messages.success(request, _("Taken back. The text may not be used in this language."))
    except WordingRefused as refused:
        form.add_error(None, _refusal(refused.finding))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


def _refusal(finding: Finding) -> str:
    return f"{finding.code}: {_(finding.template)}"
