"""Entering that a preparation sheet was printed: it holds how a family is reached."""

from __future__ import annotations

from django.db import transaction

from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.notices.acts.entering import enter, held_notice
from antigone.web.notices.acts.prepare import preparation_of, rules_of_preparing
from antigone.web.notices.models import Notice


@transaction.atomic
def record_sheet(*, user: User, notice: Notice) -> None:
    """Enter that the sheet goes out, on paper, with whoever goes to the family.

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: NO-02 or NO-12, NO-06.
    """
    notice = held_notice(user, notice)
    insist(rules_of_preparing(user, notice))
    prepared = preparation_of(notice)
    version = 0 if prepared is None else prepared.version
    enter(user, "sheet.printed", notice, {"version": version})
