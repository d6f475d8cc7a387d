"""A small data set that is compared, for browser tests: V1 may be M1, V2 may be M2."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import Any

from antigone.web.commands import set_up
from tests.browser.stage import INCIDENT

Document = dict[str, Any]


def make(document: Document) -> None:
    """Everything through the acts that a real installation uses; the worker does the rest."""
    from antigone.web.accounts.models import User
    from antigone.web.examination.confirming import state_of_file
    from antigone.web.incidents.models import Incident
    from antigone.web.matching.runs import start_run
    from antigone.web.records.consent import record_basis
    from antigone.web.records.imports import import_upload, upload_file
    from tests.web.records.conftest import STATED, as_file

    incident = Incident.objects.get(slug=INCIDENT)
    mara, nadia = (User.objects.get(username=name) for name in ("mara", "nadia"))
    pending = upload_file(
        user=mara, incident=incident, name="small.json", content=as_file(document)
    )
    file = import_upload(user=mara, pending=pending)
    state_of_file(
        user=mara,
        file=file,
        examiner="Dr Imani Roskvist",
        function="Forensic physician",
        examined_on=date(2026, 10, 9),
        recovered_at=datetime(2026, 10, 5, 11, 20, tzinfo=UTC),
        place="Orchard, square E3",
        finder="Recovery team 2",
    )
    record_basis(user=nadia, covered=file, attestation=STATED, statement="I state it.")
    start_run(user=mara, incident=incident)


def small(*, decidable: bool) -> Document:
    """The small data set; decidable: with so many markers that its true pairs may be proposed."""
    from tests.web.board.conftest import decidable as enough_markers
    from tests.web.records.conftest import data_set

    return enough_markers() if decidable else data_set()


if __name__ == "__main__":
    set_up()
    make(small(decidable="decidable" in sys.argv))
