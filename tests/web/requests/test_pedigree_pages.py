"""The page of a pedigree, its steps, donor codes and the names behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antigone.genetics.pedigree import Sex
from antigone.web.custody.codes import new_donor_code
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Person
from antigone.web.requests import pedigree_draft as edit
from antigone.web.requests.models import RelativeName
from antigone.web.requests.pedigree_acts import Kind, Outdated, change_pedigree, undo
from antigone.web.requests.pedigree_codes import (
    CodeMisread,
    Reason,
    give_donor_code,
    name_relative,
    read_donor_code,
    resolve_code,
)
from antigone.web.requests.pedigree_draft import Draft, EditRefused
from antigone.web.requests.pedigree_store import draft_of, version_of
from antigone.web.sealing.keys import destroy
from tests.web.conftest import Cast
from tests.web.page import check_page, html_of
from tests.web.records.conftest import Attest, Document, attest, bring_in, data, imported

__all__ = ["attest", "data", "imported"]

ClientOf = Callable[[str], Client]


@pytest.fixture
def family(imported: ImportedFile) -> Family:
    return Family.objects.get(name="F1")


def url(view: str, **kwargs: object) -> str:
    return reverse(f"requests:{view}", kwargs={"incident": "marel-valley"} | kwargs)


def step(
    client: Client, family: Family, name: str, at: str = "M1", **said: str
) -> HttpResponseBase:
    body = {"version": str(version_of(family)), "at": at, "step": name} | said
    return client.post(url("pedigree_act", pk=family.pk), body, follow=True)


def persons(family: Family) -> set[str]:
    return set(Person.objects.filter(family=family).values_list("code", flat=True))


def as_set(draft: Draft) -> tuple[object, ...]:
    return frozenset(draft.members), draft.couples


def test_it_shows_the_drawing_with_a_link_for_each_person(
    family: Family, client_of: ClientOf
) -> None:
    page = check_page(client_of("nadia").get(url("pedigree", pk=family.pk)))
    links = [a for a in page.all("a") if a.get("class") == "person"]
    assert [a["href"] for a in links] == [
        f"{url('pedigree', pk=family.pk)}?at={code}" for code in ("R1", "MX", "M1")
    ]
    assert [a.get("aria-current") for a in links] == [None, None, "true"]
    assert [a["aria-label"] for a in links] == [
        "R1, man, father, typed",
        "MX, woman, mother",
        "M1, man, person sought",
    ]


def test_every_step_does_what_its_button_says(family: Family, client_of: ClientOf) -> None:
    nadia = client_of("nadia")
    for name, at, said in (
        ("parents", "R1", {}),
        ("sister", "M1", {}),
        ("brother", "MX", {}),
        ("half_maternal", "M1", {"sex": "F"}),
        ("half_paternal", "M1", {}),
        ("partner", "M1", {}),
        ("daughter", "M1", {"partner": "new"}),
        ("son", "R1", {"partner": "MX"}),
        ("sibling", "M1", {}),
        ("child", "M1", {"partner": "new"}),
        ("person", "", {"sex": "M"}),
        ("description", "MX", {"sex": "F", "vital": "dead", "can_give": "no"}),
    ):
        before = version_of(family)
        answer = step(nadia, family, name, at, **said)
        assert version_of(family) == before + 1, html_of(answer)
        check_page(answer)
    mother = Person.objects.get(family=family, code="MX")
    assert (mother.vital, mother.can_give) == ("dead", "no")
    son = draft_of(family).pedigree
    assert sum((p.father, p.mother) == ("R1", "MX") for p in son.persons) == 4
    kinds = list(Entry.objects.filter(act__startswith="pedigree.").values_list("act", flat=True))
    assert len(kinds) == 12
    details = "".join(Entry.objects.values_list("details_text", flat=True))
    assert "R1" not in details, "the journal holds no code of a file, which may be a name"


def test_each_step_can_be_taken_back_in_turn(family: Family, client_of: ClientOf) -> None:
    nadia, states = client_of("nadia"), [as_set(draft_of(family))]
    for name, at in (("sister", "R1"), ("half_maternal", "M1"), ("partner", "M1"), ("child", "M1")):
        step(nadia, family, name, at, partner="new")
        states.append(as_set(draft_of(family)))
    for state in reversed(states[:-1]):
        step(nadia, family, "undo")
        assert as_set(draft_of(family)) == state
    assert "nothing that can be taken back" in html_of(step(nadia, family, "undo"))
    assert version_of(family) == 8


def test_a_step_between_others_steps_is_refused_and_told(
    cast: Cast, family: Family, client_of: ClientOf
) -> None:
    step(client_of("nadia"), family, "sister")
    body = {"version": "0", "at": "M1", "step": "brother"}
    answer = client_of("mara").post(url("pedigree_act", pk=family.pk), body, follow=True)
    text = html_of(answer)
    assert "Nadia Sarkis" in text
    assert "brother or sister added" in text
    assert version_of(family) == 1
    with pytest.raises(Outdated):
        undo(user=cast.mara, family=family, version=0)


def test_what_rests_on_an_act_keeps_it(cast: Cast, family: Family, client_of: ClientOf) -> None:
    nadia = client_of("nadia")
    step(nadia, family, "sister")
    sister = Person.objects.get(family=family, code="P4")
    name_relative(user=cast.nadia, person=sister, name="Lidia", contact="")
    for name in ("undo", "removal"):
        assert "stays while a name is kept" in html_of(step(nadia, family, name, "P4"))
    name_relative(user=cast.nadia, person=sister, name="", contact="")
    step(nadia, family, "removal", "P4")
    assert persons(family) == {"R1", "MX", "M1"}
    step(nadia, family, "undo")
    assert "P4" in persons(family)


@pytest.mark.parametrize(("code", "words"), [("M1", "a person sought"), ("R1", "there is DNA")])
def test_nobody_of_substance_is_taken_out(
    family: Family, client_of: ClientOf, code: str, words: str
) -> None:
    assert words in html_of(step(client_of("nadia"), family, "removal", code))
    assert code in persons(family)


def test_dna_under_a_code_keeps_the_person(cast: Cast, data: Document, client_of: ClientOf) -> None:
    data["families"][0]["pedigree"].append({"id": "S", "father": "R1", "mother": "MX", "sex": "F"})
    data["genotypes"]["S"] = data["genotypes"]["R1"]
    bring_in(cast, data)
    family = Family.objects.get(name="F1")
    assert "there is DNA under this code" in html_of(
        step(client_of("nadia"), family, "removal", "S")
    )
    assert "S" in persons(family)


def test_the_core_is_the_judge(family: Family, client_of: ClientOf) -> None:
    answer = step(client_of("nadia"), family, "description", "R1", sex="F")
    assert "is recorded as female" in html_of(answer)
    assert Person.objects.get(family=family, code="R1").sex == "M"


def test_a_further_person_is_sought(family: Family, client_of: ClientOf) -> None:
    nadia = client_of("nadia")
    step(nadia, family, "brother")
    step(nadia, family, "sought", "P4")
    missing = MissingPerson.objects.get(family=family, person__code="P4")
    assert missing.number == "AM-0001"
    assert "sought already" in html_of(step(nadia, family, "sought", "P4"))
    assert "nothing that can be taken back" in html_of(step(nadia, family, "undo"))
    assert MissingPerson.objects.filter(pk=missing.pk).exists()


def test_a_withdrawn_family_is_not_changed(cast: Cast, family: Family, client_of: ClientOf) -> None:
    sister = Person.objects.get(family=family, code="MX")
    name_relative(user=cast.nadia, person=sister, name="Lidia", contact="at home")
    family.refresh_from_db()
    destroy(family.key)
    assert "This family withdrew" in html_of(step(client_of("nadia"), family, "sister"))
    assert version_of(family) == 0
    with pytest.raises(EditRefused, match="nobody can read"):
        resolve_code(user=cast.nadia, person=sister, reason=Reason.REACH)
    with pytest.raises(EditRefused):
        name_relative(user=cast.nadia, person=sister, name="L", contact="")


def test_with_a_withdrawal_the_names_are_gone(cast: Cast, family: Family) -> None:
    mother = Person.objects.get(family=family, code="MX")
    name_relative(user=cast.nadia, person=mother, name="Lidia", contact="at home")
    record_objection(user=cast.nadia, covered=family, reason="They no longer want it.")
    assert not RelativeName.objects.exists()
    with pytest.raises(EditRefused, match="No name"):
        resolve_code(user=cast.nadia, person=mother, reason=Reason.REACH)


@pytest.mark.parametrize("who", ["oyelin", "ilse", "halvar", "ruth"])
def test_who_sees_families_reads_and_does_not_change(
    cast: Cast, family: Family, client_of: ClientOf, who: str
) -> None:
    page = client_of(who).get(url("pedigree", pk=family.pk))
    assert page.status_code == 200
    assert "Take back" not in html_of(page)
    assert client_of(who).post(url("pedigree_act", pk=family.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        change_pedigree(
            user=getattr(cast, who),
            family=family,
            version=0,
            kind=Kind.SIBLING,
            about="M1",
            change=lambda draft: edit.add_sibling(draft, "M1", Sex.MALE),
        )


@pytest.mark.parametrize("who", ["teo", "sanna", "tomas"])
def test_who_sees_no_families_sees_no_pedigree(
    family: Family, client_of: ClientOf, who: str
) -> None:
    assert client_of(who).get(url("pedigree", pk=family.pk)).status_code == 403


def test_a_name_is_kept_sealed_and_shown_nowhere_but_behind_its_code(
    cast: Cast, family: Family, client_of: ClientOf
) -> None:
    nadia, mother = client_of("nadia"), Person.objects.get(family=family, code="MX")
    said = {"name": "Olena Orlevych", "contact": "+99 555 0104"}
    answer = nadia.post(url("pedigree_name", pk=mother.pk), said, follow=True)
    assert "Olena" not in html_of(answer)
    row = RelativeName.objects.get(person=mother)
    assert b"Olena" not in bytes(row.sealed)
    assert b"555" not in bytes(row.sealed)
    asked = url("resolve_person", pk=mother.pk)
    assert "Olena" not in html_of(nadia.get(asked))
    assert nadia.post(asked, {"reason": ""}).status_code == 422
    shown = nadia.post(asked, {"reason": "reach"})
    assert "Olena Orlevych" in html_of(shown)
    assert "555 0104" in html_of(shown)
    check_page(shown)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject) == ("code.resolved", f"donor {mother.pk}")
    assert '"reason":"reach"' in entry.details_text
    assert "Olena" not in "".join(Entry.objects.values_list("details_text", flat=True))


@pytest.mark.parametrize("who", ["mara", "oyelin", "ilse", "ruth", "tomas", "ada"])
def test_only_with_the_right_to_it_a_code_is_resolved(
    cast: Cast, family: Family, client_of: ClientOf, who: str
) -> None:
    mother = Person.objects.get(family=family, code="MX")
    name_relative(user=cast.mara, person=mother, name="Olena", contact="")
    for address in (url("resolve"), url("resolve_person", pk=mother.pk)):
        assert client_of(who).get(address).status_code in {403, 404}
        assert client_of(who).post(address, {"reason": "reach"}).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        resolve_code(user=getattr(cast, who), person=mother, reason=Reason.REACH)


def test_a_typed_code_with_a_slip_is_noticed_before_anything_is_looked_up(
    cast: Cast, family: Family, client_of: ClientOf
) -> None:
    mother = Person.objects.get(family=family, code="MX")
    name_relative(user=cast.nadia, person=mother, name="Olena", contact="")
    code = give_donor_code(user=cast.nadia, person=mother).donor_code
    nadia = client_of("nadia")
    wrong = code[:2] + ("3" if code[2] != "3" else "4") + code[3:]
    answer = nadia.post(url("resolve"), {"code": wrong, "reason": "sample"})
    assert answer.status_code == 422
    assert "a character is wrong" in html_of(answer)
    assert wrong in html_of(answer), "what was typed stays"
    other = nadia.post(url("resolve"), {"code": new_donor_code(), "reason": "sample"})
    assert "No relative in this incident" in html_of(other)
    typed = code.lower().replace("-", " ")
    assert "Olena" in html_of(nadia.post(url("resolve"), {"code": typed, "reason": "sample"}))


def test_no_single_wrong_character_and_no_exchange_of_neighbours_goes_unnoticed() -> None:
    code = new_donor_code()
    body = code.replace("-", "")
    slips = {
        body[:i] + c + body[i + 1 :]
        for i in range(1, 9)
        for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    }
    slips |= {body[:i] + body[i + 1] + body[i] + body[i + 2 :] for i in range(1, 8)}
    for slip in slips - {body}:
        with pytest.raises(CodeMisread):
            read_donor_code(slip)
    assert read_donor_code(body) == code


def test_a_donor_code_is_given_once(cast: Cast, family: Family, client_of: ClientOf) -> None:
    mother = Person.objects.get(family=family, code="MX")
    address = url("pedigree_code", pk=mother.pk)
    first = html_of(client_of("nadia").post(address, follow=True))
    mother.refresh_from_db()
    assert mother.donor_code in first
    assert "a donor code already" in html_of(client_of("mara").post(address, follow=True))
    assert client_of("oyelin").post(address).status_code == 403


def test_who_could_give_comes_with_what_it_would_add(
    family: Family, client_of: ClientOf, attest: Attest
) -> None:
    nadia = client_of("nadia")
    step(nadia, family, "sister")
    before = html_of(nadia.get(url("pedigree", pk=family.pk)))
    assert "nothing can be computed yet" in before
    donors = before[before.index("Who could still give") :]
    assert donors.index(">MX<") < donors.index(">P4<")
    attest(family)
    step(nadia, family, "description", "MX", sex="F", vital="alive", can_give="yes")
    page = html_of(nadia.get(url("pedigree", pk=family.pk)))
    assert "expected" in page
    assert "ln-dash" in page
    assert "may be expected, and" in page
    assert "It fits as recorded" in page


def test_an_inconsistent_family_is_told_with_care(
    cast: Cast, data: Document, client_of: ClientOf, attest: Attest
) -> None:
    data["families"][0]["pedigree"].append({"id": "S", "father": "R1", "mother": "MX", "sex": "F"})
    data["genotypes"]["S"] = {f"L{k}": ["12", "13"] for k in range(1, 13)}
    attest(bring_in(cast, data))
    address = url("pedigree", pk=Family.objects.get(name="F1").pk)
    to_geneticist = html_of(client_of("oyelin").get(address))
    assert "It does not fit as recorded" in to_geneticist
    assert "may be of somebody unrelated" in to_geneticist
    to_others = html_of(client_of("nadia").get(address))
    assert "Ask the geneticist" in to_others
    assert "unrelated" not in to_others
    assert "father than" not in to_others
