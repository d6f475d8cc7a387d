"""Pages of packages: the list, a draft, one package with its acts, one record in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.formats.dead_person import DeadPerson
from antigone.formats.problems import FormatError
from antigone.policy.findings import Finding, hindrances_first
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.access import may, require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.keys import KeyRefused
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.paging import page_of
from antigone.web.transmissions.acts.afterwards import enter_answer, taking_findings
from antigone.web.transmissions.acts.drafts import (
    MOST_RECORDS,
    PackageClosed,
    draft,
    drop,
    key_in_use,
    withhold,
)
from antigone.web.transmissions.acts.make import approve, approving_findings, items_of
from antigone.web.transmissions.content import kept, person_now
from antigone.web.transmissions.doors import (
    item_or_404,
    package_or_404,
    recipient_or_404,
)
from antigone.web.transmissions.due import due_for
from antigone.web.transmissions.forms import AnswerForm, ReasonForm, WithholdForm
from antigone.web.transmissions.models import Item, Package, Recipient, TakenOut
from antigone.web.transmissions.shown import fields_said, label_of, lines_of

CONFLICT, UNFINISHED = 409, 422


@require_safe
def packages(request: HttpRequest, incident: str) -> HttpResponse:
    """All recipients and all packages."""
    found = whole_incident_or_404(request.user, incident)
    recipients = Recipient.objects.filter(incident=found).prefetch_related("keys")
    rows = Package.objects.filter(incident=found)
    page = page_of(
        rows,
        request.GET.get("page"),
        dress=lambda some: (
            some.defer("encrypted", "manifest_text")
            .select_related("incident", "recipient", "drafted_by", "closed_by")
            .prefetch_related("items", "answers", "taken_out")
        ),
    )
    context = {
        "incident": found,
        "recipients": [
            (one, [key for key in one.keys.all() if key.is_in_use]) for one in recipients
        ],
        "page": page,
        "may_transmit": may(request.user, found, Permission.TRANSMIT),
    }
    return render(request, "transmissions/list.html", context)


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Choose what goes to a recipient: what it does not have yet is proposed."""
    recipient = recipient_or_404(request, incident, pk)
    require(request.user, recipient.incident, Permission.TRANSMIT)
    refused: tuple[Finding, ...] = ()
    problems: list[str] = []
    if request.method == "POST":
        rows = DeathRecord.objects.filter(incident=recipient.incident)
        chosen = rows.filter(number__in=request.POST.getlist("record"))
        try:
            made = draft(user=_user(request), recipient=recipient, records=chosen)
        except RuleRefused as rules:
            refused = rules.findings
        except FormatError as error:
            problems = [str(problem) for problem in error.problems]
        else:
            messages.success(request, _("Drafted. A second person looks at it and approves it."))
            return redirect(made)
    due = due_for(recipient)
    context = {
        "incident": recipient.incident,
        "recipient": recipient,
        "due": due[:MOST_RECORDS],
        "left": max(0, len(due) - MOST_RECORDS),
        "key_rule": key_in_use(recipient),
        "refused": refused,
        "problems": problems,
    }
    status = CONFLICT if refused or problems else 200
    return render(request, "transmissions/draft.html", context, status=status)


