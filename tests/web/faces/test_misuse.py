"""Ways round the limits that were tried: each hurts a family, or the dignity of the dead."""

from __future__ import annotations

import pytest
from django.template import Context
from django.test import Client, RequestFactory
from django.urls import reverse

from antigone.evidence.face.engine import ModelRefused
from antigone.policy.face import FACE_KINDS
from antigone.web.accounts.models import Agency
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces import gallery, measures
from antigone.web.faces.dropping import drop_unused
from antigone.web.faces.engines import engine_in_force
from antigone.web.faces.eyes import Points, SamePlace, set_eyes
from antigone.web.faces.models import FaceHit, FaceSearch, FaceVector
from antigone.web.faces.releasing import release_picture, take_back_release
from antigone.web.faces.shown import leads_shown
from antigone.web.faces.templatetags.faces import face_lead
from antigone.web.incidents.models import Incident, Membership
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.models import Picture
from antigone.web.media.moving import move
from antigone.web.records.alive import record_found_alive
from antigone.web.records.models import Family, Remains
from antigone.web.requests.consents import Question, withdraw_consent
from antigone.web.requests.joining import join_persons
from antigone.web.requests.models import Purpose
from tests.web.board.conftest import (
    attest,
    data,
    done,
    imported,
    pair,
    pair_of,
    proposal,
    sign_as,
    signed_once,
    work,
)
from tests.web.conftest import Cast, ClientOf
from tests.web.faces.conftest import Done
from tests.web.faces.making import (
    Ready,
    a_body,
    a_family,
    a_photograph,
    a_picture,
    of_collins,
    released,
    searched,
    started,
    worked,
)
from tests.web.requests.taking import answer

__all__ = [
    "attest",
    "data",
    "done",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]


@pytest.fixture
def halvar(client_of: ClientOf) -> Client:
    return client_of("halvar", second_factor=True)


def page(client: Client, search: FaceSearch) -> str:
    return client.get(search.get_absolute_url()).content.decode()


def again(search: FaceSearch) -> FaceSearch:
    """With nothing remembered."""
    return FaceSearch.objects.select_related("incident", "asked_by", "picture__remains").get(
        pk=search.pk
    )


def test_fa_14_nobody_releases_a_picture_without_looking_at_it(cast: Cast) -> None:
    """A picture of somebody who lives, put under remains, is kept out by whoever releases it."""
    picture = a_picture(cast, a_body(cast), of_collins())
    with pytest.raises(RuleRefused) as refusal:
        release_picture(user=cast.ilse, picture=picture, reason="Fresh.")
    assert {finding.code for finding in refusal.value.findings} == {"FA-14"}
    assert released(cast.ilse, picture).picture == picture


def test_fa_14_the_page_says_that_it_has_to_be_opened(cast: Cast, client_of: ClientOf) -> None:
    picture = a_picture(cast, a_body(cast))
    at = {"incident": cast.incident.slug, "pk": picture.pk}
    ilse, address = client_of("ilse"), reverse("faces:release", kwargs=at)
    text = ilse.get(address).content.decode()
    assert reverse("media:open", kwargs=at) in text
    assert ilse.post(address, {"reason": "Fresh."}).status_code == 409


def test_fa_14_a_new_release_brings_no_old_lead_back(found: Done) -> None:
    """It was found with a release that was a mistake; that somebody released it again mends nothing."""
    cast = found.at.cast
    take_back_release(user=cast.ilse, release=found.at.release, reason="Another's face.")
    released(cast.mara, found.at.picture)
    shown = leads_shown(cast.halvar, again(found.search))
    assert not shown.leads
    assert {finding.code for finding in shown.unmet} == {"FA-03"}


def test_fa_14_a_search_does_not_go_on_under_another_release(at: Ready) -> None:
    row = started(at)
    take_back_release(user=at.cast.ilse, release=at.release, reason="Another's face.")
    released(at.cast.mara, at.picture)
    assert (worked(row).status, row.error) == ("failed", "FA-03")
    assert not FaceVector.objects.exists()


def test_a_picture_that_moves_and_comes_back_has_no_release(at: Ready) -> None:
    other = a_body(at.cast, "PM-702")
    there = move(user=at.cast.mara, item=at.picture, to=other, because="Mixed up.")
    back = move(user=at.cast.mara, item=there, to=at.remains, because="It was right.")
    assert isinstance(back, Picture)
    assert back.kind in FACE_KINDS
    with pytest.raises(RuleRefused) as refusal:
        started(Ready(at.cast, at.remains, back, at.release, at.near, at.far))
    assert {finding.code for finding in refusal.value.findings} == {"FA-03"}


