"""A family of whom a sample looks like somebody else's is not proposed, and nobody is told why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from antigone.web.board.models import Proposal
from tests.web.board.conftest import MARKERS, Pair, propose_pair
from tests.web.board.test_acts import refused
from tests.web.conftest import Cast, ClientOf
from tests.web.page import html_of
from tests.web.records.conftest import Document, data_set

STRANGE = 6
"""At so many markers the brother shares nothing with his father; where mutations are, that is possible."""


@pytest.fixture
def data() -> Document:
    """R1 and a brother of M1 are typed; the DNA says rather that the brother has another father."""
    document = data_set()
    names = [f"L{k + 1}" for k in range(MARKERS)]
    document["markers"] = [document["markers"][0] | {"name": name} for name in names]
    document["genotypes"] = {
        owner: dict.fromkeys(names, row["L1"]) for owner, row in document["genotypes"].items()
    }
    brother = {"id": "B1", "father": "R1", "mother": "MX", "sex": "M"}
    document["families"][0]["pedigree"].append(brother)
    document["genotypes"]["B1"] = {
        name: ["10", "11"] if at < STRANGE else ["9", "13"] for at, name in enumerate(names)
    }
    return document


def test_id_14_a_family_under_suspicion_is_not_proposed(cast: Cast, pair: Pair) -> None:
    assert refused(lambda: propose_pair(cast.mara, pair)) == ["ID-14"]
    assert not Proposal.objects.exists()


def test_id_14_the_page_says_that_and_not_what(pair: Pair, client_of: ClientOf) -> None:
    ids = {"run": pair.run.pk, "remains": pair.remains.pk, "missing": pair.missing_person.pk}
    url = reverse("board:propose", kwargs={"incident": "marel-valley"} | ids)
    content = html_of(client_of("mara").get(url))
    assert "ID-14" in content
    assert "A geneticist looks at it first" in content
    for told in ("another father", "B1"):
        assert told not in content.split("<main", 1)[1]
