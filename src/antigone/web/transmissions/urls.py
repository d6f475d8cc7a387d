"""Addresses of transmissions, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.records import converters
from antigone.web.transmissions import out_pages, pages, recipient_pages

__all__ = ["converters"]

app_name = "transmissions"
urlpatterns = [
    path("transmissions/", pages.packages, name="list"),
    path("transmissions/recipients/new/", recipient_pages.new_recipient, name="new_recipient"),
    path("transmissions/recipients/<int:pk>/", recipient_pages.recipient, name="recipient"),
    path("transmissions/recipients/<int:pk>/draft/", pages.draft_page, name="draft"),
    path("transmissions/<int:pk>/", pages.package, name="package"),
    path("transmissions/<int:pk>/records/<number:number>/", pages.item, name="item"),
    path("transmissions/<int:pk>/take-out/", out_pages.take_out_page, name="take_out"),
]
