"""Acts beside a proposal: notes, what is asked for and answered, and the release to the family."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antigone.web.board.acts.answer import answer as answer_act
from antigone.web.board.acts.answer import take_back as take_back_act
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.comment import comment as comment_act
from antigone.web.board.acts.release import release as release_act
from antigone.web.board.doors import person, proposal_or_404
from antigone.web.board.forms import AnswerForm, AskForm, CommentForm, ReleaseForm
from antigone.web.board.models import Enquiry, Identification, Proposal
from antigone.web.board.proposal_page import Typed, proposal_page
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404


def _done(
    request: HttpRequest, found: Proposal, typed: Typed, act: Callable[[], object], words: str
) -> HttpResponse:
    """Do an act and say so on the page, or say which rule stands against it."""
    try:
        act()
    except RuleRefused as refusal:
        return proposal_page(request, found, refused=refusal.findings, typed=typed)
    messages.success(request, words)
    return redirect(found)


@require_POST
def comment(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Write a note on a proposal."""
    found = proposal_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.COMMENT)
    form = CommentForm(request.POST, auto_id="id_note_%s")
    typed = Typed(comment=form)
    if not form.is_valid():
        return proposal_page(request, found, typed=typed, invalid=True)
    words = form.cleaned_data["words"]
    act = lambda: comment_act(user=person(request), proposal=found, words=words)  # noqa: E731
    return _done(request, found, typed, act, _("Noted. It stays with the proposal."))


@require_POST
def ask(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Ask for more."""
    found = proposal_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.COMMENT)
    form = AskForm(request.POST, auto_id="id_ask_%s")
    typed = Typed(ask=form)
    if not form.is_valid():
        return proposal_page(request, found, typed=typed, invalid=True)

    def act() -> Enquiry:
        return ask_for_more(
            user=person(request),
            proposal=found,
            what=form.cleaned_data["what"],
            of_role=form.role,
            seen=form.cleaned_data["seen"],
        )

    return _done(request, found, typed, act, _("Asked. Nobody signs until it is answered."))


@require_POST
def answer(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Answer what was asked for."""
    return _end(request, incident, pk, Permission.ANSWER, answer_act, _("Answered."))


@require_POST
def take_back(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Take a request for more back."""
    return _end(request, incident, pk, Permission.COMMENT, take_back_act, _("Taken back."))


def _end(
    request: HttpRequest,
    incident: str,
    pk: int,
    needed: Permission,
    act: Callable[..., Enquiry],
    done: str,
) -> HttpResponse:
    whole = whole_incident_or_404(request.user, incident)
    rows = Enquiry.objects.filter(proposal__incident=whole)
    enquiry = get_object_or_404(rows.select_related("proposal__incident"), pk=pk)
    require(request.user, whole, needed)
    found = proposal_or_404(request, incident, enquiry.proposal_id)
    form = AnswerForm(request.POST, auto_id=f"id_answer_{enquiry.pk}_%s")
    typed = Typed(answer=form, answered=enquiry.pk)
    if not form.is_valid():
        return proposal_page(request, found, typed=typed, invalid=True)
    words = form.cleaned_data["words"]
    do = lambda: act(user=person(request), enquiry=enquiry, words=words)  # noqa: E731
    return _done(request, found, typed, do, done)


@require_POST
def release(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Let the family be told."""
    whole = whole_incident_or_404(request.user, incident)
    rows = Identification.objects.select_related(
        "incident", "proposal", "remains", "missing_person"
    )
    identification = get_object_or_404(rows, incident=whole, pk=pk)
    require(request.user, whole, Permission.RELEASE)
    found = proposal_or_404(request, incident, identification.proposal_id)
    form = ReleaseForm(request.POST, auto_id="id_release_%s")
    typed = Typed(release=form)
    if not form.is_valid():
        return proposal_page(request, found, typed=typed, invalid=True)
    note = form.cleaned_data["note"]
    act = lambda: release_act(  # noqa: E731
        user=person(request), identification=identification, note=note
    )
    return _done(request, found, typed, act, _("Released. The family may now be told."))
