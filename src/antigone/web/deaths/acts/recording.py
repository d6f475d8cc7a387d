"""Beginning the record of a dead person, and confirming its particulars."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy.deaths import (
    Particular,
    de_01_one_record,
    de_02_name_needs_identification,
    de_03_sources,
    de_04_says_why,
)
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.deaths.asked import (
    BY_NAME,
    GONE,
    rests_on_identification,
)
from antigone.web.deaths.models import DeathRecord, RecordVersion
from antigone.web.deaths.sealed import key_for, put_particulars
from antigone.web.deaths.standing import (
    newest_version,
    next_number,
    records_of_body,
    standing_identification,
)
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains
from antigone.web.sealing.keys import KeyDestroyed
from antigone.web.sealing.models import Key


class RecordedMeanwhile(ValueError):
    """Somebody confirmed another version in the meantime; `newest` is that one. Nothing was lost."""

    def __init__(self, newest: RecordVersion) -> None:
        super().__init__(str(newest))
        self.newest = newest


@transaction.atomic
def begin_record(*, user: User, remains: Remains) -> DeathRecord:
    """Begin the record of the person whose body this is, under the next number of the incident.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        RuleRefused: DE-01, this body has a record.
    """
    incident = locked(remains.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    insist([de_01_one_record([one.number for one in records_of_body(remains)])])
    taken = DeathRecord.objects.filter(incident=incident).values_list("number", flat=True)
    made = DeathRecord(
        incident=incident, remains=remains, number=next_number("D", taken), begun_by=user
    )
    made.full_clean()
    made.save()
    _enter(user, "death.record_begun", made, {"remains": remains.number})
    return made


@transaction.atomic
def confirm_particulars(
    *,
    user: User,
    record: DeathRecord,
    particulars: Mapping[str, Particular],
    because: str,
    seen_version: int,
    rests_on: int | None = None,
) -> RecordVersion:
    """Confirm all particulars as the next version; what stood before stays readable.

    Args:
        particulars: all of them, by name.
        seen_version: the version that the person had before them; 0 for none.
        rests_on: pk of the identification that they had before them; None: none stood.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        RecordedMeanwhile: somebody else was faster.
        RuleRefused: DE-02 to DE-04.
        ValidationError: it names somebody whose family has withdrawn, or another identification
            stands by now than the one that was before them.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    before = newest_version(record)
    number = 0 if before is None else before.version
    if before is not None and number != seen_version:
        raise RecordedMeanwhile(before)
    identification = standing_identification(record)
    names = any(rests_on_identification(name, one) for name, one in particulars.items())
    in_words = {
        str(BY_NAME[name].label): one for name, one in particulars.items() if one.source != GONE
    }
    insist(
        [
            de_02_name_needs_identification(
                names_somebody=names, stands=identification is not None
            ),
            de_03_sources(in_words),
            de_04_says_why(version=number + 1, because=because),
        ]
    )
    if names and identification is not None and identification.pk != rests_on:
        words = _(
            "Another identification stands by now. Open the form anew: whom it names changed."
        )
        raise ValidationError(words)
    version = RecordVersion(
        record=record,
        version=number + 1,
        identification=identification if names else None,
        because=because.strip(),
        recorded_by=user,
    )
    put_particulars(version, particulars, _key(version.identification))
    version.full_clean()
    version.save()
    _enter(
        user,
        "death.particulars_confirmed",
        record,
        {
            "version": version.version,
            "identification": version.identification_id,
            "particulars": ", ".join(sorted(version.content)),
        },
    )
    return version


def _key(identification: Identification | None) -> Key | None:
    try:
        return None if identification is None else key_for(identification)
    except KeyDestroyed as gone:
        words = _("The family has withdrawn, and no law keeps its words: leave out the name.")
        raise ValidationError(words) from gone


def _enter(
    user: User, act: str, record: DeathRecord, details: Mapping[str, str | int | None]
) -> None:
    enter(
        actor=user.username,
        act=act,
        incident=record.incident.slug,
        subject=record.number,
        details=dict(details),
    )
