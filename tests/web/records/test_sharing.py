"""Sharing with another agency: what its members see, and how it begins and ends."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    seen_whole,
    sees_whole_incident,
)
from antigone.web.records.models import Family, ImportedFile, Remains, Share
from antigone.web.records.sharing import ShareEnded, ShareRefused, end_share, share
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page

URL = "/i/marel-valley/"


@pytest.fixture
def led(cast: Cast, imported: ImportedFile) -> Cast:
    """Mara's agency leads; V2 and the family F2 are cases of Sanna's and Halvar's."""
    Incident.objects.filter(pk=cast.incident.pk).update(agency=cast.mara.agency)
    cast.incident.refresh_from_db()
    lead, other = cast.mara.agency, cast.sanna.agency
    Remains.objects.update(agency=lead)
    Family.objects.update(agency=lead)
    Remains.objects.filter(number="V2").update(agency=other)
    Family.objects.filter(name="F2").update(agency=other)
    return cast


def remains(cast: Cast, number: str = "V1") -> Remains:
    return Remains.objects.select_related("incident").get(incident=cast.incident, number=number)


def family(cast: Cast, name: str = "F1") -> Family:
    return Family.objects.select_related("incident").get(incident=cast.incident, name=name)


def agency(user: User) -> Agency:
    assert user.agency
    return user.agency


def share_with_halvar(
    cast: Cast, shared: Incident | Remains | Family, *, by: User | None = None, days: int = 30
) -> Share:
    return share(
        user=by or cast.mara,
        shared=shared,
        agency=agency(cast.halvar),
        purpose="To chart the teeth.",
        until=timezone.localdate() + timedelta(days=days),
    )


def numbers(user: User, incident: Incident) -> tuple[set[str], set[str], set[str]]:
    return (
        set(remains_in_sight(user, incident).values_list("number", flat=True)),
        set(families_in_sight(user, incident).values_list("name", flat=True)),
        set(missing_in_sight(user, incident).values_list("number", flat=True)),
    )


ALL = ({"V1", "V2", "V3"}, {"F1", "F2"}, {"M1", "M2"})
OWN: tuple[set[str], set[str], set[str]] = ({"V2"}, {"F2"}, {"M2"})


class TestWhoSeesWhat:
    def test_without_a_lead_agency_everybody_sees_all(
        self, cast: Cast, imported: ImportedFile
    ) -> None:
        assert numbers(cast.halvar, cast.incident) == ALL

    def test_the_lead_agency_sees_all_and_others_their_own(self, led: Cast) -> None:
        assert numbers(led.nadia, led.incident) == ALL
        assert numbers(led.halvar, led.incident) == OWN
        assert numbers(led.oyelin, led.incident) == (set(), set(), set())

    def test_a_case_that_is_shared_is_seen_besides(self, led: Cast) -> None:
        share_with_halvar(led, remains(led))
        share_with_halvar(led, family(led))
        assert numbers(led.halvar, led.incident) == ({"V1", "V2"}, {"F1", "F2"}, {"M1", "M2"})
        assert not sees_whole_incident(led.halvar, led.incident)

    def test_a_shared_incident_is_seen_whole(self, led: Cast) -> None:
        share_with_halvar(led, led.incident)
        assert numbers(led.halvar, led.incident) == ALL
        assert sees_whole_incident(led.halvar, led.incident)
        assert list(seen_whole(led.halvar, Incident.objects.all())) == [led.incident]

    def test_the_day_after_the_last_it_is_over(self, led: Cast) -> None:
        made = share_with_halvar(led, led.incident, days=0)
        assert sees_whole_incident(led.halvar, led.incident)
        Share.objects.filter(pk=made.pk).update(until=timezone.localdate() - timedelta(days=1))
        assert not sees_whole_incident(led.halvar, led.incident)
        assert not seen_whole(led.halvar, Incident.objects.all()).exists()

    def test_who_answers_to_no_agency_sees_no_case(self, led: Cast) -> None:
        Remains.objects.filter(number="V3").update(agency=None)
        led.halvar.agency = None
        led.halvar.save()
        assert numbers(led.halvar, led.incident) == (set(), set(), set())


