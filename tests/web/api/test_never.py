"""What no token can bring about, by structure: no operation reaches the acts that are for persons alone."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.web.api.interface import all_operations
from tests.web.writes import functions, reaches_the_journal

FOR_PERSONS_ALONE = (
    "antigone.web.accounts.",
    "antigone.web.api.tokens.make_token",
    "antigone.web.api.tokens.revoke_token",
    "antigone.web.assignments.acts.",
    "antigone.web.board.acts.",
    "antigone.web.examination.confirming.",
    "antigone.web.examination.joining.",
    "antigone.web.incidents.invitations.",
    "antigone.web.incidents.services.",
    "antigone.web.media.adding.",
    "antigone.web.media.moving.",
    "antigone.web.media.opening.",
    "antigone.web.media.sealed.",
    "antigone.web.media.storage.",
    "antigone.web.records.alive.record_",
    "antigone.web.records.consent.record_",
    "antigone.web.records.consent.withdraw_",
    "antigone.web.records.sharing.share",
    "antigone.web.records.sharing.end_share",
    "antigone.web.requests.consents.record_",
    "antigone.web.requests.consents.withdraw_",
    "antigone.web.requests.drafts.",
    "antigone.web.requests.editing.",
    "antigone.web.requests.joining.",
    "antigone.web.requests.pedigree_acts.",
    "antigone.web.requests.pedigree_codes.resolve",
    "antigone.web.requests.pedigree_codes.name_relative",
    "antigone.web.requests.taking.",
    "antigone.web.wording.",
)
"""Acts, and the one door to pictures. A face is compared nowhere yet; that will stand below `media`."""

BUT_FOR = frozenset(
    {
        "antigone.web.accounts.throttle.key_of_address",
        "antigone.web.accounts.throttle.address_of",
        "antigone.web.accounts.throttle.key_of_person",
        "antigone.web.accounts.models.Limits",
        "antigone.web.accounts.models.User",
    }
)


def reached(name: str) -> set[str]:
    """All functions that one calls, itself or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        function = functions().get(waiting.pop())
        for called in function.calls - found if function else ():
            found.add(called)
            waiting.append(called)
    return found


def forbidden(name: str) -> Iterator[str]:
    """What a function reaches of those acts."""
    for called in sorted(reached(name) - BUT_FOR):
        if called.startswith(FOR_PERSONS_ALONE):
            yield called


def full_name(name: str) -> str:
    view = all_operations()[name].view
    return f"{view.__module__}.{view.__name__}"


def test_ap_02_no_operation_reaches_what_is_for_persons_alone() -> None:
    found = {name: list(forbidden(full_name(name))) for name in all_operations()}
    assert not {name: names for name, names in found.items() if names}


def test_the_walk_sees_what_it_is_for() -> None:
    for start in FOR_PERSONS_ALONE:
        assert any(name.startswith(start) for name in functions()), start
    assert "antigone.web.board.acts.sign._sign" in forbidden("antigone.web.board.proposals.sign")
    assert list(forbidden("antigone.web.media.opening_pages.open_one")) or list(
        forbidden("antigone.web.media.opening_pages.opened")
    )
    assert "antigone.web.records.imports.import_upload" in reached(full_name("confirm_upload"))
    assert all(full_name(name) in functions() for name in all_operations())


def test_every_operation_that_changes_something_is_journalled() -> None:
    """But for a file that waits: it is not yet part of the record."""
    changing = {name for name, one in all_operations().items() if one.method != "GET"}
    quiet = {name for name in changing if not reaches_the_journal(full_name(name))}
    assert quiet == {"upload", "discard_pending"}
