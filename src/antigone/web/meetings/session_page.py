"""The session: one item after another, with what its members need to see before each signs on their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.doors import person
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.acts.agenda import move, take_off
from antigone.web.meetings.acts.items import note, put_off, settle, take_up
from antigone.web.meetings.case import case_at_hand, live
from antigone.web.meetings.doors import CONFLICT, INVALID, may_arrange, meeting_or_404
from antigone.web.meetings.forms import WordsForm
from antigone.web.meetings.models import AgendaItem, Meeting
from antigone.web.meetings.outcomes import Listed, agenda_of
from antigone.web.meetings.sitting import present_at

LABELS = {
    "note": gettext_lazy("Note for the minutes"),
    "put_off": gettext_lazy("Why it is put off"),
    "take_up": gettext_lazy("Why it is taken up again"),
    "settle": gettext_lazy("How it was settled"),
}
HELP = gettext_lazy(
    "It stays, and stands in the minutes. Write numbers of remains and persons; no names of families, "
    "no contacts, no genotypes."
)


@dataclass(frozen=True)
class At:
    """An item in its meeting."""

    meeting: Meeting
    agenda: list[Listed]
    index: int

    @property
    def listed(self) -> Listed:
        """The item that is talked about."""
        return self.agenda[self.index]

    @property
    def item(self) -> AgendaItem:
        """Its row."""
        return self.listed.item

    @property
    def before(self) -> AgendaItem | None:
        """The one before."""
        return self.agenda[self.index - 1].item if self.index else None

    @property
    def after(self) -> AgendaItem | None:
        """The next one."""
        rest = self.agenda[self.index + 1 :]
        return rest[0].item if rest else None


def _at_or_404(request: HttpRequest, incident: str, pk: int, item: int) -> At:
    meeting = meeting_or_404(request, incident, pk)
    agenda = agenda_of(meeting)
    for index, listed in enumerate(agenda):
        if listed.item.pk == item:
            return At(meeting, agenda, index)
    raise Http404(_("This is not on the agenda, or not any more."))


@require_safe
def item(request: HttpRequest, incident: str, pk: int, item: int) -> HttpResponse:
    """The item that is talked about."""
    return _page(request, _at_or_404(request, incident, pk, item))


@require_safe
def now(request: HttpRequest, incident: str, pk: int, item: int) -> HttpResponse:
    """What has changed of it, as a piece of its page; when the meeting ended the page is loaded anew."""
    at = _at_or_404(request, incident, pk, item)
    response = render(request, "meetings/_now.html", _context(request, at) | {"swapped": True})
    if not at.meeting.is_open:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def act(request: HttpRequest, incident: str, pk: int, item: int) -> HttpResponse:
    """A note, put off, taken up again, settled, moved or taken off."""
    at = _at_or_404(request, incident, pk, item)
    require(request.user, at.meeting.incident, Permission.MEET)
    name, user = request.POST.get("act", ""), person(request)
    if name in LABELS:
        form = _form(name, request)
        if not form.is_valid():
            return _page(request, at, forms={name: form}, status=INVALID)
        words = form.cleaned_data["words"]
        return _done(request, at, lambda: _said(name, user, at.item, words), {name: form})
    if name in ("earlier", "later"):
        by = -1 if name == "earlier" else 1
        return _done(request, at, lambda: move(user=user, item=at.item, by=by), to=at.meeting)
    if name == "take_off":
        return _done(request, at, lambda: take_off(user=user, item=at.item), to=at.meeting)
    return _page(request, at, status=INVALID)


def _said(name: str, user: User, item: AgendaItem, words: str) -> object:
    acts = {"note": note, "put_off": put_off, "take_up": take_up, "settle": settle}
    return acts[name](user=user, item=item, words=words)


def _done(
    request: HttpRequest,
    at: At,
    act: Callable[[], object],
    forms: dict[str, WordsForm] | None = None,
    *,
    to: Meeting | None = None,
) -> HttpResponse:
    try:
        act()
    except RuleRefused as refusal:
        return _page(request, at, refused=refusal.findings, forms=forms, status=CONFLICT)
    except AgendaItem.DoesNotExist:
        raise Http404(_("This is not on the agenda, or not any more.")) from None
    messages.success(request, _("Entered."))
    return redirect(to or at.item)


def _form(name: str, request: HttpRequest | None = None) -> WordsForm:
    sent = None if request is None else request.POST
    return WordsForm(LABELS[name], sent, of=name, help_text=HELP if name == "note" else "")


def _context(request: HttpRequest, at: At) -> dict[str, object]:
    user = person(request)
    present = present_at(at.meeting)
    may_meet = Permission.MEET in permissions_of(user, at.meeting.incident)
    is_chair = at.meeting.chair_id == user.pk
    return {
        "incident": at.meeting.incident,
        "meeting": at.meeting,
        "agenda": at.agenda,
        "at": at,
        "item": at.item,
        "live": live(at.listed, user, present),
        "present": present,
        "is_present": any(row.person_id == user.pk for row in present),
        "may_meet": may_meet,
        "may_lead": may_meet and is_chair and at.meeting.is_open,
        "may_note": may_meet and at.meeting.is_open,
        "may_arrange": may_arrange(at.meeting, may_meet=may_meet, is_chair=is_chair),
    }


def _page(
    request: HttpRequest,
    at: At,
    *,
    refused: tuple[Finding, ...] = (),
    forms: dict[str, WordsForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    proposal = at.item.proposal
    shown = {f"{name}_form": _form(name) for name in LABELS}
    shown |= {f"{name}_form": form for name, form in (forms or {}).items()}
    context: dict[str, object] = {
        **_context(request, at),
        **shown,
        "case": case_at_hand(_whole(proposal), person(request)) if proposal else None,
        "refused": refused,
    }
    return render(request, "meetings/session.html", context, status=status)


def _whole(proposal: Proposal) -> Proposal:
    """A case with all that its evidence is read from."""
    rows = Proposal.objects.select_related(
        "incident", "run__incident", "remains", "missing_person__family", "proposed_by"
    )
    return rows.get(pk=proposal.pk)
