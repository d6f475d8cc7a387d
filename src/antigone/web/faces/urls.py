"""Addresses of searches by face, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.faces import case_pages, compare_pages, eyes_pages, search_pages
from antigone.web.faces.no_files import takes_no_file
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "faces"
urlpatterns = [
    path("remains/<number:number>/face/", takes_no_file(case_pages.of_remains), name="of_remains"),
    path("faces/pictures/<int:pk>/release/", takes_no_file(case_pages.release), name="release"),
    path("faces/releases/<int:pk>/back/", takes_no_file(case_pages.take_back), name="take_back"),
    path("faces/pictures/<int:pk>/eyes/", takes_no_file(eyes_pages.eyes), name="eyes"),
    path("faces/pictures/<int:pk>/search/", takes_no_file(search_pages.start), name="start"),
    path("faces/searches/<int:pk>/", takes_no_file(search_pages.search), name="search"),
    path("faces/searches/<int:pk>/status/", takes_no_file(search_pages.status), name="status"),
    path("faces/searches/<int:pk>/cancel/", takes_no_file(search_pages.cancel), name="cancel"),
    path(
        "faces/searches/<int:pk>/pair/<number:missing>/",
        takes_no_file(compare_pages.compare),
        name="compare",
    ),
]
