"""Telling a family while others act, by threads, on a database of their own.

Run as a program: migrates the database of ANTIGONE_DATABASE_URL, races, prints what came out as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

from antigone.web.manage import setup
from tests.web.board.race import Act, Stage, at_once

ROUNDS = 4


def main() -> None:
    """Race, and print the outcomes."""
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    stage = TellingStage()
    print(
        json.dumps(
            {
                "assign against reopening": stage.assign_against_reopening(),
                "two assignments": stage.two_assignments(),
                "two tellings": stage.two_tellings(),
            },
            indent=1,
        )
    )


class TellingStage(Stage):
    """The stage of the board, with a trained notifier."""

    def __init__(self) -> None:
        from django.utils import timezone

        from antigone.web.accounts.models import User
        from antigone.web.incidents.models import Membership
        from antigone.web.notices.acts.train import record_training

        super().__init__()
        ruth = User.objects.create(
            username="ruth", full_name="Ruth", agency=self.people["mara"].agency
        )
        Membership.objects.create(user=ruth, incident=self.incident, role="notifier")
        self.people["ruth"] = ruth
        today = timezone.localdate()
        record_training(
            user=self.people["mara"],
            incident=self.incident,
            person=ruth,
            trained_by="A course",
            trained_on=today,
            valid_until=today + timedelta(days=9),
        )

    def send(self, decision: object) -> Act:
        from django.utils import timezone

        from antigone.web.board.models import Identification
        from antigone.web.notices.acts.assign import assign_notifier

        mine = Identification.objects.get(pk=decision.pk)  # type: ignore[attr-defined]
        return lambda: assign_notifier(
            user=self.people["mara"],
            identification=mine,
            notifier=self.people["ruth"],
            planned_for=timezone.now() + timedelta(hours=1),
        )

    def tell(self, decision: object) -> Act:
        from django.utils import timezone

        from antigone.web.notices.acts.visit import record_visit
        from antigone.web.notices.models import Notice, Visit

        mine = Notice.objects.get(identification=decision.pk)  # type: ignore[attr-defined]
        return lambda: record_visit(
            user=self.people["ruth"],
            notice=mine,
            at=timezone.now(),
            outcome=Visit.Outcome.TOLD,
            in_person=True,
            said=[],
            content={},
        )

    def raced(
        self, acts: Callable[[object], Sequence[Act]], *, sent: bool
    ) -> list[dict[str, object]]:
        """Races about an identification that was just signed and released."""
        from antigone.web.board.models import Identification
        from antigone.web.notices.models import Notice, Visit

        found = []
        for _ in range(ROUNDS):
            proposal = self.propose()
            for name in ("oyelin", "ilse"):
                self.sign(name, proposal)()
            decision = Identification.objects.get(stands=True)
            self.release("mara", decision)()
            if sent:
                self.send(decision)()
            outcomes = at_once(acts(decision))
            notices = Notice.objects.filter(identification=decision)
            found.append(
                {
                    "outcomes": sorted(outcomes),
                    "notices": notices.count(),
                    "told": Visit.objects.filter(notice__in=notices).count(),
                    "stands": Identification.objects.get(pk=decision.pk).stands,
                }
            )
            self.reset(proposal)
        return found

    def assign_against_reopening(self) -> list[dict[str, object]]:
        from antigone.web.board.acts.reopen import reopen
        from antigone.web.board.models import Identification

        def acts(decision: object) -> list[Act]:
            mine = Identification.objects.get(pk=decision.pk)  # type: ignore[attr-defined]
            again = lambda: reopen(user=self.people["ilse"], decision=mine, cause="x")  # noqa: E731
            return [self.send(decision), again]

        return self.raced(acts, sent=False)

    def two_assignments(self) -> list[dict[str, object]]:
        return self.raced(lambda d: [self.send(d), self.send(d)], sent=False)

    def two_tellings(self) -> list[dict[str, object]]:
        return self.raced(lambda d: [self.tell(d), self.tell(d)], sent=True)


if __name__ == "__main__":
    main()
