"""Pages on which pictures and files of prints are added, each file with its own verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.media.adding import Described, Place, add_picture, add_prints
from antigone.web.media.checks import Refused, check_size, clean_name
from antigone.web.media.forms import AddPhotographsForm, AddPicturesForm, AddPrintsForm, Upload
from antigone.web.media.uploads import names_as_sent
from antigone.web.records.doors import family_or_404, remains_or_404
from antigone.web.sealing.keys import KeyDestroyed


@dataclass(frozen=True)
class Verdict:
    """What became of one file."""

    kept: bool
    words: str


@names_as_sent
@require_http_methods(["GET", "POST"])
def add_to_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Pictures of remains."""
    found, place = _remains_place(request, incident, number)
    form = AddPicturesForm(request.POST or None, request.FILES or None)
    return _add_pictures(request, found, place, form)


@names_as_sent
@require_http_methods(["GET", "POST"])
def add_to_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Photographs that a family gives."""
    found, place = _family_place(request, incident, pk)
    assert place.family is not None  # noqa: S101  (made so, below)
    persons = place.family.missing_persons.select_related("person")
    form = AddPhotographsForm(persons, request.POST or None, request.FILES or None)
    return _add_pictures(request, found, place, form)


@names_as_sent
@require_http_methods(["GET", "POST"])
def prints_to_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """A file of prints of remains."""
    return _add_prints(request, *_remains_place(request, incident, number))


@names_as_sent
@require_http_methods(["GET", "POST"])
def prints_to_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A file of prints of one whom a family seeks."""
    return _add_prints(request, *_family_place(request, incident, pk))


def _remains_place(request: HttpRequest, incident: str, number: str) -> tuple[Incident, Place]:
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.ADD_PICTURES)
    return found, Place.of_remains(remains)


def _family_place(request: HttpRequest, incident: str, pk: int) -> tuple[Incident, Place]:
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.TAKE_REQUESTS)
    return found, Place.of_family(family)


def _add_pictures(
    request: HttpRequest, incident: Incident, place: Place, form: AddPicturesForm
) -> HttpResponse:
    verdicts: list[Verdict] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        described = Described(
            kind=given["kind"],
            shows=given["shows"],
            view=given["view"],
            taken_by=given["taken_by"],
            keep_place=given.get("keep_place", False),
        )
        whom = given.get("missing_person")
        if whom is not None and place.family is not None:
            place = Place.of_family(place.family, whom)
        user = cast(User, request.user)

        def keep(file: Upload) -> None:
            name, content = _read(file)
            add_picture(user=user, place=place, name=name, content=content, described=described)

        verdicts = [_verdict(file, keep) for file in form.chosen]
        if all(verdict.kept for verdict in verdicts):
            return _done(request, place, len(verdicts))
    template = "media/add_pictures.html"
    return _answer(request, template, incident, place, form, verdicts)


def _add_prints(request: HttpRequest, incident: Incident, place: Place) -> HttpResponse:
    form = AddPrintsForm(request.POST or None, request.FILES or None)
    verdicts: list[Verdict] = []
    if request.method == "POST" and form.is_valid():
        user, shows = cast(User, request.user), form.cleaned_data["shows"]

        def keep(file: Upload) -> None:
            name, content = _read(file)
            add_prints(user=user, place=place, name=name, content=content, shows=shows)

        verdicts = [_verdict(form.cleaned_data["file"], keep)]
        if verdicts[0].kept:
            return _done(request, place, 1)
    return _answer(request, "media/add_prints.html", incident, place, form, verdicts)


def _read(file: Upload) -> tuple[str, bytes]:
    """Name and content; a file that is too large is not read."""
    name = clean_name(file.name or "")
    check_size(name, file.size or 0)
    return name, file.read()


def _verdict(file: Upload, keep: Callable[[Upload], None]) -> Verdict:
    try:
        keep(file)
    except Refused as refused:
        return Verdict(False, str(refused))
    except KeyDestroyed:
        return Verdict(False, _("The family withdrew: nothing more is kept for it."))
    return Verdict(True, _("%s is kept, sealed and veiled.") % file.name)


def _done(request: HttpRequest, place: Place, count: int) -> HttpResponse:
    words = ngettext(
        "%d file is kept, sealed and veiled.", "%d files are kept, sealed and veiled.", count
    )
    messages.success(request, words % count)
    slug = place.incident.slug
    if place.remains is not None:
        return redirect("media:of_remains", incident=slug, number=place.remains.number)
    assert place.family is not None  # noqa: S101  (one of the two)
    return redirect("media:of_family", incident=slug, pk=place.family.pk)


def _answer(
    request: HttpRequest,
    template: str,
    incident: Incident,
    place: Place,
    form: forms.Form,
    verdicts: list[Verdict],
) -> HttpResponse:
    context = {
        "incident": incident,
        "remains": place.remains,
        "family": place.family,
        "tab": "pictures",
        "form": form,
        "verdicts": verdicts,
        "kept": sum(verdict.kept for verdict in verdicts),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)
