"""A search by face: who may, among whom, what it finds, and what it keeps."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces.dropping import drop_unused
from antigone.web.faces.eyes import Points, set_eyes
from antigone.web.faces.measures import read
from antigone.web.faces.models import EyePoints, FaceHit, FaceSearch, FaceVector
from antigone.web.faces.releasing import take_back_release
from antigone.web.faces.searching import NotRunning, cancel_search, start_search
from antigone.web.faces.shown import leads_shown
from antigone.web.journal.models import Entry
from antigone.web.media.moving import retract, take_back
from antigone.web.records.alive import record_found_alive
from antigone.web.records.consent import record_objection, withdraw_basis
from antigone.web.records.models import DeathConfirmation, LegalBasis, RecoveryEvent
from antigone.web.requests.consents import Question, withdraw_consent
from antigone.web.requests.models import Purpose
from tests.evidence.face.faces import collins, scaled
from tests.web.conftest import Cast
from tests.web.faces.conftest import Done
from tests.web.faces.making import (
    WORDS,
    Ready,
    a_body,
    a_family,
    a_photograph,
    a_picture,
    as_jpeg,
    consents,
    released,
    searched,
    started,
    worked,
)
from tests.web.media.drawn import jpeg
from tests.web.requests.taking import take


def search(at: Ready, user: User | None = None, **changed: object) -> FaceSearch:
    given = {
        "user": user or at.cast.halvar,
        "picture": at.picture,
        "purpose": "first_sample",
        "words": WORDS,
        "proved": True,
    }
    return start_search(**given | changed)  # type: ignore[arg-type]


def refused(at: Ready, user: User | None = None, **changed: object) -> set[str]:
    """The codes of the rules that stand against a search."""
    with pytest.raises(RuleRefused) as refusal:
        search(at, user, **changed)
    assert not FaceSearch.objects.exists()
    return {finding.code for finding in refusal.value.findings}


def test_it_leads_to_the_family_whose_photograph_shows_the_face(found: Done) -> None:
    assert found.search.status == "done", found.search.error
    assert found.search.persons_count == found.search.photographs_count == 2
    assert found.hit.missing_person == found.at.person
    assert found.hit.band == "look_first"
    assert found.hit.log10_lr is None  # nobody has calibrated it
    shown = leads_shown(found.at.cast.halvar, found.search)
    assert shown.leads[0].number == found.at.person.number
    assert found.search.engine["key"].startswith("dlib")
    assert len(found.search.points) == 7  # two eyes, and what the engine found


def test_fa_01_a_photograph_of_a_person_sought_is_never_searched_with(at: Ready) -> None:
    assert refused(at, picture=at.photograph) == {"FA-01"}
    teeth = a_picture(at.cast, at.remains, kind="teeth")
    assert "FA-01" in refused(at, picture=teeth)
    retract(user=at.cast.mara, item=at.picture, because="Blurred.")
    assert "FA-01" in refused(at)


def test_fa_02_nobody_is_searched_for_whose_death_is_not_confirmed(at: Ready) -> None:
    DeathConfirmation.objects.filter(remains=at.remains).delete()
    assert refused(at) == {"FA-02"}


def test_fa_02_nobody_is_searched_for_who_was_not_recovered(at: Ready) -> None:
    RecoveryEvent.objects.filter(remains=at.remains).delete()
    assert refused(at) == {"FA-02"}


def test_fa_03_nobody_searches_with_a_picture_that_nobody_else_released(at: Ready) -> None:
    take_back_release(user=at.cast.ilse, release=at.release, reason="A mistake.")
    assert refused(at) == {"FA-03"}
    released(at.cast.mara, at.picture)
    assert refused(at, at.cast.mara) == {"FA-03"}
    assert search(at).status == "waiting"


def test_fa_10_purpose_words_and_second_factor_are_asked_for(at: Ready) -> None:
    for changed in ({"purpose": "curiosity"}, {"words": " "}, {"proved": False}):
        assert refused(at, **changed) == {"FA-10"}


@pytest.mark.parametrize(
    "name", ["oyelin", "ilse", "nadia", "tomas", "teo", "sanna", "ruth", "piet"]
)
def test_only_those_who_compare_faces_search(at: Ready, name: str) -> None:
    with pytest.raises(PermissionDenied):
        search(at, getattr(at.cast, name))


@pytest.mark.parametrize("purpose", [Purpose.PHOTOGRAPHS, Purpose.FACES])
def test_fa_05_a_family_that_did_not_say_yes_to_each_is_not_looked_at(
    at: Ready, purpose: Purpose
) -> None:
    question = Question(purpose)
    withdraw_consent(
        user=at.cast.nadia, family=at.family, question=question, reason="", confirmed=True
    )
    done = searched(at)
    assert done.persons_count == 1
    assert not FaceHit.objects.filter(missing_person=at.person).exists()
    assert not FaceVector.objects.filter(picture=at.photograph).exists()


def test_fa_05_a_family_that_was_never_asked_is_not_looked_at(at: Ready) -> None:
    silent = take(at.cast)
    consents(at.cast, silent, Purpose.SEARCH, Purpose.PHOTOGRAPHS)
    photograph = a_photograph(at.cast, silent)
    assert searched(at).persons_count == 2
    assert not FaceVector.objects.filter(picture=photograph).exists()


def test_fa_06_nobody_who_is_found_alive_is_looked_at(at: Ready) -> None:
    record_found_alive(user=at.cast.nadia, missing_person=at.person, reason="A call.")
    assert searched(at).persons_count == 1


def test_several_photographs_of_one_person_are_one_lead(at: Ready) -> None:
    a_photograph(at.cast, at.near, as_jpeg(scaled(collins(), 0.9)))
    done = searched(at)
    assert (done.persons_count, done.photographs_count) == (2, 3)
    assert FaceHit.objects.filter(search=done, missing_person=at.person).count() == 1


def test_fa_08_a_face_that_is_too_small_gives_no_lead(at: Ready) -> None:
    small = a_picture(at.cast, at.remains, as_jpeg(scaled(collins(), 0.45)))
    released(at.cast.ilse, small)
    done = worked(search(at, picture=small))
    assert done.status == "done"
    assert done.problems
    assert not FaceHit.objects.exists()
    assert not FaceVector.objects.exists()  # no photograph is read for nothing


@pytest.mark.parametrize(("state", "problem"), [("decomposed", "state_of_body"), ("", "state_not")])
def test_fa_08_a_changed_face_gives_no_lead(cast: Cast, state: str, problem: str) -> None:
    remains = a_body(cast, state=state)
    picture = a_picture(cast, remains)
    released(cast.ilse, picture)
    a_family(cast)
    row = start_search(user=cast.halvar, picture=picture, purpose="board", words=WORDS, proved=True)
    done = worked(row)
    assert any(code.startswith(problem) for code in done.problems)
    assert not FaceHit.objects.exists()


def test_a_picture_without_a_face_says_so_and_eyes_set_by_hand_are_used(at: Ready) -> None:
    fields = a_picture(at.cast, at.remains, jpeg())
    released(at.cast.ilse, fields)
    assert worked(search(at, picture=fields)).problems == ["no_face"]
    points = Points(0.3, 0.3, 0.7, 0.3)
    set_eyes(user=at.cast.halvar, picture=fields, points=points)
    assert "no_face" not in worked(search(at, picture=fields)).problems


def test_eyes_set_by_hand_in_a_photograph_are_measured_anew(found: Done) -> None:
    photograph = found.at.photograph
    before = bytes(FaceVector.objects.get(picture=photograph).sealed)
    points = Points(203.5 / 512, 102 / 512, 246.5 / 512, 104.5 / 512)
    set_eyes(user=found.at.cast.halvar, picture=photograph, points=points)
    assert not FaceVector.objects.filter(picture=photograph).exists()
    done = searched(found.at)
    assert FaceHit.objects.get(search=done, rank=1).missing_person == found.at.person
    assert bytes(FaceVector.objects.get(picture=photograph).sealed) != before


def test_fa_13_what_was_measured_lies_sealed_with_the_familys_key(found: Done) -> None:
    row = FaceVector.objects.get(picture=found.at.photograph)
    measured = read(row, found.at.family)
    assert measured.vector is not None
    assert measured.vector.tobytes() not in bytes(row.sealed)
    again = searched(found.at)
    assert again.status == "done"
    assert FaceVector.objects.get(picture=found.at.photograph).measured_at == row.measured_at


def _gone(found: Done) -> None:
    photograph, person = found.at.photograph.pk, found.at.person
    assert not FaceVector.objects.filter(picture=photograph).exists()
    assert not FaceHit.objects.filter(missing_person=person).exists()
    assert not EyePoints.objects.filter(picture=photograph).exists()
    shown = leads_shown(found.at.cast.halvar, found.search)
    assert person.number not in [lead.number for lead in shown.leads]
    assert shown.taken_out == 1
    # The other family is untouched.
    assert FaceVector.objects.count() == 1


def test_fa_11_a_consent_that_ends_takes_vector_and_lead_with_it(found: Done) -> None:
    withdraw_consent(
        user=found.at.cast.nadia,
        family=found.at.family,
        question=Question(Purpose.FACES),
        reason="",
        confirmed=True,
    )
    _gone(found)


def test_fa_11_a_family_that_withdraws_takes_all_with_it(found: Done) -> None:
    record_objection(user=found.at.cast.nadia, covered=found.at.family, reason="By telephone.")
    _gone(found)


def test_fa_11_a_basis_that_ends_takes_it(found: Done) -> None:
    basis = LegalBasis.objects.get(family=found.at.family)
    withdraw_basis(user=found.at.cast.nadia, basis=basis, reason="Ended.")
    _gone(found)


def test_fa_11_a_photograph_that_is_taken_back_takes_it(found: Done) -> None:
    take_back(user=found.at.cast.nadia, item=found.at.photograph)
    _gone(found)


def test_fa_11_whoever_is_found_alive_is_no_lead(found: Done) -> None:
    record_found_alive(user=found.at.cast.nadia, missing_person=found.at.person, reason="A call.")
    _gone(found)


def test_fa_11_a_consent_that_ends_while_it_searches_leaves_no_lead(at: Ready) -> None:
    row = started(at)
    withdraw_consent(
        user=at.cast.nadia,
        family=at.family,
        question=Question(Purpose.FACES),
        reason="",
        confirmed=True,
    )
    worked(row)
    assert row.status == "done"
    assert not FaceHit.objects.filter(missing_person=at.person).exists()
    assert not FaceVector.objects.filter(picture=at.photograph).exists()


def test_nothing_is_dropped_that_may_be_used(found: Done) -> None:
    assert drop_unused(found.at.cast.incident) == []
    assert FaceVector.objects.count() == 2


def test_a_release_that_is_taken_back_ends_the_search_and_hides_its_leads(at: Ready) -> None:
    row = started(at)
    take_back_release(user=at.cast.mara, release=at.release, reason="A mistake.")
    worked(row)
    assert (row.status, row.error) == ("failed", "FA-03")
    assert not FaceVector.objects.exists()


def test_leads_are_hidden_once_the_release_is_taken_back(found: Done) -> None:
    take_back_release(user=found.at.cast.mara, release=found.at.release, reason="A mistake.")
    shown = leads_shown(found.at.cast.halvar, found.search)
    assert not shown.leads
    assert {finding.code for finding in shown.unmet} == {"FA-03"}


def test_a_cancelled_search_does_nothing(at: Ready) -> None:
    row = started(at)
    cancel_search(user=at.cast.mara, search=row)
    worked(row)
    assert row.status == "cancelled"
    assert not FaceVector.objects.exists()
    with pytest.raises(NotRunning):
        cancel_search(user=at.cast.mara, search=row)


def test_each_search_stands_in_the_journal_with_case_and_purpose(found: Done) -> None:
    entry = Entry.objects.get(act="face.search_started")
    assert entry.subject == found.at.remains.number
    assert entry.details["purpose"] == "first_sample"
    assert WORDS not in str(entry.details)
    finished = Entry.objects.get(act="face.search_finished")
    assert found.at.person.number not in str(finished.details)
