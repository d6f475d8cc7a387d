"""Rules AS-…: who may look after a case, and who hands it on."""

from __future__ import annotations

from antigone.policy.findings import Finding, gettext_noop


def as_01_sees_the_case(*, is_member: bool, sees_case: bool) -> Finding:
    """A case is looked after by somebody who works in the incident and may see it.

    Args:
        is_member: whether the person has a role in the incident.
        sees_case: whether their role and their agency let them see it.
    """
    title = gettext_noop("Whoever looks after a case may see it")
    if not is_member:
        message = gettext_noop("This person has no role in the incident.")
    elif not sees_case:
        message = gettext_noop(
            "This person may not see the case: their role shows none of its kind, or it is of an "
            "agency that did not share it with theirs."
        )
    else:
        return Finding("AS-01", title, True, gettext_noop("The person may see it."))
    return Finding("AS-01", title, False, message)


def as_02_hands_on_ones_own(*, looked_after_by: int | None, by: int, may_assign: bool) -> Finding:
    """Whoever works on a case takes it while nobody has it; one that somebody has is handed on by them.

    Whoever may assign does both for others.

    Args:
        looked_after_by: who has it now; None: nobody.
        by: who wants to change that.
        may_assign: whether their role carries the permission to assign.
    """
    title = gettext_noop("A case is handed on by whoever has it")
    if may_assign or looked_after_by in {None, by}:
        return Finding("AS-02", title, True, gettext_noop("It is free, or one's own to hand on."))
    return Finding(
        "AS-02",
        title,
        False,
        gettext_noop(
            "Somebody else looks after this case. They hand it on, or somebody who may assign does."
        ),
    )


def as_03_for_oneself(*, takes_for: int, by: int, may_assign: bool, had_it: bool) -> Finding:
    """A free case is taken for oneself; to give it to others one has it, or may assign.

    Args:
        takes_for: who is to have it.
        by: who says so.
        may_assign: whether their role carries the permission to assign.
        had_it: whether they have it now.
    """
    title = gettext_noop("Nobody is given a case by a colleague who does not have it")
    if may_assign or had_it or takes_for == by:
        return Finding("AS-03", title, True, gettext_noop("It is theirs to give."))
    return Finding(
        "AS-03",
        title,
        False,
        gettext_noop(
            "You can take this case yourself. Others are given cases by those who assign."
        ),
    )
