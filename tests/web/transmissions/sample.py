"""A package that waits for approval, for the tests of every address."""

from __future__ import annotations

import pyrage  # type: ignore[import-untyped]

from antigone.web.accounts.models import User
from antigone.web.deaths.models import DeathRecord, RecordVersion
from antigone.web.records.models import Remains
from antigone.web.transmissions.acts.drafts import draft
from antigone.web.transmissions.acts.recipients import confirm_key, enter_recipient
from antigone.web.transmissions.models import Package, Recipient
from tests.web.conftest import Cast


def a_package(cast: Cast, remains: Remains) -> Package:
    """Of one record, drafted by Mara for the Bureau."""
    record, is_new = DeathRecord.objects.get_or_create(
        remains=remains,
        defaults={"incident": cast.incident, "number": "D-0900", "begun_by": cast.mara},
    )
    if is_new:
        content = {"service_number": {"value": "АА-118204", "source": "disc"}}
        RecordVersion.objects.create(
            record=record, version=1, content=content, recorded_by=cast.mara
        )
    return draft(user=cast.mara, recipient=a_recipient(cast), records=[record])


def a_recipient(cast: Cast) -> Recipient:
    """The Bureau, entered by somebody who has left, so that Mara confirms its key."""
    left = User.objects.create_user("left", "x", full_name="Some One")
    made = enter_recipient(
        user=cast.mara,
        incident=cast.incident,
        name="Bureau of Marel",
        short="BM",
        kind="bureau",
        public=str(pyrage.x25519.Identity.generate().to_public()),
    )
    made.keys.update(entered_by=left)
    confirm_key(user=cast.mara, key=made.keys.get(), spoken_with="Lucie Favre")
    return made
