"""The demo: invented persons and an invented incident, made through the same acts as real ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from numpy.random import default_rng

from antigone.formats.dvi_json_writer import write_dvi_json
from antigone.policy.consent import Attestation
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident
from antigone.web.accounts.factors.time_codes import begin_app, confirm_app, next_code
from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.services import create_agency, create_person
from antigone.web.examination.confirming import state_of_file
from antigone.web.incidents.models import Incident
from antigone.web.incidents.services import add_member, create_incident
from antigone.web.matching.runs import start_run
from antigone.web.records.consent import record_basis
from antigone.web.records.imports import import_upload, upload_file
from antigone.web.records.statement import statement_for
from antigone.web.site.cast import CAST, DEMO_PASSWORD, Player
from antigone.web.site.demo_day import work_by_hand

BY = Operator("demo")
SEED, FILE = 2026, "marel-valley.json"
SLUG, NAME, BEGUN_ON = "marel-valley", "Marel Valley", date(2026, 10, 3)


def load_demo() -> None:
    """Make the persons, the incident and its records; the first run waits for the worker."""
    people = _make_people()
    incident = _make_incident(people)
    _import_records(people, incident)
    work_by_hand(people, incident)
    start_run(user=people["mara"], incident=incident)


def invented() -> SimulatedIncident:
    """The data set of the demo: DNA and all else, and the truth about it, which the demo never shows."""
    return simulate_incident(Plan(records=True), default_rng(SEED))


def who_may_sign_in() -> list[str]:
    """The persons of the demo, a line each, with their password above."""
    width = max(len(player.username) for player in CAST)
    lines = [f"Sign in as one of these; the password of all is {DEMO_PASSWORD}"]
    for player in CAST:
        role = player.role.label if player.role else "no role: sees nothing of the incident"
        lines.append(f"  {player.username:<{width}}  {player.full_name}, {role}, {player.agency}")
    return lines


def _make_people() -> dict[str, User]:
    agencies: dict[str, Agency] = {}
    people = {}
    for player in CAST:
        if player.short not in agencies:
            agencies[player.short] = create_agency(by=BY, name=player.agency, short=player.short)
        people[player.username] = create_person(
            by=BY,
            username=player.username,
            password=DEMO_PASSWORD,
            full_name=player.full_name,
            agency=agencies[player.short],
        )
        give_second_factor(people[player.username], player)
    return people


def give_second_factor(person: User, player: Player) -> None:
    """Set up the authenticator app of an invented person, whose secret is known."""
    begun = begin_app(user=person, secret=player.secret)
    confirm_app(user=person, code=next_code(begun))


def _make_incident(people: dict[str, User]) -> Incident:
    incident = create_incident(
        by=BY,
        slug=SLUG,
        name=NAME,
        begun_on=BEGUN_ON,
        is_training=True,
        coordinator=people["mara"],
    )
    for player in CAST:
        if player.role is not None and player.username != "mara":
            add_member(by=BY, incident=incident, person=people[player.username], role=player.role)
    return incident


def _import_records(people: dict[str, User], incident: Incident) -> None:
    """What a data set goes through: upload, import, death confirmed, and a legal basis stated."""
    content = write_dvi_json(invented().incident)
    pending = upload_file(user=people["mara"], incident=incident, name=FILE, content=content)
    file = import_upload(user=people["mara"], pending=pending)
    state_of_file(
        user=people["sanna"],
        file=file,
        examiner=people["sanna"].full_name,
        function="Forensic physician",
        examined_on=BEGUN_ON,
        recovered_at=datetime.combine(BEGUN_ON, time(), tzinfo=UTC),
        place=NAME,
        finder="Recovery teams 1 to 4",
        particulars="Invented remains; nobody has died here.",
    )
    nadia = people["nadia"]
    attestation = Attestation(
        given_by=nadia.full_name,
        function="Family liaison officer",
        kind="consent",
        particulars="Invented families; nobody's DNA is here.",
        statement_confirmed=True,
    )
    record_basis(user=nadia, covered=file, attestation=attestation, statement=statement_for(file))
