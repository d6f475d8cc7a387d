"""What the benchmark of the pages does within an installation: fill it, sign in, count queries.

Each is a process of its own (`python -m benchmarks.office_at_work fill 100000`), because settings of
an installation are read once.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antigone.web.manage import setup

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Page:
    """One kind of page that is asked for.

    Args:
        share: of all requests.
        addresses: which are asked for in turn.
        needs: the permission without which it is not asked for.
    """

    name: str
    share: float
    addresses: tuple[str, ...]
    needs: str = "view"


def main() -> int:
    """Do one of them and print the result as JSON."""
    what, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    setup()
    print(json.dumps({"fill": _fill, "begin": _begin, "queries": _queries}[what](number)))
    return 0


def _fill(rows: int) -> dict[str, float]:
    from django.core.management import call_command
    from django.db import connection

    from antigone.web.lists.reindex import rebuild
    from benchmarks.invented_office import make_office

    call_command("migrate", interactive=False, verbosity=0)
    start = time.monotonic()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    incident = make_office(rows)
    made = time.monotonic()
    words = rebuild(incident)
    found = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"made_seconds": made - start, "words": words, "words_seconds": found - made}


def _begin(persons: int) -> dict[str, object]:
    """Sign so many persons in; what they will ask for."""
    from django.test import Client

    from antigone.web.accounts.models import User
    from antigone.web.accounts.sessions import begin_session
    from antigone.web.incidents.models import Membership

    signed_in = []
    for user in User.objects.filter(username__startswith="person").order_by("username")[:persons]:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        session = client.session
        begin_session(session, user, "Firefox, Linux")
        session.save()
        membership = Membership.objects.get(user=user)
        signed_in.append(
            {"session": session.session_key, "permissions": sorted(_permissions(membership))}
        )
    return {"persons": signed_in, "pages": [vars(page) for page in pages()]}


def _permissions(membership: object) -> list[str]:
    from antigone.web.incidents.models import Membership
    from antigone.web.incidents.roles import PERMISSIONS, Role

    assert isinstance(membership, Membership)
    return [str(permission) for permission in PERMISSIONS[Role(membership.role)]]


def pages() -> list[Page]:
    """The pages of a working day, and how often they are asked for."""
    from antigone.web.matching.models import KeptPair, Run
    from antigone.web.records.covered import covered_families
    from antigone.web.records.models import Family, NameIndex, Remains
    from benchmarks.invented_office import SLUG

    at = f"/i/{SLUG}"
    run = Run.objects.filter(incident__slug=SLUG, status=Run.Status.DONE).order_by("-pk").first()
    assert run is not None
    remains = _spread(Remains.objects.order_by("pk").values_list("number", flat=True))
    families = _spread(Family.objects.order_by("pk").values_list("pk", flat=True))
    taken = _spread(
        Family.objects.filter(source_file__isnull=True).order_by("pk").values_list("pk", flat=True)
    )
    pairs: list[Any] = _spread(
        # Of requests taken by hand no donor was asked: their pairs are hidden (CO-14).
        KeptPair.objects.filter(
            covered_families(run.incident, "missing_person__family__"),
            run=run,
            missing_person__family__source_file__isnull=False,
            missing_person__found_alive__isnull=True,
        )
        .order_by("pk")
        .values_list("remains__number", "missing_person__number")
    )
    by_number = tuple(f"{at}/search/?q={number}" for number in remains)
    names: list[Any] = _spread(NameIndex.objects.order_by("pk").values_list("family", "given"))
    last = max(1, Remains.objects.count() // 50 // 2)
    return [
        Page("home", 0.12, ("/",)),
        Page("overview", 0.04, (f"{at}/",)),
        Page("remains, first page", 0.10, (f"{at}/remains/",)),
        Page("remains, page in the middle", 0.04, (f"{at}/remains/?page={last}",)),
        Page("remains, lacking DNA", 0.04, (f"{at}/remains/?lacking=dna",)),
        Page("remains, lacking teeth", 0.02, (f"{at}/remains/?lacking=teeth",)),
        Page("persons sought, first page", 0.08, (f"{at}/sought/",)),
        Page("persons sought, in the middle", 0.03, (f"{at}/sought/?page={last}",)),
        Page("requests, first page", 0.05, (f"{at}/requests/",)),
        Page("requests without consent", 0.03, (f"{at}/requests/?lacking=consent",)),
        Page("search, number", 0.06, by_number),
        Page("search, name", 0.06, tuple(f"{at}/search/?q={name[0]}+{name[1]}" for name in names)),
        Page("remains", 0.12, tuple(f"{at}/remains/{n}/" for n in remains)),
        Page("family", 0.08, tuple(f"{at}/sought/families/{pk}/" for pk in families)),
        Page(
            "request",
            0.05,
            tuple(f"{at}/sought/families/{pk}/request/" for pk in taken),
            "see_families",
        ),
        Page(
            "pair", 0.06, tuple(f"{at}/runs/{run.pk}/pair/{pair[0]}/{pair[1]}/" for pair in pairs)
        ),
        Page("samples", 0.02, (f"{at}/samples/",), "see_remains"),
    ]


def _spread(rows: Any, count: int = 200) -> list[Any]:  # noqa: ANN401 - any query of values
    """Some of them, from the first to the last."""
    from django.db.models import Max, Min

    ends = rows.model.objects.aggregate(first=Min("pk"), last=Max("pk"))
    step = max(1, (ends["last"] - ends["first"]) // (3 * count))
    pks = range(ends["first"], ends["last"] + 1, step)
    return list(rows.filter(pk__in=list(pks)))[: 3 * count : 3]


def _queries(_: int) -> dict[str, dict[str, float | str]]:
    """By page the queries of one request, and how long they and the whole took, in milliseconds."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from antigone.web.accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="person00"))
    found = {}
    for page in pages():
        client.get(page.addresses[0])
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            answer = client.get(page.addresses[-1])
            seconds = time.perf_counter() - start
        times = sorted((float(query["time"]), query["sql"]) for query in captured)
        found[page.name] = {
            "status": answer.status_code,
            "queries": len(captured),
            "queries_ms": 1000 * sum(one for one, _ in times),
            "all_ms": 1000 * seconds,
            "slowest_ms": 1000 * times[-1][0] if times else 0.0,
            "slowest": times[-1][1][:3000] if times else "",
        }
    return found


if __name__ == "__main__":
    sys.exit(main())
