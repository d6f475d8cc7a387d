"""A person in several remains: parts of one body are identified one after another, two bodies never."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from antigone.web.board.acts.propose import propose
from antigone.web.board.bodies import apart_from, is_part
from antigone.web.board.models import Identification, Proposal
from antigone.web.board.standing import signed_pairs
from antigone.web.examination.models import Section
from antigone.web.incidents.desk import persons_identified
from antigone.web.matching.assumptions import Choice, given_of, parts_of_run
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Profile, Remains
from tests.web.board.conftest import REASONS, sign_as
from tests.web.board.test_acts import refused
from tests.web.conftest import Cast
from tests.web.examination.conftest import state
from tests.web.kept import kept


def a_run(cast: Cast, choice: Choice | None = None) -> Run:
    started = start_run(user=cast.mara, incident=cast.incident, choice=choice)
    compare.call(started.pk)
    started.refresh_from_db()
    assert started.status == Run.Status.DONE, started.error
    return started


def as_part(cast: Cast, number: str, completeness: str = "part") -> Remains:
    remains = Remains.objects.get(number=number)
    content = {"state": "fresh", "completeness": completeness}
    state(cast.sanna, remains, Section.EXTERNAL, content)
    return remains


def proposed(cast: Cast, run: Run, number: str) -> Proposal:
    return propose(
        user=cast.mara,
        run=run,
        remains=Remains.objects.get(number=number),
        missing_person=MissingPerson.objects.get(number="M1"),
        reasons=REASONS,
    )


def signed(cast: Cast, proposal: Proposal) -> Identification:
    for signer in (cast.oyelin, cast.ilse):
        sign_as(cast, signer, proposal)
    return Identification.objects.get(proposal=proposal)


@kept
def one_part(cast: Cast, done: Run) -> Identification:
    """V1, a part, is identified as M1; V4 with the same DNA was found afterwards."""
    first = as_part(cast, "V1")
    decision = signed(cast, proposed(cast, a_run(cast), "V1"))
    found = Remains.objects.create(
        incident=cast.incident, number="V4", sex="M", source_file=first.source_file, position=9
    )
    Profile.objects.create(remains=found, genotypes=first.profile.genotypes)
    return decision


def test_the_run_that_takes_it_as_given_does_not_find_the_second_part(
    cast: Cast, one_part: Identification
) -> None:
    as_part(cast, "V4")
    run = a_run(cast)
    assert given_of(run) == {"V1": "M1"}
    assert refused(lambda: proposed(cast, run, "V4")) == ["ID-01"]


def test_id_15_several_parts_of_one_body_are_one_person(
    cast: Cast, one_part: Identification
) -> None:
    as_part(cast, "V4")
    run = a_run(cast, Choice(further_parts=True))
    assert parts_of_run(run) == {"V1": "M1"}
    assert given_of(run) == {}
    assert "V1" not in RunResults(run).remains
    second = signed(cast, proposed(cast, run, "V4"))
    assert second.is_part
    assert one_part.is_part
    assert signed_pairs(cast.incident) == {"V1": "M1", "V4": "M1"}
    body = [part.number for part in parts_of(second.remains)]
    assert body == ["V1", "V4"]
    (rows,) = persons_identified(cast.incident)
    assert set(rows) == {one_part.missing_person_id}
    later = a_run(cast)
    assert given_of(later) == {"V1": "M1"}
    assert later.assumptions["bodies"] == {"V1": ["V1", "V4"]}


def test_id_15_two_whole_bodies_are_not_one_person(cast: Cast, one_part: Identification) -> None:
    run = a_run(cast, Choice(further_parts=True))
    assert refused(lambda: proposed(cast, run, "V4")) == ["ID-15"]
    whole = Remains.objects.get(number="V4")
    (reason,) = apart_from(whole, one_part.missing_person)
    assert "V4 is not recorded as a part" in reason
    assert not is_part(whole)


def test_id_15_what_both_have_keeps_them_apart(cast: Cast, one_part: Identification) -> None:
    second = as_part(cast, "V4")
    Remains.objects.filter(pk=second.pk).update(sex="F")
    second.refresh_from_db()
    (reason,) = apart_from(second, one_part.missing_person)
    assert "not of the same body" in reason


def test_id_07_a_part_that_was_reopened_makes_the_run_stale(
    cast: Cast, one_part: Identification
) -> None:
    as_part(cast, "V4")
    run = a_run(cast, Choice(further_parts=True))
    Identification.objects.update(stands=False)
    assert refused(lambda: proposed(cast, run, "V4")) == ["ID-07"]


@pytest.mark.parametrize("first", [True, False])
def test_the_database_refuses_two_whole_bodies(
    cast: Cast, one_part: Identification, first: bool
) -> None:
    Identification.objects.filter(pk=one_part.pk).update(is_part=False)
    one_part.refresh_from_db()
    other = Proposal.objects.get(pk=one_part.proposal_id)
    other.pk, other.state = None, Proposal.State.SIGNED
    other.save()
    one_part.pk, one_part.proposal = None, other
    one_part.remains = Remains.objects.get(number="V4")
    one_part.is_part = not first
    if first:
        with pytest.raises(IntegrityError), transaction.atomic():
            one_part.save()
    else:
        one_part.save()
