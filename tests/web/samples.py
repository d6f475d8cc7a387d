"""One real object behind every address of an incident: a new address needs a line here.

And one in `needs.py`, which says what permission and what sight of cases the address asks for.

The strangers' test asks for all of them, so that a page which forgets the one door to its incident
cannot go unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from antigone.web.accounts.models import Agency, User
from antigone.web.assignments.models import Reminder
from antigone.web.assignments.reminding import remind
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.exclude import exclude
from antigone.web.board.acts.propose import propose
from antigone.web.board.acts.sign import sign
from antigone.web.board.models import Enquiry, Exclusion, Identification, Proposal
from antigone.web.custody.acts.tags import reserve_tags
from antigone.web.custody.breaks import breaks_of_sample
from antigone.web.custody.models import Reading, Sample, TagRun
from antigone.web.examination.confirming import confirm_death
from antigone.web.exchange.intake import receive_file
from antigone.web.exchange.models import Intake
from antigone.web.faces.models import FaceSearch
from antigone.web.incidents.invitations import invite
from antigone.web.incidents.models import Invitation, Membership
from antigone.web.incidents.roles import Role
from antigone.web.lists.models import SavedView
from antigone.web.lists.views import save_view
from antigone.web.matching.models import Run
from antigone.web.media.adding import Described, Place, add_picture, add_prints
from antigone.web.media.models import Opening, Picture, PrintFile
from antigone.web.media.opening import open_picture
from antigone.web.meetings.models import Meeting, Minutes
from antigone.web.records.alive import record_found_alive, record_sought_again
from antigone.web.records.imports import upload_file
from antigone.web.records.models import (
    DeathConfirmation,
    Family,
    FoundAlive,
    ImportedFile,
    LegalBasis,
    MissingPerson,
    PendingUpload,
    Person,
    Reassociation,
    Remains,
    SamePerson,
    Share,
)
from antigone.web.reports.court_copy import Asked, open_for_court
from antigone.web.reports.models import CourtCopy
from antigone.web.requests.consent_texts import family_text
from antigone.web.requests.models import Purpose, RequestDraft, TracingRequest
from antigone.web.signing.models import SigningKey
from antigone.web.transmissions.models import Package
from tests.web.conftest import Cast
from tests.web.custody.making import a_broken_sample, a_reading
from tests.web.deaths.making import ADeath, a_death
from tests.web.faces.making import Ready, ready, searched
from tests.web.factors import answer_of
from tests.web.media.drawn import jpeg, prints
from tests.web.meetings.making import a_meeting, the_minutes
from tests.web.notices.making import ANotice, a_notice
from tests.web.records.conftest import as_file, data_set
from tests.web.requests.taking import draft_of, take
from tests.web.transmissions.sample import a_package

Kwargs = dict[str, object]


@dataclass
class World:
    """An incident in which everything has happened once."""

    cast: Cast
    run: Run
    file: ImportedFile

    def remains(self, number: str) -> Remains:
        """Remains by number."""
        return Remains.objects.get(incident=self.cast.incident, number=number)

    def sought(self, number: str) -> MissingPerson:
        """A person sought by number."""
        return MissingPerson.objects.get(incident=self.cast.incident, number=number)

    @cached_property
    def proposal(self) -> Proposal:
        """V1 is M1, proposed."""
        return propose(
            user=self.cast.mara,
            run=self.run,
            remains=self.remains("V1"),
            missing_person=self.sought("M1"),
            reasons="Father typed, 36 markers.",
        )

    @cached_property
    def identification(self) -> Identification:
        """V1 is M1, signed by two."""
        for signer in (self.cast.oyelin, self.cast.ilse):
            sign(
                user=signer,
                proposal=self.proposal,
                password=self.cast.password,
                second_factor=answer_of(signer),
                has_read=True,
            )
        return Identification.objects.get(proposal=self.proposal)

    @cached_property
    def signing_key(self) -> SigningKey:
        """The key with which Ilse signed it."""
        assert self.identification
        return SigningKey.objects.get(user=self.cast.ilse)

    @cached_property
    def enquiry(self) -> Enquiry:
        """Ilse asks for more about it; the notice is there, for nothing is released after that."""
        assert self.notice
        return ask_for_more(
            user=self.cast.ilse,
            proposal=Proposal.objects.get(pk=self.proposal.pk),
            what="A second extraction.",
            of_role=Role.GENETICIST,
        )

    @cached_property
    def exclusion(self) -> Exclusion:
        """V3 is not M2."""
        return exclude(
            user=self.cast.oyelin,
            incident=self.cast.incident,
            run=self.run,
            remains=self.remains("V3"),
            missing_person=self.sought("M2"),
            reasons="Excluded at most markers.",
        )

    @cached_property
    def alive(self) -> FoundAlive:
        """M2 was found alive, and that was an error: the board's samples need M2 among the sought."""
        found = record_found_alive(
            user=self.cast.nadia, missing_person=self.sought("M2"), reason="A telephone call."
        )
        return record_sought_again(user=self.cast.nadia, found=found, reason="A namesake.")

    @cached_property
    def pending(self) -> PendingUpload:
        """A further file, uploaded and not confirmed."""
        other = data_set()
        renamed = as_file(other).decode()
        for name in ("V1", "V2", "V3", "M1", "M2", "R1", "R2", "F1", "F2"):
            renamed = renamed.replace(f'"{name}"', f'"{name}B"')
        return upload_file(
            user=self.cast.mara,
            incident=self.cast.incident,
            name="other.json",
            content=renamed.encode(),
        )

    @cached_property
    def intake(self) -> Intake:
        """A sheet of persons sought, on its way in."""
        return receive_file(
            user=self.cast.mara,
            incident=self.cast.incident,
            name="sought.csv",
            content=b"Number,Surname,Sex\nAM-900,Bila,f\n",
        )

    @cached_property
    def sample(self) -> Sample:
        """A sample of V3, whose custody is broken."""
        return a_broken_sample(self.cast, self.remains("V3"))

    @cached_property
    def dna_reading(self) -> Reading:
        """What was read in it, typed once."""
        return a_reading(self.cast, self.sample)

    @cached_property
    def tags(self) -> TagRun:
        """Three numbers for the recoverers."""
        return reserve_tags(
            user=self.cast.mara,
            incident=self.cast.incident,
            count=3,
            prefix="PM-",
            purpose="Team 2",
        )

    @cached_property
    def invitation(self) -> Invitation:
        """Somebody is invited to be an auditor."""
        made, _ = invite(
            by=self.cast.mara,
            incident=self.cast.incident,
            full_name="Ivo Lund",
            agency=self.cast.tomas.agency,
            role=Role.AUDITOR,
        )
        return made

    @cached_property
    def view(self) -> SavedView:
        """Mara saved a view of the remains, for herself."""
        return save_view(
            user=self.cast.mara,
            incident=self.cast.incident,
            of="remains",
            name="Men",
            address="sex=M",
            shared=False,
        )

    @cached_property
    def share(self) -> Share:
        """The whole incident, shared with an agency that has nobody here."""
        return Share.objects.create(
            incident=self.cast.incident,
            agency=Agency.objects.create(name="Coast Guard", short="CG"),
            purpose="Currents and places.",
            until=timezone.localdate() + timedelta(days=30),
            recorded_by=self.cast.mara,
        )

    @cached_property
    def confirmed(self) -> DeathConfirmation:
        """Death of V3 confirmed, beside what is stated of the file."""
        return confirm_death(
            user=self.cast.sanna,
            of=self.remains("V3"),
            examiner="Dr Imani Roskvist",
            function="Forensic physician",
            examined_on=date(2026, 10, 9),
        )

    @cached_property
    def parted(self) -> Reassociation:
        """V1 and V3 were joined and parted again: other samples need them apart."""
        return Reassociation.objects.create(
            incident=self.cast.incident,
            first=self.remains("V1"),
            second=self.remains("V3"),
            reasons="The bones articulate.",
            recorded_by=self.cast.sanna,
            parted_by=self.cast.sanna,
            parted_at=timezone.now(),
            parted_because="A mix-up of tags.",
        )

    @cached_property
    def request(self) -> TracingRequest:
        """A mother seeks her son; nobody consented yet."""
        return take(self.cast)

    @cached_property
    def draft(self) -> RequestDraft:
        """A request that Nadia is taking."""
        return draft_of(self.cast)

    @property
    def sought_by_hand(self) -> Kwargs:
        """The person whom the request seeks."""
        return {"pk": self.request.family.missing_persons.get().pk}

    @cached_property
    def same_person(self) -> SamePerson:
        """M1 and M2 were joined and parted again."""
        return SamePerson.objects.create(
            incident=self.cast.incident,
            first=self.sought("M1"),
            second=self.sought("M2"),
            reasons="One name.",
            recorded_by=self.cast.nadia,
            parted_by=self.cast.nadia,
            parted_at=timezone.now(),
            parted_because="Two persons.",
        )

    @cached_property
    def picture(self) -> Picture:
        """A picture of V1, added by Mara."""
        described = Described("effect", "a coloured cloth")
        place = Place.of_remains(self.remains("V1"))
        return add_picture(
            user=self.cast.mara, place=place, name="a.jpg", content=jpeg(), described=described
        )

    @cached_property
    def photograph(self) -> Picture:
        """A photograph that the family F1 gave, taken in by Mara."""
        described = Described("portrait", "a coloured cloth")
        place = Place.of_family(self.sought("M1").family)
        return add_picture(
            user=self.cast.mara, place=place, name="b.jpg", content=jpeg(), described=described
        )

    @cached_property
    def prints(self) -> PrintFile:
        """Prints of V1, added by Mara."""
        place = Place.of_remains(self.remains("V1"))
        return add_prints(
            user=self.cast.mara, place=place, name="a.nist", content=prints(), shows="two fingers"
        )

    @cached_property
    def family_prints(self) -> PrintFile:
        """Prints that the family F1 gave, taken in by Mara."""
        place = Place.of_family(self.sought("M1").family)
        return add_prints(
            user=self.cast.mara, place=place, name="b.nist", content=prints(), shows="two fingers"
        )

    @cached_property
    def opening(self) -> Opening:
        """Mara opened the picture of V1."""
        return open_picture(
            user=self.cast.mara, picture=self.picture, reason="board", words="", proved=True
        )

    @cached_property
    def court_copy(self) -> CourtCopy:
        """Ilse made one of V1 is M1, with its picture."""
        return open_for_court(
            user=self.cast.ilse,
            identification=self.identification,
            chosen=[self.picture],
            asked=Asked("District Court of Marel", "17 C 204/26", "The identity is disputed."),
            proved=True,
        )

    @cached_property
    def meeting(self) -> Meeting:
        """A meeting that sits, with V1 and a matter on its agenda."""
        return a_meeting(self.cast, self.proposal)

    @cached_property
    def minutes(self) -> Minutes:
        """The minutes of another one, with an addendum."""
        return the_minutes(self.cast)

    @cached_property
    def notice(self) -> ANotice:
        """Ruth goes to the family of M1, with a letter; it asked something."""
        return a_notice(self.cast, self.identification)

    @cached_property
    def package(self) -> Package:
        """A package with the record of V2, which waits for approval."""
        return a_package(self.cast, self.remains("V2"))

    @cached_property
    def death(self) -> ADeath:
        """The record of V3, who has no name yet: certified, buried, with effects handed over."""
        return a_death(self.cast, self.remains("V3"))

    @cached_property
    def face(self) -> Ready:
        """A picture of remains released for a search by face, and families that allow it."""
        return ready(self.cast)

    @cached_property
    def face_search(self) -> FaceSearch:
        """Halvar searched with it, and found one of the families."""
        return searched(self.face)

    @cached_property
    def reminder(self) -> Reminder:
        """Mara is to be reminded of V1."""
        return remind(
            user=self.cast.mara,
            case=self.remains("V1"),
            person=self.cast.mara,
            due_on=timezone.localdate(),
            words="Ask for the second extraction.",
        )

    def pair(self, remains: str, missing: str) -> Kwargs:
        """Arguments of a pair in a run."""
        return {
            "run": self.run.pk,
            "remains": self.remains(remains).pk,
            "missing": self.sought(missing).pk,
        }

    def someone_with_a_role(self) -> Membership:
        """Nadia's membership."""
        return Membership.objects.get(incident=self.cast.incident, user=self.cast.nadia)