class TestThePages:
    def test_lists_counts_and_navigation_tell_of_what_is_in_sight(
        self, led: Cast, client_of: ClientOf
    ) -> None:
        client = client_of("halvar")
        page = client.get(f"{URL}remains/").content.decode()
        assert "remains/V2/" in page
        assert "remains/V1/" not in page
        assert "1 registered." in page
        assert 'Remains <span class="n">1</span>' in page
        for hidden in ("Runs", "Board", "Files", "Sharing"):
            assert f">{hidden}<" not in page
        overview = client.get(URL).content.decode()
        assert "1 remains are registered, 1 person is sought." in overview
        assert ">M1<" not in client.get(f"{URL}sought/").content.decode()
        assert ">M2<" in client.get(f"{URL}sought/").content.decode()

    @pytest.mark.parametrize("path", ["runs/", "board/", "files/", "journal/", "board/decisions/"])
    def test_what_tells_of_all_cases_is_not_there(
        self, led: Cast, client_of: ClientOf, path: str
    ) -> None:
        client = client_of("halvar")
        assert client.get(f"{URL}{path}").status_code == 404
        share_with_halvar(led, led.incident)
        assert client.get(f"{URL}{path}").status_code != 404 or path == "board/decisions/"

    def test_the_foot_does_not_tell_of_other_cases(self, led: Cast, client_of: ClientOf) -> None:
        share_with_halvar(led, remains(led))
        assert "share recorded" in client_of("mara").get(URL).content.decode()
        assert "share recorded" not in client_of("halvar").get(URL).content.decode()

    def test_nothing_is_offered_that_would_be_refused(self, led: Cast, client_of: ClientOf) -> None:
        """A reconciliation officer of the other agency, who may do much, but not see all."""
        led.mara.agency = led.halvar.agency
        led.mara.save()
        client = client_of("mara", second_factor=True)
        own = family(led, "F2")
        pages = ("", "remains/", "remains/V2/", "sought/", f"sought/families/{own.pk}/", "shares/")
        links = {
            link
            for page in pages
            for link in re.findall(r'href="(/i/[^"#]*)"', client.get(URL + page).content.decode())
        }
        assert len(links) > 20
        answers = {link: client.get(html.unescape(link)).status_code for link in links}
        assert {link: status for link, status in answers.items() if status not in {200, 302}} == {}

    def test_a_case_is_shared_on_its_page(self, led: Cast, client_of: ClientOf) -> None:
        client, day = client_of("mara"), timezone.localdate() + timedelta(days=9)
        assert "With no other agency." in client.get(f"{URL}remains/V1/").content.decode()
        url = f"{URL}remains/V1/share/"
        check_page(client.get(url))
        given = {"agency": agency(led.halvar).pk, "purpose": "Teeth.", "until": day.isoformat()}
        done = client.post(url, given, follow=True)
        check_page(done)
        assert "With Institute of Forensic Medicine until" in done.content.decode()
        assert "until" in client_of("halvar").get(f"{URL}remains/V1/").content.decode()
        entry = Entry.objects.latest("sequence")
        assert (entry.actor, entry.act, entry.subject) == ("mara", "share.recorded", "V1")
        family_url = f"{URL}sought/families/{family(led).pk}/share/"
        assert client.post(family_url, given).status_code == 302
        assert Entry.objects.latest("sequence").subject == f"family {family(led).pk}"

    def test_bad_input_is_said_and_kept(self, led: Cast, client_of: ClientOf) -> None:
        client = client_of("mara")
        for given, words in (
            ({"purpose": "Teeth.", "until": "2020-01-01"}, "SH-01"),
            ({"purpose": "", "until": "2099-01-01"}, "required"),
            ({"purpose": "Teeth.", "until": "tomorrow"}, "valid date"),
        ):
            answer = client.post(f"{URL}shares/", {"agency": agency(led.halvar).pk} | given)
            assert answer.status_code == 422
            check_page(answer)
            assert words in answer.content.decode()
        own = {"agency": agency(led.mara).pk, "purpose": "x", "until": "2026-12-01"}
        assert client.post(f"{URL}shares/", own).status_code == 422
        assert not Share.objects.exists()

    def test_ending_asks_first(self, led: Cast, client_of: ClientOf) -> None:
        made, client = share_with_halvar(led, remains(led)), client_of("mara")
        url = f"{URL}shares/{made.pk}/end/"
        check_page(client.get(url))
        assert numbers(led.halvar, led.incident)[0] == {"V1", "V2"}
        answer = client.post(url, follow=True)
        assert "The other agency sees it no more" in answer.content.decode()
        assert numbers(led.halvar, led.incident)[0] == {"V2"}
        assert client_of("halvar").get(f"{URL}remains/V1/").status_code == 404
        assert Entry.objects.latest("sequence").act == "share.ended"

    def test_without_a_lead_agency_there_is_nothing_to_share(
        self, cast: Cast, imported: ImportedFile, client_of: ClientOf
    ) -> None:
        page = client_of("mara").get(f"{URL}shares/")
        check_page(page)
        assert "nothing has to be shared" in page.content.decode()
        with pytest.raises(ShareRefused) as caught:
            share_with_halvar(cast, cast.incident)
        assert caught.value.finding.code == "SH-03"

    @pytest.mark.parametrize("name", ["nadia", "halvar", "ilse"])
    def test_it_needs_the_permission(self, led: Cast, client_of: ClientOf, name: str) -> None:
        made = share_with_halvar(led, led.incident)
        client = client_of(name)
        for url in (f"{URL}shares/", f"{URL}shares/{made.pk}/end/"):
            assert client.get(url).status_code == 403
            assert client.post(url).status_code == 403

    def test_lists_ask_no_more_for_more_shares(
        self,
        led: Cast,
        client_of: ClientOf,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = client_of("halvar")
        share_with_halvar(led, remains(led))
        paths = (f"{URL}remains/", f"{URL}sought/", f"{URL}remains/V1/")
        few = [queries(client, path, django_assert_max_num_queries) for path in paths]
        Share.objects.bulk_create(
            Share(
                incident=led.incident,
                remains=row,
                agency=led.halvar.agency,
                purpose="More.",
                until=date(2099, 1, 1),
                recorded_by=led.mara,
            )
            for row in Remains.objects.all()
            for _ in range(5)
        )
        more = [queries(client, path, django_assert_max_num_queries) for path in paths]
        assert more == few


def queries(client: Client, url: str, at_most: DjangoAssertNumQueries) -> int:
    with at_most(60) as found:
        assert client.get(url).status_code == 200
    return len(found.captured_queries)


class TestTheRules:
    def test_sh_02_what_was_shared_is_not_passed_on(self, led: Cast) -> None:
        """A reconciliation officer of the other agency shares its own cases, and no others."""
        led.mara.agency, led.ruth.agency = led.halvar.agency, led.oyelin.agency
        led.mara.save()
        with pytest.raises(ShareRefused) as caught:
            share(
                user=led.mara,
                shared=remains(led, "V1"),
                agency=agency(led.oyelin),
                purpose="x",
                until=timezone.localdate(),
            )
        assert caught.value.finding.code == "SH-02"
        made = share(
            user=led.mara,
            shared=remains(led, "V2"),
            agency=agency(led.oyelin),
            purpose="To type it.",
            until=timezone.localdate(),
        )
        assert numbers(led.oyelin, led.incident)[0] == {"V2"}
        end_share(user=led.mara, made=made)
        with pytest.raises(ShareEnded):
            end_share(user=led.mara, made=made)

    def test_another_agency_does_not_end_it(self, led: Cast) -> None:
        made = share_with_halvar(led, remains(led))
        led.mara.agency = led.halvar.agency
        led.mara.save()
        with pytest.raises(PermissionDenied):
            end_share(user=led.mara, made=made)

    def test_no_role_no_share(self, led: Cast) -> None:
        with pytest.raises(PermissionDenied):
            share_with_halvar(led, led.incident, by=led.nadia)
