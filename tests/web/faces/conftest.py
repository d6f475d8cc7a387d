"""A search that is ready to be made, and one that is done."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from antigone.web.faces.models import FaceHit, FaceSearch
from tests.web.conftest import Cast
from tests.web.faces.making import Ready, ready, searched
from tests.web.kept import kept


@dataclass(frozen=True)
class Done:
    """A search by Halvar that found the family."""

    at: Ready
    search: FaceSearch

    @property
    def hit(self) -> FaceHit:
        """The first lead."""
        return FaceHit.objects.select_related(
            "search__incident", "search__remains", "search__picture", "missing_person", "picture"
        ).get(search=self.search, rank=1)


@kept
def at(cast: Cast) -> Ready:
    return ready(cast)


@kept
def found(at: Ready) -> Done:
    return Done(at, searched(at))


@pytest.fixture
def number(at: Ready) -> str:
    """Of the remains."""
    return at.remains.number
