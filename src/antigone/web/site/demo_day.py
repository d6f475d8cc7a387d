"""One day by hand in the demo: remains recovered and examined, a request taken, a sample on its way.

All of it goes through the acts of the pages, so that the journal of the demo reads like a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from antigone.evidence.records import ChartSource, CodeSystem
from antigone.genetics.pedigree import Sex
from antigone.policy.custody import Seal
from antigone.policy.purposes import Asked
from antigone.web.accounts.models import User
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.acts.take import pack, take_sample
from antigone.web.custody.models import Packet, Sample
from antigone.web.custody.taking import Taking
from antigone.web.examination.confirming import confirm_death
from antigone.web.examination.models import Section
from antigone.web.examination.recording import Observation, record_section
from antigone.web.examination.registering import register_remains
from antigone.web.incidents.models import Incident
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.models import Picture
from antigone.web.records.models import Remains
from antigone.web.requests.consent_texts import CURRENT
from antigone.web.requests.consents import Question, record_answer
from antigone.web.requests.drafts import Step, begin_draft, keep_step
from antigone.web.requests.models import ConsentGiven, Purpose, TracingRequest
from antigone.web.requests.numbers import free_numbers, free_request_number
from antigone.web.requests.parts import PARTS
from antigone.web.requests.pedigree_acts import change_pedigree
from antigone.web.requests.pedigree_codes import give_donor_code, name_relative
from antigone.web.requests.pedigree_draft import add_sibling
from antigone.web.requests.pedigree_models import PedigreeAct
from antigone.web.requests.pedigree_store import version_of
from antigone.web.requests.taking import Numbers, take_request

NUMBER = "PM-0901"
MORTUARY, LABORATORY = "Mortuary, district hospital", "Institute of Forensic Genetics"
TOLD = {"told_on": "2026-10-12", "how": "in_person", "certainty": "sure"}

RECOVERY = {
    "found": "whole",
    "place": "Orchard, square E2, 3 m east of marker 12",
    "latitude": 47.12,
    "longitude": 21.4,
    "within_m": 4.0,
    "recovered_on": "2026-10-11",
    "recovered_time": "09:40",
    "finder": "Teo Varga, recovery team 2",
    "seal": "4533",
}
TEETH = {"16": "amf MOD", "26": "amf O", "36": "fmc", "38": "mis", "11": "cof M"}
ENQUIRER = {
    "name_own": "Олена Горак",
    "name_latin": "Olena Horak",
    "can_give": "yes",
    "language": "Ukrainian",
    "telephone": "+000 00 000 000",
    **TOLD,
}
REQUEST: Mapping[str, Mapping[str, Any]] = {
    "sought": {
        "relation": "mother",
        "sex": "M",
        "born_on": "1994-06-03",
        "names": [
            {"family": "Горак", "given": "Тарас", "patronymic": "Іванович"},
            {"family": "Horak", "given": "Taras", "kind": "legal"},
        ],
        "seen_on": "2026-10-02",
        "seen_where": "The road to the orchard",
        "circumstances": "He drove a van with water.",
        **TOLD,
    },
    "description": {
        "stature_cm": 181.0,
        "eyes": "brown",
        "marks": [{"kind": "scar", "region": "left_hand"}],
        **TOLD,
    },
    "effects": {"items": [{"kind": "wedding_ring", "features": "gold, smooth"}], **TOLD},
    "records": {
        "records": [
            {
                "kind": "dental_images",
                "where": "The dentist in the district town",
                "state": "promised",
                "owed_by": "the practice",
                "since": "2026-10-12",
            }
        ],
        **TOLD,
    },
}


def work_by_hand(people: Mapping[str, User], incident: Incident) -> None:
    """Everything that the parts of the day leave in the record."""
    remains = _recover(people["teo"], incident)
    _examine(people["sanna"], people["halvar"], remains)
    _send_a_sample(people["sanna"], people["oyelin"], remains)
    _answer(people["nadia"], _take(people["nadia"], incident))


def _recover(teo: User, incident: Incident) -> Remains:
    return register_remains(
        user=teo, incident=incident, number=NUMBER, content=dict(RECOVERY), function="Recoverer"
    )


def _examine(sanna: User, halvar: User, remains: Remains) -> None:
    confirm_death(
        user=sanna,
        of=remains,
        examiner="Dr Imani Roskvist",
        function="Forensic physician",
        examined_on=_at(12, 9).date(),
    )
    content: dict[Section, dict[str, Any]] = {
        Section.EXTERNAL: {"state": "decomposed", "completeness": "whole"},
        Section.DESCRIPTION: {"sex": "M", "sex_method": "pelvis", "stature_cm": 179.0}
        | {"stature_method": "leg_bone"},
    }
    for section, told in content.items():
        record_section(
            user=sanna,
            remains=remains,
            section=section,
            content=told,
            observation=Observation("Dr Imani Roskvist", "Forensic physician", _at(12, 10)),
            based_on=None,
        )
    chart = {
        "system": CodeSystem.INTERPOL.value,
        "source": ChartSource.ONE_EXAMINER.value,
        "teeth": TEETH,
    }
    record_section(
        user=halvar,
        remains=remains,
        section=Section.TEETH,
        content={"chart": chart},
        observation=Observation(halvar.full_name, "Odontologist", _at(13, 8)),
        based_on=None,
    )
    add_picture(
        user=sanna,
        place=Place.of_remains(remains),
        name="ring.png",
        content=_drawn_ring(),
        described=Described(Picture.Kind.EFFECT, "A smooth ring of yellow metal, drawn"),
    )


def _send_a_sample(sanna: User, oyelin: User, remains: Remains) -> None:
    """A driver whom nobody handed it to brings the sample: the break that the demo shows."""
    mortuary = Hands.of(sanna, "Mortuary staff")
    sample = take_sample(
        user=sanna,
        owner=remains,
        kind=Sample.Kind.BONE,
        taken_at=_at(13, 11),
        taking=Taking(element="left femur", taken_by="Dr Imani Roskvist", place=MORTUARY),
        taker=mortuary,
        seal="7120",
    )
    pack(
        user=sanna,
        remains=remains,
        kind=Packet.Kind.EFFECTS,
        contents="1 ring, yellow metal, smooth",
        packed_at=_at(13, 12),
        packer=mortuary,
        place=MORTUARY,
        seal="7121",
    )
    passing = Passing(
        at=_at(14, 15),
        giver=Hands("Bo Ekman", "Driver", "Civil Protection"),
        receiver=Hands.of(oyelin, "Geneticist"),
        place=LABORATORY,
        reason="Typing",
    )
    hand_over(
        user=oyelin,
        incident=remains.incident,
        items=[(sample, SealSeen(Seal.INTACT, old="7120"))],
        passing=passing,
    )


def _take(nadia: User, incident: Incident) -> TracingRequest:
    draft = begin_draft(user=nadia, incident=incident)
    steps = [(Step(PARTS["enquirer"]), ENQUIRER)]
    steps += [(Step(PARTS[key], 0), dict(content)) for key, content in REQUEST.items()]
    for step, content in steps:
        keep_step(user=nadia, draft=draft, step=step, content=content, seen=draft.version)
        draft.refresh_from_db()
    numbers = Numbers(free_request_number(incident), free_numbers(incident, 1))
    return take_request(user=nadia, draft=draft, numbers=numbers)


def _answer(nadia: User, request: TracingRequest) -> None:
    """The mother agrees to the search and has a code for her sample; a brother is drawn."""
    family, mother = request.family, request.enquirer
    assert mother is not None  # noqa: S101  (she could give a sample, so she is drawn)
    asked = Asked(
        purpose=Purpose.SEARCH.value,
        answer="yes",
        kind="consent",
        particulars="",
        asked="Olena Horak",
        interviewer=nadia.full_name,
        text_version=CURRENT,
        language="Ukrainian",
        given_on=_at(12, 12).date(),
    )
    record_answer(
        user=nadia,
        family=family,
        question=Question(Purpose.SEARCH),
        asked=asked,
        capacity=ConsentGiven.Capacity.NEXT_OF_KIN,
    )
    sought = family.missing_persons.get().person.code
    change_pedigree(
        user=nadia,
        family=family,
        version=version_of(family),
        kind=PedigreeAct.Kind.SIBLING,
        about=sought,
        change=lambda draft: add_sibling(draft, sought, Sex.MALE),
    )
    give_donor_code(user=nadia, person=mother)
    name_relative(user=nadia, person=mother, name="Олена Горак", contact="")


def _drawn_ring() -> bytes:
    """A drawing, so that the demo holds a picture of nobody."""
    image = Image.new("RGB", (800, 600), "#8d8a83")
    pen = ImageDraw.Draw(image)
    pen.ellipse((280, 180, 520, 420), outline="#c9a227", width=34)
    pen.arc((290, 190, 510, 410), 200, 290, fill="#f0dd8a", width=8)
    pen.line((60, 540, 300, 540), fill="#202020", width=6)
    kept = BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)