def test_fa_05_of_a_group_no_face_is_measured_until_somebody_shows_which(at: Ready) -> None:
    """The engine finds one face of several: it may be that of a sister who lives, and never agreed."""
    group = a_photograph(at.cast, at.near, of_collins(), "group")
    first = searched(at)
    assert group.pk in first.unmeasured
    assert first.photographs_count == 2
    points = Points(203.5 / 512, 102 / 512, 246.5 / 512, 104.5 / 512)
    set_eyes(user=at.cast.halvar, picture=group, points=points)
    assert searched(at).photographs_count == 3


def join(at: Ready) -> None:
    join_persons(
        user=at.cast.mara,
        first=at.person,
        second=at.far.family.missing_persons.get(),
        reasons="Sister and wife both ask for her.",
    )


def test_fa_06_whoever_lives_under_another_number_is_dropped_when_they_are_joined(
    found: Done,
) -> None:
    record_found_alive(
        user=found.at.cast.nadia,
        missing_person=found.at.far.family.missing_persons.get(),
        reason="A call.",
    )
    assert FaceVector.objects.filter(picture=found.at.photograph).exists()
    join(found.at)
    assert not FaceVector.objects.exists()
    assert not FaceHit.objects.exists()


def test_fa_06_whoever_has_a_name_under_another_number_is_not_looked_at(
    at: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(at)
    other = at.far.family.missing_persons.get().number
    monkeypatch.setattr(gallery, "signed_identifications", lambda *_: {"PM-1": other})
    assert gallery.allowed(at.cast.incident, [at.photograph.pk]) == frozenset()


def test_fa_08_leads_are_hidden_once_the_face_is_recorded_as_changed(found: Done) -> None:
    Remains.objects.filter(pk=found.at.remains.pk).update(record={"state": "decomposed"})
    shown = leads_shown(found.at.cast.halvar, again(found.search))
    assert not shown.leads
    assert {finding.code for finding in shown.unmet} == {"FA-08"}


def test_fa_07_whoever_sees_a_part_learns_of_no_other_family(found: Done, halvar: Client) -> None:
    """Neither how many persons there are, nor which rank they have, nor what another wrote."""
    search = again(found.search)
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=search.incident.pk).update(agency=leader)
    own = found.at.cast.halvar.agency
    Remains.objects.filter(pk=found.at.remains.pk).update(agency=own)
    Family.objects.filter(pk=found.at.family.pk).update(agency=leader)
    Family.objects.filter(pk=found.at.far.family.pk).update(agency=own)
    FaceSearch.objects.filter(pk=search.pk).update(asked_by=found.at.cast.mara)
    assert "2 persons sought were looked at" not in page(halvar, search)
    shown = leads_shown(found.at.cast.halvar, again(search))
    assert [lead.rank for lead in shown.leads] == [1]
    assert (shown.looked_at, shown.taken_out) == (None, None)
    assert search.words not in page(halvar, search)


@pytest.mark.parametrize("role", [None, "auditor"])
def test_fa_07_the_worker_asks_again_whether_whoever_asked_may(at: Ready, role: str | None) -> None:
    row = started(at)
    rows = Membership.objects.filter(user=at.cast.halvar)
    rows.delete() if role is None else rows.update(role=role)
    assert (worked(row).status, row.error) == ("failed", "FA-07")
    assert not FaceVector.objects.exists()


def test_why_a_search_failed_is_said_in_words(at: Ready, client_of: ClientOf) -> None:
    row = started(at)
    take_back_release(user=at.cast.ilse, release=at.release, reason="A mistake.")
    worked(row)
    mara = client_of("mara", second_factor=True)
    text = page(mara, row)
    assert "what it needs no longer held" in text
    assert "taken back" in text
    FaceSearch.objects.filter(pk=row.pk).update(error="OperationalError")
    assert "OperationalError" not in page(mara, row)
    FaceSearch.objects.filter(pk=row.pk).update(error="Faces cannot be compared here.")
    assert "Faces cannot be compared here.." not in page(mara, row)


