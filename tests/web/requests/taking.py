"""Taking a request in a test, through the acts that the pages use."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from antigone.policy.purposes import Asked
from antigone.web.records.models import Person
from antigone.web.requests.consents import Question, record_answer
from antigone.web.requests.drafts import Step, add_person, begin_draft, keep_step
from antigone.web.requests.models import ConsentGiven, Purpose, RequestDraft, TracingRequest
from antigone.web.requests.numbers import free_numbers, free_request_number
from antigone.web.requests.parts import PARTS
from antigone.web.requests.taking import Numbers, take_request
from tests.web.conftest import Cast

TODAY = "2026-10-20"
TOLD = {"told_on": TODAY, "how": "in_person", "certainty": "sure"}
ENQUIRER: dict[str, Any] = {
    "name_own": "Лідія Орлевич",
    "name_latin": "Lidiia Orlevych",
    "can_give": "yes",
    "language": "Ukrainian",
    "telephone": "+380 44 0000000",
    "not_told": "Her employer",
    **TOLD,
}
SOUGHT: dict[str, Any] = {
    "relation": "mother",
    "sex": "M",
    "born_on": "1991-02-28",
    "names": [{"family": "Орлевич", "given": "Давид", "patronymic": "Павлович"}],
    "seen_on": "2026-09-14",
    "seen_where": "The bridge",
    "latitude": 48.1,
    "longitude": 37.4,
    "circumstances": "He went to fetch water.",
    **TOLD,
}
DESCRIPTION: dict[str, Any] = {
    "stature_cm": 178.0,
    "eyes": "blue",
    "marks": [{"kind": "tattoo", "region": "left_arm", "motif": "plant", "text": "Мама"}],
    **TOLD,
}
MEDICAL: dict[str, Any] = {
    "no_medical": True,
    "implants": [{"kind": "plate", "region": "left_arm", "serial": "SN-4471"}],
    **TOLD,
}
TEETH: dict[str, Any] = {
    "dentist": "Dr P. Lukar-Stein",
    "chart": {"system": "interpol", "source": "notes", "teeth": {"16": "amf MOD"}},
    **TOLD,
}
EFFECTS: dict[str, Any] = {
    "items": [{"kind": "wedding_ring", "features": "Gold, inscription Л. 2013"}],
    "documents": [{"kind": "passport", "number": "АВ 123456"}],
    **TOLD,
}
RECORDS: dict[str, Any] = {
    "records": [
        {
            "kind": "dental_images",
            "where": "Practice of Dr P. Lukar-Stein",
            "state": "promised",
            "owed_by": "the practice",
            "since": "2026-10-04",
        },
        {"kind": "photographs", "state": "received"},
    ],
    **TOLD,
}
ALL: dict[str, dict[str, Any]] = {
    "sought": SOUGHT,
    "description": DESCRIPTION,
    "medical": MEDICAL,
    "teeth": TEETH,
    "effects": EFFECTS,
    "records": RECORDS,
}


def draft_of(
    cast: Cast, *persons: dict[str, dict[str, Any]], enquirer: dict[str, Any] | None = None
) -> RequestDraft:
    """A draft in which this is told of each person."""
    draft = begin_draft(user=cast.nadia, incident=cast.incident)
    _keep(cast, draft, Step(PARTS["enquirer"]), enquirer or ENQUIRER)
    for at, parts in enumerate(persons or ({"sought": SOUGHT},)):
        if at:
            draft = add_person(user=cast.nadia, draft=draft)
        for key, content in parts.items():
            _keep(cast, draft, Step(PARTS[key], at), content)
    draft.refresh_from_db()
    return draft


def _keep(cast: Cast, draft: RequestDraft, step: Step, content: dict[str, Any]) -> None:
    draft.refresh_from_db()
    keep_step(user=cast.nadia, draft=draft, step=step, content=content, seen=draft.version)


def take(
    cast: Cast, *persons: dict[str, dict[str, Any]], enquirer: dict[str, Any] | None = None
) -> TracingRequest:
    """A request that Nadia took."""
    draft = draft_of(cast, *persons, enquirer=enquirer)
    numbers = Numbers(
        free_request_number(cast.incident), free_numbers(cast.incident, max(1, len(persons)))
    )
    return take_request(user=cast.nadia, draft=draft, numbers=numbers)


def answer(
    cast: Cast,
    request: TracingRequest,
    purpose: Purpose = Purpose.SEARCH,
    word: str = "yes",
    *,
    donor: Person | None = None,
    recipient: str = "",
    law: str = "",
) -> ConsentGiven:
    """An answer of the enquirer, or a law in its place, recorded by Nadia."""
    asked = Asked(
        purpose=purpose.value,
        answer=word,
        kind="law" if law else "consent",
        particulars=law,
        asked="" if law else "Лідія Орлевич",
        interviewer="Nadia Sarkis",
        text_version="" if law else "2026-1",
        language="" if law else "Ukrainian",
        given_on=timezone.localdate(),
        recipient=recipient,
    )
    return record_answer(
        user=cast.nadia,
        family=request.family,
        question=Question(purpose, donor, recipient),
        asked=asked,
        capacity=ConsentGiven.Capacity.NEXT_OF_KIN,
        witness="Yusra Halabi-Noor",
        note="Not to the newspaper.",
    )
