"""What a file brought of teeth goes when the family of whom it speaks withdraws, also from versions."""

from __future__ import annotations

import json

from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import record_section
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, Remains
from tests.web.conftest import Cast
from tests.web.examination.conftest import OBSERVED


def test_opinions_that_rest_on_a_familys_teeth_go_and_do_not_come_back(
    cast: Cast, imported_records: ImportedFile
) -> None:
    """V1 has an opinion on M1 and one on M2; an edit keeps what the file brought as a version."""
    remains = Remains.objects.select_related("incident").get(number="V1")

    def record(state: str) -> None:
        last = SectionVersion.objects.filter(remains=remains, section=Section.EXTERNAL).last()
        record_section(
            user=cast.sanna,
            remains=remains,
            section=Section.EXTERNAL,
            content={"state": state},
            observation=OBSERVED,
            based_on=last.pk if last else None,
        )

    record("fresh")
    family = Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=family, reason="They asked for it.")
    record("skeletal")
    remains.refresh_from_db()
    assert [one["missing"] for one in (remains.record or {})["tooth_opinions"]] == ["M2"]
    kept = json.dumps(list(SectionVersion.objects.values_list("content", flat=True)))
    assert '"M1"' not in kept
    assert '"M2"' in kept
