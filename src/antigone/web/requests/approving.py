"""Recording, for an incident, who approved a text for families in a language."""

from __future__ import annotations

from datetime import date

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.wording.approvals import record_approval, take_back_approval
from antigone.web.wording.models import Approval
from antigone.web.wording.texts import FamilyText


def approve_text(
    *,
    user: User,
    incident: Incident,
    text: FamilyText,
    language: str,
    reader: str,
    function: str,
    read_on: date,
) -> Approval:
    """A named reader approved a text; it holds in every incident of the installation.

    Raises:
        PermissionDenied: the role does not carry it.
        WordingRefused: the reader is not named (LA-02), or there is nothing to approve (LA-01).
        ValidationError: these words are approved already.
    """
    require(user, incident, Permission.ATTEST)
    return record_approval(
        user=user,
        incident=incident.slug,
        text=text,
        language=language,
        reader=reader,
        function=function,
        read_on=read_on,
    )


def withdraw_approval(*, user: User, incident: Incident, approval: Approval, reason: str) -> None:
    """The approval was a mistake.

    Raises:
        PermissionDenied: the role does not carry it.
        ValidationError: the reason is too long.
    """
    require(user, incident, Permission.ATTEST)
    take_back_approval(user=user, incident=incident.slug, approval=approval, reason=reason)
