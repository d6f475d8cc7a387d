"""Pages of the record of remains: registering, the sections, one section, its history."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.examination.editor import SectionEditor
from antigone.web.examination.forms import NumberForm, ObservationForm
from antigone.web.examination.from_pictures import chosen, said_of_recovery
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import (
    ContentRefused,
    EditedMeanwhile,
    may_record,
    record_section,
)
from antigone.web.examination.registering import NumberTaken, register_remains
from antigone.web.examination.sections import KINDS, Content
from antigone.web.examination.standing import standing_of
from antigone.web.examination.versions import (
    differences,
    imported_content,
    latest,
    merged,
    versions_of,
)
from antigone.web.incidents.access import incident_or_404, require, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, remains_or_404
from antigone.web.records.models import Remains

PERMISSIONS_POLICY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
"""Only where a place is entered may the page ask the phone where it is."""

CONFLICT = 409


def seen_remains(request: HttpRequest, slug: str, number: str) -> tuple[Incident, Remains]:
    """Remains whose record the person may see."""
    incident = incident_or_404(request.user, slug)
    remains = remains_or_404(request.user, incident, number)
    require(request.user, incident, Permission.SEE_REMAINS)
    return incident, remains


def section_or_404(name: str) -> Section:
    """A section by its name in an address.

    Raises:
        Http404: there is none.
    """
    if name not in Section.values:
        raise Http404(_("There is no such section."))
    return Section(name)


def begun(user: User, incident: Incident) -> dict[str, object]:
    """What the form of who observed begins with: the person at the screen, now."""
    role, now = role_of(user, incident), timezone.localtime()
    return {
        "absence": "",
        "observer": user.full_name,
        "function": role.label if role else "",
        "observed_on": now.date(),
        "observed_time": now.strftime("%H:%M"),
    }


def with_place(response: HttpResponse) -> HttpResponse:
    """Let the page ask the phone for its place."""
    response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
    return response


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, incident: str) -> HttpResponse:
    """Remains are registered at the place of recovery."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.REGISTER)
    user = cast(User, request.user)
    asked = request.POST or None
    now = timezone.localtime()
    initial = {"recovered_on": now.date(), "recovered_time": now.strftime("%H:%M")}
    initial["finder"] = user.full_name
    tag = NumberForm(asked, initial={"number": request.GET.get("number", "")[:100]})
    form = KINDS[Section.RECOVERY].form(asked, initial=initial)
    editor = _recovery_editor(found, user, asked)
    if asked and tag.is_valid() & editor.is_valid():
        try:
            remains = register_remains(
                user=user,
                incident=found,
                number=tag.cleaned_data["number"],
                content=editor.content(),
                function=str(begun(user, found)["function"]),
            )
        except NumberTaken as taken:
            tag.add_error("number", str(taken))
        except ContentRefused as refused:
            editor.show(refused.problems)
        else:
            messages.success(request, _("%s is registered.") % remains.number)
            return redirect(remains)
    context = {
        "incident": found,
        "tag": tag,
        "form": editor.form if asked else form,
        "known": remains_in_sight(user, found).filter(number=request.GET.get("number", "")).first(),
    }
    status = 422 if asked else 200
    return with_place(render(request, "examination/register.html", context, status=status))


def _recovery_editor(incident: Incident, user: User, asked: QueryDict | None) -> SectionEditor:
    """The recovery alone; who registers is who observed it, now."""
    at_hand = QueryDict(mutable=True)
    at_hand.update({f"about-{name}": str(value) for name, value in begun(user, incident).items()})
    about = ObservationForm(at_hand, initial={}, signed_in=user.full_name, with_absence=False)
    return SectionEditor(Section.RECOVERY, asked, content={}, about=about, based_on=None)


@require_safe
def sections(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """All that is recorded of remains, section by section, and what is missing."""
    found, remains = seen_remains(request, incident, number)
    standing = standing_of(remains, request.user)
    context = {
        "incident": found,
        "remains": remains,
        "standing": standing,
        "may_record": {s.value for s in Section if may_record(request.user, found, s)},
        "tab": "examination",
    }
    return render(request, "examination/sections.html", context)


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, incident: str, number: str, section: str) -> HttpResponse:
    """One section: its form, begun with what counts now."""
    found, remains = seen_remains(request, incident, number)
    which = section_or_404(section)
    if which is Section.TEETH:
        return redirect("examination:teeth", incident=found.slug, number=remains.number)
    require(request.user, found, KINDS[which].permission)
    editor = _editor(request, found, remains, which)
    if editor.stepped or request.method != "POST":
        return _shown(request, remains, editor)
    if not editor.is_valid():
        return _shown(request, remains, editor, status=422)
    return _record(request, remains, editor)


