"""The joint view of a run: who may be whom, all at once."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antigone.web.figures.matrix import WIDE
from antigone.web.matching.assumptions import not_compared_of, set_aside_of
from antigone.web.matching.figures import joint_figure, overview_figure
from antigone.web.matching.joint_view import JointView, joint_view
from antigone.web.matching.matrix_part import PartForm, Selection
from antigone.web.matching.open_groups import open_groups
from antigone.web.matching.pages import run_or_404
from antigone.web.matching.results import NoResults, RunResults
from antigone.web.matching.shown import shown_results
from antigone.web.records.sight import may_see_remains_record

GROUPS_SHOWN = 12
"""The rest is found with the filter of the matrix."""

MOST_ASSIGNED = 20
"""So many remains have a column in the table of assignments."""


@require_safe
def joint(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Matrix, groups that are not settled, the best assignments, and the numbers."""
    found, run = run_or_404(request, incident, pk)
    try:
        results = shown_results(run)
    except NoResults:
        raise Http404(_("This run has no results.")) from None
    context: dict[str, object] = {
        "incident": found,
        "run": run,
        "results": results,
        "sees_remains": may_see_remains_record(request.user, found),
    }
    if results.has_joint:
        context |= _shown(request, results)
    return render(request, "matching/joint.html", context)


def _shown(request: HttpRequest, results: RunResults) -> dict[str, object]:
    view = joint_view(results, request.GET.get("evidence", ""))
    family_of = {m: results.family_of(m) for m in results.missing}
    form = PartForm(request.GET, view)
    part = form.part()
    selection = Selection(view, part, family_of)
    page = Paginator(selection.remains, part.rows).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    columns = selection.columns(rows)
    groups = open_groups(view, family_of)
    return {
        "view": view,
        "part": part,
        "form": form,
        "page": page,
        "figure": joint_figure(results.run, selection, rows, groups) if rows else None,
        "overview": overview_figure(selection, page, request.GET),
        "columns_left_out": len(results.missing) - len(columns),
        "wide": len(columns) >= WIDE,
        "marginals": [(r, view.persons(r), view.nobody(r)) for r in rows],
        "groups": groups[:GROUPS_SHOWN],
        "more_groups": len(groups[GROUPS_SHOWN:]),
        "alone": len(view.open_remains.difference(*(group.remains for group in groups))),
        "columns": _assigned(view),
        "set_aside": set_aside_of(results.run),
        "not_compared": not_compared_of(results.run),
    }


def _assigned(view: JointView) -> list[str]:
    """Remains that are somebody in one of the best assignments; of many, those in which these differ."""
    persons = {r: {a.assignment[r] for a in view.assignments} for r in view.marginals}
    assigned = [r for r, found in persons.items() if found - {None}]
    if len(assigned) <= MOST_ASSIGNED:
        return assigned
    return [r for r in assigned if len(persons[r]) > 1][:MOST_ASSIGNED]
