"""What waits for those who examine."""

from __future__ import annotations

from antigone.web.examination.desk import awaiting
from antigone.web.records.models import DeathConfirmation, ImportedFile, Remains
from tests.web.conftest import Cast
from tests.web.examination.conftest import ClientOf


def test_remains_that_are_held_back_wait_for_those_who_examine(
    cast: Cast, client_of: ClientOf, imported: ImportedFile, registered: Remains
) -> None:
    [task] = awaiting(cast.sanna)
    assert task.reason == "1 of the remains is held back from every comparison."
    assert [awaiting(person) for person in (cast.teo, cast.tomas, cast.piet)] == [[], [], []]
    DeathConfirmation.objects.all().delete()
    [task] = awaiting(cast.mara)
    assert task.reason == "4 remains are held back from every comparison."
    page = client_of("sanna").get("/").content.decode()
    assert "Death or recovery is not recorded" in page
