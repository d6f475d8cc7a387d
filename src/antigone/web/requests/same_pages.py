"""Pages on which two requests are looked at side by side, joined, told apart, and parted again."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.figures.pedigree import Marks
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.assemble import pedigree_of
from antigone.web.records.discretion import within_sight
from antigone.web.records.doors import families_in_sight, missing_in_sight
from antigone.web.records.drawing import draw_pedigree
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family, MissingPerson, Person, SamePerson
from antigone.web.records.profiles import typed_markers
from antigone.web.records.record_facts import am_record_shown
from antigone.web.records.told import told_of
from antigone.web.requests.duplicates import (
    proposals_in_sight,
    proposals_of,
    proposals_of_some,
    too_many_at_once,
)
from antigone.web.requests.joining import (
    AlreadyDone,
    JoinRefused,
    Pairs,
    against,
    join_persons,
    part_persons,
    record_two_persons,
)
from antigone.web.requests.pedigree_relations import relation_word
from antigone.web.requests.pedigree_store import draft_of

ON_A_PAGE = 50
FAMILIES_ON_A_PAGE = 10


class ReasonsForm(forms.Form):
    """Why they are one person, or two."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JoinForm(ReasonsForm):
    """Who else is the same: for each relative of the first family one of the second, or nobody."""

    def __init__(self, data: Any, first: MissingPerson, second: MissingPerson) -> None:  # noqa: ANN401
        super().__init__(data)
        theirs = [(str(p.pk), _described(p, second)) for p in _relatives(second.family)]
        for person in _relatives(first.family):
            self.fields[f"same_{person.pk}"] = forms.ChoiceField(
                label=_described(person, first),
                choices=[("", _("not said")), *theirs],
                required=False,
            )

    @property
    def same(self) -> list[forms.BoundField]:
        """The fields that ask who is who."""
        return [self[name] for name in self.fields if name.startswith("same_")]

    def pairs(self) -> Pairs:
        """Who is who; only after `is_valid`."""
        chosen = {
            int(name.removeprefix("same_")): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("same_") and value
        }
        rows = Person.objects.in_bulk({*chosen, *chosen.values()})
        return [(rows[one], rows[other]) for one, other in chosen.items()]


def _relatives(family: Family) -> list[Person]:
    rows = family.persons.filter(missing_person__isnull=True)
    return list(rows.select_related("profile", "key", "family"))


def _described(person: Person, missing: MissingPerson) -> str:
    relation = relation_word(draft_of(person.family), person.code, missing.person.code)
    typed = _("gave DNA") if typed_markers(person) else ""
    return ", ".join(part for part in (person.code, relation, typed) if part)


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.TAKE_REQUESTS)
    require(request.user, incident, Permission.SEE_FAMILIES)
    return incident


def _proposed(user: User, incident: Incident, asked: str | None) -> dict[str, Any]:
    """A page of proposals; of very many persons those of some families, the newest first."""
    if not too_many_at_once(user, incident):
        page = Paginator(proposals_in_sight(user, incident), ON_A_PAGE).get_page(asked)
        return {"page": page, "proposals": page.object_list, "by_family": False}
    rows = families_in_sight(user, incident).order_by("-registered_at", "-pk")
    families = Paginator(rows.select_related("incident"), FAMILIES_ON_A_PAGE).get_page(asked)
    proposals = proposals_of_some(user, families.object_list)
    return {"page": families, "proposals": proposals, "by_family": True}


