"""A family withdraws on a real database; what its files hold before and after, as JSON.

Run as a program, on the database of ANTIGONE_DATABASE_URL: the one of the tests lives in memory.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antigone.web.manage import setup

if TYPE_CHECKING:
    from antigone.web.records.models import ImportedFile

PLAIN = {
    "a name": "Павлович",
    "another name": "Сокіл",
    "a birth date": "1991-02-28",
    "genotypes": '["8", "9"]',
    "genotypes, packed": '["8","9"]',
    "genotypes, indented": '[\n    "8",\n    "9"\n',
}
"""What the family of M1 gave, as it would lie in a file if it lay there plain."""


def main() -> None:
    """Migrate, fill, withdraw, look."""
    setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    stage = Stage()
    found: dict[str, Any] = {"vendor": connection.vendor, "before": stage.traces()}
    stage.withdraw("F1")
    found |= {"after": stage.traces(), "waiting": stage.waiting()}
    if connection.vendor == "sqlite":
        found["read by somebody"] = stage.withdraw_while_somebody_reads()
        found["after the reader left"] = stage.overwrite_again()
    print(json.dumps(found))


class Stage:
    """An incident with two families, of which a run was made."""

    def __init__(self) -> None:
        from antigone.web.accounts.models import Agency, User
        from antigone.web.incidents.models import Incident, Membership
        from antigone.web.matching.runs import start_run
        from antigone.web.matching.work import compare
        from antigone.web.records.consent import record_basis
        from antigone.web.records.imports import import_upload, upload_file
        from antigone.web.records.models import Family, Person
        from antigone.web.sealing.keys import unwrap
        from tests.web.records.conftest import STATED, as_file, data_set, with_records

        agency = Agency.objects.create(name="Missing Persons Office", short="MPO")
        self.user = User.objects.create_user("mara", "x", full_name="Mara Tenev", agency=agency)
        incident = Incident.objects.create(slug="stage", name="Stage", begun_on=date(2026, 1, 1))
        Membership.objects.create(user=self.user, incident=incident, role="coordinator")
        pending = upload_file(
            user=self.user,
            incident=incident,
            name="a.json",
            content=as_file(with_records(data_set())),
        )
        file = import_upload(user=self.user, pending=pending)
        self._confirm_death(file)
        record_basis(user=self.user, covered=file, attestation=STATED, statement="I state it.")
        compare.call(start_run(user=self.user, incident=incident).pk)
        keys = {
            "family": Family.objects.get(name="F1").key,
            "donor": Person.objects.get(code="R1").key,
        }
        self.secrets = {name: text.encode() for name, text in PLAIN.items()}
        for name, key in keys.items():
            assert key is not None
            assert key.wrapped is not None
            self.secrets[f"wrapped key of the {name}"] = bytes(key.wrapped)
            self.secrets[f"key of the {name}"] = unwrap(key)

    def _confirm_death(self, file: ImportedFile) -> None:
        from django.utils import timezone

        from antigone.web.records.models import DeathConfirmation, RecoveryEvent

        common = {"incident": file.incident, "source_file": file, "recorded_by": self.user}
        RecoveryEvent.objects.create(
            recovered_at=timezone.now(), place="Marel bridge", finder="Teo Alm", **common
        )
        DeathConfirmation.objects.create(
            examiner="Dr Anna Berg", function="Physician", examined_on=date(2026, 1, 2), **common
        )

    def withdraw(self, name: str) -> None:
        """The family withdraws."""
        from antigone.web.records.consent import record_objection
        from antigone.web.records.models import Family

        family = Family.objects.get(name=name)
        record_objection(user=self.user, covered=family, reason="They asked for it.")

    def traces(self) -> dict[str, Any]:
        """On SQLite which secrets lie in the files; on PostgreSQL rows, and the files' numbers."""
        from django.db import connection

        from antigone.web.records.models import NameIndex

        if connection.vendor == "sqlite":
            content = b"".join(path.read_bytes() for path in self._files())
            return {"found": [name for name, secret in self.secrets.items() if secret in content]}
        with connection.cursor() as cursor:
            tables = ["sealing_key", "records_nameindex", "matching_run"]
            sql = "SELECT pg_relation_filenode(%s)"
            nodes = {t: cursor.execute(sql, [t]).fetchone()[0] for t in tables}
        born = NameIndex.objects.filter(born="1991-02-28").count()
        return {"files": nodes, "rows": born}

    def _files(self) -> list[Path]:
        from django.db import connection

        main_file = Path(connection.settings_dict["NAME"])
        return sorted(main_file.parent.glob(f"{main_file.name}*"))

    def waiting(self) -> int:
        """How many erasures are not done."""
        from antigone.web.sealing.models import Erasure

        return Erasure.objects.count()

    def withdraw_while_somebody_reads(self) -> dict[str, Any]:
        """The other family withdraws while another process reads an old state."""
        import sqlite3

        from django_tasks_db.models import DBTaskResult

        from antigone.web.sealing import erasure
        from antigone.web.sealing.models import Erasure

        erasure.PATIENCE_MS = 200
        self.reader = sqlite3.connect(self._files()[0])
        self.reader.execute("BEGIN")
        self.reader.execute("SELECT count(*) FROM records_family").fetchone()
        self.withdraw("F2")
        left = Erasure.objects.get()
        again = DBTaskResult.objects.filter(task_path__endswith="overwrite_again")
        return {"tries": left.tries, "problem": left.problem, "queued": again.count()}

    def overwrite_again(self) -> dict[str, Any]:
        """The reader is gone, and the worker tries again."""
        from antigone.web.sealing.erasure import overwrite_again

        self.reader.close()
        overwrite_again.call()
        return {"waiting": self.waiting()}


if __name__ == "__main__":
    main()
