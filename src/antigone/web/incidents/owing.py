"""What cases can lack, who owes it, and where it is mended: each app says it of its own part.

A module listed in the setting DESKS may define `owings() -> list[Owing]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission, Role, roles_that

Cases = QuerySet[Any]
"""Remains, or families."""


def since(rows: Cases, moment: Combinable) -> Cases:
    """Cases that lack something, with the moment since when as `lacking_since`."""
    found: Cases = rows.annotate(lacking_since=moment)
    return found


class CaseKind(StrEnum):
    """What a case is about."""

    REMAINS = "remains"
    FAMILY = "family"


@dataclass(frozen=True)
class Owing:
    """One thing that cases can lack.

    Args:
        code: in addresses.
        title: what is missing, as a heading.
        kind: of which cases.
        by: what one must be allowed to do to mend it; whose roles carry it owe it.
        rows: of some cases those that lack it, with the moment since when as `lacking_since`. Of a person
            it depends on the sight alone, and of the time on the day: in a large incident it is made once
            and asked about many cases, until something is recorded. A moment is the database's, `Now()`.
        where: the page on which it is mended.
        whole: whether it tells of what only those who see the whole incident may know.
        settled: whether cases of which everybody has a name can lack it too.
    """

    code: str
    title: str | Promise
    kind: CaseKind
    by: Permission
    rows: Callable[[Visitor, Incident, Cases], Cases]
    where: Callable[[Any], str]
    whole: bool = False
    settled: bool = False

    @property
    def roles(self) -> list[Role]:
        """The roles that owe it."""
        return roles_that(self.by)


def all_owings() -> list[Owing]:
    """What all apps know to be missing, in the order of the work."""
    return [owing for offer in offers("owings") for owing in offer()]
