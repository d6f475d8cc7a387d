"""Searching by face while others release, search, and take back, by threads, on a database of their own.

Run as a program: migrates the database of ANTIGONE_DATABASE_URL, races, prints what came out as JSON.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from antigone.web.manage import setup
from tests.web.board.race import Act, at_once

if TYPE_CHECKING:
    from antigone.web.faces.models import FaceSearch
    from antigone.web.requests.models import TracingRequest
    from tests.web.faces.making import Ready

ROUNDS = 5
STEP_SECONDS = 0.15
"""Each round the other act comes so much later into the search."""


def main() -> None:
    """Race, and print the outcomes."""
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    stage = FaceStage()
    races = {
        "two releases": stage.two_releases(),
        "two searches": stage.two_searches(),
        "two workers": stage.two_workers(),
        "consent ends": stage.against(stage.consent_ends),
        "photograph is taken back": stage.against(stage.photograph_is_taken_back),
        "found alive": stage.against(stage.found_alive),
        "family withdraws": stage.against(stage.family_withdraws),
        "release is taken back": stage.release_is_taken_back(),
    }
    print(json.dumps(races, indent=1))


class FaceStage:
    """Remains with a released picture, one family that allows a search, and in each round one more."""

    def __init__(self) -> None:
        from antigone.web.accounts.models import Agency, User
        from antigone.web.incidents.models import Incident, Membership
        from antigone.web.site.cast import CAST
        from tests.web.conftest import Cast
        from tests.web.faces.making import ready

        incident = Incident.objects.create(slug="race", name="Race", begun_on="2026-10-03")
        people: dict[str, Any] = {}
        for player in CAST:
            agency, _ = Agency.objects.get_or_create(name=player.agency, short=player.short)
            user = User.objects.create(
                username=player.username, full_name=player.full_name, agency=agency
            )
            if player.role is not None:
                Membership.objects.create(user=user, incident=incident, role=player.role)
            people[player.username] = user
        self.at: Ready = ready(Cast(incident=incident, **people))

    def two_releases(self) -> list[dict[str, object]]:
        from antigone.web.faces.models import FaceRelease
        from antigone.web.faces.releasing import release_picture
        from tests.web.faces.making import a_picture, looked

        cast, found = self.at.cast, []
        for _ in range(ROUNDS):
            picture = a_picture(cast, self.at.remains)
            acts: list[Act] = []
            for user in (cast.ilse, cast.mara):
                looked(user, picture)
                acts.append(
                    lambda u=user, p=picture: release_picture(user=u, picture=p, reason="x")  # type: ignore[misc]
                )
            outcomes = sorted(at_once(acts))
            rows = FaceRelease.objects.filter(picture=picture, withdrawn_at__isnull=True)
            found.append({"outcomes": outcomes, "releases": rows.count()})
        return found

    def work(self, search: FaceSearch) -> Act:
        from antigone.web.faces.work import search_by_face

        return lambda: search_by_face.call(search.pk)

    def two_searches(self) -> dict[str, object]:
        from antigone.web.faces.models import FaceVector
        from tests.web.faces.making import started

        rows = [started(self.at), started(self.at)]
        outcomes = at_once([self.work(row) for row in rows])
        for row in rows:
            row.refresh_from_db()
        return {
            "outcomes": outcomes,
            "found": [(row.status, row.persons_count, row.listed_count) for row in rows],
            "vectors": FaceVector.objects.count(),
        }

    def two_workers(self) -> dict[str, object]:
        from antigone.web.faces.models import FaceHit
        from antigone.web.journal.models import Entry
        from tests.web.faces.making import started

        row = started(self.at)
        outcomes = at_once([self.work(row)] * 3)
        ended = [
            e
            for e in Entry.objects.filter(act="face.search_finished")
            if e.details["search"] == row.pk
        ]
        hits = FaceHit.objects.filter(search=row).count()
        return {"outcomes": outcomes, "hits": hits, "entries": len(ended)}

    def against(self, ends: Callable[[TracingRequest], object]) -> list[dict[str, object]]:
        """A search against what takes a new family's photograph out of it, ever later."""
        from antigone.web.faces.models import EyePoints, FaceHit, FaceVector
        from antigone.web.faces.shown import leads_shown
        from tests.web.faces.making import a_family, started

        found = []
        for round_ in range(ROUNDS):
            request = a_family(self.at.cast)
            photograph = request.family.pictures.get()
            person = request.family.missing_persons.get()
            row = started(self.at)

            def later(
                request: TracingRequest = request, seconds: float = round_ * STEP_SECONDS
            ) -> None:
                time.sleep(seconds)
                ends(request)

            outcomes = at_once([self.work(row), later])
            row.refresh_from_db()
            shown = leads_shown(self.at.cast.halvar, row)
            found.append(
                {
                    "outcomes": outcomes,
                    "status": row.status,
                    "left": FaceVector.objects.filter(picture=photograph).count()
                    + FaceHit.objects.filter(missing_person=person).count()
                    + EyePoints.objects.filter(picture=photograph).count(),
                    "shown": person.number in [lead.number for lead in shown.leads],
                    "others": len(shown.leads),
                }
            )
        return found

    def consent_ends(self, request: TracingRequest) -> None:
        from antigone.web.requests.consents import Question, withdraw_consent
        from antigone.web.requests.models import Purpose

        withdraw_consent(
            user=self.at.cast.nadia,
            family=request.family,
            question=Question(Purpose.FACES),
            reason="",
            confirmed=True,
        )

    def photograph_is_taken_back(self, request: TracingRequest) -> None:
        from antigone.web.media.moving import take_back

        take_back(user=self.at.cast.nadia, item=request.family.pictures.get())

    def found_alive(self, request: TracingRequest) -> None:
        from antigone.web.records.alive import record_found_alive

        person = request.family.missing_persons.get()
        record_found_alive(user=self.at.cast.nadia, missing_person=person, reason="A call.")

    def family_withdraws(self, request: TracingRequest) -> None:
        from antigone.web.records.consent import record_objection

        record_objection(user=self.at.cast.nadia, covered=request.family, reason="x")

    def release_is_taken_back(self) -> list[dict[str, object]]:
        from antigone.web.faces.releasing import take_back_release
        from antigone.web.faces.shown import leads_shown
        from tests.web.faces.making import released, started

        cast, found = self.at.cast, []
        release = self.at.release
        for round_ in range(ROUNDS):
            row = started(self.at)

            def later(release: object = release, seconds: float = round_ * STEP_SECONDS) -> None:
                time.sleep(seconds)
                take_back_release(user=cast.mara, release=release, reason="x")  # type: ignore[arg-type]

            outcomes = at_once([self.work(row), later])
            release = released(cast.ilse, self.at.picture)
            row.refresh_from_db()
            leads = len(leads_shown(cast.halvar, row).leads)
            found.append({"outcomes": outcomes, "status": row.status, "shown": leads})
        return found


if __name__ == "__main__":
    main()
