"""The invented persons of the demo and of the tests: one for each role, and a stranger."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from antigone.web.incidents.roles import Role

DEMO_PASSWORD = "antigone-demo"  # noqa: S105 - printed for every visitor of the demo


@dataclass(frozen=True)
class Player:
    """One invented person."""

    username: str
    full_name: str
    agency: str
    short: str
    role: Role | None

    @property
    def secret(self) -> str:
        """What their authenticator app shares with the demo: known, as they have no phone."""
        digest = hashlib.sha256(f"antigone demo {self.username}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


CAST = (
    Player("mara", "Mara Tenev", "Missing Persons Office", "MPO", Role.COORDINATOR),
    Player("oyelin", "Dr Oyelin Harrow", "Institute of Forensic Genetics", "IFG", Role.GENETICIST),
    Player("ilse", "Ilse Brandt", "Ministry of Justice", "MoJ", Role.BOARD_MEMBER),
    Player("nadia", "Nadia Sarkis", "Missing Persons Office", "MPO", Role.LIAISON),
    Player("tomas", "Tomas Verel", "Court of Audit", "CoA", Role.AUDITOR),
    Player("teo", "Teo Varga", "Civil Protection", "CP", Role.RECOVERER),
    Player("sanna", "Sanna Okoro", "Institute of Forensic Medicine", "IFM", Role.MORTUARY),
    Player(
        "halvar", "Dr Halvar Nyberg", "Institute of Forensic Medicine", "IFM", Role.ODONTOLOGIST
    ),
    Player("ruth", "Ruth Amsel", "Missing Persons Office", "MPO", Role.NOTIFIER),
    Player("ada", "Ada Lindqvist", "Missing Persons Office", "MPO", Role.ADMINISTRATOR),
    Player("piet", "Piet Stranger", "Harbour Authority", "HA", None),
)
