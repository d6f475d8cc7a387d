"""Pages of proposals: the list, the form, one proposal, and the acts upon it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antigone.policy import board as board_rules
from antigone.policy.findings import Finding
from antigone.policy.identification import Basis
from antigone.units import VERBAL_SCALE
from antigone.web.accounts.proof import ProofRefused
from antigone.web.accounts.second_factor import remember_proof
from antigone.web.accounts.sessions import renew_key
from antigone.web.board.acts.propose import propose as propose_act
from antigone.web.board.acts.refuse import refuse as refuse_act
from antigone.web.board.acts.sign import sign as sign_act
from antigone.web.board.acts.withdraw import withdraw as withdraw_act
from antigone.web.board.desk import signable
from antigone.web.board.doors import pair_or_404, person, proposal_or_404
from antigone.web.board.evidence import evidence_of_run
from antigone.web.board.forms import ProposeForm, SignForm, WordsForm
from antigone.web.board.models import Proposal, Signature
from antigone.web.board.pair import pair_actions
from antigone.web.board.proposal_page import CONFLICT, Typed, proposal_page
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.paging import page_of


@require_safe
def board(request: HttpRequest, incident: str) -> HttpResponse:
    """All proposals: those that wait for this person first."""
    found = whole_incident_or_404(request.user, incident)
    rows = Proposal.objects.filter(incident=found)
    mine = signable(person(request), found)
    waiting = {p.pk for p in mine}
    is_open = _with_pair(rows.filter(state=Proposal.State.OPEN))
    page = page_of(
        rows.exclude(state=Proposal.State.OPEN), request.GET.get("page"), dress=_with_pair
    )
    context = {
        "incident": found,
        "mine": mine,
        "others": [p for p in is_open if p.pk not in waiting],
        "closed": page.object_list,
        "page": page,
    }
    return render(request, "board/list.html", context)


def _with_pair(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With what a list shows of each."""
    with_pair = rows.select_related("remains", "missing_person", "proposed_by", "incident")
    return with_pair.defer("evidence_text", "remains__record", "missing_person__record")


@require_http_methods(["GET", "POST"])
def propose(
    request: HttpRequest, incident: str, run: int, remains: int, missing: int
) -> HttpResponse:
    """Bring a pair before the board."""
    found, the_run, the_remains, the_person = pair_or_404(request, incident, run, remains, missing)
    require(request.user, found, Permission.PROPOSE)
    basis = _basis_asked(request)
    form = ProposeForm(
        request.POST or None, initial={"basis": basis.value}, auto_id="id_propose_%s"
    )
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_act(
                user=person(request),
                run=the_run,
                remains=the_remains,
                missing_person=the_person,
                reasons=form.cleaned_data["words"],
                basis=basis,
            )
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _proposed(basis))
            return redirect(made)
    context = {
        "incident": found,
        "run": the_run,
        "remains": the_remains,
        "missing_person": the_person,
        "evidence": evidence_of_run(the_run, the_remains, the_person, basis),
        "actions": pair_actions(request.user, the_run, the_remains, the_person, basis),
        "is_combined": basis is Basis.COMBINED,
        "form": form,
        "refused": refused,
        "verbal_scale": VERBAL_SCALE,
    }
    return render(request, "board/propose.html", context, status=CONFLICT if refused else 200)


def _basis_asked(request: HttpRequest) -> Basis:
    """On what it is to rest: as the form says, or the address; DNA alone where neither does."""
    asked = request.POST.get("basis") or request.GET.get("basis") or ""
    return Basis.COMBINED if asked == Basis.COMBINED.value else Basis.DNA


def _proposed(basis: Basis) -> str:
    if basis is Basis.COMBINED:
        return _("Proposed. Three other persons sign now, each with reasons, or refuse.")
    return _("Proposed. Two other persons sign now, or refuse.")


@require_safe
def proposal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One proposal: evidence, rules, signatures."""
    return proposal_page(request, proposal_or_404(request, incident, pk))


@require_POST
def sign(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Sign it."""
    found = proposal_or_404(request, incident, pk)
    form = SignForm(request.POST)
    second_factor = form.answer(request)
    given = form.cleaned_data
    try:
        made = sign_act(
            user=person(request),
            proposal=found,
            password=given.get("password", ""),
            second_factor=second_factor,
            has_read=given.get("has_read", False),
            reasons=given.get("reasons", ""),
        )
    except RuleRefused as refusal:
        return proposal_page(request, found, refused=refusal.findings, typed=Typed(sign=form))
    except ProofRefused as refusal:
        return proposal_page(
            request, found, refused=(_proof_refused(refusal),), typed=Typed(sign=form)
        )
    remember_proof(request.session)
    renew_key(request)
    messages.success(request, _signed(made))
    return redirect(found)


def _signed(made: Signature) -> str:
    left = board_rules.SIGNATURES_NEEDED[made.proposal.rests_on] - made.position
    if left == 0:
        return _("Signed. The identification stands.")
    if left == 1:
        return _("Signed. One signature is missing.")
    words = ngettext("Signed. %d signature is missing.", "Signed. %d signatures are missing.", left)
    return words % left


@require_POST
def refuse(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Decline to sign it."""
    return _close(request, proposal_or_404(request, incident, pk), refuse_act, _("Refused."))


@require_POST
def withdraw(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Take it back."""
    return _close(request, proposal_or_404(request, incident, pk), withdraw_act, _("Withdrawn."))


def _close(
    request: HttpRequest, found: Proposal, act: Callable[..., Proposal], done: str
) -> HttpResponse:
    form = WordsForm(request.POST, auto_id="id_close_%s")
    if not form.is_valid():
        return proposal_page(request, found, typed=Typed(words=form), invalid=True)
    try:
        act(user=person(request), proposal=found, reasons=form.cleaned_data["words"])
    except RuleRefused as refusal:
        return proposal_page(request, found, refused=refusal.findings, typed=Typed(words=form))
    messages.success(request, done)
    return redirect(found)


def _proof_refused(refusal: ProofRefused) -> Finding:
    return Finding(
        "BO-06",
        board_rules.bo_06_fresh_proof(False, False).title,
        False,
        "{words}",
        {"words": str(refusal)},
    )
