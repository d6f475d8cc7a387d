"""Remains with a picture of a face that nobody has released, and two families that allow a search."""

from __future__ import annotations

from typing import Any

from antigone.web.commands import set_up
from tests.browser.stage import INCIDENT


def make() -> None:
    """Everything through the acts that a real installation uses."""
    from antigone.web.accounts.models import User
    from antigone.web.incidents.models import Incident
    from antigone.web.site.cast import CAST
    from tests.web.conftest import Cast
    from tests.web.faces.making import a_body, a_family, a_picture, of_hopper

    people: dict[str, Any] = {user.username: user for user in User.objects.select_related("agency")}
    cast = Cast(
        incident=Incident.objects.get(slug=INCIDENT),
        **{player.username: people[player.username] for player in CAST},
    )
    a_picture(cast, a_body(cast))
    a_family(cast)
    a_family(cast, of_hopper())


if __name__ == "__main__":
    set_up()
    make()
