"""After the signatures, for browser tests: released, certified, told, handed over, sent to the Bureau."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from antigone.web.commands import set_up
from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.signed_stage import people
from tests.browser.stage import INCIDENT

if TYPE_CHECKING:
    from antigone.web.accounts.models import User
    from antigone.web.board.models import Identification
    from antigone.web.deaths.models import DeathRecord
    from tests.web.conftest import Cast


def make() -> None:
    """Everything through the acts that a real installation uses."""
    from antigone.web.board.acts.release import release
    from antigone.web.board.models import Identification
    from antigone.web.incidents.models import Incident
    from tests.web.conftest import Cast

    everybody = people()
    second = everybody.pop("lena")
    cast = Cast(incident=Incident.objects.get(slug=INCIDENT), password=DEMO_PASSWORD, **everybody)
    identification = Identification.objects.get()
    release(user=cast.mara, identification=identification)
    record = certify(cast, identification)
    tell(cast, identification)
    give_back(cast, record, identification)
    send_package(cast, second, record)


def certify(cast: Cast, identification: Identification) -> DeathRecord:
    """The record names the person, and a certificate is issued of it."""
    from antigone.policy.deaths import Particular
    from antigone.web.deaths.acts.certifying import issue_certificate
    from antigone.web.deaths.acts.recording import begin_record, confirm_particulars

    record = begin_record(user=cast.mara, remains=identification.remains)
    told = {"surname": "Орлевич", "first_names": "Давид", "born": "1991-02-28"}
    seen = {
        "cause": "Could not be determined.",
        "cause_by": "Dr Imani Roskvist",
        "cause_function": "Forensic physician",
        "cause_on": "2026-10-09",
    }
    confirm_particulars(
        user=cast.mara,
        record=record,
        particulars={name: Particular(value, "family") for name, value in told.items()}
        | {name: Particular(value, "examination") for name, value in seen.items()},
        because="",
        seen_version=0,
        rests_on=identification.pk,
    )
    issue_certificate(user=cast.mara, record=record)
    return record


def tell(cast: Cast, identification: Identification) -> None:
    """Ruth told the family, which wishes that he comes home, and left the letter with it."""
    from antigone.web.notices.acts.letter import hand_over_letter
    from antigone.web.notices.acts.wish import record_wish
    from antigone.web.notices.models import Wish
    from tests.web.notices.making import letter, now, send, train, visit

    train(cast)
    notice = send(cast, identification)
    visit(cast, notice)
    hand_over_letter(user=cast.ruth, letter=letter(cast, notice), at=now())
    record_wish(
        user=cast.ruth,
        missing_person=identification.missing_person,
        kind=Wish.Kind.RETURN,
        choice="home",
        said_by="Lidiia Orlevych",
        said_on=now().date(),
        content={},
    )


def give_back(cast: Cast, record: DeathRecord, identification: Identification) -> None:
    """Two read the tag, and V1 went home."""
    from django.utils import timezone

    from antigone.policy.deaths import Receiver
    from antigone.web.custody.acts.passing import Hands
    from antigone.web.deaths.acts.handing import Given, hand_over_remains
    from antigone.web.deaths.acts.tag import read_tag
    from antigone.web.deaths.standing import fingerprint_of_wishes, wishes_of

    for reader in (cast.teo, cast.sanna):
        read_tag(user=reader, remains=identification.remains, typed="V1")
    given = Given(
        receiver=Receiver.FAMILY,
        giver=Hands("Sanna Okoro", "Mortuary staff", "Institute of Forensic Medicine"),
        to=Hands("Lidiia Orlevych", "Mother", ""),
        at=timezone.now() - timedelta(seconds=1),
        place="Granary House",
        wishes_read=fingerprint_of_wishes(wishes_of(identification.missing_person)),
    )
    hand_over_remains(user=cast.sanna, record=record, given=given)


def send_package(cast: Cast, second: User, record: DeathRecord) -> None:
    """The Bureau has the record, with the name."""
    import pyrage  # type: ignore[import-untyped]

    from antigone.web.transmissions.acts.afterwards import take_out
    from antigone.web.transmissions.acts.drafts import draft
    from antigone.web.transmissions.acts.make import approve
    from antigone.web.transmissions.acts.recipients import confirm_key, enter_recipient

    recipient = enter_recipient(
        user=cast.mara,
        incident=cast.incident,
        name="National Information Bureau",
        short="NIB",
        kind="bureau",
        public=str(pyrage.x25519.Identity.generate().to_public()),
    )
    confirm_key(user=second, key=recipient.keys.get(), spoken_with="Lucie Favre")
    package = draft(user=cast.mara, recipient=recipient, records=[record])
    approve(user=second, package=package)
    package.refresh_from_db()
    take_out(
        user=cast.mara, package=package, what="file", purpose="law", words="Carried by Mara Tenev."
    )


if __name__ == "__main__":
    set_up()
    make()
