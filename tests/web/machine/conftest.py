"""What a machine begins with: a compared incident, the whole cast, and an office abroad."""

from __future__ import annotations

import pyrage  # type: ignore[import-untyped]
import pytest
from django.utils import timezone

from antigone.policy.identification import Basis
from antigone.web.accounts.models import Agency, User
from antigone.web.examination.models import SectionVersion
from antigone.web.incidents.models import Membership
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile, MissingPerson, Remains
from antigone.web.transmissions.acts.recipients import confirm_key, enter_recipient
from antigone.web.transmissions.models import Recipient
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.factors import app_for
from tests.web.kept import kept
from tests.web.machine.stage import ROLES, Stage
from tests.web.notices.making import train

__all__ = ["attest", "data", "done", "imported", "work"]

AGENCIES = {
    "lev": "Missing Persons Office",
    "lin": "Institute of Forensic Genetics",
    "asha": "Court of Appeal",
}
"""Of the second person in each role that decides."""


@pytest.fixture
def basis() -> Basis:
    """On what the true pairs of the data set rest."""
    return Basis.DNA


@kept
def people(cast: Cast) -> dict[str, User]:
    """The cast with a second person in each role that decides; everybody has an authenticator app."""
    found = {}
    for name, role in ROLES.items():
        person = getattr(cast, name, None)
        if person is None:
            agency, _ = Agency.objects.get_or_create(name=AGENCIES[name])
            person = User.objects.create_user(
                name, cast.password, full_name=f"{name.title()} Novak", agency=agency
            )
            Membership.objects.create(user=person, incident=cast.incident, role=role)
        app_for(person)
        found[name] = person
    return found


@kept
def stage(
    cast: Cast, imported: ImportedFile, done: Run, people: dict[str, User], basis: Basis
) -> Stage:
    """All that was compared, a trained notifier, and an office with a compared key."""
    remains = {row.number: row for row in Remains.objects.select_related("incident")}
    _examined(cast, remains["V1"])
    train(cast)
    identity = pyrage.x25519.Identity.generate()
    return Stage(
        incident=cast.incident,
        people=people,
        password=cast.password,
        file=imported,
        remains=remains,
        persons={
            row.number: row
            for row in MissingPerson.objects.select_related("incident", "family__key")
        },
        run=done,
        basis=basis,
        recipient=_recipient(people, cast, str(identity.to_public())),
        identity=str(identity),
    )


def _examined(cast: Cast, remains: Remains) -> None:
    """An examination stands, so that this body can be buried."""
    SectionVersion.objects.create(
        remains=remains,
        section="external",
        version=1,
        content={"state": "skeletal"},
        observer="Dr Imani Roskvist",
        observed_at=timezone.now(),
        recorded_by=cast.sanna,
    )


def _recipient(people: dict[str, User], cast: Cast, public: str) -> Recipient:
    made = enter_recipient(
        user=people["mara"],
        incident=cast.incident,
        name="Central Tracing Agency",
        short="CTA",
        kind="central_agency",
        public=public,
    )
    confirm_key(user=people["lev"], key=made.keys.get(), spoken_with="Lucie Favre")
    return made
