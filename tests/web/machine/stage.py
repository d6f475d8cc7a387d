"""Where a machine acts: a compared incident, and who does what in it, as the tests say by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.identification import Basis
from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile, MissingPerson, Remains
from antigone.web.transmissions.models import Recipient

ROLES = {
    "mara": "coordinator",
    "lev": "coordinator",
    "oyelin": "geneticist",
    "lin": "geneticist",
    "ilse": "board_member",
    "asha": "board_member",
    "halvar": "odontologist",
    "nadia": "liaison",
    "ruth": "notifier",
    "sanna": "mortuary",
    "teo": "recoverer",
    "tomas": "auditor",
    "ada": "administrator",
    "piet": "",
}
"""The whole cast, and a second person in each role that decides."""

DECIDE = {"odontologist", "geneticist", "coordinator", "board_member"}
RIGHTS = {
    "propose": {"coordinator", "geneticist"},
    "comment": DECIDE,
    "answer": DECIDE | {"recoverer", "mortuary", "liaison"},
    "sign": {"odontologist", "geneticist", "board_member"},
    "exclude": {"geneticist", "coordinator", "board_member"},
    "reopen": {"board_member"},
    "release": {"coordinator", "board_member"},
    "meet": DECIDE,
    "record deaths": {"mortuary", "coordinator"},
    "read tags": {"recoverer", "mortuary", "odontologist", "geneticist", "coordinator"},
    "assign": {"coordinator"},
    "speak with families": {"liaison", "notifier", "coordinator"},
    "transmit": {"coordinator"},
    "attest": {"liaison", "coordinator"},
    "run": {"geneticist", "coordinator"},
}
"""Which roles may do what: written down here once more, so that a change there is seen here."""


def holders(right: str) -> list[str]:
    """Who of the cast has a right."""
    return [name for name, role in ROLES.items() if role in RIGHTS[right]]


@dataclass(frozen=True)
class Stage:
    """What stands before the first act.

    Args:
        basis: on which the true pairs of this data set can be identified.
        identity: private key of the recipient, which opens what is sent there.
    """

    incident: Incident
    people: dict[str, User]
    password: str
    file: ImportedFile
    remains: dict[str, Remains]
    persons: dict[str, MissingPerson]
    run: Run
    basis: Basis
    recipient: Recipient
    identity: str
