from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from antigone.web.accounts.models import Attempts
from antigone.web.accounts.proof import ProofRefused, require_password
from antigone.web.accounts.throttle import FREE_TRIES
from tests.web.conftest import PASSWORD, Cast


def fail(cast: Cast, times: int) -> None:
    for _ in range(times):
        with pytest.raises(ProofRefused, match="not your password"):
            require_password(cast.ilse, "wrong")


def test_the_right_password_is_proof(cast: Cast) -> None:
    require_password(cast.ilse, PASSWORD)
    assert not Attempts.objects.exists()


def test_after_five_failures_even_the_right_password_waits(cast: Cast) -> None:
    fail(cast, FREE_TRIES)
    with pytest.raises(ProofRefused, match="Try again in 1 minute"):
        require_password(cast.ilse, PASSWORD)
    require_password(cast.oyelin, PASSWORD)  # others are not held up


def test_the_wait_ends_and_grows(cast: Cast) -> None:
    fail(cast, FREE_TRIES)
    row = Attempts.objects.get()
    row.last_at -= timedelta(minutes=1)
    row.save()
    fail(cast, 1)
    with pytest.raises(ProofRefused, match="2 minutes"):
        require_password(cast.ilse, PASSWORD)


def test_success_begins_anew(cast: Cast) -> None:
    fail(cast, FREE_TRIES - 1)
    require_password(cast.ilse, PASSWORD)
    fail(cast, FREE_TRIES)


def test_old_failures_are_forgotten(cast: Cast) -> None:
    fail(cast, FREE_TRIES)
    Attempts.objects.update(failures=9, last_at=Attempts.objects.get().last_at - timedelta(hours=2))
    fail(cast, 1)
    assert Attempts.objects.get().failures == 1


def test_a_closed_account_proves_nothing(cast: Cast) -> None:
    cast.ilse.is_active = False
    with pytest.raises(ProofRefused):
        require_password(cast.ilse, PASSWORD)


def test_neither_name_nor_password_is_stored(cast: Cast) -> None:
    fail(cast, 1)
    assert "ilse" not in Attempts.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_the_count_could_be_undone(cast: Cast) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        require_password(cast.ilse, PASSWORD)
