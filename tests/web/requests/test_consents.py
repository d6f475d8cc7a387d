"""Consent for each purpose, and what a withdrawal ends and destroys."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from antigone.provenance import canonical_json
from antigone.reconcile.joint import reconcile
from antigone.web.accounts.models import Agency
from antigone.web.journal.models import Entry
from antigone.web.matching import work as work_module
from antigone.web.matching.models import Run
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.consent import coverage_of, record_objection
from antigone.web.records.models import (
    Family,
    ImportedFile,
    LegalBasis,
    NameIndex,
    Person,
    Share,
)
from antigone.web.records.profiles import store_genotypes
from antigone.web.records.sharing import ShareRefused, share
from antigone.web.requests.consent_texts import TEXTS
from antigone.web.requests.consents import (
    ConsentRefused,
    LiveConsents,
    NothingToWithdraw,
    Particulars,
    Question,
    live_consents,
    particulars_of,
    withdraw_consent,
)
from antigone.web.requests.desk import photographs_allowed
from antigone.web.requests.models import ConsentGiven, Purpose, Told, TracingRequest
from antigone.web.requests.telling import newest
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import Attest, attest, data, imported
from tests.web.requests.taking import ALL, answer, take

__all__ = ["attest", "data", "imported"]

PRINTS = {"2026-1": "650bbf8d4077ffdd"}
ASKED_SINCE = {Purpose.FACES: "08b60994dd2b2945"}
"""Questions that were added to a version of which the others had been read."""


def test_a_text_that_was_read_never_changes() -> None:
    found = {
        version: hashlib.sha256(
            canonical_json(
                {
                    purpose.value: text
                    for purpose, text in texts.items()
                    if purpose not in ASKED_SINCE
                }
            )
        ).hexdigest()[:16]
        for version, texts in TEXTS.items()
    }
    assert found == PRINTS
    for texts in TEXTS.values():
        for purpose, print_ in ASKED_SINCE.items():
            assert hashlib.sha256(texts[purpose].encode()).hexdigest()[:16] == print_
    assert all(set(texts) == set(Purpose) for texts in TEXTS.values())


@pytest.fixture
def request_taken(cast: Cast) -> TracingRequest:
    return take(cast, ALL)


def donor_of(request: TracingRequest) -> Person:
    """The enquirer, with a profile of the small data set's markers: parent of V1."""
    assert request.enquirer is not None
    person = Person.objects.get(pk=request.enquirer.pk)
    store_genotypes(person, {f"L{k}": ["9", "9"] for k in range(1, 13)})
    return Person.objects.select_related("key", "family").get(pk=person.pk)


def sought(cast: Cast) -> list[str]:
    return list(incident_for_comparison(cast.incident).dvi.missing)


def test_consent_to_search_is_a_basis_and_names_no_relative(
    cast: Cast, request_taken: TracingRequest
) -> None:
    assert sought(cast) == []
    row = answer(cast, request_taken)
    basis = LegalBasis.objects.get()
    assert row.legal_basis == basis
    assert (basis.family, basis.given_by) == (request_taken.family, "Nadia Sarkis")
    assert sought(cast) == ["AM-0001"]
    assert particulars_of(row) == Particulars(
        "Лідія Орлевич", "Yusra Halabi-Noor", "Not to the newspaper."
    )
    plain = json.dumps([list(map(str, row)) for row in LegalBasis.objects.values_list()])
    assert "Орлевич" not in plain


def test_dna_needs_the_donors_own_consent(cast: Cast, request_taken: TracingRequest) -> None:
    donor = donor_of(request_taken)
    answer(cast, request_taken)
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.families[0].profiles == {}
    assert [held.donor for held in comparison.held_back] == [donor.code]
    answer(cast, request_taken, Purpose.DNA, donor=donor)
    (family,) = incident_for_comparison(cast.incident).dvi.families
    assert list(family.profiles) == [donor.code]
    assert live_consents(request_taken.family).donors == {donor.pk}


def test_later_and_no_allow_nothing(cast: Cast, request_taken: TracingRequest) -> None:
    for word in ("later", "no"):
        answer(cast, request_taken, word=word)
    assert sought(cast) == []
    assert live_consents(request_taken.family) == LiveConsents()
    answer(cast, request_taken)
    assert sought(cast) == ["AM-0001"]


