"""ME-03: the media folder has one door, and notices do not even know where it is."""

from __future__ import annotations

import grimp

STORAGE, DOOR = "antigone.web.media.storage", "antigone.web.media.sealed"


def test_me_03_pictures_have_one_door_and_notices_never_reach_it() -> None:
    graph = grimp.build_graph("antigone", cache_dir=None)
    assert graph.find_modules_that_directly_import(STORAGE) == {DOOR}
    notices = {"antigone.web.notices", *graph.find_descendants("antigone.web.notices")}
    assert len(notices) > 1
    for module in notices:
        assert not graph.find_shortest_chain(module, STORAGE), module
