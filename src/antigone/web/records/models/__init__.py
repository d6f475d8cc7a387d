"""Remains, families and their DNA; and the legal bases on which they are compared.

Numbers and codes are those of the file or of the tag. Corrections are new rows; what is withdrawn
loses its key.
"""

from __future__ import annotations

from antigone.web.records.models.basis import LegalBasis, Objection
from antigone.web.records.models.families import (
    Family,
    FoundAlive,
    MissingPerson,
    NameIndex,
    Person,
    SamePerson,
)
from antigone.web.records.models.findable import FindableWord
from antigone.web.records.models.incoming import (
    ImportedFile,
    MarkerSet,
    PendingUpload,
    end_of_upload,
    new_salt,
)
from antigone.web.records.models.names import NameBearer, NameKey, NameWord
from antigone.web.records.models.profile import Profile
from antigone.web.records.models.remains import (
    DeathConfirmation,
    Reassociation,
    RecoveryEvent,
    Remains,
    SexChoice,
)
from antigone.web.records.models.sharing import Share

__all__ = [
    "DeathConfirmation",
    "Family",
    "FindableWord",
    "FoundAlive",
    "ImportedFile",
    "LegalBasis",
    "MarkerSet",
    "MissingPerson",
    "NameBearer",
    "NameIndex",
    "NameKey",
    "NameWord",
    "Objection",
    "PendingUpload",
    "Person",
    "Profile",
    "Reassociation",
    "RecoveryEvent",
    "Remains",
    "SamePerson",
    "SexChoice",
    "Share",
    "end_of_upload",
    "new_salt",
]
