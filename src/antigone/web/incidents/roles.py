"""What each role in an incident may do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The part a person has in an incident."""

    RECOVERER = "recoverer", _("Recoverer")
    MORTUARY = "mortuary", _("Mortuary staff")
    ODONTOLOGIST = "odontologist", _("Odontologist")
    GENETICIST = "geneticist", _("Geneticist")
    LIAISON = "liaison", _("Family liaison officer")
    COORDINATOR = "coordinator", _("Reconciliation officer")
    BOARD_MEMBER = "board_member", _("Member of the identification board")
    NOTIFIER = "notifier", _("Notifier")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(StrEnum):
    """One thing a role may do."""

    VIEW = "view"
    """Numbers and states of cases; their content needs one of the three that begin with SEE."""
    SEE_REMAINS = "see_remains"
    SEE_FAMILIES = "see_families"
    SEE_GENOTYPES = "see_genotypes"
    REGISTER = "register"
    """Register remains with their recovery."""
    EXAMINE = "examine"
    """Confirm death, examine, describe, list effects."""
    CHART_TEETH = "chart_teeth"
    REASSOCIATE = "reassociate"
    """Say that parts are of one body, and part them again."""
    ADD_PICTURES = "add_pictures"
    OPEN_PICTURES = "open_pictures"
    RELEASE_FACES = "release_faces"
    """Release one picture of remains for a search by face; whoever searches is another person."""
    SEARCH_FACES = "search_faces"
    """Search by the face of remains among photographs that families gave for it, and compare."""
    HANDLE_SAMPLES = "handle_samples"
    """Take samples, divide them, hand anything over, print labels."""
    ENTER_DNA = "enter_dna"
    TAKE_REQUESTS = "take_requests"
    """Take tracing requests, with pedigree, records and photographs of a family."""
    SEE_CONTACTS = "see_contacts"
    """See who asks for somebody, how they are reached, and what was noted."""
    RESOLVE_CODES = "resolve_codes"
    """See which relative a donor's code stands for."""
    ATTEST = "attest"
    """Record consent or another legal basis, its withdrawal, and who is found alive."""
    SHARE = "share"
    IMPORT = "import"
    EXPORT = "export"
    """Take lists and files out, for a purpose that is named; it shows nothing that one may not see."""
    ASSIGN = "assign"
    """Say who looks after a case; whoever works on it may take it, or hand on their own."""
    RUN = "run"
    PROPOSE = "propose"
    COMMENT = "comment"
    """Write a note on a proposal, and ask for more before it is decided."""
    ANSWER = "answer"
    """Answer what the board asks for."""
    SIGN = "sign"
    EXCLUDE = "exclude"
    REOPEN = "reopen"
    MEET = "meet"
    """Plan meetings of the board, put cases on their agenda, and take part."""
    RELEASE = "release"
    """Let the family be told of an identification that is signed."""
    COURT_COPY = "court_copy"
    """Take a report with pictures out, for a court that asks for it."""
    RECORD_DEATHS = "record_deaths"
    """Keep the record of a dead person: particulars, grave, effects, handing over."""
    NOTIFY = "notify"
    """Prepare and record the visit to a family, its wishes and the letter."""
    TRANSMIT = "transmit"
    """Send packages to the Bureau or the Central Agency, and enter their answers."""
    READ_JOURNAL = "read_journal"
    MANAGE = "manage"
    """Say who works here. Shows no case."""


P = Permission

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECOVERER: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.REGISTER, P.ADD_PICTURES, P.HANDLE_SAMPLES, P.ANSWER}
    ),
    Role.MORTUARY: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.REGISTER, P.EXAMINE, P.REASSOCIATE}
        | {P.ADD_PICTURES, P.OPEN_PICTURES, P.HANDLE_SAMPLES, P.RECORD_DEATHS, P.ANSWER}
    ),
    Role.ODONTOLOGIST: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.SEE_FAMILIES, P.CHART_TEETH}
        | {P.ADD_PICTURES, P.OPEN_PICTURES, P.SEARCH_FACES, P.HANDLE_SAMPLES}
        | {P.SIGN, P.MEET, P.COMMENT, P.ANSWER}
    ),
    Role.GENETICIST: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.SEE_FAMILIES, P.SEE_GENOTYPES, P.HANDLE_SAMPLES, P.ENTER_DNA}
        | {P.RUN, P.SIGN, P.EXCLUDE, P.PROPOSE, P.EXPORT, P.MEET}
        | {P.COMMENT, P.ANSWER}
    ),
    Role.LIAISON: frozenset(
        {P.VIEW, P.SEE_FAMILIES, P.SEE_CONTACTS, P.TAKE_REQUESTS, P.RESOLVE_CODES}
        | {P.ATTEST, P.HANDLE_SAMPLES, P.ANSWER}
    ),
    Role.COORDINATOR: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.SEE_FAMILIES, P.SEE_GENOTYPES}
        | {P.REGISTER, P.EXAMINE, P.REASSOCIATE, P.ADD_PICTURES, P.OPEN_PICTURES}
        | {P.RELEASE_FACES, P.SEARCH_FACES}
        | {P.HANDLE_SAMPLES, P.TAKE_REQUESTS, P.SEE_CONTACTS, P.ATTEST, P.SHARE}
        | {P.IMPORT, P.EXPORT, P.ASSIGN, P.RUN, P.PROPOSE, P.EXCLUDE, P.MANAGE}
        | {P.RELEASE, P.RECORD_DEATHS, P.TRANSMIT, P.MEET, P.COMMENT, P.ANSWER}
    ),
    Role.BOARD_MEMBER: frozenset(
        {P.VIEW, P.SEE_REMAINS, P.SEE_FAMILIES, P.OPEN_PICTURES, P.RELEASE_FACES}
        | {P.SIGN, P.REOPEN, P.EXCLUDE, P.RELEASE, P.COURT_COPY, P.MEET}
        | {P.COMMENT, P.ANSWER}
    ),
    Role.NOTIFIER: frozenset({P.VIEW, P.SEE_FAMILIES, P.SEE_CONTACTS, P.NOTIFY}),
    Role.AUDITOR: frozenset({P.VIEW, P.READ_JOURNAL, P.EXPORT}),
    Role.ADMINISTRATOR: frozenset({P.MANAGE}),
}


def roles_that(permission: Permission) -> list[Role]:
    """The roles that carry a permission."""
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]


def roles_with(needed: Iterable[Permission]) -> list[str]:
    """The roles that carry all of these permissions, in words: the one place that says who sees what."""
    wanted = frozenset(needed)
    return [str(role.label) for role in Role if wanted <= PERMISSIONS[role]]
