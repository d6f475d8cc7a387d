"""An installation for the browser tests: the invented persons and an incident without any record."""

from __future__ import annotations

from datetime import date

from antigone.web.commands import set_up
from antigone.web.server import prepare_database

INCIDENT = "marel-valley"


def make() -> None:
    """Everything through the acts that a real installation uses."""
    from antigone.web.accounts.operator import Operator
    from antigone.web.accounts.services import create_agency, create_person
    from antigone.web.incidents.services import add_member, create_incident
    from antigone.web.site.cast import CAST, DEMO_PASSWORD
    from antigone.web.site.demo import give_second_factor

    by = Operator("stage")
    agencies = {p.short: p.agency for p in CAST}
    made = {short: create_agency(by=by, name=name, short=short) for short, name in agencies.items()}
    people = {
        player.username: create_person(
            by=by,
            username=player.username,
            password=DEMO_PASSWORD,
            full_name=player.full_name,
            agency=made[player.short],
        )
        for player in CAST
    }
    for player in CAST:
        give_second_factor(people[player.username], player)
    incident = create_incident(
        by=by,
        slug=INCIDENT,
        name="Marel Valley",
        begun_on=date(2026, 10, 3),
        is_training=True,
        coordinator=people["mara"],
    )
    for player in CAST:
        if player.role is not None and player.username != "mara":
            add_member(by=by, incident=incident, person=people[player.username], role=player.role)


if __name__ == "__main__":
    set_up()
    prepare_database(print)
    make()
