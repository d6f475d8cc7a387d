"""How a machine acts: somebody tries something, and it is done with its entry, or refused and nothing is."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from antigone.web.accounts.models import User
from antigone.web.accounts.proof import ProofRefused
from antigone.web.board.refusal import RuleRefused
from antigone.web.journal.models import Entry
from tests.web.machine.shadow import Shadow
from tests.web.machine.snapshot import Rows, differences, lost, rows_now
from tests.web.machine.stage import RIGHTS, ROLES, Stage, holders

Row = TypeVar("Row", bound=Model)

BOARD_REFUSES = (PermissionDenied, RuleRefused)
SIGNING_REFUSES = (*BOARD_REFUSES, ProofRefused)
OTHERS_REFUSE = (*BOARD_REFUSES, ValidationError, ObjectDoesNotExist)

which = st.integers(0, 5)
words = st.sampled_from(["Because it was seen.", "Because it was seen.", "Said again.", "  "])
seldom = st.sampled_from([False, False, False, True])
mostly = st.sampled_from([True, True, True, False])


def people(right: str) -> st.SearchStrategy[str]:
    """Mostly somebody who has the right, at times anybody."""
    return st.sampled_from([*holders(right) * 4, *ROLES])


class Acting(RuleBasedStateMachine):
    """The ground of a machine: its own transaction, rolled back at the end, and one way to act."""

    stage: ClassVar[Stage]
    done: ClassVar[dict[str, int]]
    """How often each act was done, over all runs of the class."""
    refused: ClassVar[dict[str, int]]

    def __init__(self) -> None:
        super().__init__()
        self._block = transaction.atomic()
        # As Django marks those around its own tests: fresh proof insists on the outermost transaction.
        self._block._from_testcase = True  # type: ignore[attr-defined]
        self._block.__enter__()
        self._seen: dict[tuple[type[Model], Any], Model] = {}
        self.rows: Rows = rows_now()
        self.shadow = Shadow(
            {name: user.agency.name if user.agency else "" for name, user in self.people.items()},
            two_agencies=self.stage.incident.two_agencies,
        )

    @property
    def people(self) -> dict[str, User]:
        """Everybody, by user name."""
        return self.stage.people

    def has(self, label: str) -> bool:
        """Whether there is any row of a model, such as "notices.Notice"."""
        return bool(self.rows[label])

    def pick(
        self, model: type[Row], at: int, *, stale: bool = False, **having: object
    ) -> Row | None:
        """One of the rows, newest first; None where there is none.

        Args:
            stale: as somebody's browser saw it when it was new, or was first looked at.
            having: as `filter` takes it.
        """
        rows = list(model._base_manager.filter(**having).order_by("-pk"))
        if not rows:
            return None
        row = rows[at % len(rows)]
        first = self._seen.setdefault((model, row.pk), copy.copy(row))
        return copy.copy(first) if stale else row  # type: ignore[return-value]

    def act(
        self,
        name: str,
        who: str,
        right: str,
        do: Callable[[User], Any],
        *,
        refuses: tuple[type[Exception], ...] = OTHERS_REFUSE,
        destroys: bool = False,
        leaves: Collection[str] = (),
    ) -> Any:  # noqa: ANN401 - what an act makes is as the act says
        """Try an act; None if it was refused, which then changed nothing.

        Args:
            right: the act needs it.
            refuses: the exceptions that are a refusal; any other is a fault.
            destroys: a family withdraws with it.
            leaves: acts whose entry may stay though it was refused.
        """
        before = self.rows
        try:
            made = do(self.people[who])
        except refuses:
            self.rows = rows_now()
            self._insist_on_nothing(name, before, leaves)
            self.refused[name] = self.refused.get(name, 0) + 1
            return None
        self.rows = rows_now()
        assert ROLES[who] in RIGHTS[right], f"{who} has no right to {right}, and did: {name}"
        self._insist_on_entries(name, who, before)
        found = lost(before, self.rows, destroys=destroys)
        assert not found, f"{name}: {found}"
        self.done[name] = self.done.get(name, 0) + 1
        if isinstance(made, Model):
            self._seen.setdefault((type(made), made.pk), copy.copy(made))
        return made

    def _insist_on_nothing(self, name: str, before: Rows, leaves: Collection[str]) -> None:
        changed = differences(before, self.rows)
        left = [Entry.objects.get(pk=pk).act for pk in changed.pop("journal.Entry", ())]
        assert set(left) <= set(leaves), f"{name} was refused and left entries: {left}"
        if left:
            changed.pop("signing.SigningKey", None)
        assert not changed, f"{name} was refused and changed {changed}"

    def _insist_on_entries(self, name: str, who: str, before: Rows) -> None:
        new = self.rows["journal.Entry"].keys() - before["journal.Entry"].keys()
        if differences(before, self.rows):
            assert new, f"{name} was done and stands nowhere in the journal"
        actors = {self.rows["journal.Entry"][pk]["actor"] for pk in new}
        assert actors <= {who}, f"{name} was entered as done by {actors}"

    def teardown(self) -> None:
        """The end of a run."""
        self.leave_ground()

    def leave_ground(self) -> None:
        """Go back to the beginning."""
        transaction.set_rollback(True)
        self._block.__exit__(None, None, None)
