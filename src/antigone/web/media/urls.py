"""Addresses of media, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.media import adding_pages, moving_pages, opening_pages, pages
from antigone.web.records import converters

__all__ = ["converters"]

PICTURE, PRINTS = {"what": "picture"}, {"what": "prints"}
OF_REMAINS, OF_FAMILY = "remains/<number:number>/", "sought/families/<int:pk>/"

app_name = "media"
urlpatterns = [
    path(f"{OF_REMAINS}pictures/", pages.of_remains, name="of_remains"),
    path(f"{OF_REMAINS}pictures/new/", adding_pages.add_to_remains, name="add_to_remains"),
    path(f"{OF_REMAINS}prints/new/", adding_pages.prints_to_remains, name="prints_to_remains"),
    path(f"{OF_FAMILY}photographs/", pages.of_family, name="of_family"),
    path(f"{OF_FAMILY}photographs/new/", adding_pages.add_to_family, name="add_to_family"),
    path(f"{OF_FAMILY}prints/new/", adding_pages.prints_to_family, name="prints_to_family"),
    path("pictures/<int:pk>/open/", opening_pages.open_one, name="open"),
    path("pictures/opened/<int:pk>/", opening_pages.opened, name="opened"),
    path("pictures/opened/<int:pk>/picture/", opening_pages.shown, name="shown"),
    path("pictures/<int:pk>/propose/", moving_pages.propose, name="propose"),
    path("pictures/<int:pk>/move/", moving_pages.move_item, PICTURE, name="move_picture"),
    path("pictures/<int:pk>/retract/", moving_pages.retract_item, PICTURE, name="retract_picture"),
    path("pictures/<int:pk>/back/", moving_pages.take_back_item, PICTURE, name="take_back_picture"),
    path("prints/<int:pk>/hand-out/", opening_pages.hand_out, name="hand_out"),
    path("prints/<int:pk>/move/", moving_pages.move_item, PRINTS, name="move_prints"),
    path("prints/<int:pk>/retract/", moving_pages.retract_item, PRINTS, name="retract_prints"),
    path("prints/<int:pk>/back/", moving_pages.take_back_item, PRINTS, name="take_back_prints"),
]