def test_what_is_allowed_is_withdrawn_and_not_answered_with_no(
    cast: Cast, request_taken: TracingRequest
) -> None:
    answer(cast, request_taken)
    with pytest.raises(ConsentRefused) as refused:
        answer(cast, request_taken, word="no")
    assert [f.code for f in refused.value.findings] == ["CO-12"]
    assert ConsentGiven.objects.count() == 1


def test_a_law_may_stand_in_for_the_search_alone(cast: Cast, request_taken: TracingRequest) -> None:
    answer(cast, request_taken, law="Law on the missing, article 7")
    assert LegalBasis.objects.get().kind == "law"
    with pytest.raises(ConsentRefused) as refused:
        answer(cast, request_taken, Purpose.PHOTOGRAPHS, law="Law on the missing, article 7")
    assert [f.code for f in refused.value.findings] == ["CO-13"]


def test_sharing_is_asked_for_each_recipient(cast: Cast, request_taken: TracingRequest) -> None:
    answer(cast, request_taken, Purpose.SHARING, recipient="Bureau")
    answer(cast, request_taken, Purpose.SHARING, "no", recipient="Coast Guard")
    assert live_consents(request_taken.family).recipients == {"Bureau"}
    bureau = Question(Purpose.SHARING, recipient="Bureau")
    _withdraw(cast, request_taken, bureau)
    assert live_consents(request_taken.family).recipients == frozenset()
    with pytest.raises(NothingToWithdraw):
        _withdraw(cast, request_taken, bureau)


def test_a_share_needs_the_word_of_the_family_and_ends_with_it(
    cast: Cast, request_taken: TracingRequest
) -> None:
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    guard = Agency.objects.create(name="Coast Guard", short="CG")

    def share_it() -> Share:
        return share(
            user=cast.mara,
            shared=Family.objects.get(pk=request_taken.family_id),
            agency=guard,
            purpose="Drift.",
            until=timezone.localdate(),
        )

    with pytest.raises(ShareRefused) as refused:
        share_it()
    assert refused.value.finding.code == "SH-04"
    answer(cast, request_taken, Purpose.SHARING, recipient="Coast Guard")
    made = share_it()
    _withdraw(cast, request_taken, Question(Purpose.SHARING, recipient="Coast Guard"))
    made.refresh_from_db()
    assert not made.is_live


@pytest.mark.parametrize("written", ["Küstenwache", "KÜSTENWACHE ", " kw"])
def test_a_share_ends_however_the_recipient_was_written(
    cast: Cast, request_taken: TracingRequest, client_of: ClientOf, written: str
) -> None:
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    guard = Agency.objects.create(name="Küstenwache", short="KW")
    family = Family.objects.get(pk=request_taken.family_id)
    answer(cast, request_taken, Purpose.SHARING, recipient=written)
    today = timezone.localdate()
    made = share(user=cast.mara, shared=family, agency=guard, purpose="Drift.", until=today)
    sent = {"reason": "By telephone.", "confirmed": "on"}
    url = reverse("requests:consent_withdraw", kwargs=_at(family, "sharing"))
    address = f"{url}?{urlencode({'recipient': written})}"
    assert client_of("nadia").post(address, sent).status_code == 302
    made.refresh_from_db()
    assert not made.is_live
    assert not live_consents(family).recipients


def test_a_donor_that_is_no_number_is_not_there(
    request_taken: TracingRequest, client_of: ClientOf
) -> None:
    family = Family.objects.get(pk=request_taken.family_id)
    url = reverse("requests:consent_withdraw", kwargs=_at(family, "dna"))
    assert client_of("nadia").get(f"{url}?donor=²").status_code == 404


def _at(family: Family, purpose: str) -> dict[str, object]:
    return {"incident": "marel-valley", "pk": family.pk, "purpose": purpose}


def test_photographs_are_asked_for_by_themselves(cast: Cast, request_taken: TracingRequest) -> None:
    answer(cast, request_taken)
    assert not photographs_allowed(request_taken.family)
    answer(cast, request_taken, Purpose.PHOTOGRAPHS)
    assert photographs_allowed(request_taken.family)


