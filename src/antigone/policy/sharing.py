"""Rules SH-…: what one agency may let another see."""

from __future__ import annotations

from datetime import date

from antigone.policy.findings import Finding, gettext_noop

LONGEST_DAYS = 366


def sh_01_purpose_and_end(purpose: str, until: date | None, today: date) -> Finding:
    """A share names its purpose and its last day, which is neither past nor further than a year."""
    title = gettext_noop("A share has a purpose and an end")
    if not purpose.strip():
        message = gettext_noop("Say what the other agency needs it for.")
    elif until is None or until < today:
        message = gettext_noop("Name the last day of the share, today or later.")
    elif (until - today).days > LONGEST_DAYS:
        message = gettext_noop("Choose a last day within a year. It can be shared anew then.")
    else:
        return Finding("SH-01", title, True, gettext_noop("It has both."))
    return Finding("SH-01", title, False, message)


def sh_02_only_ones_own(agency: int | None, *, lead: int | None, case: int | None) -> Finding:
    """Only the lead agency shares an incident; a case is shared by it, or by the agency whose case it is.

    So whoever was let see something lets nobody else see it.

    Args:
        agency: of the person who wants to share.
        lead: the incident's lead agency.
        case: the agency whose case it is; None where the whole incident is to be shared.
    """
    title = gettext_noop("What was shared is not passed on")
    if agency is not None and agency in {lead, case}:
        return Finding("SH-02", title, True, gettext_noop("It is your agency's own."))
    return Finding(
        "SH-02",
        title,
        False,
        gettext_noop("It is not your agency's own: only the agency whose it is shares it."),
    )


def sh_03_with_another(shared_with: int, *, lead: int | None, case: int | None) -> Finding:
    """Something is shared with an agency that does not see it by itself.

    Args:
        shared_with: the agency that is to see it.
        lead: the incident's lead agency; without one everybody with a role sees all.
        case: the agency whose case it is; None for a whole incident.
    """
    title = gettext_noop("The other agency does not see it yet")
    if lead is None:
        message = gettext_noop(
            "No agency leads this incident: everybody with a role sees all of it."
        )
    elif shared_with in {lead, case}:
        message = gettext_noop("This agency sees it already. Choose another one.")
    else:
        return Finding("SH-03", title, True, gettext_noop("It does not."))
    return Finding("SH-03", title, False, message)


def sh_04_family_consents(*, by_hand: bool, consents: bool) -> Finding:
    """A family whose request was taken here is shared with an agency to which it said yes, by name.

    Args:
        by_hand: a person took the request; a family of a file is shared on the basis of its file.
        consents: the family said yes to this agency.
    """
    title = gettext_noop("The family consents to this agency")
    if consents or not by_hand:
        return Finding("SH-04", title, True, gettext_noop("It does, or it came with a file."))
    lacks = gettext_noop("The family did not consent to sharing with this agency. Ask it first.")
    return Finding("SH-04", title, False, lacks)


def sh_05_roles_for_ones_own(by: int | None, *, lead: int | None, of: int | None) -> Finding:
    """Where an agency leads, only its people give roles to others; everybody else to their own agency.

    So nobody who sees a part of an incident makes somebody who sees all of it.

    Args:
        by: agency of the person who gives or takes the role.
        lead: the incident's lead agency; without one everybody with a role sees all.
        of: agency of the person who gets or loses it.
    """
    title = gettext_noop("Roles are given by whoever answers for the person")
    if lead is None or by == lead or (by is not None and by == of):
        return Finding("SH-05", title, True, gettext_noop("It is the lead agency, or one's own."))
    lacks = gettext_noop(
        "Another agency leads this incident: you give and take roles of your own agency's people."
    )
    return Finding("SH-05", title, False, lacks)
