"""The page of one proposal: hindrances first, then evidence, talk, signatures, and what is needed still."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from antigone.policy import board as board_rules
from antigone.policy.board_talk import bo_16_may_be_released
from antigone.policy.findings import Finding, hindrances_first
from antigone.policy.identification import Basis, findings
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.custody import breaks_of_pair, unexplained
from antigone.web.board.doors import person
from antigone.web.board.evidence import evidence_today
from antigone.web.board.forms import (
    AnswerForm,
    AskForm,
    CommentForm,
    ReleaseForm,
    SignForm,
    WordsForm,
)
from antigone.web.board.models import Enquiry, Identification, Proposal, Release
from antigone.web.board.needed import missing_signatures, still_needed
from antigone.web.board.rivals import rivals_of
from antigone.web.board.standing import asked_of
from antigone.web.board.statements import key_finding
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.desk import goes_on, informed_of
from antigone.web.incidents.roles import Permission
from antigone.web.matching.shown import shown_results

CONFLICT = 409
"""The status of a page that says which rule stands against an act."""

INVALID = 422
"""The status of a page whose form was not filled in."""


@dataclass
class Typed:
    """What was typed into one of the forms of the page and came back; the others are empty."""

    sign: SignForm | None = None
    words: WordsForm | None = None
    comment: CommentForm | None = None
    ask: AskForm | None = None
    answer: AnswerForm | None = None
    release: ReleaseForm | None = None
    answered: int | None = None  # of which request


@dataclass(frozen=True)
class EnquiryShown:
    """What was asked for, with what this person may do about it."""

    enquiry: Enquiry
    may_answer: bool
    may_take_back: bool
    form: AnswerForm


def proposal_page(
    request: HttpRequest,
    found: Proposal,
    *,
    refused: tuple[Finding, ...] = (),
    typed: Typed | None = None,
    invalid: bool = False,
) -> HttpResponse:
    """The page, with the rules that stood against an act where one was refused."""
    found.refresh_from_db()
    status = CONFLICT if refused else INVALID if invalid else 200
    context = (
        _case(request, found)
        | _talk(request, found, typed or Typed())
        | _forms(found, typed or Typed())
    ) | {"refused": refused}
    return render(request, "board/proposal.html", context, status=status)


def _case(request: HttpRequest, found: Proposal) -> dict[str, object]:
    user = person(request)
    permissions = permissions_of(user, found.incident)
    evidence = evidence_today(found)
    custody = breaks_of_pair(found.remains, found.missing_person) if found.is_open else []
    signing = signing_of(user, found, has_read=True, reasons="–", custody=custody)
    of_case = (
        board_rules.bo_13_nothing_asked(signing),
        board_rules.bo_14_breaks_explained(unexplained(custody)),
    )
    rules = hindrances_first((*findings(evidence), *of_case)) if found.is_open else ()
    of_signer = [f for f in board_rules.unmet(signing) if f.code not in {o.code for o in of_case}]
    key = key_finding(user)
    signatures = list(found.signatures.select_related("signer"))
    return {
        "incident": found.incident,
        "proposal": found,
        "evidence": evidence,
        "is_combined": found.rests_on is Basis.COMBINED,
        "rules": rules,
        "met": sum(rule.met for rule in rules),
        "hindrances": [rule for rule in rules if not rule.met],
        "against": [rule for rule in (*rules, *of_signer, key) if not rule.met],
        "signatures": signatures,
        "missing_signatures": missing_signatures(found, signatures),
        "still_needed": still_needed(found, signatures),
        "rivals": rivals_of(
            shown_results(found.run), found.remains.number, found.missing_person.number
        ),
        "may_sign": Permission.SIGN in permissions,
        "is_proposer": found.proposed_by_id == user.pk,
        "may_withdraw": found.proposed_by_id == user.pk and Permission.PROPOSE in permissions,
        "may_reopen": Permission.REOPEN in permissions,
    }


def _talk(request: HttpRequest, found: Proposal, typed: Typed) -> dict[str, object]:
    user = person(request)
    permissions = permissions_of(user, found.incident)
    identification = Identification.objects.filter(proposal=found).first()
    stands = identification is not None and identification.stands
    enquiries = list(found.enquiries.select_related("asked_by", "ended_by"))
    releases = Release.objects.filter(identification=identification).select_related("released_by")
    release = releases.first() if identification else None
    return {
        "identification": identification,
        "comments": list(found.comments.select_related("written_by")),
        "enquiries": [_shown(user.pk, one, permissions, typed) for one in enquiries],
        "release": release,
        "goes_on": goes_on(user, found),
        "informed": informed_of(found.remains, found.missing_person)
        if identification and not stands
        else [],
        "release_rule": bo_16_may_be_released(stands, release is not None, asked_of(found)),
        "may_comment": Permission.COMMENT in permissions,
        "may_ask": Permission.COMMENT in permissions and (found.is_open or stands),
        "may_release": Permission.RELEASE in permissions and stands and release is None,
    }


def _shown(
    user: int, enquiry: Enquiry, permissions: frozenset[Permission], typed: Typed
) -> EnquiryShown:
    own = enquiry.asked_by_id == user and Permission.COMMENT in permissions
    form = AnswerForm(auto_id=f"id_answer_{enquiry.pk}_%s")
    if typed.answer is not None and typed.answered == enquiry.pk:
        form = typed.answer
    return EnquiryShown(
        enquiry,
        enquiry.is_open and Permission.ANSWER in permissions,
        enquiry.is_open and own,
        form,
    )


def _forms(found: Proposal, typed: Typed) -> dict[str, object]:
    sign = typed.sign or SignForm()
    if found.rests_on is not Basis.COMBINED:
        del sign.fields["reasons"]
    return {
        "sign_form": sign,
        "words_form": typed.words or WordsForm(auto_id="id_close_%s"),
        "comment_form": typed.comment or CommentForm(auto_id="id_note_%s"),
        "ask_form": typed.ask or AskForm(initial={"seen": found.state}, auto_id="id_ask_%s"),
        "release_form": typed.release or ReleaseForm(auto_id="id_release_%s"),
    }
