"""What each address needs: a permission, and sight of what it is about. A new address needs a line.

`test_permission_matrix.py` asks every address as every role, about cases of one's own agency, shared
and foreign ones, and compares the answers with this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from antigone.web.incidents.roles import Permission

P = Permission


class About(Enum):
    """What an address tells of, and so who is told that there is no such page."""

    PERSONS = "who works in the incident"  # any role, an administrator too
    INCIDENT = "the incident, as far as one sees it"  # lists narrow themselves
    WHOLE = "all cases of the incident"  # only who sees the whole incident
    REMAINS = "one of the remains"
    FAMILY = "one family, with its persons, donors and bases"


@dataclass(frozen=True)
class Need:
    """What an address needs, and how it answers who lacks it.

    Args:
        reads: all that is needed to GET it, nothing if any role will do; None: it is not read.
        writes: all that is needed to POST to it, likewise.
        made_by: user name of the one person whose own the sample is; nobody else gets it.
        hidden: who lacks a permission is told that there is nothing (404), not that it is refused.
        second_factor: who may do it proves a second factor first.
    """

    about: About
    reads: frozenset[P] | None
    writes: frozenset[P] | None = None
    made_by: str = ""
    hidden: bool = False
    second_factor: bool = False


def reading(about: About, *needed: P, made_by: str = "", **more: bool) -> Need:
    """A page that is only read."""
    return Need(about, frozenset(needed or {P.VIEW}), None, made_by, **more)


def acting(about: About, *needed: P, made_by: str = "", **more: bool) -> Need:
    """A page with a form, for those who may send it."""
    return Need(about, frozenset(needed), frozenset(needed), made_by, **more)


def sending(about: About, *needed: P, made_by: str = "", **more: bool) -> Need:
    """An address that takes only what is sent to it."""
    return Need(about, None, frozenset(needed), made_by, **more)


NEEDS: dict[str, Need] = {
    "incidents:overview": Need(About.PERSONS, frozenset()),
    "incidents:people": Need(About.PERSONS, frozenset(), frozenset({P.MANAGE})),
    "incidents:invite": acting(About.PERSONS, P.MANAGE),
    "incidents:revoke": acting(About.PERSONS, P.MANAGE),
    "incidents:remove": acting(About.PERSONS, P.MANAGE),
    "records:remains_list": reading(About.INCIDENT),
    "records:remains": reading(About.REMAINS),
    "records:missing_list": reading(About.INCIDENT),
    "records:family": reading(About.FAMILY),
    "records:family_basis": acting(About.FAMILY, P.ATTEST),
    "records:family_withdrawal": acting(About.FAMILY, P.ATTEST),
    "records:donor_basis": acting(About.FAMILY, P.ATTEST),
    "records:donor_withdrawal": acting(About.FAMILY, P.ATTEST),
    "records:found_alive": acting(About.FAMILY, P.ATTEST),
    "records:sought_again": acting(About.FAMILY, P.ATTEST),
    "records:basis_withdrawal": acting(About.WHOLE, P.ATTEST),
    "records:share_remains": acting(About.REMAINS, P.SHARE),
    "records:share_family": acting(About.FAMILY, P.SHARE),
    "records:shares": acting(About.INCIDENT, P.SHARE),
    "records:end_share": acting(About.WHOLE, P.SHARE),
    "records:files": reading(About.WHOLE),
    "records:preview": reading(About.WHOLE, P.IMPORT, made_by="mara"),
    "records:confirm": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "records:discard": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "records:file": reading(About.WHOLE),
    "records:file_basis": acting(About.WHOLE, P.ATTEST),
    "matching:runs": reading(About.WHOLE),
    "matching:start": sending(About.WHOLE, P.RUN),
    "matching:run": reading(About.WHOLE),
    "matching:status": reading(About.WHOLE),
    "matching:cancel": sending(About.WHOLE, P.RUN),
    "matching:joint": reading(About.WHOLE),
    "matching:pair": reading(About.WHOLE),
    "board:list": reading(About.WHOLE),
    "board:history": reading(About.WHOLE),
    "board:propose": acting(About.WHOLE, P.PROPOSE),
    "board:exclude": acting(About.WHOLE, P.EXCLUDE),
    "board:proposal": reading(About.WHOLE),
    "board:sign": sending(About.WHOLE, P.SIGN),
    "board:refuse": sending(About.WHOLE, P.SIGN),
    "board:withdraw": sending(About.WHOLE, P.PROPOSE, made_by="mara"),
    "board:document": reading(About.WHOLE),
    "board:reopen_identification": acting(About.WHOLE, P.REOPEN),
    "board:reopen_exclusion": acting(About.WHOLE, P.REOPEN),
    "board:journal": reading(About.WHOLE, P.READ_JOURNAL),
    "board:journal_export": sending(About.WHOLE, P.READ_JOURNAL),
    "lists:search": reading(About.INCIDENT),
    "lists:views": reading(About.INCIDENT),
    "lists:save": sending(About.INCIDENT, P.VIEW),
    "lists:view": acting(About.INCIDENT, P.VIEW, made_by="mara"),
    "lists:first": sending(About.INCIDENT, P.VIEW, made_by="mara"),
    "lists:keys": acting(About.INCIDENT, P.VIEW),
    "exchange:add": acting(About.WHOLE, P.IMPORT),
    "exchange:intake": acting(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:columns": acting(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:status": reading(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:cancel": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:resume": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:confirm": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:discard": sending(About.WHOLE, P.IMPORT, made_by="mara"),
    "exchange:take_out": acting(About.INCIDENT, P.EXPORT),
    "reports:identification_report": reading(About.WHOLE),
    "examination:register": acting(About.INCIDENT, P.REGISTER),
    "examination:sections": reading(About.REMAINS, P.SEE_REMAINS),
    "examination:section": acting(About.REMAINS, P.SEE_REMAINS, P.EXAMINE),
    "examination:teeth": acting(About.REMAINS, P.SEE_REMAINS, P.CHART_TEETH),
    "examination:history": reading(About.REMAINS, P.SEE_REMAINS),
    "examination:death": acting(About.REMAINS, P.EXAMINE),
    "examination:taken_back": acting(About.REMAINS, P.EXAMINE),
    "examination:state_of_file": acting(About.WHOLE, P.EXAMINE),
    "examination:body": Need(
        About.REMAINS, frozenset({P.SEE_REMAINS}), frozenset({P.SEE_REMAINS, P.REASSOCIATE})
    ),
    "examination:parted": acting(About.REMAINS, P.REASSOCIATE),
    "requests:list": reading(About.INCIDENT),
    "requests:texts": reading(About.INCIDENT),
    "requests:text": Need(About.INCIDENT, frozenset({P.VIEW}), frozenset({P.ATTEST})),
    "requests:begin": sending(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:draft": acting(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:discard": sending(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:draft_persons": sending(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:draft_step": acting(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:draft_person_step": acting(About.INCIDENT, P.TAKE_REQUESTS),
    "requests:same": reading(About.INCIDENT, P.TAKE_REQUESTS, P.SEE_FAMILIES),
    "requests:compare": acting(About.FAMILY, P.TAKE_REQUESTS, P.SEE_FAMILIES),
    "requests:part_again": acting(About.FAMILY, P.TAKE_REQUESTS, P.SEE_FAMILIES),
    "requests:request": reading(About.FAMILY),
    "requests:part": acting(About.FAMILY, P.TAKE_REQUESTS),
    "requests:part_versions": reading(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS, hidden=True),
    "requests:person_part": acting(About.FAMILY, P.TAKE_REQUESTS),
    "requests:person_versions": reading(About.FAMILY, P.SEE_FAMILIES),
    "requests:consents": reading(About.FAMILY, P.SEE_FAMILIES),
    "requests:consent": acting(About.FAMILY, P.ATTEST),
    "requests:consent_withdraw": acting(About.FAMILY, P.ATTEST),
    "requests:pedigree": reading(About.FAMILY, P.SEE_FAMILIES),
    "requests:pedigree_act": sending(About.FAMILY, P.TAKE_REQUESTS),
    "requests:pedigree_code": sending(About.FAMILY, P.TAKE_REQUESTS),
    "requests:pedigree_name": acting(About.FAMILY, P.TAKE_REQUESTS),
    "requests:resolve_person": acting(About.FAMILY, P.RESOLVE_CODES),
    "requests:resolve": acting(About.INCIDENT, P.RESOLVE_CODES),
    "custody:of_remains": reading(About.REMAINS, P.SEE_REMAINS),
    "custody:take": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:pack": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:of_family": reading(About.FAMILY, P.SEE_FAMILIES),
    "custody:take_of_donor": acting(About.FAMILY, P.HANDLE_SAMPLES, P.SEE_FAMILIES),
    "custody:list": reading(About.INCIDENT),
    "custody:sample": reading(About.REMAINS, P.SEE_REMAINS),
    "custody:divide": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:correct_sample": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:state": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:read": acting(About.REMAINS, P.ENTER_DNA, P.SEE_REMAINS),
    "custody:reading": reading(About.REMAINS, P.SEE_REMAINS, P.SEE_GENOTYPES),
    "custody:read_again": acting(About.REMAINS, P.ENTER_DNA, P.SEE_REMAINS, P.SEE_GENOTYPES),
    "custody:settle": acting(About.REMAINS, P.ENTER_DNA, P.SEE_REMAINS, P.SEE_GENOTYPES),
    "custody:hand_over": acting(About.INCIDENT, P.HANDLE_SAMPLES),
    "custody:correct_event": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:explain": acting(About.REMAINS, P.HANDLE_SAMPLES, P.SEE_REMAINS),
    "custody:where": reading(About.INCIDENT),
    "custody:labels": acting(About.INCIDENT, P.HANDLE_SAMPLES),
    "custody:tags": acting(About.INCIDENT, P.REGISTER),
    "custody:tag_run": acting(About.INCIDENT, P.REGISTER),
    "custody:scan": acting(About.INCIDENT, P.HANDLE_SAMPLES),
    "custody:frame": sending(About.INCIDENT, P.HANDLE_SAMPLES),
    "custody:photo": sending(About.INCIDENT, P.HANDLE_SAMPLES),
    "media:of_remains": reading(About.REMAINS, P.SEE_REMAINS),
    "media:add_to_remains": acting(About.REMAINS, P.ADD_PICTURES),
    "media:prints_to_remains": acting(About.REMAINS, P.ADD_PICTURES),
    "media:of_family": reading(About.FAMILY, P.SEE_FAMILIES),
    "media:add_to_family": acting(About.FAMILY, P.TAKE_REQUESTS),
    "media:prints_to_family": acting(About.FAMILY, P.TAKE_REQUESTS),
    "media:open": acting(About.REMAINS, P.SEE_REMAINS, P.OPEN_PICTURES, second_factor=True),
    "media:opened": reading(
        About.REMAINS, P.SEE_REMAINS, P.OPEN_PICTURES, made_by="mara", second_factor=True
    ),
    "media:shown": reading(
        About.REMAINS, P.SEE_REMAINS, P.OPEN_PICTURES, made_by="mara", second_factor=True
    ),
    "media:propose": sending(About.REMAINS, P.SEE_REMAINS, P.ADD_PICTURES),
    "media:move_picture": acting(About.REMAINS, P.SEE_REMAINS, P.ADD_PICTURES),
    "media:retract_picture": acting(About.REMAINS, P.SEE_REMAINS, P.ADD_PICTURES),
    "media:take_back_picture": acting(About.FAMILY, P.SEE_FAMILIES, P.TAKE_REQUESTS),
    "media:hand_out": acting(About.REMAINS, P.SEE_REMAINS, P.OPEN_PICTURES, second_factor=True),
    "media:move_prints": acting(About.REMAINS, P.SEE_REMAINS, P.ADD_PICTURES),
    "media:retract_prints": acting(About.REMAINS, P.SEE_REMAINS, P.ADD_PICTURES),
    "media:take_back_prints": acting(About.FAMILY, P.SEE_FAMILIES, P.TAKE_REQUESTS),
    "glance:glance": reading(About.INCIDENT),
    "glance:places": reading(About.INCIDENT, P.SEE_REMAINS),
    "glance:figures": reading(About.INCIDENT),
    "assignments:owed": acting(About.INCIDENT, P.VIEW),
    "assignments:cases": reading(About.INCIDENT),
    "assignments:hand_over": acting(About.INCIDENT, P.VIEW),
    "assignments:of_remains": acting(About.REMAINS, P.SEE_REMAINS),
    "assignments:of_family": acting(About.FAMILY, P.SEE_FAMILIES),
    "assignments:reminder": sending(About.REMAINS, P.SEE_REMAINS, made_by="mara", hidden=True),
}