def _editor(
    request: HttpRequest, incident: Incident, remains: Remains, which: Section
) -> SectionEditor:
    asked, user = request.POST or None, cast(User, request.user)
    now = latest(remains, which)
    content = now.content if now is not None else imported_content(remains, which)
    about = ObservationForm(
        asked, initial=begun(user, incident), with_absence=which is not Section.RECOVERY
    )
    if which is Section.RECOVERY and "picture" in request.GET:
        says = chosen(said_of_recovery(remains), request.GET["picture"])
        content = content | (says.content if says else {})
    based_on = now.pk if now is not None else None
    if asked is not None:
        told = asked.get("based_on", "")
        based_on = int(told) if told.isdecimal() else None
    return SectionEditor(which, asked, content=content, about=about, based_on=based_on)


def _record(request: HttpRequest, remains: Remains, editor: SectionEditor) -> HttpResponse:
    try:
        version = record_section(
            user=cast(User, request.user),
            remains=remains,
            section=editor.section,
            content=editor.content(),
            observation=editor.about.observation(),
            based_on=editor.based_on,
        )
    except ContentRefused as refused:
        editor.show(refused.problems)
        return _shown(request, remains, editor, status=422)
    except EditedMeanwhile as meanwhile:
        return _meanwhile(request, remains, editor, meanwhile.current)
    messages.success(
        request,
        _("%(section)s of %(number)s is recorded, as version %(version)d.")
        % {
            "section": version.get_section_display(),
            "number": remains.number,
            "version": version.version,
        },
    )
    return redirect("examination:sections", incident=remains.incident.slug, number=remains.number)


def _meanwhile(
    request: HttpRequest, remains: Remains, editor: SectionEditor, theirs: SectionVersion
) -> HttpResponse:
    """Somebody was quicker: both stand side by side, and nothing of either is lost."""
    base = base_content(remains, editor.section, editor.based_on)
    mine = {} if editor.about.cleaned_data.get("absence") else editor.content()
    both = merged(base, theirs.content, mine)
    about = ObservationForm(
        initial={name: request.POST.get(f"about-{name}", "") for name in editor.about.fields},
        with_absence=editor.section is not Section.RECOVERY,
    )
    again = SectionEditor(editor.section, None, content=both, about=about, based_on=theirs.pk)
    context = {
        "meanwhile": theirs,
        "compared": differences(editor.section, base, theirs.content, mine),
    }
    return _shown(request, remains, again, status=CONFLICT, more=context)


def base_content(remains: Remains, which: Section, based_on: int | None) -> Content:
    """The version that a form was begun with."""
    rows = SectionVersion.objects.filter(remains=remains, section=which)
    row = rows.filter(version=0).first() if based_on is None else rows.filter(pk=based_on).first()
    return row.content if row is not None else {}


def _shown(
    request: HttpRequest,
    remains: Remains,
    editor: SectionEditor,
    *,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    said = said_of_recovery(remains) if editor.section is Section.RECOVERY else []
    context = {
        "incident": remains.incident,
        "remains": remains,
        "section": editor.section,
        "editor": editor,
        "pictures_say": said,
        "picture_chosen": chosen(said, request.GET.get("picture", "")),
        "tab": "examination",
        **(more or {}),
    }
    response = render(request, "examination/section.html", context, status=status)
    return with_place(response) if editor.section is Section.RECOVERY else response


@require_safe
def history(request: HttpRequest, incident: str, number: str, section: str) -> HttpResponse:
    """All versions of a section, and two of them side by side."""
    found, remains = seen_remains(request, incident, number)
    which = section_or_404(section)
    versions = versions_of(remains, which)
    by_number = {str(version.version): version for version in versions}
    earlier = by_number.get(request.GET.get("from", ""))
    later = by_number.get(request.GET.get("to", ""))
    if earlier is None and later is None and len(versions) > 1:
        later, earlier = versions[0], versions[0].based_on or versions[1]
    context = {
        "incident": found,
        "remains": remains,
        "section": which,
        "versions": versions,
        "earlier": earlier,
        "later": later,
        "compared": differences(which, earlier.content, later.content) if earlier and later else [],
        "tab": "examination",
    }
    return render(request, "examination/history.html", context)
