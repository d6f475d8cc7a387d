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


TO_SEARCH_FACES = (P.SEARCH_FACES, P.SEE_REMAINS, P.OPEN_PICTURES, P.SEE_FAMILIES)

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
    "board:comment": sending(About.WHOLE, P.COMMENT),
    "board:ask": sending(About.WHOLE, P.COMMENT),
    "board:answer": sending(About.WHOLE, P.ANSWER),
    "board:take_back": sending(About.WHOLE, P.COMMENT, made_by="ilse"),
    "board:release": sending(About.WHOLE, P.RELEASE),
    "board:document": reading(About.WHOLE),
    "board:signed_decision": reading(About.WHOLE),
    "signing:keys": Need(About.PERSONS, frozenset()),
    # Who may compare is a rule (SI-03, SI-04), so that the page says it.
    "signing:compare": Need(About.PERSONS, frozenset(), frozenset()),
    "signing:give_up": Need(About.PERSONS, frozenset(), frozenset()),
    "board:reopen_identification": acting(About.WHOLE, P.REOPEN),
    "board:reopen_exclusion": acting(About.WHOLE, P.REOPEN),
    "register:journal": reading(About.WHOLE, P.READ_JOURNAL),
    "register:journal_export": sending(About.WHOLE, P.READ_JOURNAL),
    "register:extract": acting(About.WHOLE, P.READ_JOURNAL, P.EXPORT),
    "register:verification": acting(About.WHOLE, P.READ_JOURNAL),
    "register:person": reading(About.WHOLE, P.READ_JOURNAL),
    "register:case": reading(About.WHOLE, P.READ_JOURNAL),
    "meetings:list": reading(About.WHOLE),
    "meetings:plan": acting(About.WHOLE, P.MEET),
    "meetings:meeting": reading(About.WHOLE),
    "meetings:change": acting(About.WHOLE, P.MEET),
    "meetings:put": sending(About.WHOLE, P.MEET),
    "meetings:attend": sending(About.WHOLE, P.MEET),
    "meetings:open": sending(About.WHOLE, P.MEET),
    "meetings:close": sending(About.WHOLE, P.MEET),
    "meetings:call_off": sending(About.WHOLE, P.MEET),
    "meetings:item": reading(About.WHOLE),
    "meetings:now": reading(About.WHOLE),
    "meetings:act": sending(About.WHOLE, P.MEET),
    "meetings:minutes": Need(About.WHOLE, frozenset({P.VIEW}), frozenset({P.MEET})),
    "meetings:minutes_pdf": reading(About.WHOLE),
    "transmissions:list": reading(About.WHOLE),
    "transmissions:new_recipient": acting(About.WHOLE, P.TRANSMIT),
    "transmissions:recipient": Need(About.WHOLE, frozenset({P.VIEW}), frozenset({P.TRANSMIT})),
    "transmissions:draft": acting(About.WHOLE, P.TRANSMIT),
    "transmissions:package": Need(About.WHOLE, frozenset({P.VIEW}), frozenset({P.TRANSMIT})),
    "transmissions:item": acting(About.WHOLE, P.TRANSMIT),
    "transmissions:take_out": acting(About.WHOLE, P.TRANSMIT),
    "deaths:of_remains": Need(
        About.REMAINS, frozenset({P.SEE_REMAINS}), frozenset({P.SEE_REMAINS, P.RECORD_DEATHS})
    ),
    "deaths:list": reading(About.INCIDENT, P.SEE_REMAINS),
    "deaths:graves": reading(About.INCIDENT, P.SEE_REMAINS),
    "deaths:graves_paper": reading(About.INCIDENT, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:correct_grave": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:certificate_paper": reading(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:count": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:packet_paper": reading(About.REMAINS, P.SEE_REMAINS),
    "deaths:receipt": reading(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:recall": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:back": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:tag": acting(About.REMAINS, P.SEE_REMAINS, P.HANDLE_SAMPLES),
    "deaths:record": reading(About.REMAINS, P.SEE_REMAINS),
    "deaths:history": reading(About.REMAINS, P.SEE_REMAINS),
    "deaths:particulars": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
    "deaths:certificate": Need(
        About.REMAINS, frozenset({P.SEE_REMAINS}), frozenset({P.SEE_REMAINS, P.RECORD_DEATHS})
    ),
    "deaths:grave": Need(
        About.REMAINS, frozenset({P.SEE_REMAINS}), frozenset({P.SEE_REMAINS, P.RECORD_DEATHS})
    ),
    "deaths:effects": Need(
        About.REMAINS, frozenset({P.SEE_REMAINS}), frozenset({P.SEE_REMAINS, P.RECORD_DEATHS})
    ),
    "deaths:handing": reading(About.REMAINS, P.SEE_REMAINS),
    "deaths:hand_over": acting(About.REMAINS, P.SEE_REMAINS, P.RECORD_DEATHS),
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
    "reports:court_copy": acting(
        About.WHOLE, P.COURT_COPY, P.SEE_REMAINS, P.OPEN_PICTURES, second_factor=True
    ),
    "reports:court_told": sending(About.WHOLE, P.COURT_COPY),
    "faces:of_remains": reading(About.REMAINS, P.SEE_REMAINS),
    "faces:release": acting(About.REMAINS, P.SEE_REMAINS, P.RELEASE_FACES),
    "faces:take_back": acting(About.REMAINS, P.SEE_REMAINS, P.RELEASE_FACES),
    "faces:eyes": acting(About.REMAINS, *TO_SEARCH_FACES, second_factor=True),
    "faces:start": acting(About.REMAINS, *TO_SEARCH_FACES, second_factor=True),
    "faces:search": reading(About.REMAINS, *TO_SEARCH_FACES),
    "faces:status": reading(About.REMAINS, *TO_SEARCH_FACES),
    "faces:cancel": sending(About.REMAINS, *TO_SEARCH_FACES),
    "faces:compare": acting(About.REMAINS, *TO_SEARCH_FACES, second_factor=True),
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
    "notices:list": reading(About.INCIDENT, P.SEE_FAMILIES),
    "notices:trainings": acting(About.INCIDENT, P.ASSIGN),
    "notices:take_back": acting(About.INCIDENT, P.ASSIGN),
    "notices:assign": acting(About.FAMILY, P.ASSIGN),
    "notices:put_right": reading(About.WHOLE, P.SEE_FAMILIES),
    "notices:notice": reading(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    # Whose a notice is, is a rule (NO-06), so that the page says it.
    "notices:sheet": sending(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:prepare": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:visit": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:wish": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:question": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:answer": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:letter": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:letter_pdf": reading(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:hand_over": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
    "notices:telling": acting(About.FAMILY, P.SEE_FAMILIES, P.SEE_CONTACTS),
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
