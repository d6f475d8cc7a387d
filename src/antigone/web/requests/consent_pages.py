"""Pages of consent: what is allowed for which purpose, recording an answer, withdrawing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.wording import WRITTEN_IN
from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.doors import family_or_404
from antigone.web.records.models import Family, Person
from antigone.web.records.profiles import gave_dna
from antigone.web.requests.consent_forms import ConsentForm, WithdrawForm
from antigone.web.requests.consent_texts import CURRENT, family_text
from antigone.web.requests.consents import (
    ConsentRefused,
    NothingToWithdraw,
    Particulars,
    Question,
    allows,
    answers,
    particulars_of,
    record_answer,
    withdraw_consent,
)
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.requests.telling import may_see_contacts
from antigone.web.wording.approvals import standing_of


@dataclass(frozen=True)
class AnswerShown:
    """One answer; who was asked only for those who speak with the family."""

    row: ConsentGiven
    particulars: Particulars | None


@dataclass(frozen=True)
class QuestionShown:
    """One question with its answers.

    Args:
        used: whether it is allowed now, on consent or on another basis.
    """

    question: Question
    title: str
    used: bool
    history: tuple[AnswerShown, ...]

    @property
    def newest(self) -> ConsentGiven | None:
        """The answer that counts."""
        return self.history[-1].row if self.history else None


@require_safe
def consents(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What a family and its donors allow, purpose by purpose."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.SEE_FAMILIES)
    context = {
        "incident": found,
        "family": family,
        "tab": "request",
        "purposes": _shown(request, family),
        "may_attest": may(request.user, found, Permission.ATTEST),
    }
    return render(request, "requests/consents.html", context)


def _shown(request: HttpRequest, family: Family) -> list[tuple[Purpose, list[QuestionShown]]]:
    coverage, told = coverage_of(family.incident, [family]), answers(family)
    contacts = may_see_contacts(request.user, family.incident)
    asked: dict[Purpose, list[Question]] = {purpose: [] for purpose in Purpose}
    for donor in donors_of(family):
        asked[Purpose.DNA].append(Question(Purpose.DNA, donor))
    for purpose in (Purpose.SEARCH, Purpose.PHOTOGRAPHS, Purpose.FACES, Purpose.PUBLICATION):
        asked[purpose].append(Question(purpose))
    for question in told:
        if question not in asked[question.purpose]:
            asked[question.purpose].append(question)
    return [
        (purpose, [_question(family, q, told.get(q, []), coverage, contacts) for q in questions])
        for purpose, questions in asked.items()
    ]


def donors_of(family: Family) -> QuerySet[Person]:
    """Relatives who gave or could give DNA; whoever is sought is not asked."""
    persons = Person.objects.filter(family=family, missing_person__isnull=True)
    return persons.select_related("profile", "key", "family__incident").exclude(
        vital=Person.Vital.DEAD, profile__isnull=True
    )


def _question(
    family: Family,
    question: Question,
    rows: list[ConsentGiven],
    coverage: Coverage,
    contacts: bool,
) -> QuestionShown:
    title = str(question.purpose.label)
    if question.donor is not None:
        gave = _("gave DNA") if gave_dna(question.donor) else _("no DNA yet")
        title = f"{question.donor.code}, {gave}"
    elif question.recipient:
        title = question.recipient
    shown = tuple(AnswerShown(row, particulars_of(row) if contacts else None) for row in rows)
    return QuestionShown(question, title, _used(family, question, coverage), shown)


def _used(family: Family, question: Question, coverage: Coverage) -> bool:
    if question.purpose is Purpose.SEARCH:
        return coverage.covers_family(family)
    if question.donor is not None:
        return coverage.covers_donor(question.donor, family)
    return allows(family, question)


def _purpose_or_404(purpose: str) -> Purpose:
    if purpose not in Purpose.values:
        raise Http404(_("There is no such purpose."))
    return Purpose(purpose)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, incident: str, pk: int, purpose: str) -> HttpResponse:
    """Record the answer to one question."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.ATTEST)
    user, known = cast(User, request.user), _purpose_or_404(purpose)
    initial: dict[str, Any] = {
        "interviewer": user.full_name,
        "donor": request.GET.get("donor", ""),
        "recipient": request.GET.get("recipient", ""),
        "capacity": "own" if known is Purpose.DNA else "next_of_kin",
    }
    form = ConsentForm(
        request.POST or None, purpose=known, donors=donors_of(family), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_answer(
                user=user,
                family=family,
                question=form.question,
                asked=form.as_asked(),
                capacity=ConsentGiven.Capacity(form.cleaned_data["capacity"]),
                witness=form.cleaned_data["witness"],
                note=form.cleaned_data["note"],
            )
        except ConsentRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The answer is recorded, and holds from now on."))
            return redirect("requests:consents", incident=incident, pk=pk)
    context = {
        "incident": found,
        "family": family,
        "purpose": known,
        "form": form,
        "read": _read_in(request, known),
        "version": CURRENT,
        "agencies": Agency.objects.all() if known is Purpose.SHARING else (),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/consent.html", context, status=status)


@dataclass(frozen=True)
class ReadText:
    """The text as it is read: in the language of the page, or another one that was asked for.

    Args:
        warning: why it is not approved in this language (LA-01); empty where it is.
    """

    key: str
    language: str
    name: str
    direction: str
    words: str
    warning: str


def _read_in(request: HttpRequest, purpose: Purpose) -> ReadText:
    known, text = dict(settings.LANGUAGES), family_text(purpose)
    asked = request.GET.get("in", "")
    language = asked if asked in known else get_language() or WRITTEN_IN
    finding = standing_of(text, language)
    shown = language if text.is_translated(language) else WRITTEN_IN
    return ReadText(
        text.key,
        shown,
        known[shown],
        "rtl" if get_language_info(shown)["bidi"] else "ltr",
        text.words(shown),
        "" if finding.met else _(finding.template),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, incident: str, pk: int, purpose: str) -> HttpResponse:
    """End what is allowed for one purpose, one donor or one recipient."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.ATTEST)
    question = _question_or_404(request, family, _purpose_or_404(purpose))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_consent(
                user=cast(User, request.user),
                family=family,
                question=question,
                reason=form.cleaned_data["reason"],
                confirmed=form.cleaned_data["confirmed"],
            )
        except ConsentRefused as refused:
            for finding in refused.findings:
                form.add_error("confirmed", f"{finding.code}: {_(finding.template)}")
        except NothingToWithdraw:
            messages.warning(request, _("Nothing of this stands. Nothing was changed."))
            return redirect("requests:consents", incident=incident, pk=pk)
        else:
            messages.success(request, _("Withdrawn. It holds from now on, also in running work."))
            return redirect("requests:consents", incident=incident, pk=pk)
    context = {"incident": found, "family": family, "question": question, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/withdraw.html", context, status=status)


def _question_or_404(request: HttpRequest, family: Family, purpose: Purpose) -> Question:
    """The question that the address names: donor and recipient stand in its query."""
    donor = None
    if purpose is Purpose.DNA:
        pk = request.GET.get("donor", "")
        donor = donors_of(family).filter(pk=int(pk) if pk.isdecimal() else 0).first()
        if donor is None:
            raise Http404(_("There is no such donor in this family."))
    recipient = request.GET.get("recipient", "") if purpose is Purpose.SHARING else ""
    return Question(purpose, donor, recipient)
