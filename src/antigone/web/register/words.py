"""Every act in plain words, and the groups by which an auditor asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """What somebody did, in one word of many acts."""

    SAW = "saw", _("saw")
    DESCRIBED = "described", _("described the dead")
    HEARD = "heard", _("recorded what families say and allow")
    HANDLED = "handled", _("handled samples and effects")
    COMPARED = "compared", _("compared")
    DECIDED = "decided", _("decided")
    TOLD = "told", _("told a family, or prepared it")
    SENT = "sent", _("sent to an authority")
    TOOK_OUT = "took_out", _("took out")
    ADMINISTERED = "administered", _("administered")
    OTHER = "other", _("other acts")


@dataclass(frozen=True)
class Act:
    """One kind of act.

    Args:
        code: as the journal writes it.
        group: to which it belongs.
        words: what was done.
    """

    code: str
    group: Group
    words: str | Promise


def _of(group: Group, words: Mapping[str, str | Promise]) -> dict[str, Act]:
    return {code: Act(code, group, said) for code, said in words.items()}


ACTS: Mapping[str, Act] = {
    **_of(
        Group.SAW,
        {
            "picture.opened": _("picture opened"),
            "names.searched": _("persons sought searched by name"),
            "code.resolved": _("looked up whose a donor code is"),
            "register.read": _("register of acts read"),
            "journal.verification_begun": _("verification of the journal begun"),
            "journal.verified": _("journal verified"),
        },
    ),
    **_of(
        Group.DESCRIBED,
        {
            "remains.registered": _("remains registered"),
            "remains.section_recorded": _("examination recorded"),
            "recovery.stated": _("recovery stated"),
            "death.confirmed": _("death confirmed"),
            "death.confirmation_taken_back": _("confirmation of death taken back"),
            "body.joined": _("parts joined as one body"),
            "body.parted": _("parts of one body parted again"),
            "tags.reserved": _("tags reserved"),
            "labels.printed": _("labels printed"),
            "picture.added": _("picture added"),
            "picture.moved": _("picture moved to another case"),
            "picture.retracted": _("picture withdrawn as an error"),
            "picture.taken_back": _("photograph taken back by the family"),
            "picture.proposed_recovery": _("recovery proposed from a picture"),
            "prints.added": _("prints added"),
            "prints.moved": _("prints moved to another case"),
            "prints.retracted": _("prints withdrawn as an error"),
            "prints.taken_back": _("prints taken back by the family"),
            "file.imported": _("file taken over into the record"),
            "death.record_begun": _("record of a dead person begun"),
            "death.particulars_confirmed": _("particulars of a dead person confirmed"),
            "death.certificate_issued": _("certificate of death issued"),
            "death.grave_entered": _("burial or grave entered"),
            "death.grave_corrected": _("entry of a grave corrected"),
        },
    ),
    **_of(
        Group.HEARD,
        {
            "request.begun": _("tracing request begun"),
            "request.draft_kept": _("draft of a tracing request kept"),
            "request.discarded": _("draft of a tracing request discarded"),
            "request.taken": _("tracing request taken"),
            "request.told": _("told by a family: recorded"),
            "consent.recorded": _("answer about consent recorded"),
            "consent.ended": _("consent ended by the family"),
            "consent.withdrawn": _("withdrawal of a family or a relative recorded"),
            "basis.recorded": _("legal basis recorded"),
            "basis.withdrawn": _("legal basis ended"),
            "person.found_alive": _("person found alive"),
            "person.sought_again": _("person sought again, not found alive"),
            "persons.joined": _("two requests joined as one person"),
            "persons.parted": _("two requests parted again"),
            "persons.told_apart": _("two requests told apart"),
            "donor.coded": _("donor code given"),
            "relative.named": _("name of a relative kept, sealed"),
            "relative.name_removed": _("name of a relative removed"),
            "pedigree.parents": _("pedigree: parents added"),
            "pedigree.sibling": _("pedigree: brother or sister added"),
            "pedigree.half_sibling": _("pedigree: half brother or half sister added"),
            "pedigree.child": _("pedigree: child added"),
            "pedigree.partner": _("pedigree: partner added"),
            "pedigree.person": _("pedigree: person added whose tie is not known"),
            "pedigree.tie": _("pedigree: parents named"),
            "pedigree.description": _("pedigree: sex, life or sample changed"),
            "pedigree.removal": _("pedigree: taken out, added by mistake"),
            "pedigree.sought": _("pedigree: sought from now on"),
            "pedigree.undo": _("pedigree: last act taken back"),
        },
    ),
    **_of(
        Group.HANDLED,
        {
            "sample.taken": _("sample taken"),
            "sample.divided": _("sample divided"),
            "sample.corrected": _("record of a sample corrected"),
            "sample.state_changed": _("state of a sample changed"),
            "packet.packed": _("effects packed"),
            "custody.handed_over": _("handed over"),
            "custody.corrected": _("handing over corrected"),
            "custody.explained": _("gap in custody explained"),
            "reading.typed": _("DNA reading typed"),
            "reading.typed_again": _("DNA reading typed again"),
            "reading.counts": _("DNA reading counts"),
            "reading.settled": _("two DNA readings that differ settled"),
            "death.effects_listed": _("contents of a packet listed"),
            "death.tag_read": _("tag of the remains read before handing over"),
            "death.handed_over": _("remains, effects or certificate handed over"),
            "death.came_back": _("what was handed over came back"),
            "death.receiver_told": _("receiver told that an identification no longer holds"),
        },
    ),
    **_of(
        Group.COMPARED,
        {
            "run.started": _("run started"),
            "run.finished": _("run finished"),
            "run.failed": _("run stopped by an error"),
            "run.cancelled": _("run cancelled"),
            "face.released": _("picture released for a search by face"),
            "face.release_taken_back": _("release of a picture for a search by face taken back"),
            "face.eyes_set": _("eyes set in a picture"),
            "face.search_started": _("search by face started"),
            "face.search_finished": _("search by face finished"),
            "face.search_failed": _("search by face stopped"),
            "face.search_cancelled": _("search by face cancelled"),
            "face.opinion_given": _("opinion on two faces given"),
        },
    ),
    **_of(
        Group.DECIDED,
        {
            "identification.proposed": _("identification proposed"),
            "identification.signed": _("proposal signed"),
            "identification.decided": _("identification decided"),
            "identification.refused": _("proposal refused"),
            "identification.withdrawn": _("proposal withdrawn"),
            "identification.reopened": _("identification reopened"),
            "exclusion.decided": _("exclusion decided"),
            "exclusion.reopened": _("exclusion reopened"),
            "identification.commented": _("comment on a proposal"),
            "identification.more_asked": _("more asked for before signing"),
            "identification.more_taken_back": _("asking for more taken back"),
            "identification.answered": _("what was asked for answered"),
            "identification.released": _("released: the family may be told"),
            "meeting.planned": _("meeting of the board planned"),
            "meeting.changed": _("plan of a meeting changed"),
            "meeting.called_off": _("meeting called off"),
            "meeting.opened": _("meeting opened"),
            "meeting.came": _("came to a meeting"),
            "meeting.left": _("left a meeting"),
            "meeting.chair_passed": _("chair of a meeting passed on"),
            "meeting.item_put": _("case put on the agenda"),
            "meeting.item_moved": _("case moved on the agenda"),
            "meeting.item_taken_off": _("case taken off the agenda"),
            "meeting.item_taken_up": _("case taken up in the meeting"),
            "meeting.item_put_off": _("case put off by the meeting"),
            "meeting.item_settled": _("case settled in the meeting"),
            "meeting.noted": _("noted for the minutes"),
            "meeting.closed": _("meeting closed"),
            "minutes.amended": _("minutes amended"),
        },
    ),
    **_of(
        Group.TOLD,
        {
            "notice.assigned": _("notifier assigned"),
            "notice.prepared": _("visit prepared"),
            "sheet.printed": _("preparation sheet printed"),
            "family.told": _("the family was told"),
            "family.visited": _("visit to a family recorded"),
            "letter.issued": _("letter to a family issued"),
            "letter.handed_over": _("letter handed to the family"),
            "question.taken": _("question of a family taken"),
            "question.answered": _("question of a family answered"),
            "wish.recorded": _("wish of a family recorded"),
        },
    ),
    **_of(
        Group.SENT,
        {
            "package.drafted": _("package drafted"),
            "package.withheld": _("withheld from a package"),
            "package.dropped": _("draft of a package dropped"),
            "package.made": _("package signed and sealed"),
            "package.taken_out": _("package taken out to its recipient"),
            "package.answered": _("answer of a recipient entered"),
            "recipient.entered": _("recipient entered"),
            "recipient.key_entered": _("key of a recipient entered"),
            "recipient.key_confirmed": _("key of a recipient confirmed"),
            "recipient.key_retired": _("key of a recipient retired"),
            "recipient.retired": _("recipient retired"),
        },
    ),
    **_of(
        Group.TOOK_OUT,
        {
            "list.taken_out": _("list or file taken out"),
            "prints.handed_out": _("prints handed out"),
            "journal.exported": _("journal exported"),
            "register.taken_out": _("extract of the register taken out"),
            "report.court_copy": _("court copy with pictures taken out"),
            "report.court_told": _("court told that an identification no longer holds"),
        },
    ),
    **_of(
        Group.ADMINISTERED,
        {
            "account.created": _("account made"),
            "account.closed": _("account closed"),
            "account.language_chosen": _("language of the pages chosen"),
            "account.password_changed": _("password changed"),
            "account.password_reset": _("password reset"),
            "account.other_sessions_ended": _("other sessions ended"),
            "account.app_added": _("app for codes added"),
            "account.app_removed": _("app for codes removed"),
            "account.passkey_added": _("passkey added"),
            "account.passkey_removed": _("passkey removed"),
            "account.recovery_codes_made": _("recovery codes made"),
            "account.recovery_code_used": _("recovery code used"),
            "account.second_factor_reset": _("second factor reset"),
            "agency.created": _("agency entered"),
            "incident.created": _("incident opened"),
            "incident.member_added": _("role given"),
            "incident.member_removed": _("role taken away"),
            "invitation.made": _("invitation made"),
            "invitation.accepted": _("invitation accepted"),
            "invitation.revoked": _("invitation revoked"),
            "share.recorded": _("case shared with an agency"),
            "share.ended": _("sharing ended"),
            "case.assigned": _("case assigned"),
            "case.taken": _("case taken"),
            "case.given_back": _("case given back"),
            "reminder.made": _("reminder set"),
            "reminder.postponed": _("reminder put off"),
            "reminder.done": _("reminder done"),
            "token.made": _("token for a program made"),
            "token.revoked": _("token for a program revoked"),
            "token.ended": _("token for a program ended"),
            "text.approved": _("text for families approved"),
            "text.approval_taken_back": _("approval of a text taken back"),
            "master_key.rotated": _("master key renewed"),
            "master_key.retired": _("old master key retired"),
            "signing_key.made": _("signing key made"),
            "signing_key.compared": _("fingerprint of a signing key compared"),
            "signing_key.sealed_anew": _("signing key sealed with a new password"),
            "signing_key.retired": _("signing key retired"),
            "training.recorded": _("training of a notifier recorded"),
            "training.taken_back": _("training of a notifier taken back"),
        },
    ),
}


def act_of(code: str) -> Act:
    """An act by its code; one that has no words yet stands as its code, among the others."""
    return ACTS.get(code) or Act(code, Group.OTHER, code)


def codes_of(group: str) -> list[str]:
    """The codes of a group's acts."""
    return [act.code for act in ACTS.values() if act.group == group]
