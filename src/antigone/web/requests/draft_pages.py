"""Pages on which a tracing request is taken, step by step."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.models import User
from antigone.web.figures.pedigree import Marks
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.drawing import draw_pedigree
from antigone.web.requests.drafts import (
    MOST_PERSONS,
    DraftChanged,
    DraftContent,
    Step,
    add_person,
    begin_draft,
    discard_draft,
    drafts_in_sight,
    keep_step,
    read_draft,
    remove_person,
)
from antigone.web.requests.editing import PartEditor
from antigone.web.requests.models import RequestDraft
from antigone.web.requests.numbers import free_numbers, free_request_number
from antigone.web.requests.parts import PARTS, changes
from antigone.web.requests.placing import PlacingRefused
from antigone.web.requests.shown import name_of_enquirer, name_of_person
from antigone.web.requests.taking import Numbers, TakingRefused, take_request
from antigone.web.sentences import translated_error


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.TAKE_REQUESTS)
    return incident


def _draft_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[RequestDraft, DraftContent]:
    incident = _allowed(request, slug)
    draft = get_object_or_404(drafts_in_sight(cast(User, request.user), incident), pk=pk)
    return draft, read_draft(draft)


@require_POST
def begin(request: HttpRequest, incident: str) -> HttpResponse:
    """Begin to take a request."""
    found = _allowed(request, incident)
    draft = begin_draft(user=cast(User, request.user), incident=found)
    return redirect("requests:draft_step", incident=found.slug, pk=draft.pk, part="enquirer")


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, incident: str, pk: int, part: str, person: int = 0) -> HttpResponse:
    """One step: a part, of the enquirer or of the person at this place, counted from 1."""
    draft, told = _draft_or_404(request, incident, pk)
    at = _step_or_404(told, part, person)
    editor = PartEditor(request, at.part, told.at(at))
    context = {
        "incident": draft.incident,
        "draft": draft,
        "step": at,
        "steps": _steps(draft, told, at),
        "seen": request.POST.get("seen") or draft.version,
        "person_name": name_of_person(told.persons[person - 1]) if person else "",
        "several": len(told.persons) > 1,
        "back": reverse("requests:draft", kwargs={"incident": draft.incident.slug, "pk": pk}),
    }
    if editor.is_valid():
        try:
            keep_step(
                user=cast(User, request.user),
                draft=draft,
                step=at,
                content=editor.content(),
                seen=_number(request.POST.get("seen")),
            )
        except DraftChanged as changed:
            context |= _difference(changed, at, editor)
        else:
            return redirect(_next(request, draft, told, at))
        return render(request, "requests/step.html", context | editor.context(), status=409)
    if editor.teeth is not None and editor.teeth.stepped:
        return editor.teeth.answer(request, "requests/step.html", context | editor.context())
    return render(request, "requests/step.html", context | editor.context(), status=editor.status)


def _difference(changed: DraftChanged, at: Step, editor: PartEditor) -> dict[str, Any]:
    theirs = read_draft(changed.draft).at(at) or {}
    return {
        "meanwhile": changes(at.part, theirs, editor.content()),
        "seen": changed.draft.version,
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _step_or_404(told: DraftContent, part: str, person: int) -> Step:
    known = PARTS.get(part)
    fits = known is not None and known.of_person == (person > 0) and person <= len(told.persons)
    if known is None or not fits:
        raise Http404(_("There is no such step."))
    return Step(known, person - 1 if person else None)


def _url(draft: RequestDraft, at: Step) -> str:
    kwargs: dict[str, Any] = {
        "incident": draft.incident.slug,
        "pk": draft.pk,
        "part": at.part.key,
    }
    if at.person is None:
        return reverse("requests:draft_step", kwargs=kwargs)
    return reverse("requests:draft_person_step", kwargs={**kwargs, "person": at.person + 1})


def _next(request: HttpRequest, draft: RequestDraft, told: DraftContent, at: Step) -> str:
    following = told.after(at)
    if "leave" in request.POST or following is None:
        return reverse("requests:draft", kwargs={"incident": draft.incident.slug, "pk": draft.pk})
    return _url(draft, following)


def _steps(draft: RequestDraft, told: DraftContent, at: Step | None) -> list[dict[str, Any]]:
    return [
        {
            "title": one.part.title,
            "url": _url(draft, one),
            "kept": told.at(one) is not None,
            "current": one == at,
            "person": None if one.person is None else one.person + 1,
            "first": one.part.key == "sought",
            "needed": one.part.key in ("enquirer", "sought"),
        }
        for one in told.steps
    ]


class NumbersForm(forms.Form):
    """Numbers are proposed; any that is free may be chosen."""

    def __init__(self, data: Any, incident: Incident, told: DraftContent) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["request"] = forms.CharField(
            label=_("Number of the request"),
            max_length=100,
            initial=free_request_number(incident),
        )
        for at, number in enumerate(free_numbers(incident, len(told.persons))):
            self.fields[f"person_{at}"] = forms.CharField(
                label=_("Number of the person sought: %s") % name_of_person(told.persons[at]),
                max_length=100,
                initial=number,
            )

    def numbers(self) -> Numbers:
        """What was chosen."""
        stated = self.cleaned_data
        persons = [stated[name] for name in self.fields if name.startswith("person_")]
        return Numbers(stated["request"], persons)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """All that was told so far; the request is taken here."""
    found, told = _draft_or_404(request, incident, pk)
    form = NumbersForm(request.POST or None, found.incident, told)
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_request(user=cast(User, request.user), draft=found, numbers=form.numbers())
        except TakingRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(
                request,
                _("The request is taken. Nothing of it is compared before consent is recorded."),
            )
            return redirect("requests:consents", incident=incident, pk=taken.family_id)
    drawing, contradiction = _drawing(told)
    context = {
        "incident": found.incident,
        "draft": found,
        "form": form,
        "steps": _steps(found, told, None),
        "lacking": told.lacking,
        "enquirer": name_of_enquirer(told.enquirer or {}),
        "persons": [name_of_person(person) for person in told.persons],
        "drawing": drawing,
        "contradiction": contradiction,
        "may_add": len(told.persons) < MOST_PERSONS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/draft.html", context, status=status)


def _drawing(told: DraftContent) -> tuple[SafeString | None, str]:
    """The pedigree that the relations make, or why they make none."""
    if told.lacking:
        return None, ""
    try:
        placed = told.placed()
    except PlacingRefused as error:
        return None, translated_error(error)
    labels = dict.fromkeys(placed.draft.by_code, "")
    labels[placed.enquirer] = _("enquirer")
    sought = dict(zip(placed.sought, map(name_of_person, told.persons), strict=True))
    marks = Marks(missing=dict.fromkeys(placed.sought, ""), labels=labels | sought)
    return draw_pedigree(placed.draft.pedigree, marks), ""


@require_POST
def persons(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Seek one more person with this request, or one fewer."""
    found, told = _draft_or_404(request, incident, pk)
    user = cast(User, request.user)
    at = {"incident": found.incident.slug, "pk": found.pk}
    if "remove" in request.POST:
        remove_person(user=user, draft=found, person=_number(request.POST["remove"]) - 1)
        return redirect(reverse("requests:draft", kwargs=at))
    add_person(user=user, draft=found)
    last = len(told.persons) + 1
    return redirect(
        reverse("requests:draft_person_step", kwargs={**at, "person": last, "part": "sought"})
    )


@require_POST
def discard(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Forget a draft at once."""
    found, _told = _draft_or_404(request, incident, pk)
    discard_draft(user=cast(User, request.user), draft=found)
    messages.info(request, _("The draft is discarded. What was told in it is destroyed."))
    return redirect("requests:list", incident=incident)
