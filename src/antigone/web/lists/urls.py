"""Addresses of search and saved views, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.lists import pages, search_pages

app_name = "lists"
urlpatterns = [
    path("search/", search_pages.search, name="search"),
    path("views/", pages.views, name="views"),
    path("views/save/", pages.save, name="save"),
    path("views/<int:pk>/", pages.change, name="view"),
    path("views/<int:pk>/first/", pages.first, name="first"),
    path("keys/", pages.keys, name="keys"),
]
