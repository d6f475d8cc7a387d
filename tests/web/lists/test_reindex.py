"""What is found is what is recorded: after every act the words are those that a rebuild would write."""

from __future__ import annotations

import pytest
import typer

from antigone.web.lists.commands import reindex
from antigone.web.lists.reindex import catch_up, rebuild
from antigone.web.matching.models import Run
from antigone.web.records.models import (
    FindableWord,
    ImportedFile,
    NameBearer,
    NameKey,
    NameWord,
)
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.samples import SAMPLES, World

__all__ = ["attest", "data", "done", "imported", "work"]


@kept
def world(cast: Cast, done: Run, imported: ImportedFile) -> World:
    """An incident in which everything has happened once."""
    made = World(cast=cast, run=done, file=imported)
    for sample in SAMPLES.values():
        sample(made)
    return made


def test_after_any_act_the_words_are_those_of_a_rebuild(world: World) -> None:
    before = _words()
    kinds = {row[0] for row in before[0]}
    assert kinds == {kind.value for kind in FindableWord.Kind}
    rebuild(world.cast.incident)
    assert _words() == before


def test_only_an_incident_without_words_is_behind(world: World) -> None:
    assert catch_up() == []
    before = _words()
    FindableWord.objects.all().delete()
    assert catch_up() == [world.cast.incident]
    assert _words() == before


def test_the_command_rebuilds_one_incident_or_all(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _words()
    reindex("marel-valley")
    told = f"marel-valley: {FindableWord.objects.count()} words"
    assert capsys.readouterr().out.splitlines() == [told]
    reindex()
    assert told in capsys.readouterr().out
    assert _words() == before
    with pytest.raises(typer.Exit):
        reindex("nowhere")


def _words() -> tuple[list[tuple[object, ...]], ...]:
    return (
        sorted(FindableWord.objects.values_list("kind", "thing", "word", "is_content")),
        sorted(NameBearer.objects.values_list("name", "word__part", "word__word")),
        sorted(NameKey.objects.values_list("word__part", "word__word", "key")),
        sorted(NameWord.objects.values_list("part", "word", "keys")),
    )