def _family(world: World) -> Kwargs:
    return {"pk": Family.objects.get(incident=world.cast.incident, name="F1").pk}


def _donor(world: World) -> Kwargs:
    return {"pk": Person.objects.get(family__incident=world.cast.incident, code="R1").pk}


def _picture(world: World) -> Kwargs:
    return {"pk": world.picture.pk}


def _photograph(world: World) -> Kwargs:
    return {"pk": world.photograph.pk}


def _prints(world: World) -> Kwargs:
    return {"pk": world.prints.pk}


def _opening(world: World) -> Kwargs:
    # An opening is short-lived, and a test that asks every address takes longer.
    Opening.objects.filter(pk=world.opening.pk).update(opened_at=timezone.now())
    return {"pk": world.opening.pk}


def _face_search(world: World) -> Kwargs:
    return {"pk": world.face_search.pk}


def _death(world: World) -> Kwargs:
    return {"number": world.death.record.number}


def _nothing(world: World) -> Kwargs:
    return {}


def _intake(world: World) -> Kwargs:
    return {"pk": world.intake.pk}


OF_EVERY_INCIDENT = {"requests:text"}
"""Addresses whose arguments name a thing that all incidents have."""


def has_object(view: str) -> bool:
    """Whether the address names more than the incident."""
    return SAMPLES[view] is not _nothing and view not in OF_EVERY_INCIDENT