@require_safe
def same(request: HttpRequest, incident: str) -> HttpResponse:
    """Requests that may seek one person, and what was joined."""
    found = _allowed(request, incident)
    seen = families_in_sight(request.user, found)
    joins = SamePerson.objects.filter(
        incident=found, first__family__in=seen, second__family__in=seen
    ).select_related("first__family", "second__family", "recorded_by", "parted_by")
    context = {
        "incident": found,
        **_proposed(cast(User, request.user), found, request.GET.get("page")),
        "joins": joins.order_by("-pk"),
    }
    return render(request, "requests/same.html", context)


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, incident: str, first: int, second: int) -> HttpResponse:
    """Two persons sought side by side; here they are joined, or told apart."""
    found = _allowed(request, incident)
    rows = missing_in_sight(request.user, found).select_related(
        "family__incident", "family__key", "person", "incident"
    )
    one, other = get_object_or_404(rows, pk=first), get_object_or_404(rows, pk=second)
    form = JoinForm(request.POST or None, one, other)
    if request.method == "POST" and form.is_valid():
        try:
            said = _say(request, one, other, form)
        except JoinRefused as refused:
            finding = refused.finding
            form.add_error(None, f"{finding.code}: {_(finding.template).format(**finding.values)}")
        except AlreadyDone:
            messages.warning(request, _("This was recorded before. Nothing was changed."))
            return redirect(one)
        else:
            messages.success(request, said)
            return redirect("requests:same", incident=incident)
    return _page(request, one, other, form)


def _say(request: HttpRequest, one: MissingPerson, other: MissingPerson, form: JoinForm) -> str:
    user, reasons = cast(User, request.user), form.cleaned_data["reasons"]
    if "apart" in request.POST:
        record_two_persons(user=user, first=one, second=other, reasons=reasons)
        return _("Recorded: two persons. They are not proposed again.")
    join_persons(user=user, first=one, second=other, also=form.pairs(), reasons=reasons)
    return _("Joined. From the next run on they are compared as one person.")


def _page(
    request: HttpRequest, one: MissingPerson, other: MissingPerson, form: JoinForm
) -> HttpResponse:
    proposals = proposals_of(cast(User, request.user), one.family)
    pair = {one.pk, other.pk}
    why = [p.reasons for p in proposals if {p.first.pk, p.second.pk} == pair]
    context = {
        "incident": one.incident,
        "one": one,
        "other": other,
        "form": form,
        "sides": [_side(one), _side(other)],
        "why": why[0] if why else (),
        "against": within_sight(request.user, one.incident, against(one, other)),
        "joined": other.number in same_numbers(one.incident).get(one.number, frozenset()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/compare.html", context, status=status)


def _side(missing: MissingPerson) -> dict[str, Any]:
    record = told_of(missing)
    family = missing.family
    persons = list(family.persons.select_related("profile", "key"))
    numbers = {m.person_id: m.number for m in family.missing_persons.all()}
    marks = Marks(
        typed={person.code for person in persons if typed_markers(person)},
        missing=dict.fromkeys(numbers.values(), ""),
        in_question=(missing.number, ""),
    )
    return {
        "missing": missing,
        "record": am_record_shown(record, missing.number) if record else None,
        "drawing": draw_pedigree(pedigree_of(persons, numbers), marks),
    }


@require_http_methods(["GET", "POST"])
def part_again(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """They are two persons after all."""
    found = _allowed(request, incident)
    seen = families_in_sight(request.user, found)
    rows = SamePerson.objects.filter(
        incident=found, first__family__in=seen, second__family__in=seen
    ).select_related("first__family", "second__family", "incident")
    join = get_object_or_404(rows, pk=pk)
    form = ReasonsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            part_persons(
                user=cast(User, request.user), join=join, reasons=form.cleaned_data["reasons"]
            )
        except JoinRefused as refused:
            finding = refused.finding
            form.add_error(None, f"{finding.code}: {_(finding.template).format(**finding.values)}")
        except AlreadyDone:
            messages.warning(request, _("This was recorded before. Nothing was changed."))
            return redirect("requests:same", incident=incident)
        else:
            messages.success(request, _("Parted. Each is compared with its own family again."))
            return redirect("requests:same", incident=incident)
    context = {"incident": found, "join": join, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/part_again.html", context, status=status)
