"""Acts of transmitting records to an office abroad."""

from __future__ import annotations

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.web.deaths.models import DeathRecord
from antigone.web.transmissions.acts.afterwards import enter_answer, take_out
from antigone.web.transmissions.acts.drafts import PackageClosed, draft, drop, withhold
from antigone.web.transmissions.acts.make import approve
from antigone.web.transmissions.models import Answer, Item, Package, TakenOut
from tests.web.machine.acting import OTHERS_REFUSE, Acting, people, seldom, which, words

REFUSES = (*OTHERS_REFUSE, PackageClosed)


class OfPackages(Acting):
    """What two persons who transmit do, and others try."""

    @precondition(lambda self: self.has("deaths.RecordVersion"))
    @rule(who=people("transmit"), chosen=st.sets(which, min_size=1, max_size=3))
    def draft(self, who: str, chosen: set[int]) -> None:
        picked = [self.pick(DeathRecord, at) for at in sorted(chosen)]
        self.drafted(who, [one for one in picked if one is not None])

    def drafted(self, who: str, records: list[DeathRecord]) -> None:
        self.act(
            "draft a package",
            who,
            "transmit",
            lambda user: draft(
                user=user,
                recipient=self.stage.recipient,
                records=records,
            ),
        )

    @precondition(lambda self: self.has("transmissions.Item"))
    @rule(who=people("transmit"), at=which)
    def withhold(self, who: str, at: int) -> None:
        item = self.pick(Item, at)
        assert item is not None
        made = self.act(
            "withhold",
            who,
            "transmit",
            lambda user: withhold(
                user=user, item=item, fields=["birthplace"], reason="It may harm his sister."
            ),
            refuses=REFUSES,
        )
        assert made is None, "withheld from the Central Agency"

    @precondition(lambda self: self.has("transmissions.Package"))
    @rule(who=people("transmit"), at=which, because=words, stale=seldom)
    def drop(self, who: str, at: int, because: str, stale: bool) -> None:
        package = self.pick(Package, at, stale=stale)
        assert package is not None
        self.act(
            "drop a draft",
            who,
            "transmit",
            lambda user: drop(user=user, package=package, because=because),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("transmissions.Package"))
    @rule(who=people("transmit"), at=which, stale=seldom)
    def approve(self, who: str, at: int, stale: bool) -> None:
        self.made_package(who, at, stale=stale)

    def made_package(self, who: str, at: int, *, stale: bool = False) -> None:
        package = self.pick(Package, at, stale=stale)
        assert package is not None
        made = self.act(
            "make a package",
            who,
            "transmit",
            lambda user: approve(user=user, package=package),
            refuses=REFUSES,
        )
        if made is not None:
            assert made.drafted_by.username != who, "made by the one who drafted it"

    @precondition(lambda self: self.has("transmissions.Package"))
    @rule(who=people("transmit"), at=which, purpose=words)
    def take_out(self, who: str, at: int, purpose: str) -> None:
        package = self.pick(Package, at)
        assert package is not None
        self.act(
            "take out",
            who,
            "transmit",
            lambda user: take_out(
                user=user,
                package=package,
                what=TakenOut.What.FILE,
                purpose="law",
                words=purpose,
            ),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("transmissions.Package"))
    @rule(who=people("transmit"), at=which, kind=st.sampled_from(list(Answer.Kind)), text=words)
    def acknowledge(self, who: str, at: int, kind: str, text: str) -> None:
        package = self.pick(Package, at)
        assert package is not None
        self.act(
            "enter an answer",
            who,
            "transmit",
            lambda user: enter_answer(
                user=user,
                package=package,
                kind=kind,
                receipt="R-1",
                day=timezone.localdate(),
                words=text,
            ),
            refuses=REFUSES,
        )
