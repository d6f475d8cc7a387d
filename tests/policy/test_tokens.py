"""Rules AP-…"""

from __future__ import annotations

from antigone.policy.tokens import (
    LONGEST_DAYS,
    Scope,
    ap_01_carried,
    ap_02_for_persons_alone,
    ap_03_ends,
)
from antigone.web.incidents.roles import Permission


def test_ap_01_scopes_carry_what_they_say() -> None:
    for scope in Scope:
        assert ap_01_carried([scope]) <= {permission.value for permission in Permission}
    assert ap_01_carried([]) == frozenset()
    assert "see_genotypes" not in ap_01_carried(set(Scope) - {Scope.READ_GENOTYPES})
    reading = [scope for scope in Scope if scope.value.startswith("read:")]
    assert not ap_01_carried(reading) & {"run", "import", "register", "export"}


def test_ap_02_no_scope_carries_what_is_for_persons_alone() -> None:
    everything = ap_01_carried(Scope)
    assert not ap_02_for_persons_alone(everything)
    # Each permission is one or the other: a new one has to be thought about here.
    every = {permission.value for permission in Permission}
    assert everything | ap_02_for_persons_alone(every) == every


def test_ap_03_a_token_has_an_end_within_a_year() -> None:
    assert [ap_03_ends(days).met for days in (-1, 0, 1, 90, LONGEST_DAYS, LONGEST_DAYS + 1)] == [
        *(False, False, True, True, True, False)
    ]