SAMPLES: dict[str, Callable[[World], Kwargs]] = {
    "incidents:overview": _nothing,
    "incidents:people": _nothing,
    "incidents:invite": _nothing,
    "incidents:revoke": lambda w: {"pk": w.invitation.pk},
    "incidents:remove": lambda w: {"membership": w.someone_with_a_role().pk},
    "records:remains_list": _nothing,
    "records:remains": lambda w: {"number": "V1"},
    "records:missing_list": _nothing,
    "records:family": _family,
    "records:family_basis": _family,
    "records:family_withdrawal": _family,
    "records:donor_basis": _donor,
    "records:donor_withdrawal": _donor,
    "records:found_alive": lambda w: {"pk": w.sought("M2").pk},
    "records:sought_again": lambda w: {"pk": w.alive.pk},
    "records:share_remains": lambda w: {"number": "V1"},
    "records:share_family": _family,
    "records:shares": _nothing,
    "records:end_share": lambda w: {"pk": w.share.pk},
    "records:files": _nothing,
    "records:preview": lambda w: {"pk": w.pending.pk},
    "records:confirm": lambda w: {"pk": w.pending.pk},
    "records:discard": lambda w: {"pk": w.pending.pk},
    "records:file": lambda w: {"pk": w.file.pk},
    "records:file_basis": lambda w: {"pk": w.file.pk},
    "records:basis_withdrawal": lambda w: {
        "pk": LegalBasis.objects.filter(incident=w.cast.incident).latest("pk").pk
    },
    "requests:list": _nothing,
    "requests:texts": _nothing,
    "requests:text": lambda w: {"key": family_text(Purpose.SEARCH).key, "language": "ar"},
    "requests:begin": _nothing,
    "requests:draft": lambda w: {"pk": w.draft.pk},
    "requests:discard": lambda w: {"pk": w.draft.pk},
    "requests:draft_persons": lambda w: {"pk": w.draft.pk},
    "requests:draft_step": lambda w: {"pk": w.draft.pk, "part": "enquirer"},
    "requests:draft_person_step": lambda w: {"pk": w.draft.pk, "person": 1, "part": "teeth"},
    "requests:same": _nothing,
    "requests:compare": lambda w: {"first": w.sought("M1").pk, "second": w.sought("M2").pk},
    "requests:part_again": lambda w: {"pk": w.same_person.pk},
    "requests:request": lambda w: {"pk": w.request.family_id},
    "requests:part": lambda w: {"pk": w.request.family_id, "part": "enquirer"},
    "requests:part_versions": lambda w: {"pk": w.request.family_id, "part": "enquirer"},
    "requests:person_part": lambda w: {**w.sought_by_hand, "part": "description"},
    "requests:person_versions": lambda w: {**w.sought_by_hand, "part": "sought"},
    "requests:consents": _family,
    "requests:consent": lambda w: {**_family(w), "purpose": "search"},
    "requests:consent_withdraw": lambda w: {**_family(w), "purpose": "search"},
    "requests:pedigree": _family,
    "requests:pedigree_act": _family,
    "requests:pedigree_code": _donor,
    "requests:pedigree_name": _donor,
    "requests:resolve_person": _donor,
    "requests:resolve": _nothing,
    "examination:register": _nothing,
    "examination:sections": lambda w: {"number": "V1"},
    "examination:section": lambda w: {"number": "V1", "section": "external"},
    "examination:teeth": lambda w: {"number": "V1"},
    "examination:history": lambda w: {"number": "V1", "section": "external"},
    "examination:death": lambda w: {"number": "V1"},
    "examination:taken_back": lambda w: {"pk": w.confirmed.pk},
    "examination:state_of_file": lambda w: {"pk": w.file.pk},
    "examination:body": lambda w: {"number": "V3"},
    "examination:parted": lambda w: {"pk": w.parted.pk},
    "custody:of_remains": lambda w: {"number": "V3"},
    "custody:take": lambda w: {"number": "V3"},
    "custody:pack": lambda w: {"number": "V3"},
    "custody:of_family": _family,
    "custody:take_of_donor": _donor,
    "custody:list": _nothing,
    "custody:sample": lambda w: {"code": w.sample.code},
    "custody:divide": lambda w: {"code": w.sample.code},
    "custody:correct_sample": lambda w: {"code": w.sample.code},
    "custody:state": lambda w: {"code": w.sample.code},
    "custody:read": lambda w: {"code": w.sample.code},
    "custody:reading": lambda w: {"pk": w.dna_reading.pk},
    "custody:read_again": lambda w: {"pk": w.dna_reading.pk},
    "custody:settle": lambda w: {"pk": w.dna_reading.pk},
    "custody:hand_over": _nothing,
    "custody:correct_event": lambda w: {"pk": w.sample.custody_events.latest("pk").pk},
    "custody:explain": lambda w: {"slug": breaks_of_sample(w.sample)[0].slug},
    "custody:where": _nothing,
    "custody:labels": _nothing,
    "custody:tags": _nothing,
    "custody:tag_run": lambda w: {"pk": w.tags.pk},
    "custody:scan": _nothing,
    "custody:frame": _nothing,
    "custody:photo": _nothing,
    "matching:runs": _nothing,
    "matching:start": _nothing,
    "matching:run": lambda w: {"pk": w.run.pk},
    "matching:status": lambda w: {"pk": w.run.pk},
    "matching:cancel": lambda w: {"pk": w.run.pk},
    "matching:joint": lambda w: {"pk": w.run.pk},
    "matching:pair": lambda w: {"pk": w.run.pk, "remains": "V1", "missing": "M1"},
    "board:list": _nothing,
    "board:history": _nothing,
    "board:propose": lambda w: w.pair("V2", "M2"),
    "board:exclude": lambda w: w.pair("V2", "M2"),
    "board:proposal": lambda w: {"pk": w.proposal.pk},
    "board:sign": lambda w: {"pk": w.proposal.pk},
    "board:refuse": lambda w: {"pk": w.proposal.pk},
    "board:withdraw": lambda w: {"pk": w.proposal.pk},
    "meetings:list": _nothing,
    "meetings:plan": _nothing,
    "meetings:meeting": lambda w: {"pk": w.meeting.pk},
    "meetings:change": lambda w: {"pk": w.meeting.pk},
    "meetings:put": lambda w: {"pk": w.meeting.pk},
    "meetings:attend": lambda w: {"pk": w.meeting.pk},
    "meetings:open": lambda w: {"pk": w.meeting.pk},
    "meetings:close": lambda w: {"pk": w.meeting.pk},
    "meetings:call_off": lambda w: {"pk": w.meeting.pk},
    "meetings:item": lambda w: {"pk": w.meeting.pk, "item": w.meeting.items.earliest("pk").pk},
    "meetings:now": lambda w: {"pk": w.meeting.pk, "item": w.meeting.items.earliest("pk").pk},
    "meetings:act": lambda w: {"pk": w.meeting.pk, "item": w.meeting.items.earliest("pk").pk},
    "meetings:minutes": lambda w: {"pk": w.minutes.meeting_id},
    "meetings:minutes_pdf": lambda w: {"pk": w.minutes.meeting_id},
    "notices:list": _nothing,
    "notices:trainings": _nothing,
    "notices:take_back": lambda w: {"pk": w.notice.training.pk},
    "notices:assign": lambda w: {"pk": w.notice.notice.identification_id},
    "notices:put_right": lambda w: {"pk": w.notice.notice.identification_id},
    "notices:notice": lambda w: {"pk": w.notice.notice.pk},
    "notices:sheet": lambda w: {"pk": w.notice.notice.pk},
    "notices:prepare": lambda w: {"pk": w.notice.notice.pk},
    "notices:visit": lambda w: {"pk": w.notice.notice.pk},
    "notices:wish": lambda w: {"pk": w.notice.notice.pk},
    "notices:question": lambda w: {"pk": w.notice.notice.pk},
    "notices:answer": lambda w: {"pk": w.notice.question.pk},
    "notices:letter": lambda w: {"pk": w.notice.notice.pk, "kind": "news"},
    "notices:letter_pdf": lambda w: {"pk": w.notice.letter.pk},
    "notices:hand_over": lambda w: {"pk": w.notice.letter.pk},
    "notices:telling": lambda w: {"pk": w.notice.notice.missing_person_id},
    "transmissions:list": _nothing,
    "transmissions:new_recipient": _nothing,
    "transmissions:recipient": lambda w: {"pk": w.package.recipient_id},
    "transmissions:draft": lambda w: {"pk": w.package.recipient_id},
    "transmissions:package": lambda w: {"pk": w.package.pk},
    "transmissions:item": lambda w: {
        "pk": w.package.pk,
        "number": w.package.items.get().record.number,
    },
    "transmissions:take_out": lambda w: {"pk": w.package.pk},
    "board:comment": lambda w: {"pk": w.proposal.pk},
    "board:ask": lambda w: {"pk": w.proposal.pk},
    "board:answer": lambda w: {"pk": w.enquiry.pk},
    "board:take_back": lambda w: {"pk": w.enquiry.pk},
    "board:release": lambda w: {"pk": w.identification.pk},
    "board:document": lambda w: {"pk": w.identification.proposal_id},
    "board:signed_decision": lambda w: {"pk": w.identification.proposal_id},
    "signing:keys": _nothing,
    "signing:compare": lambda w: {"pk": w.signing_key.pk},
    "signing:give_up": _nothing,
    "board:reopen_identification": lambda w: {"pk": w.identification.pk},
    "board:reopen_exclusion": lambda w: {"pk": w.exclusion.pk},
    "register:journal": _nothing,
    "register:journal_export": _nothing,
    "register:extract": _nothing,
    "register:verification": _nothing,
    "register:person": lambda w: {"username": "mara"},
    "register:case": lambda w: {"number": "V1"},
    "media:of_remains": lambda w: {"number": "V1"},
    "media:add_to_remains": lambda w: {"number": "V1"},
    "media:prints_to_remains": lambda w: {"number": "V1"},
    "media:of_family": _family,
    "media:add_to_family": _family,
    "media:prints_to_family": _family,
    "media:open": _picture,
    "media:opened": _opening,
    "media:shown": _opening,
    "media:propose": _picture,
    "media:move_picture": _picture,
    "media:retract_picture": _picture,
    "media:take_back_picture": _photograph,
    "media:hand_out": _prints,
    "media:move_prints": _prints,
    "media:retract_prints": _prints,
    "media:take_back_prints": lambda w: {"pk": w.family_prints.pk},
    "glance:glance": _nothing,
    "glance:places": _nothing,
    "glance:figures": _nothing,
    "assignments:owed": _nothing,
    "assignments:cases": _nothing,
    "assignments:hand_over": _nothing,
    "assignments:of_remains": lambda w: {"number": "V1"},
    "assignments:of_family": _family,
    "assignments:reminder": lambda w: {"pk": w.reminder.pk},
    "deaths:of_remains": lambda w: {"number": w.death.record.remains.number},
    "deaths:list": _nothing,
    "deaths:graves": _nothing,
    "deaths:graves_paper": _nothing,
    "deaths:correct_grave": lambda w: {"pk": w.death.grave.pk},
    "deaths:certificate_paper": lambda w: {"pk": w.death.certificate.pk},
    "deaths:count": lambda w: {"pk": w.death.packet.pk},
    "deaths:packet_paper": lambda w: {"pk": w.death.packet.pk},
    "deaths:receipt": lambda w: {"pk": w.death.handover.pk},
    "deaths:recall": lambda w: {"pk": w.death.handover.pk},
    "deaths:back": lambda w: {"pk": w.death.handover.pk},
    "deaths:tag": lambda w: {"number": w.death.record.remains.number},
    "deaths:record": _death,
    "deaths:history": _death,
    "deaths:particulars": _death,
    "deaths:certificate": _death,
    "deaths:grave": _death,
    "deaths:effects": _death,
    "deaths:handing": _death,
    "deaths:hand_over": lambda w: _death(w) | {"what": "remains", "to": "burial"},
    "lists:search": _nothing,
    "lists:views": _nothing,
    "lists:save": _nothing,
    "lists:view": lambda w: {"pk": w.view.pk},
    "lists:first": lambda w: {"pk": w.view.pk},
    "lists:keys": _nothing,
    "exchange:add": _nothing,
    "exchange:intake": _intake,
    "exchange:columns": _intake,
    "exchange:status": _intake,
    "exchange:cancel": _intake,
    "exchange:resume": _intake,
    "exchange:confirm": _intake,
    "exchange:discard": _intake,
    "exchange:take_out": _nothing,
    "reports:identification_report": lambda w: {"pk": w.identification.pk},
    "reports:court_copy": lambda w: {"pk": w.identification.pk},
    "reports:court_told": lambda w: {"pk": w.court_copy.pk},
    "faces:of_remains": lambda w: {"number": w.face.remains.number},
    "faces:release": lambda w: {"pk": w.face.picture.pk},
    "faces:take_back": lambda w: {"pk": w.face.release.pk},
    "faces:eyes": lambda w: {"pk": w.face.picture.pk},
    "faces:start": lambda w: {"pk": w.face.picture.pk},
    "faces:search": _face_search,
    "faces:status": _face_search,
    "faces:cancel": _face_search,
    "faces:compare": lambda w: _face_search(w) | {"missing": w.face.person.number},
}


def incident_views() -> Iterator[str]:
    """The names of all addresses that belong to an incident."""

    def walk(
        patterns: list[URLPattern | URLResolver], space: str, below: str
    ) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = below + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                name = pattern.namespace or ""
                yield from walk(pattern.url_patterns, f"{space}{name}:" if name else space, route)
            else:
                yield f"{space}{pattern.name}", route

    for name, route in walk(get_resolver().url_patterns, "", ""):
        if ":incident>" in route:
            yield name


def who_may(world: World) -> list[User]:
    """Everybody who has a role."""
    cast = world.cast
    return [cast.mara, cast.oyelin, cast.ilse, cast.nadia, cast.tomas, cast.halvar]
