"""Pages on which things are handed over, entries corrected, and breaks explained."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from antigone.policy.custody import Seal
from antigone.web.custody.acting import ActPage, act_page, add_errors, person
from antigone.web.custody.acts.hand_over import correct_event, explain_break, hand_over
from antigone.web.custody.acts.passing import CustodyRefused, RuleStands
from antigone.web.custody.breaks import CustodyBreak, breaks_of_remains, breaks_of_sample
from antigone.web.custody.doors import (
    content_of_item,
    event_or_404,
    packets_in_sight,
    samples_in_sight,
)
from antigone.web.custody.finding import NothingFound, find, label_of, not_registered
from antigone.web.custody.forms import CorrectEventForm, ExplainForm, PassingForm, SealForm
from antigone.web.custody.items import Item, item_of, key_of, name_of
from antigone.web.custody.models import CustodyEvent, Packet, Sample, Tag
from antigone.web.custody.scan_pages import with_camera
from antigone.web.custody.timeline import lines_of
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.models import Remains
from antigone.web.sentences import finding_in_words

MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Listed:
    """One thing on the list: who had it last, under which seal, and what is found now."""

    item: Item
    last: CustodyEvent | None
    form: SealForm

    @property
    def name(self) -> str:
        """Number or code."""
        return name_of(self.item)

    @property
    def content(self) -> str:
        """How the list keeps it: as its label says it."""
        return label_of(self.item).content

    @property
    def seal(self) -> str:
        """The number under which it went on last time."""
        return _seal_after(self.last)


@require_http_methods(["GET", "POST"])
def hand_over_page(request: HttpRequest, incident: str) -> HttpResponse:
    """A list of things, scanned or typed, passes from one person to another."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.HANDLE_SAMPLES)
    posted = request.method == "POST"
    items, said = _listed_items(request, found)
    if posted and "hand" in request.POST:
        listed = _listed(items, request)
        form = PassingForm(request.POST)
        status = _handed(request, found, form, listed)
        if not status:
            return redirect(reverse("custody:list", kwargs={"incident": found.slug}))
    else:
        listed = _listed(items, request, bound=posted)
        form = PassingForm(initial=_beginning(request, listed))
        status = 422 if said else 200
    context = {
        "incident": found,
        "listed": listed,
        "form": form,
        "said": said,
        "strange": _strangely_given(form, listed),
        "typed": request.POST.get("code", "") if said else "",
    }
    return with_camera(render(request, "custody/hand_over.html", context, status=status))


@require_http_methods(["GET", "POST"])
def correct_page(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """An entry is wrong: another one takes its place."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.HANDLE_SAMPLES)
    event = event_or_404(request.user, found, pk)
    item = item_of(event)
    require(request.user, found, content_of_item(item))
    form = CorrectEventForm(request.POST or None, initial=CorrectEventForm.of(event))
    page = ActPage(
        incident=found,
        title=_("Correct an entry of %s") % name_of(item),
        act=_("Record the correction"),
        back=_page_of(item),
        back_to=name_of(item),
        lede=_("The old entry stays readable below the new one."),
    )

    def do(form: CorrectEventForm) -> tuple[str, str]:
        correct_event(
            user=person(request),
            event=event,
            passing=form.passing(),
            seen=form.seen(),
            because=form.cleaned_data["because"],
        )
        return _page_of(item), _("Corrected. The old entry stays readable.")

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def explain_page(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Somebody says how a break came about."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.HANDLE_SAMPLES)
    broken = _break_or_404(request, found, slug)
    form = ExplainForm(request.POST or None)
    page = ActPage(
        incident=found,
        title=_("Explain a break of %s") % broken.name,
        act=_("Record the explanation"),
        back=_page_of(broken.item),
        back_to=broken.name,
        lede=f"{broken.code}: {broken_in_words(broken)}",
        note=_("Added as an entry under your name. The break stays visible, as explained."),
    )

    def do(form: ExplainForm) -> tuple[str, str]:
        event = None if broken.event is None else CustodyEvent.objects.get(pk=broken.event)
        explain_break(
            user=person(request),
            item=broken.item,
            code=broken.code,
            event=event,
            words=form.cleaned_data["words"],
        )
        return _page_of(broken.item), _("Recorded. The break stays visible, as explained.")

    return act_page(request, page, form, do)


def broken_in_words(broken: CustodyBreak) -> str:
    """What a rule found, in the reader's language."""
    return finding_in_words(broken.finding)


def _listed_items(request: HttpRequest, incident: Incident) -> tuple[list[Item], str]:
    """The things on the list, and what is to be said of the last one that was added."""
    asked = request.GET.getlist("item") if request.method == "GET" else request.POST.getlist("item")
    removed = request.POST.get("remove", "")
    items: dict[tuple[str, int], Item] = {}
    said = ""
    added = request.POST.get("code", "").strip() if "add" in request.POST else ""
    if "add" in request.POST and not added:
        said = _("Type the number or code of a label, or scan it.")
    for text in [*asked, *([added] if added else [])][: MOST_AT_ONCE + 1]:
        if text == removed:
            continue
        try:
            item = find(request.user, incident, text)
        except NothingFound as nothing:
            said = str(nothing)
            continue
        if isinstance(item, Tag):
            said = not_registered(item)
        elif len(items) >= MOST_AT_ONCE:
            said = _("At most %d things at a time: hand these over first.") % MOST_AT_ONCE
        else:
            items[key_of(item)] = item
    return list(items.values()), said


def _listed(items: list[Item], request: HttpRequest, *, bound: bool = True) -> list[Listed]:
    listed = []
    for line in lines_of(items, []):
        prefix = "-".join(map(str, key_of(line.item)))
        there = f"{prefix}-seal" in request.POST
        seal = _seal_after(line.last)
        form = SealForm(
            request.POST if bound and there else None,
            prefix=prefix,
            initial={"seal": Seal.INTACT if seal else Seal.NOT_SEALED},
        )
        listed.append(Listed(line.item, line.last, form))
    return listed


def _handed(
    request: HttpRequest, incident: Incident, form: PassingForm, listed: list[Listed]
) -> int:
    """Do it; 0 where it was done, else the status of the page that says why not."""
    sound = [one.form.is_valid() for one in listed]
    if not form.is_valid() or not all(sound):
        return 422
    try:
        made = hand_over(
            user=person(request),
            incident=incident,
            items=[(one.item, one.form.seen()) for one in listed],
            passing=form.passing(),
        )
    except CustodyRefused as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, RuleStands) else 422
    except ValidationError as refusal:
        add_errors(form, refusal)
        return 422
    words = ngettext("%d entry made.", "%d entries made.", len(made)) % len(made)
    messages.success(request, words)
    return 0


