"""Pages of proposals: the list, the form, one proposal, and the acts upon it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antigone.policy import board as board_rules
from antigone.policy.findings import Finding
from antigone.policy.identification import findings
from antigone.units import VERBAL_SCALE
from antigone.web.accounts.proof import ProofRefused
from antigone.web.accounts.second_factor import remember_proof
from antigone.web.accounts.sessions import renew_key
from antigone.web.board.acts.propose import propose as propose_act
from antigone.web.board.acts.refuse import refuse as refuse_act
from antigone.web.board.acts.sign import sign as sign_act
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.acts.withdraw import withdraw as withdraw_act
from antigone.web.board.desk import signable
from antigone.web.board.doors import pair_or_404, person, proposal_or_404
from antigone.web.board.evidence import evidence_of_run, evidence_today
from antigone.web.board.forms import SignForm, WordsForm
from antigone.web.board.models import Proposal
from antigone.web.board.pair import pair_actions
from antigone.web.board.refusal import RuleRefused
from antigone.web.board.rivals import rivals_of
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.roles import Permission
from antigone.web.matching.shown import shown_results
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.paging import page_of

CONFLICT = 409
"""The status of a page that says which rule stands against an act."""


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
    form = WordsForm(request.POST or None, auto_id="id_propose_%s")
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_act(
                user=person(request),
                run=the_run,
                remains=the_remains,
                missing_person=the_person,
                reasons=form.cleaned_data["words"],
            )
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Proposed. Two other persons sign now, or refuse."))
            return redirect(made)
    context = {
        "incident": found,
        "run": the_run,
        "remains": the_remains,
        "missing_person": the_person,
        "evidence": evidence_of_run(the_run, the_remains, the_person),
        "actions": pair_actions(request.user, the_run, the_remains, the_person),
        "form": form,
        "refused": refused,
        "verbal_scale": VERBAL_SCALE,
    }
    return render(request, "board/propose.html", context, status=CONFLICT if refused else 200)


@require_safe
def proposal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One proposal: evidence, rules, signatures."""
    return _page(request, proposal_or_404(request, incident, pk))


@require_POST
def sign(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Sign it."""
    found = proposal_or_404(request, incident, pk)
    form = SignForm(request.POST)
    second_factor = form.answer(request)
    password, has_read = (
        form.cleaned_data.get("password", ""),
        form.cleaned_data.get("has_read", False),
    )
    try:
        made = sign_act(
            user=person(request),
            proposal=found,
            password=password,
            second_factor=second_factor,
            has_read=has_read,
        )
    except RuleRefused as refusal:
        return _page(request, found, refused=refusal.findings, sign_form=form)
    except ProofRefused as refusal:
        return _page(request, found, refused=(_proof_refused(refusal),), sign_form=form)
    remember_proof(request.session)
    renew_key(request)
    last = made.position == board_rules.SIGNATURES_NEEDED
    done = (
        _("Signed. The identification stands.") if last else _("Signed. One signature is missing.")
    )
    messages.success(request, done)
    return redirect(found)


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
        return _page(request, found, words_form=form)
    try:
        act(user=person(request), proposal=found, reasons=form.cleaned_data["words"])
    except RuleRefused as refusal:
        return _page(request, found, refused=refusal.findings, words_form=form)
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


def _page(
    request: HttpRequest,
    found: Proposal,
    *,
    refused: tuple[Finding, ...] = (),
    sign_form: SignForm | None = None,
    words_form: WordsForm | None = None,
) -> HttpResponse:
    found.refresh_from_db()
    user = person(request)
    permissions = permissions_of(user, found.incident)
    evidence = evidence_today(found)
    rules = findings(evidence) if found.is_open else ()
    signing = board_rules.unmet(signing_of(user, found, has_read=True))
    context = {
        "incident": found.incident,
        "proposal": found,
        "evidence": evidence,
        "rules": rules,
        "met": sum(rule.met for rule in rules),
        "against": [rule for rule in (*rules, *signing) if not rule.met],
        "signatures": list(found.signatures.select_related("signer")),
        "missing_signatures": board_rules.SIGNATURES_NEEDED - found.signatures.count(),
        "rivals": rivals_of(
            shown_results(found.run), found.remains.number, found.missing_person.number
        ),
        "may_sign": Permission.SIGN in permissions,
        "is_proposer": found.proposed_by_id == user.pk,
        "may_withdraw": found.proposed_by_id == user.pk and Permission.PROPOSE in permissions,
        "may_reopen": Permission.REOPEN in permissions,
        "identification": getattr(found, "identification", None),
        "refused": refused,
        "sign_form": sign_form or SignForm(),
        "words_form": words_form or WordsForm(auto_id="id_close_%s"),
    }
    return render(request, "board/proposal.html", context, status=CONFLICT if refused else 200)