def test_one_photograph_of_which_the_model_makes_nothing_stops_no_search(
    at: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_in_force()
    embed, far = engine.embed, at.far.family.pictures.get()
    calls = []

    def refuses_the_second(*given: object) -> object:
        calls.append(given)
        if len(calls) == 3:
            raise ModelRefused("nothing")
        return embed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "embed", refuses_the_second)
    row = searched(at)
    assert row.status == "done"
    assert row.unmeasured == [far.pk]


def test_what_did_the_work_stands_with_the_result(at: Ready) -> None:
    """The page's process may have had another engine than the worker."""
    row = started(at)
    FaceSearch.objects.filter(pk=row.pk).update(engine={"key": "another@0"})
    assert worked(row).engine["key"] == engine_in_force().identity.key


def test_fa_11_photographs_are_asked_for_in_parts(
    found: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database takes only so many numbers in a question: no withdrawal fails for that."""
    monkeypatch.setattr(gallery, "PART", 1)
    a_family(found.at.cast)
    assert searched(found.at).persons_count == 3
    assert drop_unused(found.at.cast.incident) == []
    record_found_alive(user=found.at.cast.nadia, missing_person=found.at.person, reason="A call.")
    assert FaceVector.objects.count() == 2


def test_fa_11_what_ends_while_a_photograph_is_measured_leaves_nothing(
    at: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The consent ends between the measuring and the keeping."""

    def and_then_it_ends(*given: object) -> object:
        made = measures.measure(*given)  # type: ignore[arg-type]
        if given[1] == at.photograph:
            withdraw_consent(
                user=at.cast.nadia,
                family=at.family,
                question=Question(Purpose.FACES),
                reason="",
                confirmed=True,
            )
        return made

    monkeypatch.setattr("antigone.web.faces.measuring.measure", and_then_it_ends)
    assert searched(at).persons_count == 1
    assert not FaceVector.objects.filter(picture=at.photograph).exists()
    assert not FaceHit.objects.filter(missing_person=at.person).exists()


def test_a_family_that_said_no_to_dna_is_not_asked_again_because_of_a_lead(
    found: Done, halvar: Client
) -> None:
    at = {"incident": found.at.cast.incident.slug, "pk": found.search.pk}
    address = reverse("faces:compare", kwargs=at | {"missing": found.at.person.number})
    assert "Ask this family for a reference sample" in halvar.get(address).content.decode()
    donor = found.at.family.persons.first()
    answer(found.at.cast, found.at.near, Purpose.DNA, "no", donor=donor)
    text = halvar.get(address).content.decode()
    assert "Ask this family for a reference sample" not in text
    assert "said no to DNA" in text


def test_fa_06_what_was_measured_goes_as_soon_as_a_person_has_a_name(
    cast: Cast, signed_once: Proposal
) -> None:
    """The last signature asks what may still be used; here of a family that gave it for nothing."""
    family = signed_once.missing_person.family
    photograph = add_picture(
        user=cast.nadia,
        place=Place.of_family(family, signed_once.missing_person),
        name="smile.jpg",
        content=of_collins(),
        described=Described("portrait", "smiling"),
    )
    FaceVector.objects.create(picture=photograph, engine="dlib@0", sealed=b"x")
    sign_as(cast, cast.ilse, signed_once)
    assert not FaceVector.objects.exists()


def test_eyes_that_are_as_good_as_one_place_are_refused(at: Ready) -> None:
    """Else the next search would say that the picture cannot be read."""
    with pytest.raises(SamePlace):
        set_eyes(user=at.cast.halvar, picture=at.picture, points=Points(0.4, 0.2, 0.4001, 0.2))
    with pytest.raises(SamePlace):
        set_eyes(user=at.cast.halvar, picture=at.picture, points=Points(1.0, 1.0, 0.9999, 1.0))


def test_beside_a_pair_stands_the_newest_search_alone(found: Done, rf: RequestFactory) -> None:
    """An older lead that a better search did not repeat is not held against the person."""
    request = rf.get("/")
    request.user = found.at.cast.halvar
    pair = (Context({"request": request}), found.at.remains, found.at.person)
    first = face_lead(*pair)
    assert first is not None
    assert first.rank == 1
    newer = searched(found.at)
    FaceHit.objects.filter(search=newer, missing_person=found.at.person).delete()
    assert face_lead(*pair) is None
    FaceSearch.objects.filter(pk=newer.pk).update(problems=["blurred"])
    assert face_lead(*pair) is not None