def test_only_those_who_attest_record_and_withdraw(
    cast: Cast, request_taken: TracingRequest
) -> None:
    for person in (cast.oyelin, cast.ruth, cast.ilse):
        with pytest.raises(PermissionDenied):
            withdraw_consent(
                user=person,
                family=request_taken.family,
                question=Question(Purpose.SEARCH),
                reason="x",
                confirmed=True,
            )


def _withdraw(cast: Cast, request: TracingRequest, question: Question) -> None:
    withdraw_consent(
        user=cast.nadia,
        family=Family.objects.get(pk=request.family_id),
        question=question,
        reason="By telephone.",
        confirmed=True,
    )


def test_a_withdrawal_is_confirmed_first(cast: Cast, request_taken: TracingRequest) -> None:
    answer(cast, request_taken)
    with pytest.raises(ConsentRefused) as refused:
        withdraw_consent(
            user=cast.nadia,
            family=request_taken.family,
            question=Question(Purpose.SEARCH),
            reason="By telephone.",
            confirmed=False,
        )
    assert [f.code for f in refused.value.findings] == ["CO-07"]
    assert sought(cast) == ["AM-0001"]


def test_withdrawing_the_search_destroys_what_was_told_and_ends_every_consent(
    cast: Cast, request_taken: TracingRequest
) -> None:
    donor = donor_of(request_taken)
    answer(cast, request_taken)
    answer(cast, request_taken, Purpose.DNA, donor=donor)
    answer(cast, request_taken, Purpose.PHOTOGRAPHS)
    _withdraw(cast, request_taken, Question(Purpose.SEARCH))
    family = Family.objects.get(pk=request_taken.family_id)
    request = TracingRequest.objects.get(pk=request_taken.pk)
    assert family.is_withdrawn
    assert sought(cast) == []
    assert live_consents(family) == LiveConsents()
    assert not NameIndex.objects.exists()
    assert {bytes(content) for content in Told.objects.values_list("content", flat=True)} == {b""}
    assert all(version.content is None for version in newest(request).values())
    assert all(not particulars_of(row).asked for row in ConsentGiven.objects.all())
    words = [e.act for e in Entry.objects.all()]
    assert words.count("consent.ended") == 3


def test_a_donor_who_never_gave_a_sample_withdraws_as_well(
    cast: Cast, request_taken: TracingRequest
) -> None:
    donor = request_taken.enquirer
    answer(cast, request_taken, Purpose.DNA, donor=donor)
    _withdraw(cast, request_taken, Question(Purpose.DNA, donor))
    assert live_consents(request_taken.family).donors == frozenset()
    assert donor is not None
    assert not coverage_of(cast.incident).covers_donor(donor, request_taken.family)


def test_after_a_withdrawal_a_family_may_begin_anew(
    cast: Cast, request_taken: TracingRequest
) -> None:
    answer(cast, request_taken)
    _withdraw(cast, request_taken, Question(Purpose.SEARCH))
    request = TracingRequest.objects.get(pk=request_taken.pk)
    answer(cast, request)
    assert sought(cast) == ["AM-0001"]
    missing = request.family.missing_persons.get()
    assert newest(request, missing)["sought"].content is None


def test_whoever_withdraws_during_a_search_is_gone_from_it(
    cast: Cast,
    imported: ImportedFile,
    attest: Attest,
    request_taken: TracingRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run compares the imported families and this one; while it works, this one withdraws."""
    attest(imported)
    donor = donor_of(request_taken)
    answer(cast, request_taken)
    answer(cast, request_taken, Purpose.DNA, donor=donor)
    run = start_run(user=cast.mara, incident=cast.incident)

    def meanwhile(*args: object, **kwargs: object) -> object:
        _withdraw(cast, request_taken, Question(Purpose.SEARCH))
        return reconcile(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(work_module, "reconcile", meanwhile)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)
    monkeypatch.undo()
    again = start_run(user=cast.mara, incident=cast.incident)
    compare.call(again.pk)
    again.refresh_from_db()
    assert again.status == Run.Status.DONE
    assert "AM-0001" not in json.dumps(again.results)


def test_an_objection_on_the_other_page_ends_consent_too(
    cast: Cast, request_taken: TracingRequest
) -> None:
    answer(cast, request_taken)
    record_objection(user=cast.nadia, covered=request_taken.family, reason="By telephone.")
    assert not live_consents(request_taken.family).search
