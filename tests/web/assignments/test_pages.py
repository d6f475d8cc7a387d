"""Pages of the care for cases."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from antigone.web.assignments.acts import assign, assignment_of
from antigone.web.assignments.models import Reminder
from antigone.web.records.models import Family, Remains
from tests.web.conftest import Cast, ClientOf


def _care(case: Remains) -> str:
    return reverse("assignments:of_remains", args=[case.incident.slug, case.number])


def test_a_day_with_a_case(client_of: ClientOf, cast: Cast, remains: Remains) -> None:
    sanna = client_of("sanna")
    page = sanna.get(remains.get_absolute_url()).content.decode()
    assert "Nobody looks after this case." in page
    assert sanna.post(_care(remains), {"act": "take"}).status_code == 302
    assert "You look after this case." in sanna.get(remains.get_absolute_url()).content.decode()
    today = timezone.localdate().isoformat()
    sent = {"act": "remind", "due_on": today, "words": "Chart the teeth with Halvar."}
    assert sanna.post(_care(remains), sent).status_code == 302
    home = sanna.get("/").content.decode()
    assert "Chart the teeth with Halvar." in home
    assert "You look after 1 case" in home
    done = reverse("assignments:reminder", args=[remains.incident.slug, Reminder.objects.get().pk])
    assert sanna.post(done, {"act": "done", "from": "home"}).headers["Location"] == "/"
    given = {"act": "assign", "person": cast.teo.pk, "words": "I am on leave."}
    assert sanna.post(_care(remains), given).status_code == 302
    mine = client_of("teo").get(reverse("assignments:cases", args=[remains.incident.slug]))
    assert "I am on leave." in mine.content.decode()


def test_what_a_rule_refuses_is_said_with_its_code(
    client_of: ClientOf, cast: Cast, remains: Remains
) -> None:
    assign(user=cast.sanna, case=remains, person=cast.sanna)
    answer = client_of("teo").post(_care(remains), {"act": "take"})
    assert answer.status_code == 409
    assert "AS-02" in answer.content.decode()


def test_a_past_day_is_refused_in_words(client_of: ClientOf, cast: Cast, remains: Remains) -> None:
    sent = {"act": "remind", "due_on": "2020-01-01", "words": "Late."}
    answer = client_of("sanna").post(_care(remains), sent)
    assert answer.status_code == 422
    assert "The day is past" in answer.content.decode()


def test_many_cases_are_assigned_at_once(client_of: ClientOf, cast: Cast, remains: Remains) -> None:
    url = reverse("assignments:owed", args=[cast.incident.slug])
    mara = client_of("mara")
    assert "Nothing is described" in mara.get(url).content.decode()
    page = mara.get(f"{url}?what=description")
    pks = list(Remains.objects.values_list("pk", flat=True))
    assert all(f'value="{pk}"' in page.content.decode() for pk in pks)
    unticked = mara.post(f"{url}?what=description", {"person": cast.teo.pk})
    assert "Tick the cases first" in unticked.content.decode()
    assert (
        mara.post(f"{url}?what=description", {"person": cast.teo.pk, "case": pks}).status_code
        == 302
    )
    carers = {assignment_of(row).person for row in Remains.objects.all()}  # type: ignore[union-attr]
    assert carers == {cast.teo}
    nobody = mara.get(f"{url}?what=description&who=nobody").content.decode()
    assert f"remains/{remains.number}/" not in nobody
    assert mara.get(f"{url}?what=nothing").status_code == 404


def test_all_cases_are_handed_over_at_the_end(
    client_of: ClientOf, cast: Cast, remains: Remains, family: Family
) -> None:
    for case in (remains, family):
        assign(user=cast.mara, case=case, person=cast.oyelin)
    url = reverse("assignments:hand_over", args=[cast.incident.slug])
    oyelin = client_of("oyelin")
    assert "2 cases of" in oyelin.get(url).content.decode()
    refused = oyelin.post(url, {"person": cast.teo.pk})
    assert refused.status_code == 409
    assert oyelin.post(url, {"person": cast.halvar.pk}).status_code == 302
    assert "goes to" not in oyelin.get(url).content.decode()
    assert client_of("halvar").get(f"{url}?of={cast.oyelin.pk}").status_code == 403


def test_a_reminder_is_put_off(client_of: ClientOf, cast: Cast, remains: Remains) -> None:
    today = timezone.localdate()
    sent = {"act": "remind", "due_on": today.isoformat(), "words": "Call."}
    client_of("sanna").post(_care(remains), sent)
    row = Reminder.objects.get()
    url = reverse("assignments:reminder", args=[remains.incident.slug, row.pk])
    later = today + timedelta(3)
    client_of("sanna").post(url, {"act": "postpone", "due_on": later.isoformat()})
    row.refresh_from_db()
    assert row.due_on == later
    assert client_of("nadia").post(url, {"act": "done"}).status_code == 404
    assert client_of("teo").post(url, {"act": "done"}).status_code == 403
