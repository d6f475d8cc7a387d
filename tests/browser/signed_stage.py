"""A signed identification for browser tests: V1 is M1, whose name is known, and V1 was examined."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from antigone.web.commands import set_up
from antigone.web.site.cast import DEMO_PASSWORD, Player
from tests.browser.compared_stage import Document, make, small
from tests.browser.stage import INCIDENT

if TYPE_CHECKING:
    from antigone.web.accounts.models import User

SECOND = ("lena", "Lena Marsh", "Missing Persons Office", "MPO")
"""A second coordinator: what goes out is approved by somebody else than who drafted it."""


def with_names() -> Document:
    """The decidable data set; M1 has a name in two scripts and a date of birth."""
    from antigone.evidence.records import AmRecord, PersonName
    from antigone.formats.record_json_writer import am_record_json

    document = small(decidable=True)
    names = (
        PersonName("Орлевич", "Давид", "Павлович"),
        PersonName("Orlevych", "Davyd", kind="alias"),
    )
    record = am_record_json(AmRecord(names=names, born_on=date(1991, 2, 28)))
    document["families"][0]["records"] = {"M1": record}
    return document


def add_second_coordinator() -> None:
    """Lena, with the rights of Mara."""
    from antigone.web.accounts.models import Agency
    from antigone.web.accounts.operator import Operator
    from antigone.web.accounts.services import create_person
    from antigone.web.incidents.models import Incident
    from antigone.web.incidents.roles import Role
    from antigone.web.incidents.services import add_member
    from antigone.web.site.demo import give_second_factor

    by, player = Operator("stage"), Player(*SECOND, role=Role.COORDINATOR)
    person = create_person(
        by=by,
        username=player.username,
        password=DEMO_PASSWORD,
        full_name=player.full_name,
        agency=Agency.objects.get(short=player.short),
    )
    give_second_factor(person, player)
    incident = Incident.objects.get(slug=INCIDENT)
    add_member(by=by, incident=incident, person=person, role=player.role or Role.COORDINATOR)


def sign_it() -> None:
    """The run is done here; Mara proposes, Oyelin and Ilse sign."""
    from antigone.web.board.acts.propose import propose
    from antigone.web.board.acts.sign import sign
    from antigone.web.matching.models import Run
    from antigone.web.matching.work import compare
    from antigone.web.records.models import MissingPerson, Remains
    from tests.web.factors import answer_of

    run = Run.objects.get()
    compare.call(run.pk)
    run.refresh_from_db()
    everybody = people()
    proposal = propose(
        user=everybody["mara"],
        run=run,
        remains=Remains.objects.get(number="V1"),
        missing_person=MissingPerson.objects.get(number="M1"),
        reasons="One family only, and every marker fits.",
    )
    for name in ("oyelin", "ilse"):
        sign(
            user=everybody[name],
            proposal=proposal,
            password=DEMO_PASSWORD,
            second_factor=answer_of(everybody[name]),
            has_read=True,
        )


def examine() -> None:
    """Sanna examined V1 from outside, as is done before anybody is buried."""
    from django.utils import timezone

    from antigone.web.examination.models import Section
    from antigone.web.examination.recording import Observation, record_section
    from antigone.web.records.models import Remains

    record_section(
        user=people()["sanna"],
        remains=Remains.objects.get(number="V1"),
        section=Section.EXTERNAL,
        content={"state": "skeletal"},
        observation=Observation(
            "Dr Imani Roskvist", "Forensic physician", timezone.now() - timedelta(days=30)
        ),
        based_on=None,
    )


def people() -> dict[str, User]:
    """Everybody by the name with which they sign in."""
    from antigone.web.accounts.models import User

    return {person.username: person for person in User.objects.all()}


def make_signed() -> None:
    """All of it."""
    make(with_names())
    add_second_coordinator()
    sign_it()
    examine()


if __name__ == "__main__":
    set_up()
    make_signed()
