"""Who may add, see and open what: pictures and prints of remains, and those that a family gave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.policy.findings import Finding
from antigone.policy.pictures import me_02_may_open, me_09_family_allows
from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.desk import offers
from antigone.web.incidents.roles import Permission
from antigone.web.media.models import Kept, PrintFile
from antigone.web.records.consent import coverage_of
from antigone.web.records.models import Family

TO_OPEN_OF_REMAINS = frozenset({Permission.SEE_REMAINS, Permission.OPEN_PICTURES})
TO_OPEN_OF_FAMILY = frozenset({Permission.SEE_FAMILIES})
PRINTS_OF_FAMILY = frozenset({Permission.SEE_FAMILIES, Permission.OPEN_PICTURES})


class NotOpened(ValueError):
    """A rule keeps the veil on; `finding` says which and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(_(finding.template).format(**finding.values))
        self.finding = finding


def to_add(item_is_of_family: bool) -> Permission:
    """What somebody needs to add, move, retract or take back."""
    return Permission.TAKE_REQUESTS if item_is_of_family else Permission.ADD_PICTURES


def to_see(item_is_of_family: bool) -> Permission:
    """What somebody needs to read which pictures there are."""
    return Permission.SEE_FAMILIES if item_is_of_family else Permission.SEE_REMAINS


def to_open(item: Kept) -> frozenset[Permission]:
    """All that somebody needs to open it."""
    if item.family_id is None:
        return TO_OPEN_OF_REMAINS
    return PRINTS_OF_FAMILY if isinstance(item, PrintFile) else TO_OPEN_OF_FAMILY


def may_open(user: Visitor, item: Kept) -> bool:
    """Whether this person's role opens it."""
    return all(may(user, item.incident, permission) for permission in to_open(item))


def insist_it_opens(user: Visitor, item: Kept, *, proved: bool) -> None:
    """Go on only if every rule lets the veil be lifted.

    Raises:
        NotOpened: ME-02 or ME-09.
    """
    finding = me_02_may_open(may_open(user, item), proved)
    if not finding.met:
        raise NotOpened(finding)
    if item.family is not None:
        allowed = family_allows(item.family, photographs=not isinstance(item, PrintFile))
        if not allowed.met:
            raise NotOpened(allowed)


def family_allows(family: Family, *, photographs: bool) -> Finding:
    """ME-09 for a family as it stands now; parts that know of consents offer `photographs_allowed`.

    Args:
        photographs: whether it is about these; prints need the legal basis only.
    """
    covered = coverage_of(family.incident, [family]).covers_family(family)
    asked = offers("photographs_allowed") if photographs else ()
    return me_09_family_allows(covered, [bool(offer(family)) for offer in asked])