def _beginning(request: HttpRequest, listed: list[Listed]) -> dict[str, object]:
    """What the form begins with: who had the first thing gives, and who is signed in receives."""
    user = person(request)
    kept = {name: request.POST[name] for name in PassingForm.base_fields if name in request.POST}
    begun: dict[str, object] = {
        "at": timezone.localtime(),
        "to_name": user.full_name,
        "to_agency": user.agency.name if user.agency else "",
    }
    last = next((one.last for one in listed if one.last is not None), None)
    if last is not None:
        begun |= {
            "from_name": last.to_name,
            "from_function": last.to_function,
            "from_agency": last.to_agency,
        }
        if last.to_name == user.full_name:
            begun |= {"to_name": "", "to_agency": ""}
    return begun | {name: value for name, value in kept.items() if value}


def _strangely_given(form: PassingForm, listed: list[Listed]) -> list[Listed]:
    """Things which the person who gives them did not have, as far as it is written."""
    giver = str(form["from_name"].value() or "")
    same = " ".join(giver.split()).casefold()
    return [
        one
        for one in listed
        if giver and one.last is not None and " ".join(one.last.to_name.split()).casefold() != same
    ]


def _seal_after(event: CustodyEvent | None) -> str:
    if event is None:
        return ""
    return event.seal_new or (event.seal_old if event.seal == Seal.INTACT else "")


def _page_of(item: Item) -> str:
    if isinstance(item, Remains):
        kwargs = {"incident": item.incident.slug, "number": item.number}
        return reverse("custody:of_remains", kwargs=kwargs)
    return item.get_absolute_url()


def _break_or_404(request: HttpRequest, incident: Incident, slug: str) -> CustodyBreak:
    named = re.fullmatch(r"(remains|sample|packet)-(\d{1,18})-(cu-\d\d)-(\d{1,18})", slug)
    item = _item_of(request, incident, named[1], int(named[2])) if named else None
    if item is None:
        raise Http404(_("There is no such break, or it is of nothing that you may know of."))
    require(request.user, incident, content_of_item(item))
    for broken in _breaks_with(item):
        if broken.slug == slug:
            return broken
    raise Http404(_("There is no such break any more: an entry was corrected."))


def _item_of(request: HttpRequest, incident: Incident, kind: str, pk: int) -> Item | None:
    if kind == "remains":
        return remains_in_sight(request.user, incident).filter(pk=pk).first()
    if kind == "sample":
        return samples_in_sight(request.user, incident).filter(pk=pk).first()
    return packets_in_sight(request.user, incident).filter(pk=pk).first()


def _breaks_with(item: Item) -> list[CustodyBreak]:
    if isinstance(item, Sample):
        return breaks_of_sample(item)
    return breaks_of_remains(item.remains if isinstance(item, Packet) else item)
