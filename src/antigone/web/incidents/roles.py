"""What each role in an incident may do."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The part a person has in an incident."""

    COORDINATOR = "coordinator", _("Reconciliation officer")
    GENETICIST = "geneticist", _("Geneticist")
    BOARD_MEMBER = "board_member", _("Member of the identification board")
    LIAISON = "liaison", _("Family liaison officer")
    AUDITOR = "auditor", _("Auditor")


class Permission(StrEnum):
    """One thing a role may do."""

    VIEW = "view"
    IMPORT = "import"
    ATTEST = "attest"
    RUN = "run"
    PROPOSE = "propose"
    SIGN = "sign"
    EXCLUDE = "exclude"
    REOPEN = "reopen"
    READ_JOURNAL = "read_journal"
    MANAGE = "manage"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.VIEW,
            Permission.IMPORT,
            Permission.ATTEST,
            Permission.RUN,
            Permission.PROPOSE,
            Permission.EXCLUDE,
            Permission.MANAGE,
        }
    ),
    Role.GENETICIST: frozenset(
        {
            Permission.VIEW,
            Permission.RUN,
            Permission.SIGN,
            Permission.EXCLUDE,
            Permission.PROPOSE,
        }
    ),
    Role.BOARD_MEMBER: frozenset(
        {Permission.VIEW, Permission.SIGN, Permission.REOPEN, Permission.EXCLUDE}
    ),
    Role.LIAISON: frozenset({Permission.VIEW, Permission.ATTEST}),
    Role.AUDITOR: frozenset({Permission.VIEW, Permission.READ_JOURNAL}),
}
