"""The one door to each picture, file of prints and opening, through the case it stands in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, require
from antigone.web.incidents.models import Incident
from antigone.web.media.models import Opening, Picture, PrintFile
from antigone.web.media.rights import to_see
from antigone.web.records.doors import families_in_sight, remains_in_sight

_OWNERS = ("incident", "remains__incident", "family__incident", "family__key", "file__key")
_JOINS = (*_OWNERS, "file__family__key", "missing_person", "moved_to__remains")


def pictures() -> QuerySet[Picture]:
    """Pictures with all that is needed to show their words."""
    return Picture.objects.select_related(*_JOINS, "added_by", "moved_from__remains")


def print_files() -> QuerySet[PrintFile]:
    """Files of prints with all that is needed to show their words."""
    return PrintFile.objects.select_related(*_JOINS, "added_by", "moved_from__remains")


def picture_or_404(user: Visitor, incident: Incident, pk: int) -> Picture:
    """A picture of a case that this person may know of, if they see its record.

    Raises:
        Http404: there is none, or none for this person.
        PermissionDenied: the role sees no such record.
    """
    picture = get_object_or_404(pictures(), incident=incident, pk=pk)
    _insist_case_is_in_sight(user, incident, picture)
    return picture


def prints_or_404(user: Visitor, incident: Incident, pk: int) -> PrintFile:
    """A file of prints; as `picture_or_404`."""
    prints = get_object_or_404(print_files(), incident=incident, pk=pk)
    _insist_case_is_in_sight(user, incident, prints)
    return prints


def opening_or_404(user: Visitor, incident: Incident, pk: int) -> Opening:
    """The person's own opening of a picture; as `picture_or_404`.

    Raises:
        PermissionDenied: somebody else opened it.
    """
    joins = [f"picture__{name}" for name in _JOINS]
    rows = Opening.objects.select_related(*joins)
    opening = get_object_or_404(rows, picture__incident=incident, pk=pk)
    _insist_case_is_in_sight(user, incident, opening.item)
    if opening.opened_by_id != user.pk:
        raise PermissionDenied(_("Somebody else opened it. Give a reason of your own."))
    return opening


def _insist_case_is_in_sight(user: Visitor, incident: Incident, item: Picture | PrintFile) -> None:
    cases: QuerySet[Model]
    if item.remains_id is not None:
        cases = remains_in_sight(user, incident).filter(pk=item.remains_id)
    else:
        cases = families_in_sight(user, incident).filter(pk=item.family_id or 0)
    get_object_or_404(cases)
    require(user, incident, to_see(item.family_id is not None))
