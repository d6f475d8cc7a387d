"""The page of a pedigree, and its acts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.genetics.pedigree import PedigreeError
from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import family_or_404
from antigone.web.records.models import Family, Person, SexChoice
from antigone.web.requests.pedigree_acts import (
    Done,
    Kind,
    Outdated,
    act_to_undo,
    change_pedigree,
    remove_person,
    undo,
)
from antigone.web.requests.pedigree_draft import EditRefused
from antigone.web.requests.pedigree_forms import KINDS, NEW, NameForm, StepForm
from antigone.web.requests.pedigree_sought import seek
from antigone.web.requests.pedigree_view import PedigreeView
from antigone.web.sentences import translated_error

REMOVED_WITH = frozenset({Kind.REMOVAL, Kind.UNDO})


@require_safe
def pedigree(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A family's pedigree, to be read and, with the right to it, edited."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_FAMILIES)
    family = family_or_404(request.user, found, pk)
    view = PedigreeView(family, request.GET.get("at", ""), address_of(family))
    chosen = view.chosen
    context = {
        "incident": found,
        "family": family,
        "tab": "pedigree",
        "view": view,
        "chosen": chosen,
        "relation": view.relation(chosen.code) if chosen else "",
        "side": view.side(chosen.code) if chosen else "",
        "partners": view.partners(chosen.code) if chosen else [],
        "together": view.draft.partners_of(chosen.code) if chosen else (),
        "others": [(c, view.named(c)) for c in view.persons if chosen and c != chosen.code],
        "has_parents": bool(chosen and chosen.father_id and chosen.mother_id),
        "new": NEW,
        "sexes": SexChoice.choices,
        "vitals": Person.Vital.choices,
        "givings": Person.CanGive.choices,
        "name_form": NameForm(),
        "last_act": act_to_undo(family),
        "withdrawn": family.is_withdrawn,
        "may_edit": may(request.user, found, Permission.TAKE_REQUESTS),
        "may_resolve": may(request.user, found, Permission.RESOLVE_CODES),
        "sees_genotypes": may(request.user, found, Permission.SEE_GENOTYPES),
    }
    return render(request, "requests/pedigree.html", context)


def address_of(family: Family) -> str:
    """The address of a family's pedigree."""
    return reverse("requests:pedigree", kwargs={"incident": family.incident.slug, "pk": family.pk})


@require_POST
def act(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One act on the pedigree."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.TAKE_REQUESTS)
    family = family_or_404(request.user, found, pk)
    form = StepForm(request.POST)
    at = request.POST.get("at", "")
    if not form.is_valid():
        messages.error(request, _("Nothing was stored: the page was out of date. Do it once more."))
    else:
        try:
            done = _do(cast(User, request.user), family, form)
        except Outdated as refusal:
            messages.warning(request, _in_words(refusal))
        except (EditRefused, PedigreeError) as refusal:
            messages.warning(request, _("Nothing was stored. %s") % translated_error(refusal))
        else:
            messages.success(request, _what_was_done(done))
    return redirect(PedigreeView(family, address=address_of(family)).link(at))


def _do(user: User, family: Family, form: StepForm) -> Done:
    said = form.cleaned_data
    kind, version, code = KINDS[said["step"]], said["version"], said["at"]
    if kind == Kind.UNDO:
        return undo(user=user, family=family, version=version)
    if kind == Kind.REMOVAL:
        return remove_person(user=user, family=family, version=version, code=code)
    if kind == Kind.SOUGHT:
        return seek(user=user, family=family, version=version, code=code)
    return change_pedigree(
        user=user, family=family, version=version, kind=kind, about=code, change=form.change()
    )


def _in_words(refusal: Outdated) -> str:
    acts = [
        _("%(who)s, %(when)s: %(what)s (%(code)s).")
        % {
            "who": act.recorded_by.full_name,
            "when": date_format(localtime(act.recorded_at), "TIME_FORMAT"),
            "what": act.get_kind_display(),
            "code": act.about or "–",
        }
        for act in refusal.acts
    ]
    ending = _("You see the pedigree as it is now; do your step once more if it is still needed.")
    return " ".join([str(refusal), *acts, ending])


def _what_was_done(done: Done) -> str:
    kind = done.act.kind
    if kind == Kind.DESCRIPTION:
        return _("Recorded for %s.") % done.act.about
    if kind == Kind.SOUGHT:
        return _("%s is sought from now on.") % done.act.about
    if kind in REMOVED_WITH or not done.added:
        return _("Done: %s.") % done.act.get_kind_display()
    return _("Added: %s.") % ", ".join(done.added)
