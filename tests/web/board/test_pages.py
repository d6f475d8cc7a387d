"""The board's pages: they work, need their permission, say the rules, and do not exist for strangers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from antigone.web.accounts.models import User
from antigone.web.board import desk
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.models import Enquiry, Exclusion, Identification, Proposal
from antigone.web.incidents.roles import Role
from antigone.web.matching.models import Run
from tests.web.board.conftest import Pair, sign_as
from tests.web.board.test_acts import exclude_pair
from tests.web.conftest import Cast
from tests.web.factors import code_of

ClientOf = Callable[[str], Client]
SLUG = {"incident": "marel-valley"}


def propose_url(pair: Pair) -> str:
    return pair_url("board:propose", pair)


def exclude_url(pair: Pair) -> str:
    return pair_url("board:exclude", pair)


def pair_url(name: str, pair: Pair) -> str:
    ids = {"run": pair.run.pk, "remains": pair.remains.pk, "missing": pair.missing_person.pk}
    return reverse(name, kwargs=SLUG | ids)


def url(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs=SLUG | kwargs)


def signing(cast: Cast, signer: User) -> dict[str, str]:
    """What somebody types to sign."""
    return {"has_read": "on", "password": cast.password, "code": code_of(signer)}


def test_the_walk_to_a_signed_identification(cast: Cast, client_of: ClientOf, pair: Pair) -> None:
    mara, oyelin, ilse = client_of("mara"), client_of("oyelin"), client_of("ilse")
    answer = mara.post(propose_url(pair), {"words": "Father typed."}, follow=True)
    page = Proposal.objects.get().get_absolute_url()
    assert answer.redirect_chain == [(page, 302)]
    assert "Two other persons sign now" in answer.content.decode()
    sign_url = url("board:sign", pk=Proposal.objects.get().pk)
    first = oyelin.post(sign_url, signing(cast, cast.oyelin), follow=True).content.decode()
    assert "One signature is missing" in first
    done = ilse.post(sign_url, signing(cast, cast.ilse), follow=True).content.decode()
    assert "The identification stands" in done
    assert "Dr Oyelin Harrow" in done
    assert "Ministry of Justice" in done
    assert Identification.objects.filter(stands=True).count() == 1


def test_the_proposal_page_shows_every_rule_hindrance_first(
    cast: Cast, client_of: ClientOf, proposal: Proposal, pair: Pair
) -> None:
    content = client_of("ilse").get(proposal.get_absolute_url()).content.decode()
    assert "15 of 15 met" in content
    assert content.count('class="met"') == 15
    assert "disabled" not in content
    exclude_pair(cast.oyelin, pair)
    content = client_of("ilse").get(proposal.get_absolute_url()).content.decode()
    assert "14 of 15 met" in content
    assert "Nobody can sign it now" in content
    assert content.index('class="unmet"') < content.index('class="met"')
    assert "disabled" in content
    assert "ID-04" in content


def test_the_page_says_who_else_comes_into_question(
    client_of: ClientOf, proposal: Proposal
) -> None:
    content = client_of("ilse").get(proposal.get_absolute_url()).content.decode()
    assert "No other person sought comes into question" in content
    assert "No other remains come into question" in content
    assert "Nobody of those sought: posterior" in content


def test_the_proposer_sees_why_there_is_no_signing(client_of: ClientOf, proposal: Proposal) -> None:
    content = client_of("mara").get(proposal.get_absolute_url()).content.decode()
    assert "BO-01" in content
    assert 'name="password"' not in content
    assert "Withdraw the proposal" in content


def test_a_refused_signature_says_code_and_words(
    cast: Cast, client_of: ClientOf, signed_once: Proposal
) -> None:
    sign_url = url("board:sign", pk=signed_once.pk)
    oyelin, ilse = client_of("oyelin"), client_of("ilse")
    again = oyelin.post(sign_url, signing(cast, cast.oyelin))
    assert again.status_code == 409
    assert "BO-02" in again.content.decode()
    wrong = ilse.post(sign_url, signing(cast, cast.ilse) | {"password": "wrong"})
    assert wrong.status_code == 409
    assert "BO-06" in wrong.content.decode()
    assert "This is not your password" in wrong.content.decode()
    assert "wrong" not in wrong.content.decode().split("<main", 1)[1].replace("wrong,", "")
    unread = ilse.post(sign_url, {"password": cast.password})
    assert "BO-05" in unread.content.decode()
    assert signed_once.signatures.count() == 1


def test_refusing_and_withdrawing(client_of: ClientOf, proposal: Proposal) -> None:
    refuse_url = url("board:refuse", pk=proposal.pk)
    empty = client_of("ilse").post(refuse_url, {"words": ""})
    assert empty.status_code == 409
    assert "BO-07" in empty.content.decode()
    withdrawn = client_of("mara").post(
        url("board:withdraw", pk=proposal.pk), {"words": "Swapped."}, follow=True
    )
    assert "Withdrawn." in withdrawn.content.decode()
    late = client_of("ilse").post(refuse_url, {"words": "No."})
    assert "BO-04" in late.content.decode()


def test_the_form_to_propose_keeps_the_words_and_says_the_rule(
    client_of: ClientOf, pair: Pair
) -> None:
    answer = client_of("mara").post(propose_url(pair), {"words": " "})
    assert answer.status_code == 409
    assert "BO-07" in answer.content.decode()


def test_excluding_and_reopening(client_of: ClientOf, pair: Pair) -> None:
    assert client_of("oyelin").get(exclude_url(pair)).status_code == 200
    assert client_of("oyelin").post(exclude_url(pair), {"words": ""}).status_code == 409
    client_of("oyelin").post(exclude_url(pair), {"words": "Wrong pedigree."})
    made = Exclusion.objects.get()
    history = client_of("ilse").get(url("board:history")).content.decode()
    assert "Wrong pedigree." in history
    reopen_url = url("board:reopen_exclusion", pk=made.pk)
    assert client_of("ilse").get(reopen_url).status_code == 200
    assert client_of("ilse").post(reopen_url, {"words": ""}).status_code == 409
    client_of("ilse").post(reopen_url, {"words": "A new sample."})
    history = client_of("tomas").get(url("board:history")).content.decode()
    assert "Wrong pedigree." in history
    assert "A new sample." in history


def test_a_reopened_identification_stays_on_its_page(
    client_of: ClientOf, identified: Proposal
) -> None:
    reopen_url = url("board:reopen_identification", pk=identified.identification.pk)
    assert client_of("ilse").get(reopen_url).status_code == 200
    client_of("ilse").post(reopen_url, {"words": "Another tooth."})
    content = client_of("tomas").get(identified.get_absolute_url()).content.decode()
    assert "The identification was reopened" in content
    assert "Another tooth." in content
    assert "Dr Oyelin Harrow" in content


def test_the_document_is_what_was_hashed(client_of: ClientOf, identified: Proposal) -> None:
    answer = client_of("nadia").get(url("board:document", pk=identified.pk))
    assert answer.content.decode() == identified.identification.document_text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_without_a_decision_there_is_no_document(client_of: ClientOf, proposal: Proposal) -> None:
    assert client_of("mara").get(url("board:document", pk=proposal.pk)).status_code == 404


# The partial on the page of a pair


def partial(user: User, pair: Pair) -> str:
    request = RequestFactory().get("/")
    request.user = user
    context = {
        "request": request,
        "incident": pair.run.incident,
        "run": pair.run,
        "remains": pair.remains,
        "missing_person": pair.missing_person,
    }
    return Template('{% include "board/_pair_actions.html" %}').render(Context(context))


def test_the_partial_offers_to_propose(cast: Cast, pair: Pair) -> None:
    shown = partial(cast.mara, pair)
    assert propose_url(pair) in shown
    assert exclude_url(pair) in shown
    assert "disabled" not in shown


def test_the_partial_says_what_is_unmet(
    cast: Cast, pair: Pair, pair_of: Callable[..., Pair]
) -> None:
    shown = partial(cast.mara, pair_of("V3", "M1"))
    assert "disabled" in shown
    assert "Not possible yet:" in shown
    assert "ID-04" in shown


def test_the_partial_shows_what_was_decided(cast: Cast, identified: Proposal, pair: Pair) -> None:
    shown = partial(cast.mara, pair)
    assert "V1 is identified as M1" in shown
    assert propose_url(pair) not in shown
    assert identified.get_absolute_url() in shown
    assert "neither proposes nor excludes" in partial(cast.tomas, pair)


# What the shared pages ask


def test_a_proposal_awaits_those_who_may_sign_it(cast: Cast, signed_once: Proposal) -> None:
    assert [task.title for task in desk.awaiting(cast.ilse)] == ["V1 is proposed to be M1"]
    assert "1 signature so far" in desk.awaiting(cast.ilse)[0].reason
    assert len(desk.awaiting(cast.halvar)) == 1
    for user in (cast.mara, cast.oyelin, cast.nadia, cast.tomas, cast.piet):
        assert desk.awaiting(user) == []


def test_the_list_puts_mine_first(client_of: ClientOf, proposal: Proposal) -> None:
    assert "1 proposal waits for you" in client_of("ilse").get(url("board:list")).content.decode()
    content = client_of("mara").get(url("board:list")).content.decode()
    assert "0 proposals wait for you" in content
    assert "Wait for somebody else" in content


def test_the_number_of_identified(cast: Cast, identified: Proposal) -> None:
    assert [count.number for count in desk.tally(cast.mara, cast.incident)] == [1]


# Permissions and strangers, for every address


def every_url(
    pair: Pair, identified: Proposal, exclusion: Exclusion, enquiry: Enquiry
) -> dict[str, str]:
    pk = identified.pk
    return {
        "comment": url("board:comment", pk=pk),
        "ask": url("board:ask", pk=pk),
        "answer": url("board:answer", pk=enquiry.pk),
        "take_back": url("board:take_back", pk=enquiry.pk),
        "release": url("board:release", pk=identified.identification.pk),
        "signed_decision": url("board:signed_decision", pk=pk),
        "list": url("board:list"),
        "history": url("board:history"),
        "propose": propose_url(pair),
        "exclude": exclude_url(pair),
        "proposal": url("board:proposal", pk=pk),
        "sign": url("board:sign", pk=pk),
        "refuse": url("board:refuse", pk=pk),
        "withdraw": url("board:withdraw", pk=pk),
        "document": url("board:document", pk=pk),
        "reopen_identification": url(
            "board:reopen_identification", pk=identified.identification.pk
        ),
        "reopen_exclusion": url("board:reopen_exclusion", pk=exclusion.pk),
    }


TALK = {"comment", "ask", "answer", "take_back", "release"}


def asked(cast: Cast, proposal: Proposal) -> Enquiry:
    return ask_for_more(
        user=cast.ilse, proposal=proposal, what="A second sample.", of_role=Role.GENETICIST
    )


def test_a_stranger_finds_nothing(
    cast: Cast, client_of: ClientOf, identified: Proposal, pair: Pair, pair_of: Callable[..., Pair]
) -> None:
    from antigone.web.board.urls import urlpatterns

    exclusion = exclude_pair(cast.mara, pair_of("V3", "M1"))
    urls = every_url(pair, identified, exclusion, asked(cast, identified))
    assert set(urls) == {pattern.name for pattern in urlpatterns}
    for name, address in urls.items():
        post = name in {"sign", "refuse", "withdraw", *TALK}
        stranger = client_of("piet")
        answer = stranger.post(address) if post else stranger.get(address)
        assert answer.status_code == 404, name
        if name in {"propose", "exclude", "reopen_identification", "reopen_exclusion"}:
            assert stranger.post(address, {"words": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("propose", {"mara", "oyelin"}),
        ("exclude", {"mara", "oyelin", "ilse"}),
        ("reopen_exclusion", {"ilse"}),
        ("reopen_identification", {"ilse"}),
    ],
)
def test_pages_need_their_permission(
    cast: Cast,
    client_of: ClientOf,
    identified: Proposal,
    pair: Pair,
    pair_of: Callable[..., Pair],
    name: str,
    may: set[str],
) -> None:
    exclusion = exclude_pair(cast.mara, pair_of("V3", "M1"))
    address = every_url(pair, identified, exclusion, asked(cast, identified))[name]
    people = ("mara", "oyelin", "ilse", "nadia", "tomas")
    allowed = {p for p in people if client_of(p).get(address).status_code == 200}
    assert allowed == may


def test_acts_need_their_permission(client_of: ClientOf, proposal: Proposal) -> None:
    for name, refused_to in (("sign", "mara"), ("refuse", "nadia"), ("withdraw", "oyelin")):
        answer = client_of(refused_to).post(url(f"board:{name}", pk=proposal.pk), {"words": "x"})
        assert answer.status_code == 403, name


def test_a_proposal_of_another_incident_is_not_there(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    from datetime import date

    from antigone.web.incidents.models import Incident, Membership

    other = Incident.objects.create(slug="quay", name="Quay", begun_on=date(2025, 1, 1))
    Membership.objects.create(user=cast.piet, incident=other, role="board_member")
    address = reverse("board:proposal", kwargs={"incident": "quay", "pk": proposal.pk})
    assert client_of("piet").get(address).status_code == 404


def test_the_list_asks_few_questions(
    client_of: ClientOf, signed_once: Proposal, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of("ilse")
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        client.get(url("board:list"))


def test_a_run_that_is_not_done_proposes_nothing(client_of: ClientOf, pair: Pair) -> None:
    Run.objects.filter(pk=pair.run.pk).update(status=Run.Status.FAILED, results=None)
    assert client_of("mara").get(propose_url(pair)).status_code == 404
    assert client_of("mara").post(propose_url(pair), {"words": "x"}).status_code == 404


def test_signing_by_htmx_or_form_needs_a_token(cast: Cast, proposal: Proposal) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ilse)
    answer = client.post(url("board:sign", pk=proposal.pk), {"password": cast.password})
    assert answer.status_code == 403
    assert not proposal.signatures.exists()


def test_signing_from_two_pages(cast: Cast, client_of: ClientOf, signed_once: Proposal) -> None:
    """The page was open since before another act; the act says what is so now."""
    sign_as(cast, cast.ilse, signed_once)
    late = client_of("ilse").post(url("board:sign", pk=signed_once.pk), signing(cast, cast.ilse))
    assert late.status_code == 409
    assert "BO-04" in late.content.decode()