@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One package: what is in it, the rules before it is made, and what came afterwards."""
    found = package_or_404(request, incident, pk)
    refused: tuple[Finding, ...] = ()
    problem, status = "", 200
    dropping, answering = ReasonForm(), AnswerForm()
    if request.method == "POST":
        require(request.user, found.incident, Permission.TRANSMIT)
        act, status = request.POST.get("act", ""), UNFINISHED
        if act == "drop":
            dropping = ReasonForm(request.POST)
        elif act == "answer":
            answering = AnswerForm(request.POST)
        try:
            if _acted(request, found, act, dropping, answering):
                return redirect(found)
        except RuleRefused as rules:
            refused, status = rules.findings, CONFLICT
        except PackageClosed:
            problem, status = _("Somebody approved or dropped this draft meanwhile."), CONFLICT
        except KeyRefused as error:
            problem, status = str(error), CONFLICT
        found = package_or_404(request, incident, pk)
    context = {
        **_context(request, found),
        "refused": refused,
        "problem": problem,
        "dropping": dropping,
        "answering": answering,
    }
    return render(request, "transmissions/package.html", context, status=status)


def _context(request: HttpRequest, found: Package) -> dict[str, object]:
    items = items_of(found)
    may_transmit = may(request.user, found.incident, Permission.TRANSMIT)
    rules: list[Finding] = []
    if found.waits and may_transmit:
        rules = approving_findings(_user(request), found, items)
    return {
        "incident": found.incident,
        "package": found,
        "items": [(item, [label_of(name) for name in item.not_sent]) for item in items],
        "may_transmit": may_transmit,
        "rules": rules,
        "against": [rule for rule in rules if not rule.met],
        "answers": found.answers.select_related("entered_by"),
        "taken_out": found.taken_out.select_related("by"),
        "corrected_by": Package.objects.filter(items__corrects=found)
        .defer("encrypted")
        .select_related("incident")
        .distinct(),
        "taking_rule": hindrances_first(taking_findings(found, TakenOut.What.FILE))[0],
    }


def _acted(
    request: HttpRequest, found: Package, act: str, dropping: ReasonForm, answering: AnswerForm
) -> bool:
    """Do what was asked; whether it was done."""
    user = _user(request)
    acts: dict[str, Callable[[], bool]] = {
        "approve": lambda: _approved(request, user, found),
        "drop": lambda: _dropped(request, user, found, dropping),
        "answer": lambda: _answered(request, user, found, answering),
    }
    return act in acts and acts[act]()


def _approved(request: HttpRequest, user: User, found: Package) -> bool:
    made = approve(user=user, package=found)
    messages.success(request, _("%s is made. It waits to be taken out.") % made.number)
    return True


def _dropped(request: HttpRequest, user: User, found: Package, form: ReasonForm) -> bool:
    if not form.is_valid():
        return False
    drop(user=user, package=found, because=form.cleaned_data["because"])
    messages.success(request, _("Dropped. It stays readable, with the reason."))
    return True


def _answered(request: HttpRequest, user: User, found: Package, form: AnswerForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    enter_answer(
        user=user,
        package=found,
        kind=given["kind"],
        receipt=given["receipt"],
        day=given["day"],
        words=given["words"],
    )
    messages.success(request, _("The answer is entered."))
    return True


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, incident: str, pk: int, number: str) -> HttpResponse:
    """One record as it goes, or went; and what of it is withheld from a party."""
    found = item_or_404(request, incident, pk, number)
    require(request.user, found.package.incident, Permission.TRANSMIT)
    whole = person_now(found.record, ()) if found.package.waits else None
    form = _withhold_form(request, found, whole)
    refused: tuple[Finding, ...] = ()
    status = 200
    if request.method == "POST":
        status = UNFINISHED
        try:
            if form is not None and form.is_valid():
                withhold(
                    user=_user(request),
                    item=found,
                    fields=form.cleaned_data["fields_withheld"],
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, _("Entered. The recipient is told that it is withheld."))
                return redirect(found.package)
        except RuleRefused as rules:
            refused, status = rules.findings, CONFLICT
    person = person_now(found.record, found.not_sent) if found.package.waits else kept(found)
    context = {
        "incident": found.package.incident,
        "package": found.package,
        "item": found,
        "lines": [] if person is None else lines_of(person),
        "person": person,
        "form": form,
        "withheld": [(label_of(name), reason) for name, reason in found.withheld.items()],
        "by_family": [label_of(name) for name in found.family_withheld],
        "refused": refused,
    }
    return render(request, "transmissions/item.html", context, status=status)


def _withhold_form(
    request: HttpRequest, found: Item, whole: DeadPerson | None
) -> WithholdForm | None:
    """For who drafted it, of a draft for a recipient from which anything is withheld (TM-04)."""
    package = found.package
    mine = package.drafted_by_id == request.user.pk
    if whole is None or not mine or not package.recipient.may_be_withheld_from:
        return None
    names = [name for name in fields_said(whole) if name not in found.family_withheld]
    first = {
        "fields_withheld": list(found.withheld),
        "reason": next(iter(found.withheld.values()), ""),
    }
    choices = [(name, label_of(name)) for name in names]
    return WithholdForm(choices, request.POST or None, initial=first)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
