"""Acts of a meeting at the same moment, by threads, on a database of their own.

Run as a program: migrates the database of ANTIGONE_DATABASE_URL, races, prints what came out as JSON.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from antigone.web.manage import setup
from tests.web.board.race import Act, at_once

ROUNDS = 4


def main() -> None:
    """Race, and print the outcomes."""
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(races(), indent=1))


def races() -> dict[str, object]:
    """All races, with the state of the record after each."""
    from tests.web.board.race import Stage

    stage = Stage()
    return {
        "two who close": [two_who_close(stage) for _ in range(ROUNDS)],
        "one case, two agendas": [one_case_two_agendas(stage) for _ in range(ROUNDS)],
        "one who comes twice": [one_who_comes_twice(stage) for _ in range(ROUNDS)],
        "sign against close": [sign_against_close(stage) for _ in range(ROUNDS)],
    }


def planned(stage: object) -> object:
    """A meeting under Ilse."""
    from antigone.web.meetings.acts.planning import plan

    people = stage.people  # type: ignore[attr-defined]
    return plan(
        user=people["mara"],
        incident=stage.incident,  # type: ignore[attr-defined]
        called_for=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        place="Room 4",
        chair=people["ilse"],
    )


def opened(stage: object) -> object:
    """A meeting that sits, with Ilse and Oyelin."""
    from antigone.web.meetings.acts.attending import come, open_meeting

    people, meeting = stage.people, planned(stage)  # type: ignore[attr-defined]
    for name in ("ilse", "oyelin"):
        come(user=people["ilse"], meeting=meeting, person=people[name])  # type: ignore[arg-type]
    return open_meeting(user=people["ilse"], meeting=meeting)  # type: ignore[arg-type]


def closing(stage: object, meeting: object) -> Act:
    """Ilse closes it, as her own browser has read it."""
    from antigone.web.meetings.acts.closing import close
    from antigone.web.meetings.models import Meeting

    mine = Meeting.objects.get(pk=meeting.pk)  # type: ignore[attr-defined]
    return lambda: close(user=stage.people["ilse"], meeting=mine)  # type: ignore[attr-defined]


def two_who_close(stage: object) -> dict[str, object]:
    """The chair's two browsers close a meeting at once."""
    from antigone.web.journal.models import Entry
    from antigone.web.meetings.models import Minutes

    meeting = opened(stage)
    before = Entry.objects.filter(act="meeting.closed").count()
    outcomes = at_once([closing(stage, meeting), closing(stage, meeting)])
    return {
        "outcomes": sorted(outcomes),
        "minutes": Minutes.objects.filter(meeting=meeting.pk).count(),  # type: ignore[attr-defined]
        "entries": Entry.objects.filter(act="meeting.closed").count() - before,
    }


def one_case_two_agendas(stage: object) -> dict[str, object]:
    """Two persons put one case on two agendas at once."""
    from antigone.web.meetings.acts.agenda import put_case
    from antigone.web.meetings.models import AgendaItem

    proposal = stage.propose()  # type: ignore[attr-defined]
    people = stage.people  # type: ignore[attr-defined]
    first, second = planned(stage), planned(stage)
    outcomes = at_once(
        [
            lambda: put_case(user=people["mara"], meeting=first, proposal=proposal),  # type: ignore[arg-type]
            lambda: put_case(user=people["ilse"], meeting=second, proposal=proposal),  # type: ignore[arg-type]
        ]
    )
    found = AgendaItem.objects.filter(proposal=proposal).count()
    stage.reset(proposal)  # type: ignore[attr-defined]
    return {"outcomes": sorted(outcomes), "items": found}


def one_who_comes_twice(stage: object) -> dict[str, object]:
    """The chair and the person enter the same arrival at once."""
    from antigone.web.meetings.acts.attending import come
    from antigone.web.meetings.models import Attendance

    people, meeting = stage.people, planned(stage)  # type: ignore[attr-defined]
    outcomes = at_once(
        [
            lambda: come(user=people["ilse"], meeting=meeting, person=people["asha"]),  # type: ignore[arg-type]
            lambda: come(user=people["asha"], meeting=meeting, person=people["asha"]),  # type: ignore[arg-type]
        ]
    )
    rows = Attendance.objects.filter(meeting=meeting.pk)  # type: ignore[attr-defined]
    return {"outcomes": sorted(outcomes), "rows": rows.count()}


def sign_against_close(stage: object) -> dict[str, object]:
    """A second signature while the chair closes: the minutes say what was at the close, not less."""
    from antigone.web.board.models import Identification
    from antigone.web.meetings.acts.agenda import put_case
    from antigone.web.meetings.models import AgendaItem, Minutes

    proposal = stage.propose()  # type: ignore[attr-defined]
    meeting = opened(stage)
    put_case(user=stage.people["mara"], meeting=meeting, proposal=proposal)  # type: ignore[attr-defined,arg-type]
    stage.sign("oyelin", proposal)()  # type: ignore[attr-defined]
    signing = stage.sign("ilse", proposal)  # type: ignore[attr-defined]
    outcomes = at_once([signing, closing(stage, meeting)])
    minutes = Minutes.objects.get(meeting=meeting.pk)  # type: ignore[attr-defined]
    item = AgendaItem.objects.get(meeting=meeting.pk)  # type: ignore[attr-defined]
    said = json.loads(minutes.text)["items"][0]
    found = {
        "outcomes": sorted(outcomes),
        "outcome": item.outcome,
        "same": said["outcome"] == item.outcome,
        "signatures": len(said["case"]["signatures"]),
        "identified": Identification.objects.filter(stands=True).count(),
    }
    stage.reset(proposal)  # type: ignore[attr-defined]
    return found


if __name__ == "__main__":
    main()
